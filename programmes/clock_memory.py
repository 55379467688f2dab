"""The clocks of all agreements, counted once for each state of the record and remembered by the process.

Counting them reads every party and event: a third of a second for 3,000 agreements, for a page that shows fifty. They
depend on the record alone, not on the day nor on who reads, and every change of the record leaves a later row in its
history or among its events (Record.save, AppendOnly). So they are counted anew when the last of these is another.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, DateTimeField, F, Max, Sum, Value
from django.db.models.functions import Cast

from programmes import statements
from programmes.models import Agreement, AgreementEvent, Body, Party

Answer = TypeVar("Answer")
#: So many answers drawn from what is remembered are kept before all are drawn anew.
MOST = 64


class _Kept(NamedTuple):
    """The state of the record, each clock with the marking of its agreement, and what was drawn from them."""

    state: Any
    clocks: list[tuple[str, Any]]
    drawn: dict[Hashable, Any]


_kept: _Kept | None = None


def state_of_the_record() -> tuple[Any, ...]:
    """What changes with every change of agreements, parties, their events and offices; one query."""
    return tuple(sorted(tuple(map(str, row)) for row in statements.rows("state of the record", _state)))


def _state() -> Any:
    columns = ("of", "first", "second", "at")
    parts: list[Any] = [
        AgreementEvent.objects.annotate(of=Value("event"))
        .values("of")
        .annotate(first=Count("pk"), second=Max("pk"), at=Max("recorded_at"))
    ]
    for model in (Agreement, Party, Body):
        name = model._meta.model_name
        past: Any = model.history.model.objects  # type: ignore[attr-defined]
        parts += [
            model._base_manager.annotate(of=Value(name))
            .values("of")
            .annotate(first=Count("pk"), second=Sum("version"), at=Max(Cast(Value(None), DateTimeField()))),
            past.annotate(of=Value(f"past of {name}"))
            .values("of")
            .annotate(first=Max("history_id"), second=Max(F("history_id")), at=Max("history_date")),
        ]
    read = [part.order_by().values_list(*columns) for part in parts]
    return read[0].union(*read[1:], all=True)


def remembered(count: Callable[[], Iterable[tuple[str, Any]]], markings: Collection[str]) -> list[Any]:
    """The clocks of agreements with some markings; `count` counts those of all, each with its agreement's marking."""
    return [clock for marking, clock in _now(count).clocks if marking in markings]


def drawn(
    count: Callable[[], Iterable[tuple[str, Any]]], markings: Collection[str], key: Hashable,
    draw: Callable[[list[Any]], Answer],
) -> Answer:  # fmt: skip
    """What `draw` makes of the clocks with some markings, made once for a key that says all else that it rests on."""
    kept, key = _now(count), (tuple(markings), key)
    found: Answer | None = kept.drawn.get(key)
    if found is None:
        if len(kept.drawn) >= MOST:
            kept.drawn.clear()
        found = kept.drawn[key] = draw([clock for marking, clock in kept.clocks if marking in markings])
    return found


def _now(count: Callable[[], Iterable[tuple[str, Any]]]) -> _Kept:
    global _kept
    state = state_of_the_record()
    kept = _kept
    if kept is None or kept.state != state:
        kept = _kept = _Kept(state, list(count()), {})
    return kept


def forget() -> None:
    """Count anew at the next question; for measuring."""
    global _kept
    _kept = None
