"""Local decisions: what each office is asked and what it decided; recorded from the case’s page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from governance.choices import LocalOutcome
from governance.models import Condition, LocalDecision, LocalDecisionEvent
from programmes.admin.base import RegisterAdmin, ViewOnly, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import EventsInline


class OutcomeFilter(admin.SimpleListFilter):
    """Local decisions by their last outcome."""

    title = "outcome"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return LocalOutcome.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(outcome=self.value()) if self.value() in LocalOutcome.values else queryset


class LocalEventInline(EventsInline):
    model = LocalDecisionEvent
    verbose_name_plural = "what the office decided"
    fields = ("date", "outcome", "holder", "wording", "reason", "notice_reference")
    readonly_fields = ("date",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super().get_queryset(request).select_related("holder__body", "local_decision__body", "local_decision__case")
        )

    @admin.display(description="Decided on")
    def date(self, obj: Any) -> str:
        return dated("on", "Decided on")(obj)


class ConditionInline(ViewOnly, admin.TabularInline):
    model = Condition
    fields = ("words", "closed_on", "closed_how")
    extra = 0
    can_delete = False
    template = "admin/register/tabular.html"


@admin.register(LocalDecision)
class LocalDecisionAdmin(RegisterAdmin):
    group = "Business cases and decisions"
    order = 4
    plural = "decisions of the offices"
    list_display = ("body", "case", "outcome_words", "decided_on", "notice", dated("due", "Due"), "is_required")
    list_filter = (OutcomeFilter, "is_required", "body", "case__alliance", "case", CitedFilter)
    list_select_related = ("body", "case")
    search_fields = ("body__name", "case__title", "asked")
    date_hierarchy = "due_earliest"
    readonly_fields = ("case", "body", "is_required", "document")
    sections = ((None, ("case", "body", "is_required", "document")), ("What is asked, by when", ("asked", "due")))
    inlines = (LocalEventInline, ConditionInline, CitationInline)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_outcome()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="Outcome", ordering="outcome")
    def outcome_words(self, obj: Any) -> str:
        return LocalOutcome(obj.outcome).label

    @admin.display(description="Decided", ordering="decided_latest")
    def decided_on(self, obj: Any) -> str:
        return obj.decided_words or obj.decided or "–"

    @admin.display(description="Notice", ordering="notice_reference")
    def notice(self, obj: Any) -> str:
        return obj.notice_reference or "–"
