"""Questions that every page asks, put into SQL once for each connection (docs/decisions/0015-lists-at-speed.md).

Making a queryset and putting it into SQL takes several times as long as its answer. A prepared question is a queryset
of `values_list` with places for what differs from one asking to the next:

    _ROLES = Prepared(Grant, lambda user: Grant.objects.filter(user=user).values_list("role"))

    _ROLES.rows([user.pk])
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet, Value

#: So many questions are kept for one connection: a dozen, some of them for lists of several lengths.
MOST_KEPT = 500


@dataclass(frozen=True)
class Place:
    """Where one of the values goes that are given when the question is asked."""

    number: int


class Prepared:
    """A question about the rows of a model.

    `make` gives its queryset from a place for each value, and from the shape: whatever else the question depends on.
    Values are such as the database takes as they are, numbers and texts.
    """

    def __init__(self, model: Any, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.model, self.make = model, make

    def rows(self, values: Sequence[Any], *shape: Hashable) -> list[tuple[Any, ...]]:
        """The rows, with the values in their places."""
        connection = connections[router.db_for_read(self.model)]
        kept = connection.__dict__.setdefault("prepared_questions", {})
        key = (self, len(values), shape)
        if key not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            places = [Value(Place(number)) for number in range(len(values))]
            compiler = self.make(*places, *shape).query.get_compiler(connection=connection)
            try:
                kept[key] = (compiler, *compiler.as_sql())
            except EmptyResultSet:
                return []
        compiler, sql, params = kept[key]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[one.number] if isinstance(one, Place) else one for one in params])
            read = cursor.fetchall()
        return list(compiler.results_iter([read], tuple_expected=True))
