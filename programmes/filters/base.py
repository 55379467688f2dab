"""The base of every list's filters."""

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.forms import HiddenInput, Select
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from programmes.access import visible_markings
from programmes.history import Reference, fold
from programmes.navigation import Link
from programmes.tables.base import changed_query


class FilterSelect(Select):
    """A list of choices, written without a template for each of its options: a page's filters have a hundred."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = [
            f'<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>{escape(words)}</option>'
            for key, words in self.choices
        ]
        attributes = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return mark_safe(f"<select{attributes}>{''.join(options)}</select>")


class RecordFilter(filters.ChoiceFilter):
    """Filter by a record of some kind, named in the address by its reference."""

    def __init__(self, prefix: str, field_name: str, **options: Any) -> None:
        self.prefix = prefix
        options.setdefault("empty_label", "Any")
        options.setdefault("widget", FilterSelect)
        if "method" not in options:
            field_name = f"{field_name}__reference"
        super().__init__(field_name=field_name, choices=(), **options)


class CodeFilter(filters.CharFilter):
    """Filter by a record among too many to choose from: a link of another page gives its reference."""

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name=f"{field_name}__reference", widget=HiddenInput, **options)


class RecordChoices:
    """The records that the filters of one form offer: all kinds read at once, when first needed."""

    def __init__(self, request: HttpRequest, prefixes: set[str]) -> None:
        self.request, self.prefixes = request, prefixes

    @cached_property
    def by_prefix(self) -> dict[str, list[tuple[str, str]]]:
        """Reference and title of every record this person may read, by prefix."""
        markings = visible_markings(self.request.user)
        rows = Reference.objects.filter(prefix__in=self.prefixes, marking__in=markings).order_by("title", "number")
        found: dict[str, list[tuple[str, str]]] = {}
        for prefix, code, title in rows.values_list("prefix", "code", "title"):
            found.setdefault(prefix, []).append((code, title))
        return found

    def of(self, prefix: str) -> Callable[[], list[tuple[str, str]]]:
        """The choices of one kind, for a form field."""
        return lambda: self.by_prefix.get(prefix, [])


class ChoiceFilter(filters.ChoiceFilter):
    """Filter by a word from a list."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", "Any")
        options.setdefault("widget", FilterSelect)
        super().__init__(**options)


class RegisterFilter(filters.FilterSet):
    """Filters of a list of records; `q` finds words in the records' own text."""

    q = filters.CharFilter(method="with_words", label="Words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [f for f in self.filters.values() if isinstance(f, RecordFilter)]
        choices = RecordChoices(self.request, {f.prefix for f in offered})
        for record_filter in offered:
            record_filter.extra["choices"] = choices.of(record_filter.prefix)

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The rows in whose text all the words stand."""
        found = Reference.objects.filter(kind=queryset.model._meta.label_lower)
        for word in fold(value).split():
            found = found.filter(text__contains=word)
        return queryset.filter(reference__in=found.values("code"))

    @property
    def parameters(self) -> list[str]:
        """The names this list knows in the address."""
        return list(self.filters)

    def chips(self) -> list["Chip"]:
        """One chip for each filter in use, with the address of the list without it."""
        form, request = self.form, self.request
        if not form.is_bound or not form.is_valid():
            return []
        found = []
        for name, value in form.cleaned_data.items():
            if value in (None, "", []):
                continue
            label = f"{form.fields[name].label}: {self._words(name, value)}"
            found.append(Chip(label, _address(request, changed_query(request.GET, **{name: None, "page": None}))))
        return found

    def clear_url(self) -> str:
        """The address of the list without any filter; sort and day stay."""
        rest = dict.fromkeys([*self.filters, "page"])
        return _address(self.request, changed_query(self.request.GET, **rest))

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return str(choices.get(value, value))


class Chip(Link):
    """A filter in use; following it takes the filter away."""

    @property
    def remove_url(self) -> str:
        return self.url


def _address(request: HttpRequest, query: str) -> str:
    return request.path if query == "?" else query


def kept(params: QueryDict, names: list[str]) -> list[tuple[str, str]]:
    """The parameters of an address that a filter form must carry along."""
    return [(name, value) for name, value in params.items() if name in names and value]
