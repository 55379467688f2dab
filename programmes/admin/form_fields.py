"""How a model’s fields look on the desk’s forms: search boxes, plain lists, native dates, dates in two boxes."""

from typing import Any

from django import forms
from django.contrib.admin.utils import flatten
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from programmes.editing import vague_dates
from programmes.reference_fields import (
    ReferenceChoiceField,
    ShortChoiceField,
    ShortMultipleChoiceField,
    SuggestInput,
)


def date_input() -> forms.DateInput:
    """The browser’s own date box."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FormFields:
    """Mixed into the admin of a model and into inlines."""

    formfield_overrides: Any = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
        models.DateField: {"widget": date_input()},
        models.EmailField: {"widget": forms.EmailInput(attrs={"class": "vTextField"})},
    }

    def formfield_for_dbfield(self: Any, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.ForeignKey):
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        if isinstance(db_field, models.ManyToManyField):
            rows = db_field.remote_field.model._default_manager.all()
            return db_field.formfield(form_class=ShortMultipleChoiceField, queryset=rows, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_foreignkey(self: Any, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        remote = db_field.remote_field.model
        rows = kwargs.pop("queryset", None)
        if rows is None:
            rows = remote._default_manager.all()
            beside = self.admin_site._registry.get(remote)
            if beside and isinstance(beside.list_select_related, list | tuple):
                rows = rows.select_related(*beside.list_select_related)
        if db_field.name not in self.get_autocomplete_fields(request):
            return db_field.formfield(form_class=ShortChoiceField, queryset=rows, **kwargs)
        meta = db_field.model._meta
        query = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={db_field.name}"
        widget = SuggestInput(suggest_url=f"{reverse('admin:autocomplete')}?{query}")
        return db_field.formfield(form_class=ReferenceChoiceField, queryset=rows, widget=widget, **kwargs)


def with_words(model: type[models.Model], names: Any) -> list[Any]:
    """Field names with each vague date followed by its words, on one line."""
    dates = vague_dates(model)
    return [(name, f"{name}_words") if name in dates else name for name in names]


def flat(names: Any) -> list[str]:
    """The names in one list."""
    return list(flatten(names))
