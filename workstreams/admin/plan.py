"""The work plan: approaches and the areas under each."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords
from workstreams.models import AreaPlan, PlanOutcome, PlanRow

GROUP = "Business areas and the matrix"


class AreaPlanInline(StackedRecords):
    model = AreaPlan
    select_related = ("area", "row")
    autocomplete_fields = ("area",)
    row_fields = ("name", "area", "service_type", "qualifier", "implementation", "note", "position")


class PlanOutcomeInline(StackedRecords):
    model = PlanOutcome
    select_related = ("alliance", "entry")
    row_fields = ("alliance", "says", "as_at", "words")


@admin.register(PlanRow)
class PlanRowAdmin(RegisterAdmin):
    group = GROUP
    order = 6
    list_display = ("words", "programme", "approach", dated("period", "Period"))
    list_filter = ("programme", "approach", CitedFilter)
    list_select_related = ("programme",)
    search_fields = ("words", "footnote")
    date_hierarchy = "period_earliest"
    sections = ((None, ("programme", "approach", "words", "footnote", "period", "position")),)
    inlines = (AreaPlanInline, CitationInline)


@admin.register(AreaPlan)
class AreaPlanAdmin(RegisterAdmin):
    group = GROUP
    order = 7
    list_display = ("name", "row", "area", "service_type", "qualifier", dated("implementation", "Implementation"))
    list_filter = ("row__approach", "service_type", "qualifier", CitedFilter)
    list_select_related = ("row", "area", "area__group")
    search_fields = ("name", "area__name")
    date_hierarchy = "implementation_earliest"
    autocomplete_fields = ("area",)
    sections = ((None, ("row", "name", "area", "service_type", "qualifier", "implementation", "note", "position")),)
    inlines = (PlanOutcomeInline, CitationInline)


@admin.register(PlanOutcome)
class PlanOutcomeAdmin(RegisterAdmin):
    group = GROUP
    order = 8
    list_display = ("entry", "alliance", "says", dated("as_at", "As at"), "words")
    list_filter = ("says", "alliance", CitedFilter)
    list_select_related = ("entry", "alliance")
    search_fields = ("words", "entry__name")
    date_hierarchy = "as_at_earliest"
    autocomplete_fields = ("entry",)
    sections = ((None, ("entry", "alliance", "says", "as_at", "words")),)
    inlines = (CitationInline,)
