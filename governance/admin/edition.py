"""Editions: listed here, composed, approved and published on their own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from governance.choices import EditionEventKind
from governance.models import Edition, EditionEvent
from programmes.admin.base import RegisterAdmin, ViewOnly


def edition_url(number: int | None = None) -> str:
    """The register’s page of an edition, or of all of them."""
    name, args = ("governance:edition-detail", [number]) if number else ("governance:edition-list", [])
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return f"/register/editions/{number}/" if number else "/register/editions/"


@admin.register(Edition)
class EditionAdmin(ViewOnly, RegisterAdmin):
    group = "Telling the public"
    order = 1
    list_display = ("page", "kind", "stands", "composed_at", "composed_by", "note")
    list_display_links = None
    list_filter = ("kind",)
    search_fields = ("number", "note", "composed_by")
    date_hierarchy = "composed_at"

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return None

    def get_queryset(self, request: HttpRequest) -> Any:
        last = EditionEvent.objects.filter(edition=OuterRef("pk")).order_by("-at", "-pk")
        return super().get_queryset(request).annotate(last_event=Subquery(last.values("kind")[:1]))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = self.get_object(request, object_id)
        return HttpResponseRedirect(edition_url(edition.number if edition else None))

    @admin.display(description="Edition", ordering="number")
    def page(self, obj: Edition) -> str:
        return format_html('<a href="{}">Edition {}</a>', edition_url(obj.number), obj.number)

    @admin.display(description="State", ordering="last_event")
    def stands(self, obj: Any) -> str:
        return EditionEventKind(obj.last_event).label if obj.last_event else "–"
