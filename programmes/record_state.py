"""What was worked out of the record, remembered by the process for as long as the record stays as it is.

Every change leaves a row that is only ever added: in the history of its record (Record.save), or among events of the
record or of its editions. So the last of these rows, over all kinds, says whether anything changed; asking for them is
one query that reads the ends of indexes alone, and the number of the citations, which alone may be taken away. What is
remembered rests on the record and its key, never on who asked.
"""

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

from programmes.models import Citation, User, Visit

#: How many answers are remembered before all are worked out anew.
MOST = 256

Answer = TypeVar("Answer")
_remembered: dict[Hashable, Any] = {}
_of: Any = None


def record_state() -> tuple[Any, ...]:
    """The ends of every table of the record: equal exactly while nothing is added or changed; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ends())
        return tuple(cursor.fetchall())


@cache
def _ends() -> str:
    """The last key of each table, and the last moment of those that are only added to.

    Each is asked apart, by its index: a database finds one end at once, and reads the whole table for two.
    """
    quoted = connection.ops.quote_name
    parts = []
    for model in apps.get_models():
        if model._meta.app_label not in ("programmes", "workstreams", "governance"):
            continue
        if model in (User.history.model, Visit):
            continue  # signing in and reading the home leave rows here, and change nothing
        fields = {field.name: str(field.column) for field in model._meta.concrete_fields}
        ends = [str(model._meta.pk.column), *(fields[at] for at in ("history_date", "recorded_at") if at in fields)]
        table = quoted(model._meta.db_table)
        # Names of our own tables alone.
        parts += [f"(SELECT CAST(MAX({quoted(end)}) AS varchar(40)) FROM {table})" for end in ends]  # noqa: S608
        if model is Citation:
            parts.append(f"(SELECT CAST(COUNT(*) AS varchar(40)) FROM {table})")  # noqa: S608
    return f"SELECT {', '.join(parts)}"


def remembered(state: tuple[Any, ...], key: Hashable, work_out: Callable[[], Answer]) -> Answer:
    """What `work_out` gives, worked out once for a key while the record is in a state (`record_state`)."""
    global _of
    if _of != state:
        _remembered.clear()
        _of = state
    if key not in _remembered:
        if len(_remembered) >= MOST:
            _remembered.clear()
        answer = work_out()
        if _of == state:
            _remembered[key] = answer
        return answer
    found: Answer = _remembered[key]
    return found


def forget() -> None:
    """Work everything out anew; for measuring."""
    global _of
    _remembered.clear()
    _of = None
