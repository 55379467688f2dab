"""Agreements with their parties, lead forces, checklist and events."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import path

from programmes.admin import agreement_desk, agreement_draft, agreement_events
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import AgreementStateFilter, CitedFilter
from programmes.admin.inlines import StackedRecords, TabularRecords
from programmes.choices import AgreementState
from programmes.models import Agreement, ChecklistItem, LeadForce, Party


class PartyInline(StackedRecords):
    model = Party
    select_related = ("body", "agreement")
    autocomplete_fields = ("body",)
    #: An agreement has up to fourteen parties and more: a box for each field of each would make a page of 300 kB.
    row_fields = ("body", "signed", "signatory", "signatory_capacity", "commences", "left")
    rest_fields = ("invited", "decided", "scope", "published", "publication_url")


class LeadForceInline(TabularRecords):
    model = LeadForce
    select_related = ("force", "agreement")
    row_fields = ("force", "starts", "ends")


class ChecklistInline(TabularRecords):
    model = ChecklistItem
    verbose_name = "topic of the checklist"
    verbose_name_plural = "completeness checklist"
    select_related = ("agreement",)
    row_fields = ("topic", "is_present", "clause", "note")


@admin.register(Agreement)
class AgreementAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 1
    change_form_template = "admin/programmes/agreement/change_form.html"
    list_display = (
        "title", "kind", "state_words", "alliance", "party_count", dated("signed", "Signed"),
        dated("starts", "Commences"),
    )  # fmt: skip
    list_filter = (
        AgreementStateFilter,
        "kind",
        "alliance",
        "parties__body",
        "publication_mode",
        CitedFilter,
    )
    list_select_related = ("alliance", "programme")
    search_fields = ("title", "scope", "parties_words")
    date_hierarchy = "signed_earliest"
    autocomplete_fields = ("varies", "replaces", "ended_by")
    sections = (
        (None, ("kind", "title", "alliance", "programme", "parties_words")),
        (
            "What it provides (s22A)",
            ("has_force_provision", "has_policing_body_provision", "has_body_and_force_provision",
             "relates_to", "scope", "functions", "exclusions"),
        ),
        ("When", ("signed", "starts", "ends", "review_cycle", "review_months")),
        ("Leaving it", ("notice_months", "exit_rule", "exit_cost_cap", "transition_plan")),
        ("Accountability and cost", ("accountability", "cost_basis", "guidance_regard")),
        ("Published (s23E)", ("publication_mode", "publication_reason", "document_url")),
        ("Other agreements", ("varies", "replaces", "ended_by", "note")),
    )  # fmt: skip
    inlines = (PartyInline, LeadForceInline, ChecklistInline, CitationInline)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_state().annotate(n_parties=Count("parties", distinct=True))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/event/<slug:kind>/", view(agreement_events.event), name="programmes_agreement_event"),
            path("<int:pk>/signatures/", view(agreement_desk.signatures), name="programmes_agreement_signatures"),
            path("<int:pk>/variation/", view(agreement_draft.variation), name="programmes_agreement_variation"),
            path("<int:pk>/checklist/", view(agreement_desk.start_checklist), name="programmes_agreement_checklist"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context["desk"] = agreement_desk.desk_of(obj, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="State", ordering="state")
    def state_words(self, obj: Any) -> str:
        return AgreementState(obj.state).label if obj.state else "Not recorded"

    @admin.display(description="Parties", ordering="n_parties")
    def party_count(self, obj: Any) -> str:
        return str(obj.n_parties) if obj.n_parties else obj.parties_words or "–"


@admin.register(Party)
class PartyAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 2
    plural = "parties to agreements"
    list_display = ("body", "agreement", dated("signed", "Signed"), "signatory", dated("left", "Left"))
    list_filter = ("agreement__kind", "agreement__alliance", "body", CitedFilter)
    list_select_related = ("body", "agreement")
    search_fields = ("body__name", "agreement__title", "signatory")
    date_hierarchy = "signed_earliest"
    autocomplete_fields = ("agreement", "body")
    sections = (
        (None, ("agreement", "body")),
        ("Before", ("invited", "decided")),
        ("Signature", ("signed", "signatory", "signatory_capacity")),
        ("In it", ("commences", "left", "scope")),
        ("Published (s23E)", ("published", "publication_url")),
    )
    inlines = (CitationInline,)


@admin.register(LeadForce)
class LeadForceAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 3
    list_display = ("force", "agreement", dated("starts", "From"), dated("ends", "To"))
    list_filter = ("force", CitedFilter)
    list_select_related = ("force", "agreement")
    search_fields = ("force__name", "agreement__title")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("agreement",)
    sections = ((None, ("agreement", "force", "starts", "ends")),)
    inlines = (CitationInline,)
