"""What came of an entry of a work plan: met, late, changed or unknown, by a rule that looks at what sources say alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from workstreams.choices import OutcomeKind, PlanApproach


class Verdict(TextChoices):
    """What came of an entry of the plan."""

    MET = "met", "Met"
    LATE = "late", "Late"
    CHANGED = "changed", "Changed"
    UNKNOWN = "unknown", "Unknown"


RULES: dict[str, str] = {
    Verdict.MET: (
        "A source says that it was in being by the end of the plan, in the way the plan names: in at least one "
        "partnership, or across the region or wider where the plan says regional."
    ),
    Verdict.LATE: (
        "A source says that it came in the way the plan names after the plan’s end, or that it was still to come then."
    ),
    Verdict.CHANGED: (
        "A source says that it is in being in another way than the plan names: shared where it was to remain with a "
        "single force, regional where it was to stay in partnerships, in one partnership alone where it was to be "
        "regional."
    ),
    Verdict.UNKNOWN: "No source in the register says that it came, or one says so and not since when.",
}

#: Where the plan began is not what came of it.
STARTING_POINT = (
    "What was there in January 2011 (the matrix of the same document) is where the plan began, and counts for nothing "
    "here."
)


@dataclass(frozen=True)
class Came:
    """One statement of a source on an entry: what it says, of what kind of alliance, between which days."""

    says: str
    is_partnership: bool
    earliest: dt.date | None
    latest: dt.date | None


def as_planned(approach: str, came: Came) -> bool:
    """Whether a statement speaks of the way of working that the plan names."""
    if approach == PlanApproach.SINGLE_FORCE:
        return False
    if approach == PlanApproach.PARTNERSHIP:
        return came.is_partnership
    if approach == PlanApproach.REGIONAL:
        return not came.is_partnership
    return True


def verdict(approach: str, ends: dt.date | None, came: Sequence[Came]) -> Verdict:
    """What came of an entry of a plan that ends on a day; unknown where the plan gives no end."""
    if ends is None:
        return Verdict.UNKNOWN
    planned = [one for one in came if as_planned(approach, one)]
    if any(one.says == OutcomeKind.IN_BEING and one.latest and one.latest <= ends for one in planned):
        return Verdict.MET
    if any(one.says == OutcomeKind.IN_BEING for one in came if not as_planned(approach, one)):
        return Verdict.CHANGED
    if any(one.earliest and one.earliest > ends for one in planned):
        return Verdict.LATE
    return Verdict.UNKNOWN
