"""How many rows a long list has, counted anew only when a table that they are found in has changed.

A database counts 100,000 rows by reading them all, for a page that shows fifty. So of a long list the question that
would count it says first what state the tables are in (programmes/record_state.py), and counts only in another state
than that of the number kept. It is one question either way, asked of one moment. Short lists are simply counted: that
takes less than asking for the state.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from programmes.record_state import state_question, tables_in

#: From how many rows on a list is long, and how many numbers are kept before all are counted anew.
LONG, MOST = 20_000, 256

#: The state that a number was counted in, and the number, by the SQL of the rows with its values.
_kept: dict[tuple[Any, ...], tuple[str, int]] = {}


def number_of(rows: Any) -> int:
    """How many rows a queryset of records has; one query."""
    query = rows.query
    if query.combinator or query.is_sliced or query.distinct or query.group_by is not None:
        return int(rows.count())
    try:
        sql, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    # Put together of SQL that the ORM wrote, and names of our own tables.
    count, key = f"SELECT COUNT(*) FROM ({sql}) found", (sql, *values)  # noqa: S608
    kept = _kept.get(key)
    state = state_question(tables_in(sql)) if kept else ""
    with connection.cursor() as cursor:
        if not kept or not state:
            cursor.execute(count, values)
            number = int(cursor.fetchone()[0])
            if number >= LONG:
                _keep(key, "", number)
            return number
        asked = f"SELECT s.state, CASE WHEN s.state <> %s THEN ({count}) END FROM (SELECT {state} AS state) s"  # noqa: S608
        cursor.execute(asked, (kept[0], *values))
        now, counted = cursor.fetchone()
    if counted is None:
        return kept[1]
    _keep(key, now, counted)
    return int(counted)


def _keep(key: tuple[Any, ...], state: str, number: int) -> None:
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = state, number
