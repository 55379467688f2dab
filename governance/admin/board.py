"""Boards and their members."""

from django.contrib import admin

from governance.models import Board, BoardMember
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


@admin.register(Board)
class BoardAdmin(RegisterAdmin):
    group = "Boards and meetings"
    order = 1
    list_display = ("name", "may_decide", "alliance", "programme", "body", "cadence", "is_summit")
    list_filter = ("may_decide", "is_summit", "alliance", "programme", "body", CitedFilter)
    list_select_related = ("alliance", "programme", "body")
    search_fields = ("name", "short_name", "remit")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("body", "chair_body")
    sections = (
        (None, ("name", "short_name", "alliance", "programme", "body")),
        ("What it does", ("remit", "may_decide", "is_summit", "cadence")),
        ("Who sits on it", ("chair", "chair_body", "members_words")),
        ("In being", ("starts", "ends", "note")),
    )
    inlines = (BoardMemberInline, CitationInline)


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
