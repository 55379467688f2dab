"""The doors of withholding: withhold a part, keep it withheld after a review, tell it again."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import ExemptGround, WithholdingStep
from governance.models import Withholding
from governance.publication.withholding.names import ROWS, model_of, parts_of_record
from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.history import Reference
from programmes.refusals import Refusal

#: What the whole of a record is called among its parts.
WHOLE = "The whole of it"


class WithholdingNotAllowed(Refusal):
    """It cannot be withheld, kept or told so; the sentence says why. `fields` names the entries at fault."""


def parts_that_may_be_withheld(reference: Reference) -> dict[str, str]:
    """The names of what may be withheld of a record, with labels; "" stands for the whole.

    The whole may be withheld of what others’ pages tell in a row, and of what is marked sensitive: that says that it was
    left out knowingly. A record with a page of its own is marked internal instead, or its page withdrawn.
    """
    model = model_of(reference.kind)
    parts = parts_of_record(model)
    whole = {"": WHOLE} if reference.marking == Marking.SENSITIVE or model._meta.model_name in ROWS else {}
    return whole | parts


def withhold(
    *, about: str, part: str, ground: str, reason: str, review_on: dt.date | None, by: Any
) -> Withholding:  # fmt: skip
    """Withhold a part of a record from the public, from the next edition on.

    `about` is the record’s reference, `part` a name of the allow-list, `ground` an ExemptGround, `review_on` the day by
    which it is looked at again. The same once more gives the step already there. Raises NotAllowed, WithholdingNotAllowed.
    """
    check(by, Capability.COMPOSE)
    with transaction.atomic():
        reference = _lock(about)
        if part not in parts_that_may_be_withheld(reference):
            raise WithholdingNotAllowed("What is withheld: choose one from the list.", "part")
        day = _checked(ground, reason, review_on)
        last = _standing(reference, part)
        if last and (last.ground, last.reason, last.review_on) == (ground, reason.strip(), day):
            return last
        if last:
            raise WithholdingNotAllowed("What is withheld: it is withheld already; record its review instead.", "part")
        return _add(reference, part, WithholdingStep.WITHHELD, reason, by, ground=ground, review_on=day)


def keep(
    *, about: str, part: str, ground: str, reason: str, review_on: dt.date | None, by: Any
) -> Withholding:  # fmt: skip
    """Record that a withholding was reviewed and stays, on the ground given, until its next review.

    Raises NotAllowed, WithholdingNotAllowed.
    """
    check(by, Capability.COMPOSE)
    with transaction.atomic():
        reference = _lock(about)
        last = _standing(reference, part)
        if last is None:
            raise WithholdingNotAllowed("It is not withheld now.")
        day = _checked(ground, reason, review_on)
        return _add(reference, part, WithholdingStep.KEPT, reason, by, ground=ground, review_on=day)


def lift(*, about: str, part: str, reason: str, by: Any) -> Withholding:
    """End a withholding: from the next edition on the public is told. Raises NotAllowed, WithholdingNotAllowed."""
    check(by, Capability.COMPOSE)
    with transaction.atomic():
        reference = _lock(about)
        if _standing(reference, part) is None:
            raise WithholdingNotAllowed("It is not withheld now.")
        _check_reason(reason)
        return _add(reference, part, WithholdingStep.LIFTED, reason, by)


def _lock(about: str) -> Reference:
    found = Reference.objects.select_for_update().filter(code=about).first()
    if found is None:
        raise WithholdingNotAllowed("Record: there is none with this reference.", "about")
    return found


def _standing(reference: Reference, part: str) -> Any:
    last = Withholding.objects.filter(about=reference, part=part).order_by("-pk").first()
    return None if last is None or last.step == WithholdingStep.LIFTED else last


def _checked(ground: str, reason: str, review_on: dt.date | None) -> dt.date:
    if ground not in ExemptGround.values:
        raise WithholdingNotAllowed("Ground: choose one; the public reads it.", "ground")
    _check_reason(reason)
    if review_on is None:
        raise WithholdingNotAllowed("Review by: give the day by which this is looked at again.", "review_on")
    if review_on <= timezone.localdate():
        raise WithholdingNotAllowed("Review by: give a day after today.", "review_on")
    return review_on


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise WithholdingNotAllowed("Reason: say why; it stays inside the register.", "reason")


def _add(reference: Reference, part: str, step: str, reason: str, by: Any, **facts: Any) -> Withholding:
    return Withholding.objects.create(
        about=reference, part=part, step=step, reason=reason.strip(), recorded_by=by, **facts
    )
