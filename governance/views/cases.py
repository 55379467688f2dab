"""Business cases: list, board by stage, page; the offices' decisions on them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from governance.filters import CaseFilter, LocalDecisionFilter
from governance.models import BusinessCase, LocalDecision
from governance.reports.cases import board, case_page
from governance.reports.local import local_decision_page
from governance.tables.case import CaseTable, LocalDecisionTable
from governance.views.ratification import office_links
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.as_at import PARAMETER as AS_AT
from programmes.filters.base import kept
from programmes.lists import OWN_PARAMETERS, RegisterList
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.records import RecordPage


def cases_of(reader: Reader) -> Any:
    """The cases a person may read with their state on the day; on a past day only those begun by then."""
    rows: Any = reader.rows(BusinessCase.objects).with_stage(reader.as_at)
    return rows.filter(state__isnull=False) if reader.as_at else rows


def two_views(reader: Reader, query: str, current: str) -> list[Link]:
    """The list and the board of the same cases."""
    ending = f"?{query}" if query else ""
    return [
        Link("List", reverse("governance:case-list") + ending, current == "list"),
        Link("Board by stage", reverse("governance:case-board") + ending, current == "board"),
    ]


class CaseList(RegisterList):
    title = "Business cases"
    lead = "Proposals on their way through strategic, outline and full business case to decisions, service and review."
    table_class, filter_class, csv_name = CaseTable, CaseFilter, "governance:case-csv"
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        return cases_of(self.reader) if self.reader.as_at else self.reader.rows(BusinessCase.objects)

    def shown(self, queryset: Any) -> QuerySet:
        return queryset if self.reader.as_at else queryset.with_stage()

    def links(self) -> list[Link]:
        query = self.request.GET.copy()
        for name in OWN_PARAMETERS:
            query.pop(name, None)
        return two_views(self.reader, query.urlencode(), "list")


class CaseBoard(PageMixin, TemplateView):
    """The cases as cards in the columns of their life."""

    capability = Capability.READ
    template_name = "governance/case_board.html"
    title = "Business cases by stage"
    knows_as_at = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        self.filter = CaseFilter(request.GET, queryset=cases_of(self.reader), request=request)
        check_parameters(request, [*self.filter.parameters, AS_AT], self.filter.check_operators)
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        columns = board(self.filter.qs, self.reader)
        return self.render_to_response(
            self.get_context_data(
                columns=columns,
                empty_titles=", ".join(column.title for column in columns if not column.cases),
                filter=self.filter,
                chips=self.filter.chips(),
                clear_url=self.filter.clear_url(),
                kept=kept(request.GET, [AS_AT]),
                links=two_views(self.reader, request.GET.urlencode(), "board"),
            )
        )

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Business cases", reverse("governance:case-list") + self.reader.day.query),
            Link("By stage"),
        ]


class CasePage(RecordPage):
    list_title, list_name, report = "Business cases", "governance:case-list", case_page
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        return cases_of(self.reader).select_related("programme", "alliance", "workstream", "parent")


class LocalDecisionList(RegisterList):
    title = "Local decisions"
    lead = "What each office was asked to decide for itself after the Summit agreed in principle, and what it decided."
    table_class, filter_class = LocalDecisionTable, LocalDecisionFilter
    csv_name = "governance:local-decision-csv"
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(LocalDecision.objects)
        return rows.filter(opened_by__on_latest__lte=self.reader.as_at) if self.reader.as_at else rows

    def shown(self, queryset: QuerySet) -> QuerySet:
        rows: Any = queryset
        return rows.with_outcome(self.reader.as_at).select_related("body", "case", "document", "opened_by")

    def links(self) -> list[Link]:
        return [] if self.reader.as_at else office_links(self.request, "local-decision-list")


class LocalDecisionPage(RecordPage):
    list_title, list_name = "Local decisions", "governance:local-decision-list"
    report = local_decision_page
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        rows: Any = self.reader.rows(LocalDecision.objects).with_outcome(self.reader.as_at)
        return rows.select_related("body__succeeded_by__succeeded_by__succeeded_by", "case", "document__case")
