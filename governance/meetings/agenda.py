"""An agenda: what is put on it, in which order, what comes back to it, and how it closes."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import DateField, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance import stages
from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState, LocalOutcome, MayDecide, MeetingStatus
from governance.models import Action, AgendaItem, BusinessCase, CaseEvent, Decision, LocalDecision, Meeting, Paper
from programmes.access import Capability, check
from programmes.choices import AgreementState, Marking
from programmes.fields import vague
from programmes.history import Record, stricter
from programmes.models import Agreement
from programmes.refusals import Refusal
from programmes.visibility import RecordQuerySet

#: Agreements that ask something of their parties now.
_IN_HAND = (
    AgreementState.LEGAL_REVIEW, AgreementState.OUT_FOR_SIGNATURE, AgreementState.UNDER_REVIEW,
    AgreementState.VARIATION, AgreementState.NOTICE_GIVEN,
)  # fmt: skip
#: How long before its end an agreement is due at a meeting.
ENDS_WITHIN = dt.timedelta(days=365)


class MeetingNotAllowed(Refusal):
    """The agenda, meeting or minutes cannot be changed so; the sentence says why."""


# What stands on an agenda ------------------------------------------------------------------------------------------


def items_of(meeting: Meeting) -> RecordQuerySet:
    """The items of a meeting in their order."""
    return AgendaItem.on_agenda.filter(meeting=meeting).order_by("position", "pk")


def numbers(items: Iterable[AgendaItem]) -> dict[int, str]:
    """The number each item goes by: the one it was given, else its place."""
    return {item.pk: item.number or str(place) for place, item in enumerate(items, start=1)}


def add(
    *,
    meeting: Meeting,
    by: Any,
    about: BusinessCase | Agreement | Action | None = None,
    title: str = "",
    token: str | None = None,
    waives: str = "",
    **texts: str,
) -> AgendaItem:
    """Put a case, an agreement, an action or a note on the agenda, in one transaction; what stands there is not doubled.

    A case comes before a board that decides in principle by its own event, which may need a waiver. `texts` are
    note, recommendation and presenter. Raises NotAllowed, MeetingNotAllowed, StageNotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        meeting = open_meeting(meeting)
        if isinstance(about, BusinessCase) and meeting.board.is_summit:
            _check_free(about, meeting)
            today = timezone.localdate().isoformat()
            stages.advance(case=about, kind=Kind.SCHEDULE, by=by, on=today, token=token, meeting=meeting, waives=waives)
            return items_of(meeting).get(case=about)
        title = " ".join((title or str(about or "")).split())[:250]
        if not title:
            raise MeetingNotAllowed("Title: say what the item is.", "title")
        standing = items_of(meeting)
        if about is not None and (there := standing.filter(**{_link(about): about}).first()):
            return there
        if there := standing.filter(title=title).first():
            return there
        item = AgendaItem(
            meeting=meeting, title=title, position=_last(meeting) + 1, marking=_marking(about), **texts,
        )  # fmt: skip
        if about is not None:
            setattr(item, _link(about), about)
        _save(item, by)
    return item


def _check_free(case: BusinessCase, meeting: Meeting) -> None:
    """Raise MeetingNotAllowed for a case on the agenda of another Summit, naming it: one decides on it at a time."""
    if stages.standing(case).state != CaseState.ON_AGENDA:
        return
    other = Meeting.objects.exclude(pk=meeting.pk).select_related("board").filter(pk=scheduled_for(case) or 0).first()
    if other is not None and other.status == MeetingStatus.CANCELLED:
        raise MeetingNotAllowed(
            f"{case.reference} stands on the agenda of {other} ({other.reference}), which was cancelled. Take the case off "
            "that agenda first.",
            "reference",
        )
    if other is not None:
        raise MeetingNotAllowed(
            f"{case.reference} stands on the agenda of {other} ({other.reference}). Record first what that meeting "
            "decided, such as that it deferred the case, or take the case off that agenda.",
            "reference",
        )


def _marking(about: Record | None) -> str:
    """A case’s item is marked as the case; any other is internal until somebody says more."""
    if isinstance(about, BusinessCase):
        return about.marking
    return stricter(Marking.INTERNAL, about.marking) if about is not None else Marking.INTERNAL


def _link(about: Record) -> str:
    return {BusinessCase: "case", Agreement: "agreement", Action: "action"}[type(about)]


def _last(meeting: Meeting) -> int:
    return items_of(meeting).aggregate(last=Max("position"))["last"] or 0


def place(*, item: AgendaItem, to: int, by: Any) -> None:
    """Move an item to the `to`th place of its agenda, counted from 1; the others follow. Raises MeetingNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        items = list(items_of(meeting))
        if item not in items:
            raise MeetingNotAllowed("This item is no longer on the agenda.")
        if not 1 <= to <= len(items):
            raise MeetingNotAllowed(f"Place: give a number from 1 to {len(items)}.", "place")
        items.remove(item)
        items.insert(to - 1, item)
        for position, other in enumerate(items, start=1):
            if other.position != position:
                other.position = position
                _save(other, by)


def strike(*, item: AgendaItem, by: Any) -> None:
    """Take an item off an open agenda; its reference and history stay. Raises MeetingNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        item = items_of(meeting).filter(pk=item.pk).first() or item
        if item.is_struck:
            return
        if item.case and _is_scheduled(item.case, meeting):
            raise MeetingNotAllowed(
                f"{item.case.reference} stands on this agenda by an event of its own. Correct that event on the "
                "page of the case to take it off."
            )
        if item.decisions.exists():
            raise MeetingNotAllowed("An outcome is recorded on this item; it stays on the agenda.")
        for paper in Paper.objects.filter(item=item):
            paper.item = None
            _save(paper, by)
        item.is_struck = True
        _save(item, by)


