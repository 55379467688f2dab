"""The agreement of an approved case, begun from the case: its offices are the parties, and none need be typed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from governance.models import BusinessCase
from governance.stages.policies import required_corporations
from programmes.access import Capability, check
from programmes.agreements.drafting import DraftNotAllowed, draft
from programmes.choices import AgreementKind
from programmes.models import Body
from programmes.plain_forms import PlainForm


class DraftForm(PlainForm):
    """Title, kind and parties; those of the case stand there already."""

    title = forms.CharField(max_length=250)
    kind = forms.ChoiceField(choices=AgreementKind.choices, initial=AgreementKind.S22A)
    parties = forms.ModelMultipleChoiceField(
        Body.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text="The offices of the forces that take part. Each signs for itself; others are added on the agreement.",
    )  # fmt: skip

    def __init__(self, *args: Any, case: BusinessCase, **options: Any) -> None:
        self.offices = required_corporations(case)
        title = f"{AgreementKind.S22A.label}: {case.title}"[:250]
        given = {"title": title, "parties": [office.pk for office in self.offices]}
        super().__init__(*args, **{"initial": given, **options})
        field: Any = self.fields["parties"]
        field.queryset = Body.objects.filter(pk__in=[office.pk for office in self.offices])


def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on the desk that begins the agreement of a case."""
    check(request.user, Capability.EDIT)
    rows = BusinessCase.objects.visible_to(request.user).select_related("programme", "alliance")
    case = get_object_or_404(rows, pk=pk)
    form = DraftForm(request.POST or None, case=case)
    existing = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = draft(
                title=given["title"], kind=AgreementKind(given["kind"]), programme=case.programme,
                alliance=case.alliance, parties=given["parties"], marking=case.marking, by=request.user,
                reason=f"Drafted for {case.reference}",
            )  # fmt: skip
        except DraftNotAllowed as refused:
            form.add_error("title", str(refused).removeprefix("Title: "))
            existing = refused.existing
        else:
            number = len(given["parties"])
            messages.success(
                request, f"Begun: {made.reference} with {number} {'party' if number == 1 else 'parties'}. "
                "Say what it provides, then record what happens to it, signature by signature.",
            )  # fmt: skip
            return HttpResponseRedirect(_desk_of(made))
    own = {
        "title": f"Agreement of its offices: {case.title}", "case": case, "form": form, "opts": BusinessCase._meta,
        "existing": existing, "existing_url": _desk_of(existing) if existing else "",
        "here": "Agreement", "record_url": reverse("admin:governance_businesscase_change", args=[case.pk]),
    }  # fmt: skip
    return TemplateResponse(
        request, "admin/governance/businesscase/agreement.html", {**admin.site.each_context(request), **own}
    )


def _desk_of(made: Any) -> str:
    return reverse("admin:programmes_agreement_change", args=[made.pk])
