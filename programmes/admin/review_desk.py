"""Entering a review of opportunities in an office's log, and striking an entry out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from programmes.access import Capability, check
from programmes.admin_site import address
from programmes.choices import OwnPosition
from programmes.event_forms import DatedForm, form_page, text_area
from programmes.models import Body, OpportunityReview
from programmes.navigation import reference_url
from programmes.reviews import ReviewNotAllowed, record_review, strike_out


class ReviewForm(DatedForm):
    """What an office reviewed, when, and what came of it."""

    subject = forms.CharField(
        label="What was reviewed",
        max_length=10_000,
        widget=text_area(),
        help_text="Which opportunities to collaborate.",
    )
    outcome = forms.CharField(
        label="What came of it", max_length=10_000, widget=text_area(), help_text="As the paper or minute says it."
    )
    own_position = forms.ChoiceField(
        label="Net position of its own force", required=False, choices=[("", "Not said"), *OwnPosition.choices],
        help_text="A net loss of its own force is no bar to collaborating (s22B, s22C).",
    )  # fmt: skip

    groups = (("", "", ["on", "on_words", "subject", "outcome", "own_position"]),)


class StrikeOutForm(DatedForm):
    """Why an entry was wrong."""

    reason = forms.CharField(
        label="Reason", max_length=2000, widget=text_area(), help_text="The entry stays in the log, struck out."
    )
    groups = (("", "", ["reason"]),)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a review in an office’s log. A form sent twice makes one entry."""
    check(request.user, Capability.EDIT)
    body = get_object_or_404(Body.objects.visible_to(request.user), pk=pk)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("on", "on_words", "subject", "outcome", "own_position")}
        try:
            record_review(body=body, by=request.user, token=form.cleaned_data["token"], **given)
        except ReviewNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            return _done(request, body, "Entered in the log of reviews.")
    return _page(request, body, form, f"Enter a review: {body}", "Enter the review")


def correct(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Strike an entry of an office’s log out."""
    check(request.user, Capability.EDIT)
    body = get_object_or_404(Body.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(OpportunityReview.objects.entries().filter(body=body), pk=entry)
    form = StrikeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            strike_out(entry=row, by=request.user, reason=form.cleaned_data["reason"])
        except ReviewNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            return _done(request, body, "Struck out: the entry stays in the log.")
    return _page(request, body, form, f"Strike out: {row}", "Strike it out")


def _page(request: HttpRequest, body: Body, form: Any, title: str, button: str) -> HttpResponse:
    return form_page(request, body, address(Body, "change", body.pk), title, form=form, why_not="", button=button)


def _done(request: HttpRequest, body: Body, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(f"{reference_url(body.reference)}#reviews")
