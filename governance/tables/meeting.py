"""Boards, meetings, agendas, papers."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from governance.choices import MayDecide, MeetingStatus
from governance.meetings.rules import PASSED, has_passed, status_words
from programmes.fields import vague
from programmes.tables.columns import AddressColumn, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable

MEETING_KINDS = {
    MeetingStatus.PLANNED.value: "info",
    MeetingStatus.HELD.value: "done",
    MeetingStatus.CANCELLED.value: "outline",
}


def meeting_kind(meeting: Any) -> str:
    """The look of the tag that says how a meeting stands."""
    return "warn" if has_passed(meeting) else MEETING_KINDS[meeting.status]


class BoardTable(RecordTable):
    noun, noun_plural, row_header = "board", "boards", "name"

    name = RecordColumn(words="name", verbose_name="Board", order="name")
    may_decide = TagColumn("may_decide", MayDecide, verbose_name="May decide")
    cadence = WordsColumn("cadence", verbose_name="How often")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    alliance = RecordColumn("alliance", verbose_name="Alliance", order="alliance__short_name")
    reference = ReferenceColumn()


class BoardMemberTable(RecordTable):
    noun, noun_plural, row_header = "member", "members", "member"

    member = tables.Column(empty_values=(), verbose_name="Member")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")

    def render_member(self, record: Any) -> Any:
        return _BODY.linked(record.body, self) if record.body else record.role


_BODY = RecordColumn("body")


class BoardChairTable(RecordTable):
    noun, noun_plural, row_header = "chair", "chairs", "chair"

    chair = tables.Column(empty_values=(), verbose_name="Chair")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
    seen = DateColumn("seen", verbose_name="Said of")

    def render_chair(self, record: Any) -> Any:
        office = _BODY.linked(record.body, self) if record.body else ""
        return format_html("{} ({})", record.words, office) if record.words and office else record.words or office


class SeatTable(RecordTable):
    """The boards a body belongs to."""

    noun, noun_plural, row_header = "board", "boards", "board"

    board = RecordColumn("board", verbose_name="Board")
    role = WordsColumn("role", verbose_name="Role")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")


class StatusColumn(TagColumn):
    """How a meeting stands; of a planned one whose date has gone by, that nothing says it was held."""

    def render(self, record: Any) -> Any:
        if has_passed(record):
            return format_html('<span class="tag tag-{}">{}</span>', meeting_kind(record), PASSED)
        return super().render(record)

    def value(self, record: Any) -> str:
        return status_words(record)


class MeetingTable(RecordTable):
    noun, noun_plural, row_header = "meeting", "meetings", "held"

    held = DateColumn("held", verbose_name="Date")
    board = RecordColumn("board", verbose_name="Board", order="board__name")
    status = StatusColumn("status", MeetingStatus, MEETING_KINDS, verbose_name="Status")
    place = WordsColumn("place", verbose_name="Place")
    reference = ReferenceColumn()

    def render_held(self, record: Any) -> Any:
        return _MEETING.linked(_Dated(record), self, is_row=True)


class _Dated:
    """A meeting that goes by its date in a list beside its board."""

    def __init__(self, meeting: Any) -> None:
        self.reference = meeting.reference
        self.words = str(vague(meeting, "held"))

    def __str__(self) -> str:
        return str(self.words)


_MEETING = RecordColumn()


class AgendaTable(RecordTable):
    """Items with the number each goes by (`place`) and the case, agreement or action they are `about`."""

    noun, noun_plural, row_header = "item", "items", "title"

    number = WordsColumn("place", verbose_name="Item")
    title = tables.Column(verbose_name="Title")
    about = RecordColumn("about", verbose_name="About")
    recommendation = WordsColumn("recommendation", verbose_name="Recommendation", longest=400)
    presenter = WordsColumn("presenter", verbose_name="Presented by")


class PaperTable(RecordTable):
    noun, noun_plural, row_header = "paper", "papers", "title"

    title = RecordColumn(words="title", verbose_name="Paper", order="title")
    meeting = RecordColumn("meeting", verbose_name="Meeting", order="meeting__held_earliest")
    source = RecordColumn("source", verbose_name="Source", order="source__code")
    is_exempt = tables.Column(verbose_name="Open or exempt", empty_values=())
    url = AddressColumn("url", verbose_name="Address")
    reference = ReferenceColumn()

    def value_is_exempt(self, record: Any) -> str:
        return f"Exempt: {record.get_exempt_ground_display()}" if record.is_exempt else "Open"

    render_is_exempt = value_is_exempt

    def render_url(self, record: Any) -> Any:
        return self.columns["url"].column.render(self._open_url(record))

    def value_url(self, record: Any) -> str:
        return self._open_url(record)

    def _open_url(self, record: Any) -> str:
        return record.url if not record.is_exempt or self.reader.reads_notes else ""
