"""How the date of each decision to come came about: first said, entered, published, and each time it moved and why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import CharField, Exists, F, Min, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance.case_events import past
from governance.choices import EditionEventKind
from governance.meetings.forward_plan.coming import Coming, as_said
from governance.models import AgendaItem, CaseEvent, EditionEvent, LocalDecision, Meeting
from governance.stages import STAGE_ENDS
from programmes.dates import VagueDate, bounds
from programmes.fields import vague
from programmes.reading import Reader

#: The dates a record had in turn: the date, when it was entered, why.
Kept = list[tuple[VagueDate, dt.datetime, str]]


@dataclass(frozen=True)
class Move:
    """One change of a date: from, to, when that was said or done, and why."""

    before: str
    after: str
    on: str
    why: str

    def __str__(self) -> str:
        return f"{self.before}, then {self.after} ({'; '.join(filter(None, [self.on, self.why]))})"


@dataclass(frozen=True)
class Story:
    """How the date of a decision came about."""

    first_said: str = ""
    entered: str = ""
    published: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def times(self) -> str:
        number = len(self.moves)
        return {0: "Not moved", 1: "Moved once", 2: "Moved twice"}.get(number, f"Moved {number} times")


def stories(rows: list[Coming], reader: Reader) -> list[Story]:
    """For each row: when it was first said, entered and published, and each time its date moved, in three queries.

    On a past day: what had been said and published by then. When it was entered is told as it was, even if later.
    """
    by_case = _said({row.case for row in rows if row.case and not row.local}, reader.as_at)
    of_events = {event.meeting_id for events in by_case.values() for event in events if event.meeting_id}
    meetings, locals_, items = _histories(
        {row.meeting for row in rows if row.meeting} | of_events,
        {row.local for row in rows if row.local},
        {row.item for row in rows if row.item},
        reader.as_at,
    )
    published = _published({row.code for row in rows if row.code.startswith("CASE-")}, reader.as_at)
    return [_story(row, by_case, meetings, locals_, items, published) for row in rows]


def _said(keys: Iterable[int | None], day: dt.date | None) -> dict[int, list[CaseEvent]]:
    """The events since a case's last stage ended that said when a decision on it would come, in order; none struck."""
    ends: Any = Q(kind__in=STAGE_ENDS) & ~Exists(CaseEvent.objects.filter(corrects=OuterRef("pk")))
    rows = CaseEvent.objects.that_say_when(ends).filter(case__in=list(keys), **({"on_latest__lte": day} if day else {}))
    found: dict[int, list[CaseEvent]] = defaultdict(list)
    for event in rows.select_related("meeting").annotate(ends_stage=ends).order_by("case_id", "seq"):
        if event.ends_stage:
            found[event.case_id].clear()
        else:
            found[event.case_id].append(event)
    return found


def _story(
    row: Coming, by_case: dict[int, list[CaseEvent]], meetings: dict[int, list[Any]], locals_: dict[int, list[Any]],
    items: dict[int, dt.datetime], published: dict[str, dt.datetime],
) -> Story:  # fmt: skip
    events = [] if row.local else by_case.get(row.case or 0, [])
    said: list[tuple[VagueDate, str, str]] = [
        (_date_of(event, meetings), f"{past(event)}, {vague(event, 'on')}", event.reason or event.words)
        for event in events
    ]
    entered = [event.recorded_at for event in events]
    if row.local:
        kept = locals_.get(row.local, [])
        said = [(date, f"entered on {_day(at)}", why) for date, at, why in kept]
        entered += [at for _, at, _ in kept[:1]]
    elif row.meeting and row.meeting in meetings:
        kept = meetings[row.meeting]
        put_on = next(
            (e.recorded_at for e in reversed(events) if e.meeting_id == row.meeting), items.get(row.item or 0)
        )
        if put_on is None or not events or events[-1].meeting_id != row.meeting:
            said.append((_as_of(kept, put_on), "", ""))  # where the meeting stood when the case came on its agenda
        said += [(date, f"entered on {_day(at)}", why) for date, at, why in kept if put_on and at > put_on]
        entered += [items[row.item]] if row.item in items else []
    moves: list[Move] = []
    for (before, _, _), (after, on, why) in pairwise(said):
        if before and after and not _is_within(after, before):
            moves.append(Move(as_said(before), as_said(after), on, " ".join(why.split())[:300]))
    return Story(
        first_said=str(vague(events[0], "on")) if events else "",
        entered=_day(min(entered)) if entered else "",
        published=_day(published[row.code]) if row.code in published else "",
        moves=tuple(moves),
    )


