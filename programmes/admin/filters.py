"""List filters that fields alone do not give."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path, get_model_from_relation
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import RowNumber
from django.http import HttpRequest

from programmes.choices import AgreementState
from programmes.history import Record, Reference
from programmes.models import Citation


def _names_records(field: Any) -> bool:
    return bool(field.is_relation) and issubclass(get_model_from_relation(field), Record)


def _holds_words(field: Any) -> bool:
    return isinstance(field, CharField) and not field.choices


class UsedFilter(admin.RelatedFieldListFilter):
    """Rows by a record they name; only records that some row names are offered."""

    def has_output(self) -> bool:
        return super().has_output() or bool(self.used_parameters)

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return choices_in_use(request, model_admin)[self.field_path]


class WordsFilter(admin.AllValuesFieldListFilter):
    """A text field by the values it has; no text has words too, so that its link can be read."""

    def __init__(
        self, field: Any, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        self.lookup_choices = [words for _, words in choices_in_use(request, model_admin)[field_path]]

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "Not stated"}


admin.FieldListFilter.register(_names_records, UsedFilter, take_priority=True)
admin.FieldListFilter.register(_holds_words, WordsFilter, take_priority=True)


def choices_in_use(request: HttpRequest, model_admin: Any) -> dict[str, list[tuple[int, str]]]:
    """What the filters of a list offer, by their path: (key, title) of the records named, (0, words) of texts.

    All filters of the list are read in one query, once for each request. The record chosen now is offered even where
    no row names it.
    """
    if not hasattr(request, "choices_in_use"):
        parts: dict[str, QuerySet] = {}
        for path in model_admin.get_list_filter(request):
            field = get_fields_from_path(model_admin.model, path)[-1] if isinstance(path, str) else None
            if field is not None and _names_records(field):
                parts[path] = _records_in_use(request, model_admin.model, path, get_model_from_relation(field))
            elif field is not None and _holds_words(field):
                parts[path] = _words_in_use(model_admin.get_queryset(request), path)
        first, *others = parts.values()
        found: dict[str, list[tuple[int, str]]] = {path: [] for path in parts}
        for path, _, pk, title in sorted(first.union(*others, all=True)):
            found[path].append((pk, title))
        request.choices_in_use = found  # type: ignore[attr-defined]
    return request.choices_in_use  # type: ignore[attr-defined]


_COLUMNS = ("choice_path", "choice_place", "choice_key", "choice_title")


def _records_in_use(request: HttpRequest, model: Any, path: str, remote: Any) -> QuerySet:
    chosen = request.GET.get(f"{path}__id__exact", "")
    owner, name = _naming(model, path)
    shown = Q(Exists(owner._base_manager.filter(**{name: OuterRef("pk")}).order_by()))
    if chosen.isdecimal() and len(chosen) < 10:
        # Only then: for an “or” PostgreSQL reads all rows of each record that none names.
        shown |= Q(pk=int(chosen))
    titles = Reference.objects.filter(code=OuterRef("reference")).order_by().values("title")
    rows = remote._base_manager.filter(shown).annotate(
        choice_path=Value(path, CharField()),
        choice_place=Window(RowNumber(), order_by=list(remote._meta.ordering)),
        choice_key=F("pk"),
        choice_title=Subquery(titles),
    )
    return rows.order_by().values_list(*_COLUMNS)


def _naming(model: Any, path: str) -> tuple[Any, str]:
    """The table whose rows name the records of a path, and by what: with its index alone one row is found at once."""
    first, _, rest = path.partition("__")
    field = model._meta.get_field(first)
    if field.many_to_many and field.concrete and not rest:
        return field.remote_field.through, field.m2m_reverse_field_name()
    if field.one_to_many and not field.remote_field.null and rest and "__" not in rest:
        return field.related_model, rest
    return model, path


def _words_in_use(visible: QuerySet, path: str) -> QuerySet:
    rows = visible.order_by().annotate(
        choice_path=Value(path, CharField()),
        choice_place=Value(0, IntegerField()),
        choice_key=Value(0, BigIntegerField()),
        choice_title=F(path),
    )
    return rows.values_list(*_COLUMNS).distinct()


class CitedFilter(admin.SimpleListFilter):
    """Records with a source cited, and those still without."""

    title = "source cited"
    parameter_name = "cited"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Cited"), ("no", "Not cited yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        cited = Citation.objects.values("about_id")
        if self.value() == "yes":
            return queryset.filter(reference__in=cited)
        if self.value() == "no":
            return queryset.exclude(reference__in=cited)
        return queryset


class AgreementStateFilter(admin.SimpleListFilter):
    """Agreements by the state their events leave them in."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*AgreementState.choices, ("none", "Not recorded")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.filter(state__isnull=True)
        return queryset.filter(state=self.value()) if self.value() in AgreementState.values else queryset


class EmptyTextFilter(admin.SimpleListFilter):
    """Records in which a text is still missing; subclass and name the field."""

    field = "purpose"
    title = "purpose"
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Not stated"), ("yes", "Stated")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "no":
            return queryset.filter(**{self.field: ""})
        return queryset.exclude(**{self.field: ""}) if self.value() == "yes" else queryset
