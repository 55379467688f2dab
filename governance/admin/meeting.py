"""Meetings, agendas, papers and what they recommend."""

from django.contrib import admin

from governance.models import AgendaItem, Meeting, Paper, Recommendation
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords

GROUP = "Boards and meetings"


class AgendaItemInline(StackedRecords):
    model = AgendaItem
    select_related = ("case", "meeting")
    autocomplete_fields = ("case",)
    row_fields = ("number", "title", "case", "recommendation", "presenter", "position")


class PaperInline(StackedRecords):
    model = Paper
    fk_name = "meeting"
    select_related = ("item", "source", "meeting")
    autocomplete_fields = ("item", "source")
    row_fields = ("title", "item", "source", "url", "from_words", "to_words", "is_exempt", "exempt_ground")


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    group = GROUP
    order = 3
    list_display = ("board", dated("held", "Date"), "status", "place", "is_public")
    list_filter = ("status", "board", "board__body", "board__alliance", CitedFilter)
    list_select_related = ("board",)
    search_fields = ("board__name", "place", "held", "held_words")
    date_hierarchy = "held_earliest"
    sections = (
        (None, ("board", "held", "status", "place")),
        ("For the public", ("is_public", "significant_public_interest", "note")),
    )
    inlines = (AgendaItemInline, PaperInline, CitationInline)


@admin.register(AgendaItem)
class AgendaItemAdmin(RegisterAdmin):
    group = GROUP
    order = 4
    list_display = ("title", "meeting", "number", "case", "presenter")
    list_filter = ("meeting__board", CitedFilter)
    list_select_related = ("meeting__board", "case")
    search_fields = ("title", "recommendation", "meeting__board__name")
    date_hierarchy = "meeting__held_earliest"
    autocomplete_fields = ("meeting", "case")
    sections = ((None, ("meeting", "number", "title", "case", "recommendation", "presenter", "position")),)
    inlines = (CitationInline,)


class RecommendationInline(StackedRecords):
    model = Recommendation
    select_related = ("to_board", "to_body", "paper")
    autocomplete_fields = ("to_body",)
    row_fields = ("number", "asks", "to_board", "to_body", "words", "outcome")


@admin.register(Paper)
class PaperAdmin(RegisterAdmin):
    group = GROUP
    order = 5
    list_display = ("title", "meeting", "from_words", "is_exempt")
    list_filter = ("is_exempt", "exempt_ground", "meeting__board", CitedFilter)
    list_select_related = ("meeting__board", "source")
    search_fields = ("title", "from_words", "to_words")
    date_hierarchy = "meeting__held_earliest"
    autocomplete_fields = ("meeting", "item", "source")
    sections = (
        (None, ("title", "meeting", "item", "source", "url")),
        ("From and to", ("from_words", "to_words")),
        ("Withheld", ("is_exempt", "exempt_ground")),
    )
    inlines = (RecommendationInline, CitationInline)


@admin.register(Recommendation)
class RecommendationAdmin(RegisterAdmin):
    group = GROUP
    order = 6
    list_display = ("what", "asks", "to_board", "to_body", "paper", "outcome")
    list_filter = ("asks", "to_board", "to_body", CitedFilter)
    list_select_related = ("to_board", "to_body", "paper")
    search_fields = ("words", "paper__title", "number")
    date_hierarchy = "paper__meeting__held_earliest"
    autocomplete_fields = ("paper", "to_body")
    sections = ((None, ("paper", "number", "asks", "to_board", "to_body", "words", "outcome")),)
    inlines = (CitationInline,)

    @admin.display(description="Recommendation", ordering="words")
    def what(self, obj: Recommendation) -> str:
        return f"{obj.number} {obj.words[:140]}".strip()
