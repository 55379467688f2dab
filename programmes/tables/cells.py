"""Rendering the cells of one table column, with everything that can be worked out once worked out once.

django-tables2 inspects the signature of the render function, resolves the accessor bit by bit and builds three
attribute dictionaries for every cell. For a page of 50 rows that, and not SQL, is what the reader waits for.
`LeanColumn` asks those questions once a column and gives the same text for each cell. Columns that can (`QuickColumn`)
give a function that writes their cells from the record alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django_tables2.columns import BoundColumn, Column, ManyToManyColumn
from django_tables2.columns.base import LinkTransform
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor, AttributeDict, signature

from programmes.tables.rows import Row

_CONTEXT = Context()


class FittedCall:
    """A function that is given those of the cell's arguments that it names, and no others.

    The names are read from its signature once, and what is the same for all cells of the column (`steady`) is put in
    once. Like in django-tables2, a function that names an argument no cell has is not called at all, and the answer is
    None.
    """

    OFFERED = ("value", "record", "column", "bound_column", "bound_row", "table")

    def __init__(self, function: Callable[..., Any], steady: dict[str, Any]) -> None:
        names, catch_all = _names(getattr(function, "__func__", function), hasattr(function, "__self__"))
        wanted = self.OFFERED if catch_all else tuple(name for name in names if name in self.OFFERED)
        self.possible = bool(catch_all) or len(wanted) == len(names)
        given = {name: steady[name] for name in wanted if name in steady}
        self.function = partial(function, **given) if given else function
        self.wanted = tuple(name for name in wanted if name not in steady)
        self.only = self.wanted[0] if len(self.wanted) == 1 else ""

    def __call__(self, value: Any, record: Any, row: BoundRow) -> Any:
        """The function's answer for one cell."""
        if not self.possible:
            return None
        if self.only == "record":  # the two that nearly all columns use, without a dictionary for each cell
            return self.function(record=record)
        if self.only == "value":
            return self.function(value=value)
        offered = {"value": value, "record": record, "bound_row": row}
        return self.function(**{name: offered[name] for name in self.wanted})


@lru_cache(maxsize=2048)  # reading a signature costs as much as ten cells
def _names(function: Callable[..., Any], is_method: bool) -> tuple[tuple[str, ...], bool]:
    """The names of a function's arguments, and whether it takes any others."""
    names, catch_all = signature(function)
    return tuple(names[1:] if is_method else names), bool(catch_all)


class LeanColumn:
    """One visible column of one table, ready to give the text of its cell for any row."""

    def __init__(self, bound: BoundColumn, table: Any) -> None:
        self.bound = bound
        self.column: Column = bound.column
        self.table = table
        self.accessor = bound.accessor
        self.bits = tuple(bound.accessor.bits)
        self.empty_values = self.column.empty_values
        self.stock_only = isinstance(self.column, ManyToManyColumn)
        self.plain = getattr(bound.render, "__func__", None) is Column.render
        steady = {"column": bound.column, "bound_column": bound, "table": table}
        self.render = FittedCall(bound.render, steady)
        self.link = LeanLink(bound.link, bound, steady) if bound.link else None
        self.has_choices: dict[type, bool] = {}
        self.dynamic = _has_callable(table.attrs) or _has_callable(self.column.attrs)
        self.attributes = "" if self.dynamic else _html(bound.attrs["td"])
        self.quick = _quick(bound, table) if self.link is None and not self.dynamic else None
        own = getattr(bound.value, "__func__", None) is Column.value
        self.exports = FittedCall(bound.column.render if own else bound.value, steady)

    def writer(self) -> Callable[[Any], str]:
        """What writes the column's cell from a record;."""
        return self.quick or (lambda record: self.text(BoundRow(record, self.table)))

    def text(self, row: BoundRow) -> SafeString:
        """The cell as safe HTML: escaped unless the render function marked it safe, localised as the column asks."""
        if self.quick is not None:
            return SafeString(self.quick(row.record))
        content = self.content(row)
        if self.dynamic:
            self.bound.current_value = content
            self.bound.current_record = row.record
            self.attributes = _html(self.bound.attrs["td"])
        if isinstance(content, str):
            return content if isinstance(content, SafeString) else SafeString(escape(content))
        if self.bound.localize is None:
            return SafeString(render_value_in_context(content, _CONTEXT))
        return conditional_escape(localize(content, use_l10n=True) if self.bound.localize else str(content))

    def exported(self, row: BoundRow) -> Any:
        """What stands in the CSV, as django-tables2 has it: the column's value without HTML, None where it is empty."""
        if self.stock_only or isinstance(self.column, BaseLinkColumn):
            return row.get_cell_value(self.bound.name)
        try:
            value = self._value(row.record)
        except Exception:
            value = None  # as in content()
        return None if value in self.empty_values else self.exports(value, row.record, row)

    def content(self, row: BoundRow) -> Any:
        """What django-tables2 would call the rendered cell: the default when empty, else rendered and linked."""
        if self.stock_only:
            return row.get_cell(self.bound.name)
        record = row.record
        try:
            value = self._value(record)
        except Exception:
            # django-tables2 swallows whatever goes wrong on the way and treats the cell as empty; a column may
            # deliberately name something that some records lack.
            value = None
            if isinstance(self.column, BaseLinkColumn) and self.column.text is not None:
                return self._rendered(None, record, row)
        if value in self.empty_values:
            return self.bound.default
        return self._rendered(value, record, row)

    def _rendered(self, value: Any, record: Any, row: BoundRow) -> Any:
        if self.plain and self.link is None:
            return value
        content = value if self.plain else self.render(value, record, row)
        return self.link.around(content, value, record, row) if self.link else content

    def _value(self, record: Any) -> Any:
        if isinstance(record, Row):
            return _follow(record, self.bits)
        if not isinstance(record, models.Model):
            return self.accessor.resolve(record)
        kind = type(record)
        shows_choice = self.has_choices.get(kind)
        if shows_choice is None:
            shows_choice = self.has_choices[kind] = _shows_choice(self.accessor, record)
        if not shows_choice:
            return _follow(record, self.bits)
        holder = _follow(record, self.bits[:-1])
        display = getattr(holder, f"get_{self.bits[-1]}_display", None)
        return display() if display else _follow(record, self.bits)


