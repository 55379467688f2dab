"""What each force pays and saves over the whole portfolio, and the rows behind one force’s numbers."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from governance.reports.net_position import chart, force_rows, portfolio
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.csv_export import csv_response
from programmes.dates import financial_year
from programmes.money_pages import money_links
from programmes.navigation import Link
from programmes.plain_forms import PlainForm
from programmes.years import validate_financial_year
from workstreams.choices import LedgerFigure


class YearForm(PlainForm):
    """Which year, and which figure of the ledger."""

    year = forms.CharField(
        label="Financial year", required=False, max_length=7, validators=[validate_financial_year],
        help_text="Such as 2016/17.",
    )  # fmt: skip
    figure = forms.ChoiceField(label="What is saved", required=False, choices=LedgerFigure.choices)


class NetPositionPage(PageMixin, TemplateView):
    """Every force in one financial year: pays, saves by kind, net where both are known; also as CSV."""

    capability = Capability.READ
    template_name = "governance/net_position.html"
    title = "Net position of each force"

    def ask(self, request: HttpRequest) -> None:
        """Read year and figure off the address. Raises BadAddress."""
        check_parameters(request, ["year", "figure"])
        form = YearForm(request.GET)
        if not form.is_valid():
            raise BadAddress(one_line(form))
        self.year = form.cleaned_data["year"] or financial_year(timezone.localdate())
        self.figure = LedgerFigure(form.cleaned_data["figure"] or LedgerFigure.DELIVERED)
        self.form = YearForm(initial={"year": self.year, "figure": self.figure})
        self.found = portfolio(self.reader, self.year, self.figure)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        self.ask(request)
        if kwargs.get("form") == "csv":
            return csv_response(self.found.csv_rows(), f"net-position-{self.year.replace('/', '-')}.csv")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = f"?year={self.year}&figure={self.figure.value}"
        return super().get_context_data(
            form=self.form, found=self.found, chart=chart(self.found), figure=self.figure,
            csv_url=reverse("governance:net-position-csv") + query, links=money_links("governance:net-position"), **kwargs,
        )  # fmt: skip


class NetPositionForce(NetPositionPage):
    """The rows behind one force’s numbers."""

    template_name = "governance/net_position_force.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page. Raises Http404 for a force that is none of the portfolio."""
        self.ask(request)
        rows = force_rows(self.found, kwargs["reference"])
        if rows is None:
            raise Http404("The register has no such force, or your role may not read it.")
        self.title = f"What {rows.position.force.label} pays and saves in {self.year}"
        return self.render_to_response(self.get_context_data(rows=rows))

    def crumbs(self) -> list[Link]:
        query = f"?year={self.year}&figure={self.figure.value}"
        whole = Link(NetPositionPage.title, reverse("governance:net-position") + query)
        return [Link("Register", "/register/"), whole, Link(self.title)]
