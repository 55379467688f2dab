"""Funding, cost shares and net revenue expenditure."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from programmes import payers
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import TabularRecords
from programmes.models import CostShare, CostShareSet, Funding, MeasuredQuantity, NetRevenueExpenditure

#: The fields of a hedged figure, in the order one reads them off a source.
FIGURE = ("words", "low", "qualifier", "high", "recurrence", "period", "figure_status", "price_base", "baseline")


@admin.register(Funding)
class FundingAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 4
    list_display = ("title", "programme", "kind", "words", "payer", dated("agreed", "Agreed"))
    list_filter = ("kind", "programme", "programme__alliance", "figure_status", CitedFilter)
    list_select_related = ("programme",)
    search_fields = ("title", "words", "payer")
    date_hierarchy = "agreed_earliest"
    sections = (
        (None, ("programme", "kind", "title", "payer")),
        ("The figure, as said", FIGURE),
        ("Terms", ("agreed", "basis", "conditions")),
    )
    inlines = (CitationInline,)


class CostShareInline(TabularRecords):
    model = CostShare
    verbose_name = "share"
    verbose_name_plural = "shares"
    select_related = ("force", "payer")
    autocomplete_fields = ("payer",)
    row_fields = ("force", "payer", "percentage", "weight")


@admin.register(CostShareSet)
class CostShareSetAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 5
    plural = "cost shares"
    list_display = ("title", "programme", "agreement", "basis", dated("starts", "From"), dated("ends", "To"))
    list_filter = ("basis", "programme", CitedFilter)
    list_select_related = ("programme", "agreement")
    search_fields = ("title", "words")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("agreement", "funding")
    sections = (
        (None, ("title", "programme", "agreement", "alliance", "funding")),
        ("How the cost is split", ("basis", "base_year", "measured", "starts", "ends", "words")),
        ("What is shared", ("cost", "recurrence", "grant", "grant_order")),
    )
    inlines = (CostShareInline, CitationInline)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """As Django’s, with a warning where a chief constable was chosen to pay."""
        super().save_related(request, form, formsets, change)
        shares = form.instance.shares.exclude(payer=None).select_related("payer")
        for sentence in payers.advice(share.payer for share in shares):
            messages.warning(request, sentence)


@admin.register(NetRevenueExpenditure)
class NetRevenueExpenditureAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 6
    list_display = ("force", "financial_year", "amount")
    list_filter = ("force", "financial_year", CitedFilter)
    list_select_related = ("force",)
    search_fields = ("force__name", "financial_year")
    sections = ((None, ("force", "financial_year", "amount")),)
    inlines = (CitationInline,)


@admin.register(MeasuredQuantity)
class MeasuredQuantityAdmin(RegisterAdmin):
    group = "Agreements and money"
    order = 7
    list_display = ("what", "kind", "force", "financial_year", "quantity")
    list_filter = ("kind", "force", "financial_year", CitedFilter)
    list_select_related = ("force",)
    search_fields = ("what", "force__name", "financial_year")
    sections = ((None, ("kind", "what", "force", "financial_year", "quantity")),)
    inlines = (CitationInline,)
