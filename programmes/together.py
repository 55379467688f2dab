"""Rows of unlike querysets in one query: what a page reads little of, it need not ask for one by one."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast

from programmes import statements

#: What a column may hold, and the field that says so to both databases.
_KINDS: dict[str, models.Field] = {
    "whole": models.BigIntegerField(),
    "date": models.DateField(),
    "moment": models.DateTimeField(),
    "flag": models.BooleanField(),
    "text": models.TextField(),
}


class Part(NamedTuple):
    """A queryset and the names of what is read of each row."""

    rows: Any
    names: Sequence[str]


def row_of(names: Sequence[str], values: Sequence[Any]) -> Any:
    """One row, with attributes named as those of its record."""
    return SimpleNamespace(**dict(zip(names, values, strict=True)))


def together(parts: Mapping[str, Part]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each part, in no order: one UNION ALL, each part’s columns put beside those of their kind."""
    union, places = _united(parts)
    return _shared_out(union, places)


#: Where the columns of each part stand in a kept statement, by its key.
_places: dict[Hashable, dict[str, list[int]]] = {}


def kept_together(
    key: Hashable, parts: Callable[..., Mapping[str, Part]], values: Sequence[Any] = ()
) -> dict[str, list[tuple[Any, ...]]]:
    """As `together`, put together once for a key that says all it rests on (programmes/statements.py)."""

    def make(*places: Any) -> Any:
        union, _places[key] = _united(parts(*places))
        return union

    read = statements.rows(key, make, values)
    return _shared_out(read, _places[key])


def _united(parts: Mapping[str, Part]) -> tuple[Any, dict[str, list[int]]]:
    """All parts as one, and where each has its columns."""
    kinds = {of: [_kind(part.rows, name) for name in part.names] for of, part in parts.items()}
    columns = [(kind, place) for kind in _KINDS for place in range(max(found.count(kind) for found in kinds.values()))]
    selected = [_select(of, part, kinds[of], columns) for of, part in parts.items()]
    places = {of: [columns.index(slot) + 1 for slot in _slots(kinds[of])] for of in parts}
    return selected[0].union(*selected[1:], all=True), places


def _shared_out(rows: Any, places: Mapping[str, list[int]]) -> dict[str, list[tuple[Any, ...]]]:
    read: dict[str, list[tuple[Any, ...]]] = {of: [] for of in places}
    for row in rows:
        read[row[0]].append(tuple(row[place] for place in places[row[0]]))
    return read


def _slots(kinds: Sequence[str]) -> list[tuple[str, int]]:
    """For each column of a part its kind, and how many of that kind come before it."""
    return [(kind, kinds[:number].count(kind)) for number, kind in enumerate(kinds)]


def _select(of: str, part: Part, kinds: Sequence[str], columns: Sequence[tuple[str, int]]) -> Any:
    """One part with all columns, those that it lacks empty; PostgreSQL asks the kind of an empty one too."""
    filled = dict(zip(_slots(kinds), part.names, strict=True))
    given: dict[str, Any] = {"part_of": Value(of, output_field=models.TextField())}
    for kind, place in columns:
        name = filled.get((kind, place))
        given[f"{kind}_{place}"] = F(name) if name else Cast(Value(None), _KINDS[kind])
    return part.rows.order_by().annotate(**given).values_list(*given)


def _kind(rows: Any, path: str) -> str:
    """The kind of what a name leads to: a field, one of a related record, or something computed with the rows."""
    if path in rows.query.annotations:
        field = rows.query.annotations[path].output_field
    else:
        model = rows.model
        *through, name = path.split("__")
        for step in through:
            model = model._meta.get_field(step).related_model
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    match field.get_internal_type():
        case "DateField":
            return "date"
        case "DateTimeField":
            return "moment"
        case "BooleanField":
            return "flag"
        case "CharField" | "TextField":
            return "text"
    return "whole"
