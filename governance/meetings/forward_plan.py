"""The forward plan: every decision still to come, by month and body, and how often its date has moved and why.

A date stands where its bounds put it: “January 2020” in that month, “autumn 2016” after August 2016, “2020” after
January 2020, since it may mean any month of the year. A decision that was due and of which nothing is recorded stays
in the plan and says so.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from governance.case_desk import past, state_words
from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState, DecisionKind, EditionEventKind, LocalOutcome, MeetingStatus, Stage
from governance.models import AgendaItem, BusinessCase, CaseEvent, Decision, EditionEvent, LocalDecision, Meeting
from governance.stages import Standing
from programmes.dates import VagueDate, bounds, in_words
from programmes.fields import vague
from programmes.models import Body
from programmes.navigation import Link, reference_url
from programmes.reading import Reader

#: States in which a board still has to decide on a case.
BEFORE_BOARDS = (
    CaseState.DRAFTING, CaseState.CIRCULATED, CaseState.OVERSIGHT, CaseState.RECOMMENDED, CaseState.ON_AGENDA,
    CaseState.DEFERRED,
)  # fmt: skip
_LATE = dt.date.max
#: Events with which a stage ends: the dates of the next are said anew.
_NEXT_STAGE = (Kind.AGREE, Kind.AGREE_IN_PART, Kind.WAIVE)
#: Events after which an agenda no longer says when the decision comes.
_SPENT = (*_NEXT_STAGE, Kind.DEFER, Kind.RETURN)
CSV_COLUMNS = (
    "when", "earliest", "latest", "date_as_said", "decision", "reference", "decision_maker", "state", "passed",
    "first_said", "first_entered", "first_published", "times_moved", "moves",
)  # fmt: skip


@dataclass(frozen=True)
class Coming:
    """One decision to come: what, by whom, when, where it stands; the keys say what its date rests on."""

    code: str
    title: str
    url: str
    who: Link
    date: VagueDate
    state: str
    case: int | None = None
    meeting: int | None = None
    item: int | None = None
    local: int | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.date.earliest or _LATE, self.date.latest or _LATE, self.who.label, self.title, self.code)

    @property
    def when(self) -> str:
        """The date as said, its year with it."""
        return as_said(self.date)

    @property
    def group(self) -> str:
        """The month, or the wider span, that the date means."""
        first, last = self.date.earliest, self.date.latest
        if first is None and last is None:
            return "No date stated"
        if first and last and (first.year, first.month) == (last.year, last.month):
            return f"{first:%B %Y}"
        if self.date.edtf and "/" not in self.date.edtf:
            words = in_words(self.date.edtf)
            return f"{words[0].upper()}{words[1:]}, month not stated"
        return (
            f"{first:%B %Y} to {last:%B %Y}"
            if first and last
            else f"{first:%B %Y} or later"
            if first
            else f"By {last:%B %Y}"
        )

    @property
    def passed(self) -> str:
        """What a reader is told of a date that has gone by."""
        gone = self.date.latest is not None and self.date.latest < timezone.localdate()
        return "The date has passed; no outcome is recorded" if gone else ""


@dataclass(frozen=True)
class Move:
    """One change of a date: from, to, when that was said or done, and why."""

    before: str
    after: str
    on: str
    why: str

    def __str__(self) -> str:
        return f"{self.before} to {self.after} ({'; '.join(filter(None, [self.on, self.why]))})"


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


def plan(reader: Reader, who: str = "") -> list[Coming]:
    """Every decision to come in the order of its date; of one board or office when `who` is its reference."""
    rows = [*_on_agendas(reader), *_of_offices(reader, who)]
    placed = {row.case for row in rows if row.item}
    rows += _without_agenda(reader, placed)
    if who:
        rows = [row for row in rows if row.who.url.rstrip("/").endswith(f"/{who}")]
    return sorted(rows, key=lambda row: row.order)


def _on_agendas(reader: Reader) -> Iterator[Coming]:
    """Items of planned meetings that bring a case or an agreement, or ask for something, and have no outcome."""
    of_case = Q(meeting=OuterRef("meeting"), case=OuterRef("case"))
    decided = Decision.objects.filter(Q(item=OuterRef("pk")) | of_case).exclude(kind=DecisionKind.IN_ERROR)
    items = reader.rows(AgendaItem.on_agenda).filter(
        ~Exists(decided), meeting__status=MeetingStatus.PLANNED, meeting__closed_at=None
    )
    items = items.select_related("meeting__board", "case", "agreement").order_by("pk")
    states = _states(reader, {item.case_id for item in items if item.case_id})
    for item in items:
        if item.case_id and item.case_id not in states:
            continue
        about = item.case if item.case_id else item.agreement
        if about is None and not item.recommendation:
            continue
        shown = about if about is not None and reader.sees(about) else None
        meeting = item.meeting
        yield Coming(
            code=shown.reference if shown else item.reference,
            title=shown.title if shown else item.title,
            url=reader.url(shown) if shown else reader.url(meeting),
            who=Link(str(meeting.board), reader.url(meeting.board)),
            date=vague(meeting, "held"),
            state=states.get(item.case_id or 0, "On the agenda"),
            case=item.case_id, meeting=meeting.pk, item=item.pk,
        )  # fmt: skip


def _states(reader: Reader, keys: set[int]) -> dict[int, str]:
    """The state in words of those cases on which a board still has to decide."""
    rows: Any = reader.rows(BusinessCase.objects).with_stage().filter(pk__in=keys, state__in=BEFORE_BOARDS)
    return {pk: _state(stage, state) for pk, stage, state in rows.values_list("pk", "stage", "state")}


@cache
def _state(stage: str, state: str) -> str:
    return state_words(Standing(Stage(stage), state, 0))


def _without_agenda(reader: Reader, placed: set[int | None]) -> Iterator[Coming]:
    """Open cases on no planned agenda, at the date that was said last; without one they come last."""
    rows: Any = reader.rows(BusinessCase.objects).with_stage().filter(state__in=BEFORE_BOARDS)
    rows = rows.exclude(pk__in=placed - {None}).order_by("pk")
    cases = list(rows.values_list("pk", "reference", "title", "stage", "state"))  # no models: there may be thousands
    said = _last_said({case[0] for case in cases})
    for pk, code, title, stage, state in cases:
        event = said.get(pk)
        board = event.board if event is not None and event.board is not None and reader.sees(event.board) else None
        yield Coming(
            code=code, title=title, url=reference_url(code), state=_state(stage, state), case=pk,
            date=_date_of(event, {}) if event is not None else VagueDate(""),
            who=Link(str(board), reader.url(board)) if board else Link("Not stated", ""),
            meeting=event.meeting_id if event is not None and not event.target else None,
        )  # fmt: skip


def _dating(keys: Iterable[int]) -> Any:
    """The events that said when a decision on a case would come, in order; those struck out are left out."""
    struck = CaseEvent.objects.filter(case=OuterRef("case"), corrects=OuterRef("pk"), detail__strikes=True)
    rows = CaseEvent.objects.filter(~Exists(struck), case__in=list(keys)).exclude(
        target="", target_words="", meeting=None
    )
    rows = rows.exclude(target="", target_words="", kind__in=[k for k in Kind if k != Kind.SCHEDULE])
    return rows.select_related("meeting__board", "board").order_by("case", "seq")


def _ended(keys: Iterable[int], kinds: Iterable[str]) -> dict[int, int]:
    """The number of the last event of some kinds of each case: what was said before it no longer holds."""
    rows = CaseEvent.objects.filter(case__in=list(keys), kind__in=list(kinds), corrected_by=None).order_by()
    return dict(rows.values("case").annotate(last=Max("seq")).values_list("case", "last"))


def _last_said(keys: set[int]) -> dict[int, CaseEvent]:
    ended = _ended(keys, _SPENT)
    return {event.case_id: event for event in _dating(keys) if event.seq >= ended.get(event.case_id, 0)}


def _of_offices(reader: Reader, who: str) -> Iterator[Coming]:
    """Offices that were asked and have not decided."""
    rows: Any = reader.rows(LocalDecision.objects).filter(is_required=True).with_outcome()
    rows = rows.filter(outcome__in=[LocalOutcome.AWAITING, LocalOutcome.DEFERRED], case_state=CaseState.LOCAL_DECISIONS)
    if who:
        rows = rows.filter(body__reference=who)
    offices = dict(reader.rows(Body.objects).values_list("reference", "name"))
    names = ("pk", "reference", "case_id", "case__title", "body__reference", "outcome")
    dates = ("due", "due_words", "due_earliest", "due_latest")
    for pk, code, case, title, office, outcome, *due in rows.order_by("pk").values_list(*names, *dates):
        body = Link(offices[office], reference_url(office)) if office in offices else Link("An office", "")
        yield Coming(
            code=code, title=title, url=reference_url(code), who=body, date=VagueDate(*due), case=case, local=pk,
            state=f"Local decision: {LocalOutcome(outcome).label.lower()}",
        )  # fmt: skip


# How the dates came about -------------------------------------------------------------------------------------------


def stories(rows: list[Coming], reader: Reader) -> list[Story]:
    """For each row: when it was first said, entered and published, and each time its date moved, in seven queries."""
    by_case: dict[int, list[CaseEvent]] = defaultdict(list)
    cases = {row.case for row in rows if row.case and not row.local}
    ended = _ended(cases, _NEXT_STAGE)
    for event in _dating(cases):
        if event.seq > ended.get(event.case_id, 0):
            by_case[event.case_id].append(event)
    of_events = {event.meeting_id for events in by_case.values() for event in events if event.meeting_id}
    meetings = _history(Meeting, {row.meeting for row in rows if row.meeting} | of_events, "held")
    locals_ = _history(LocalDecision, {row.local for row in rows if row.local}, "due")
    items = _first_entered(AgendaItem, {row.item for row in rows if row.item})
    published = _published({row.code for row in rows if row.code.startswith("CASE-")})
    return [_story(row, by_case, meetings, locals_, items, published) for row in rows]


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


def as_said(date: VagueDate) -> str:
    """A date in its own words, with its year where they leave it out: “the autumn (autumn 2016)”."""
    if date.words and date.edtf and not re.search(r"\d{4}|/\d\d", date.words):
        return f"{date.words} ({in_words(date.edtf)})"
    return str(date)


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


def _history(model: Any, keys: set[Any], name: str) -> dict[int, list[tuple[VagueDate, dt.datetime, str]]]:
    """Each value a vague date had, from the record’s history: the date, when it was entered, why."""
    rows = model.history.model.objects.filter(id__in=keys).order_by("id", "history_id")
    found: dict[int, list[tuple[VagueDate, dt.datetime, str]]] = defaultdict(list)
    names = ("id", name, f"{name}_words", "history_date", "history_change_reason")
    for key, edtf, words, at, why in rows.values_list(*names):
        date = VagueDate(edtf, words, *bounds(edtf))
        if (date.edtf or date.words) and (not found[key] or found[key][-1][0].edtf != edtf):
            found[key].append((date, at, why or ""))
    return found


def _first_entered(model: Any, keys: set[Any]) -> dict[int, dt.datetime]:
    rows = model.history.model.objects.filter(id__in=keys).order_by().values("id").annotate(at=Min("history_date"))
    return dict(rows.values_list("id", "at"))


def _published(codes: set[str]) -> dict[str, dt.datetime]:
    """When the page of each case was first published."""
    paths = {f"/cases/{code}/": code for code in codes}
    rows = EditionEvent.objects.filter(kind=EditionEventKind.PUBLISHED, edition__pages__path__in=paths).order_by()
    found = rows.values("edition__pages__path").annotate(first=Min("at"))
    return {paths[path]: at for path, at in found.values_list("edition__pages__path", "first")}


def _day(at: dt.datetime) -> str:
    day = timezone.localdate(at)
    return f"{day.day} {day:%B %Y}"


def grouped(rows: list[Coming], told: list[Story]) -> list[tuple[str, list[tuple[Coming, Story]]]]:
    """The rows under their months, in order."""
    both = zip(rows, told, strict=True)
    return [(group, list(found)) for group, found in groupby(both, key=lambda pair: pair[0].group)]


def csv_rows(rows: list[Coming], told: list[Story]) -> Iterator[tuple[Any, ...]]:
    """The column heads, then one row for each decision."""
    yield CSV_COLUMNS
    for row, story in zip(rows, told, strict=True):
        yield (
            row.group, row.date.earliest or "", row.date.latest or "", as_said(row.date), row.title, row.code, row.who.label,
            row.state, row.passed, story.first_said, story.entered, story.published, len(story.moves),
            " | ".join(str(move) for move in story.moves),
        )  # fmt: skip
