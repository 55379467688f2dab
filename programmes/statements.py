"""Questions that are put into SQL once and asked many times (docs/decisions/0015, 0020).

Putting a queryset together and into SQL takes Django several times as long as the database needs to answer it. So the
statement is kept under a key that says all it rests on: markings, day, offices. Only what is asked is kept, never an
answer. What differs from one asking to the next has a place in it and is given each time:

    rows("roles", lambda user: Grant.objects.filter(user=user).values_list("role"), [user.pk])
"""

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

#: How many statements are kept before all are put together anew.
MOST = 500


@dataclass(frozen=True)
class Place:
    """Where one of the values goes that are given when the question is asked."""

    number: int


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters, and what turns each column of a row into the value of its field."""

    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[Any, Any]]

    def rows(self, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows, as `values_list` would give them, with the values in their places."""
        if not self.sql:
            return []
        given = (
            [values[one.number] if isinstance(one, Place) else one for one in self.params] if values else self.params
        )
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, (functions, expression) in self.converters.items():
            for function in functions:
                values[place] = function(values[place], expression, connection)
        return tuple(values)


_kept: dict[Hashable, Statement] = {}


def rows(key: Hashable, make: Callable[..., Any], values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a queryset of values; `make` puts it together the first time, `key` says all that it rests on.

    `values` are numbers, texts and moments; `make` is handed a place for each. A queryset of which a part is another's
    annotation or filter is safe; one that was read already is not.
    """
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = _statement(make(*(Value(Place(number)) for number in range(len(values)))))
    return found.rows([_adapted(value) for value in values])


class Prepared:
    """A question whose statements are kept: `make` gives its queryset of values from a place for each value.

    And from the shape: whatever else the question depends on.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make

    def rows(self, values: Sequence[Any], *shape: Hashable) -> list[tuple[Any, ...]]:
        """The rows, with the values in their places."""
        return rows((self, len(values), shape), lambda *places: self.make(*places, *shape), values)


def _adapted(value: Any) -> Any:
    """A value as the database takes it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value


def _statement(queryset: Any) -> Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", (), {})
    return Statement(sql, tuple(params), compiler.get_converters([column[0] for column in compiler.select]))


def forget() -> None:
    """Put all together anew; for measuring."""
    _kept.clear()
