"""Forces, offices and other bodies, their holders and contacts."""

from typing import Any

from django.contrib import admin
from django.urls import path

from programmes.admin import review_desk
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import EventsInline, StackedRecords, TabularRecords
from programmes.models import Body, Contact, Force, Holder, OpportunityReview


@admin.register(Force)
class ForceAdmin(RegisterAdmin):
    group = "Forces and offices"
    order = 1
    list_display = ("name", "official_name", "ons_code", "in_seven_force")
    list_filter = ("in_seven_force", CitedFilter)
    search_fields = ("name", "official_name")
    sections = (
        (None, ("name", "official_name", "in_seven_force")),
        ("Elsewhere", ("ons_code", "data_police_slug", "force_site", "commissioner_site")),
    )
    inlines = (CitationInline,)


class HolderInline(StackedRecords):
    model = Holder
    row_fields = ("name", "capacity", "starts", "ends", "seen", "note")


class ContactOfBodyInline(TabularRecords):
    model = Contact
    fk_name = "body"
    row_fields = ("kind", "role", "name", "email", "phone", "marking")


class ReviewInline(EventsInline):
    model = OpportunityReview
    verbose_name = "review of opportunities"
    verbose_name_plural = "reviews of opportunities (s22B, s22C)"
    fields = ("on", "subject", "outcome", "own_position", "reason", "recorded_by")
    readonly_fields = ("recorded_by",)


@admin.register(Body)
class BodyAdmin(RegisterAdmin):
    group = "Forces and offices"
    order = 2
    plural = "offices and other bodies"
    list_display = ("name", "kind", "force", dated("starts", "From"), dated("ends", "To"), "succeeded_by")
    list_filter = ("kind", "force", CitedFilter)
    list_select_related = ("force", "succeeded_by")
    search_fields = ("name", "official_title")
    autocomplete_fields = ("succeeded_by",)
    sections = (
        (None, ("kind", "force", "name", "official_title", "website")),
        ("In being", ("starts", "ends", "succeeded_by", "note")),
    )
    inlines = (HolderInline, ContactOfBodyInline, ReviewInline, CitationInline)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", view(review_desk.review), name="programmes_body_review"),
            path(
                "<int:pk>/review/<int:entry>/correct/", view(review_desk.correct), name="programmes_body_review_correct"
            ),
            *super().get_urls(),
        ]


@admin.register(Holder)
class HolderAdmin(RegisterAdmin):
    group = "Forces and offices"
    order = 3
    plural = "office holders"
    list_display = ("name", "body", "capacity", dated("starts", "From"), dated("ends", "To"), dated("seen", "Seen"))
    list_filter = ("capacity", "body__kind", "body__force", CitedFilter)
    list_select_related = ("body",)
    search_fields = ("name", "body__name")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("body",)
    sections = ((None, ("body", "name", "capacity")), ("In office", ("starts", "ends", "seen", "note")))
    inlines = (CitationInline,)


@admin.register(Contact)
class ContactAdmin(RegisterAdmin):
    group = "Forces and offices"
    order = 4
    list_display = ("who", "kind", "organisation", "body", "programme", "marking")
    list_filter = ("kind", "programme", "body", CitedFilter)
    list_select_related = ("body", "programme")
    search_fields = ("name", "role", "organisation")
    autocomplete_fields = ("body",)
    sections = (
        (None, ("kind", "name", "role", "organisation")),
        ("Where to ask", ("email", "phone", "body", "programme")),
    )
    inlines = (CitationInline,)

    @admin.display(description="Contact", ordering="name")
    def who(self, obj: Any) -> str:
        return str(obj)
