"""The clocks of deciding: notices of decisions, reviews after going live, the Panel; and all clocks for one reader."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from governance.choices import CaseState, LocalOutcome, PanelMatter, Stage
from governance.meetings.rules import papers_due
from governance.models import CaseDocument, LocalDecision, LocalDecisionEvent, PanelItem
from governance.panel import PanelStep, next_step
from programmes.access import grants_of
from programmes.choices import BodyKind, ClockKind, Marking, Role
from programmes.clocks import OWN_REMINDER, RULES, Clock, Successors, clocks_below, in_order
from programmes.dates import in_words
from programmes.fields import vague
from programmes.holders import inherited
from programmes.reading import Reader
from programmes.working_days import working_days_after

#: Outcomes that an office tells the public by a notice.
_TOLD = (LocalOutcome.APPROVED, LocalOutcome.APPROVED_WITH_CONDITIONS, LocalOutcome.REJECTED, LocalOutcome.OPTED_OUT)
#: Roles that every clock concerns.
_ALL = (Role.EDITOR, Role.PUBLISHER, Role.AUDITOR)
_OFFICES = (Role.OFFICE_VIEWER, Role.OFFICE_RECORDER)


def clocks_read_by(reader: Reader) -> list[Clock]:
    """Every clock on the records a person may read, the nearest day first."""
    return in_order(_all(reader, _notices(reader)))


def _all(reader: Reader, notices: Iterator[Clock]) -> Iterator[Clock]:
    yield from clocks_below(reader)
    yield from notices
    yield from _reviews(reader)
    yield from _panel(reader)


def concerned(user: Any) -> bool:
    """Whether a person holds a role that clocks concern."""
    return any(Role(grant.role) in (*_ALL, *_OFFICES) for grant in grants_of(user))


def clocks_for(reader: Reader, *, notices: int | None = None) -> list[Clock]:
    """The clocks that concern a person by role: the team and auditors all, an office those that name it.

    `notices` bounds how many decision notices are read, those asked for first: many thousand may be missing.
    """
    grants = grants_of(reader.user)
    roles = {Role(grant.role) for grant in grants}
    if roles & set(_ALL):
        return in_order(_all(reader, _notices(reader, notices)))
    own = {grant.body_id for grant in grants if Role(grant.role) in _OFFICES}
    if not own:
        return []
    found = _all(reader, _notices(reader, notices, own))
    return in_order(clock for clock in found if clock.bodies & own)


def _after(day: dt.date, kind: ClockKind) -> dt.date:
    return working_days_after(day, RULES[kind].days)


def _notices(reader: Reader, most: int | None = None, own: Collection[int] = ()) -> Iterator[Clock]:
    """Decisions of commissioners whose notice is not recorded, until the case is live (Specified Information Order 2011).

    Paragraph 5(d) of its schedule asks for a record of each decision of significant public interest. `own`: of these
    offices, and of those they took over from, alone.
    """
    rows = reader.rows(LocalDecision.objects).filter(
        is_required=True, standing__outcome__in=_TOLD, standing__notice_reference="",
        body__kind__in=[BodyKind.PCC, BodyKind.PFCC], standing__on_latest__isnull=False,
        case__standing__state__in=[CaseState.LOCAL_DECISIONS, CaseState.APPROVED, CaseState.IMPLEMENTING],
    )  # fmt: skip
    told = LocalDecisionEvent.objects.filter(local_decision=OuterRef("pk"), seq=OuterRef("standing__last_seq"))
    rows = rows.filter(~Exists(told.exclude(notice_url="")), inherited("body", own) if own else Q())
    successors = Successors()
    for local in rows.select_related("case", "body", "standing").order_by("pk")[:most]:
        office = "an office" if local.body.marking == Marking.SENSITIVE else str(local.body)
        days = RULES[ClockKind.DECISION_NOTICE].days
        yield Clock(
            ClockKind.DECISION_NOTICE, local.reference, f"{office} on {local.case.title}",
            "Record the reference or address of its decision notice",
            _after(local.standing.on_latest, ClockKind.DECISION_NOTICE),
            f"{days} working days after it decided: {OWN_REMINDER}, the Order of 2011 asks for a record of each "
            "decision of significant public interest",
            bodies=successors.line([local.body_id]),
        )  # fmt: skip


def _reviews(reader: Reader) -> Iterator[Clock]:
    """Cases that are live and not reviewed, by the day their last full business case sets for the review."""
    rows: Any = reader.rows(CaseDocument.objects).filter(case__standing__state=CaseState.LIVE, stage=Stage.FBC)
    rows = rows.exclude(pir_due="").select_related("case").order_by("case", "number", "pk")
    for document in {document.case_id: document for document in rows}.values():
        due = vague(document, "pir_due")
        if due.latest is not None:
            yield Clock(
                ClockKind.PIR, document.case.reference, document.case.title, "Its post-implementation review is due",
                due.latest, f"its full business case says {due}",
            )  # fmt: skip


def panel_clocks(item: PanelItem) -> Iterator[Clock]:
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


def _panel(reader: Reader) -> Iterator[Clock]:
    rows = reader.rows(PanelItem.objects).filter(response_published="").exclude(matter=PanelMatter.REPORT)
    for item in rows.select_related("meeting__board"):
        yield from panel_clocks(item)


def today() -> dt.date:
    """The day that clocks are read on."""
    return timezone.localdate()
