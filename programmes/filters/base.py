"""The base of every list's filters."""

from typing import Any

import django_filters as filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from programmes.history import Reference, fold
from programmes.navigation import Link
from programmes.tables.base import changed_query


def visible(model: type[Model]) -> Any:
    """A callable that gives the rows of a model that the person who asks may read."""
    return lambda request: model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]


class RecordFilter(filters.ModelChoiceFilter):
    """Filter by a record, named in the address by its reference."""

    def __init__(self, model: type[Model], field_name: str, **options: Any) -> None:
        options.setdefault("empty_label", "Any")
        super().__init__(queryset=visible(model), field_name=field_name, to_field_name="reference", **options)


class ChoiceFilter(filters.ChoiceFilter):
    """Filter by a word from a list."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", "Any")
        super().__init__(**options)


class RegisterFilter(filters.FilterSet):
    """Filters of a list of records; `q` finds words in the records' own text."""

    q = filters.CharFilter(method="with_words", label="Words")

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
        choices = dict(getattr(self.form.fields[name], "choices", ())) if not isinstance(value, Model) else {}
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
