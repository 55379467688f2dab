"""A recorded decision is put right by a new one that names it and says why; the old one stands for ever beside it."""

from typing import Any

from django.db import transaction

from governance.models import Decision
from programmes.access import Capability, check
from programmes.refusals import Refusal

#: What a correction takes over from the decision it corrects, and its form may change.
COPIED = (
    "title", "kind", "wording", "board", "body", "decided_by", "meeting", "decided", "decided_words", "minute_reference",
    "notice_url", "case", "programme", "workstream", "agreement", "conditions", "significant_public_interest", "marking",
)  # fmt: skip


class CorrectionNotAllowed(Refusal):
    """The decision cannot be corrected so; the sentence says why."""


def check_correctable(decision: Decision) -> None:
    """Raise CorrectionNotAllowed for a decision that moved a case, or that was corrected before."""
    if decision.case_event_id:
        raise CorrectionNotAllowed(
            f"{decision.reference} moved its case by an event. Correct that event on the page of the case."
        )
    newer = Decision.objects.filter(corrects=decision).first()
    if newer is not None:
        raise CorrectionNotAllowed(
            f"{decision.reference} is corrected already by {newer.reference}. Correct that one, which stands in its place."
        )


def correct(*, old: Decision, new: Decision, by: Any, reason: str) -> Decision:
    """Record a decision in place of one that was recorded wrongly, on the same agenda item, with the reason.

    Raises NotAllowed, CorrectionNotAllowed.
    """
    check(by, Capability.EDIT)
    if not reason.strip():
        raise CorrectionNotAllowed("Reason: say why the decision is corrected.", "why_corrected")
    with transaction.atomic():
        old = Decision.objects.select_for_update().get(pk=old.pk)
        check_correctable(old)
        new.corrects, new.correction_reason, new.item = old, reason.strip(), old.item
        new._history_user, new._change_reason = by, f"Corrects {old.reference}: {reason.strip()}"
        new.save()
    return new
