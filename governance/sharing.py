"""How the cost of a case is split between its forces: said by the team, worked out anew when fewer take part."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from governance.models import BusinessCase, CaseEvent, CaseShares
from programmes.access import Capability, check
from programmes.choices import BodyKind, ShareBasis
from programmes.history import stricter
from programmes.models import Body, CostShare, CostShareSet, Force
from programmes.refusals import Refusal
from programmes.shares import WHOLE, percentages_of, shares_without

#: What a set that is worked out anew keeps of the one before.
_KEPT = ("cost", "recurrence", "grant", "grant_order", "measured", "funding")


class SharesNotAllowed(Refusal):
    """The shares cannot be kept so; the sentence says why. `fields` names the entries at fault."""


def shares_of(case: BusinessCase) -> CostShareSet | None:
    """The set by which the cost of a case is split now; None when none is known."""
    rows = CaseShares.objects.that_stand().filter(case=case).select_related("share_set").order_by("-pk")
    last = rows.first()
    return last.share_set if last else None


def set_shares(
    *,
    case: BusinessCase,
    basis: ShareBasis | str,
    percentages: Mapping[Force, Decimal | None],
    by: Any,
    base_year: str = "",
    words: str = "",
) -> CostShareSet:
    """Say how the cost of a case is split between its participating forces, in one transaction.

    `percentages` are those known, None where no source gives one; when all are known they sum to 100. `base_year` is a
    financial year such as 2016/17. Offices that were asked before are not asked again: re-scope the case for that.
    Raises NotAllowed, SharesNotAllowed.
    """
    check(by, Capability.MOVE_CASE)
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(pk=case.pk)
        forces = list(case.participating_forces.all())
        strangers = ", ".join(sorted(str(force) for force in percentages if force not in forces))
        if strangers:
            raise SharesNotAllowed(f"Percentages: {strangers} takes no part in this case.", "percentage")
        known = [percentages.get(force) for force in forces]
        figures = [figure for figure in known if figure is not None]
        if any(not 0 <= figure <= WHOLE for figure in figures):
            raise SharesNotAllowed("Percentages: each is a figure from 0 to 100.", "percentage")
        total = sum(figures, Decimal(0))
        if total > WHOLE or (len(figures) == len(forces) and total != WHOLE):
            raise SharesNotAllowed(f"Percentages: they sum to {total.normalize():f}, not 100.", "percentage")
        basis = ShareBasis(basis)
        made = _make_set(
            case, basis=basis, base_year=base_year.strip(), words=words.strip(), title=f"Cost of {case.title}",
            shares=dict(zip(forces, known, strict=True)), by=by, like=None, starts="",
        )  # fmt: skip
        CaseShares.objects.create(case=case, share_set=made, recorded_by=by)
    return made


def share_anew(*, case: BusinessCase, event: CaseEvent, by: Any) -> set[int]:
    """Work out the shares of a case anew after its participating forces changed; ids of the forces whose share is another.

    Called inside the transaction of the event. Where the case has no shares, or the same forces share, nothing is done.
    """
    before = shares_of(case)
    if before is None:
        return set()
    forces = list(case.participating_forces.all())
    old = percentages_of(before)
    if {force.pk for force in forces} == set(old):
        return set()
    new = shares_without(before, forces)
    made = _make_set(
        case, basis=before.basis, base_year=before.base_year, title=before.title, shares=new, by=by, like=before,
        words=f"Worked out anew from {before.reference} by its basis when the case was re-scoped.", starts=event.on,
    )  # fmt: skip
    CaseShares.objects.create(case=case, share_set=made, event=event, recorded_by=by)
    return {force.pk for force, share in new.items() if share is None or share != old.get(force.pk)}


def _make_set(
    case: BusinessCase, *, basis: str, base_year: str, words: str, title: str, starts: str,
    shares: Mapping[Force, Decimal | None], by: Any, like: CostShareSet | None,
) -> CostShareSet:  # fmt: skip
    source: Any = like or case
    made = CostShareSet(
        title=title[:160], programme=source.programme, alliance=source.alliance,
        agreement=like.agreement if like else None, basis=basis, base_year=base_year, starts=starts, words=words,
        marking=stricter(case.marking, like.marking) if like else case.marking,
        **{name: getattr(like, name) for name in _KEPT if like},
    )  # fmt: skip
    made._history_user = by
    made.save()
    payers = {
        body.force_id: body
        for body in Body.objects.filter(
            force__in=list(shares), kind__in=[BodyKind.PCC, BodyKind.PFCC], succeeded_by=None
        )
    }
    for force, percentage in shares.items():
        share = CostShare(
            share_set=made, force=force, payer=payers.get(force.pk), percentage=percentage, marking=made.marking
        )
        share._history_user = by
        share.save()
    return made
