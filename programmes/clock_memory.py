"""The clocks of all agreements, counted once for each state of the record and remembered by the process.

Counting them reads every party and event: a third of a second for 3,000 agreements, for a page that shows fifty. They
depend on the record alone, not on the day nor on who reads, and every change of the record leaves a later row in its
history or among its events (Record.save, AppendOnly). So they are counted anew when the last of these is another: those
of the agreements whose own marks are others, of all when an office changed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, DateTimeField, F, Max, Sum, Value
from django.db.models.functions import Cast

from programmes import statements
from programmes.models import Agreement, AgreementEvent, Body, Party
from programmes.record_state import ends_of

Answer = TypeVar("Answer")
#: So many answers drawn from what is remembered are kept before all are drawn anew.
MOST = 64


#: Counts the clocks of agreements with some keys, of all for None: each with the key and marking of its agreement.
Counter = Callable[[Collection[int] | None], Iterable[tuple[int, str, Any]]]
#: Of more agreements than this that changed at once, those of all are counted anew.
MOST_CHANGED = 300


#: The tables that the clocks are counted from.
_TABLES = frozenset(model._meta.db_table for model in (Agreement, Party, Body, AgreementEvent))


class _Kept(NamedTuple):
    """The state of the record, the marks of each agreement, each clock with the marking of its own by key, what was drawn."""

    state: Any
    marks: dict[int, tuple[Any, ...]] | None
    clocks: dict[int, list[tuple[str, Any]]]
    drawn: dict[Hashable, Any]


_kept: _Kept | None = None


def _marks() -> dict[int, tuple[Any, ...]]:
    """What changes with every change of one agreement, its parties or its events, for each; of the offices under 0."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *mark in statements.rows("marks of agreements", _mark_rows):
        found[key].append(tuple(map(str, mark)))
    return {key: tuple(sorted(marks)) for key, marks in found.items()}


def _mark_rows() -> Any:
    none = Max(Cast(Value(None), DateTimeField()))
    parts: list[Any] = []

    def add(of: str, rows: Any, key: Any, first: Any, second: Any, at: Any = none) -> None:
        grouped = rows.order_by().annotate(key=key, of=Value(of)).values("key", "of")
        parts.append(
            grouped.annotate(first=first, second=second, at=at).values_list("key", "of", "first", "second", "at")
        )

    last, moment = Max("history_id"), Max("history_date")
    for model, key in ((Agreement, F("pk")), (Party, F("agreement_id")), (Body, Value(0))):
        past_key = F("id") if model is Agreement else key
        name = str(model._meta.model_name)
        add(name, model._base_manager, key, Count("pk"), Sum("version"))
        add(f"past of {name}", model.history.model.objects, past_key, last, Count("history_id"), moment)  # type: ignore[attr-defined]
    add("event", AgreementEvent.objects, F("agreement_id"), Count("pk"), Max("pk"), Max("recorded_at"))
    return parts[0].union(*parts[1:], all=True)


def remembered(count: Counter, markings: Collection[str]) -> list[Any]:
    """The clocks of agreements with some markings; `count` counts them."""
    return _read(_now(count), markings)


def drawn(count: Counter, markings: Collection[str], key: Hashable, draw: Callable[[list[Any]], Answer]) -> Answer:
    """What `draw` makes of the clocks with some markings, made once for a key that says all else that it rests on."""
    kept, key = _now(count), (tuple(markings), key)
    found: Answer | None = kept.drawn.get(key)
    if found is None:
        if len(kept.drawn) >= MOST:
            kept.drawn.clear()
        found = kept.drawn[key] = draw(_read(kept, markings))
    return found


def _read(kept: _Kept, markings: Collection[str]) -> list[Any]:
    return [clock for clocks in kept.clocks.values() for marking, clock in clocks if marking in markings]


def _now(count: Counter) -> _Kept:
    global _kept
    state = ends_of(_TABLES)
    kept = _kept
    if kept is not None and kept.state == state:
        return kept
    marks = _marks() if kept else None  # the first time all are counted, and only then are marks worth reading
    changed = _changed(kept, marks) if kept and kept.marks and marks else None
    clocks = (
        {key: found for key, found in kept.clocks.items() if key not in changed} if kept and changed is not None else {}
    )
    for key, marking, clock in count(changed) if changed is None or changed else ():
        clocks.setdefault(key, []).append((marking, clock))
    _kept = _Kept(state, marks, clocks, {})
    return _kept


def _changed(kept: _Kept, marks: dict[int, tuple[Any, ...]]) -> set[int] | None:
    """The agreements whose marks are others; None for all of them."""
    before = kept.marks or {}
    if before.get(0) != marks.get(0):
        return None
    found = {key for key in before.keys() | marks.keys() if before.get(key) != marks.get(key)}
    return found if len(found) <= MOST_CHANGED else None


def forget() -> None:
    """Count anew at the next question; for measuring."""
    global _kept
    _kept = None
