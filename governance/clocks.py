"""The clocks of deciding: notices of decisions, reviews after going live, the Panel; and all clocks for one reader."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, overload

from django.db.models import Exists, OuterRef
from django.utils import timezone

from governance.choices import CaseState, LocalOutcome
from governance.clock_rows import panel_item, rows_for
from governance.meetings.rules import papers_due
from governance.models import LocalDecision, LocalDecisionEvent
from governance.panel import PanelStep, next_step
from governance.publication.withholding.clocks import withheld_clocks
from programmes.access import grants_of
from programmes.choices import BodyKind, ClockKind, ClockStage, Marking, Role
from programmes.clocks import OWN_REMINDER, RULES, Clock, Successors, funding_clocks, in_order, remembered_clocks
from programmes.dates import VagueDate, in_words
from programmes.fields import vague
from programmes.holders import inherited
from programmes.reading import Reader
from programmes.working_days import working_days_after
from workstreams.clocks import milestone_clocks, owing_clocks

#: Outcomes that an office tells the public by a notice.
_TOLD = (LocalOutcome.APPROVED, LocalOutcome.APPROVED_WITH_CONDITIONS, LocalOutcome.REJECTED, LocalOutcome.OPTED_OUT)
#: Roles that every clock concerns.
_ALL = (Role.EDITOR, Role.PUBLISHER, Role.AUDITOR)
_OFFICES = (Role.OFFICE_VIEWER, Role.OFFICE_RECORDER)


@dataclass(frozen=True)
class Wanted:
    """Which clocks are wanted: of one kind, at some stages on a day, not due before a day, of one office of each group.

    `mine`: those alone that concern one of some offices or one of some forces.
    """

    kind: str = ""
    stages: tuple[ClockStage, ...] = tuple(ClockStage)
    on: dt.date = dt.date.min
    since: dt.date | None = None
    offices: tuple[frozenset[int], ...] = ()
    #: The records they are on, by reference; None for all.
    codes: frozenset[str] | None = None
    mine: tuple[frozenset[int], frozenset[int]] | None = None

    def has(self, clock: Clock) -> bool:
        """Whether a clock is wanted."""
        return (
            self.kind in ("", clock.kind)
            and (len(self.stages) == len(ClockStage) or clock.stage(self.on) in self.stages)
            and (self.since is None or self.since <= clock.due)
            and (self.codes is None or clock.code in self.codes)
            and all(clock.bodies & offices for offices in self.offices)
            and (self.mine is None or bool(clock.bodies & self.mine[0] or clock.forces & self.mine[1]))
        )

    def decided(self) -> tuple[dt.date | None, dt.date | None]:
        """The first day of deciding whose notice is wanted, and the first after these; None where there is no bound."""
        after = self.on + dt.timedelta(days=RULES[ClockKind.DECISION_NOTICE].soon + 1)
        begins = {ClockStage.OVERDUE: None, ClockStage.SOON: self.on, ClockStage.LATER: after}
        ends = {ClockStage.OVERDUE: self.on, ClockStage.SOON: after, ClockStage.LATER: None}
        first = None if ClockStage.OVERDUE in self.stages else min(filter(None, (begins[s] for s in self.stages)))
        last = None if ClockStage.LATER in self.stages else max(filter(None, (ends[s] for s in self.stages)))
        if self.since is not None:
            first = max(self.since, first or self.since)
        return first and _decided_for(first), last and _decided_for(last)


#: Offices that nobody took over from.
NOBODY = Successors({})
#: All of them.
ANY = Wanted()


class Clocks(Sequence[Clock]):
    """Clocks, the nearest day first; of decision notices, which may be thousands, only those asked for are read."""

    def __init__(
        self, others: Iterable[Clock], notices: Any = None, of_notices: int = 0, successors: Successors = NOBODY
    ) -> None:
        self.others = in_order(others)
        self.notices = notices
        self.of_notices = of_notices
        self.successors = successors

    def __len__(self) -> int:
        return len(self.others) + self.of_notices

    def __iter__(self) -> Iterator[Clock]:
        yield from self[:]

    @overload
    def __getitem__(self, key: int) -> Clock: ...
    @overload
    def __getitem__(self, key: slice) -> list[Clock]: ...
    def __getitem__(self, key: int | slice) -> Clock | list[Clock]:
        """Some of them. Among those before the first asked for are at least so many notices as the others are too few."""
        if isinstance(key, int):
            return self[key : key + 1][0]
        start, stop = key.start or 0, key.stop
        passed = max(0, start - len(self.others))
        read = _notice_clocks(self.notices, passed, stop, self.successors) if passed < self.of_notices else ()
        # Sorted already, those beyond the last asked for stay out; sorting two sorted rows is cheap.
        found = in_order([*self.others[:stop], *read])
        return found[start - passed : None if stop is None else stop - passed]


def clocks_read_by(reader: Reader, wanted: Wanted = ANY, forces: Sequence[Any] = ()) -> Clocks:
    """Every clock on the records a person may read, or those wanted, the nearest day first.

    Those that are a force’s own are counted for `forces` alone.
    """
    tells = wanted.kind in ("", ClockKind.DECISION_NOTICE) and (wanted.mine is None or bool(wanted.mine[0]))
    tells = tells and wanted.codes is None
    notices = _missing_notices(reader, wanted) if tells else None
    given = None if notices is None else lambda: notices
    by = replace(wanted, codes=None)  # what is read does not rest on the records that are named
    read = rows_for(reader, timezone.localdate(), by, given, [force.pk for force in forces])
    own = [
        clock
        for force in forces
        for clock in (
            *owing_clocks(read[f"owing {force.pk}"], force),
            *milestone_clocks(read[f"milestone {force.pk}"], force),
        )
    ]
    successors = Successors(dict(read["successor"]))  # type: ignore[arg-type]
    others = chain(
        remembered_clocks(reader), funding_clocks(read["funding"]), owing_clocks(read["owing"]),
        _reviews(read["review"]), _panel(read["panel"]), withheld_clocks(read.get("withheld", ())),
        _differences(read["difference"], read["of_force"], successors), own,
    )  # fmt: skip
    of_notices = sum(number for (number,) in read.get("notices", ()))
    return Clocks(filter(wanted.has, others), notices, of_notices, successors)


def concerned(user: Any) -> bool:
    """Whether a person holds a role that clocks concern."""
    return any(Role(grant.role) in (*_ALL, *_OFFICES, Role.FORCE_CONTRIBUTOR) for grant in grants_of(user))


def clocks_for(reader: Reader, wanted: Wanted = ANY) -> Clocks:
    """The clocks that concern a person by role, or those wanted: the team and auditors all, others those that name theirs.

    An office has those of its own and of offices it took over from, a force contributor those of the force.
    """
    grants = grants_of(reader.user)
    forces = list({grant.force_id: grant.force for grant in grants if grant.force_id}.values())
    if {Role(grant.role) for grant in grants} & set(_ALL):
        return clocks_read_by(reader, wanted, forces)
    own = frozenset(grant.body_id for grant in grants if Role(grant.role) in _OFFICES and grant.body_id)
    if not own and not forces:
        return Clocks(())
    mine = own, frozenset(force.pk for force in forces)
    return clocks_read_by(reader, replace(wanted, mine=mine), forces)


def _after(day: dt.date, kind: ClockKind) -> dt.date:
    return working_days_after(day, RULES[kind].days)


def _missing_notices(reader: Reader, wanted: Wanted) -> Any:
    """Decisions of commissioners whose notice is not recorded, until the case is live (Specified Information Order 2011).

    Paragraph 5(d) of its schedule asks for a record of each decision of significant public interest.
    """
    rows = reader.rows(LocalDecision.objects).filter(
        is_required=True, standing__outcome__in=_TOLD, standing__notice_reference="",
        body__kind__in=[BodyKind.PCC, BodyKind.PFCC], standing__on_latest__isnull=False,
        case__standing__state__in=[CaseState.LOCAL_DECISIONS, CaseState.APPROVED, CaseState.IMPLEMENTING],
    )  # fmt: skip
    told = LocalDecisionEvent.objects.filter(local_decision=OuterRef("pk"), seq=OuterRef("standing__last_seq"))
    rows = rows.filter(~Exists(told.exclude(notice_url="")))
    for offices in (*wanted.offices, *([wanted.mine[0]] if wanted.mine else [])):
        rows = rows.filter(inherited("body", offices))
    first, end = wanted.decided()
    if first is not None:
        rows = rows.filter(standing__on_latest__gte=first)
    return rows if end is None else rows.filter(standing__on_latest__lt=end)


def _decided_for(due: dt.date) -> dt.date:
    """The first day of deciding whose notice is due on a day or later: the later decided, the later due."""
    day = due - dt.timedelta(days=2 * RULES[ClockKind.DECISION_NOTICE].days)
    while _after(day, ClockKind.DECISION_NOTICE) >= due:
        day -= dt.timedelta(days=7)
    while _after(day, ClockKind.DECISION_NOTICE) < due:
        day += dt.timedelta(days=1)
    return day


def _notice_clocks(rows: Any, first: int, last: int | None, successors: Successors) -> Iterator[Clock]:
    """Some of the notices that are missing, in the order of their days: that of the days on which was decided."""
    days = RULES[ClockKind.DECISION_NOTICE].days
    names = ("reference", "case__title", "body_id", "body__name", "body__marking", "standing__on_latest")
    read = rows.order_by("standing__on_latest", "reference").values_list(*names)
    for code, title, body, name, marking, decided in read[first:last]:
        office = "an office" if marking == Marking.SENSITIVE else name
        yield Clock(
            ClockKind.DECISION_NOTICE, code, f"{office} on {title}",
            "Record the reference or address of its decision notice",
            _after(decided, ClockKind.DECISION_NOTICE),
            f"{days} working days after it decided: {OWN_REMINDER}, the Order of 2011 asks for a record of each "
            "decision of significant public interest",
            bodies=successors.line([body]), since=decided,
        )  # fmt: skip


def _reviews(rows: Iterable[tuple[Any, ...]]) -> Iterator[Clock]:
    """Cases that are live and not reviewed, by the day their last full business case sets for the review."""
    for code, title, *said in {case: read for case, _, _, *read in sorted(rows, key=lambda row: row[:3])}.values():
        due = VagueDate(*said)
        if due.latest is not None:
            yield Clock(
                ClockKind.PIR, code, title, "Its post-implementation review is due", due.latest,
                f"its full business case says {due}",
            )  # fmt: skip


def panel_clocks(item: Any) -> Iterator[Clock]:
    """What a Panel item waits for next, and by when; nothing where no date is known, and nothing once it is closed."""
    step = next_step(item)
    bodies = frozenset([item.body_id] if item.body_id else ())
    held = vague(item.meeting, "held") if item.meeting else None
    if step in (PanelStep.NOTIFY, PanelStep.SEND):
        asks = "Send the Panel the draft" if step is PanelStep.SEND else "Notify the Panel"
        own = vague(item, "notify_by")
        papers = papers_due(item.meeting) if item.meeting else None
        if own.latest:
            yield Clock(ClockKind.PANEL, item.reference, item.title, asks, own.latest, f"set for {own}", bodies=bodies)
        elif papers:
            why = "the last day for papers of its meeting"
            yield Clock(ClockKind.PANEL, item.reference, item.title, asks, papers, why, bodies=bodies)
        elif held and held.latest:
            yield Clock(
                ClockKind.PANEL, item.reference, item.title, asks, held.latest, f"its meeting: {held}", bodies=bodies
            )
    elif step is PanelStep.REVIEW and held and held.latest:
        asks = "Record the Panel’s review"
        yield Clock(
            ClockKind.PANEL_REVIEW, item.reference, item.title, asks, held.latest, f"its meeting: {held}", bodies=bodies
        )
    elif step in (PanelStep.REGARD, PanelStep.RESPOND, PanelStep.PUBLISH):
        asks = {
            PanelStep.REGARD: "Have regard to what the Panel recommended",
            PanelStep.RESPOND: "Give the Panel its response",
            PanelStep.PUBLISH: "Publish the response, and record its address",
        }[step]
        own, reviewed = vague(item, "answer_by"), vague(item, "reviewed").latest
        if own.latest:
            yield Clock(
                ClockKind.PANEL_ANSWER, item.reference, item.title, asks, own.latest, f"set for {own}", bodies=bodies
            )
        elif reviewed:
            days = RULES[ClockKind.PANEL_ANSWER].days
            why = f"{days} working days after the review of {in_words(reviewed.isoformat())}: {OWN_REMINDER}"
            due = _after(reviewed, ClockKind.PANEL_ANSWER)
            yield Clock(ClockKind.PANEL_ANSWER, item.reference, item.title, asks, due, why, bodies=bodies)


def _panel(rows: Iterable[tuple[Any, ...]]) -> Iterator[Clock]:
    for values in rows:
        yield from panel_clocks(panel_item(values))


def _differences(
    rows: Iterable[tuple[Any, ...]], of_force: Iterable[tuple[Any, ...]], successors: Successors
) -> Iterator[Clock]:
    """Local differences that are open, by the day their review is due; of a force, they are its offices’ too."""
    offices: dict[int, set[int]] = defaultdict(set)
    for body, force in of_force:
        offices[force].add(body)
    for code, title, due, force, body in rows:
        yield Clock(
            ClockKind.DIFFERENCE, code, title, "Review the local difference: it stays, or it has ended", due,
            "the review date recorded with it", bodies=successors.line([body] if body else offices[force]),
            forces=frozenset([force] if force else ()),
        )  # fmt: skip


def today() -> dt.date:
    """The day that clocks are read on."""
    return timezone.localdate()
