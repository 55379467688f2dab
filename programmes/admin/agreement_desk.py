"""An agreement as its page on the desk shows it: where it stands, what can happen next, who signed, how complete it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from programmes import agreements
from programmes.access import Capability, check, may
from programmes.admin.agreement_events import event_url
from programmes.agreements import TRANSITIONS
from programmes.agreements.parties import BINDING
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementKind, AgreementState, SignatureCapacity
from programmes.clocks import CLOCK_KINDS, clocks_of, in_order
from programmes.fields import vague
from programmes.files import files_about
from programmes.holders import VacantOffice, holder_on
from programmes.models import Agreement
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.reports.happened import agreement_happenings
from programmes.tables.base import count_words


def desk_of(agreement: Agreement, user: Any) -> dict[str, Any]:
    """Everything the page shows beside its form; five queries for any agreement."""
    agreements.whole(agreement)
    state = agreement.state or ""  # type: ignore[attr-defined]
    today = timezone.localdate()
    return {
        "state_words": agreements.state_words(state).capitalize(),
        "buttons": next_events(agreement, state) if may(user, Capability.EDIT) else [],
        "sheet": signatures_line(agreement, state, today),
        "sheet_url": reverse("admin:programmes_agreement_signatures", args=[agreement.pk]),
        "clocks": [
            {"clock": clock, "near": clock.words(today), "kind": CLOCK_KINDS[clock.stage(today)]}
            for clock in in_order(clocks_of(agreement, state))
        ],
        "checklist": checklist_line(agreement),
        "checklist_url": reverse("admin:programmes_agreement_checklist", args=[agreement.pk]),
        "events": agreement_happenings(agreement, Reader.for_user(user), cited=False),
        "variation_url": reverse("admin:programmes_agreement_variation", args=[agreement.pk])
        if state in BINDING and may(user, Capability.EDIT)
        else "",
        "law_url": reverse("programmes:agreement-law", args=[agreement.reference])
        if agreement.kind == AgreementKind.S22A
        else "",
    }


def next_events(agreement: Agreement, state: str) -> list[Link]:
    """A link to the form of each event that the state permits, in the order of the table; a correction last."""
    kinds = [kind for kind, (states, _) in TRANSITIONS.items() if state in states]
    links = [Link(_BUTTONS.get(kind, str(kind.label)), event_url(agreement, kind)) for kind in kinds]
    return [*links, Link("Correct an entry", event_url(agreement, Kind.CORRECTED))] if agreement.events.all() else links


#: What a button says, where the name of the event would be read as its state.
_BUTTONS: dict[Kind, str] = {
    Kind.DRAFTED: "A draft exists",
    Kind.LEGAL_REVIEW: "Send for legal review",
    Kind.OUT_FOR_SIGNATURE: "Send out for signature",
    Kind.PARTY_SIGNED: "Record a signature",
    Kind.CONSULTED: "Record a consultation",
    Kind.SIGNED: "All have signed",
    Kind.IN_FORCE: "It is in force",
    Kind.UNDER_REVIEW: "Begin a review",
    Kind.REVIEWED: "Record a review",
    Kind.VARIATION_STARTED: "Begin a variation",
    Kind.PARTY_JOINED: "A party joined",
    Kind.PARTY_LEFT: "A party left",
    Kind.NOTICE_GIVEN: "Notice was given",
    Kind.SUPERSEDED: "It is superseded",
    Kind.EXPIRED: "It expired",
    Kind.ENDED: "It ended",
    Kind.DIRECTED: "Record a direction of the Secretary of State",
}


#: States in which a party whose signature is not recorded has not signed. After them a source says that all have.
_BEFORE_SIGNATURE = ("", AgreementState.DRAFT, AgreementState.LEGAL_REVIEW, AgreementState.OUT_FOR_SIGNATURE)


def signatures_line(agreement: Agreement, state: str, today: dt.date) -> str:
    """How many have signed, and since when it has been out; "" without parties."""
    sheet = agreements.signature_sheet(agreement)
    if not sheet.lines:
        return ""
    if sheet.open and state not in _BEFORE_SIGNATURE:
        total = len(sheet.signed) + len(sheet.open)
        return f"{len(sheet.signed)} of {total} signatures recorded one by one"
    out = agreements.happened(agreement, Kind.OUT_FOR_SIGNATURE)
    if state != AgreementState.OUT_FOR_SIGNATURE or not out:
        return str(sheet)
    since = vague(out[-1], "on")
    days = count_words((today - since.latest).days, "day", "days") if since.latest else ""
    return f"{sheet}; out for signature since {since}" + (f", for {days}" if days else "")


def checklist_line(agreement: Agreement) -> dict[str, int]:
    """How the checklist stands: topics present, absent, not checked; and those not on it yet."""
    answers = list(agreement.checklist.values_list("is_present", flat=True))
    return {
        "present": answers.count(True),
        "absent": answers.count(False),
        "unchecked": answers.count(None),
        "all": len(answers),
        "missing": len(agreements.TOPICS),
    }


# The signature sheet ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetLine:
    """One line of the signature sheet, in words."""

    office: str
    holder: str
    signed: str
    signatory: str
    capacity: str
    paper: Any
    paper_url: str
    record_url: str
    why_not: str
    note: str


def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature sheet of an agreement: who has signed, in what capacity, on what paper; and whom it waits for."""
    check(request.user, Capability.READ_INTERNAL_NOTES)
    rows = Agreement.objects.visible_to(request.user).with_state()
    agreement = agreements.whole(get_object_or_404(rows, pk=pk))
    state, today = agreement.state or "", timezone.localdate()  # type: ignore[attr-defined]
    sheet = agreements.signature_sheet(agreement)
    readable = {kept.pk for kept in files_about([agreement.reference], request.user)}
    edits = may(request.user, Capability.EDIT)
    lines = [_line(agreement, line, state, today, readable, edits) for line in sheet.lines]
    context = {
        **admin.site.each_context(request),
        "title": f"Signature sheet: {agreement}",
        "record": agreement,
        "record_url": reverse("admin:programmes_agreement_change", args=[pk]),
        "opts": agreement._meta,
        "sheet": signatures_line(agreement, state, today),
        "state_words": agreements.state_words(state).capitalize(),
        "lines": lines,
        "not_signed": "Not signed" if state in _BEFORE_SIGNATURE else "Not recorded",
        "can_sign": state == AgreementState.OUT_FOR_SIGNATURE,
        "all_signed_url": event_url(agreement, Kind.SIGNED)
        if edits and state == AgreementState.OUT_FOR_SIGNATURE and not sheet.open
        else "",
    }
    return TemplateResponse(request, "admin/programmes/agreement/signatures.html", context)


