"""A force says when its own milestones are expected and when they were reached; nobody moves another's here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from programmes.access import Capability, grants_of
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.history import StaleRecord
from programmes.navigation import Link, reference_url
from workstreams.forms import MilestoneDatesForm
from workstreams.milestones import MoveNeedsReason, move
from workstreams.models import Milestone


class MilestoneDates(PageMixin, TemplateView):
    """The dates of one milestone of the reader's own force; another force's is a 404 like a missing one."""

    capability = Capability.UPDATE_OWN_FORCE
    template_name = "workstreams/milestone_dates.html"
    milestone: Milestone
    form: MilestoneDatesForm

    def find(self, reference: str) -> None:
        """Set the milestone the page is about."""
        forces = [grant.force_id for grant in grants_of(self.request.user) if grant.force_id]
        rows = self.reader.rows(Milestone.objects).select_related("workstream", "force")
        milestone = rows.filter(reference=reference, force__in=forces).first()
        if milestone is None:
            raise Http404("Your force has no such milestone.")
        self.milestone = milestone
        self.title = f"Dates of {milestone}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with the dates as they stand."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = MilestoneDatesForm(instance=self.milestone)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the dates, or show the form again with what was typed and the sentence that says what is missing."""
        self.find(kwargs["reference"])
        address, name = reference_url(self.milestone.reference), str(self.milestone)
        self.form = MilestoneDatesForm(request.POST, instance=self.milestone)
        if self.form.is_valid():
            try:
                reason = self.form.cleaned_data["change_reason"]
                move(milestone=self.form.instance, by=request.user, on=timezone.localdate(), reason=reason)
            except MoveNeedsReason as error:
                self.form.add_error("change_reason", str(error))
            except StaleRecord:
                self.form.refuse_as_stale()
            else:
                messages.success(request, f"Saved: the dates of {name}.")
                return HttpResponseRedirect(address)
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Milestones", reverse("workstreams:milestone-list")),
            Link(self.milestone.name, reference_url(self.milestone.reference)),
            Link("Dates"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            conflict=self.form.conflict,
            milestone=self.milestone,
            back_url=reference_url(self.milestone.reference),
            **kwargs,
        )
