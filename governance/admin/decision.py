"""The decision register and actions."""

from django.contrib import admin

from governance.models import Action, Decision
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords

GROUP = "Business cases and decisions"


class ActionInline(StackedRecords):
    model = Action
    fk_name = "decision"
    row_fields = ("words", "owner", "due", "closed_on", "outcome")


@admin.register(Decision)
class DecisionAdmin(RegisterAdmin):
    group = GROUP
    order = 3
    list_display = ("title", "kind", "who", dated("decided", "Decided"), "case", "minute_reference")
    list_filter = (
        "kind",
        "board",
        "body",
        "programme",
        "programme__alliance",
        "significant_public_interest",
        CitedFilter,
    )
    list_select_related = ("board", "body", "case")
    search_fields = ("title", "wording", "minute_reference", "decided_by")
    date_hierarchy = "decided_earliest"
    autocomplete_fields = ("body", "meeting", "case", "workstream", "agreement")
    sections = (
        (None, ("title", "kind", "wording")),
        ("Who decided, when", ("board", "body", "decided_by", "meeting", "decided", "minute_reference", "notice_url")),
        ("What it is about", ("case", "programme", "workstream", "agreement")),
        ("Terms", ("conditions", "significant_public_interest")),
    )
    inlines = (ActionInline, CitationInline)

    @admin.display(description="Decided by", ordering="decided_by")
    def who(self, obj: Decision) -> str:
        return str(obj.board or obj.body or obj.decided_by)


@admin.register(Action)
class ActionAdmin(RegisterAdmin):
    group = GROUP
    order = 6
    list_display = ("what", "owner", dated("due", "Due"), "closed_on", "decision", "meeting")
    list_filter = (("closed_on", admin.EmptyFieldListFilter), "owner", "decision__board", CitedFilter)
    list_select_related = ("decision", "meeting__board")
    search_fields = ("words", "owner", "outcome")
    date_hierarchy = "due_earliest"
    autocomplete_fields = ("decision", "meeting")
    sections = ((None, ("decision", "meeting", "words", "owner", "due")), ("Done", ("closed_on", "outcome")))
    inlines = (CitationInline,)

    @admin.display(description="Action", ordering="words")
    def what(self, obj: Action) -> str:
        return str(obj)
