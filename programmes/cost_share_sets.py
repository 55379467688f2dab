"""The one door to a set of cost shares that the calculator worked out: an Editor keeps it, with its dates."""

from typing import Any

from django.db import transaction

from programmes.access import Capability, check
from programmes.calculator import Answer
from programmes.choices import BodyKind
from programmes.dates import DateNotUnderstood, bounds
from programmes.models import Agreement, Alliance, Body, CostShare, CostShareSet, Programme
from programmes.refusals import Refusal
from programmes.shares import PLACE, WHOLE, divide


class SetRefused(Refusal):
    """The shares cannot be kept so; the sentence says why. `fields` names the entries at fault."""


def keep_set(
    *,
    answer: Answer,
    title: str,
    belongs_to: Programme | Agreement | Alliance,
    by: Any,
    starts: str = "",
    ends: str = "",
    recurrence: str = "",
    words: str = "",
) -> CostShareSet:
    """Keep what the calculator worked out as a set of shares, of those who stay where one force leaves.

    The figure each share rests on is kept with it, so that the schedule is worked out the same ever after. Raises
    NotAllowed, and SetRefused for made-up figures, for no answer, no title, or dates that are none or stand backwards.
    """
    check(by, Capability.EDIT)
    asked = answer.question
    if asked.is_example:
        raise SetRefused("These figures are made up; they are no force’s, and make no set of shares.")
    if answer.why_not:
        raise SetRefused(answer.why_not)
    if not title.strip():
        raise SetRefused("Title: say what is shared.", "title")
    try:
        first, last = bounds(starts)[0], bounds(ends)[1]
    except DateNotUnderstood as error:
        raise SetRefused(f"Effective from and to: {error}", "starts") from error
    if first and last and last < first:
        raise SetRefused("Effective to: it lies before the day it is effective from.", "ends")
    rows = [row for row in answer.rows if row.force != asked.leaving]
    shares = divide(WHOLE, [row.figure for row in rows], place=PLACE)
    owner: dict[str, Any] = {str(belongs_to._meta.model_name): belongs_to}
    with transaction.atomic():
        made = CostShareSet(
            title=title.strip()[:160], basis=asked.basis, base_year=asked.base_year, measured=asked.measured,
            cost=asked.cost, grant=asked.grant, grant_order=asked.order if asked.grant is not None else "",
            recurrence=recurrence, starts=starts, ends=ends, words=words.strip(), **owner,
        )  # fmt: skip
        made._history_user = by
        made.save()
        payers = {
            body.force_id: body
            for body in Body.objects.filter(
                force__in=[row.force for row in rows], kind__in=[BodyKind.PCC, BodyKind.PFCC], succeeded_by=None
            )
        }
        for row, share in zip(rows, shares, strict=True):
            part = CostShare(
                share_set=made, force=row.force, payer=payers.get(row.force.pk), percentage=share, weight=row.figure
            )
            part._history_user = by
            part.save()
    return made
