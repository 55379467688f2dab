"""The log of imports: the list, the page of each, and all that it wrote as CSV."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import View

from programmes.access import Capability
from programmes.access_views import AccessMixin
from programmes.addresses import check_parameters
from programmes.csv_export import csv_response
from programmes.filters.base import ChoiceFilter, RecordFilter, RegisterFilter
from programmes.lists import RegisterList
from programmes.navigation import Link
from programmes.records import RecordPage
from workstreams.choices import ImportKind
from workstreams.imports.exports import import_link
from workstreams.models import ImportRun
from workstreams.reports.imports import csv_rows, import_page
from workstreams.tables.imports import ImportTable


class ImportFilter(RegisterFilter):
    kind = ChoiceFilter(choices=ImportKind.choices, label="What it held")
    period = RecordFilter("PER", "period", label="Period")


class ImportList(RegisterList):
    title = "Imports"
    lead = "Every file that was brought into the register: who, when, and what each changed, cell by cell."
    empty = "Nothing has been imported yet."
    table_class, filter_class, csv_name = ImportTable, ImportFilter, "workstreams:import-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(ImportRun.objects)

    def shown(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("period", "imported_by")

    def links(self) -> list[Link]:
        return import_link(self.request.user, ImportKind.MILESTONES)


class ImportRunPage(RecordPage):
    list_title, list_name, report = "Imports", "workstreams:import-list", import_page

    def get_queryset(self) -> Any:
        return self.reader.rows(ImportRun.objects).select_related("period", "imported_by")


class ImportChangesCsv(AccessMixin, View):
    """All that an import wrote to records that this person may read."""

    capability = Capability.READ

    def get(self, request: HttpRequest, reference: str) -> HttpResponseBase:
        """The CSV."""
        check_parameters(request, [])
        run = self.reader.rows(ImportRun.objects).filter(reference=reference).first()
        if run is None:
            raise Http404("The register has no such import, or your role may not read it.")
        return csv_response(csv_rows(run, self.reader), f"{run.reference}-changes.csv")
