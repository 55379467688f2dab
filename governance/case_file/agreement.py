"""The agreement of an approved case, begun from the case: its offices are the parties, and none need be typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from governance.models import BusinessCase
from governance.stages.policies import required_corporations
from programmes.access import Capability, check
from programmes.admin.agreement_draft import DraftForm, begin
from programmes.choices import AgreementKind


def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on the desk that begins the agreement of a case."""
    check(request.user, Capability.EDIT)
    rows = BusinessCase.objects.visible_to(request.user).select_related("programme", "alliance")
    case = get_object_or_404(rows, pk=pk)
    offices = required_corporations(case)
    form = DraftForm(
        request.POST or None, title=f"{AgreementKind.S22A.label}: {case.title}", kind=AgreementKind.S22A,
        offices=offices, chosen=offices,
        hint="The offices of the forces that take part. Each signs for itself; others are added on the agreement.",
    )  # fmt: skip
    shown = {
        "title": f"Agreement of its offices: {case.title}", "case": case, "opts": BusinessCase._meta,
        "here": "Agreement", "record_url": reverse("admin:governance_businesscase_change", args=[case.pk]),
    }  # fmt: skip
    return begin(
        request, form, "admin/governance/businesscase/agreement.html", shown, programme=case.programme,
        alliance=case.alliance, marking=case.marking, reason=f"Drafted for {case.reference}",
    )  # fmt: skip
