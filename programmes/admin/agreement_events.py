"""The forms that record what happened to an agreement, one a kind of event, through the one door of agreements."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from programmes import agreements
from programmes.access import Capability, check
from programmes.agreements import Details
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import BodyKind, EndBasis, SignatureCapacity
from programmes.event_forms import DatedForm, VagueField, form_page, text_area
from programmes.files import FileField
from programmes.holders import VacantOffice, holder_on
from programmes.models import Agreement, AgreementEvent, Body
from programmes.phrases import lower_first

_TESTS = ("efficiency_or_effectiveness", "existing_agreements", "consistent_approach", "opportunities")
#: What each kind of event asks for besides its date.
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.DRAFTED: ("words", "evidence"),
    Kind.LEGAL_REVIEW: ("words", "evidence"),
    Kind.OUT_FOR_SIGNATURE: ("words", "evidence"),
    Kind.PARTY_SIGNED: ("body", "signatory", "capacity", "authority", "evidence", "words", *_TESTS),
    Kind.CONSULTED: ("body", "words", "evidence"),
    Kind.SIGNED: ("words", "evidence"),
    Kind.IN_FORCE: ("words", "evidence"),
    Kind.UNDER_REVIEW: ("words",),
    Kind.REVIEWED: ("body", "words", "evidence"),
    Kind.VARIATION_STARTED: ("other", "words"),
    Kind.PARTY_JOINED: ("body", "other", "words", "evidence"),
    Kind.PARTY_LEFT: ("body", "basis", "other", "words", "evidence"),
    Kind.NOTICE_GIVEN: ("body", "effective", "effective_words", "reason", "words", "evidence"),
    Kind.SUPERSEDED: ("other", "words"),
    Kind.EXPIRED: ("words",),
    Kind.ENDED: ("basis", "other", "words", "evidence"),
    Kind.DIRECTED: ("words", "effective", "effective_words", "evidence"),
    Kind.CORRECTED: ("corrects", "reason", "words"),
}
#: What a field says in a kind of event, where its common hint says too little.
HINTS: dict[tuple[Kind, str], str] = {
    (Kind.CONSULTED, "words"): "What came of it.",
    (Kind.REVIEWED, "words"): "What came of it.",
    (Kind.REVIEWED, "body"): "The party whose own review it was; empty for a review by all.",
    (Kind.NOTICE_GIVEN, "body"): "The party that leaves; empty when notice ends the whole.",
    (Kind.NOTICE_GIVEN, "reason"): "Needed when it takes effect on another day than the clause gives.",
    (Kind.NOTICE_GIVEN, "effective"): "Leave empty for the months of notice the agreement gives.",
    (Kind.DIRECTED, "words"): "What was directed, word for word.",
    (Kind.DIRECTED, "effective"): "The day until which it goes on, where the direction moves its end.",
    (Kind.PARTY_JOINED, "other"): "The further agreement that varies this one, signed by the party (s23C(4)).",
    (Kind.PARTY_LEFT, "other"): "The agreement by which all agreed, where there is one.",
    (Kind.ENDED, "other"): "The agreement by which all agreed, where there is one.",
    (Kind.PARTY_SIGNED, "evidence"): "The signed page. Its SHA-256 is kept with it. PDF, Word, picture or text.",
    (Kind.OUT_FOR_SIGNATURE, "evidence"): "The text that the parties sign.",
}
#: What a kind of event cannot do without.
NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.PARTY_SIGNED: ("body",),
    Kind.CONSULTED: ("body", "words"),
    Kind.REVIEWED: ("words",),
    Kind.PARTY_JOINED: ("body", "other"),
    Kind.PARTY_LEFT: ("body",),
    Kind.DIRECTED: ("words",),
    Kind.CORRECTED: ("corrects", "reason"),
}
_NO_OFFICE = (BodyKind.POLICE_FORCE,)


class AgreementEventForm(DatedForm):
    """One kind of event of an agreement: only what that kind asks for stands on the form."""

    body = forms.ModelChoiceField(Body.objects.none(), label="Party", required=False, empty_label="Choose")
    signatory = forms.CharField(
        label="Signed by", required=False, max_length=120, help_text="Empty for the holder of the office on that day."
    )
    capacity = forms.ChoiceField(
        label="Capacity", required=False, choices=[("", "As the record of holders says"), *SignatureCapacity.choices]
    )
    authority = forms.CharField(
        label="Authority of the delegate", required=False, max_length=200,
        help_text="For a delegate: what lets them sign, such as the scheme of consent and its paragraph.",
    )  # fmt: skip
    effective = VagueField(label="Takes effect", required=False, max_length=60)
    effective_words = forms.CharField(label="Takes effect, words as written", required=False, max_length=200)
    basis = forms.ChoiceField(
        label="On the basis of", required=False,
        choices=[("", "Choose"), *((b.value, b.label) for b in (EndBasis.AGREED, EndBasis.CLAUSE))],
    )  # fmt: skip
    other = forms.ModelChoiceField(
        Agreement.objects.none(), label="By which agreement", required=False, empty_label="None"
    )
    words = forms.CharField(label="Words", required=False, widget=text_area(), help_text="Word for word, where said.")
    reason = forms.CharField(label="Reason", required=False, widget=text_area(), help_text="Why the event was wrong.")
    corrects = forms.ModelChoiceField(
        AgreementEvent.objects.none(), label="Event to correct", required=False, empty_label="Choose",
        help_text="The event that was recorded wrongly.",
    )  # fmt: skip
    evidence = FileField(label="Paper", required=False)
    efficiency_or_effectiveness = forms.CharField(
        label="In the interests of efficiency or effectiveness, because", required=False, widget=text_area(2),
        help_text="s23(5), s23A(5): why the office thinks so.",
    )  # fmt: skip
    existing_agreements = forms.CharField(label="Existing agreements considered", required=False, widget=text_area(2))
    consistent_approach = forms.CharField(
        label="Desirability of a consistent approach", required=False, widget=text_area(2)
    )
    opportunities = forms.CharField(label="Opportunities available", required=False, widget=text_area(2))

    vague_names: tuple[str, ...] = ("on", "effective")

    def __init__(self, *args: Any, agreement: Agreement, kind: Kind, party: Body | None = None, **kwargs: Any) -> None:
        self.agreement, self.kind = agreement, kind
        self.vague_names = ("on", "effective") if "effective" in FIELDS[kind] else ("on",)
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in (*FIELDS[kind], "on", "on_words", "token"):
                del self.fields[name]
                continue
            if (kind, name) in HINTS:
                self.fields[name].help_text = HINTS[kind, name]
            self.fields[name].required = name in (*NEEDED.get(kind, ()), "token")
        self._offer()
        if party is not None:
            self._suggest(party)
        names = ["on", "on_words", *(n for n in FIELDS[kind] if n not in _TESTS)]
        if kind is not Kind.CORRECTED:
            lead = [n for n in ("body", "corrects") if n in names]
            names = [*lead, *(n for n in names if n not in lead)]
        tests = [n for n in _TESTS if n in self.fields]
        self.groups = [("", "", names)]
        if tests:
            hint = "What the office thought of before it signed (s23HA). Empty where its paper does not say."
            self.groups.append(("The tests of the law", hint, tests))

    def _offer(self) -> None:
        """The offices, agreements and events that can be chosen."""
        parties = self.agreement.parties.all()
        if "body" in self.fields:
            rows = Body.objects.exclude(kind__in=_NO_OFFICE)
            match self.kind:
                case Kind.PARTY_SIGNED | Kind.PARTY_LEFT | Kind.NOTICE_GIVEN | Kind.REVIEWED:
                    rows = Body.objects.filter(pk__in=parties.filter(left="").values("body"))
                case Kind.PARTY_JOINED:
                    rows = rows.exclude(pk__in=parties.filter(left="").values("body"))
            self.fields["body"].queryset = rows.order_by("name")  # type: ignore[attr-defined]
        if "other" in self.fields:
            others = Agreement.objects.exclude(pk=self.agreement.pk)
            if self.kind is Kind.PARTY_JOINED:
                others = others.filter(varies=self.agreement)
            self.fields["other"].queryset = others.order_by("title", "pk")  # type: ignore[attr-defined]
            self.fields["other"].label_from_instance = lambda a: f"{a.reference} {a}"  # type: ignore[attr-defined]
        if "corrects" in self.fields:
            events = self.agreement.events.filter(corrected_by=None).exclude(kind=Kind.CORRECTED).order_by("-seq")
            self.fields["corrects"].queryset = events  # type: ignore[attr-defined]
            self.fields["corrects"].label_from_instance = (  # type: ignore[attr-defined]
                lambda e: f"{e.seq}. {e.get_kind_display()}{f', {e.body}' if e.body else ''}, {e.on_words or e.on}"
            )

    def _suggest(self, party: Body) -> None:
        """A form opened for one party names it, and who holds its office today."""
        self.initial["body"] = party.pk
        if "signatory" in self.fields:
            try:
                holder = holder_on(party, timezone.localdate())
            except VacantOffice:
                holder = None
            if holder is not None:
                self.fields[
                    "signatory"
                ].help_text = f"Empty for the holder of the office on that day; today that is {holder.name}."

    def record(self, by: Any) -> AgreementEvent:
        """Hand what was given to the door. Raises AgreementNotAllowed."""
        given = self.cleaned_data
        if self.kind is Kind.CORRECTED:
            return agreements.correct(
                event=given["corrects"], by=by, on=given["on"], reason=given["reason"], words=given["words"],
                token=given["token"],
            )  # fmt: skip
        known = {name: given[name] for name in Details.__dataclass_fields__ if given.get(name)}
        return agreements.record(
            agreement=self.agreement, kind=self.kind, by=by, on=given["on"], on_words=given["on_words"],
            body=given.get("body"), words=given.get("words", ""), reason=given.get("reason", ""),
            details=Details(**known), token=given["token"],
        )  # fmt: skip


def event_url(agreement: Agreement, kind: str) -> str:
    """The address of the form that records a kind of event of an agreement."""
    return reverse("admin:programmes_agreement_event", args=[agreement.pk, kind])


def event(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Record an event of an agreement. A form sent twice records one event and shows the same result."""
    check(request.user, Capability.EDIT)
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    if kind not in Kind.values:
        raise Http404("There is no such event.")
    kind_ = Kind(kind)
    token = request.POST.get("token", "")
    if request.method == "POST" and token and (done := agreement.events.filter(form_token=token).first()):
        return _recorded(request, done)
    number = request.GET.get("party", "")
    party = Body.objects.filter(reference=number, party_to__agreement=agreement).first() if number else None
    form = AgreementEventForm(request.POST or None, request.FILES or None, agreement=agreement, kind=kind_, party=party)
    if request.method == "POST" and form.is_valid():
        try:
            done = form.record(request.user)
        except agreements.AgreementNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            return _recorded(request, done)
    url = reverse("admin:programmes_agreement_change", args=[pk])
    title = f"{kind_.label}: {agreement}"
    return form_page(
        request, agreement, url, title, form=form, why_not=_why_not(agreement, kind_), button=_button(kind_)
    )


def _button(kind: Kind) -> str:
    return "Correct it" if kind is Kind.CORRECTED else "Record it"


def _why_not(agreement: Agreement, kind: Kind) -> str:
    """Why an event is not possible in the present state; "" when it is."""
    if kind is Kind.CORRECTED:
        return "" if agreement.events.exists() else "Nothing is recorded yet."
    state = agreements.state_now(agreement)
    if state in agreements.TRANSITIONS[kind][0]:
        return ""
    now = agreements.state_words(state)
    return f"“{kind.label}” is not possible: the agreement is {now}."


def _recorded(request: HttpRequest, done: AgreementEvent) -> HttpResponse:
    messages.success(request, f"Recorded: {lower_first(done.get_kind_display())}.")
    signed = done.kind == Kind.PARTY_SIGNED
    name = "admin:programmes_agreement_signatures" if signed else "admin:programmes_agreement_change"
    return HttpResponseRedirect(reverse(name, args=[done.agreement_id]))
