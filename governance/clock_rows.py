"""What the clocks of deciding are counted from, and funding's with them: all of it in one query."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db.models import Count, Value

from governance.choices import CaseState, PanelMatter, Stage
from governance.models import CaseDocument, Divergence, PanelItem, Withholding
from programmes.clocks import funded
from programmes.fields import parts_of
from programmes.models import Body
from programmes.reading import Reader
from programmes.together import Part, kept_together, row_of
from workstreams.clocks import owing, own_milestones

_REVIEW = ("case_id", "number", "pk", "case__reference", "case__title", *parts_of("pir_due"))
_PANEL = (
    "reference", "title", "matter", "body_id", "meeting_id", "made_none",
    "notified", "sent", *parts_of("reviewed"), "regard_had", "responded", "response_published",
    *parts_of("notify_by"), *parts_of("answer_by"),
)  # fmt: skip
_WITHHELD = ("about__code", "about__title", "about__kind", "part", "ground", "review_on")
_DIFFERENCE = ("reference", "title", "review_on", "force_id", "body_id")
_MEETING = ("papers_due", *parts_of("held"))


def rows_for(
    reader: Reader, today: dt.date, wanted: Hashable, notices: Callable[[], Any] | None, forces: Iterable[int]
) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that a person may read: `funding`, `owing`, `review`, `panel`, `difference`; `successor` and `of_force` of
    offices; number of `notices`; and of each of `forces` those of its own, `owing FORCE` and `milestone FORCE`.

    `notices` gives the decisions whose notice is missing and wanted; `wanted` says all that they rest on besides.
    """
    key = ("clocks", reader.sight, today, wanted, notices is None, tuple(forces))
    return kept_together(key, lambda: _parts(reader, notices, forces))


def _parts(reader: Reader, notices: Callable[[], Any] | None, forces: Iterable[int]) -> dict[str, Part]:
    reviews: Any = reader.rows(CaseDocument.objects).filter(case__standing__state=CaseState.LIVE, stage=Stage.FBC)
    items: Any = reader.rows(PanelItem.objects).filter(response_published="").exclude(matter=PanelMatter.REPORT)
    differences = reader.rows(Divergence.objects).filter(closed_on=None, review_on__isnull=False)
    parts = {
        "funding": funded(reader),
        "owing": owing(reader),
        "review": Part(reviews.exclude(pir_due=""), _REVIEW),
        "panel": Part(items, (*_PANEL, *(f"meeting__{name}" for name in _MEETING), "meeting__board__paper_days")),
        "difference": Part(differences, _DIFFERENCE),
        "of_force": Part(Body.objects.filter(force__in=differences.order_by().values("force")), ("pk", "force_id")),
        "successor": Part(Body.objects.exclude(succeeded_by=None), ("pk", "succeeded_by_id")),
    }
    if reader.reads_notes:
        parts["withheld"] = Part(Withholding.objects.standing(), _WITHHELD)
    for force in forces:
        parts[f"owing {force}"] = owing(reader, force)
        parts[f"milestone {force}"] = own_milestones(reader, force)
    if notices is not None:
        one = notices().order_by().annotate(one=Value(1)).values("one")
        parts["notices"] = Part(one.annotate(in_all=Count("pk")), ("in_all",))
    return parts


def panel_item(values: tuple[Any, ...]) -> Any:
    """A row of `panel` with what its clocks ask of it, its meeting and the board of that."""
    last = len(_PANEL) + len(_MEETING)
    item = row_of(_PANEL, values[: len(_PANEL)])
    item.meeting = None
    if item.meeting_id:
        item.meeting = row_of(_MEETING, values[len(_PANEL) : last])
        item.meeting.board = row_of(("paper_days",), values[last:])
    return item
