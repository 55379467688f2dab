"""What comes due."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableListData

from programmes.clocks import CLOCK_KINDS, Clock
from programmes.navigation import reference_url
from programmes.tables.records import RecordTable

#: Column -> the order of clocks that it sorts by (programmes.clocks.ORDERS).
SORTABLE = {"due": "due", "standing": "due", "title": "title", "kind": "kind"}


class ClockData(TableListData):
    """Clocks, which come in the order that is asked for."""

    def order_by(self, aliases: Any) -> None:
        """Leave them so."""


class ClockTable(RecordTable):
    """Clocks, as `Clock` has them; the day they are read on comes with the table."""

    noun, noun_plural, row_header = "thing that comes due", "things that come due", "title"

    due = tables.Column(verbose_name="Due")
    standing = tables.Column(verbose_name="How near", empty_values=(), accessor="due")
    title = tables.Column(verbose_name="About")
    asks = tables.Column(verbose_name="What is asked", orderable=False)
    kind = tables.Column(verbose_name="Kind")
    why = tables.Column(verbose_name="Why that day", orderable=False)
    code = tables.Column(verbose_name="Reference", orderable=False, attrs={"td": {"class": "reference"}})

    def render_due(self, record: Any) -> str:
        return record.due_words

    def render_standing(self, record: Any) -> SafeString:
        stage = record.stage(self.today)
        return format_html('<span class="tag tag-{}">{}</span>', CLOCK_KINDS[stage], record.words(self.today))

    def render_title(self, record: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.url, record.title)

    def render_kind(self, record: Any) -> str:
        return record.kind.label

    def render_code(self, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reference_url(value), value)

    today: Any = None


def csv_rows(clocks: Iterable[Clock], today: dt.date) -> Iterator[tuple[str, ...]]:
    """The heads of the columns, then one row for each clock."""
    yield tuple(str(column.verbose_name) for column in ClockTable.base_columns.values())
    label = cache(lambda kind: kind.label)
    for one in clocks:
        yield one.due.isoformat(), one.words(today), one.title, one.asks, label(one.kind), one.why, one.code
