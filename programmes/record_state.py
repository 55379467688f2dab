"""What was worked out of the record, remembered by the process for as long as the record stays as it is.

Every change leaves a row that is only ever added: in the history of its record (Record.save), or among events of the
record or of its editions. So the last of these rows, over all kinds, says whether anything changed; asking for them is
one query that reads the ends of indexes alone, and the number of the citations, which alone may be taken away. What is
remembered rests on the record and its key, never on who asked.

PostgreSQL numbers rows as they are written, and shows them when they are committed, perhaps after later ones: then no end
moves. So which transactions are being written is part of the state, and what was worked out beside one is not given on
when it is over. SQLite lets one be written at a time.

A part of a page is remembered for longer: while the tables that its own questions named stay as they are.

PostgreSQL plans the hundreds of small questions for ten times as long as it reads them; so it keeps the plan.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection

from programmes import prepared
from programmes.history import AppendOnly, Record
from programmes.models import Citation, Visit

#: How many answers are remembered before all are worked out anew.
MOST = 256

Answer = TypeVar("Answer")


class _Remembered(NamedTuple):
    """An answer and the state that it is of: threads remember side by side, and not all have read the newest state."""

    state: tuple[Any, ...]
    answer: Any


_remembered: dict[Hashable, _Remembered] = {}


def record_state() -> tuple[Any, ...]:
    """The ends of every table of the record: equal exactly while nothing is added or changed; one query."""
    return (_read(tuple(range(len(_questions())))),)


def ends_of(tables: frozenset[str]) -> tuple[Any, ...]:
    """The ends that tell of some tables, of a state that a part is worked out of; outside of one, one query for them.

    Notes for the part that it rests on these tables. Each changes with a record, an event or a history alone.
    """
    for one in _listening.get():
        one |= tables
    state = _worked_out_of.get()
    return _of_tables(state, tables) if state else _read(_places_of(tables))


def _read(places: tuple[int, ...]) -> tuple[Any, ...]:
    with prepared.cursor() as cursor:
        cursor.execute(_select(places))
        (ends,) = cursor.fetchall()
        return tuple(ends)


@cache
def _select(places: tuple[int, ...]) -> str:
    return f"SELECT {', '.join(_questions()[place][1] for place in places)}"


#: The third part of “10:20:10,14,15”: those that had begun and not ended when this was asked.
_BEING_WRITTEN = "(SELECT split_part(CAST(pg_current_snapshot() AS text), ':', 3))"


@cache
def _questions() -> tuple[tuple[str, str], ...]:
    """For each table the last key, and the last moment where it is only added to: the table, and what asks for one.

    Of no table: the transactions that are being written.

    Each is asked apart, by its index: a database finds one end at once, and reads the whole table for two.
    """
    quoted = connection.ops.quote_name
    found = [("", _BEING_WRITTEN)] if connection.vendor == "postgresql" else []
    for model in _models():
        fields = {field.name: str(field.column) for field in model._meta.concrete_fields}
        ends = [str(model._meta.pk.column), *(fields[at] for at in ("history_date", "recorded_at") if at in fields)]
        name = model._meta.db_table
        table = quoted(name)
        # Names of our own tables alone.
        found += [(name, f"(SELECT CAST(MAX({quoted(end)}) AS varchar(40)) FROM {table})") for end in ends]  # noqa: S608
        if model is Citation:
            found.append((name, f"(SELECT CAST(COUNT(*) AS varchar(40)) FROM {table})"))  # noqa: S608
    return tuple(found)


def _models() -> list[Any]:
    """The models whose rows tell of a change: reading the home leaves rows too, and changes nothing."""
    ours = [
        model for model in apps.get_models() if model._meta.app_label in ("programmes", "workstreams", "governance")
    ]
    return [model for model in ours if model is not Visit]


@cache
def _rest_on() -> dict[str, tuple[int, ...]]:
    """Of each table that changes with a record, an event or a history alone: the places of the ends that tell of it."""
    places: dict[str, tuple[int, ...]] = {}
    for place, (table, _) in enumerate(_questions()):
        places[table] = (*places.get(table, ()), place)
    found: dict[str, tuple[int, ...]] = {"": places.get("", ())}
    for model in _models():
        of = places[model._meta.db_table]
        if issubclass(model, Record):
            past = places[model.history.model._meta.db_table]
            found[model._meta.db_table] = (*of, *past)
            for field in getattr(model, "_history_m2m_fields", []):
                found[field.remote_field.through._meta.db_table] = past
        elif issubclass(model, AppendOnly) or "history_id" in {field.name for field in model._meta.fields}:
            found[model._meta.db_table] = of
        elif hasattr(model, "KEPT_FROM"):
            found[model._meta.db_table] = places[model.KEPT_FROM._meta.db_table]
    return found


def remembered(state: tuple[Any, ...], key: Hashable, work_out: Callable[[], Answer]) -> Answer:
    """What `work_out` gives, worked out once for a key while the record is in a state (`record_state`)."""
    found = _remembered.get(key)
    if found is None or found.state != state:
        if len(_remembered) >= MOST:
            _remembered.clear()
        found = _remembered[key] = _Remembered(state, work_out())
    answer: Answer = found.answer
    return answer


#: How many parts are remembered before all are worked out anew.
MOST_PARTS = 2000
_TABLE = re.compile(r'"((?:programmes|workstreams|governance)_\w+)"')


class _Part(NamedTuple):
    answer: Any
    tables: frozenset[str]
    ends: tuple[Any, ...]


_parts: dict[Hashable, _Part] = {}
#: The state that this thread is working a part out of.
_worked_out_of: ContextVar[tuple[Any, ...] | None] = ContextVar("parts_worked_out_of", default=None)
#: The tables named so far in each part that this thread is working out, the outermost first.
_listening: ContextVar[tuple[set[str], ...]] = ContextVar("parts_listening", default=())


def part(state: tuple[Any, ...], key: Hashable, work_out: Callable[[], Answer]) -> Answer:
    """What `work_out` gives, worked out once for a key while the tables that its questions named stay as they are.

    It asks the database or other parts, and nothing else that may change; the same tables give the same questions.
    """
    found = _parts.get(key)
    if found is None or found.ends != _of_tables(state, found.tables):
        asked: set[str] = set()
        outer, before = _listening.set((*_listening.get(), asked)), _worked_out_of.set(state)
        try:
            with connection.execute_wrapper(_listen):
                answer = work_out()
        finally:
            _listening.reset(outer)
            _worked_out_of.reset(before)
        if len(_parts) >= MOST_PARTS:
            _parts.clear()
        tables = frozenset(asked)
        found = _parts[key] = _Part(answer, tables, _of_tables(state, tables))
    for one in _listening.get():
        one |= found.tables
    given: Answer = found.answer
    return given


def each(
    state: tuple[Any, ...], wanted: Mapping[Any, frozenset[str]], work_out: Callable[[list[Any]], Iterable[Answer]]
) -> list[Answer]:
    """As `part`, for several keys whose answers come from one question: the tables that each rests on are given."""
    ends = {key: _of_tables(state, tables) for key, tables in wanted.items()}
    found = {key: kept.answer for key in wanted if (kept := _parts.get(key)) and kept.ends == ends[key]}
    stale = [key for key in wanted if key not in found]
    if stale:
        if len(_parts) >= MOST_PARTS:
            _parts.clear()
        for key, answer in zip(stale, work_out(stale), strict=True):
            found[key] = answer
            _parts[key] = _Part(answer, wanted[key], ends[key])
    return [found[key] for key in wanted]


def tables_of(rows: Any) -> frozenset[str]:
    """The tables that a queryset names."""
    return tables_in("".join(question_of(rows)[:1]))


def tables_in(sql: str) -> frozenset[str]:
    """The tables of ours that SQL names."""
    return frozenset(_TABLE.findall(sql))


def state_question(tables: frozenset[str]) -> str:
    """SQL for a text that is another whenever some tables have changed; "" where of one none can tell alone."""
    if not tables or not tables <= _rest_on().keys():
        return ""
    return " || ' ' || ".join(f"COALESCE({_questions()[place][1]}, '')" for place in _places_of(tables))


def question_of(rows: Any) -> tuple[str, ...]:
    """What names a queryset in a key: its SQL with all its values."""
    try:
        return tuple(map(str, rows.query.sql_with_params()))
    except EmptyResultSet:
        return ()


def _listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Note which tables a question names."""
    _listening.get()[-1].update(_TABLE.findall(sql))
    return execute(sql, params, many, context)


def _of_tables(state: tuple[Any, ...], tables: frozenset[str]) -> tuple[Any, ...]:
    """The ends that tell of some tables; all of them, where of one none can tell alone."""
    rest_on = _rest_on()
    if not tables or not tables <= rest_on.keys():
        return state
    (ends,) = state
    return tuple(ends[place] for place in _places_of(tables))


@cache
def _places_of(tables: frozenset[str]) -> tuple[int, ...]:
    """Of tables that can tell alone, the places of the ends that tell of them."""
    return tuple(sorted({place for table in ("", *tables) for place in _rest_on()[table]}))


def forget() -> None:
    """Work everything out anew; for measuring."""
    _remembered.clear()
    _parts.clear()
