"""Which of all clocks are wanted, and in what order."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from programmes.choices import ClockKind, ClockStage
from programmes.clocks import RULES, Clock, Order, in_order
from programmes.history import fold
from programmes.working_days import working_days_after


@dataclass(frozen=True)
class Wanted:
    """Which clocks are wanted: of one kind, at some stages on a day, not due before a day, of one office of each group.

    `mine`: those alone that concern one of some offices or one of some forces. `words`, folded, stand in each; `order`
    is how they come.
    """

    kind: str = ""
    stages: tuple[ClockStage, ...] = tuple(ClockStage)
    on: dt.date = dt.date.min
    since: dt.date | None = None
    offices: tuple[frozenset[int], ...] = ()
    #: The records they are on, by reference; None for all.
    codes: frozenset[str] | None = None
    mine: tuple[frozenset[int], frozenset[int]] | None = None
    words: tuple[str, ...] = ()
    order: Order | None = None

    @property
    def is_any(self) -> bool:
        """Whether every clock is wanted."""
        return replace(self, on=dt.date.min, order=None) == ANY

    def has(self, clock: Clock) -> bool:
        """Whether a clock is wanted."""
        return (
            self.kind in ("", clock.kind)
            and (len(self.stages) == len(ClockStage) or clock.stage(self.on) in self.stages)
            and (self.since is None or self.since <= clock.due)
            and (self.codes is None or clock.code in self.codes)
            and all(clock.bodies & offices for offices in self.offices)
            and (self.mine is None or bool(clock.bodies & self.mine[0] or clock.forces & self.mine[1]))
            and (not self.words or have(self.words, fold(f"{clock.code} {clock.title} {clock.asks} {clock.why}")))
        )

    def of(self, clocks: Iterable[Clock]) -> list[Clock]:
        """Those of some clocks that are wanted, in their order."""
        return in_order(clocks if self.is_any else filter(self.has, clocks), self.order)

    def decided(self) -> tuple[dt.date | None, dt.date | None]:
        """The first day of deciding whose notice is wanted, and the first after these; None where there is no bound."""
        after = self.on + dt.timedelta(days=RULES[ClockKind.DECISION_NOTICE].soon + 1)
        begins = {ClockStage.OVERDUE: None, ClockStage.SOON: self.on, ClockStage.LATER: after}
        ends = {ClockStage.OVERDUE: self.on, ClockStage.SOON: after, ClockStage.LATER: None}
        first = None if ClockStage.OVERDUE in self.stages else min(filter(None, (begins[s] for s in self.stages)))
        last = None if ClockStage.LATER in self.stages else max(filter(None, (ends[s] for s in self.stages)))
        if self.since is not None:
            first = max(self.since, first or self.since)
        return first and _decided_for(first), last and _decided_for(last)


#: All of them.
ANY = Wanted()


def have(words: Sequence[str], text: str) -> bool:
    """Whether all words stand in a folded text."""
    return all(word in text for word in words)


def due_after(day: dt.date, kind: ClockKind) -> dt.date:
    """When a clock is due that runs some working days from a day."""
    return working_days_after(day, RULES[kind].days)


def _decided_for(due: dt.date) -> dt.date:
    """The first day of deciding whose notice is due on a day or later: the later decided, the later due."""
    day = due - dt.timedelta(days=2 * RULES[ClockKind.DECISION_NOTICE].days)
    while due_after(day, ClockKind.DECISION_NOTICE) >= due:
        day -= dt.timedelta(days=7)
    while due_after(day, ClockKind.DECISION_NOTICE) < due:
        day += dt.timedelta(days=1)
    return day
