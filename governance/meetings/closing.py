"""A meeting closes: its agenda, its papers and what was printed of them are fixed for ever."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from governance.choices import MeetingStatus
from governance.meetings.agenda import MeetingNotAllowed, items_of, open_meeting
from governance.meetings.prints import keep_packs
from governance.models import Meeting, Paper
from governance.stages.consequences import freeze
from programmes.access import Capability, check
from programmes.fields import vague
from programmes.history import Record


def close(*, meeting: Meeting, by: Any) -> Meeting:
    """Close a meeting that was held: agenda, papers, the documents they bring and the packs are frozen for ever.

    Outcomes, actions and minutes are recorded before and after. Raises NotAllowed, MeetingNotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        meeting = open_meeting(meeting)
        earliest = vague(meeting, "held").earliest
        if earliest is None or earliest > timezone.localdate():
            raise MeetingNotAllowed("This meeting lies in the future; close it once it was held.")
        now = timezone.now()
        papers = Paper.objects.filter(Q(meeting=meeting) | Q(item__meeting=meeting)).select_related("document")
        for record in (*items_of(meeting), *papers):
            if isinstance(record, Paper) and record.document:
                freeze(record.document, by)
            record.frozen_at = now
            _save(record, by)
        meeting.status, meeting.closed_at = MeetingStatus.HELD, now
        _save(meeting, by)
        keep_packs(meeting=meeting, by=by, at=now)
    return meeting


def _save(record: Record, by: Any) -> None:
    record._history_user = by
    record._change_reason = "The meeting is closed."
    record.save()