class LeanLink:
    """The `linkify` of a column: the anchor around a cell's content."""

    def __init__(self, link: LinkTransform, bound: BoundColumn, steady: dict[str, Any]) -> None:
        self.link, self.steady = link, steady
        self.static = not _has_callable(link.attrs or {})
        self.attributes = _html(AttributeDict(link.attrs or {})) if self.static else ""
        self.url = FittedCall(link.url, steady) if callable(link.url) else None
        self.follows = not self.url and not link.reverse_args.get("viewname")
        self.bits = tuple(Accessor(bound.name if link.accessor is None else link.accessor).bits)

    def around(self, content: Any, value: Any, record: Any, row: BoundRow) -> Any:
        """The content inside its link, or alone where there is no address for this record."""
        offered = {**self.steady, "value": value, "record": record, "bound_row": row}
        if not self.static:
            return self.link(content, **offered)
        href = self._href(offered)
        if href is None:
            return content
        return SafeString(f'<a{self.attributes} href="{_escaped(href)}">{_escaped(content)}</a>')

    def _href(self, offered: dict[str, Any]) -> str | None:
        record = offered["record"]
        if self.url:
            return self.url(offered["value"], record, offered["bound_row"])
        if self.follows and isinstance(record, models.Model):
            for target in (_follow(record, self.bits), record):
                if hasattr(target, "get_absolute_url"):
                    return target.get_absolute_url()
        return self.link.compose_url(**offered)


def _quick(bound: BoundColumn, table: Any) -> Callable[[Any], str] | None:
    """How a column writes its cells by itself, unless its class or its table says otherwise how they are rendered."""
    column: Any = bound.column
    if getattr(bound.render, "__self__", None) is not column or not hasattr(column, "quick"):
        return None
    maker = next(kind for kind in type(column).__mro__ if "render" in vars(kind) or "quick" in vars(kind))
    return column.quick(table) if "quick" in vars(maker) else None


def _escaped(content: Any) -> str:
    """Like `conditional_escape`, without its price for lazy strings where the content is plain text."""
    if type(content) is str:
        return escape(content)
    return str(content) if isinstance(content, SafeData) else conditional_escape(content)


def _follow(record: Any, bits: tuple[str, ...]) -> Any:
    """The value at the end of the path; callables on the way are called, an empty link ends it with None."""
    current = record
    for bit in bits:
        try:
            current = getattr(current, bit)
        except AttributeError:
            current = current[bit] if isinstance(current, dict) else current[int(bit)]
        if callable(current) and not getattr(current, "do_not_call_in_templates", False):
            if getattr(current, "alters_data", False):
                raise ValueError(f"{bit} changes data and may not be shown in a table")
            current = current()
        if current is None:
            break
    return current


def _shows_choice(accessor: Any, record: models.Model) -> bool:
    try:
        field = accessor.get_field(record)
    except FieldDoesNotExist:
        return False
    return bool(getattr(field, "choices", None))


def _has_callable(attributes: dict[str, Any]) -> bool:
    return any(
        callable(value) or (isinstance(value, dict) and _has_callable(value)) for value in (attributes or {}).values()
    )


def _html(attributes: AttributeDict) -> SafeString:
    """Attributes with a leading space, or nothing."""
    html = attributes.as_html()
    return mark_safe(f" {html}") if html else mark_safe("")
