"""How the cost of a case is split: the shares of now and before, and the form that says them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from governance.case_forms.shares import SharesForm
from governance.models import BusinessCase
from governance.reports.sharing import share_sets
from governance.sharing import SharesNotAllowed, set_shares, shares_of
from programmes.access import Capability, check, may
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.navigation import Link, reference_url


class CaseSharesPage(PageMixin, TemplateView):
    """The shares of a case; those who move cases say them here."""

    capability = Capability.READ
    template_name = "governance/case_shares.html"
    case: BusinessCase

    def find(self, reference: str) -> None:
        """Set the case; raises Http404."""
        case = self.reader.rows(BusinessCase.objects).filter(reference=reference).first()
        if case is None:
            raise Http404("The register has no such case, or your role may not read it.")
        self.case = case
        self.title = f"Cost shares: {case}"

    def make_form(self, data: Any = None) -> SharesForm | None:
        if not may(self.request.user, Capability.MOVE_CASE):
            return None
        now = shares_of(self.case)
        initial: dict[str, Any] = {}
        if now is not None:
            initial = {"basis": now.basis, "base_year": now.base_year}
            initial |= {f"percentage_{share.force_id}": share.percentage for share in now.shares.all()}
        return SharesForm(data, forces=list(self.case.participating_forces.all()), initial=initial)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = self.make_form()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say the shares, or show the form again with what was typed."""
        check(request.user, Capability.MOVE_CASE)
        self.find(kwargs["reference"])
        self.form = self.make_form(request.POST)
        assert self.form is not None
        if self.form.is_valid():
            cleaned = self.form.cleaned_data
            try:
                set_shares(
                    case=self.case, basis=cleaned["basis"], base_year=cleaned["base_year"], words=cleaned["words"],
                    percentages=self.form.percentages(), by=request.user,
                )  # fmt: skip
            except SharesNotAllowed as error:
                self.form.refuse(str(error), error.fields)
            else:
                messages.success(request, "The shares are kept.")
                return HttpResponseRedirect(reverse("governance:case-shares", args=[self.case.reference]))
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Business cases", reverse("governance:case-list")),
            Link(str(self.case), reference_url(self.case.reference)),
            Link("Cost shares"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form
        groups = form and [
            {"legend": legend, "hint": hint, "fields": [form[name] for name in names]}
            for legend, hint, names in form.groups
        ]
        return super().get_context_data(
            form=form, groups=groups or [], sets=share_sets(self.case, self.reader),
            back_url=reference_url(self.case.reference), **kwargs,
        )  # fmt: skip
