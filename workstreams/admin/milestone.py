"""Milestones; a date moves only with its reason."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import EventsInline, TabularRecords
from programmes.editing import ReasonedForm
from workstreams.choices import MilestoneDate
from workstreams.milestones import MoveNeedsReason, move
from workstreams.models import Milestone, MilestoneMove


class MilestoneForm(ReasonedForm):
    """Asks for the reason when a date that stood there moves."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        moved = [d for d in MilestoneDate.values if d in self.changed_data and self.initial.get(d)]
        if self.instance.pk and moved and not cleaned.get("change_reason"):
            self.add_error("change_reason", str(MoveNeedsReason(moved)))
        return cleaned


class MilestoneInline(TabularRecords):
    """New ones are added here; dates of those that stand move on their own page, with a reason."""

    model = Milestone
    select_related = ("force", "workstream")
    row_fields = ("name", "force", "baseline", "forecast", "actual")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MoveInline(EventsInline):
    model = MilestoneMove
    verbose_name_plural = "dates moved"
    fields = ("on", "which", "was", "now", "reason", "recorded_by")
    readonly_fields = ("recorded_by",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("recorded_by", "milestone__force")


@admin.register(Milestone)
class MilestoneAdmin(RegisterAdmin):
    group = "The work"
    order = 3
    form = MilestoneForm
    list_display = (
        "name", "workstream", "force", dated("baseline", "Baseline"), dated("forecast", "Forecast"),
        dated("actual", "Actual"),
    )  # fmt: skip
    list_filter = ("workstream__alliance", "workstream__programme", "force", CitedFilter)
    list_select_related = ("workstream", "force")
    search_fields = ("name", "workstream__name", "words")
    date_hierarchy = "forecast_earliest"
    autocomplete_fields = ("workstream",)
    sections = (
        (None, ("workstream", "name", "force")),
        ("Dates", ("baseline", "forecast", "actual")),
        ("As the source says it", ("words",)),
    )
    inlines = (MoveInline, CitationInline)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and form.changed_own_fields:
            reason = form.cleaned_data.get("change_reason") or ""
            move(milestone=obj, by=request.user, on=timezone.localdate(), reason=reason)
        else:
            super().save_model(request, obj, form, change)
