"""Business cases on the desk: a page that says where a case stands and opens the form of each next event."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, Min, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import path

from governance import case_views
from governance.case_desk import desk_of
from governance.case_file import agreement, desk_views, duty, marking
from governance.choices import STAGE_SHORT, CaseState, Stage
from governance.models import BusinessCase, CaseStanding
from programmes.admin.base import RegisterAdmin
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter, EmptyTextFilter
from programmes.dates import in_words

GROUP = "Business cases and decisions"


class StageFilter(admin.SimpleListFilter):
    """Cases by the stage their last event left them in."""

    title = "stage"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*Stage.choices, ("none", "Not commissioned yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.filter(stage__isnull=True)
        return queryset.filter(stage=self.value()) if self.value() in Stage.values else queryset


class StateFilter(admin.SimpleListFilter):
    """Cases by state; “open” is every state but the closed ones, and none yet."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", "Not closed"), *CaseState.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(state=self.value()) if self.value() in CaseState.values else queryset


class MovedFilter(admin.SimpleListFilter):
    """Cases by the year of their last step."""

    title = "year of the last step"
    parameter_name = "moved"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        # The two ends come from the index at once; reading every date of 100,000 cases would not.
        ends = CaseStanding.objects.aggregate(first=Min("on_latest"), last=Max("on_latest"))
        if ends["first"] is None:
            return []
        return [(str(year), str(year)) for year in range(ends["last"].year, ends["first"].year - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        return queryset.filter(state_since__year=int(value)) if value.isdigit() and len(value) == 4 else queryset


@admin.register(BusinessCase)
class BusinessCaseAdmin(RegisterAdmin):
    group = GROUP
    order = 1
    change_form_template = "admin/governance/businesscase/change_form.html"
    list_display = ("title", "stage_words", "state_words", "since", "alliance", "workstream")
    list_filter = (
        StageFilter, StateFilter, "alliance", "programme", "participating_forces", "local_decisions__body", MovedFilter,
        EmptyTextFilter, CitedFilter,
    )  # fmt: skip
    list_select_related = ("alliance", "programme", "workstream")
    search_fields = ("title", "purpose", "scope", "sponsor")
    autocomplete_fields = ("workstream", "parent")
    sections = (
        (None, ("title", "purpose", "scope", "success_measure", "sponsor")),
        ("Whose case it is", ("programme", "alliance", "workstream", "parent", "participating_forces")),
        ("Stages it needs", ("needs_soc", "needs_obc", "needs_fbc")),
        ("For the team", ("internal_note",)),
    )
    inlines = (CitationInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_stage()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> BusinessCase | None:
        """With its forces, which both the form and the rules of the next events ask for."""
        case = super().get_object(request, object_id, from_field)
        if case is not None and request.method == "GET":
            prefetch_related_objects([case], "participating_forces")
        return case

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The stages a case needs are chosen before it is commissioned; skipping one later is a waiver."""
        if obj is not None and (obj.last_seq if hasattr(obj, "last_seq") else obj.events.exists()):
            return ("stages_needed",)
        return ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once commissioned, the stages stand as words, not as three boxes that cannot be ticked."""
        found = super().get_fieldsets(request, obj)
        if "stages_needed" not in self.get_readonly_fields(request, obj):
            return found
        boxes = ("needs_soc", "needs_obc", "needs_fbc")
        return [
            (
                title,
                {**options, "fields": ("stages_needed",) if tuple(options["fields"]) == boxes else options["fields"]},
            )
            for title, options in found
        ]

    @admin.display(description="stages needed")
    def stages_needed(self, case: BusinessCase) -> str:
        return ", ".join(stage.label for stage in case.needed_stages())

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/event/<slug:kind>/", view(case_views.event), name="governance_businesscase_event"),
            path(
                "<int:pk>/local/<int:local_pk>/", view(case_views.local_decision), name="governance_businesscase_local"
            ),
            path(
                "<int:pk>/condition/<int:condition_pk>/",
                view(case_views.condition),
                name="governance_businesscase_condition",
            ),
            path("<int:pk>/version/", view(desk_views.version), name="governance_businesscase_version"),
            path("<int:pk>/duty/", view(duty.note), name="governance_businesscase_duty"),
            path("<int:pk>/agreement/", view(agreement.agreement), name="governance_businesscase_agreement"),
            path("<int:pk>/marking/", view(marking.marking), name="governance_businesscase_marking"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            # A refused form has written into the record that it shows.
            stored = BusinessCase.objects.get(pk=obj.pk) if request.method == "POST" else obj
            context["desk"] = desk_of(stored, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="Stage", ordering="stage")
    def stage_words(self, obj: Any) -> str:
        return STAGE_SHORT[Stage(obj.stage)] if obj.stage else "–"

    @admin.display(description="State", ordering="state")
    def state_words(self, obj: Any) -> str:
        return CaseState(obj.state).label if obj.state else "Not commissioned yet"

    @admin.display(description="Since", ordering="state_since")
    def since(self, obj: Any) -> str:
        return obj.state_on_words or in_words(obj.state_on or "") or "–"
