"""List filters that fields alone do not give."""

from typing import Any

from django.contrib import admin
from django.db.models import CharField, QuerySet
from django.http import HttpRequest

from programmes.choices import AgreementState
from programmes.models import Citation


class WordsFilter(admin.AllValuesFieldListFilter):
    """A text field by the values it has; no text has words too, so that its link can be read."""

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "Not stated"}


admin.FieldListFilter.register(
    lambda field: isinstance(field, CharField) and not field.choices, WordsFilter, take_priority=True
)


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
