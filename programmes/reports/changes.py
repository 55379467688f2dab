"""The history of a record in words: who changed what, from what to what, when and why."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from programmes.dates import in_words
from programmes.fields import EdtfField
from programmes.history import Record, Reference
from programmes.models import User
from programmes.reading import WITHHELD, Reader

#: Saving a record's lists of others writes a second history row right after the first.
_SAME_MOMENT = dt.timedelta(seconds=2)
_SILENT = {"id", "reference", "version", "answers"}


@dataclass(frozen=True)
class ChangedField:
    """One field that changed, before and after in words; empty stays empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of a record, as templates/includes/change_list.html shows it."""

    when: str
    title: str
    by: str
    reason: str
    lines: tuple[ChangedField, ...] = field(default_factory=tuple)


def moment_words(at: dt.datetime) -> str:
    """A moment in words: “22 November 2026 at 18:45”."""
    local = timezone.localtime(at)
    return f"{in_words(local.date().isoformat())} at {local:%H:%M}"


def changes_of(record: Record, reader: Reader) -> list[Change]:
    """The changes of a record, the newest first, in a number of queries that its history does not move."""
    rows = list(
        type(record)
        .history.filter(id=record.pk)  # type: ignore[attr-defined]
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    fields = _fields(type(record), reader)
    versions = _versions(type(record), rows, fields)
    words = _Words(fields, versions, reader)
    found: list[Change] = []
    before: dict[str, Any] | None = None
    for start, end in _groups(rows, versions, fields):
        last, now = rows[start], versions[end]
        lines = words.lines(before, now) if before is not None else ()
        reasons = dict.fromkeys(r.history_change_reason for r in rows[start : end + 1] if r.history_change_reason)
        if before is None or lines or reasons or last.history_type == "-":
            found.append(
                Change(
                    when=moment_words(last.history_date),
                    title={"+": "Recorded", "-": "Deleted"}.get(last.history_type, "Changed"),
                    by=str(last.history_user) if last.history_user else "",
                    reason=" ".join(reasons),
                    lines=lines,
                )
            )
        before = now
    return found[::-1]


def _fields(model: type[Record], reader: Reader) -> list[models.Field]:
    """The fields whose changes are told: companions of a vague date go with it, internal notes only to who reads them."""
    dates = [f.name for f in model._meta.concrete_fields if isinstance(f, EdtfField)]
    companions = {f"{name}_{end}" for name in dates for end in ("words", "earliest", "latest")}
    hidden = companions | _SILENT | (set() if reader.reads_notes else set(model.INTERNAL_FIELDS))
    told = [f for f in model._meta.concrete_fields if f.name not in hidden and _is_told(f)]
    return told + list(getattr(model, "_history_m2m_fields", []))


def _is_told(field: models.Field) -> bool:
    if not isinstance(field, models.ForeignKey):
        return True
    return issubclass(field.related_model, Record | User)


def _versions(model: type[Record], rows: list[Any], fields: list[models.Field]) -> list[dict[str, Any]]:
    """The values of each history row: plain values, keys of records, tuples of keys, dates as (EDTF, words)."""
    lists: dict[str, dict[int, list[int]]] = {}
    for f in fields:
        if isinstance(f, models.ManyToManyField) and rows:
            through = getattr(rows[0], f.name).model
            lists[f.name] = {}
            pairs = through.objects.filter(history_id__in=[r.history_id for r in rows])
            for history_id, key in pairs.values_list("history_id", f"{f.m2m_reverse_field_name()}_id"):
                lists[f.name].setdefault(history_id, []).append(key)
    found = []
    for row in rows:
        values: dict[str, Any] = {}
        for f in fields:
            if f.name in lists:
                values[f.name] = tuple(sorted(lists[f.name].get(row.history_id, [])))
            elif isinstance(f, EdtfField):
                values[f.name] = (getattr(row, f.name), getattr(row, f"{f.name}_words"))
            else:
                values[f.name] = getattr(row, f.attname)
        found.append(values)
    return found


def _groups(rows: list[Any], versions: list[dict[str, Any]], fields: list[models.Field]) -> list[tuple[int, int]]:
    """First and last index of the rows that one save wrote."""
    plain = [f.name for f in fields if not isinstance(f, models.ManyToManyField)]
    found: list[tuple[int, int]] = []
    for i, row in enumerate(rows):
        if found:
            start, end = found[-1]
            same_values = all(versions[end][name] == versions[i][name] for name in plain)
            soon = row.history_date - rows[end].history_date <= _SAME_MOMENT
            if same_values and soon and row.history_type == "~" and row.history_user_id == rows[end].history_user_id:
                found[-1] = (start, i)
                continue
        found.append((i, i))
    return found


class _Words:
    """The words of values, with the names of all records they mention read at once."""

    def __init__(self, fields: list[models.Field], versions: list[dict[str, Any]], reader: Reader) -> None:
        self.fields = fields
        self.names = _names([f for f in fields if f.is_relation], versions, reader)

    def lines(self, before: dict[str, Any], after: dict[str, Any]) -> tuple[ChangedField, ...]:
        """What differs between two versions."""
        found = []
        for f in self.fields:
            if before[f.name] != after[f.name]:
                label = str(f.verbose_name)
                found.append(
                    ChangedField(label[:1].upper() + label[1:], self.say(f, before[f.name]), self.say(f, after[f.name]))
                )
        return tuple(found)

    def say(self, f: models.Field, value: Any) -> str:
        """A value in words; the empty one as nothing."""
        if isinstance(f, EdtfField):
            return value[1] or in_words(value[0])
        if isinstance(f, models.ManyToManyField):
            return ", ".join(self.names[f.related_model].get(key, str(key)) for key in value)
        if value is None or value == "":
            return ""
        if f.is_relation:
            return self.names[_related(f)].get(value, str(value))
        if f.choices:
            return str(dict(f.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, dt.datetime):
            return moment_words(value)
        return in_words(value.isoformat()) if isinstance(value, dt.date) else str(value)


def _related(f: models.Field) -> type[models.Model]:
    """The model a key names."""
    assert f.related_model is not None
    return f.related_model


def _names(
    fields: list[models.Field], versions: list[dict[str, Any]], reader: Reader
) -> dict[type[models.Model], dict[int, str]]:
    """The names of every record and user mentioned, by model and key; each model is asked once, the index once."""
    keys: dict[type[models.Model], set[int]] = {}
    for f in fields:
        for values in versions:
            value = values[f.name]
            mentioned_keys = value if isinstance(value, tuple) else (value,)
            keys.setdefault(_related(f), set()).update(key for key in mentioned_keys if key is not None)
    names: dict[type[models.Model], dict[int, str]] = {}
    codes: dict[type[models.Model], dict[int, str]] = {}
    for model, wanted in keys.items():
        rows = model._base_manager.filter(pk__in=wanted) if wanted else model._base_manager.none()
        if issubclass(model, Record):
            codes[model] = dict(rows.values_list("pk", "reference"))
        else:
            names[model] = {row.pk: str(row) for row in rows}
    mentioned = Reference.objects.filter(code__in=[code for found in codes.values() for code in found.values()])
    titles = {row.code: row.title if row.marking in reader.markings else WITHHELD for row in mentioned}
    for model, found in codes.items():
        names[model] = {key: titles.get(code, code) for key, code in found.items()}
    return names
