"""Risks and issues."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords
from workstreams.models import Risk


class RiskInline(StackedRecords):
    model = Risk
    row_fields = ("kind", "title", "words", "raised", "owner", "response", "likelihood", "impact", "status")


@admin.register(Risk)
class RiskAdmin(RegisterAdmin):
    group = "The work"
    order = 4
    plural = "risks and issues"
    list_display = (
        "title",
        "kind",
        "workstream",
        "programme",
        "likelihood",
        "impact",
        "status",
        dated("raised", "Stated"),
    )
    list_filter = ("kind", "status", "workstream__alliance", "programme", CitedFilter)
    list_select_related = ("workstream", "programme")
    search_fields = ("title", "words", "owner", "workstream__name")
    date_hierarchy = "raised_earliest"
    autocomplete_fields = ("workstream",)
    sections = (
        (None, ("workstream", "programme", "kind", "title", "words", "raised")),
        ("What is done about it", ("owner", "response", "status", "review_on")),
        ("Scores", ("likelihood", "impact", "residual_likelihood", "residual_impact", "proximity")),
    )
    inlines = (CitationInline,)
