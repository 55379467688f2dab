"""Rows of long lists: only what a list shows is read, and records that many rows name are made once.

A page of fifty cases as model objects is some five hundred objects of twenty fields each; as rows it is one query of a
dozen columns and one for the forces. A table says what it reads in `reads`; a part before `__` is a record the row
names (or several), of which only the named field, reference and marking are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import ExpressionWrapper, F
from django.db.models.query import QuerySet, ValuesListIterable

from programmes.statements import Prepared

BATCH = 1000
_ALWAYS = ("id", "reference", "marking")


class Row:
    """What a list shows of one record; attributes are named as those of the record."""

    pk: int


class Several(tuple[Any, ...]):
    """The records that a row names in one of its many-to-many fields."""

    def all(self) -> Several:
        """As a related manager has it."""
        return self


@dataclass(frozen=True)
class Plan:
    """Which fields are the row's own, and which belong to one record or several that it names."""

    own: tuple[str, ...]
    one: dict[str, tuple[str, ...]] = field(default_factory=dict)
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, model: type[models.Model], reads: tuple[str, ...]) -> Plan:
        """Sort the names that a table reads; raises ImproperlyConfigured where a named record is marked through another."""
        plan = cls(tuple(name for name in reads if "__" not in name))
        for path in reads:
            name, _, column = path.partition("__")
            if not column:
                continue
            relation: Any = model._meta.get_field(name)
            if getattr(relation.related_model, "MARKED_THROUGH", ()):
                raise ImproperlyConfigured(f"{name} is marked through another record and cannot be read as a row.")
            kind = plan.several if relation.many_to_many else plan.one
            kind[name] = (*kind.get(name, _ALWAYS), column)
        return plan

    def columns(self) -> list[str]:
        """What one query reads for each row, the primary key first."""
        return ["pk", *self.own, *(f"{name}__{column}" for name, columns in self.one.items() for column in columns)]


class RowIterable(ValuesListIterable):
    """Gives rows for the values of a queryset; what rows name in many-to-many fields is read a batch at a time."""

    plan: ClassVar[Plan]

    def __iter__(self) -> Iterator[Row]:
        made: dict[tuple[str, int], Any] = {}
        values = iter(super().__iter__())
        while rows := [self._row(one, made) for one in islice(values, BATCH)]:
            for name, columns in self.plan.several.items():
                self._read_several(name, columns, rows, made)
            yield from rows

    def _row(self, values: tuple[Any, ...], made: dict[tuple[str, int], Any]) -> Row:
        plan, row = self.plan, Row()
        row.pk, *rest = values
        held = row.__dict__
        held.update(zip(plan.own, rest, strict=False))
        start = len(plan.own)
        for name, columns in plan.one.items():
            end = start + len(columns)
            held[name] = self._named(name, columns, rest[start:end], made)
            start = end
        return row

    def _named(self, name: str, columns: tuple[str, ...], values: Any, made: dict[tuple[str, int], Any]) -> Any:
        """The record of a name, made when first met; None where the row names none."""
        pk = values[0]
        if pk is None:
            return None
        if (name, pk) not in made:
            kind: Any = self.queryset.model._meta.get_field(name).related_model
            made[name, pk] = kind.from_db(self.queryset.db, columns, values)
        return made[name, pk]

    def _read_several(
        self, name: str, columns: tuple[str, ...], rows: list[Row], made: dict[tuple[str, int], Any]
    ) -> None:
        found: dict[int, list[Any]] = {row.pk: [] for row in rows}
        for row_pk, *values in _pairs(self.queryset.model, name, columns).rows(list(found)):
            key = (name, values[0])
            found[row_pk].append(made[key] if key in made else self._named(name, columns, values, made))
        for row in rows:
            setattr(row, name, Several(found[row.pk]))


@cache
def _pairs(model: Any, name: str, columns: tuple[str, ...]) -> Prepared:
    """The records that rows name in a many-to-many field: for each the key of the row and the columns read, in order."""
    relation: Any = model._meta.get_field(name)
    through, owner, other = relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()
    ordering = [f"{other}__{column}" for column in relation.related_model._meta.ordering]
    read = (f"{owner}_id", *(f"{other}__{column}" for column in columns))

    def of(*keys: Any) -> QuerySet[Any, Any]:
        # The key as a number: a relation’s own “in” takes no places.
        rows = through._base_manager.alias(of_row=ExpressionWrapper(F(f"{owner}_id"), models.BigIntegerField()))
        return rows.filter(of_row__in=keys).order_by(*ordering).values_list(*read)

    return Prepared(of)


def as_rows(queryset: QuerySet[Any], reads: tuple[str, ...]) -> QuerySet[Any]:
    """The queryset, giving rows with the fields named instead of records."""
    plan = Plan.of(queryset.model, reads)
    rows: Any = queryset.values_list(*plan.columns())
    rows._iterable_class = type("Rows", (RowIterable,), {"plan": plan})
    return rows
