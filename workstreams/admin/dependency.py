"""Dependencies between workstreams and milestones; the door refuses circles."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from workstreams.dependencies import DependencyRefused, depend
from workstreams.models import Dependency


@admin.register(Dependency)
class DependencyAdmin(RegisterAdmin):
    group = "The work"
    order = 5
    list_display = ("__str__", dated("starts", "From"), dated("ends", "To"))
    list_filter = (CitedFilter,)
    list_select_related = tuple(
        f"{side}{end}" for side in ("", "on_") for end in ("workstream", "milestone__workstream", "milestone__force")
    )
    search_fields = (
        "workstream__name", "milestone__name", "on_workstream__name", "on_milestone__name", "note",
    )  # fmt: skip
    autocomplete_fields = ("workstream", "milestone", "on_workstream", "on_milestone")
    sections = (
        ("Who waits: a workstream or a milestone", ("workstream", "milestone")),
        ("What it waits for: a workstream or a milestone", ("on_workstream", "on_milestone", "kind")),
        ("Since when and until when", ("starts", "ends", "note")),
    )
    inlines = (CitationInline,)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As that of every record; what the door refuses comes back as its sentence, with all that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DependencyRefused as error:
            request.refusal = str(error)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.changed_own_fields:
            depend(dependency=obj, by=request.user)
