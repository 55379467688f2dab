"""The register of local differences: its list, a page each, and the form that reviews or closes one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.generic import TemplateView

from governance import divergences
from governance.filters import DAY, DivergenceFilter
from governance.models import Divergence
from governance.reports.divergences import divergence_page
from governance.tables.divergence import DivergenceTable
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.lists import RegisterList
from programmes.navigation import Link, reference_url
from programmes.plain_forms import PlainForm
from programmes.records import RecordPage

TITLE, LIST = "Local differences", "governance:divergence-list"
PARENTS = ("force", "body__force", "agreement", "case", "workstream")


class DivergenceList(RegisterList):
    title = TITLE
    lead = (
        "Where a force or office does otherwise than what was agreed: whose it is, why, what it costs, and when it is "
        "looked at again."
    )
    table_class, filter_class = DivergenceTable, DivergenceFilter
    csv_name = "governance:divergence-csv"
    empty = "No local difference is recorded."

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Divergence.objects).select_related(*PARENTS)


class DivergencePage(RecordPage):
    list_title, list_name = TITLE, LIST
    report = divergence_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Divergence.objects).select_related(*PARENTS)


class ReviewForm(PlainForm):
    """What a review of a local difference found."""

    outcome = forms.ChoiceField(
        label="Outcome", choices=[("keep", "It stays, until its next review"), ("close", "It has ended")]
    )
    on = forms.DateField(label="On", widget=DAY)
    words = forms.CharField(
        label="In words", widget=forms.Textarea(attrs={"rows": 4}), help_text="What the review found, or how it ended."
    )
    review_on = forms.DateField(label="Next review by", required=False, widget=DAY, help_text="Needed where it stays.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == "keep" and not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Give the day by which it is looked at again.")
        return cleaned


class ReviewDivergence(PageMixin, TemplateView):
    """Review a local difference: it stays until its next review, or it has ended."""

    capability = Capability.EDIT
    template_name = "governance/divergence_review.html"
    divergence: Divergence
    form: ReviewForm

    def find(self, reference: str) -> None:
        """Set the difference the page is about; one that is closed has nothing to review."""
        found = self.reader.rows(Divergence.objects).filter(reference=reference, closed_on__isnull=True).first()
        if found is None:
            raise Http404("There is no such open difference.")
        self.divergence = found
        self.title = f"Review: {found}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = ReviewForm(initial={"on": timezone.localdate()})
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the outcome, or say what is wrong and keep what was typed."""
        self.find(kwargs["reference"])
        self.form = ReviewForm(request.POST)
        if self.form.is_valid():
            try:
                done = self.record()
            except divergences.DivergenceNotAllowed as error:
                name = error.fields[0] if error.fields else None
                label = f"{self.form.fields[name].label}: " if name else ""
                self.form.add_error(name, capfirst(str(error).removeprefix(label)))
            else:
                messages.success(request, done)
                return HttpResponseRedirect(reference_url(self.divergence.reference))
        return self.render_to_response(self.get_context_data())

    def record(self) -> str:
        """Go through the door that the outcome names."""
        cleaned = self.form.cleaned_data
        facts = {"divergence": self.divergence, "by": self.request.user, "on": cleaned["on"], "words": cleaned["words"]}
        if cleaned["outcome"] == "close":
            divergences.close(**facts)
            return "The local difference is closed."
        divergences.keep(**facts, review_on=cleaned["review_on"])
        return "The review is recorded."

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link(TITLE, reverse(LIST)),
            Link(str(self.divergence), reference_url(self.divergence.reference)),
            Link("Review"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reference_url(self.divergence.reference)
        return super().get_context_data(form=self.form, divergence=self.divergence, back_url=back, **kwargs)
