"""Funding and cost shares; amounts are kept as said (design section 5)."""

from django.db import models

from programmes.amounts import Hedged
from programmes.choices import (
    FigureStatus,
    FundingKind,
    GrantOrder,
    Qualifier,
    QuantityKind,
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
from programmes.years import validate_financial_year

YEAR_HELP = "Such as 2016/17."


class HedgedAmount(models.Model):
    """The columns of one hedged figure in pounds; empty means not stated, never nought."""

    low = models.DecimalField(
        "figure (£)",
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Empty when not stated.",
    )
    high = models.DecimalField(
        "upper figure (£)",
        max_digits=15,
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
    financial_year = models.CharField(max_length=7, validators=[validate_financial_year], help_text=YEAR_HELP)
    amount = models.DecimalField("amount (£)", max_digits=15, decimal_places=2)

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


class MeasuredQuantity(Record):
    """What was counted of a force in a financial year (headcount, usage, capital contributed), to share a cost by."""

    PREFIX = "QTY"

    kind = models.CharField(max_length=10, choices=QuantityKind.choices)
    what = models.CharField("what is counted", max_length=160, help_text="Such as “999 calls” or “officers, FTE”.")
    force = models.ForeignKey(Force, models.PROTECT, related_name="measured_quantities")
    financial_year = models.CharField(max_length=7, validators=[validate_financial_year], help_text=YEAR_HELP)
    quantity = models.DecimalField(max_digits=15, decimal_places=2)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "what", "financial_year", "force", "pk"]
        verbose_name_plural = "measured quantities"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "what", "force", "financial_year"], name="quantity_once_per_force_and_year",
                violation_error_message="This force has that count for that year already; change the one there is.",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0), name="quantity_not_negative",
                violation_error_message="Quantity: it is below nought.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.what}, {self.force} {self.financial_year}"


class CostShareSet(Record):
    """How a cost is split between forces for a time: basis, base year, effective dates (domain section 6)."""

    PREFIX = "CSS"

    title = models.CharField(max_length=160)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    funding = models.ForeignKey(Funding, models.PROTECT, null=True, blank=True, related_name="cost_share_sets")
    cost = models.DecimalField(
        "cost to share (£)", max_digits=15, decimal_places=2, null=True, blank=True,
        help_text="Empty when not stated, or when the funding above states it.",
    )  # fmt: skip
    recurrence = models.CharField("how often", max_length=10, choices=Recurrence.choices, blank=True)
    grant = models.DecimalField(
        "grant (£)", max_digits=15, decimal_places=2, null=True, blank=True, help_text="Empty when there is none."
    )
    grant_order = models.CharField("grant first or last", max_length=5, choices=GrantOrder.choices, blank=True)
    basis = models.CharField(max_length=10, choices=ShareBasis.choices)
    base_year = models.CharField(max_length=7, blank=True, validators=[validate_financial_year], help_text=YEAR_HELP)
    measured = models.CharField(
        "what is counted", max_length=160, blank=True,
        help_text="For headcount, usage and beneficial share: the name of the count in the measured quantities.",
    )  # fmt: skip
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
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost__gte=0),
                name="cost_share_cost_not_negative",
                violation_error_message="Cost to share: it is below nought.",
            ),
            models.CheckConstraint(
                condition=models.Q(grant__isnull=True) | models.Q(grant__gte=0) & ~models.Q(grant_order=""),
                name="cost_share_grant_says_when",
                violation_error_message="Grant: say whether it comes first or last; it is not below nought.",
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
    weight = models.DecimalField(
        "figure it rests on", max_digits=15, decimal_places=4, null=True, blank=True,
        help_text="The force’s NRE, headcount or other figure when the set was made. Empty when not known.",
    )  # fmt: skip

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
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__gte=0),
                name="cost_share_weight_not_negative",
                violation_error_message="Figure it rests on: it is below nought.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force}: {self.share_set}"
