"""Items put to a Police and Crime Panel, taken through their loop step by step."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from governance import panel_desk
from governance.models import PanelItem
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter

GROUP = "Business cases and decisions"


@admin.register(PanelItem)
class PanelItemAdmin(RegisterAdmin):
    group = GROUP
    order = 7
    plural = "Panel items"
    change_form_template = "admin/governance/panelitem/change_form.html"
    list_display = ("title", "matter", "panel", "body", dated("notified", "Notified"), dated("reviewed", "Reviewed"))
    list_filter = ("matter", "panel", "body", CitedFilter)
    list_select_related = ("panel", "body", "meeting__board")
    search_fields = ("title", "words", "recommendation")
    date_hierarchy = "sent_earliest"
    autocomplete_fields = ("body", "meeting", "case")
    sections = (
        (None, ("title", "matter", "panel", "body", "meeting", "case", "notify_by", "words")),
        (
            "To the Panel, where known from paper alone (else use the buttons)",
            ("notified", "sent", "reviewed", "recommendation", "made_none", "answer_by"),
        ),
        (
            "Back from it, where known from paper alone (else use the buttons)",
            ("regard_had", "responded", "response", "response_published", "response_url"),
        ),
    )
    inlines = (CitationInline,)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(panel_desk.step_view)
        return [path("<int:pk>/step/<slug:slug>/", view, name="governance_panelitem_step"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context["desk"] = panel_desk.desk_of(obj)
        return super().render_change_form(request, context, *args, **kwargs)
