"""The fixture files of the record: rows as written, with the file each stands in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.db import models

from programmes.history import Record

#: Keys of a row that are not fields of its model.
_OWN_KEYS = {"model", "reference", "cites", "paragraphs"}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which `on` and `no` are words and a date stays as written; true and false are the only booleans."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp") and first not in "yYnNoO"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class RecordFault(Exception):
    """The fixture files cannot be loaded; each problem names file, reference and field."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(eq=False)
class Row:
    """One record as a fixture file has it."""

    file: str
    model: type[models.Model]
    reference: str
    values: dict[str, Any]
    cites: list[dict[str, str]] = field(default_factory=list)
    paragraphs: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_record(self) -> bool:
        return issubclass(self.model, Record)

    @property
    def place(self) -> str:
        """File and reference, the way an error names them."""
        name = self.reference or f"{self.model._meta.verbose_name} of {parent_words(self)}"
        return f"{self.file}: {name}"


@dataclass(frozen=True)
class EventKey:
    """A row without a reference: the record it belongs to, and its number there."""

    model: type[models.Model]
    parent: str
    seq: int


def parent_field(model: type[models.Model]) -> models.ForeignKey:
    """The key of an append-only model that says what it is a row of: its first, but for who recorded it."""
    keys = (f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.name != "recorded_by")
    return next(keys)


def event_key(model: type[models.Model], value: Any) -> EventKey:
    """The key that `{case: CASE-1, seq: 3}` or `CASE-1 event 3` names. Raises ValueError when it names none."""
    if isinstance(value, dict) and "seq" in value:
        parents = [v for k, v in value.items() if k != "seq"]
        if len(parents) == 1:
            return EventKey(model, str(parents[0]), int(value["seq"]))
    elif isinstance(value, str) and " event " in value:
        parent, _, seq = value.partition(" event ")
        return EventKey(model, parent, int(seq))
    raise ValueError(f"“{value}” names no event; write {{case: CASE-1, seq: 3}}.")


def parent_words(row: Row) -> str:
    """The parent of a row without a reference, as written."""
    parent = row.values[parent_field(row.model).name]
    if isinstance(parent, EventKey):
        return f"{parent.parent} {parent.seq}"
    return f"{parent} {row.values['seq']}" if "seq" in row.values else str(parent)


def read(folder: Path | None = None) -> list[Row]:
    """All rows of `sources/*.yaml`, then of `record/*.yaml`, in the order of their files.

    Raises RecordFault when a file is not YAML, or a row names no model or has keys that its model has not.
    """
    folder = folder or settings.BASE_DIR / "fixtures"
    rows: list[Row] = []
    problems: list[str] = []
    for path in [*sorted(folder.glob("sources/*.yaml")), *sorted(folder.glob("record/*.yaml"))]:
        name = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
        try:
            found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or []  # noqa: S506 (a safe loader)
        except yaml.YAMLError as error:
            problems.append(f"{name}: this is not YAML: {' '.join(str(error).split())}")
            continue
        for given in found:
            try:
                rows.append(_row(name, given))
            except (LookupError, ValueError) as error:
                problems.append(f"{name}: {given.get('reference') or given.get('model', 'a row')}: {error}")
    if problems:
        raise RecordFault(problems)
    return rows


def _row(file: str, given: dict[str, Any]) -> Row:
    model = apps.get_model(given.get("model", ""))
    values = {k: v for k, v in given.items() if k not in _OWN_KEYS}
    reference = given.get("reference", "")
    if issubclass(model, Record):
        prefix, _, number = reference.rpartition("-")
        if prefix != model.PREFIX or not number.isdigit():
            raise ValueError(f"reference: give {model.PREFIX}- and a number.")
        if "marking" not in values:
            raise ValueError("marking: say public, internal or sensitive.")
    else:
        values = _event_values(model, values)
    unknown = set(values) - {f.name for f in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    if unknown:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        found = model._meta.get_field(name)
        if isinstance(found, models.ForeignKey) and value and not issubclass(found.related_model, Record):
            try:
                values[name] = event_key(found.related_model, value)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
    return Row(file, model, reference, values, given.get("cites") or [], given.get("paragraphs") or [])


def _event_values(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """A row of an event (such as a position) may name it as `case: CASE-1` and `seq: 3` in place of `event:`."""
    parent = parent_field(model)
    names = {f.name for f in model._meta.concrete_fields}
    if "seq" in values and "seq" not in names:
        above = parent_field(parent.related_model)
        reference = values.pop(above.name, None) or values.pop(parent.name, None)
        values[parent.name] = {above.name: reference, "seq": values.pop("seq")}
    if parent.name not in values:
        raise ValueError(f"{parent.name}: say what this is a row of.")
    return values


def key_fields(row: Row) -> Iterator[tuple[models.ForeignKey | models.ManyToManyField, Any]]:
    """The relations a row fills in, each with one value as written (several for a list)."""
    for name, value in row.values.items():
        found = row.model._meta.get_field(name)
        if isinstance(found, models.ForeignKey) and value not in (None, ""):
            yield found, value
        elif isinstance(found, models.ManyToManyField):
            for one in value or []:
                yield found, one
