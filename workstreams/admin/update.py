"""Reporting periods and what was said of each workstream; a submitted update is frozen."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords
from workstreams.models import Period, StatusUpdate


@admin.register(Period)
class PeriodAdmin(RegisterAdmin):
    group = "The work"
    order = 7
    plural = "reporting periods"
    list_display = ("name", "opens_on", "due_on", "locked_on")
    search_fields = ("name",)
    date_hierarchy = "opens_on"
    sections = ((None, ("name", "opens_on", "due_on", "locked_on")),)


class StatusUpdateInline(StackedRecords):
    """What stands is changed on its own page, and not at all once submitted."""

    model = StatusUpdate
    select_related = ("workstream", "period")
    row_fields = ("as_at", "heading", "public_text", "next_steps", "rag", "rag_reason", "period", "internal_note")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StatusUpdate)
class StatusUpdateAdmin(RegisterAdmin):
    group = "The work"
    order = 2
    list_display = ("heading_or_name", "workstream", dated("as_at", "As at"), "rag", "period", "submitted")
    list_filter = ("rag", "period", "workstream__alliance", "workstream__programme", CitedFilter)
    list_select_related = ("workstream", "period")
    search_fields = ("heading", "workstream__name", "public_text")
    date_hierarchy = "as_at_earliest"
    autocomplete_fields = ("workstream",)
    sections = (
        (None, ("workstream", "period", "as_at", "heading")),
        ("Status", ("public_text", "next_steps", "rag", "rag_reason")),
        ("For the team", ("internal_note", "position")),
    )
    inlines = (CitationInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.submitted_at)

    @admin.display(description="Update", ordering="heading")
    def heading_or_name(self, obj: Any) -> str:
        return str(obj)

    @admin.display(description="Submitted", boolean=True, ordering="submitted_at")
    def submitted(self, obj: Any) -> bool:
        return obj.submitted_at is not None
