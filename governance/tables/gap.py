"""The rows of one gap in the record."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.reports.quality import code_of, name_of
from programmes.navigation import reference_url
from programmes.tables.records import RecordTable


class GapTable(RecordTable):
    """Records that lack something; `gap` says what, `mends` whether the reader may mend it."""

    row_header = "name"

    name = tables.Column(verbose_name="Record", empty_values=(), orderable=False)
    detail = tables.Column(verbose_name="What is known", empty_values=(), orderable=False)
    code = tables.Column(
        verbose_name="Reference", empty_values=(), orderable=False, attrs={"td": {"class": "reference"}}
    )
    mend = tables.Column(verbose_name="To mend it", empty_values=(), orderable=False)

    gap: Any = None
    mends = False

    def render_name(self, record: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', reference_url(code_of(record)), name_of(record))

    def render_detail(self, record: Any) -> str:
        return self.gap.detail(record) or "–"

    def render_code(self, record: Any) -> str:
        return code_of(record)

    def render_mend(self, record: Any) -> SafeString:
        return format_html(
            '<a href="{}">Mend<span class="visually-hidden"> {}</span></a>', self.gap.mends(record), name_of(record)
        )