def _is_scheduled(case: BusinessCase, meeting: Meeting) -> bool:
    return stages.standing(case).state == CaseState.ON_AGENDA and scheduled_for(case) == meeting.pk


def scheduled_for(case: BusinessCase) -> int | None:
    """The key of the meeting whose agenda a case was last put on by its own event."""
    last = case.events.steps().order_by("-seq").first()
    return last.meeting_id if last is not None and last.kind == Kind.SCHEDULE else None


def scheduled_here(meeting: Meeting, cases: Iterable[int]) -> dict[int, int]:
    """For those cases, on a Summit’s agenda now, that are on this one: the number of the step that put each there."""
    steps = CaseEvent.objects.steps().filter(case__in=list(cases)).order_by("case", "seq")
    last = {case: rest for case, *rest in steps.values_list("case", "seq", "kind", "meeting")}
    return {case: seq for case, (seq, kind, held_at) in last.items() if kind == Kind.SCHEDULE and held_at == meeting.pk}


# What might come on it ---------------------------------------------------------------------------------------------


def waiting_cases(meeting: Meeting, user: Any) -> Any:
    """Cases that wait for a meeting of this board, those that wait longest first, and are not on its agenda."""
    board = meeting.board
    rows: Any = BusinessCase.objects.visible_to(user).with_stage()
    if board.is_summit:
        rows = rows.filter(state__in=[CaseState.RECOMMENDED, CaseState.DEFERRED])
    elif board.body_id:
        asked = LocalDecision.objects.filter(body=board.body_id, is_required=True).with_outcome()
        asked = asked.filter(outcome__in=[LocalOutcome.AWAITING, LocalOutcome.DEFERRED])
        rows = rows.filter(state=CaseState.LOCAL_DECISIONS, pk__in=asked.values("case"))
    elif board.may_decide == MayDecide.ADVISE:
        rows = rows.filter(state=CaseState.OVERSIGHT)
    else:
        return rows.none()
    rows = rows.filter(_whose(board)).exclude(pk__in=items_of(meeting).filter(case__isnull=False).values("case"))
    return rows.order_by("state_since", "pk")


def _whose(board: Any) -> Q:
    """What belongs to the board's programme or alliance; everything where it has neither."""
    rule = Q()
    if board.programme_id:
        rule |= Q(programme=board.programme_id)
    if board.alliance_id:
        rule |= Q(alliance=board.alliance_id)
    return rule


def agreements_due(meeting: Meeting, user: Any) -> Any:
    """Agreements in hand, and those in force that surely end within a year after the meeting."""
    day = vague(meeting, "held").latest or timezone.localdate()
    ending = Q(state=AgreementState.IN_FORCE, ends_latest__gte=day, ends_latest__lte=day + ENDS_WITHIN)
    rows: Any = Agreement.objects.visible_to(user).with_state().filter(Q(state__in=_IN_HAND) | ending)
    there = items_of(meeting).filter(agreement__isnull=False).values("agreement")
    return rows.filter(_whose(meeting.board)).exclude(pk__in=there).order_by("ends_latest", "title", "pk")


def actions_back(meeting: Meeting, user: Any) -> Any:
    """The actions this board set at earlier meetings that were not closed before this one, oldest first.

    They come back at each of its meetings until they are closed; what an old agenda shows does not change later.
    """
    first = vague(meeting, "held").earliest or timezone.localdate()
    board = meeting.board_id
    rows: Any = Action.objects.visible_to(user).filter(
        Q(meeting__board=board) | Q(decision__board=board) | Q(decision__meeting__board=board)
    )
    rows = rows.annotate(
        since=Coalesce(
            "meeting__held_earliest",
            "decision__meeting__held_earliest",
            "decision__decided_earliest",
            output_field=DateField(),
        )
    ).filter(Q(since__lt=first), Q(closed_on__isnull=True) | Q(closed_on__gte=first))
    rows = rows.exclude(meeting=meeting).select_related("meeting__board", "decision__meeting__board")
    return rows.order_by(F("since"), "due_latest", "pk")


# Papers ------------------------------------------------------------------------------------------------------------


def is_late(paper: Paper, due: dt.date | None) -> bool:
    """Whether a paper came after the day papers were due."""
    return bool(due and paper.received and paper.received > due)


def without_outcome(meeting: Meeting) -> Any:
    """The items on which nothing is recorded."""
    of_case = Q(meeting=meeting, case=OuterRef("case"))
    decided = Decision.objects.standing().filter(Q(item=OuterRef("pk")) | of_case)
    return items_of(meeting).filter(~Exists(decided))


def open_meeting(meeting: Meeting) -> Meeting:
    """The meeting, locked; raises MeetingNotAllowed when its agenda is closed or it was cancelled."""
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if found.closed_at:
        raise MeetingNotAllowed(f"{found} is closed; its agenda is fixed. Put this on the agenda of a later meeting.")
    if found.status == MeetingStatus.CANCELLED:
        raise MeetingNotAllowed(f"{found} was cancelled. Choose another meeting.")
    return found


def _save(record: Record, by: Any, reason: str = "") -> None:
    record._history_user = by
    record._change_reason = reason or None
    record.save()
