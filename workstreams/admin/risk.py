"""Risks and issues: raised and worded here; scored, reviewed, escalated and closed on their page in the register."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import EventsInline, StackedRecords
from workstreams.models import Risk, RiskEvent
from workstreams.risks import SCORES, raise_risk


class RiskInline(StackedRecords):
    """New ones are added here; those that stand are changed on their own page."""

    model = Risk
    row_fields = ("kind", "title", "words", "raised", "owner", "response")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RiskEventInline(EventsInline):
    model = RiskEvent
    verbose_name_plural = "what happened to it"
    fields = ("on", "kind", "was", "now", "words", "recorded_by")
    readonly_fields = ("recorded_by",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("recorded_by", "risk")


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
        ("What is done about it", ("owner", "response", "proximity")),
        ("Scored, reviewed, escalated and closed on its page in the register", ("status", "review_on", *SCORES)),
    )
    inlines = (RiskEventInline, CitationInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("status", "review_on", *SCORES)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            raise_risk(risk=obj, by=request.user)
