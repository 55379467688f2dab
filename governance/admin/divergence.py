"""Local differences."""

from django.contrib import admin

from governance.models import Divergence
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter


@admin.register(Divergence)
class DivergenceAdmin(RegisterAdmin):
    group = "Business cases and decisions"
    order = 8
    plural = "Local differences"
    list_display = ("title", "force", "body", "owner", "review_on", "closed_on", dated("starts", "Since"))
    list_filter = ("force", "body", CitedFilter)
    list_select_related = ("force", "body")
    search_fields = ("title", "difference", "reason", "owner")
    date_hierarchy = "review_on"
    autocomplete_fields = ("body", "agreement", "case", "workstream")
    readonly_fields = ("closed_on", "closed_how")
    sections = (
        (None, ("title", "force", "body", "difference", "reason", "owner", "starts")),
        ("From what was agreed (at least one)", ("agreement", "case", "workstream")),
        ("What it costs", ("cost_words", "cost_low", "cost_qualifier", "cost_high", "cost_recurrence")),
        ("Review (reviewed and closed on its page in the register)", ("review_on", "closed_on", "closed_how")),
    )
    inlines = (CitationInline,)
