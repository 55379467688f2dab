"""Choosing a record on a form: a list when there are few, a search box that takes a reference when there are many.

The box is an ordinary input with suggestions (`<datalist>`): it works without JavaScript by typing a reference such
as CASE-12 or a title; with it, suggestions come as one types.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.choices import BaseChoiceIterator

from programmes.history import Reference, fold

_REFERENCE = re.compile(r"^\s*([A-Za-z]{2,6}-\d{1,9})\b")


def label_of(record: Any) -> str:
    """A record in a search box: its reference and its name."""
    code = getattr(record, "reference", "")
    return f"{code} {record}".strip()


class SuggestInput(forms.TextInput):
    """A text box with suggestions; `suggest_url` is asked for more as one types."""

    template_name = "admin/widgets/suggest.html"

    class Media:
        js = ("suggest.js",)

    def __init__(self, attrs: dict[str, Any] | None = None, suggest_url: str = "") -> None:
        super().__init__({"class": "vTextField", "autocomplete": "off", **(attrs or {})})
        self.suggest_url = suggest_url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"]["attrs"]["data-suggest"] = self.suggest_url
        return context


class ReferenceChoiceField(forms.ModelChoiceField):
    """Chooses one record of many by its reference or its title."""

    widget = SuggestInput

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, models.Model):
            return label_of(value)
        if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
            found = self.queryset.model._base_manager.filter(pk=value).first()
            return label_of(found) if found else value
        return value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, models.Model):
            return value
        text = str(value).replace("\x00", "").strip()
        found = self._find(text)
        if len(found) == 1:
            return found[0]
        noun = self.queryset.model._meta.verbose_name
        if found:
            raise ValidationError(f"“{text}” fits more than one {noun}; choose one from the list.", code="ambiguous")
        raise ValidationError(
            f"“{text}” is no {noun} of the register; choose one from the list, or give its reference.", code="unknown"
        )

    def _find(self, text: str) -> list[Any]:
        rows = self.queryset.all()
        if code := _REFERENCE.match(text):
            return list(rows.filter(reference=code[1].upper())[:2])
        titles = Reference.objects.filter(kind=rows.model._meta.label_lower, title__iexact=text)
        exact = list(rows.filter(reference__in=titles.values("code"))[:2])
        if exact:
            return exact
        words = Reference.objects.filter(kind=rows.model._meta.label_lower)
        for word in fold(text).split():
            words = words.filter(text__contains=word)
        return list(rows.filter(reference__in=words.values("code"))[:2])

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial.pk if isinstance(initial, models.Model) else initial
        try:
            after = self.to_python(data)
        except ValidationError:
            return True
        return (before or None) != (after.pk if after else None)


class ShortChoiceField(forms.ModelChoiceField):
    """A plain list whose choices are read once for all the forms of one page (inlines repeat it on every row)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._read: list[Any] = []
        super().__init__(*args, **kwargs)

    def _get_choices(self) -> Any:
        if not self._read:
            self._read.extend(choice for choice in self.iterator(self))  # a list would first ask how many: a COUNT
        return self._read

    choices = property(_get_choices, forms.ChoiceField.choices.fset)

    def _set_queryset(self, queryset: Any) -> None:
        self._queryset = None if queryset is None else queryset.all()
        self.widget.choices = _Later(self)

    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)


class ShortMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Several records of few, as check boxes."""

    widget = forms.CheckboxSelectMultiple


class _Later(BaseChoiceIterator):
    """The choices of a field, read when a page is drawn and not before."""

    def __init__(self, field: ShortChoiceField) -> None:
        self.field = field

    def __iter__(self) -> Any:
        return iter(self.field.choices)
