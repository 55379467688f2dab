"""The base of every list's filters."""

import re
from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import CharField, Q, QuerySet, Value
from django.forms import HiddenInput
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.text import get_text_list

from programmes.access import visible_markings
from programmes.addresses import BadAddress
from programmes.filters.layout import Layout
from programmes.filters.operators import Condition, ListedField, OwnField, named, parameter, to_many
from programmes.filters.widgets import MOST_CHOICES, FilterSelect, FilterText, RecordSelect
from programmes.history import Reference, ReferenceSeries, fold
from programmes.navigation import Link
from programmes.statements import Prepared
from programmes.tables.base import changed_query


class SharedFilters(OrderedDict[str, filters.Filter]):
    """The filters of a class, which django-filter copies whole for each request, choices and all.

    Each request gets filters of its own, which know it; what they were made with is shared.
    """

    def __deepcopy__(self, memo: Any) -> OrderedDict[str, filters.Filter]:
        made = OrderedDict((name, copy(one)) for name, one in self.items())
        for one in made.values():
            one.extra = {**one.extra}
            one.method = one.method  # django-filter's rule around it keeps the filter it was made for
        return made


class RecordFilter(filters.ChoiceFilter):
    """Filter by a record of some kind, named in the address by its reference.

    With a `method`, `blank` names the filter class's method that gives the rule of rows with none, as for ChoiceFilter.
    """

    def __init__(self, prefix: str, field_name: str, *, blank: str = "", **options: Any) -> None:
        self.prefix, self.blank = prefix, blank
        options.setdefault("empty_label", "Any")
        if "method" not in options:
            field_name = f"{field_name}__reference"
        super().__init__(field_name=field_name, choices=(), **options)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """The rows that name the record; where they may name several, through what this person may read."""
        path = (self.field_name or "").removesuffix("__reference")
        if value and not self.method and to_many(qs.model, path):
            return qs.filter(pk__in=named(qs.model, path, self.parent.request.user, value))
        return super().filter(qs, value)

    def offer(self, records: "RecordChoices") -> None:
        """Offer records of its kind, to choose from a list or, of too many, to type."""
        self.records = records
        self.extra["choices"] = records.of(self.prefix)
        self.extra["widget"] = RecordSelect(lambda: records.is_many(self.prefix), f"Such as {self.prefix}-12")

    def offers(self, code: str) -> bool:
        """Whether a record is there to choose."""
        return self.records.has(self.prefix, code)


class CodeFilter(filters.CharFilter):
    """Filter by a record among too many to choose from: a link of another page gives its reference."""

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name=f"{field_name}__reference", widget=HiddenInput, **options)


