"""Columns every list is made of: references, records, vague dates, tags, words.

Those that stand in nearly every list are `QuickColumn`s: besides `render`, which django-tables2 asks for one cell, they
give for a whole table a function that writes the same cell from its record alone.
"""

from collections.abc import Callable
from html import escape
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from programmes.fields import vague
from programmes.navigation import addresses, reference_url
from programmes.reading import WITHHELD

NOTHING = mark_safe('<span class="unknown">Not recorded</span>')


class QuickColumn(tables.Column):
    """A column whose cells can be written quickly; see `programmes.tables.cells`.

    A class that overrides `render` and not `quick` is rendered; so is a column for which `quick` answers None.
    """

    def quick(self, table: Any) -> Callable[[Any], str] | None:
        """What writes the safe HTML of a cell from its record, equal to `render`; asked once for each table."""
        raise NotImplementedError


class RecordColumn(QuickColumn):
    """A record's words, linked to its page: the row itself, or a record it names (withheld from who may not read it)."""

    empty_values = ()

    def __init__(self, path: str = "", *, words: str = "", order: str | tuple[str, ...] = "", **options: Any) -> None:
        self.path, self.words = path, words
        order_by = (order,) if isinstance(order, str) else order
        options.setdefault("orderable", bool(order))
        super().__init__(accessor=path or "pk", order_by=order_by if order else None, **options)

    def _words(self, record: Any) -> str:
        return str(getattr(record, self.words)) if self.words else str(record)

    def render(self, value: Any, record: Any, table: Any) -> SafeString:
        return self.linked(value if self.path else record, table, is_row=not self.path)

    def linked(self, other: Any, table: Any, *, is_row: bool = False) -> SafeString:
        """A record's words linked to its page, as this person may see it."""
        if other is None:
            return NOTHING
        if is_row:
            return self._anchor(other, self._words(other), table)
        key = (self, type(other), other.pk)
        if key not in table.written:
            words = self._words(other) if self.path else str(other)
            seen = table.reader.sees(other)
            table.written[key] = self._anchor(other, words, table) if seen else escape(WITHHELD)
        return table.written[key]

    def quick(self, table: Any) -> Callable[[Any], str] | None:
        url, path = addresses(table.reader.as_at), self.path
        if not path:
            return lambda record: f'<a href="{escape(url(record.reference))}">{escape(self._words(record))}</a>'
        if "__" in path or "." in path:
            return None
        written: dict[Any, str] = {}

        def write(record: Any) -> str:
            other = getattr(record, path, None)
            if other is None:
                return NOTHING
            key = (type(other), other.pk)
            if key not in written:
                written[key] = self.linked(other, table)
            return written[key]

        return write

    def _anchor(self, record: Any, words: str, table: Any) -> SafeString:
        url = reference_url(record.reference, table.reader.as_at)
        return mark_safe(f'<a href="{escape(url)}">{escape(words)}</a>')

    def value(self, value: Any, record: Any, table: Any) -> str:
        other = value if self.path else record
        if other is None:
            return ""
        return WITHHELD if self.path and not table.reader.sees(other) else self._words(other)


