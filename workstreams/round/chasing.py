"""Reminding of returns that are late: who was reminded of what, in which words; the log is only ever added to."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.choices import ReminderMeans
from programmes.refusals import Refusal, happened_between
from workstreams.models import Period, ReturnChase, StatusUpdate, Workstream


class ReminderRefused(Refusal):
    """The reminder cannot be entered in the log; the sentence says why. `fields` names the entries at fault."""


def remind(
    *,
    period: Period,
    workstream: Workstream,
    by: Any,
    on: str,
    on_words: str = "",
    means: ReminderMeans | str,
    to: str = "",
    words: str,
    token: str = "",
) -> ReturnChase:
    """Enter in the log that somebody was reminded of a workstream’s return; `on` is EDTF, today or earlier.

    `token` makes a repeated call return what is entered already. Raises NotAllowed, ReminderRefused.
    """
    check(by, Capability.EDIT)
    if means not in ReminderMeans.values:
        raise ReminderRefused("How: choose how the reminder was sent.", "means")
    if not words.strip():
        raise ReminderRefused("Words: say what was sent or said.", "words")
    _, last_day = happened_between(on, ReminderRefused, what="the reminder was sent")
    with transaction.atomic():
        period = Period.objects.select_for_update().get(pk=period.pk)
        done = ReturnChase.objects.filter(period=period, workstream=workstream, form_token=token).first()
        if token and done:
            return done
        if last_day < period.opens_on:
            raise ReminderRefused(f"Date: {period} had not opened then.", "on")
        if StatusUpdate.objects.current().filter(period=period, workstream=workstream).exists():
            raise ReminderRefused(f"{workstream} has returned for {period}; there is nothing to remind of.")
        return ReturnChase.objects.create(
            period=period, workstream=workstream, on=on, on_words=on_words, means=means, to=to.strip(),
            words=words.strip(), recorded_by=by, form_token=token,
        )  # fmt: skip


def take_back(*, chase: ReturnChase, by: Any, reason: str) -> ReturnChase:
    """Say that a reminder was entered in error: it stays in the log, struck out. Raises NotAllowed, ReminderRefused."""
    check(by, Capability.EDIT)
    if not reason.strip():
        raise ReminderRefused("Reason: say what was entered wrongly.", "reason")
    with transaction.atomic():
        Period.objects.select_for_update().get(pk=chase.period_id)
        if not ReturnChase.objects.that_stand().filter(pk=chase.pk).exists():
            raise ReminderRefused("This entry has been taken back already.")
        return ReturnChase.objects.create(
            period=chase.period, workstream=chase.workstream, corrects=chase, on=timezone.localdate().isoformat(),
            means=chase.means, words=reason.strip(), recorded_by=by,
        )  # fmt: skip