def _date_of(event: CaseEvent, meetings: dict[int, list[Any]]) -> VagueDate:
    """The date an event spoke of: its target, else the day its meeting then had."""
    if target := vague(event, "target"):
        return target
    if event.meeting and not meetings:
        return vague(event.meeting, "held")
    return _as_of(meetings.get(event.meeting_id or 0, []), event.recorded_at)


def _as_of(kept: list[Any], at: dt.datetime | None) -> VagueDate:
    """What a date was at a moment, from its history; what it was first, before that."""
    earlier = [date for date, entered, _ in kept if at is None or entered <= at]
    return earlier[-1] if earlier else kept[0][0] if kept else VagueDate("")


def _is_within(after: VagueDate, before: VagueDate) -> bool:
    """Whether a date only makes an earlier one more precise."""
    if after.edtf == before.edtf:
        return True
    known = before.earliest and before.latest and after.earliest and after.latest
    return bool(known and before.earliest <= after.earliest and after.latest <= before.latest)  # type: ignore[operator]


#: What is read of every history: whose, which record, in what order, the date and its words, when and why.
_COLUMNS = ("kind", "key", "number", "edtf", "words", "at", "why")


def _past(model: Any, keys: set[Any], name: str) -> Any:
    """The values a vague date of some records had."""
    rows = model.history.model.objects.filter(id__in=keys).order_by()
    return rows.annotate(
        kind=Value(model.PREFIX), key=F("id"), number=F("history_id"), edtf=F(name), words=F(f"{name}_words"),
        at=F("history_date"), why=Coalesce("history_change_reason", Value(""), output_field=CharField()),
    ).values_list(*_COLUMNS)  # fmt: skip


def _histories(
    meetings: set[Any], locals_: set[Any], items: set[Any], day: dt.date | None
) -> tuple[dict[int, Kept], dict[int, Kept], dict[int, dt.datetime]]:
    """What history keeps of the dates of meetings and local decisions, and when items were first entered: one query.

    Of what was entered after the reader’s day only the first date, where a record was not known before.
    """
    parts = [
        _past(Meeting, meetings, "held"),
        _past(LocalDecision, locals_, "due"),
        AgendaItem.history.model.objects.filter(id__in=items)  # type: ignore[attr-defined]
        .order_by()
        .values("id")
        .annotate(
            key=F("id"), number=Min("history_id"), kind=Value(AgendaItem.PREFIX), edtf=Value("", CharField()),
            words=Value("", CharField()), at=Min("history_date"), why=Value("", CharField()),
        )
        .values_list(*_COLUMNS),
    ]  # fmt: skip
    found: dict[str, dict[int, Kept]] = {Meeting.PREFIX: defaultdict(list), LocalDecision.PREFIX: defaultdict(list)}
    first: dict[int, dt.datetime] = {}
    for kind, key, _, edtf, words, at, why in parts[0].union(*parts[1:], all=True).order_by("kind", "key", "number"):
        if kind == AgendaItem.PREFIX:
            first[key] = at
            continue
        kept = found[kind][key]
        date = VagueDate(edtf, words, *bounds(edtf))
        if day and kept and timezone.localdate(at) > day:
            continue
        if date and (not kept or kept[-1][0].edtf != edtf):
            kept.append((date, at, why or ""))
    return found[Meeting.PREFIX], found[LocalDecision.PREFIX], first


def _published(codes: set[str], day: dt.date | None) -> dict[str, dt.datetime]:
    """When the page of each case was first published."""
    paths = {f"/cases/{code}/": code for code in codes}
    rows = EditionEvent.objects.filter(kind=EditionEventKind.PUBLISHED, edition__pages__path__in=paths).order_by()
    found = rows.values("edition__pages__path").annotate(first=Min("at"))
    found = found.filter(first__date__lte=day) if day else found
    return {paths[path]: at for path, at in found.values_list("edition__pages__path", "first")}


def _day(at: dt.datetime) -> str:
    day = timezone.localdate(at)
    return f"{day.day} {day:%B %Y}"