def _line(
    agreement: Agreement, line: agreements.Signing, state: str, today: dt.date, readable: set[int], edits: bool
) -> SheetLine:
    event, party = line.event, line.party
    paper = event.evidence if event and event.evidence_id in readable else None
    holder, vacant = _holder(line, today)
    open_ = line.is_asked and edits and state == AgreementState.OUT_FOR_SIGNATURE
    return SheetLine(
        office=str(line.body),
        holder=holder,
        signed=str(vague(event, "on") if event else vague(party, "signed")),
        signatory=event.signatory if event else party.signatory,
        capacity=SignatureCapacity(event.capacity).label if event and event.capacity else party.signatory_capacity,
        paper=paper,
        paper_url=reverse("programmes:file", args=[paper.pk]) if paper else "",
        record_url=f"{event_url(agreement, Kind.PARTY_SIGNED)}?party={line.body.reference}" if open_ else "",
        why_not=vacant if line.is_asked else "",
        note=f"Left {vague(party, 'left')}" if party.left else "",
    )


def _holder(line: agreements.Signing, today: dt.date) -> tuple[str, str]:
    """Who holds the office today, and the sentence when nobody does."""
    try:
        holder = holder_on(line.body, today)
    except VacantOffice:
        return "", "Vacant today: a vacant office cannot sign."
    if holder is None:
        return "", ""
    full = holder.get_capacity_display() if holder.capacity else ""
    return (f"{holder.name} ({full.lower()})" if full and full != "Substantive" else holder.name), ""


def start_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the topics of the checklist on an agreement that has not all of them."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    check(request.user, Capability.EDIT)
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    added = agreements.start_checklist(agreement=agreement, by=request.user)
    messages.success(
        request, f"{count_words(added, 'topic', 'topics')} added to the checklist, none of them checked yet."
    )
    return HttpResponseRedirect(reverse("admin:programmes_agreement_change", args=[pk]) + "#checklist-group")
