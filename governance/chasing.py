"""Reminding the offices that have not decided: who is reminded of what, in which words, and the log of it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import WaitsFor
from governance.models import BusinessCase, Chase, LocalDecision
from programmes.access import Capability, check
from programmes.choices import ReminderMeans
from programmes.refusals import Refusal, happened_between


class ChaseNotAllowed(Refusal):
    """The reminder cannot be entered in the log; the sentence says why. `fields` names the entries at fault."""


def chase(
    *,
    local_decisions: Sequence[LocalDecision],
    by: Any,
    on: str,
    on_words: str = "",
    means: ReminderMeans | str,
    to: str = "",
    words: str,
    token: str | None = None,
) -> list[Chase]:
    """Enter in the log that an office was reminded of decisions that are waited for, in one transaction.

    `on` is EDTF, today or earlier, and not surely before the office was asked; `to` says to whom, `words` what was
    said. `token` makes a repeated call return what is entered already. Raises NotAllowed, ChaseNotAllowed.
    """
    check(by, Capability.MOVE_CASE)
    if means not in ReminderMeans.values:
        raise ChaseNotAllowed("How: choose how the office was reminded.", "means")
    if not words.strip():
        raise ChaseNotAllowed("Words: say what was said to the office.", "words")
    if not local_decisions:
        raise ChaseNotAllowed("Decisions: choose at least one.", "decisions")
    _, last_day = happened_between(on, ChaseNotAllowed, what="the office was reminded")
    with transaction.atomic():
        cases = {local.case_id for local in local_decisions}
        list(BusinessCase.objects.select_for_update().filter(pk__in=cases).order_by("pk"))
        keys = [local.pk for local in local_decisions]
        if token and (done := list(Chase.objects.filter(form_token=token, local_decision__in=keys))):
            return done
        rows = LocalDecision.objects.filter(pk__in=keys).with_outcome().select_related("body", "case", "opened_by")
        for local in rows.order_by("pk"):
            if local.waits_for not in (WaitsFor.DECISION, WaitsFor.CONDITIONS):
                raise ChaseNotAllowed(
                    f"Decisions: nothing is waited for from {local.body} on {local.case} any more.", "decisions"
                )
            asked = local.opened_by.on_earliest
            if asked and last_day < asked:
                raise ChaseNotAllowed(f"Date: {local.body} had not been asked about {local.case} then.", "on")
        return [
            Chase.objects.create(
                local_decision=local, on=on, on_words=on_words, means=means, to=to.strip(), words=words.strip(),
                recorded_by=by, form_token=token or "",
            )
            for local in rows.order_by("pk")
        ]  # fmt: skip


def take_back(*, chase: Chase, by: Any, reason: str) -> Chase:
    """Say that a reminder was entered in error: it stays in the log, struck out. Raises NotAllowed, ChaseNotAllowed."""
    check(by, Capability.MOVE_CASE)
    if not reason.strip():
        raise ChaseNotAllowed("Reason: say what was entered wrongly.", "reason")
    with transaction.atomic():
        BusinessCase.objects.select_for_update().get(pk=chase.local_decision.case_id)
        if not Chase.objects.that_stand().filter(pk=chase.pk).exists():
            raise ChaseNotAllowed("This entry has been taken back already.")
        return Chase.objects.create(
            local_decision=chase.local_decision, corrects=chase, on=timezone.localdate().isoformat(),
            means=chase.means, words=reason.strip(), recorded_by=by,
        )  # fmt: skip
