"""The parts every form about something that happened shares: its date, its token, the sentences of refusal."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from programmes.choices import ReminderMeans
from programmes.dates import DateNotUnderstood, bounds, from_words
from programmes.editing import DATE_FORMS, check_vague_dates, fill_vague_dates
from programmes.plain_forms import PlainForm


def new_token() -> str:
    """A fresh token: a form sent twice records one event."""
    return uuid.uuid4().hex


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VagueField(forms.CharField):
    """A date as EDTF or in words that mean one; gives EDTF."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            bounds(text)
            return text
        except DateNotUnderstood:
            pass
        try:
            return from_words(text)
        except DateNotUnderstood as error:
            raise forms.ValidationError(
                f"“{text}” is no date the register can read. Write it as {DATE_FORMS}."
            ) from error


class DatedForm(PlainForm):
    """A form about something that happened on a day: date, words as written, and the token of the form."""

    on = forms.CharField(
        label="Date",
        required=False,
        max_length=60,
        help_text="When it happened: 21/04/2016, April 2016, 2016 or autumn 2016. "
        "Leave this and the words empty for today.",
    )
    on_words = forms.CharField(
        label="Date, words as written",
        required=False,
        max_length=200,
        help_text="As the paper says it, for example “autumn 2016”. Alone it is enough where it names a date.",
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    vague_names: tuple[str, ...] = ("on",)
    #: What a door calls a fact that several fields make up: its sentence begins with it, and the field says it already.
    fact_labels: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())
        if self.is_bound:
            fill_vague_dates(self, list(self.vague_names))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_vague_dates(self, list(self.vague_names))
        if not cleaned.get("on") and not cleaned.get("on_words") and "on" not in self.errors:
            cleaned["on"] = timezone.localdate().isoformat()
        for name in self.vague_names:
            value = cleaned.get(name)
            try:
                bounds(value or "")
            except DateNotUnderstood as error:
                self.add_error(name, str(error))
        return cleaned

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show the door’s sentence at the first field it names, else above the form."""
        for name in names:
            for field in self.fields:
                if field == name or field.startswith(f"{name}_"):
                    called = (self.fields[field].label, self.fact_labels.get(name))
                    told = next(
                        (t for label in called if (t := sentence.removeprefix(f"{label}: ")) != sentence), sentence
                    )
                    self.add_error(field, told)
                    return
        self.add_error(None, sentence)


class ReminderForm(DatedForm):
    """Somebody was reminded of what is waited for: when, how, in which words."""

    means = forms.ChoiceField(label="How", choices=[("", "Choose"), *ReminderMeans.choices])
    to = forms.CharField(label="To whom", required=False, max_length=200, help_text="A role or mailbox.")
    words = forms.CharField(label="Words", widget=text_area(14), help_text="What was sent or said.")


class ReasonForm(PlainForm):
    """A reason alone, as taking back what was recorded asks for."""

    reason = forms.CharField(label="Reason", widget=text_area(), help_text="Kept and shown.")

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show the door’s sentence at the field it names, else above the form."""
        self.add_error("reason" if "reason" in tuple(names) else None, sentence.removeprefix("Reason: "))


def form_page(request: HttpRequest, record: Any, record_url: str, title: str, **context: Any) -> HttpResponse:
    """A form about a record in the admin’s frame; `form.groups` names its parts: heading, hint, fields."""
    form = context["form"]
    groups = [
        {"legend": legend, "hint": hint, "fields": [form[name] for name in names], "is_short": legend[:6] == "Figure"}
        for legend, hint, names in form.groups
    ]
    frame = admin.site.each_context(request)
    own = {"title": title, "record": record, "record_url": record_url, "opts": record._meta, "groups": groups}
    return TemplateResponse(request, "admin/register/event.html", {**frame, **own, **context})
