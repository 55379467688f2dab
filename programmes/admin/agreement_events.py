"""The form that records what happened to an agreement, through the one door of agreements."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from programmes import agreements
from programmes.access import Capability, check
from programmes.choices import AgreementEventKind as Kind
from programmes.event_forms import DatedForm, form_page, text_area
from programmes.models import Agreement, Body


class AgreementEventForm(DatedForm):
    """What happened to an agreement; only what its present state permits is offered."""

    kind = forms.ChoiceField(label="What happened")
    body = forms.ModelChoiceField(
        Body.objects.none(), label="Party", required=False, help_text="For a signature: the party that signed."
    )
    words = forms.CharField(label="Words", required=False, widget=text_area(), help_text="Word for word, where said.")
    reason = forms.CharField(label="Reason", required=False, widget=text_area(), help_text="Needed for a correction.")
    corrects = forms.ModelChoiceField(
        None, label="Event to correct", required=False, help_text="For a correction: the event recorded wrongly."
    )

    field_order = ("kind", "on", "on_words", "body", "words", "reason", "corrects")

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = Agreement.objects.with_state().values_list("state", flat=True).get(pk=agreement.pk) or ""
        kinds = [k for k, (states, _) in agreements.TRANSITIONS.items() if state in states]
        events = agreement.events.order_by("-seq")
        if events:
            kinds.append(Kind.CORRECTED)
        self.fields["kind"].choices = [("", "Choose"), *[(k.value, k.label) for k in kinds]]  # type: ignore[attr-defined]
        parties = Body.objects.filter(pk__in=agreement.parties.values("body"))
        self.fields["body"].queryset = parties  # type: ignore[attr-defined]
        self.fields["corrects"].queryset = events  # type: ignore[attr-defined]
        self.fields["corrects"].label_from_instance = (  # type: ignore[attr-defined]
            lambda e: f"{e.seq}. {e.get_kind_display()}, {e.on_words or e.on}"
        )
        names = ["kind", "on", "on_words", "body", "words", "reason"]
        self.groups = [("", "", names if not events else [*names, "corrects"])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.CORRECTED and not cleaned.get("corrects"):
            self.add_error("corrects", "Choose the event that was recorded wrongly.")
        return cleaned

    def record(self, agreement: Agreement, by: Any) -> Any:
        """Hand what was given to the door."""
        given = self.cleaned_data
        if given["kind"] == Kind.CORRECTED:
            return agreements.correct(
                event=given["corrects"], by=by, on=given["on"], reason=given["reason"], words=given["words"]
            )
        return agreements.record(
            agreement=agreement, kind=given["kind"], by=by, on=given["on"], on_words=given["on_words"],
            body=given["body"], words=given["words"], reason=given["reason"],
        )  # fmt: skip


def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an event of an agreement."""
    check(request.user, Capability.EDIT)
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    url = reverse("admin:programmes_agreement_change", args=[pk])
    form = AgreementEventForm(request.POST or None, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            done = form.record(agreement, request.user)
        except agreements.AgreementNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            messages.success(request, f"Recorded: {done.get_kind_display().lower()}.")
            return HttpResponseRedirect(url)
    title = f"What happened to {agreement}"
    return form_page(request, agreement, url, title, form=form, why_not="", button="Record it")
