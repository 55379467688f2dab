"""Boards and their members."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from governance.meetings import desk_more
from governance.models import Board, BoardChair, BoardMember
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import TabularRecords


class BoardMemberInline(TabularRecords):
    model = BoardMember
    verbose_name = "member"
    verbose_name_plural = "members"
    select_related = ("body", "board")
    autocomplete_fields = ("body",)
    row_fields = ("body", "role", "starts", "ends")


class BoardChairInline(TabularRecords):
    model = BoardChair
    verbose_name = "chair"
    verbose_name_plural = "chairs, one row for each term"
    select_related = ("body", "board")
    autocomplete_fields = ("body",)
    row_fields = ("body", "words", "starts", "ends", "seen")


@admin.register(Board)
class BoardAdmin(RegisterAdmin):
    group = "Boards and meetings"
    order = 1
    list_display = ("name", "may_decide", "alliance", "programme", "body", "cadence", "is_summit")
    list_filter = ("may_decide", "is_summit", "alliance", "programme", "body", CitedFilter)
    list_select_related = ("alliance", "programme", "body")
    search_fields = ("name", "short_name", "remit")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("body",)
    sections = (
        (None, ("name", "short_name", "alliance", "programme", "body")),
        ("What it does", ("remit", "may_decide", "is_summit", "terms_of_reference", "terms_url")),
        (
            "When it meets",
            ("cadence", ("rule_months", "rule_month"), ("rule_week", "rule_weekday"), "paper_days"),
        ),
        ("Who sits on it", ("members_words",)),
        ("In being", ("starts", "ends", "note")),
    )
    change_form_template = "governance/meeting_change_form.html"
    inlines = (BoardChairInline, BoardMemberInline, CitationInline)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(desk_more.series_page)
        return [path("<int:pk>/series/", view, name="governance_board_series"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and self.has_change_permission(request, obj):
            series = reverse("admin:governance_board_series", args=[obj.pk])
            context["meeting_pages"] = [("Make a series of meetings", series)]
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(BoardMember)
class BoardMemberAdmin(RegisterAdmin):
    group = "Boards and meetings"
    order = 2
    plural = "members of boards"
    list_display = ("member", "board", dated("starts", "From"), dated("ends", "To"))
    list_filter = ("board", "body", CitedFilter)
    list_select_related = ("board", "body")
    search_fields = ("body__name", "role", "board__name")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("body",)
    sections = ((None, ("board", "body", "role", "starts", "ends")),)
    inlines = (CitationInline,)

    @admin.display(description="Member", ordering="body__name")
    def member(self, obj: BoardMember) -> str:
        return str(obj.body or obj.role)


@admin.register(BoardChair)
class BoardChairAdmin(RegisterAdmin):
    group = "Boards and meetings"
    order = 2
    plural = "chairs of boards"
    list_display = ("who", "board", dated("starts", "From"), dated("ends", "To"), dated("seen", "Said of"))
    list_filter = ("board", "body", CitedFilter)
    list_select_related = ("board", "body")
    search_fields = ("words", "body__name", "board__name")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("body",)
    sections = ((None, ("board", "body", "words", "starts", "ends", "seen")),)
    inlines = (CitationInline,)

    @admin.display(description="Chair", ordering="words")
    def who(self, obj: BoardChair) -> str:
        return obj.words or str(obj.body)
