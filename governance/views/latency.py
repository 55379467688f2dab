"""How long local decisions take, as a page, a chart, and CSV by office and by case."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from governance.filters import LatencyFilter
from governance.latency import RULE
from governance.models import LocalDecision
from governance.reports.latency import Office, latency
from governance.views.ratification import office_links
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.csv_export import csv_response


class LatencyPage(PageMixin, TemplateView):
    """From the agreement in principle to the offices’ own decisions: where it waited and how long."""

    capability = Capability.READ
    template_name = "governance/latency.html"
    title = "How long local decisions take"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or one of its two CSVs."""
        self.filter = LatencyFilter(request.GET, queryset=self.reader.rows(LocalDecision.objects), request=request)
        check_parameters(request, self.filter.parameters)
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        form = kwargs.get("form")
        found = latency(self.reader, self.filter.qs, all_cases=form == "cases")
        if form:
            rows = found.csv_rows() if form == "csv" else found.case_rows()
            return csv_response(rows, "decision-latency.csv" if form == "csv" else "decision-latency-cases.csv")
        return self.render_to_response(
            self.get_context_data(
                found=found,
                rows=[(one, self.links(one)) for one in found.offices],
                rule=RULE,
                totals=self.links(None),
                filter=self.filter,
                chips=self.filter.chips(),
                clear_url=self.filter.clear_url(),
                links=office_links(request, "decision-latency"),
                csv_url=self.address("governance:decision-latency-csv"),
                cases_url=self.address("governance:decision-latency-cases"),
            )
        )

    def links(self, office: Office | None) -> dict[str, str]:
        """The lists behind an office’s numbers, or behind all of them."""
        return {
            name: self.address(
                "governance:local-decision-list", wait=name, **({"office": office.code} if office else {})
            )
            for name in ("measured", "not_measured", "waiting")
        }

    def address(self, name: str, **more: str) -> str:
        """The address of another page with the same filters."""
        query = self.request.GET.copy()
        query.update(more)
        asked = query.urlencode()
        return reverse(name) + (f"?{asked}" if asked else "")
