"""Reporting periods and what was said of each workstream; a submitted update is frozen."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import EventsInline, StackedRecords
from programmes.admin_site import Work, WorkRow, desk
from programmes.editing import ReasonedForm
from programmes.reading import Reader
from workstreams.clocks import return_clocks
from workstreams.models import Period, PeriodEvent, StatusUpdate
from workstreams.round.periods import open_period, overlap_words, overlapping


class PeriodEventInline(EventsInline):
    model = PeriodEvent
    verbose_name_plural = "what was done to it"
    fields = ("seq", "kind", "on", "was", "now", "reason", "recorded_by")
    readonly_fields = ("recorded_by",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("recorded_by", "period")


class PeriodDeskForm(ReasonedForm):
    """Says kindly what the door of a new period would refuse."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opens, due = cleaned.get("opens_on"), cleaned.get("due_on")
        if self.instance.pk is None and opens and due and due >= opens and (other := overlapping(opens, due)):
            self.add_error("opens_on", overlap_words(other))
        return cleaned


@admin.register(Period)
class PeriodAdmin(RegisterAdmin):
    group = "The work"
    order = 7
    plural = "reporting periods"
    form = PeriodDeskForm
    list_display = ("name", "opens_on", "due_on")
    search_fields = ("name",)
    date_hierarchy = "opens_on"
    sections = ((None, ("name", "opens_on", "due_on")),)
    inlines = (PeriodEventInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The dates of a period that is set up move through their door, with a reason."""
        return ("opens_on", "due_on") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new period goes through its door; what the door refuses comes back as a sentence."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = open_period(name=obj.name, opens_on=obj.opens_on, due_on=obj.due_on, by=request.user)
        obj.__dict__.update(made.__dict__)


class StatusUpdateInline(StackedRecords):
    """What sources said. What stands is changed on its own page; a return of a period is written in the update round."""

    model = StatusUpdate
    select_related = ("workstream", "period")
    row_fields = ("as_at", "heading", "public_text", "next_steps", "rag", "rag_reason", "internal_note")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StatusUpdate)
class StatusUpdateAdmin(RegisterAdmin):
    group = "The work"
    order = 2
    list_display = ("heading_or_name", "workstream", dated("as_at", "As at"), "rag", "period", "submitted")
    list_filter = ("rag", "period", "workstream__alliance", "workstream__programme", CitedFilter)
    list_select_related = ("workstream", "period")
    search_fields = ("heading", "workstream__name", "public_text")
    date_hierarchy = "as_at_earliest"
    autocomplete_fields = ("workstream",)
    sections = (
        (None, ("workstream", "period", "as_at", "heading")),
        ("Status", ("public_text", "next_steps", "rag", "rag_reason", "action", "green_by")),
        ("For the team", ("internal_note", "position")),
    )
    inlines = (CitationInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Returns of periods are written in the update round; what was submitted never changes."""
        return super().has_change_permission(request, obj) and not (obj and (obj.period_id or obj.submitted_at))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("period",)

    @admin.display(description="Update", ordering="heading")
    def heading_or_name(self, obj: Any) -> str:
        return str(obj)

    @admin.display(description="Submitted", boolean=True, ordering="submitted_at")
    def submitted(self, obj: Any) -> bool:
        return obj.submitted_at is not None


@desk.add(18)
def update_round(request: HttpRequest) -> Work:
    """The periods that take returns, each with what is still to come."""
    clocks = list(return_clocks(Reader.for_user(request.user)))
    return Work(
        title="Update round",
        columns=("Period", "Stands at", "Due", "How near", "What to do"),
        rows=tuple(
            WorkRow(
                clock.title,
                clock.url,
                (clock.asks, clock.due_words, clock.words(timezone.localdate())),
                ("Update many at once", reverse("workstreams:period-bulk", args=[clock.code])),
            )
            for clock in clocks[:5]
        ),
        empty="No return is waited for.",
        more_url=reverse("workstreams:round"),
        more_words="The update round",
    )
