"""What changed lately, over all kinds of record, newest first."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Subquery

from governance.case_events import past
from governance.models import BusinessCase, CaseEvent
from programmes import statements
from programmes.history import Record
from programmes.models import User
from programmes.navigation import history_url, reference_url
from programmes.reading import Reader
from programmes.reports.changes import moment_words
from programmes.search import visible_references

#: How many of the latest history rows of each kind are looked at.
_EACH = 25
#: What a user is called by.
_NAMES = ("first_name", "last_name", "username")


@dataclass(frozen=True)
class RecentChange:
    """One change: what was done to which record, by whom, when and why."""

    code: str
    title: str
    url: str
    history_url: str
    did: str
    by: str
    when: str
    reason: str


def recent_changes(reader: Reader, number: int = 12, *, by_people: bool = True) -> list[RecentChange]:
    """The latest changes of records this person may read.

    With `by_people` what came in with the record itself, which no person entered, is left out.
    """
    key = ("recent changes", reader.sight, number, by_people)
    rows = statements.rows(key, lambda: _latest(reader, number * 4, by_people))
    found: list[RecentChange] = []
    last: tuple[Any, ...] = ()
    for moment, _, code, user_id, kind, reason, title, *names in rows:
        same_save = last and last[0] == code and last[1] == user_id and (last[2] - moment).total_seconds() <= 2
        last = (code, user_id, moment)
        if title is None or same_save:
            continue
        found.append(
            RecentChange(
                code=code,
                title=title,
                url=reference_url(code),
                history_url=history_url(code),
                did={"+": "Recorded", "-": "Deleted"}.get(kind, "Changed"),
                by=str(User(**dict(zip(_NAMES, names, strict=True)))) if user_id else "",
                when=moment_words(moment),
                reason=reason or "",
            )
        )
    return found[:number]


def _latest(reader: Reader, number: int, by_people: bool) -> Any:
    """The last rows of the history of all kinds, each with the title of its record where the reader may read it."""
    read = visible_references(reader.user, reader.markings).filter(code=OuterRef("reference"))
    title = Subquery(read.values("title"))
    parts = [
        _latest_of(model, title, by_people) for model in apps.get_models() if issubclass(model, Record) and model.PREFIX
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-history_date", "-history_id")[:number]


def _latest_of(model: Any, title: Subquery, by_people: bool) -> Any:
    rows = model.history.model.objects.order_by()
    if by_people:
        rows = rows.filter(history_user__isnull=False)
    latest = rows.order_by("-history_date", "-history_id").values("history_id")[:_EACH]
    return (
        model.history.model.objects.filter(history_id__in=latest)
        .order_by()
        .annotate(_title=title)
        .values_list(
            "history_date",
            "history_id",
            "reference",
            "history_user_id",
            "history_type",
            "history_change_reason",
            "_title",
            *(f"history_user__{name}" for name in _NAMES),
        )
    )


def recent_events(reader: Reader, number: int = 6) -> list[RecentChange]:
    """The latest events of cases that somebody entered."""
    seen = reader.rows(BusinessCase.objects).filter(pk=OuterRef("case"))
    rows = (
        CaseEvent.objects.filter(Exists(seen), recorded_by__isnull=False)
        .select_related("case", "recorded_by")
        .order_by("-recorded_at", "-pk")[:number]
    )
    return [
        RecentChange(
            code=event.case.reference,
            title=event.case.title,
            url=f"{reference_url(event.case.reference)}#event-{event.seq}",
            history_url="",
            did=past(event),
            by=str(event.recorded_by),
            when=moment_words(event.recorded_at),
            reason=event.reason,
        )
        for event in rows
    ]
