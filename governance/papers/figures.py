"""Bound figures: which values of which records may stand in a report, what they are now, and whether they changed.

A figure is named by its record and field, “SAV-7.words”. Its words are the record’s own, with their hedge.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from governance.models import Decision, Meeting, ReportFigure
from programmes.fields import EdtfField, vague
from programmes.history import Record
from programmes.models import Agreement, Funding, Programme
from programmes.navigation import prefix_of, reference_url
from workstreams.models import Milestone, SavingsFigure

#: The records whose values may be bound, and the fields that hold them.
BINDABLE: dict[type[Record], tuple[str, ...]] = {
    SavingsFigure: ("words", "period"),
    Funding: ("words", "agreed", "period"),
    Milestone: ("baseline", "forecast", "actual"),
    Meeting: ("held",),
    Agreement: ("signed", "starts", "ends"),
    Programme: ("starts", "ends", "funded_until"),
    Decision: ("decided",),
}
MODELS: dict[str, type[Record]] = {model.PREFIX: model for model in BINDABLE}


def value(record: Any, field: str) -> str:
    """A field of a record in words; a vague date as its source writes it."""
    if isinstance(record._meta.get_field(field), EdtfField):
        return str(vague(record, field))
    return str(getattr(record, field))


def split(key: str) -> tuple[str, str]:
    """The reference and the field that a key names."""
    reference, _, field = key.partition(".")
    return reference, field


def may_bind(key: str) -> bool:
    """Whether a key names a value that may stand in a report."""
    reference, field = split(key)
    model = MODELS.get(prefix_of(reference))
    return model is not None and field in BINDABLE[model]


def records_of(references: Iterable[str]) -> dict[str, Any]:
    """The records of several references, in one query for each kind of record; what is not there is left out."""
    models = {m.PREFIX: m for m in apps.get_models() if issubclass(m, Record) and m.PREFIX}
    by_prefix: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        by_prefix[prefix_of(reference)].add(reference)
    found = {}
    for prefix in sorted(by_prefix.keys() & models.keys()):
        rows = models[prefix]._base_manager.filter(reference__in=by_prefix[prefix])
        found.update({row.reference: row for row in rows})
    return found


def values(keys: Iterable[str]) -> dict[str, str]:
    """What the records say now, by key; a key whose record or field is not there is left out."""
    wanted = [key for key in keys if may_bind(key)]
    records = records_of(split(key)[0] for key in wanted)
    found = {}
    for key in wanted:
        reference, field = split(key)
        if reference in records:
            found[key] = value(records[reference], field)
    return found


@dataclass(frozen=True)
class BoundFigure:
    """A figure of a report: its words as drafted, what the record says now, and what was done about a difference."""

    reference: str
    key: str
    words: str
    now: str | None
    kept_against: str = ""
    kept_reason: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the record says something else now, and nobody has kept these words against just that."""
        return self.now is None or (self.now != self.words and not self.is_kept)

    @property
    def is_kept(self) -> bool:
        """Whether these words were kept for a reason against what the record says now."""
        return bool(self.kept_reason) and self.now != self.words and self.now == self.kept_against

    @property
    def record(self) -> str:
        return split(self.key)[0]

    @property
    def url(self) -> str:
        """The address of the record that the figure comes from."""
        return reference_url(self.record)

    @property
    def changed_words(self) -> str:
        """What the reader is told: “changed since drafted: was X, now Y”."""
        if self.now is None:
            now = f"{self.record} is not in the register"
        else:
            now = f"“{self.now}”" if self.now else "not recorded"
        return f"changed since drafted: was “{self.words}”, now {now}"


def bound(rows: Iterable[ReportFigure]) -> dict[str, BoundFigure]:
    """The figures of a report by key, beside what their records say now."""
    rows = list(rows)
    now = values(row.key for row in rows)
    return {
        row.key: BoundFigure(row.reference, row.key, row.words, now.get(row.key), row.kept_against, row.kept_reason)
        for row in rows
    }