class ReferenceColumn(QuickColumn):
    """The reference of the row, linked to its page."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("verbose_name", "Reference")
        options.setdefault("attrs", {"td": {"class": "reference"}})
        options.setdefault("order_by", ("pk",))
        super().__init__(accessor="reference", **options)

    def render(self, value: str, table: Any) -> SafeString:
        return mark_safe(f'<a href="{escape(reference_url(value, table.reader.as_at))}">{escape(value)}</a>')

    def quick(self, table: Any) -> Callable[[Any], str]:
        url = addresses(table.reader.as_at)
        return lambda record: f'<a href="{escape(url(record.reference))}">{escape(record.reference)}</a>'

    def value(self, value: str) -> str:
        return value


class DateColumn(tables.Column):
    """A vague date in the words of its source; sorted by its first possible day."""

    empty_values = ()

    def __init__(self, name: str, **options: Any) -> None:
        self.name = name
        super().__init__(accessor="pk", order_by=(f"{name}_earliest", f"{name}_latest"), **options)

    def render(self, record: Any) -> Any:
        return str(vague(record, self.name)) or NOTHING

    def value(self, record: Any) -> str:
        return str(vague(record, self.name))


class TagColumn(QuickColumn):
    """A word chosen from a list, as a tag whose look follows `kinds`; the word itself says all."""

    empty_values = ()

    def __init__(self, name: str, choices: Any = None, kinds: dict[str, str] | None = None, **options: Any) -> None:
        self.name, self.kinds = name, kinds or {}
        self.words = dict(choices.choices) if choices else {}
        super().__init__(accessor="pk", order_by=(name,), **options)

    def render(self, record: Any) -> SafeString:
        value = getattr(record, self.name)
        if not value:
            return NOTHING
        kind = self.kinds.get(value, "")
        css = f"tag tag-{kind}" if kind else "tag"
        return mark_safe(f'<span class="{css}">{escape(self._word(record, value))}</span>')

    def quick(self, table: Any) -> Callable[[Any], str]:
        name = self.name
        written: dict[Any, str] = {}

        def write(record: Any) -> str:
            key = (record.__class__, getattr(record, name))
            if key not in written:
                written[key] = self.render(record)
            return written[key]

        return write

    def value(self, record: Any) -> str:
        value = getattr(record, self.name)
        return self._word(record, value) if value else ""

    def _word(self, record: Any, value: str) -> str:
        return self.words.get(value) or getattr(record, f"get_{self.name}_display")()


#: For a column of sentences in a table of many columns: without it a line holds two words, and the row fills the screen.
WIDE = {"td": {"class": "wide"}}


class WordsColumn(tables.Column):
    """Words of a source, cut in the list after some 200 characters, whole in the CSV."""

    empty_values = ()

    def __init__(self, name: str, longest: int = 200, **options: Any) -> None:
        self.longest = longest
        options.setdefault("orderable", False)
        super().__init__(accessor=name, **options)

    def render(self, value: Any) -> Any:
        return Truncator(str(value)).chars(self.longest) if value else NOTHING

    def value(self, value: Any) -> str:
        return str(value or "")


class ForcesColumn(QuickColumn):
    """The forces of a row (read beforehand), by short name."""

    empty_values = ()

    def __init__(self, name: str, **options: Any) -> None:
        self.name = name
        options.setdefault("orderable", False)
        super().__init__(accessor="pk", **options)

    def value(self, record: Any, table: Any) -> str:
        forces = tuple(getattr(record, self.name).all())
        key = (self, *(force.pk for force in forces))
        if key not in table.written:
            table.written[key] = ", ".join(str(force) for force in forces if table.reader.sees(force))
        return table.written[key]

    def render(self, record: Any, table: Any) -> Any:
        return self.value(record, table) or NOTHING

    def quick(self, table: Any) -> Callable[[Any], str]:
        name = self.name
        written: dict[Any, str] = {}

        def write(record: Any) -> str:
            forces = getattr(record, name).all()
            key = tuple([force.pk for force in forces])
            if key not in written:
                written[key] = escape(words) if (words := self.value(record, table)) else NOTHING
            return written[key]

        return write


class AmountColumn(tables.Column):
    """A hedged amount in the words of its source, sorted by its stated figure."""

    empty_values = ()

    def __init__(self, **options: Any) -> None:
        options.setdefault("verbose_name", "Figure")
        super().__init__(accessor="pk", order_by=("low",), **options)

    def render(self, record: Any) -> Any:
        words = record.amount.in_words()
        if record.words and record.words != words:
            return format_html("{}<br><span class='quiet'>“{}”</span>", words, record.words)
        return words

    def value(self, record: Any) -> str:
        return record.words or record.amount.in_words()


class AddressColumn(tables.Column):
    """An address on the web, linked when it is one."""

    empty_values = ()

    def __init__(self, name: str, **options: Any) -> None:
        options.setdefault("orderable", False)
        super().__init__(accessor=name, **options)

    def render(self, value: str) -> Any:
        if not value:
            return NOTHING
        if not value.startswith(("https://", "http://")):
            return value
        return format_html('<a href="{}">{}</a>', value, Truncator(value.partition("//")[2]).chars(60))

    def value(self, value: str) -> str:
        return value or ""
