"""Local differences: where a force or office does otherwise than what was agreed, whose it is, why, at what cost."""

import datetime as dt

from django.db import models
from django.db.models import Q

from governance.models.business_case import BusinessCase
from programmes.amounts import Hedged
from programmes.choices import Qualifier, Recurrence
from programmes.fields import EdtfField
from programmes.history import Record
from programmes.models import Agreement, Body, Force
from programmes.visibility import RecordQuerySet
from workstreams.models import Workstream


class DivergenceQuerySet(RecordQuerySet):
    def overdue(self, today: dt.date) -> "DivergenceQuerySet":
        """Open ones whose review date has passed."""
        return self.filter(closed_on__isnull=True, review_on__lt=today)


class Divergence(Record):
    """One local difference from an agreement, a case or the way of working of a workstream."""

    PREFIX = "DIV"
    MARKED_THROUGH = ("agreement", "case", "workstream")

    title = models.CharField(max_length=200)
    force = models.ForeignKey(Force, models.PROTECT, null=True, blank=True, related_name="divergences+")
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="divergences+", verbose_name="office"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="divergences+", verbose_name="from the agreement"
    )
    case = models.ForeignKey(
        BusinessCase, models.PROTECT, null=True, blank=True, related_name="divergences", verbose_name="from the case"
    )
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="divergences+",
        verbose_name="from the workstream",
    )
    difference = models.TextField(help_text="What is done otherwise here, in plain words.")
    reason = models.TextField(help_text="Why this force or office does otherwise.")
    owner = models.CharField(max_length=160, help_text="Who answers for the difference: name or post.")
    starts = EdtfField("since")
    cost_low = models.DecimalField(
        "cost (£)", max_digits=15, decimal_places=2, null=True, blank=True, help_text="Empty when not stated."
    )
    cost_high = models.DecimalField(
        "upper figure (£)", max_digits=15, decimal_places=2, null=True, blank=True, help_text="Only for “between”."
    )
    cost_qualifier = models.CharField("cost is", max_length=10, choices=Qualifier.choices, default=Qualifier.EXACTLY)
    cost_recurrence = models.CharField("cost recurs", max_length=10, choices=Recurrence.choices, blank=True)
    cost_words = models.CharField("cost, words as written", max_length=300, blank=True)
    review_on = models.DateField("review by", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closed_how = models.TextField(blank=True, editable=False)

    objects = DivergenceQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "title", "pk"]
        verbose_name = "local difference"
        constraints = [
            models.CheckConstraint(
                condition=Q(force__isnull=False, body__isnull=True) | Q(force__isnull=True, body__isnull=False),
                name="divergence_is_of_a_force_or_an_office",
                violation_error_message="Force or office: say whose difference it is, one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False) | Q(case__isnull=False) | Q(workstream__isnull=False),
                name="divergence_is_from_something",
                violation_error_message="Agreement, case or workstream: say what the difference is from.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_how="") | Q(closed_on__isnull=False) & ~Q(closed_how=""),
                name="closed_divergence_says_how",
                violation_error_message="Closed: give the day and how it ended, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(cost_qualifier=Qualifier.BETWEEN, cost_high__isnull=False, cost_low__isnull=False)
                | (~Q(cost_qualifier=Qualifier.BETWEEN) & Q(cost_high__isnull=True)),
                name="divergence_upper_figure_goes_with_between",
                violation_error_message="Upper figure: give it for “between”, and only then.",
            ),
            models.CheckConstraint(
                condition=Q(cost_high__isnull=True) | Q(cost_high__gte=models.F("cost_low")),
                name="divergence_upper_not_below_lower",
                violation_error_message="Upper figure: it is below the lower one.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def amount(self) -> Hedged:
        """The cost as one value with its hedge."""
        return Hedged(
            low=self.cost_low, high=self.cost_high, qualifier=self.cost_qualifier, words=self.cost_words,
            recurrence=self.cost_recurrence,
        )  # fmt: skip

    @property
    def words(self) -> str:
        """The cost in the words of its source."""
        return self.cost_words
