"""The duty to collaborate, thought of before a case is commissioned: what is agreed already, and why this is best.

Chief officers and policing bodies keep under review the opportunities to collaborate and do so where it is best
(Police Act 1996 s22B, s22C); in deciding they consider existing agreements, a consistent approach and the opportunities
available (s23HA).
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from governance.case_file.completeness import missing_duty
from governance.models import BusinessCase
from programmes.access import Capability, check
from programmes.choices import AgreementState
from programmes.editing import ReasonedForm
from programmes.event_forms import text_area
from programmes.history import fold
from programmes.models import Agreement, Membership, Party
from programmes.reading import Reader

#: Words too common in titles to say which area of business is meant.
_COMMON = {
    "force", "forces", "police", "policing", "services", "service", "programme", "project", "collaboration", "seven",
    "business", "support", "with", "from", "into", "their", "whole", "single", "joint", "regional", "eastern", "region",
}  # fmt: skip


@dataclass(frozen=True)
class Existing:
    """An agreement already made between forces of a case: who of them is in it, and the words of the area it names."""

    agreement: Agreement
    url: str
    state: str
    forces: str
    area: str


def existing_agreements(case: BusinessCase, reader: Reader) -> list[Existing]:
    """The agreements between two or more forces of a case that this person may read, those naming its area first.

    An agreement’s forces are those of its parties; where the register names no party, those of its alliance.
    """
    forces = {force.pk: force for force in case.participating_forces.all()}
    parties: dict[int, set[int]] = {}
    for agreement_id, force_id in Party.objects.filter(body__force__in=forces).values_list(
        "agreement_id", "body__force_id"
    ):
        parties.setdefault(agreement_id, set()).add(force_id)
    members: dict[int, set[int]] = {}
    for alliance_id, force_id in Membership.objects.filter(force__in=forces).values_list("alliance_id", "force_id"):
        members.setdefault(alliance_id, set()).add(force_id)
    named = set(Party.objects.values_list("agreement_id", flat=True))
    words = area_words(case)
    found = []
    for agreement in reader.rows(Agreement.objects).with_state().select_related("alliance"):
        by_alliance = members.get(agreement.alliance_id, set()) if agreement.pk not in named else set()
        among = parties.get(agreement.pk, set()) | by_alliance
        if len(among) < min(2, len(forces)) or not among:
            continue
        text = fold(f"{agreement.title} {agreement.functions} {agreement.scope}")
        state = AgreementState(agreement.state).label if agreement.state else "State not recorded"
        who = "All of them" if len(among) == len(forces) else ", ".join(sorted(str(forces[pk]) for pk in among))
        area = ", ".join(word for word in words if word in text)
        found.append(Existing(agreement, reader.url(agreement), state, who, area))
    return sorted(found, key=lambda e: (not e.area, e.agreement.title))


def area_words(case: BusinessCase) -> list[str]:
    """The words that tell the area of a case: of its business area and workstream, else of its title."""
    stream: Any = case.workstream
    names = [stream.area.name if stream.area else "", stream.name] if stream else [case.title]
    words = fold(" ".join(names)).replace(":", " ").replace(",", " ").split()
    return list(dict.fromkeys(word for word in words if len(word) > 3 and word not in _COMMON))


class DutyForm(ReasonedForm):
    """The note, beside the agreements that are there already."""

    class Meta:
        model = BusinessCase
        fields = BusinessCase.DUTY_FIELDS
        widgets = dict.fromkeys(BusinessCase.DUTY_FIELDS, text_area(4))


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the note on the desk."""
    check(request.user, Capability.EDIT)
    rows = BusinessCase.objects.visible_to(request.user).select_related("workstream__area")
    case = get_object_or_404(rows.prefetch_related("participating_forces"), pk=pk)
    url = reverse("admin:governance_businesscase_change", args=[case.pk])
    form = DutyForm(request.POST or None, instance=case)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = not form.changed_own_fields or form.save_or_refuse()
        if saved:
            lacks = missing_duty(case)
            messages.success(request, "Saved: the duty-to-collaborate note.")
            if lacks:
                messages.warning(request, f"Still empty: {', '.join(lacks)}.")
            return HttpResponseRedirect(url)
    stored = rows.get(pk=case.pk) if request.method == "POST" else case
    own = {
        "title": f"Duty-to-collaborate note: {stored.title}", "case": stored, "form": form, "record_url": url,
        "opts": BusinessCase._meta, "here": "Duty-to-collaborate note",
        "agreements": existing_agreements(case, Reader.for_user(request.user)),
        "forces": list(case.participating_forces.all()),
    }  # fmt: skip
    return TemplateResponse(
        request, "admin/governance/businesscase/duty.html", {**admin.site.each_context(request), **own}
    )
