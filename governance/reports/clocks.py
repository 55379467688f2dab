"""What comes due, as the home page shows it: what is overdue or soon for this person."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from governance.clocks import Wanted, clocks_for
from governance.reports.work import Work, WorkItem
from programmes.choices import ClockStage
from programmes.clocks import CLOCK_KINDS, Clock
from programmes.reading import Reader
from programmes.reports.pages import listed
from programmes.tables.base import count_words

SHOWN = 10


def coming_due(reader: Reader) -> Work:
    """What is overdue or due soon by this person's roles, the longest overdue first."""
    today = timezone.localdate()
    near = clocks_for(reader, Wanted(stages=(ClockStage.OVERDUE, ClockStage.SOON), on=today))
    return Work(
        title="What comes due",
        items=tuple(clock_items(near[:SHOWN], today)),
        empty="Nothing is overdue, and nothing is due soon.",
        count=count_words(len(near), "thing", "things"),
        count_url=listed("", "governance:clock-list", whose="mine", standing="near").url,
        more=listed("Everything that comes due", "governance:clock-list", whose="mine"),
    )


def clock_items(clocks: Iterable[Clock], today: dt.date) -> list[WorkItem]:
    """Clocks as lines of a task list: about what, how near, what is asked and why that day."""
    return [
        WorkItem(
            f"{clock.kind.label}: {clock.title}", clock.url, clock.words(today),
            CLOCK_KINDS[clock.stage(today)], f"{clock.asks}. {clock.due_words}; {clock.why}",
        )
        for clock in clocks
    ]  # fmt: skip
