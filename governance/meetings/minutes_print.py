"""The minutes of a meeting as PDF, in the frame of its pack: a draft says so on every page; agreed ones are kept."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import MinutesKind, PrintAudience, PrintForm, PrintKind
from governance.meetings import minutes as doors
from governance.meetings.pack import compiled
from governance.meetings.prints import keep_print
from governance.models import Meeting, MeetingPrint, MinutesEvent
from programmes.fields import vague
from programmes.files import PDF

_TEMPLATE = Path(__file__).with_name("minutes.typ")
#: The first line of an item in the text of minutes: “4. Vetting”, “4.2 Vetting”.
_ITEM = re.compile(r"\d{1,2}(\.\d{1,2})*\.? +\S.{0,200}")


def minutes_pdf(meeting: Meeting, minutes: doors.Minutes, at: dt.datetime | None = None) -> bytes:
    """The minutes as they stand, as PDF/UA-1 made now or `at` a moment."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    data = {
        "kind": "Draft minutes" if minutes.state == MinutesKind.DRAFTED else "Minutes",
        "title": f"{meeting.board}, {vague(meeting, 'held')}",
        "board": str(meeting.board),
        "notice": notice(minutes),
        "draft": minutes.state == MinutesKind.DRAFTED,
        "blocks": blocks(minutes.text),
        "made": f"{day.day} {day:%B %Y}",
    }
    return compiled(str(_TEMPLATE), {"minutes": json.dumps(data, ensure_ascii=False)}, at)


def notice(minutes: doors.Minutes) -> str:
    """How far the minutes are, as every page says it."""
    if minutes.agreed_at is not None:
        return f"Agreed at {minutes.agreed_at}."
    if minutes.state == MinutesKind.DRAFTED:
        return "DRAFT: not circulated and not agreed."
    return f"Circulated on {vague(minutes.events[-1], 'on')}; not agreed yet."


def blocks(text: str) -> list[dict[str, str]]:
    """The paragraphs of the text; one that begins with the number and title of an item has that as its heading."""
    found = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        first, _, rest = part.strip().partition("\n")
        is_item = bool(_ITEM.fullmatch(first.strip())) or first.strip() == doors.BACK
        found.append({"heading": first.strip(), "text": rest} if is_item else {"heading": "", "text": part})
    return found


def agree(*, meeting: Meeting, at: Meeting, by: Any, token: str) -> MinutesEvent:
    """The minutes were agreed at a later meeting; their PDF is kept as it is then. Raises NotAllowed, MeetingNotAllowed."""
    with transaction.atomic():
        event = doors.agree(meeting=meeting, at=at, by=by, token=token)
        meeting = Meeting.objects.select_related("board").get(pk=event.meeting_id)
        if not MeetingPrint.objects.filter(meeting=meeting, kind=PrintKind.MINUTES).exists():
            content = minutes_pdf(meeting, doors.minutes_of(meeting), event.recorded_at)
            keep_print(
                meeting=meeting, kind=PrintKind.MINUTES, form=PrintForm.PDF, audience=PrintAudience.OFFICE,
                media_type=PDF, content=content, by=by,
            )  # fmt: skip
    return event
