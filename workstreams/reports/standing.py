"""How a workstream stands: its returns in their newest version, the last four periods, and what sources said."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from programmes.access import Capability, may
from programmes.navigation import Link
from programmes.reading import Reader
from workstreams.models import StatusUpdate, Workstream
from workstreams.reports.trend import Point, drawn, last_periods, trend_of, trend_words


@dataclass(frozen=True)
class Standing:
    """The status section of a workstream’s page."""

    updates: tuple[StatusUpdate, ...]
    earlier: tuple[StatusUpdate, ...]
    points: tuple[Point, ...]
    drawing: SafeString
    trend_words: str
    drafts: tuple[Link, ...]
    reads_notes: bool

    @property
    def last(self) -> Point | None:
        """The newest return within the last four periods."""
        return next((point for point in reversed(self.points) if point.rag), None)


def standing(workstream: Workstream, reader: Reader) -> Standing:
    """What counts of a workstream’s updates, the versions they replaced, and the trend; two queries."""
    rows = list(reader.rows(workstream.updates).select_related("period", "submitted_by"))
    told = [row for row in rows if not row.is_draft]
    replaced = {row.corrects_id for row in told}
    newest = [row for row in told if row.pk not in replaced]
    newest.sort(key=lambda row: (row.period.opens_on, row.period_id) if row.period else (dt.date.min, 0), reverse=True)
    periods = last_periods() if any(row.period_id for row in told) else []
    points = trend_of([row for row in newest if row.period_id], periods, _url)
    edits = may(reader.user, Capability.EDIT)
    return Standing(
        updates=tuple(newest),
        earlier=tuple(row for row in told if row.pk in replaced),
        points=points,
        drawing=drawn(points),
        trend_words=trend_words(points),
        drafts=tuple(
            Link(f"The return for {row.period} is being written", _url(row)) for row in rows if row.is_draft and edits
        ),
        reads_notes=reader.reads_notes,
    )


def _url(update: StatusUpdate) -> str:
    return reverse("workstreams:return-detail", args=[update.reference])
