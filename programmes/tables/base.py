"""The one base of every list: caption, steady order, lean rows, page words.

A table class names its columns as django-tables2 has it, and says in words what it lists:

    class CaseTable(RegisterTable):
        caption = "Business cases"
        noun, noun_plural = "case", "cases"
        row_header = "reference"
        reference = tables.Column(linkify=True)

The template is `tables/table.html`; `Meta.template_name` overrides it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.encoding import force_str
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django_tables2.data import TableQuerysetData
from django_tables2.utils import AttributeDict, OrderBy, computed_values

from programmes.counting import number_of
from programmes.tables.cells import LeanColumn

PAGES_EACH_SIDE = 2


class SharedColumns(OrderedDict[str, tables.Column]):
    """The columns of a class, which django-tables2 copies whole for each table, choices and all.

    A table may hide, reorder or fix its columns (`orderable`), so it gets columns of its own; what they hold is shared.
    """

    def __deepcopy__(self, memo: Any) -> OrderedDict[str, tables.Column]:
        return OrderedDict((name, copy(column)) for name, column in self.items())


@dataclass(frozen=True)
class Header:
    """One column heading: its words, its attributes, where a click sorts to, and how it is sorted now."""

    label: str
    attributes: SafeString
    url: str
    sort: str


@dataclass(frozen=True)
class PageLink:
    """One step of the page list; a step without a number stands for the pages left out."""

    number: int | None
    url: str
    is_current: bool


@dataclass(frozen=True)
class Pages:
    """What `includes/pagination.html` shows: the sentence and the links (none when all fits on one page)."""

    words: str
    previous_url: str
    next_url: str
    links: tuple[PageLink, ...]


class SteadyQuerysetData(TableQuerysetData):
    """Queryset data whose order always ends in the primary key, so that no row is on two pages or on none.

    `counted` is the same rows without what is read only to show them: a database counts 100,000 rows in a tenth of the
    time when it need not join them to anything.
    """

    data: Any

    def __init__(self, data: Any, counted: QuerySet[Any] | None = None) -> None:
        super().__init__(data)
        self.counted = counted

    def __len__(self) -> int:
        if self.counted is None:
            return super().__len__()
        return self.number

    @cached_property
    def number(self) -> int:
        """How many rows there are."""
        assert self.counted is not None
        return number_of(self.counted)

    def set_table(self, table: tables.Table) -> None:
        """Take the table, and settle the order the queryset came with."""
        super().set_table(table)
        self._end_in_pk()

    def order_by(self, aliases: Any) -> None:
        """Sort by the columns named, then by primary key."""
        super().order_by(aliases)
        self._end_in_pk()

    @property
    def ordering(self) -> Any:
        """The columns the queryset is sorted by, the closing primary key left aside."""
        order = self.data.query.order_by
        if not order or order[-1] != "pk":
            return super().ordering
        steady, self.data = self.data, self.data.order_by(*order[:-1])
        try:
            return super().ordering if order[:-1] else None
        finally:
            self.data = steady

    def _end_in_pk(self) -> None:
        queryset = self.data
        if not isinstance(queryset, QuerySet) or queryset.query.is_sliced or queryset.query.combinator:
            return
        order = queryset.query.order_by
        if not order and queryset.query.default_ordering:
            order = tuple(queryset.query.get_meta().ordering or ())
        key = queryset.model._meta.pk.name
        if not order or str(order[-1]).lstrip("-") not in {"pk", key, "?"}:
            self.data = queryset.order_by(*order, "pk")


class RegisterTable(tables.Table):
    """Base of the register's tables.

    `caption` is the table's heading in words. `noun` and `noun_plural` name what a row is (by default the model's
    verbose names). `row_header` names the column whose cells head their rows (`<th scope="row">`). `is_wide` prints
    on A3 landscape.
    """

    caption = ""
    noun = ""
    noun_plural = ""
    row_header: str | None = None
    is_wide = False
    request: HttpRequest | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.base_columns = SharedColumns(cls.base_columns)

    def __init__(self, data: Any = None, **options: Any) -> None:
        counted = options.pop("counted", None)
        if data is not None and TableQuerysetData.validate(data):
            data = self.queryset_data(data, counted)
        caption = options.pop("caption", None)
        if caption is not None:
            self.caption = caption
        super().__init__(data=data, **options)

    def queryset_data(self, data: Any, counted: QuerySet[Any] | None) -> SteadyQuerysetData:
        """How rows of a queryset are read."""
        return SteadyQuerysetData(data, counted)

    @property
    def template_name(self) -> str:
        """The register's own table template, unless the class or the instance names another."""
        chosen = self._template or self._meta.template_name
        return "tables/table.html" if chosen == "django_tables2/table.html" else chosen

    @template_name.setter
    def template_name(self, value: str | None) -> None:
        self._template = value

    def before_render(self, request: HttpRequest) -> None:
        """Keep the request, for the addresses of sort and page links."""
        self.request = request

    @property
    def table_id(self) -> str:
        """The id that ties the scrolling region to its caption; a prefix keeps two tables on a page apart."""
        return f"{self.prefix}table"

    @property
    def css_class(self) -> str:
        """The classes the table class asks for besides our own."""
        return str((self.attrs or {}).get("class", ""))

    @property
    def nouns(self) -> tuple[str, str]:
        """What one row is and what several are, in words."""
        singular = self.noun or str(self.data.verbose_name)
        return singular, self.noun_plural or (f"{singular}s" if self.noun else str(self.data.verbose_name_plural))

    @property
    def empty_words(self) -> str:
        """The sentence shown in place of rows."""
        return str(self.empty_text or f"There are no {self.nouns[1]} to show.")

    def headers(self) -> list[Header]:
        """The visible columns' headings, left to right."""
        sorted_first = OrderBy(self.order_by[0]) if self.order_by else None
        headers = []
        for column in self.columns:
            sort = url = ""
            if column.orderable:
                url = self._url(
                    **{
                        self.prefixed_order_by_field: column.order_by_alias.next,
                        self.prefixed_page_field: None,
                    }
                )
                if sorted_first is not None and sorted_first.bare == column.name:
                    sort = "descending" if sorted_first.is_descending else "ascending"
            headers.append(Header(str(column.header), column.attrs["th"].as_html(), url, sort))
        return headers

    def lean_rows(self) -> Iterator[list[SafeString]]:
        """For each row of the page, the list of its cells as safe HTML, equal to what the stock template shows."""
        columns = [LeanColumn(column, self) for column in self.columns]
        for row in self.paginated_rows:
            yield [column.text(row) for column in columns]

    def html_rows(self) -> Iterator[SafeString]:
        """For each row of the page, its whole `<tr>`."""
        columns = [LeanColumn(column, self) for column in self.columns]
        if any(column.dynamic for column in columns):
            for row in self.paginated_rows:
                cells = tuple([column.text(row) for column in columns])
                yield mark_safe(f"<tr{self._row_attributes(row.record)}>{self._row_pattern(columns) % cells}</tr>")
            return
        pattern, writers = self._row_pattern(columns), [column.writer() for column in columns]
        for record in self.paginated_rows.data:
            html = pattern % tuple([write(record) for write in writers])
            yield mark_safe(f"<tr{self._row_attributes(record)}>{html}</tr>")

    def as_values(self, exclude_columns: Any = ()) -> Iterator[list[Any]]:
        """The headings, then each row as the CSV has it, equal to what django-tables2 gives."""
        left_out = exclude_columns or ()
        bound = [c for c in self.columns.iterall() if not (c.column.exclude_from_export or c.name in left_out)]
        yield [force_str(column.header, strings_only=True) for column in bound]
        columns = [LeanColumn(column, self) for column in bound]
        for row in self.rows:
            yield [force_str(column.exported(row), strings_only=True) for column in columns]

    def body(self) -> SafeString:
        """All rows of the page in one piece, empty when there is none."""
        return mark_safe("\n".join(self.html_rows()))

    def pages(self) -> Pages:
        """The words and links under the table ("Showing 1 to 50 of 312 cases")."""
        page = getattr(self, "page", None)
        if page is None:
            return Pages(count_words(len(self.rows), *self.nouns), "", "", ())
        return page_links(
            page=page,
            params=self._params(),
            singular=self.nouns[0],
            plural=self.nouns[1],
            field=self.prefixed_page_field,
        )

    def _row_pattern(self, columns: list[LeanColumn]) -> str:
        cells = []
        for column in columns:
            attributes = str(column.attributes).replace("%", "%%")
            if column.bound.name == self.row_header:
                cells.append(f'<th scope="row"{attributes}>%s</th>')
            else:
                label = escape(str(column.bound.header)).replace("%", "%%")
                cells.append(f'<td data-label="{label}"{attributes}>%s</td>')
        return "".join(cells)

    def _row_attributes(self, record: Any) -> str:
        if not self.row_attrs:
            return ""
        html = AttributeDict(computed_values(self.row_attrs, kwargs={"table": self, "record": record})).as_html()
        return f" {html}" if html else ""

    def _params(self) -> QueryDict:
        return self.request.GET if self.request is not None else QueryDict()

    def _url(self, **changes: Any) -> str:
        return changed_query(self._params(), **changes)


