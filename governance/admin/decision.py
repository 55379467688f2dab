"""The decision register and actions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from governance.case_desk import event_url
from governance.corrections import COPIED, CorrectionNotAllowed, check_correctable, correct
from governance.models import Action, Decision
from programmes.access import Capability, may
from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.form_fields import flat
from programmes.admin.inlines import StackedRecords
from programmes.admin_site import address
from programmes.editing import ReasonedForm
from programmes.event_forms import text_area
from programmes.history import AppendOnlyError

GROUP = "Business cases and decisions"


class ActionInline(StackedRecords):
    model = Action
    fk_name = "decision"
    row_fields = ("words", "owner", "due", "closed_on", "outcome")


def _correcting(old: Decision) -> type[ReasonedForm]:
    """The form of a correction: as of any decision, with the reason, and the words of what it corrects to begin with."""

    class CorrectionForm(ReasonedForm):
        why_corrected = forms.CharField(
            label="Reason", max_length=2000, widget=text_area(2),
            help_text="What was recorded wrongly, and how that is known. It stands with both decisions.",
        )  # fmt: skip

        def clean(self) -> dict[str, Any]:
            cleaned = super().clean()
            try:
                check_correctable(old)
            except CorrectionNotAllowed as error:
                self.add_error(None, str(error))
            return cleaned

    return CorrectionForm


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
    change_form_template = "admin/governance/decision/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A recorded decision stands; who may read it, its actions and its sources are kept up here."""
        return () if obj is None else [name for name in flat(n for _, n in self.sections) if name != "marking"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        old = None if obj is not None else self._corrected(request)
        if old is None:
            return super().get_form(request, obj, change=change, **kwargs)
        return super().get_form(request, obj, change=change, **{**kwargs, "form": _correcting(old)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        parts = super().get_fieldsets(request, obj)
        if obj is not None or self._corrected(request) is None:
            return parts
        return [("Why it is corrected", {"fields": ["why_corrected"]}), *parts]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A correction begins with the words of the decision it corrects."""
        old = self._corrected(request)
        if old is None:
            return super().get_changeform_initial_data(request)
        return {name: getattr(old, self.opts.get_field(name).attname) for name in COPIED}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        old = None if change else self._corrected(request)
        if old is None:
            super().save_model(request, obj, form, change)
            return
        try:
            correct(old=old, new=obj, by=request.user, reason=form.cleaned_data["why_corrected"])
        except CorrectionNotAllowed as error:
            raise AppendOnlyError(old.reference) from error  # shown again, the form then says why

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is None:
            context["corrected"] = self._corrected(request)
        elif may(request.user, Capability.EDIT):
            newer = obj.corrected_by.first()
            context["newer"] = newer
            context["newer_url"] = address(Decision, "change", newer.pk) if newer else ""
            event = obj.case_event
            own = f"{address(Decision, 'add')}?corrects={obj.reference}"
            context["correct_url"] = "" if newer else event_url(event.case, "correct") if event else own
        return super().render_change_form(request, context, *args, **kwargs)

    def _corrected(self, request: HttpRequest) -> Decision | None:
        """The decision that the address says is corrected; 404 for one that is not there."""
        code = request.GET.get("corrects", "")
        if not code:
            return None
        return get_object_or_404(self.get_queryset(request), reference=code)

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
