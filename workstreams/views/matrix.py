"""The collaboration matrix and the work plan."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.as_at import PARAMETER as AS_AT
from programmes.csv_export import csv_response
from programmes.filters.base import kept
from programmes.tables.base import count_words
from workstreams.filters import MatrixFilter
from workstreams.models import AreaStatus
from workstreams.reports.matrix import matrix
from workstreams.reports.work_plan import csv_rows, work_plan


class MatrixPage(PageMixin, TemplateView):
    """Business areas by partnerships, as observed by a day; also as CSV, one row a filled cell."""

    capability = Capability.READ
    template_name = "workstreams/matrix.html"
    title = "Collaboration matrix"
    knows_as_at = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the CSV when the address ends in .csv."""
        self.filter = MatrixFilter(request.GET, queryset=AreaStatus.objects.none(), request=request)
        check_parameters(request, [*self.filter.parameters, AS_AT])
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        self.matrix = matrix(self.reader, **self.filter.form.cleaned_data)
        if kwargs.get("form") == "csv":
            day = f"-{self.reader.as_at.isoformat()}" if self.reader.as_at else ""
            return csv_response(self.matrix.csv_rows(), f"matrix{day}.csv")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        return super().get_context_data(
            matrix=self.matrix,
            filled=count_words(self.matrix.filled, "filled cell", "filled cells"),
            filter=self.filter,
            chips=self.filter.chips(),
            clear_url=self.filter.clear_url(),
            kept=kept(self.request.GET, [AS_AT]),
            csv_url=reverse("workstreams:matrix-csv") + (f"?{query}" if query else ""),
            **kwargs,
        )


class WorkPlanPage(PageMixin, TemplateView):
    """The work plan, approach by approach."""

    capability = Capability.READ
    template_name = "workstreams/work_plan.html"
    title = "Work plan"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the CSV when the address ends in .csv."""
        check_parameters(request, [])
        approaches = work_plan(self.reader)
        if kwargs.get("form") == "csv":
            return csv_response(csv_rows(approaches), "work-plan.csv")
        return self.render_to_response(self.get_context_data(approaches=approaches))
