"""The register's home: what waits for this person by role, what changed since the last visit, how things stand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from governance.clocks import concerned
from governance.quality import Looking
from governance.reports.clocks import coming_due
from governance.reports.glance import Numbers, glance
from governance.reports.office import (
    Money,
    forward_plan,
    money_of,
    next_meetings,
    next_summit,
    own_agreements,
    own_milestones,
    own_work,
)
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
from programmes.models import Body, Force
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.record_state import record_state, remembered

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
    return remembered(state, key, lambda: _home(reader, grants, moment, state))


def office_home(body: Body, reader: Reader, moment: Moment | None = None) -> Home:
    """The home of one office, as its people see it, for whoever reads its page."""
    state = record_state()
    held = tuple((grant.role, grant.body_id, grant.force_id) for grant in grants_of(reader.user))
    key = ("office home", reader.sight, held, timezone.localdate(), body.pk, moment)
    return remembered(state, key, lambda: _office_home(body, reader, moment, state))


def _office_home(body: Body, reader: Reader, moment: Moment | None, state: tuple[Any, ...]) -> Home:
    forces = [body.force] if body.force else []
    return Home(
        heading=str(body),
        lead=body.official_title,
        work=tuple(_office_work([body], forces, reader, clocks=[])),
        numbers=(),
        money=tuple(money_of(force, body, reader, state) for force in forces),
        meetings=next_meetings(reader),
        summit=next_summit(reader),
        events=(),
        changes=(),
        since=_since(reader, moment, Concern((body.pk,), tuple(force.pk for force in forces)), f"for {body}"),
        reads=True,
        links=(),
        is_office=True,
    )


def _home(reader: Reader, grants: list[Any], moment: Moment | None, state: tuple[Any, ...]) -> Home:
    user, roles = reader.user, {Role(grant.role) for grant in grants}
    reads = may(user, Capability.READ)
    bodies = list({grant.body_id: grant.body for grant in grants if Role(grant.role) in _OFFICES}.values())
    of_offices = list({body.force_id: body.force for body in bodies if body.force}.values())
    own = list({grant.force_id: grant.force for grant in grants if grant.force_id}.values())
    is_team = bool(roles & set(_TEAM))
    clocks = [coming_due(reader)] if concerned(user) else []
    work = [*_team_work(roles, reader), *_office_work(bodies, of_offices, reader, clocks=[])]
    if own:
        work.append(own_milestones(own, reader, updates=True))
        if not bodies:
            work.append(own_work(own, reader))
    place = next((n for n, part in enumerate(work) if part.title.startswith("Agreements of ")), len(work))
    work[place:place] = clocks
    everybody = Concern() if is_team else Concern(
        tuple(body.pk for body in bodies), tuple(sorted({force.pk for force in (*of_offices, *own)}))
    )  # fmt: skip
    told = _since(reader, moment, everybody, "") if reads else None
    acts = roles - {Role.AUDITOR, Role.OFFICE_VIEWER}
    return Home(
        heading="What waits for you" if acts else "What is under way",
        lead="",
        work=tuple(work),
        numbers=_numbers(reader, is_team, own) if reads else (),
        money=tuple(money_of(body.force, body, reader, state) for body in bodies[:2] if body.force),
        meetings=next_meetings(reader) if reads else (),
        summit=next_summit(reader) if bodies else None,
        events=tuple(recent_events(reader)) if reads and told is None and is_team else (),
        changes=tuple(recent_changes(reader)) if reads and told is None and is_team else (),
        since=told,
        reads=reads,
        links=_links(reader),
        gaps=_gaps(reader) if is_team else (),
        is_office=bool(bodies),
    )


def _team_work(roles: set[Role], reader: Reader) -> list[Work]:
    """What waits for the programme team, and what auditors look after."""
    found = []
    if roles & set(_TEAM):
        found.append(cases_waiting(reader))
    if roles & {Role.EDITOR, Role.AUDITOR}:
        found.append(offices_awaited(reader))
    if Role.EDITOR in roles:
        signatures = signatures_awaited(reader)
        found += [signatures] if signatures.items else []
    if roles & {Role.PUBLISHER, Role.AUDITOR}:
        editions = editions_waiting(reader)
        found = [editions, *found] if Role.PUBLISHER in roles and Role.EDITOR not in roles else [*found, editions]
    return found


def _office_work(
    bodies: Sequence[Body], forces: Sequence[Force], reader: Reader, *, clocks: Sequence[Work]
) -> list[Work]:
    """What waits for offices, what they are party to, their work and what comes next."""
    if not bodies:
        return []
    found = [own_decisions(bodies, reader), own_signatures(bodies, reader), *clocks, own_agreements(bodies, reader)]
    if forces:
        found += [own_work(forces, reader), own_milestones(forces, reader)]
    return [*found, forward_plan(reader)]


def _numbers(reader: Reader, is_team: bool, own: Sequence[Force]) -> tuple[Numbers, ...]:
    if is_team:
        return glance(reader)
    return tuple(part for force in own[:2] for part in glance(reader, force, cases=False))


def _since(reader: Reader, moment: Moment | None, concern: Concern, concerns: str) -> Since | None:
    if moment is None:
        return None
    return replace(since(reader, moment.at, concern, moment.words), concerns=concerns)


def _gaps(reader: Reader) -> tuple[Counted, ...]:
    """What the record lacks, for those who keep it or look after it."""
    return tuple(one for one in counted(Looking(reader, timezone.localdate())) if one.number)


def _links(reader: Reader) -> tuple[Link, ...]:
    """Where a person without content goes on: users and their roles."""
    if not may(reader.user, Capability.MANAGE_USERS):
        return ()
    return (Link("Users and their roles", reverse("admin:programmes_user_changelist")),)
