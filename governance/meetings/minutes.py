"""Minutes: drafted, circulated, agreed at a later meeting; after that every change is a correction beside them."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import MeetingStatus, MinutesKind
from governance.meetings.agenda import MeetingNotAllowed, actions_back, items_of, numbers
from governance.meetings.outcomes import recorded_on
from governance.models import Meeting, MinutesEvent
from programmes.access import Capability, check
from programmes.fields import vague
from programmes.refusals import happened_between

#: The heading under which a first draft lists the actions that came back.
BACK = "Actions from earlier meetings"


class MinutesMoved(MeetingNotAllowed):
    """Somebody else saved the minutes after they were opened; `latest` is what stands now."""

    def __init__(self, latest: MinutesEvent) -> None:
        self.latest = latest
        who = latest.recorded_by or "Somebody else"
        at = timezone.localtime(latest.recorded_at)
        super().__init__(
            f"Not saved: {who} saved these minutes on {at.day} {at:%B %Y} at {at:%H:%M}, after you opened them. Nothing you "
            "typed is lost: compare it with the words stored now, then save again.",
            "text",
        )


@dataclass(frozen=True)
class Minutes:
    """The minutes as they stand: how far they are, their words, where they were agreed, what was put right since."""

    state: str
    text: str
    seq: int
    events: tuple[MinutesEvent, ...]
    agreed_at: Meeting | None
    corrections: tuple[MinutesEvent, ...]

    @property
    def state_words(self) -> str:
        return MinutesKind(self.state).label if self.state else "Not begun"

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes of a meeting, from their events in one query."""
    events = tuple(meeting.minutes.select_related("recorded_by", "agreed_at__board").order_by("seq"))
    moves = [event for event in events if event.kind != MinutesKind.CORRECTED]
    drafts = [event for event in events if event.kind == MinutesKind.DRAFTED]
    agreed = next((event for event in moves if event.kind == MinutesKind.AGREED), None)
    return Minutes(
        state=moves[-1].kind if moves else "",
        text=drafts[-1].text if drafts else "",
        seq=events[-1].seq if events else 0,
        events=events,
        agreed_at=agreed.agreed_at if agreed else None,
        corrections=tuple(event for event in events if event.kind == MinutesKind.CORRECTED),
    )


def may_read(minutes: Minutes, reader: Any) -> bool:
    """Whether a reader has these minutes: everybody once they were circulated, the team from the first draft."""
    return bool(minutes.state) and (reader.reads_notes or minutes.state != MinutesKind.DRAFTED)


def draft(*, meeting: Meeting, text: str, opened: int, by: Any, token: str) -> MinutesEvent:
    """Save the text of the minutes; circulated ones go back to being a draft. Raises NotAllowed, MeetingNotAllowed."""

    def refuse(now: Minutes) -> None:
        if now.is_agreed:
            raise MeetingNotAllowed("These minutes are agreed. Record a correction instead.", "text")
        if opened != now.seq:
            raise MinutesMoved(now.events[-1])
        if not text.strip():
            raise MeetingNotAllowed("Minutes: write them first.", "text")

    today = timezone.localdate().isoformat()
    return _write(meeting, by, token, refuse, kind=MinutesKind.DRAFTED, on=today, text=text.strip())


def circulate(*, meeting: Meeting, on: str, by: Any, token: str) -> MinutesEvent:
    """The draft went out to the members on a day. Raises NotAllowed, MeetingNotAllowed."""
    happened_between(on, MeetingNotAllowed, what="they were circulated")

    def refuse(now: Minutes) -> None:
        if now.state != MinutesKind.DRAFTED:
            raise MeetingNotAllowed(f"Only a draft is circulated; these minutes are: {now.state_words.lower()}.")

    return _write(meeting, by, token, refuse, kind=MinutesKind.CIRCULATED, on=on)


