"""The register's home: what waits for this person by role, and what changed lately."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from governance.choices import CLOSED_STATES, EditionEventKind, LocalOutcome, MeetingStatus
from governance.models import BusinessCase, Edition, EditionEvent, LocalDecision, Meeting
from governance.reports.bodies import agreements
from governance.reports.cases import standing_words
from governance.reports.recent import RecentChange, recent_changes, recent_events
from programmes.access import Capability, grants_of, may
from programmes.choices import Role
from programmes.fields import vague
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.reports.pages import listed
from programmes.tables.base import count_words
from workstreams.models import Milestone

#: How many rows the home shows of each work before it points to the list.
SHOWN = 10


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits: what, where it stands, what is next."""

    title: str
    url: str
    status: str
    kind: str = ""
    hint: str = ""

    @property
    def label(self) -> str:
        """What templates/includes/task_list.html calls the title."""
        return self.title


@dataclass(frozen=True)
class Work:
    """One part of the home: a heading, the things that wait, a sentence when nothing does."""

    title: str
    items: tuple[WorkItem, ...]
    empty: str
    count: str = ""
    more: Link | None = None


@dataclass(frozen=True)
class Home:
    """The whole home page."""

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
    work: list[Work] = []
    for grant in grants_of(user):
        work += _work_of(grant, reader)
    return Home(
        work=tuple(work),
        meetings=_meetings(reader) if reads else (),
        events=tuple(recent_events(reader)) if reads else (),
        changes=tuple(recent_changes(reader)) if reads else (),
        reads=reads,
        links=_links(reader),
    )


def _work_of(grant: Any, reader: Reader) -> list[Work]:
    match Role(grant.role):
        case Role.EDITOR:
            return [open_cases(reader), offices_awaited(reader)]
        case Role.PUBLISHER:
            return [editions_waiting(reader), open_cases(reader)]
        case Role.OFFICE_VIEWER | Role.OFFICE_RECORDER:
            return [own_decisions(grant.body, reader), own_agreements(grant.body, reader), open_cases(reader)]
        case Role.FORCE_CONTRIBUTOR:
            return [own_milestones(grant.force, reader)]
        case Role.AUDITOR:
            return [open_cases(reader), editions_waiting(reader)]
    return []


def open_cases(reader: Reader) -> Work:
    """Open cases with their next step, those that have waited longest first."""
    rows: Any = reader.rows(BusinessCase.objects).with_stage().exclude(state__in=CLOSED_STATES)
    total = rows.count()
    items = []
    for case in rows.order_by("state_since", "title", "pk")[:SHOWN]:
        now = standing_words(case)
        since = f"{now.since} ({now.age})" if now.age else now.since
        since = since[:1].upper() + since[1:]
        hint = ". ".join(filter(None, [since, f"Next: {now.next_step}" if now.next_step else ""]))
        items.append(WorkItem(f"{case.reference} {case.title}", reader.url(case), now.words, now.kind, hint))
    return Work(
        title="Cases under way",
        items=tuple(items),
        empty="No case is open.",
        count=count_words(total, "case", "cases"),
        more=listed("All open cases", "governance:case-list", state="open"),
    )


def offices_awaited(reader: Reader) -> Work:
    """Offices that have been asked and have not decided."""
    rows = _awaited(reader).order_by("due_latest", "case__title", "body__name")
    total = rows.count()
    return Work(
        title="Offices still to decide",
        items=tuple(_local_item(row, str(row.body), reader) for row in rows[:SHOWN]),
        empty="No office is waited for.",
        count=count_words(total, "office", "offices"),
        more=listed("All decisions awaited", "governance:local-decision-list", outcome="awaiting"),
    )


def _awaited(reader: Reader) -> Any:
    rows: Any = reader.rows(LocalDecision.objects).filter(is_required=True).with_outcome()
    waiting = Q(outcome__in=[LocalOutcome.AWAITING, LocalOutcome.DEFERRED]) | Q(open_conditions__gt=0)
    return rows.filter(waiting).select_related("case", "body")


def _local_item(row: Any, name: str, reader: Reader) -> WorkItem:
    outcome = LocalOutcome(row.outcome).label
    due = str(vague(row, "due"))
    conditions = count_words(row.open_conditions, "condition open", "conditions open") if row.open_conditions else ""
    hint = "; ".join(filter(None, [row.case.title, f"due {due}" if due else "", conditions]))
    return WorkItem(name, reader.url(row), outcome, "warn", hint)


def own_decisions(body: Any, reader: Reader) -> Work:
    """What waits for one office's own decision."""
    rows = _awaited(reader).filter(body=body).order_by("due_latest", "case__title", "pk")
    return Work(
        title=f"Waiting for {body}",
        items=tuple(_local_item(row, f"{row.case.reference} {row.case.title}", reader) for row in rows[:SHOWN]),
        empty=f"Nothing waits for a decision of {body}.",
        more=listed("Everything it was asked", "governance:local-decision-list", office=body.reference),
    )


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
            row.words[:200],
        )
        for row in rows[:SHOWN]
    ]
    return Work(
        title=f"Milestones of {force} to come",
        items=tuple(items),
        empty=f"No milestone of {force} is open.",
        more=listed(f"All milestones of {force}", "workstreams:milestone-list", force=force.reference),
    )


def editions_waiting(reader: Reader) -> Work:
    """Editions composed and neither published nor abandoned."""
    done = [EditionEventKind.PUBLISHED, EditionEventKind.ABANDONED]
    ended = EditionEvent.objects.filter(edition=OuterRef("pk"), kind__in=done)
    approved = EditionEvent.objects.filter(edition=OuterRef("pk"), kind=EditionEventKind.APPROVED)
    rows = Edition.objects.filter(~Exists(ended)).annotate(is_approved=Exists(approved)).order_by("-number")[:SHOWN]
    items = [
        WorkItem(
            str(edition),
            _edition_url(edition, reader),
            "Approved, not published" if edition.is_approved else "Awaits approval",
            "good" if edition.is_approved else "warn",
            f"composed by {edition.composed_by}",
        )
        for edition in rows
    ]
    return Work("Editions awaiting approval", tuple(items), "No edition waits for approval.")


def _edition_url(edition: Edition, reader: Reader) -> str:
    if not may(reader.user, Capability.PREVIEW):
        return ""
    return reverse("governance:edition-detail", args=[edition.number])


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
