"""The register's home: what waits for this person by role, and what changed lately."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.choices import MeetingStatus
from governance.clocks import concerned
from governance.models import Meeting
from governance.reports.bodies import agreements
from governance.reports.clocks import coming_due
from governance.reports.queues import (
    SHOWN,
    cases_waiting,
    editions_waiting,
    offices_awaited,
    own_decisions,
    own_signatures,
    signatures_awaited,
)
from governance.reports.recent import RecentChange, recent_changes, recent_events
from governance.reports.work import Work, WorkItem
from programmes.access import Capability, grants_of, may
from programmes.choices import Role
from programmes.fields import vague
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.reports.pages import listed
from programmes.tables.base import count_words
from workstreams.models import Milestone


@dataclass(frozen=True)
class Home:
    """The whole home page."""

    heading: str
    work: tuple[Work, ...]
    meetings: tuple[Link, ...]
    events: tuple[RecentChange, ...]
    changes: tuple[RecentChange, ...]
    reads: bool
    links: tuple[Link, ...]


def home(reader: Reader) -> Home:
    """What waits for a person in each of their roles, and what changed; nothing of the content for administrators."""
    user = reader.user
    reads = may(user, Capability.READ)
    # Two roles may wait for the same: asked and shown once.
    asked = dict.fromkeys(part for grant in grants_of(user) for part in _work_of(grant))
    work = [
        shown for part, *of in asked for shown in [part(*of, reader)] if shown.items or part is not signatures_awaited
    ]
    if concerned(user):
        work.append(coming_due(reader))
    acts = {Role(grant.role) for grant in grants_of(user)} - {Role.AUDITOR, Role.OFFICE_VIEWER}
    return Home(
        heading="What waits for you" if acts else "What is under way",
        work=tuple(work),
        meetings=_meetings(reader) if reads else (),
        events=tuple(recent_events(reader)) if reads else (),
        changes=tuple(recent_changes(reader)) if reads else (),
        reads=reads,
        links=_links(reader),
    )


def _work_of(grant: Any) -> list[tuple[Any, ...]]:
    """The parts of the home that a role asks for, each with the office or force it is about."""
    match Role(grant.role):
        case Role.EDITOR:
            return [(cases_waiting,), (offices_awaited,), (signatures_awaited,)]
        case Role.PUBLISHER:
            return [(editions_waiting,), (cases_waiting,)]
        case Role.OFFICE_VIEWER | Role.OFFICE_RECORDER:
            of = grant.body
            return [(own_decisions, of), (own_signatures, of), (cases_waiting,), (own_agreements, of)]
        case Role.FORCE_CONTRIBUTOR:
            return [(own_milestones, grant.force)]
        case Role.AUDITOR:
            return [(cases_waiting,), (offices_awaited,), (editions_waiting,)]
    return []


def own_agreements(body: Any, reader: Reader) -> Work:
    """The agreements one office is party to."""
    rows = agreements(body, reader)
    items = [
        WorkItem(
            row.agreement.title,
            reference_url(row.agreement.reference),
            row.agreement.get_kind_display(),
            "outline",
            f"signed {vague(row.agreement, 'signed')}" if vague(row.agreement, "signed") else "",
        )
        for row in rows[:SHOWN]
    ]
    return Work(
        title=f"Agreements of {body}",
        items=tuple(items),
        empty=f"No agreement names {body} as a party.",
        count=count_words(len(rows), "agreement", "agreements"),
        more=Link(f"The page of {body}", reference_url(body.reference)),
    )


def own_milestones(force: Any, reader: Reader) -> Work:
    """The milestones of one force that are not reached yet."""
    alike = Q(force__isnull=True, workstream__participating_forces=force)
    rows = (
        reader.rows(Milestone.objects)
        .filter(Q(force=force) | alike, actual="")
        .select_related("workstream")
        .order_by("forecast_earliest", "name", "pk")
        .distinct()
    )
    items = [
        WorkItem(
            f"{row.workstream}: {row.name}",
            reader.url(row),
            str(vague(row, "forecast")) or "No forecast",
            "" if row.forecast else "warn",
            _past(row) + row.words[:200],
        )
        for row in rows[:SHOWN]
    ]
    return Work(
        title=f"Milestones of {force} not recorded as reached",
        items=tuple(items),
        empty=f"No milestone of {force} is open.",
        more=listed(f"All milestones of {force}", "workstreams:milestone-list", force=force.reference),
    )


def _past(milestone: Milestone) -> str:
    """Says so where the date forecast has passed."""
    day = vague(milestone, "forecast").latest
    return "The date has passed and nothing more is recorded. " if day and day < timezone.localdate() else ""


def _meetings(reader: Reader) -> tuple[Link, ...]:
    """The next meetings that are planned."""
    planned = reader.rows(Meeting.objects).filter(status=MeetingStatus.PLANNED, held_latest__gte=timezone.localdate())
    rows = planned.select_related("board").order_by("held_earliest", "pk")
    return tuple(Link(str(row), reader.url(row)) for row in rows[:5])


def _links(reader: Reader) -> tuple[Link, ...]:
    """Where a person without content goes on: users and their roles."""
    if not may(reader.user, Capability.MANAGE_USERS):
        return ()
    return (Link("Users and their roles", reverse("admin:programmes_user_changelist")),)