def agree(*, meeting: Meeting, at: Meeting, by: Any, token: str) -> MinutesEvent:
    """The minutes were agreed at a later meeting of the same board. Raises NotAllowed, MeetingNotAllowed."""
    held, own = vague(at, "held"), vague(meeting, "held")
    if at.board_id != meeting.board_id or at.pk == meeting.pk:
        raise MeetingNotAllowed(f"Agreed at: choose a later meeting of {meeting.board}.", "at")
    if held.latest and own.earliest and held.latest <= own.earliest:
        raise MeetingNotAllowed(f"Agreed at: {at} is not later than this meeting.", "at")
    if held.earliest and held.earliest > timezone.localdate():
        raise MeetingNotAllowed(f"Agreed at: {at} has not been held yet.", "at")
    if at.status == MeetingStatus.CANCELLED:
        raise MeetingNotAllowed(f"Agreed at: {at} was cancelled.", "at")

    def refuse(now: Minutes) -> None:
        if now.state != MinutesKind.CIRCULATED:
            raise MeetingNotAllowed(f"Only circulated minutes are agreed; these are: {now.state_words.lower()}.", "at")

    return _write(meeting, by, token, refuse, kind=MinutesKind.AGREED, on=held.edtf, on_words=held.words, agreed_at=at)


def correct(*, meeting: Meeting, text: str, reason: str, on: str, by: Any, token: str) -> MinutesEvent:
    """Put agreed minutes right without changing them. Raises NotAllowed, MeetingNotAllowed."""
    happened_between(on, MeetingNotAllowed, what="it was corrected")

    def refuse(now: Minutes) -> None:
        if not now.is_agreed:
            raise MeetingNotAllowed("These minutes are not agreed yet; change their text.", "text")
        if not text.strip():
            raise MeetingNotAllowed("Correction: say what the minutes should say.", "text")
        if not reason.strip():
            raise MeetingNotAllowed("Reason: say why, and who asked for it.", "reason")

    return _write(
        meeting, by, token, refuse, kind=MinutesKind.CORRECTED, on=on, text=text.strip(), reason=reason.strip()
    )


def _write(meeting: Meeting, by: Any, token: str, refuse: Any, **row: Any) -> MinutesEvent:
    """Add one event to the minutes, once for each token."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if done := MinutesEvent.objects.filter(form_token=token).first():
            return done
        now = minutes_of(meeting)
        refuse(now)
        return MinutesEvent.objects.create(meeting=meeting, seq=now.seq + 1, recorded_by=by, form_token=token, **row)


def first_draft(meeting: Meeting, user: Any) -> str:
    """What the register knows of the meeting, as the text that drafting begins with."""
    held = vague(meeting, "held")
    place = f", {meeting.place}" if meeting.place else ""
    parts = [f"Minutes of the {meeting.board}, {held}{place}", "Present:\nApologies:"]
    items = list(items_of(meeting).visible_to(user).select_related("case", "agreement"))
    number_of, recorded = numbers(items), recorded_on(items)
    for item in items:
        on_item = recorded[item.pk]
        lines = [f"{number_of[item.pk]}. {item.title}"]
        if decision := on_item.decision:
            lines.append(f"{decision.get_kind_display()}: {decision.wording}")
            lines += [f"{words}: {told}" for words, told in on_item.put_off]
            if decision.conditions:
                lines.append(f"Conditions: {decision.conditions}")
            lines += [f"{words}: {', '.join(names)}." for words, names in on_item.positions.items()]
        else:
            lines.append("No outcome is recorded.")
        lines += [_action_words(action) for action in on_item.actions]
        parts.append("\n".join(lines))
    back = list(actions_back(meeting, user))
    if back:
        parts.append("\n".join([BACK, *(_action_words(action) for action in back)]))
    return "\n\n".join(parts)


def _action_words(action: Any) -> str:
    due = vague(action, "due")
    told = ", ".join(filter(None, [action.owner, f"by {due}" if due else ""]))
    closed = f" Closed on {action.closed_on:%-d %B %Y}." if action.closed_on else ""
    return f"Action: {action.words}{f' ({told})' if told else ''}{closed}"
