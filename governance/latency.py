"""How long local decisions take: which of them tell a number of days, which cannot, which are still waited for.

A wait runs from the day an office was asked, which is the day the Summit agreed in principle or the case was
re-scoped, to the day of its last answer that stands. It is measured only where both days are known to the day.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Length

from governance.choices import CaseState, LocalOutcome, WaitsFor
from programmes.days import DaysBetween

#: Answers that end a wait; a deferral does not.
ANSWERS = (
    LocalOutcome.APPROVED,
    LocalOutcome.APPROVED_WITH_CONDITIONS,
    LocalOutcome.REJECTED,
    LocalOutcome.OPTED_OUT,
)
#: Both days are known to the day: the day of asking, and the answer’s date written as year, month and day alone.
_TO_THE_DAY = Q(opened_by__on_earliest=F("opened_by__on_latest"), said_length=10) & ~Q(standing__on__contains="/")

RULE = (
    "Days from the day an office was asked (the agreement in principle, or the re-scoping that asked it again) to the "
    "day of its last answer that stands: approved, approved with conditions, rejected or opted out. A deferral ends no "
    "wait. Where either day is not known to the day, nothing is measured."
)


def answered(decisions: Any) -> Any:
    """The required decisions whose office has given an answer that stands, to the offer it was asked."""
    rows = decisions.filter(is_required=True, standing__outcome__in=ANSWERS).with_outcome()
    return rows.filter(is_earlier=False).annotate(said_length=Length("standing__on"))


def measured(decisions: Any) -> Any:
    """The answered decisions of which the wait is known to the day, with it as `wait`."""
    wait = DaysBetween("standing__on_latest", "opened_by__on_latest")
    return answered(decisions).filter(_TO_THE_DAY).annotate(wait=wait)


def not_measured(decisions: Any) -> Any:
    """The answered decisions of which a day is not known to the day."""
    return answered(decisions).exclude(pk__in=measured(decisions).values("pk"))


def waited_for(decisions: Any) -> Any:
    """The decisions that their offices have still to take, of cases that are with the offices now."""
    asked = decisions.filter(is_required=True, case__standing__state=CaseState.LOCAL_DECISIONS).with_outcome()
    return asked.filter(waits_for=WaitsFor.DECISION.value)


#: The filters of the list of local decisions: name in the address -> words, rows.
CLASSES = {
    "measured": ("Answered, wait known to the day", measured),
    "not_measured": ("Answered, a day not known to the day", not_measured),
    "waiting": ("Still waited for", waited_for),
}


def median(days: Mapping[int, int]) -> float:
    """The median of some waits, given as number of days -> how many; the mean of the two in the middle if even.

    Raises ValueError when there are none.
    """
    total = sum(days.values())
    if total < 1:
        raise ValueError("A median needs at least one wait.")
    lower, upper = (total - 1) // 2, total // 2
    seen = 0
    found: list[int] = []
    for day in sorted(days):
        seen += days[day]
        while len(found) < 2 and (lower, upper)[len(found)] < seen:
            found.append(day)
    return sum(found) / 2
