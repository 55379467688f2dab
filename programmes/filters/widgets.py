"""The controls of filter forms, written without a template for each part: a page's filters have hundreds of options."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.forms import Select, TextInput
from django.utils.safestring import SafeString, mark_safe

#: More choices than this are no list to choose from, and a page of them is too long: their reference is typed.
MOST_CHOICES = 300


class FilterSelect(Select):
    """A list of choices."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attributes = _attributes({**self.build_attrs(self.attrs, attrs), "name": name})
        return mark_safe(f"<select{attributes}>{options(self.choices, self.format_value(value))}</select>")


class RecordSelect(FilterSelect):
    """A list of records; where `is_many` says that there are too many to choose from, their reference is typed."""

    def __init__(self, is_many: Callable[[], bool], example: str) -> None:
        super().__init__()
        self.is_many, self.example = is_many, example

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if not self.is_many():
            return super().render(name, value, attrs, renderer)
        typed = {"type": "text", "value": next(iter(self.format_value(value)), ""), "placeholder": self.example}
        return mark_safe(f"<input{_attributes({**self.build_attrs(self.attrs, attrs), **typed, 'name': name})}>")


class FilterText(TextInput):
    """A line of text."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {"type": self.input_type, "name": name, "value": self.format_value(value)}
        return mark_safe(f"<input{_attributes({**given, **self.build_attrs(self.attrs, attrs)})}>")


def options(choices: Iterable[tuple[Any, Any]], chosen: Iterable[str]) -> str:
    """The options of a list, those chosen marked, as safe HTML."""
    pairs = tuple([(str(key), str(words)) for key, words in choices])
    return _options(pairs, frozenset(chosen).intersection([key for key, _ in pairs]))


@lru_cache(maxsize=512)  # the words of most lists never change; what an address chooses is among them, or nothing
def _options(pairs: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> str:
    return "".join(
        f'<option value="{escape(key)}"{" selected" if key in chosen else ""}>{escape(words)}</option>'
        for key, words in pairs
    )


def _attributes(given: dict[str, Any]) -> str:
    """As Django writes attributes: those that are None or False left out, those that are True without a value."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in given.items()
        if value is not None and value is not False
    )
