"""Benefits in a ledger, and the savings claims of the sources that never enter it."""

from django.db import models
from django.db.models import Q

from programmes.fields import EdtfField
from programmes.history import Record
from programmes.models import Alliance, Force, Programme
from programmes.models.money import HedgedAmount, hedge_constraints
from programmes.visibility import RecordQuerySet
from workstreams.choices import BenefitKind, Measure
from workstreams.models.workstream import Workstream


class Benefit(Record):
    """Something a workstream is to gain, of one kind."""

    PREFIX = "BEN"
    MARKED_THROUGH = ("workstream",)

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="benefits")
    title = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=14,
        choices=BenefitKind.choices,
        blank=True,
        help_text="Empty when not stated.",
    )
    words = models.TextField("words as written", blank=True)
    baseline = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=160, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "title", "pk"]
        constraints = [models.UniqueConstraint(fields=["workstream", "title"], name="benefit_once_per_workstream")]

    def __str__(self) -> str:
        return self.title


class BenefitLine(Record):
    """One force and financial year of a benefit, predicted at each stage and delivered, in pounds."""

    PREFIX = "BLN"
    MARKED_THROUGH = ("benefit",)

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="lines")
    force = models.ForeignKey(Force, models.PROTECT, related_name="benefit_lines+")
    financial_year = models.CharField(max_length=7, help_text="Such as 2016/17.")
    predicted_soc = models.DecimalField("predicted at SOC (£)", max_digits=16, decimal_places=2, null=True, blank=True)
    predicted_obc = models.DecimalField("predicted at OBC (£)", max_digits=16, decimal_places=2, null=True, blank=True)
    predicted_fbc = models.DecimalField("predicted at FBC (£)", max_digits=16, decimal_places=2, null=True, blank=True)
    delivered = models.DecimalField("delivered (£)", max_digits=16, decimal_places=2, null=True, blank=True)
    validated_by = models.CharField(max_length=160, blank=True)
    evidence = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["benefit", "financial_year", "force", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "force", "financial_year"], name="benefit_line_once"),
            models.CheckConstraint(
                condition=Q(validated_by="") | Q(delivered__isnull=False),
                name="benefit_line_validated_only_when_delivered",
                violation_error_message="Validated by: give the delivered figure first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit}, {self.force} {self.financial_year}"


class SavingsFigure(HedgedAmount, Record):
    """A figure a source states about savings or funding, as a claim beside the ledger."""

    PREFIX = "SAV"
    MARKED_THROUGH = ("workstream", "programme", "alliance")

    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=20, choices=Measure.choices)
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="savings_figures",
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="savings_figures+",
    )
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="savings_figures+")
    said = EdtfField("said on")
    pair = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="paired_with",
        help_text="For a delivered figure: the predicted one it stands beside.",
    )  # fmt: skip
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["said_earliest", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workstream__isnull=False) | Q(programme__isnull=False) | Q(alliance__isnull=False),
                name="savings_figure_is_about_something",
                violation_error_message="Workstream, programme or alliance: say what the figure is about.",
            ),
            *hedge_constraints("savings_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.words}"
