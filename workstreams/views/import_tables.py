"""The tables to edit: a list, or the returns of a period, in the very columns that its import reads."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import View

from programmes.access import Capability
from programmes.addresses import BadAddress, check_parameters
from programmes.lists import RegisterList
from programmes.sheets.reading import MOST_ROWS
from programmes.sheets.writing import file_response
from workstreams.imports.kinds import Kind
from workstreams.imports.ledger import Ledger as LedgerImport
from workstreams.imports.milestones import Milestones as MilestoneImport
from workstreams.imports.returns import Returns as ReturnImport
from workstreams.views.benefits import Ledger
from workstreams.views.milestones import MilestoneList
from workstreams.views.round_late import PeriodMixin


def table_of(kind: Kind, records: Any, form: str, name: str) -> HttpResponseBase:
    """The table as a download; raises BadAddress where it is longer than what can be imported."""
    if records.count() > MOST_ROWS:
        raise BadAddress(f"More than {MOST_ROWS:,} rows cannot be edited in one file. Filter the list first.")
    return file_response(form, name, kind.title, kind.columns, kind.export_rows(records), kind.notes)


class _ListToEdit(RegisterList):
    """A list whose filtered rows are given as the table to edit."""

    kind_class: type[Kind]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The table, of the rows that the filters of the address leave."""
        self.filter = self.filter_class(request.GET, queryset=self.get_queryset(), request=request)
        self.filter.bare_url = reverse(f"{self.edit_name}-{kwargs['form']}")
        self.read_address(self.filter.parameters)
        kind = self.kind_class(request.user)
        records = kind.records().filter(pk__in=self.filter.qs.order_by().values("pk")).order_by("pk")
        return table_of(kind, records, kwargs["form"], f"{kind.name}-to-edit")


class MilestonesToEdit(_ListToEdit, MilestoneList):
    capability = MilestoneImport.capability  # type: ignore[assignment]
    kind_class = MilestoneImport


class LedgerToEdit(_ListToEdit, Ledger):
    capability = Capability.EDIT
    kind_class = LedgerImport


class ReturnsToEdit(PeriodMixin, View):
    """The returns of a period, a row for each workstream that it counts."""

    capability = Capability.EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The table."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        kind = ReturnImport(request.user, self.period)
        return table_of(kind, kind.workstreams(), kwargs["form"], f"returns-{self.period.reference}-to-edit")
