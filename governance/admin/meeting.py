"""Meetings, agendas, papers and what they recommend."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, Q, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from governance.choices import MeetingStatus
from governance.meetings import desk, desk_more
from governance.meetings.rules import PASSED, status_words
from governance.models import AgendaItem, Meeting, Paper, Recommendation
from programmes.access import Capability, may
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import StackedRecords
from programmes.admin_site import Work, WorkRow, address
from programmes.admin_site import desk as home
from programmes.fields import vague
from programmes.navigation import reference_url

GROUP = "Boards and meetings"
#: How many meetings the home shows.
SHOWN = 8


class AgendaItemInline(StackedRecords):
    model = AgendaItem
    select_related = ("case", "agreement", "meeting")
    autocomplete_fields = ("case", "agreement")
    extra = 0
    row_fields = ("number", "title", "case", "agreement", "note", "recommendation", "presenter", "position")


class PaperInline(StackedRecords):
    model = Paper
    fk_name = "meeting"
    extra = 0
    select_related = ("item", "source", "meeting")
    autocomplete_fields = ("item", "source")
    row_fields = (
        "title", "item", "source", "url", "from_words", "to_words", "received", "is_exempt", "exempt_ground",
    )  # fmt: skip


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    group = GROUP
    order = 3
    list_display = ("board", dated("held", "Date"), "stands", "place", "is_public")
    list_filter = ("status", "board", "board__body", "board__alliance", CitedFilter)
    list_select_related = ("board",)
    search_fields = ("board__name", "place", "held", "held_words")
    date_hierarchy = "held_earliest"
    change_form_template = "governance/meeting_change_form.html"
    sections = (
        (None, ("board", "held", ("starts_at", "ends_at"), "status", "place", "papers_due")),
        ("For the public", ("is_public", "significant_public_interest", "note")),
    )
    inlines = (AgendaItemInline, PaperInline, CitationInline)

    @admin.display(description="Status", ordering="status")
    def stands(self, obj: Meeting) -> str:
        """A meeting whose date has gone by is no longer called planned."""
        return status_words(obj)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path(f"<int:pk>/{name}/", view(page), name=f"governance_meeting_{name}")
            for name, page in (("agenda", desk.agenda), ("record", desk.record), ("minutes", desk_more.minutes_page))
        ]
        action = path("<int:pk>/action/<int:action_pk>/", view(desk.action), name="governance_meeting_action")
        files = path("<int:pk>/paper/<int:paper_pk>/", view(desk_more.paper_files), name="governance_meeting_paper")
        return [*own, action, files, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A closed meeting keeps its board, date and state."""
        return ("board", "held", "held_words", "status") if obj is not None and obj.closed_at else ()

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Items and papers of a closed meeting are read on its other pages, not changed here."""
        rows = super().get_inline_instances(request, obj)
        if obj is None or not obj.closed_at:
            return rows
        return [row for row in rows if not isinstance(row, AgendaItemInline | PaperInline)]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and self.has_change_permission(request, obj):
            pages = (("Agenda", "agenda"), ("At the meeting", "record"), ("Minutes", "minutes"))
            context["meeting_pages"] = [
                (words, reverse(f"admin:governance_meeting_{name}", args=[obj.pk])) for words, name in pages
            ]
        return super().render_change_form(request, context, *args, **kwargs)


@home.add(25)
def meetings_in_hand(request: HttpRequest) -> Work:
    """Planned meetings, the next first, then those whose date has passed without being closed."""
    today, edits = timezone.localdate(), may(request.user, Capability.EDIT)

    def way_to(meeting: Any) -> str:
        own = desk.meeting_url(meeting, "record" if meeting.passed else "agenda")
        return own if edits else reference_url(meeting.reference)

    rows = Meeting.objects.visible_to(request.user).filter(status=MeetingStatus.PLANNED, closed_at=None)
    total = rows.count()
    rows = rows.select_related("board").annotate(
        number=Count("items", filter=Q(items__is_struck=False)),
        passed=Case(When(held_latest__lt=today, then=Value(1)), default=Value(0)),
    )
    shown = rows.order_by("passed", Case(When(passed=0, then="held_earliest")), "-held_earliest", "pk")[:SHOWN]
    return Work(
        title="Meetings to prepare and to close",
        columns=("Meeting", "Date", "Items", "Next step"),
        rows=tuple(
            WorkRow(
                str(meeting.board),
                desk.meeting_url(meeting, "record" if meeting.passed else "agenda")
                if edits
                else reference_url(meeting.reference),
                (
                    str(vague(meeting, "held")),
                    str(meeting.number),
                    f"{PASSED}: record what was decided, and close it" if meeting.passed else "Build the agenda",
                ),
            )
            for meeting in shown
        ),
        empty="No meeting is planned.",
        more_url=f"{address(Meeting, 'changelist')}?status__exact=planned",
        more_words="All planned meetings",
        total=total,
    )


class FromTheAgenda(RegisterAdmin):
    """Items and papers: whoever came from the agenda of a meeting, which its address names, goes back there."""

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._back(request) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._back(request) or super().response_post_save_change(request, obj)

    def _back(self, request: HttpRequest) -> HttpResponse | None:
        meeting = meeting_in(request)
        return HttpResponseRedirect(desk.meeting_url(meeting)) if meeting else None


def meeting_in(request: HttpRequest) -> Meeting | None:
    """The meeting from whose agenda a form was opened."""
    key = request.GET.get("meeting", "")
    if not key.isdecimal() or len(key) > 9:
        return None
    return Meeting.objects.visible_to(request.user).filter(pk=int(key)).first()


@admin.register(AgendaItem)
class AgendaItemAdmin(FromTheAgenda):
    group = GROUP
    order = 4
    list_display = ("title", "meeting", "number", "case", "presenter")
    list_filter = ("meeting__board", CitedFilter)
    list_select_related = ("meeting__board", "case")
    search_fields = ("title", "recommendation", "meeting__board__name")
    date_hierarchy = "meeting__held_earliest"
    autocomplete_fields = ("meeting", "case", "agreement", "action")
    sections = (
        (None, ("meeting", "number", "title", "presenter", "recommendation", "note")),
        ("What it is about", ("case", "agreement", "action")),
        ("Place on the agenda", ("position",)),
    )
    inlines = (CitationInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.frozen_at)


class RecommendationInline(StackedRecords):
    model = Recommendation
    select_related = ("to_board", "to_body", "paper")
    autocomplete_fields = ("to_body",)
    row_fields = ("number", "asks", "to_board", "to_body", "words", "outcome")


@admin.register(Paper)
class PaperAdmin(FromTheAgenda):
    group = GROUP
    order = 5
    list_display = ("title", "meeting", "from_words", "is_exempt")
    list_filter = ("is_exempt", "exempt_ground", "meeting__board", CitedFilter)
    list_select_related = ("meeting__board", "source")
    search_fields = ("title", "from_words", "to_words")
    date_hierarchy = "meeting__held_earliest"
    autocomplete_fields = ("meeting", "item", "source", "document")
    sections = (
        (None, ("title", "meeting", "item", "received", "position")),
        ("What it says", ("text", "document", "source", "url")),
        ("From and to", ("from_words", "to_words")),
        ("Withheld", ("is_exempt", "exempt_ground")),
    )
    inlines = (RecommendationInline, CitationInline)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """What a paper for a meeting recommends is asked of the board that meets, unless another is chosen."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        meeting = meeting_in(request) if isinstance(inline, RecommendationInline) else None
        if meeting is not None:
            given["initial"] = [{"to_board": meeting.board_id}] * inline.extra
        return given

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.frozen_at)


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
