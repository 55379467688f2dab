"""Net revenue expenditure, measured quantities, and cost shares with their schedules."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic import TemplateView, View

from programmes.access import Capability
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import check_parameters
from programmes.csv_export import csv_response
from programmes.filters.records import CostShareSetFilter, QuantityFilter
from programmes.lists import RegisterList
from programmes.models import CostShareSet, MeasuredQuantity
from programmes.money_pages import money_links
from programmes.navigation import Link
from programmes.records import RecordPage
from programmes.reports.money import cost_share_page, nre
from programmes.reports.schedule import Schedule, schedule
from programmes.schedule_pdf import pdf_of
from programmes.tables.programme import CostShareSetTable, QuantityTable


class NrePage(PageMixin, TemplateView):
    """Net revenue expenditure by force and year with its sources; also as CSV."""

    capability = Capability.READ
    template_name = "programmes/nre.html"
    title = "Net revenue expenditure"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        check_parameters(request, [])
        found = nre(self.reader)
        if kwargs.get("form") == "csv":
            return csv_response(found.csv_rows(), "nre.csv")
        return self.render_to_response(self.get_context_data(nre=found, links=money_links("programmes:nre")))


class QuantityList(RegisterList):
    title = "Measured quantities"
    lead = "What was counted of each force to share a cost by: headcount, usage, capital contributed."
    empty = "The register holds no measured quantity: no source in it gives one."
    table_class, filter_class, csv_name = QuantityTable, QuantityFilter, "programmes:quantity-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(MeasuredQuantity.objects).select_related("force")

    def links(self) -> list[Link]:
        return money_links("programmes:quantity-list")


class CostShareSetList(RegisterList):
    title = "Cost shares"
    lead = "How each shared cost is split between forces: by what, of which year, from when to when."
    table_class, filter_class, csv_name = CostShareSetTable, CostShareSetFilter, "programmes:cost-share-set-csv"
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(CostShareSet.objects).in_force_on(self.reader.as_at)

    def shown(self, queryset: QuerySet) -> QuerySet:
        return queryset.prefetch_related("shares__force")

    def links(self) -> list[Link]:
        return money_links("programmes:cost-share-set-list")


class CostShareSetPage(RecordPage):
    list_title, list_name, report = "Cost shares", "programmes:cost-share-set-list", cost_share_page

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(CostShareSet.objects)
        return rows.select_related("programme", "agreement", "alliance", "funding")


class _ScheduleFile(AccessMixin, View):
    """The schedule of a set as a file to keep."""

    capability = Capability.READ

    def schedule(self, request: HttpRequest, reference: str) -> Schedule:
        """The schedule of the set asked for. Raises Http404."""
        check_parameters(request, [])
        rows = self.reader.rows(CostShareSet.objects).select_related("funding")
        share_set = rows.filter(reference=reference).first()
        if share_set is None:
            raise Http404("The register has no such cost shares, or your role may not read them.")
        return schedule(share_set, self.reader)


class ScheduleCsv(_ScheduleFile):
    """As CSV."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponseBase:
        """The file."""
        return csv_response(self.schedule(request, reference).csv_rows(), f"{reference}-schedule.csv")


class SchedulePdf(_ScheduleFile):
    """As PDF/UA."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """The file."""
        response = HttpResponse(pdf_of(self.schedule(request, reference)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{reference}-schedule.pdf"'
        return response
