"""Programmes and what they say of themselves."""

from typing import Any

from django.contrib import admin

from programmes.admin.alliance import StatementInline
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords, TabularRecords
from programmes.models import Contact, Funding, Programme, Statement


class FundingInline(StackedRecords):
    model = Funding
    row_fields = (
        "kind", "title", "payer", "words", "low", "qualifier", "high", "recurrence", "period", "figure_status",
        "agreed", "basis", "conditions",
    )  # fmt: skip


class ContactOfProgrammeInline(TabularRecords):
    model = Contact
    fk_name = "programme"
    row_fields = ("kind", "role", "name", "email", "phone", "marking")


@admin.register(Programme)
class ProgrammeAdmin(RegisterAdmin):
    group = "Alliances and programmes"
    order = 2
    list_display = (
        "short_name",
        "name",
        "alliance",
        dated("starts", "Established"),
        dated("funded_until", "Funded until"),
    )
    list_filter = ("alliance", CitedFilter)
    list_select_related = ("alliance",)
    search_fields = ("name", "short_name")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("lead_chief_constable", "constituted_by")
    sections = (
        (None, ("name", "short_name", "alliance", "purpose")),
        ("What it covers", ("scope", "exclusions")),
        ("Who leads", ("sro", "lead_chief_constable", "constituted_by")),
        ("When", ("starts", "ends", "funded_until")),
    )
    inlines = (StatementInline, FundingInline, ContactOfProgrammeInline, CitationInline)


@admin.register(Statement)
class StatementAdmin(RegisterAdmin):
    group = "Alliances and programmes"
    order = 4
    plural = "aims, principles and other statements"
    list_display = ("statement", "kind", "programme", "alliance", dated("said", "Said"))
    list_filter = ("kind", "programme", "alliance", CitedFilter)
    list_select_related = ("programme", "alliance")
    search_fields = ("number", "words")
    date_hierarchy = "said_earliest"
    sections = ((None, ("programme", "alliance", "kind", "number", "words", "said", "position")),)
    inlines = (CitationInline,)

    @admin.display(description="Words", ordering="words")
    def statement(self, obj: Any) -> str:
        return f"{obj.number} {obj.words[:140]}".strip()
