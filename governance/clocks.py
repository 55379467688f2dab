"""The clocks of deciding: notices of decisions, reviews after going live, the Panel; and all clocks for one reader."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, overload

from django.utils import timezone

from governance.clock_notices import Notices, looked_for, missing_notices
from governance.clock_rows import panel_item, rows_for
from governance.clock_wanted import ANY, Wanted, due_after
from governance.meetings.rules import papers_due
from governance.panel import PanelStep, next_step
from governance.publication.withholding.clocks import withheld_clocks
from programmes.access import grants_of
from programmes.choices import ClockKind, Role
from programmes.clocks import (
    OWN_REMINDER,
    RULES,
    Clock,
    Order,
    Successors,
    funding_clocks,
    in_order,
    remembered_clocks,
)
from programmes.dates import VagueDate, in_words
from programmes.fields import vague
from programmes.reading import Reader
from workstreams.clocks import milestone_clocks, owing_clocks

#: Roles that every clock concerns.
_ALL = (Role.EDITOR, Role.PUBLISHER, Role.AUDITOR)
_OFFICES = (Role.OFFICE_VIEWER, Role.OFFICE_RECORDER)


class Clocks(Sequence[Clock]):
    """Clocks in an order; of decision notices, which may be thousands, only those asked for are read.

    `others` are lists in that order.
    """

    def __init__(self, *others: list[Clock], notices: "Notices | None" = None, order: Order | None = None) -> None:
        self.others, self.notices, self.order = others, notices, order
        self.of_others = sum(map(len, others))

    def __len__(self) -> int:
        return self.of_others + (len(self.notices) if self.notices else 0)

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
        passed = max(0, start - self.of_others)
        read = self.notices.clocks(passed, stop) if self.notices and passed < len(self.notices) else ()
        # In order already, those beyond the last asked for stay out; sorting some sorted rows is cheap.
        found = in_order(chain(*(clocks[:stop] for clocks in self.others), read), self.order)
        return found[start - passed : None if stop is None else stop - passed]


def clocks_read_by(reader: Reader, wanted: Wanted = ANY, forces: Sequence[Any] = ()) -> Clocks:
    """Every clock on the records a person may read, or those wanted, the nearest day first.

    Those that are a force’s own are counted for `forces` alone.
    """
    tells = wanted.kind in ("", ClockKind.DECISION_NOTICE) and (wanted.mine is None or bool(wanted.mine[0]))
    tells = tells and wanted.codes is None
    # What is read does not rest on the records that are named, nor on words and order.
    by = replace(wanted, codes=None, words=(), order=None)
    missing = (lambda: missing_notices(reader, wanted)) if tells else None
    counted = None if looked_for(wanted) else missing  # the database cannot count those that have the words
    read = rows_for(reader, timezone.localdate(), by, counted, [force.pk for force in forces])
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
        funding_clocks(read["funding"]),
        owing_clocks(read["owing"]),
        _reviews(read["review"]),
        _panel(read["panel"]),
        withheld_clocks(read.get("withheld", ())),
        _differences(read["difference"], read["of_force"], successors),
        own,
    )
    number = sum(number for (number,) in read.get("notices", ()))
    notices = Notices((reader.sight, by), missing, number, wanted, successors) if missing else None
    return Clocks(remembered_clocks(reader, wanted, wanted.of), wanted.of(others), notices=notices, order=wanted.order)


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
        return Clocks()
    mine = own, frozenset(force.pk for force in forces)
    return clocks_read_by(reader, replace(wanted, mine=mine), forces)


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
            due = due_after(reviewed, ClockKind.PANEL_ANSWER)
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
