"""A milestone’s dates move only with a reason, and every move is kept."""

import datetime as dt
from typing import Any

from django.db import transaction

from programmes.access import Capability, check, may
from programmes.models import Force
from programmes.refusals import Refusal
from workstreams.choices import MilestoneDate
from workstreams.models import Milestone, MilestoneMove, Workstream


class MoveNeedsReason(Exception):
    """A date of the milestone moved and nobody said why."""

    def __init__(self, dates: list[str]) -> None:
        words = ", ".join(MilestoneDate(d).label.lower() for d in dates)
        super().__init__(f"Say why the date moves ({words}).")


class MilestoneRefused(Refusal):
    """The milestone cannot be kept so; the sentence says why. `fields` names the entries at fault."""


def add(
    *, workstream: Workstream, name: str, by: Any, force: Force | None = None, reason: str = "", **said: str
) -> Milestone:
    """Keep a new milestone of a workstream, of one force or (None) of all alike; `said` holds its dates and words.

    Like every new record it is internal. Raises NotAllowed, MilestoneRefused.
    """
    check(by, Capability.EDIT)
    if not name.strip():
        raise MilestoneRefused("Name: say what is to be reached.", "name")
    with transaction.atomic():
        Workstream.objects.select_for_update(of=("self",)).get(pk=workstream.pk)  # two who add the same wait
        if Milestone.objects.filter(workstream=workstream, name=name.strip(), force=force).exists():
            raise MilestoneRefused(f"Name: {workstream} has this milestone already.", "name")
        milestone = Milestone(workstream=workstream, name=name.strip(), force=force, **said)
        milestone._history_user, milestone._change_reason = by, reason.strip() or None
        milestone.save()
    return milestone


def moved_dates(milestone: Milestone) -> dict[str, tuple[str, str]]:
    """Of a milestone not yet saved: which dates differ from those stored, as {which: (was, now)} in words or EDTF."""
    stored = Milestone.objects.get(pk=milestone.pk)
    moves = {}
    for which in MilestoneDate.values:
        was, now = (getattr(m, f"{which}_words") or getattr(m, which) for m in (stored, milestone))
        if getattr(stored, which) != getattr(milestone, which):
            moves[which] = (was, now if now != was else getattr(milestone, which))
    return moves


def move(*, milestone: Milestone, by: Any, on: dt.date, reason: str) -> list[MilestoneMove]:
    """Save a milestone with its new dates and keep one row for each date that moved.

    A date given for the first time is no move and needs no reason. Raises NotAllowed, MoveNeedsReason, StaleRecord.
    """
    if not may(by, Capability.UPDATE_OWN_FORCE, milestone.force) or milestone.force is None:
        check(by, Capability.EDIT)
    with transaction.atomic():
        moves = moved_dates(milestone)
        needing = [which for which, (was, _) in moves.items() if was]
        if needing and not reason.strip():
            raise MoveNeedsReason(needing)
        milestone._change_reason = reason.strip() or None
        milestone.save()
        return [
            MilestoneMove.objects.create(
                milestone=milestone,
                which=which,
                was=was[:60],
                now=now[:60],
                on=on,
                reason=reason.strip(),
                recorded_by=by,
            )
            for which, (was, now) in moves.items()
            if was
        ]
