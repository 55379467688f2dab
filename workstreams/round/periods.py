"""Reporting periods: opened with their dates, moved, locked and reopened; a locked one takes no return."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, Subquery
from django.utils import timezone

from programmes.access import Capability, check
from programmes.refusals import Refusal
from workstreams.choices import PeriodEventKind, PeriodState
from workstreams.models import Period, PeriodEvent, Workstream


class PeriodRefused(Refusal):
    """The period cannot be changed so; the sentence says why. `fields` names the entries at fault."""


def state_on(period: Any, today: dt.date) -> PeriodState:
    """Where a period (read `with_lock`) stands on a day: locked until reopened, else by its dates."""
    if period.last_lock == PeriodEventKind.LOCKED:
        return PeriodState.LOCKED
    if today < period.opens_on:
        return PeriodState.PLANNED
    return PeriodState.OVERDUE if today > period.due_on else PeriodState.OPEN


def described_on(period: Any, today: dt.date) -> dt.date:
    """The day that a return begun today describes unless its writer says otherwise: never later than the due date.

    So a return that comes late stands where its period lies, and is not taken for the newest word about the work.
    """
    return min(today, period.due_on)


class NamedPeriod(NamedTuple):
    """A period that a question finds for itself, so that nobody asks for it first."""

    pk: Any
    opens_on: Any
    due_on: Any


def period_named(reference: str) -> NamedPeriod:
    """The period of a reference."""
    found = Period.objects.filter(reference=reference).order_by()
    return NamedPeriod(*(Subquery(found.values(name)) for name in NamedPeriod._fields))


def asked(period: Period | NamedPeriod) -> Any:
    """The workstreams that owe a return: those begun by the due date and not surely ended before the period opens.

    One whose dates are not known is asked.
    """
    begun = Q(starts_earliest__isnull=True) | Q(starts_earliest__lte=period.due_on)
    ended = Q(ends_latest__isnull=False, ends_latest__lt=period.opens_on)
    return Workstream.objects.filter(begun).exclude(ended)


def open_period(*, name: str, opens_on: dt.date, due_on: dt.date, by: Any) -> Period:
    """Set up a reporting period. Raises NotAllowed, PeriodRefused."""
    check(by, Capability.EDIT)
    name = name.strip()
    if not name:
        raise PeriodRefused("Name: say what the period is called.", "name")
    if due_on < opens_on:
        raise PeriodRefused("Due on: this is before the period opens.", "due_on")
    with transaction.atomic():
        if Period.objects.filter(name=name).exists():
            raise PeriodRefused("Name: there is a period of this name already.", "name")
        if other := overlapping(opens_on, due_on):
            raise PeriodRefused(f"Opens on: {overlap_words(other)}", "opens_on")
        period = Period(name=name, opens_on=opens_on, due_on=due_on)
        period._history_user = by
        period.save()
    return period


def overlapping(opens_on: dt.date, due_on: dt.date) -> Period | None:
    """A period between whose dates some of these lie."""
    return Period.objects.filter(opens_on__lte=due_on, due_on__gte=opens_on).first()


def overlap_words(other: Period) -> str:
    """The sentence that names the period in the way."""
    return f"these dates overlap with {other}, {other.opens_on:%-d %B %Y} to {other.due_on:%-d %B %Y}."


def move_due_date(*, period: Period, due_on: dt.date, by: Any, reason: str) -> Period:
    """Let returns fall due on another day, with the reason. Raises NotAllowed, PeriodRefused, StaleRecord."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        period = _held(period)
        if not reason.strip():
            raise PeriodRefused("Reason: say why the due date moves.", "reason")
        if due_on < period.opens_on:
            raise PeriodRefused("Due on: this is before the period opens.", "due_on")
        if due_on == period.due_on:
            raise PeriodRefused("Due on: this is the due date already.", "due_on")
        if _is_locked(period):
            raise PeriodRefused("This period is locked. Reopen it first.")
        was, period.due_on = period.due_on, due_on
        period._history_user, period._change_reason = by, reason.strip()
        period.save()
        _add(period, PeriodEventKind.DUE_MOVED, by, reason, was=was, now=due_on)
    return period


def lock(*, period: Period, by: Any, reason: str = "") -> PeriodEvent:
    """Take no more returns for a period, nor corrections. Raises NotAllowed, PeriodRefused."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        period = _held(period)
        if _is_locked(period):
            raise PeriodRefused("This period is locked already.")
        if timezone.localdate() < period.due_on:
            raise PeriodRefused(f"Returns are due on {period.due_on:%-d %B %Y}; the period can be locked from then on.")
        return _add(period, PeriodEventKind.LOCKED, by, reason)


def reopen(*, period: Period, by: Any, reason: str) -> PeriodEvent:
    """Take returns and corrections for a locked period again, with the reason. Raises NotAllowed, PeriodRefused."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        period = _held(period)
        if not _is_locked(period):
            raise PeriodRefused("This period is not locked.")
        if not reason.strip():
            raise PeriodRefused("Reason: say why the period is reopened.", "reason")
        return _add(period, PeriodEventKind.REOPENED, by, reason)


def taking_returns(period: Period) -> Period:
    """The period, held until the transaction ends, as one that takes returns now; raises PeriodRefused otherwise."""
    held = _held(period)
    today = timezone.localdate()
    if _is_locked(held):
        raise PeriodRefused(locked_words(held))
    if today < held.opens_on:
        raise PeriodRefused(f"{held} opens on {held.opens_on:%-d %B %Y} and takes no return before.")
    return held


def locked_words(period: Period) -> str:
    """Why a locked period takes no return."""
    return f"{period} is locked and takes no return. An editor can reopen it, with a reason."


def _held(period: Period) -> Period:
    """The period as stored, locked so that returns and locking wait for each other."""
    return Period.objects.select_for_update().get(pk=period.pk)


def _is_locked(period: Period) -> bool:
    return Period.objects.with_lock().filter(pk=period.pk, last_lock=PeriodEventKind.LOCKED).exists()


def _add(period: Period, kind: PeriodEventKind, by: Any, reason: str, **dates: dt.date) -> PeriodEvent:
    last = PeriodEvent.objects.filter(period=period).order_by("-seq").first()
    return PeriodEvent.objects.create(
        period=period, seq=last.seq + 1 if last else 1, kind=kind, on=timezone.localdate(), reason=reason.strip(),
        recorded_by=by, **dates,
    )  # fmt: skip
