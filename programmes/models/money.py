"""Funding and cost shares; amounts are kept as said (design section 5)."""

from django.db import models

from programmes.amounts import Hedged
from programmes.choices import (
    FigureStatus,
    FundingKind,
    Qualifier,
    Recurrence,
    ShareBasis,
)
from programmes.fields import EdtfField
from programmes.history import Record
from programmes.models.agreement import Agreement
from programmes.models.alliance import Alliance
from programmes.models.body import Body, Force
from programmes.models.programme import Programme
from programmes.visibility import RecordQuerySet


class HedgedAmount(models.Model):
    """The columns of one hedged figure in pounds; empty means not stated, never nought."""

    low = models.DecimalField(
        "figure (£)",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Empty when not stated.",
    )
    high = models.DecimalField(
        "upper figure (£)",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Only for “between”.",
    )
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACTLY)
    recurrence = models.CharField(max_length=10, choices=Recurrence.choices, blank=True)
    period = EdtfField("period")
    price_base = models.CharField(max_length=40, blank=True)
    baseline = models.CharField(max_length=200, blank=True, help_text="What it is measured against, as said.")
    figure_status = models.CharField("status of the figure", max_length=10, choices=FigureStatus.choices)
    words = models.CharField("words as written", max_length=300)

    class Meta:
        abstract = True

    @property
    def amount(self) -> Hedged:
        """The figure as one value with its hedge."""
        return Hedged(
            low=self.low, high=self.high, qualifier=self.qualifier, words=self.words,
            measure=getattr(self, "measure", ""), recurrence=self.recurrence, period=self.period,
        )  # fmt: skip


def hedge_constraints(name: str) -> list[models.BaseConstraint]:
    """The rules every hedged figure keeps, named for the model that holds it."""
    return [
        models.CheckConstraint(
            condition=models.Q(qualifier=Qualifier.BETWEEN, high__isnull=False, low__isnull=False)
            | (~models.Q(qualifier=Qualifier.BETWEEN) & models.Q(high__isnull=True)),
            name=f"{name}_upper_figure_goes_with_between",
            violation_error_message="Upper figure: give it for “between”, and only then.",
        ),
        models.CheckConstraint(
            condition=models.Q(high__isnull=True) | models.Q(high__gte=models.F("low")),
            name=f"{name}_upper_not_below_lower",
            violation_error_message="Upper figure: it is below the lower one.",
        ),
    ]


class Funding(HedgedAmount, Record):
    """Money a programme has: budget, grant, match; who pays and on what basis."""

    PREFIX = "FND"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="funding")
    kind = models.CharField(max_length=8, choices=FundingKind.choices)
    title = models.CharField(max_length=160)
    payer = models.CharField(max_length=160, blank=True)
    agreed = EdtfField("agreed on")
    basis = models.CharField("basis of the split", max_length=10, choices=ShareBasis.choices, blank=True)
    conditions = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "agreed_earliest", "pk"]
        verbose_name_plural = "funding"
        constraints = hedge_constraints("funding")

    def __str__(self) -> str:
        return f"{self.title}: {self.words}"


class NetRevenueExpenditure(Record):
    """A force’s net revenue expenditure for a financial year; empty for the seven forces until a source gives it."""

    PREFIX = "NRE"

    force = models.ForeignKey(Force, models.PROTECT, related_name="net_revenue_expenditure")
    financial_year = models.CharField(max_length=7, help_text="Such as 2016/17.")
    amount = models.DecimalField("amount (£)", max_digits=16, decimal_places=2)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["financial_year", "force", "pk"]
        verbose_name = "net revenue expenditure"
        verbose_name_plural = "net revenue expenditure"
        constraints = [
            models.UniqueConstraint(fields=["force", "financial_year"], name="nre_once_per_force_and_year"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="nre_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.force} {self.financial_year}"


class CostShareSet(Record):
    """How a cost is split between forces for a time: basis, base year, effective dates (domain section 6)."""

    PREFIX = "CSS"

    title = models.CharField(max_length=160)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    funding = models.ForeignKey(Funding, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    basis = models.CharField(max_length=10, choices=ShareBasis.choices)
    base_year = models.CharField(max_length=7, blank=True)
    starts = EdtfField("effective from")
    ends = EdtfField("effective to")
    words = models.TextField("words as written", blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=False)
                | models.Q(agreement__isnull=False)
                | models.Q(alliance__isnull=False),
                name="cost_share_belongs_to_something",
                violation_error_message="Programme, agreement or alliance: say what the shares belong to.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CostShare(Record):
    """One paying body’s part of a set; the percentage stays empty until a source gives it."""

    PREFIX = "SHR"

    share_set = models.ForeignKey(CostShareSet, models.PROTECT, related_name="shares")
    force = models.ForeignKey(Force, models.PROTECT, related_name="cost_shares")
    payer = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="cost_shares",
        help_text="The commissioner’s corporation pays (Policing Protocol paragraph 16).",
    )  # fmt: skip
    percentage = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["share_set", "force", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["share_set", "force"], name="cost_share_once_per_force"),
            models.CheckConstraint(
                condition=models.Q(percentage__isnull=True) | models.Q(percentage__range=(0, 100)),
                name="cost_share_is_a_percentage",
                violation_error_message="Percentage: give a figure from 0 to 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force}: {self.share_set}"
