"""Many counts in one query: each part of a page counts its rows by a key, and all are put together."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DateField, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from programmes import statements


@dataclass(frozen=True)
class Part:
    """Rows to count, and by what: up to four texts; besides a sum in whole numbers and a day, both made of many rows."""

    rows: Any
    by: tuple[Any, ...] = ()
    total: Any = None
    day: Any = None


class Tally(NamedTuple):
    """One line of a part: how many rows have these texts, what they come to, and their day."""

    by: tuple[str, ...]
    number: int
    total: int | None
    day: dt.date | None


_TEXTS = 4


#: By how many texts each part of a kept statement is counted, by its key.
_texts: dict[Hashable, dict[str, int]] = {}


def tallies(key: Hashable, parts: Callable[[], Mapping[str, Part]]) -> dict[str, list[Tally]]:
    """The counts of each part, in no order; one query however many parts there are.

    Put together once for a key that says all that the parts rest on (programmes/statements.py).
    """

    def make() -> Any:
        made = parts()
        _texts[key] = {name: len(part.by) for name, part in made.items()}
        selected = [_select(name, part) for name, part in made.items()]
        return selected[0].union(*selected[1:], all=True)

    read = statements.rows(("tallies", key), make)
    found: dict[str, list[Tally]] = {name: [] for name in _texts[key]}
    for name, *texts, number, total, day in read:
        found[name].append(Tally(tuple(texts[: _texts[key][name]]), number, total, day))
    return found


def _select(name: str, part: Part) -> QuerySet:
    columns: dict[str, Any] = {"part_of": Value(name, output_field=TextField())}
    for place in range(_TEXTS):
        given = part.by[place] if place < len(part.by) else None
        columns[f"by_{place}"] = Value("", output_field=TextField()) if given is None else _text(given)
    total = part.total if part.total is not None else Max(Cast(Value(None), BigIntegerField()))
    day = part.day if part.day is not None else Max(Cast(Value(None), DateField()))
    rows = part.rows.order_by().annotate(**columns).values_list(*columns)
    return rows.annotate(how_many=Count("pk"), comes_to=total, on_day=day)


def _text(given: Any) -> Any:
    """What is counted by, as text; what is not recorded is empty."""
    return Coalesce(Cast(given, TextField()), Value(""), output_field=TextField())
