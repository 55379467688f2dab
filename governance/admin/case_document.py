"""Documents of cases on the desk: the five cases field by field, and the way to their parts and versions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from governance.case_desk import need_tasks
from governance.case_file import desk_views
from governance.case_file.figures import mismatches
from governance.case_file.parts import label_of, parts_of
from governance.models import BusinessCase, CaseDocument
from programmes.access import Capability, may
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.navigation import reference_url


@admin.register(CaseDocument)
class CaseDocumentAdmin(RegisterAdmin):
    group = "Business cases and decisions"
    order = 2
    plural = "documents of cases"
    change_form_template = "admin/governance/casedocument/change_form.html"
    list_display = ("title", "case", "stage", "number", dated("dated", "Dated"), "is_frozen")
    list_filter = ("stage", "case__alliance", "case__programme", ("frozen_at", admin.EmptyFieldListFilter), CitedFilter)
    list_select_related = ("case",)
    search_fields = ("title", "case__title", "summary")
    date_hierarchy = "dated_earliest"
    autocomplete_fields = ("case",)
    readonly_fields = ("frozen_at", "content_hash")
    sections: Any = (
        (None, ("case", "stage", "number", "title", "dated", "url")),
        ("What it says", ("summary", "recommends")),
        *((label_of(CaseDocument, case), names) for case, names in CaseDocument.SECTIONS),
        ("Frozen once circulated", ("frozen_at", "content_hash")),
    )
    inlines = (CitationInline,)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The words of a case in brief do not bear the name of the part they stand in."""
        if db_field.name in CaseDocument.FIVE_CASES:
            kwargs["label"] = f"{label_of(CaseDocument, db_field.name)} in brief"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.frozen_at)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From a case’s page: the case, its stage, the next version number and that marking."""
        given = super().get_changeform_initial_data(request)
        case = str(given.get("case", ""))
        if not case.isdigit() or len(case) > 9:
            return given
        found = BusinessCase.objects.filter(pk=int(case)).first()
        last = CaseDocument.objects.filter(case=found, stage=given.get("stage")).order_by("-number").first()
        return {**given, "number": last.number + 1 if last else 1, "marking": found.marking if found else ""}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/part/<slug:part>/", view(desk_views.rows), name="governance_casedocument_part"),
            path("<int:pk>/line/<int:line_pk>/", view(desk_views.amounts), name="governance_casedocument_amounts"),
            path("<int:pk>/attachments/", view(desk_views.attachments), name="governance_casedocument_attachments"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            stored = CaseDocument.objects.select_related("case").get(pk=obj.pk)
            context["file"] = {
                "links": desk_views.part_links(stored) if may(request.user, Capability.EDIT) else [],
                "tasks": need_tasks(stored),
                "warnings": mismatches(stored, parts_of(stored)),
                "case_url": reverse("admin:governance_businesscase_change", args=[stored.case_id]),
                "case": stored.case,
                "page_url": reference_url(stored.reference),
                "frozen": desk_views.FROZEN if stored.frozen_at else "",
                "version_url": reverse("admin:governance_businesscase_version", args=[stored.case_id]),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="Frozen", boolean=True, ordering="frozen_at")
    def is_frozen(self, obj: Any) -> bool:
        return obj.frozen_at is not None
