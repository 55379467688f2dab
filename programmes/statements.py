"""Statements that are put together once and asked many times.

What a home asks is the same for everybody with the same rights on the same day, and putting such a statement together
takes Django ten times as long as the database needs to answer it. So it is kept under a key that says all it rests on:
markings, day, offices. Only what is asked is kept, never an answer.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

#: How many statements are kept before all are put together anew.
MOST = 256


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters, and what turns each column of a row into the value of its field."""

    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[Any, Any]]

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows, as `values_list` would give them."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, (functions, expression) in self.converters.items():
            for function in functions:
                values[place] = function(values[place], expression, connection)
        return tuple(values)


_kept: dict[Hashable, Statement] = {}


def rows(key: Hashable, make: Callable[[], Any]) -> list[tuple[Any, ...]]:
    """The rows of a queryset of values; `make` puts it together the first time, `key` says all that it rests on.

    A queryset of which a part is another's annotation or filter is safe; one that was read already is not.
    """
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = _statement(make())
    return found.rows()


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
