"""What was delivered of a benefit and who validated it: one door for each.

A delivered figure is entered by one person and validated by another. A figure that changes takes its validation with
it. Unknown is empty: a figure is taken back, never set to nought for not being known.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.models import Force
from programmes.refusals import Refusal
from programmes.years import is_financial_year
from workstreams.choices import LedgerFigure
from workstreams.models import Benefit, BenefitLine

PENNY = Decimal("0.01")
#: SQLite keeps fifteen figures of a number: thirteen and the pence.
LARGEST = Decimal(10) ** 13


class BenefitRefused(Refusal):
    """The figure or its validation cannot be kept so; the sentence says why. `fields` names the entries at fault."""


def record_delivered(
    *,
    benefit: Benefit,
    force: Force,
    financial_year: str,
    delivered: Decimal | None,
    by: Any,
    evidence: str = "",
    reason: str = "",
) -> BenefitLine:
    """Keep what a benefit delivered to one force in one financial year, in pounds; None takes a figure back.

    The line is made when there is none; like every new record it is internal. A figure that was given before changes
    only with a reason, and its validation falls. Said again with the same figure and evidence nothing is written.
    Empty evidence leaves what stood there.
    Raises NotAllowed, BenefitRefused, StaleRecord.
    """
    check(by, Capability.EDIT)
    _check_figure("delivered", delivered)
    with transaction.atomic():
        line = _held_line(benefit, force, financial_year)
        if line._state.adding and delivered is None:
            raise BenefitRefused("Delivered: there is no figure to take back.", "delivered")
        evidence = evidence.strip() or line.evidence
        if line.delivered == delivered and line.evidence == evidence and not line._state.adding:
            return line
        _deliver(line, delivered, by, reason)
        line.evidence = evidence
        _save(line, by, reason)
    return line


def record_line(
    *,
    benefit: Benefit,
    force: Force,
    financial_year: str,
    figures: Mapping[str, Decimal | None],
    by: Any,
    evidence: str | None = None,
    reason: str = "",
) -> BenefitLine:
    """Keep several figures of one line of the ledger at once, in pounds, by the names of `LedgerFigure`.

    What `figures` does not name stays; None empties a figure. For the delivered one the rules of `record_delivered`
    hold. Evidence stays where it is None. Raises NotAllowed, BenefitRefused, StaleRecord.
    """
    check(by, Capability.EDIT)
    for name, figure in figures.items():
        _check_figure(name, figure)
    with transaction.atomic():
        line = _held_line(benefit, force, financial_year)
        if "delivered" in figures:
            _deliver(line, figures["delivered"], by, reason)
        for name, figure in figures.items():
            setattr(line, LedgerFigure(name).value, figure)
        if evidence is not None:
            line.evidence = evidence.strip()
        _save(line, by, reason)
    return line


def _held_line(benefit: Benefit, force: Force, financial_year: str) -> BenefitLine:
    """The line of a benefit, force and year, or one not yet kept; two who make the same line wait for each other."""
    if not is_financial_year(financial_year):
        raise BenefitRefused("Financial year: write it as 2016/17.", "financial_year")
    Benefit.objects.select_for_update().get(pk=benefit.pk)
    found = BenefitLine.objects.filter(benefit=benefit, force=force, financial_year=financial_year).first()
    return found or BenefitLine(benefit=benefit, force=force, financial_year=financial_year)


def _deliver(line: BenefitLine, delivered: Decimal | None, by: Any, reason: str) -> None:
    """Put the delivered figure into a line; one that changes needs its reason and loses its validation."""
    if line.delivered == delivered:
        return
    if line.delivered is not None and not reason.strip():
        raise BenefitRefused("Reason: say why the delivered figure changes.", "reason")
    line.delivered = delivered
    line.delivered_by = by if delivered is not None else None
    line.delivered_at = timezone.now() if delivered is not None else None
    _unvalidate(line)


def validate_delivered(*, line: BenefitLine, by: Any, validated_by: str, on: dt.date) -> BenefitLine:
    """Keep who stands for a delivered figure, and since when; `by`, who records it, is not who entered the figure.

    Raises NotAllowed, BenefitRefused.
    """
    check(by, Capability.VALIDATE_BENEFIT)
    who = validated_by.strip()
    with transaction.atomic():
        line = BenefitLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if line.delivered is None:
            raise BenefitRefused("Nothing delivered is recorded on this line, so there is nothing to validate.")
        if line.validated_by:
            raise BenefitRefused(f"{line.validated_by} validated this figure already; take that back first.")
        if line.delivered_by_id == by.pk:
            raise BenefitRefused("You entered this figure; somebody else validates it.")
        if not who:
            raise BenefitRefused("Validated by: say who stands for the figure.", "validated_by")
        if len(who) > 160:
            raise BenefitRefused("Validated by: this is longer than 160 characters.", "validated_by")
        if on > timezone.localdate():
            raise BenefitRefused("Validated on: this day has not come yet.", "validated_on")
        line.validated_by, line.validated_on, line.validation_recorded_by = who, on, by
        _save(line, by, "")
    return line


def take_back_validation(*, line: BenefitLine, by: Any, reason: str) -> BenefitLine:
    """Take the validation of a figure back, with the reason; the history keeps both. Raises NotAllowed, BenefitRefused."""
    check(by, Capability.VALIDATE_BENEFIT)
    with transaction.atomic():
        line = BenefitLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if not line.validated_by:
            raise BenefitRefused("This figure is not validated.")
        if not reason.strip():
            raise BenefitRefused("Reason: say why the validation is taken back.", "reason")
        _unvalidate(line)
        _save(line, by, reason)
    return line


def _check_figure(name: str, figure: Decimal | None) -> None:
    if figure is None:
        return
    label = LedgerFigure(name).label
    if not figure.is_finite() or abs(figure) >= LARGEST:
        raise BenefitRefused(f"{label}: give a figure in pounds of at most 13 digits before the point.", name)
    if figure % PENNY:
        raise BenefitRefused(f"{label}: give pounds and whole pence, such as 1234.50.", name)


def _unvalidate(line: BenefitLine) -> None:
    line.validated_by, line.validated_on, line.validation_recorded_by = "", None, None


def _save(line: BenefitLine, by: Any, reason: str) -> None:
    line._history_user = by
    line._change_reason = reason.strip() or None
    line.save()
