"""Benefits in a ledger, and the savings claims of the sources that never enter it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record
from programmes.models import Alliance, Force, Programme
from programmes.models.money import HedgedAmount, hedge_constraints
from programmes.visibility import RecordQuerySet
from programmes.years import validate_financial_year
from workstreams.choices import BenefitKind, Measure
from workstreams.models.workstream import Workstream


def _pounds(label: str, help_text: str = "Empty when not stated.") -> models.DecimalField:
    return models.DecimalField(label, max_digits=15, decimal_places=2, null=True, blank=True, help_text=help_text)


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=label,
    )  # fmt: skip


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
    words = models.TextField("words as written", blank=True, help_text=PUBLIC_HELP)
    baseline = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=160, blank=True)
    stated_soc = _pounds("total stated at SOC (£)", "As the paper states it; the lines are compared with it.")
    stated_obc = _pounds("total stated at OBC (£)")
    stated_fbc = _pounds("total stated at FBC (£)")
    stated_delivered = _pounds("total stated as delivered (£)")

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
    financial_year = models.CharField(
        max_length=7, validators=[validate_financial_year], help_text="Such as 2016/17.", db_index=True
    )
    predicted_soc = _pounds("predicted at SOC (£)")
    predicted_obc = _pounds("predicted at OBC (£)")
    predicted_fbc = _pounds("predicted at FBC (£)")
    target = _pounds("target (£)")
    delivered = _pounds("delivered (achieved, £)")
    reinvested = _pounds("reinvested (£)")
    net = _pounds("net (£)", "As the report states it; it is compared with delivered less reinvested.")
    carried_forward = _pounds("carried forward (£)", "As the report states it; it is never worked out.")
    evidence = models.TextField(blank=True)
    delivered_by = _person("delivered figure entered by")
    delivered_at = models.DateTimeField("delivered figure entered at", null=True, blank=True, editable=False)
    validated_by = models.CharField(max_length=160, blank=True, help_text="Who stands for the figure: name and office.")
    validated_on = models.DateField(null=True, blank=True)
    validation_recorded_by = _person("validation recorded by")

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
            models.CheckConstraint(
                condition=Q(validated_by="", validated_on__isnull=True, validation_recorded_by__isnull=True)
                | ~Q(validated_by="") & Q(validated_on__isnull=False),
                name="benefit_line_validation_is_whole",
                violation_error_message="Validated by and validated on: give both, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(validation_recorded_by__isnull=True)
                | Q(delivered_by__isnull=True)
                | ~Q(validation_recorded_by=F("delivered_by")),
                name="benefit_line_validated_by_another",
                violation_error_message="Validated: somebody else than who entered the delivered figure records it.",
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
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

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
