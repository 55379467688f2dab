"""Editing a record: one version at a time, vague dates in two boxes, and the reason for a change.

`VersionedForm` is the base of every form that changes a record, in the admin and elsewhere. It carries the version
the person opened; when somebody else has saved since, the save is refused and both versions stand side by side:
what was typed, what is stored now, by whom and when. Nothing typed is lost: for each field the person takes the
one or the other and saves again on top of the newest version.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from programmes.dates import DateNotUnderstood, bounds, from_words
from programmes.fields import EdtfField
from programmes.history import StaleRecord
from programmes.plain_forms import PlainModelForm
from programmes.reference_fields import ReferenceChoiceField

YOURS, STORED = "yours", "stored"
#: What a person reads where the words of a date cannot be placed in time.
DATE_FORMS = "21/04/2016, April 2016, 2016, autumn 2016 or 1 April 2017 to 31 March 2020"


@dataclass(frozen=True)
class FieldChoice:
    """One field of a record changed by two people: as opened, as typed, as stored now, and which is taken."""

    field: str
    yours: str
    stored: str
    differs: bool
    name: str = ""
    take: str = STORED


@dataclass(frozen=True)
class Conflict:
    """A refused save: the record, who saved it in between and when, and its fields side by side."""

    record: Any
    stored_by: str
    stored_at: str
    rows: tuple[FieldChoice, ...]

    @property
    def sentence(self) -> str:
        """What the person reads."""
        who = self.stored_by or "Somebody else"
        when = f" on {self.stored_at}" if self.stored_at else ""
        return (
            f"Not saved: {who} changed {self.record}{when}, after you opened it. "
            "Nothing you typed is lost. Choose for each field which words to keep, then save again."
        )


def vague_dates(model: type[models.Model]) -> list[str]:
    """The names of a model’s vague dates."""
    return [f.name for f in model._meta.get_fields() if isinstance(f, EdtfField)]


def fill_vague_dates(form: Any, names: list[str]) -> None:
    """Of a bound form: put the EDTF value of words such as “autumn 2016” into an empty or wordy date box.

    Words that name no date are left; `check_vague_dates` says so.
    """
    for name in names:
        key, words_key = form.add_prefix(name), form.add_prefix(f"{name}_words")
        typed = str(form.data.get(key) or "").strip()
        words = str(form.data.get(words_key) or "").strip()
        for text in filter(None, (typed, "" if typed else words)):
            try:
                bounds(text)
                continue
            except DateNotUnderstood:
                pass
            try:
                understood = from_words(text)
            except DateNotUnderstood:
                continue
            form.data = form.data.copy()
            form.data[key] = understood


def check_vague_dates(form: forms.BaseForm, names: list[str]) -> None:
    """Add an error to each date whose words name no date, unless those words stood so before."""
    for name in names:
        words = form.cleaned_data.get(f"{name}_words", "")
        changed = f"{name}_words" in form.changed_data or name in form.changed_data
        if words and changed and not form.cleaned_data.get(name) and name not in form.errors:
            form.add_error(
                name,
                f"The words “{words}” name no date by themselves. Give the date they mean as {DATE_FORMS}.",
            )


class VersionedForm(PlainModelForm):
    """A form on a record that refuses to overwrite what somebody else saved in the meantime."""

    opened_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    data: Any

    #: A sentence from a save the database refused; set by the view on its second pass.
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        self.dates = [name for name in vague_dates(self._meta.model) if name in self.fields]
        self._required_dates = [name for name in self.dates if self.fields[name].required]
        for name in self._required_dates:
            self.fields[name].required = False  # the words alone are enough; clean() asks for one of the two
        if self.instance.pk is None:
            self.fields["opened_version"].widget.attrs["disabled"] = True
            self.fields["opened_version"].disabled = True
        else:
            self.initial["opened_version"] = self.instance.version
            self._name_chosen_records()
        self.before: Any = None
        if self.is_bound:
            self._take_stored_where_asked()
            self._follow_where_untouched()
            fill_vague_dates(self, self.dates)

    def _name_chosen_records(self) -> None:
        """Hand records already read to their search boxes, so that none is read again to be named."""
        for name, field in self.fields.items():
            if not isinstance(field, ReferenceChoiceField):
                continue
            if self.instance._meta.get_field(name).is_cached(self.instance):
                self.initial[name] = getattr(self.instance, name)

    # What stands on the page --------------------------------------------------------------------------------------

    @property
    def own_fields(self) -> list[str]:
        """The fields that belong to the record itself."""
        extra = ("opened_version", "change_reason")
        kept = ("id", "DELETE")
        return [
            name
            for name, field in self.fields.items()
            if name not in extra and name not in kept and not isinstance(field, forms.models.InlineForeignKeyField)
        ]

    def take_name(self, name: str) -> str:
        """The name of the choice between the two versions of a field."""
        return self.add_prefix(f"take_{name}")

    @property
    def changed_own_fields(self) -> list[str]:
        """The record’s own fields that this form changes."""
        return [name for name in self.changed_data if name in self.own_fields]

    # Before cleaning ----------------------------------------------------------------------------------------------

    def _posted_version(self) -> int | None:
        posted = str(self.data.get(self.add_prefix("opened_version")) or "")
        return int(posted) if posted.isdigit() and len(posted) < 10 else None

    def _value_posted(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _put(self, name: str, value: Any) -> None:
        """Make the bound data say `value` for a field, as its widget would have sent it."""
        field, key = self.fields[name], self.add_prefix(name)
        value = field.prepare_value(value() if callable(value) else value)
        widget = field.widget
        self.data.pop(key, None)
        if isinstance(widget, forms.CheckboxInput):
            if value:
                self.data[key] = "on"
        elif getattr(widget, "allow_multiple_selected", False):
            self.data.setlist(key, [str(v) for v in value or []])
        elif isinstance(widget, forms.Select):
            self.data[key] = "" if value is None else str(value)
        else:
            self.data[key] = widget.format_value(value) or ""

    def _take_stored_where_asked(self) -> None:
        asked = [n for n in self.own_fields if self.data.get(self.take_name(n)) == STORED]
        if asked and self.instance.pk is not None:
            self.data = self.data.copy()
            for name in asked:
                self._put(name, self.get_initial_for_field(self.fields[name], name))

    def _follow_where_untouched(self) -> None:
        """When nothing was typed into a form opened at an older version, it simply shows the newest."""
        opened = self._posted_version()
        if self.instance.pk is None or opened is None or opened >= self.instance.version:
            return
        self.before = as_it_was(self.instance, opened, self.own_fields)
        if self.before is None or self._touched():
            return
        self.data = self.data.copy()
        for name in self.own_fields:
            self._put(name, self.get_initial_for_field(self.fields[name], name))
        self.data[self.add_prefix("opened_version")] = str(self.instance.version)

    def _touched(self) -> list[str]:
        """The fields in which what was typed differs from what the person was shown."""
        assert self.before is not None
        return [n for n in self.own_fields if self.fields[n].has_changed(self.before.get(n), self._value_posted(n))]

    # Cleaning -----------------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self._required_dates:
            if not cleaned.get(name) and not cleaned.get(f"{name}_words") and name not in self.errors:
                self.add_error(name, f"Give the date as {DATE_FORMS}.")
        check_vague_dates(self, self.dates)
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        if self.instance.pk is not None:
            opened = cleaned.get("opened_version")
            if opened is None:
                raise ValidationError("This form came without its version. Reload the page and try again.")
            if opened != self.instance.version:
                self.conflict = self._make_conflict(cleaned)
                self.data = self.data.copy()
                self.data[self.add_prefix("opened_version")] = str(self.instance.version)
                raise ValidationError(self.conflict.sentence, code="stale")
        return cleaned

    def _make_conflict(self, cleaned: dict[str, Any]) -> Conflict:
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        touched = self._touched() if self.before is not None else self.changed_own_fields
        rows = []
        for name in self.own_fields:
            field = self.fields[name]
            yours = in_words(field, cleaned[name] if name in cleaned else self._value_posted(name))
            now = in_words(field, _stored_value(stored, name, self))
            rows.append(
                FieldChoice(
                    field=str(field.label or name),
                    yours=yours,
                    stored=now,
                    differs=yours != now,
                    name=self.take_name(name),
                    take=YOURS if name in touched else STORED,
                )
            )
        by, at = last_change(self.instance)
        return Conflict(str(stored), by, at, tuple(rows))

    def refuse_as_stale(self) -> None:
        """Show both versions after a save lost a race: read the record again and clean anew."""
        self.instance.refresh_from_db()
        self.initial.update(forms.model_to_dict(self.instance, self._meta.fields, self._meta.exclude))
        self._errors = None
        self.before = as_it_was(self.instance, self._posted_version() or 0, self.own_fields)
        self.full_clean()

    def save(self, commit: bool = True) -> Any:
        self.instance._change_reason = self.cleaned_data.get("change_reason") or None
        return super().save(commit)

    def save_or_refuse(self) -> bool:
        """Save; False when somebody else saved in the last moment (then the form holds the conflict)."""
        try:
            with transaction.atomic():
                self.save()
        except StaleRecord:
            self.refuse_as_stale()
            return False
        return True


#: The longest reason a person may type, in characters; what needs more belongs into the record or a document.
REASON_LENGTH = 2000


def check_reason_length(reason: str) -> None:
    """Raise ValidationError for a reason over the limit. The box itself has no maxlength: it would cut a pasted text."""
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            f"This reason has {len(reason):,} characters; the history keeps at most {REASON_LENGTH:,}. Shorten it.",
            code="max_length",
        )


class ReasonedForm(VersionedForm):
    """A versioned form with the optional reason for the change, kept in the record’s history."""

    change_reason = forms.CharField(
        label="Reason for the change",
        required=False,
        validators=[check_reason_length],
        help_text="Kept in the record’s history, beside what changed. Leave empty when there is nothing to add.",
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["change_reason"].widget = forms.HiddenInput()
            self.fields["change_reason"].disabled = True


def as_it_was(record: Any, version: int, names: list[str]) -> dict[str, Any] | None:
    """The fields of a record as they stood at an earlier version, as a form’s initial values; None if not kept."""
    history = getattr(record, "history", None)
    past = history.filter(version=version).order_by("history_date", "history_id").last() if history else None
    if past is None:
        return None
    values: dict[str, Any] = {}
    for name in names:
        try:
            field = record._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.many_to_many:
            far = field.m2m_reverse_field_name()
            rows = getattr(past, name).all() if hasattr(past, name) else ()
            values[name] = [getattr(row, f"{far}_id") for row in rows]
        else:
            values[name] = getattr(past, field.attname)
    return values


def last_change(record: Any) -> tuple[str, str]:
    """Who changed a record last, and when, in words; empty where the history does not say."""
    past = record.history.select_related("history_user").order_by("history_date", "history_id").last()
    if past is None:
        return "", ""
    at = timezone.localtime(past.history_date)
    return str(past.history_user or ""), f"{date_format(at, 'j F Y')} at {date_format(at, 'H:i')}"


def _stored_value(stored: Any, name: str, form: VersionedForm) -> Any:
    try:
        field = stored._meta.get_field(name)
    except FieldDoesNotExist:
        return form.get_initial_for_field(form.fields[name], name)
    return getattr(stored, name).all() if field.many_to_many else getattr(stored, name)


def in_words(field: forms.Field, value: Any) -> str:
    """A field’s value as a reader would say it: a choice by its label, a record by its name, a date in full."""
    if value is None or value == "":
        return ""
    if isinstance(value, models.QuerySet | list | tuple | set):
        return ", ".join(sorted(str(v) for v in value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(value, "year"):
        return date_format(value, "j F Y")
    if isinstance(field, forms.ChoiceField | forms.TypedChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(value)
