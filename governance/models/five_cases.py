"""The five cases of the Treasury Green Book as the sections of a business case document."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from programmes.fields import EdtfField
from programmes.models import Force
from programmes.years import validate_financial_year


def _percent(label: str, help_text: str = "") -> models.DecimalField:
    limits = [MinValueValidator(0), MaxValueValidator(999)]
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, null=True, blank=True, validators=limits, help_text=help_text
    )


class FiveCases(models.Model):
    """The named fields of the five cases; empty means not stated, never nought.

    Each case begins with its own words in brief, which bear its name.
    """

    strategic = models.TextField("strategic case", blank=True, help_text="In brief.")
    problem = models.TextField("problem or opportunity", blank=True)
    objectives = models.TextField(blank=True, help_text="Specific, measurable, achievable, relevant, timed.")
    baseline = models.TextField(blank=True, help_text="What there is now, in figures where there are any.")
    scope_in = models.TextField("in scope", blank=True)
    scope_out = models.TextField("out of scope", blank=True)
    dependencies = models.TextField(blank=True)
    constraints = models.TextField(blank=True)
    plan_priority = models.TextField(
        "priorities it serves", blank=True, help_text="Of the police and crime plans and the forces’ own plans."
    )

    economic = models.TextField("economic case", blank=True, help_text="In brief.")
    critical_success_factors = models.TextField(blank=True)
    npsv = models.DecimalField(
        "net present social value (£)", max_digits=15, decimal_places=2, null=True, blank=True,
        help_text="Of the preferred option, as stated; may be negative.",
    )  # fmt: skip
    bcr = models.DecimalField(
        "benefit-cost ratio", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text="Of the preferred option, as stated.",
    )  # fmt: skip
    discount_rate = _percent("discount rate (%)", "The Green Book’s is 3.5.")
    appraisal_years = models.PositiveSmallIntegerField(
        "appraisal period (years)", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    base_year = models.CharField(
        max_length=7, blank=True, validators=[validate_financial_year], help_text="A financial year such as 2016/17."
    )
    optimism_capital = _percent("optimism bias, capital (%)")
    optimism_revenue = _percent("optimism bias, revenue (%)")
    sensitivity = models.TextField("sensitivity", blank=True, help_text="What would change the order of the options.")
    non_monetised = models.TextField("benefits not put in money", blank=True)

    commercial = models.TextField("commercial case", blank=True, help_text="In brief.")
    route = models.TextField("route to market", blank=True)
    lots = models.TextField(blank=True)
    lead_force = models.ForeignKey(
        Force,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents_led+",
        verbose_name="lead contracting force",
    )
    staff_terms = models.TextField("staff: TUPE, secondment, terms", blank=True)
    contract_value = models.DecimalField("contract value (£)", max_digits=15, decimal_places=2, null=True, blank=True)
    contract_term = models.CharField(max_length=120, blank=True, help_text="Such as “five years and two more”.")

    financial = models.TextField("financial case", blank=True, help_text="In brief: is it affordable?")
    cost_share = models.TextField("how costs are shared", blank=True, help_text="The basis, its base year and shares.")
    finance_view = models.TextField("finance officer’s view", blank=True)

    management = models.TextField("management case", blank=True, help_text="In brief.")
    sro = models.CharField("senior responsible owner", max_length=160, blank=True)
    governing = models.TextField("governance of the project", blank=True)
    benefits_plan = models.TextField("plan for the benefits", blank=True, help_text="Who measures what, when.")
    pir_due = EdtfField("post-implementation review due")

    #: Each case: its name, and its fields in the order of the page.
    SECTIONS = (
        ("strategic", (
            "strategic", "problem", "objectives", "baseline", "scope_in", "scope_out", "dependencies", "constraints",
            "plan_priority",
        )),
        ("economic", (
            "economic", "critical_success_factors", "npsv", "bcr", "discount_rate", "appraisal_years", "base_year",
            "optimism_capital", "optimism_revenue", "sensitivity", "non_monetised",
        )),
        ("commercial", (
            "commercial", "route", "lots", "lead_force", "staff_terms", "contract_value", "contract_term",
        )),
        ("financial", ("financial", "cost_share", "finance_view")),
        ("management", ("management", "sro", "governing", "benefits_plan", "pir_due")),
    )  # fmt: skip
    FIVE_CASES = tuple(name for name, _ in SECTIONS)

    class Meta:
        abstract = True
