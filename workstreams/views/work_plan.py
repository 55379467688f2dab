"""The work plan, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.csv_export import csv_response
from programmes.reports.counts import Count
from programmes.tables.base import changed_query, count_words
from workstreams.filters import PlanFilter
from workstreams.models import AreaPlan
from workstreams.plan_outcomes import RULES, STARTING_POINT, Verdict
from workstreams.reports.work_plan import csv_rows, work_plan


class WorkPlanPage(PageMixin, TemplateView):
    """The work plan, approach by approach, each entry with what the sources say came of it."""

    capability = Capability.READ
    template_name = "workstreams/work_plan.html"
    title = "Work plan"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        self.filter = PlanFilter(request.GET, queryset=AreaPlan.objects.none(), request=request)
        check_parameters(request, self.filter.parameters)
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        self.plan = work_plan(self.reader, **self.filter.form.cleaned_data)
        if kwargs.get("form") == "csv":
            return csv_response(csv_rows(self.plan), "work-plan.csv")
        return self.render_to_response(self.get_context_data())

    def counts(self) -> list[Count]:
        """How many entries came to what, each a link to them."""
        chosen = self.filter.form.cleaned_data["outcome"]
        return [
            Count(
                one.label,
                self.plan.counts.get(one, 0),
                changed_query(self.request.GET, outcome=one.value),
                RULES[one],
                one == chosen,
            )
            for one in Verdict
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        return super().get_context_data(
            approaches=self.plan.approaches,
            plan=self.plan,
            shown=count_words(self.plan.entries, "entry", "entries"),
            counts=self.counts(),
            starting_point=STARTING_POINT,
            filter=self.filter,
            chips=self.filter.chips(),
            clear_url=self.filter.clear_url(),
            csv_url=reverse("workstreams:work-plan-csv") + (f"?{query}" if query else ""),
            **kwargs,
        )
