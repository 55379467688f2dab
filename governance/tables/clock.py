"""What comes due."""

from operator import attrgetter
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableListData
from django_tables2.utils import OrderBy

from programmes.clocks import CLOCK_KINDS
from programmes.navigation import reference_url
from programmes.tables.records import RecordTable


class ClockData(TableListData):
    """Clocks, sorted by their attributes; django-tables2 compares each two of some thousands anew."""

    def order_by(self, aliases: Any) -> None:
        """Sort by columns, the last first: equal ones keep the order they had."""
        for alias in reversed(aliases):
            wanted = OrderBy(alias)
            for name in reversed(ClockTable.base_columns[wanted.bare].order_by):
                self.data.sort(key=attrgetter(str(name)), reverse=wanted.is_descending)


class ClockTable(RecordTable):
    """Clocks, as `Clock` has them; the day they are read on comes with the table."""

    noun, noun_plural, row_header = "thing that comes due", "things that come due", "title"

    due = tables.Column(verbose_name="Due", order_by=("due", "code"))
    standing = tables.Column(verbose_name="How near", empty_values=(), accessor="due", order_by=("due", "code"))
    title = tables.Column(verbose_name="About", order_by=("title", "code"))
    asks = tables.Column(verbose_name="What is asked", orderable=False)
    kind = tables.Column(verbose_name="Kind", order_by=("kind", "due", "code"))
    why = tables.Column(verbose_name="Why that day", orderable=False)
    code = tables.Column(verbose_name="Reference", orderable=False, attrs={"td": {"class": "reference"}})

    def render_due(self, record: Any) -> str:
        return record.due_words

    def value_due(self, record: Any) -> str:
        return record.due.isoformat()

    def render_standing(self, record: Any) -> SafeString:
        stage = record.stage(self.today)
        return format_html('<span class="tag tag-{}">{}</span>', CLOCK_KINDS[stage], record.words(self.today))

    def value_standing(self, record: Any) -> str:
        return record.words(self.today)

    def render_title(self, record: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.url, record.title)

    def value_title(self, record: Any) -> str:
        return record.title

    def value_kind(self, record: Any) -> str:
        return record.kind.label

    render_kind = value_kind

    def render_code(self, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reference_url(value), value)

    def value_code(self, value: str) -> str:
        return value

    today: Any = None
