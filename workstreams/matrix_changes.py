"""What happened to a cell of the matrix between two days, judged from what was observed and from nothing else."""

from dataclasses import dataclass

from django.db.models import TextChoices

from workstreams.choices import AreaState


class Change(TextChoices):
    """What became of a cell between two days; each cell is one of these."""

    BECAME_LIVE = "became_live", "Became live"
    CHANGED = "changed", "Changed"
    NEW = "new", "New"
    WENT_QUIET = "went_quiet", "Went quiet"
    SAME = "same", "Observed again, the same"
    NOT_OBSERVED = "not_observed", "Not observed since"


#: A filter beside the changes: cells of “became live” or “changed” that passed over a step.
SKIPPED = ("skipped", "Skipped a step")

#: The steps to a live collaboration, in the order of the words of the source (S2 Appendix B). “Initial research” and
#: words of their own stand on no step: where they come in the order, no source says.
STEPS: tuple[str, ...] = (
    AreaState.TO_BE_CONSIDERED,
    AreaState.BEING_CONSIDERED,
    AreaState.BEING_PROGRESSED,
    AreaState.LIVE,
)

RULES: dict[str, str] = {
    Change.BECAME_LIVE: "Live on the later day; observed, and not live, on the earlier one.",
    Change.CHANGED: "Another status or other words on the later day, and not live.",
    Change.NEW: "Observed by the later day, and never before or on the earlier one.",
    Change.WENT_QUIET: "The partnership was observed anew between the two days, and this cell was not.",
    Change.SAME: "Observed anew between the two days, with the same status and the same words.",
    Change.NOT_OBSERVED: "Nothing of the partnership was observed between the two days: no source says what became of it.",
    SKIPPED[0]: (
        "Of those that became live or changed: at least one step was passed over on the way from to be considered by "
        "being considered and being progressed to live. Other statuses stand on no step."
    ),
}


@dataclass(frozen=True)
class Seen:
    """One observation of a cell, as far as the rule looks at it."""

    code: str
    status: str
    words: str


def judged(before: Seen | None, after: Seen, *, surveyed: bool) -> Change:
    """What became of a cell; `surveyed` says that its partnership was observed anew between the two days."""
    if before is None:
        return Change.NEW
    if before.code == after.code:
        return Change.WENT_QUIET if surveyed else Change.NOT_OBSERVED
    if after.status == AreaState.LIVE and before.status != AreaState.LIVE:
        return Change.BECAME_LIVE
    if (before.status, before.words.casefold()) == (after.status, after.words.casefold()):
        return Change.SAME
    return Change.CHANGED


def skipped_a_step(before: Seen | None, after: Seen) -> bool:
    """Whether a cell went on by more than one step; never where one of its statuses stands on no step."""
    if before is None or before.status not in STEPS or after.status not in STEPS:
        return False
    return STEPS.index(after.status) - STEPS.index(before.status) > 1