class CodesFilter(filters.CharFilter):
    """Filter by one of some records: a link of another page gives their references, with commas between."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, widget=HiddenInput, **options)


def _titles(*places: Any) -> QuerySet[Any, Any]:
    """Titles of the kinds of which there are few, and of the records named; for each kind of many its name alone."""
    *codes, prefixes, markings = places
    many = ReferenceSeries.objects.filter(prefix__in=prefixes, last__gt=MOST_CHOICES)
    # No number of a kind of few is higher; so said, an index finds them, however many the others are.
    offered = Q(prefix__in=prefixes, number__lte=MOST_CHOICES) & ~Q(prefix__in=many.values("prefix"))
    if codes:
        offered |= Q(code__in=codes)
    rows = Reference.objects.filter(offered, marking__in=markings).order_by().values_list("prefix", "code", "title")
    nothing = Value("", output_field=CharField())
    return rows.union(many.annotate(code=nothing, title=nothing).values_list("prefix", "code", "title"), all=True)


_TITLES = Prepared(_titles)
_CODE = re.compile(r"([A-Z]+)-[0-9]+")


class RecordChoices:
    """The records that the filters of one form offer: all kinds read at once, when first needed.

    A kind of more than MOST_CHOICES is too long a list to choose from: of it those are read that the address names.
    """

    def __init__(self, request: HttpRequest, prefixes: set[str]) -> None:
        self.request, self.prefixes = request, prefixes
        #: The kinds with too many records to choose from, once `by_prefix` is read.
        self.many: set[str] = set()

    @cached_property
    def by_prefix(self) -> dict[str, list[tuple[str, str]]]:
        """Reference and title of the records this person may choose, by prefix, in the order of their titles."""
        return self._read(sorted({value for value in self.request.GET.values() if self._is_code(value)}))

    def of(self, prefix: str) -> Callable[[], list[tuple[str, str]]]:
        """The choices of one kind, for a form field."""
        return lambda: self.by_prefix.get(prefix, [])

    def is_many(self, prefix: str) -> bool:
        """Whether there are too many of a kind to choose from."""
        return bool(self.by_prefix is not None and prefix in self.many)

    def has(self, prefix: str, code: str) -> bool:
        """Whether this person may choose a record, also one that the address does not name."""
        if any(code == known for known, _ in self.by_prefix.get(prefix, [])):
            return True
        return self.is_many(prefix) and self._is_code(code) and bool(self._read([code]).get(prefix))

    def _is_code(self, value: str) -> bool:
        found = _CODE.fullmatch(value)
        return found is not None and found.group(1) in self.prefixes

    def _read(self, codes: list[str]) -> dict[str, list[tuple[str, str]]]:
        prefixes = tuple(sorted(self.prefixes))
        found: dict[str, list[tuple[str, str]]] = {}
        for prefix, code, title in _TITLES.rows(codes, prefixes, visible_markings(self.request.user)):
            if code:
                found.setdefault(prefix, []).append((code, title))
            else:
                self.many.add(prefix)
        for rows in found.values():
            rows.sort(key=lambda row: (row[1], len(row[0]), row[0]))
        return found


class ChoiceFilter(filters.ChoiceFilter):
    """Filter by a word from a list.

    With a `method`, `blank` names the filter class's method that gives the rule of rows with none; without it the
    list is not asked for them.
    """

    def __init__(self, *, blank: str = "", **options: Any) -> None:
        self.blank = blank
        options.setdefault("empty_label", "Any")
        options.setdefault("widget", FilterSelect)
        super().__init__(**options)


class RegisterFilter(filters.FilterSet):
    """Filters of a list of records; `q` finds words in the records' own text.

    Choices and records may be asked for “is not” and “not recorded” as well, and a class names the dates and texts
    it knows with `DateFilter` and `TextFilter`; see `programmes.filters.operators`.
    """

    q = filters.CharFilter(method="with_words", label="Words", widget=FilterText)

    #: The dates and texts of this list, by parameter.
    own_fields: ClassVar[dict[str, OwnField]] = {}
    #: False for a page that reads its filters itself instead of asking for the filtered rows.
    has_operators: ClassVar[bool] = True
    #: The address of the list without any filter, where it is another than its path.
    bare_url = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.own_fields = {**cls.own_fields, **{n: f for n, f in vars(cls).items() if isinstance(f, OwnField)}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [f for f in self.filters.values() if isinstance(f, RecordFilter)]
        choices = RecordChoices(self.request, {f.prefix for f in offered})
        for record_filter in offered:
            record_filter.offer(choices)

    @classmethod
    def get_filters(cls) -> SharedFilters:
        """The filters of the class, lightly copied."""
        return SharedFilters(super().get_filters())

    @property
    def form(self) -> Any:
        """The form of the filters, whose fields are made for it; django-filter makes a class of it first."""
        if not hasattr(self, "_form"):
            made = self._meta.form(self.data if self.is_bound else None, prefix=self.form_prefix)
            made.fields = {name: one.field for name, one in self.filters.items()}
            self._form = made
        return self._form

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The rows in whose text all the words stand."""
        found = Reference.objects.filter(kind=queryset.model._meta.label_lower)
        for word in fold(value).split():
            found = found.filter(text__contains=word)
        return queryset.filter(reference__in=found.values("code"))

    @cached_property
    def listed_fields(self) -> dict[str, ListedField]:
        """The choices and records that may be asked for with an operator."""
        if not self.has_operators:
            return {}
        kinds = (ChoiceFilter, RecordFilter)
        return {name: ListedField(name, f, self) for name, f in self.filters.items() if isinstance(f, kinds)}

    @property
    def parameters(self) -> list[str]:
        """The names this list knows in the address, operators included."""
        asked: list[ListedField | OwnField] = [*self.listed_fields.values()]
        if self.has_operators:
            asked += self.own_fields.values()
        return [*self.filters, *(parameter(field.name, operator) for field in asked for operator in field.operators)]

    @cached_property
    def conditions(self) -> list[Condition]:
        """What the address asks with operators and of dates and texts. Raises BadAddress."""
        found = []
        own = self.own_fields if self.has_operators else {}
        for name, field in {**self.listed_fields, **own}.items():
            for operator in field.operators:
                if value := self.data.get(parameter(name, operator), "").strip():
                    found.append(field.read(self, operator, value))
        return found

    def check_operators(self) -> None:
        """Raise BadAddress, with what the field may be asked, where the address asks it something else."""
        for asked in self.data:
            name, _, operator = asked.partition("__")
            field = self.listed_fields.get(name) or (self.own_fields.get(name) if self.has_operators else None)
            if field is not None and operator and operator not in field.operators:
                known = [name, *(parameter(name, known) for known in field.operators if known)]
                raise BadAddress(
                    f"“{asked}” in the address is nothing this page knows. {field.label} can be asked by "
                    f"{get_text_list(known, 'and')}."
                )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The rows that fit the form's fields and all conditions besides."""
        queryset = super().filter_queryset(queryset)
        for condition in self.conditions:
            queryset = condition.apply(queryset)
        return queryset

    def chips(self) -> list["Chip"]:
        """One chip for each filter in use, with the address of the list without it."""
        return self._chips

    @cached_property
    def _chips(self) -> list["Chip"]:
        form = self.form
        if not form.is_bound or not form.is_valid():
            return []
        given = [(name, value) for name, value in form.cleaned_data.items() if value not in (None, "", [])]
        found = [(name, f"{form.fields[name].label}: {self._words(name, value)}") for name, value in given]
        found += [(condition.parameter, condition.words) for condition in self.conditions]
        return [Chip(words, self.address_with(**{name: None, "page": None})) for name, words in found]

    def address_with(self, **changes: Any) -> str:
        """The address of the list with some parameters changed or (None) taken away."""
        query = changed_query(self.request.GET, **changes)
        return (self.bare_url or self.request.path) if query == "?" else query

    def clear_url(self) -> str:
        """The address of the list without any filter; sort and day stay."""
        return self.address_with(**dict.fromkeys([*self.parameters, "page"]))

    @cached_property
    def layout(self) -> Layout:
        """The form as the page shows it."""
        return Layout.of(self)

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return str(choices.get(value, value))


class Chip(Link):
    """A filter in use; following it takes the filter away."""

    @property
    def remove_url(self) -> str:
        return self.url


def kept(params: QueryDict, names: list[str]) -> list[tuple[str, str]]:
    """The parameters of an address that a filter form must carry along."""
    return [(name, value) for name, value in params.items() if name in names and value]