def changed_query(params: QueryDict, **changes: Any) -> str:
    """The query string, `?` included, with some parameters set and those given as None left out."""
    pairs = [(name, value) for name, values in params.lists() if name not in changes for value in values]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"?{urlencode(pairs)}"


def count_words(count: int, singular: str, plural: str) -> str:
    """A number of things in words: "1 case", "1,204 cases"."""
    return f"{count:,} {singular if count == 1 else plural}"


def page_links(*, page: Page, params: QueryDict, singular: str, plural: str, field: str = "page") -> Pages:
    """The sentence and the links for one page of a paginated list; other parameters of the address are kept.

    Works for any Django page, not only that of a table. First, last and current page are always there, with two
    neighbours on each side.
    """
    paginator, number = page.paginator, page.number
    total = count_words(paginator.count, singular, plural)
    if paginator.num_pages <= 1:
        return Pages(capfirst(total), "", "", ())
    near = range(number - PAGES_EACH_SIDE, number + PAGES_EACH_SIDE + 1)
    shown = sorted({1, paginator.num_pages, *(n for n in near if 1 <= n <= paginator.num_pages)})
    links: list[PageLink] = []
    for step in shown:
        last = links[-1].number if links else None
        if last is not None and step - last == 2:
            links.append(PageLink(step - 1, changed_query(params, **{field: step - 1}), False))
        elif last is not None and step - last > 2:
            links.append(PageLink(None, "", False))
        links.append(PageLink(step, changed_query(params, **{field: step}), step == number))
    return Pages(
        words=f"Showing {page.start_index():,} to {page.end_index():,} of {total}",
        previous_url=changed_query(params, **{field: number - 1}) if page.has_previous() else "",
        next_url=changed_query(params, **{field: number + 1}) if page.has_next() else "",
        links=tuple(links),
    )
