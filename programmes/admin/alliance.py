"""Alliances and their members."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords, TabularRecords
from programmes.models import Alliance, Membership, Statement


class MembershipInline(TabularRecords):
    model = Membership
    verbose_name = "member"
    verbose_name_plural = "members"
    select_related = ("force",)
    row_fields = ("force", "role", "starts", "ends")


class StatementInline(StackedRecords):
    model = Statement
    row_fields = ("kind", "number", "words", "said", "position")


@admin.register(Alliance)
class AllianceAdmin(RegisterAdmin):
    group = "Alliances and programmes"
    order = 1
    plural = "alliances and groupings"
    list_display = ("short_name", "name", "kind", dated("starts", "From"), dated("ends", "To"))
    list_filter = ("kind", "memberships__force", CitedFilter)
    search_fields = ("name", "short_name")
    date_hierarchy = "starts_earliest"
    sections = (
        (None, ("name", "short_name", "kind", "purpose")),
        ("In being", ("starts", "ends")),
        ("On the matrix", ("position", "note")),
    )
    inlines = (MembershipInline, StatementInline, CitationInline)


@admin.register(Membership)
class MembershipAdmin(RegisterAdmin):
    group = "Alliances and programmes"
    order = 3
    plural = "members of alliances"
    list_display = ("force", "alliance", "role", dated("starts", "From"), dated("ends", "To"))
    list_filter = ("alliance", "force", CitedFilter)
    list_select_related = ("force", "alliance")
    search_fields = ("force__name", "alliance__name", "role")
    date_hierarchy = "starts_earliest"
    sections = ((None, ("alliance", "force", "role", "starts", "ends")),)
    inlines = (CitationInline,)
