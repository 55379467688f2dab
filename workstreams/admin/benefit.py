"""Benefits in a ledger, and the savings the sources claim beside it."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import TabularRecords
from programmes.admin.money import FIGURE
from workstreams.models import Benefit, BenefitLine, SavingsFigure


class BenefitLineInline(TabularRecords):
    model = BenefitLine
    verbose_name = "line"
    verbose_name_plural = "predicted and delivered, by force and year"
    select_related = ("force", "benefit")
    row_fields = (
        "force", "financial_year", "predicted_soc", "predicted_obc", "predicted_fbc", "target", "reinvested", "net",
        "carried_forward", "delivered",
    )  # fmt: skip
    #: Through their doors in the register alone: one person enters the figure, another validates it.
    readonly_fields = ("delivered",)


@admin.register(Benefit)
class BenefitAdmin(RegisterAdmin):
    group = "The work"
    order = 5
    list_display = ("title", "workstream", "kind", "owner")
    list_filter = ("kind", "workstream__alliance", CitedFilter)
    list_select_related = ("workstream",)
    search_fields = ("title", "words", "workstream__name")
    autocomplete_fields = ("workstream",)
    sections = (
        (None, ("workstream", "title", "kind", "words", "baseline", "owner")),
        ("Totals, as papers state them", ("stated_soc", "stated_obc", "stated_fbc", "stated_delivered")),
    )
    inlines = (BenefitLineInline, CitationInline)


@admin.register(BenefitLine)
class BenefitLineAdmin(RegisterAdmin):
    group = "The work"
    order = 5
    plural = "benefit ledger, lines"
    list_display = ("benefit", "force", "financial_year", "predicted_fbc", "delivered", "validated_by")
    list_filter = ("benefit__kind", "force", "financial_year", CitedFilter)
    list_select_related = ("benefit", "force")
    search_fields = ("benefit__title", "force__name", "evidence")
    autocomplete_fields = ("benefit",)
    readonly_fields = ("delivered", "validated_by", "validated_on")
    sections = (
        (None, ("benefit", "force", "financial_year")),
        ("Predicted", ("predicted_soc", "predicted_obc", "predicted_fbc", "target")),
        ("As the report states it", ("reinvested", "net", "carried_forward")),
        ("Delivered and validated, through the benefit’s page", ("delivered", "validated_by", "validated_on")),
    )
    inlines = (CitationInline,)


@admin.register(SavingsFigure)
class SavingsFigureAdmin(RegisterAdmin):
    group = "The work"
    order = 6
    plural = "savings figures, as claimed"
    list_display = ("title", "words", "measure", "figure_status", "workstream", "alliance", dated("said", "Said"))
    list_filter = ("measure", "figure_status", "alliance", "programme", CitedFilter)
    list_select_related = ("workstream", "programme", "alliance", "pair")
    search_fields = ("title", "words", "workstream__name")
    date_hierarchy = "said_earliest"
    autocomplete_fields = ("workstream", "pair")
    sections = (
        (None, ("title", "measure", "workstream", "programme", "alliance", "said")),
        ("The figure, as said", FIGURE),
        ("Beside it", ("pair", "note")),
    )
    inlines = (CitationInline,)
