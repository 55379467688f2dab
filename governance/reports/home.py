"""The register's home: what waits for this person by role, what changed since the last visit, how things stand."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from governance.clocks import concerned
from governance.quality import GAPS, Gap, Looking
from governance.reports.ahead import Ahead, next_meetings
from governance.reports.clocks import coming_due
from governance.reports.glance import Numbers, glance, round_of
from governance.reports.office import Money, forward_plan, money_of, own_agreements, own_work
from governance.reports.quality import Counted, counted
from governance.reports.queues import (
    cases_waiting,
    editions_waiting,
    offices_awaited,
    own_decisions,
    own_signatures,
    signatures_awaited,
)
from governance.reports.recent import RecentChange, recent_changes, recent_events
from governance.reports.since import Concern, Since, since
from governance.reports.work import Work
from programmes.access import Capability, grants_of, may
from programmes.choices import Role
from programmes.history import Record
from programmes.models import Body, Force
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.record_state import Answer, each, part, record_state, remembered, tables_of

_OFFICES = (Role.OFFICE_VIEWER, Role.OFFICE_RECORDER)
_TEAM = (Role.EDITOR, Role.PUBLISHER, Role.AUDITOR)


@dataclass(frozen=True)
class Home:
    """The whole home page; `since` is None where there is no moment to tell from."""

    heading: str
    lead: str
    work: tuple[Work, ...]
    numbers: tuple[Numbers, ...]
    money: tuple[Money, ...]
    meetings: tuple[Link, ...]
    summit: Link | None
    events: tuple[RecentChange, ...]
    changes: tuple[RecentChange, ...]
    since: Since | None
    reads: bool
    links: tuple[Link, ...]
    gaps: tuple[Counted, ...] = ()
    is_office: bool = False

    @property
    def waiting(self) -> tuple[Work, ...]:
        """What waits for the person."""
        return tuple(part for part in self.work if not part.is_standing)

    @property
    def standing(self) -> tuple[Work, ...]:
        """How what is theirs stands."""
        return tuple(part for part in self.work if part.is_standing)


@dataclass(frozen=True)
class Moment:
    """From when it is told what changed: the end of the last visit, or the day that the address names."""

    at: dt.datetime
    words: str = ""


def home(reader: Reader, moment: Moment | None = None) -> Home:
    """What waits for a person in each of their roles, what changed, how things stand.

    Worked out once while the record stays as it is; nothing of the content for administrators.
    """
    grants = grants_of(reader.user)
    held = tuple((grant.role, grant.body_id, grant.force_id) for grant in grants)
    state = record_state()
    key = ("home", reader.sight, held, timezone.localdate(), moment)
    return remembered(state, key, lambda: _home(reader, grants, moment, _Parts(reader, held, state)))


def office_home(body: Body, reader: Reader, moment: Moment | None = None) -> Home:
    """The home of one office, as its people see it, for whoever reads its page."""
    state = record_state()
    held = tuple((grant.role, grant.body_id, grant.force_id) for grant in grants_of(reader.user))
    key = ("office home", reader.sight, held, timezone.localdate(), body.pk, moment)
    return remembered(state, key, lambda: _office_home(body, reader, moment, _Parts(reader, held, state)))


class _Parts:
    """The parts of one home, each worked out anew only when something that it rests on has changed."""

    def __init__(self, reader: Reader, held: tuple[Any, ...], state: tuple[Any, ...]) -> None:
        self.reader, self.state = reader, state
        self.rests_on = reader.sight, held, timezone.localdate()

    def __call__(self, work_out: Callable[..., Answer], *given: Any, **also: Any) -> Answer:
        """What a report gives; of a reader and a state, which it may be given, `rests_on` says all."""
        own = tuple(_key(one) for one in given if one is not self.reader and one is not self.state)
        key = (work_out.__module__, work_out.__qualname__, self.rests_on, own, tuple(also.items()))
        return part(self.state, key, lambda: work_out(*given, **also))


def _key(given: Any) -> Any:
    """What names something that a report is given: records by their keys and versions."""
    if isinstance(given, Record):
        return given._meta.label, given.pk, given.version
    return tuple(map(_key, given)) if isinstance(given, list | tuple) else given


def _office_home(body: Body, reader: Reader, moment: Moment | None, parts: _Parts) -> Home:
    forces = [body.force] if body.force else []
    state = parts.state
    work, ahead = _office_work([body], forces, parts)
    return Home(
        heading=str(body),
        lead=body.official_title,
        work=tuple(work),
        numbers=(),
        money=tuple(parts(money_of, force, body, reader, state) for force in forces),
        meetings=ahead.meetings,
        summit=ahead.summit,
        events=(),
        changes=(),
        since=parts(_since, reader, moment, Concern((body.pk,), tuple(force.pk for force in forces)), f"for {body}"),
        reads=True,
        links=(),
        is_office=True,
    )


def _home(reader: Reader, grants: list[Any], moment: Moment | None, parts: _Parts) -> Home:
    user, roles = reader.user, {Role(grant.role) for grant in grants}
    reads = may(user, Capability.READ)
    bodies = list({grant.body_id: grant.body for grant in grants if Role(grant.role) in _OFFICES}.values())
    of_offices = list({body.force_id: body.force for body in bodies if body.force}.values())
    own = list({grant.force_id: grant.force for grant in grants if grant.force_id}.values())
    is_team = bool(roles & set(_TEAM))
    clocks = [parts(coming_due, reader)] if concerned(user) else []
    of_office: list[Work] = []
    of_forces: list[Work] = []
    ahead = Ahead()
    if own:
        their_work, milestones, ahead = parts(own_work, own, reader, updates=True)
        of_forces = [milestones] if bodies else [milestones, their_work]
    if bodies:
        of_office, ahead = _office_work(bodies, of_offices, parts)
    work = [*_team_work(roles, parts), *of_office, *of_forces]
    numbers: tuple[Numbers, ...] = ()
    if is_team:
        numbers, ahead = parts(glance, reader)
    elif reads:
        numbers = tuple(one for force in own[:2] for one in parts(round_of, reader, force))
    place = next((n for n, part in enumerate(work) if part.title.startswith("Agreements of ")), len(work))
    work[place:place] = clocks
    everybody = Concern() if is_team else Concern(
        tuple(body.pk for body in bodies), tuple(sorted({force.pk for force in (*of_offices, *own)}))
    )  # fmt: skip
    told = parts(_since, reader, moment, everybody, "") if reads else None
    acts = roles - {Role.AUDITOR, Role.OFFICE_VIEWER}
    return Home(
        heading="What waits for you" if acts else "What is under way",
        lead="",
        work=tuple(work),
        numbers=numbers,
        money=tuple(parts(money_of, body.force, body, reader, parts.state) for body in bodies[:2] if body.force),
        meetings=ahead.meetings if reads else (),
        summit=ahead.summit if bodies else None,
        events=tuple(parts(recent_events, reader)) if reads and told is None and is_team else (),
        changes=tuple(parts(recent_changes, reader)) if reads and told is None and is_team else (),
        since=told,
        reads=reads,
        links=_links(reader),
        gaps=_gaps(parts) if is_team else (),
        is_office=bool(bodies),
    )


def _team_work(roles: set[Role], parts: _Parts) -> list[Work]:
    """What waits for the programme team, and what auditors look after."""
    found = []
    if roles & set(_TEAM):
        found.append(parts(cases_waiting, parts.reader))
    if roles & {Role.EDITOR, Role.AUDITOR}:
        found.append(parts(offices_awaited, parts.reader))
    if Role.EDITOR in roles:
        signatures = parts(signatures_awaited, parts.reader)
        found += [signatures] if signatures.items else []
    if roles & {Role.PUBLISHER, Role.AUDITOR}:
        editions = parts(editions_waiting, parts.reader)
        found = [editions, *found] if Role.PUBLISHER in roles and Role.EDITOR not in roles else [*found, editions]
    return found


def _office_work(bodies: Sequence[Body], forces: Sequence[Force], parts: _Parts) -> tuple[list[Work], Ahead]:
    """What waits for offices, what they are party to, their work and what comes next; and the meetings to come."""
    reader = parts.reader
    found = [
        parts(own_decisions, bodies, reader),
        parts(own_signatures, bodies, reader),
        parts(own_agreements, bodies, reader),
    ]
    if forces:
        work, milestones, ahead = parts(own_work, forces, reader)
        found += [work, milestones]
    else:
        ahead = parts(next_meetings, reader)
    return [*found, parts(forward_plan, reader)], ahead


def _since(reader: Reader, moment: Moment | None, concern: Concern, concerns: str) -> Since | None:
    if moment is None:
        return None
    return replace(since(reader, moment.at, concern, moment.words), concerns=concerns)


def _gaps(parts: _Parts) -> tuple[Counted, ...]:
    """What the record lacks, for those who keep it or look after it; of each gap only counted anew what may differ."""
    looking = Looking(parts.reader, timezone.localdate())
    rests_on = {(gap, parts.reader.sight, looking.today): _tables(gap, looking) for gap in GAPS}
    found = each(parts.state, rests_on, lambda keys: counted(looking, [gap for gap, *_ in keys]))
    return tuple(one for one in found if one.number)


#: The tables that each gap rests on, by what its rows do.
_of_gaps: dict[tuple[Any, ...], frozenset[str]] = {}


def _tables(gap: Gap, looking: Looking) -> frozenset[str]:
    key = gap.code, looking.reader.sight
    if key not in _of_gaps:
        _of_gaps[key] = tables_of(gap.rows(looking))
    return _of_gaps[key]


def _links(reader: Reader) -> tuple[Link, ...]:
    """Where a person without content goes on: users and their roles."""
    if not may(reader.user, Capability.MANAGE_USERS):
        return ()
    return (Link("Users and their roles", reverse("admin:programmes_user_changelist")),)
