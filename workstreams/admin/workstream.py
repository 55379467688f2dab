"""Workstreams and the groups they wait for."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter, EmptyTextFilter
from workstreams.admin.milestone import MilestoneInline
from workstreams.admin.risk import RiskInline
from workstreams.admin.update import StatusUpdateInline
from workstreams.models import EnablingGroup, Workstream


@admin.register(EnablingGroup)
class EnablingGroupAdmin(RegisterAdmin):
    group = "The work"
    order = 8
    list_display = ("name", "programme", "remit")
    list_filter = ("programme", CitedFilter)
    list_select_related = ("programme",)
    search_fields = ("name", "remit")
    sections = ((None, ("name", "programme", "remit")),)
    inlines = (CitationInline,)


@admin.register(Workstream)
class WorkstreamAdmin(RegisterAdmin):
    group = "The work"
    order = 1
    list_display = ("name", "alliance", "programme", "area", "lead", dated("starts", "From"), dated("ends", "To"))
    list_filter = ("alliance", "programme", "participating_forces", "lead", EmptyTextFilter, CitedFilter)
    list_select_related = ("alliance", "programme", "area", "lead")
    search_fields = ("name", "purpose", "area__name")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("area", "lead")
    sections = (
        (None, ("name", "programme", "alliance", "area", "purpose", "success_measure")),
        ("Who takes part", ("participating_forces", "lead", "sro", "waits_for")),
        ("When", ("starts", "ends")),
        ("For the team", ("internal_note",)),
    )
    inlines = (StatusUpdateInline, MilestoneInline, RiskInline, CitationInline)
