"""Workstreams, areas, milestones, risks, savings figures, enabling groups, periods."""

from django.db.models import QuerySet
from django.urls import reverse

from programmes.lists import RegisterList
from programmes.navigation import Link
from programmes.records import RecordPage
from workstreams import filters
from workstreams.models import (
    BusinessArea,
    EnablingGroup,
    SavingsFigure,
    Workstream,
)
from workstreams.reports import pages
from workstreams.reports.trend import with_last_returns
from workstreams.tables.area import AreaTable
from workstreams.tables.benefit import SavingsFigureTable
from workstreams.tables.round import StandingTable
from workstreams.tables.workstream import EnablingGroupTable


class WorkstreamList(RegisterList):
    title = "Workstreams"
    lead = "The pieces of collaborative work: what each is for, whose it is, who takes part."
    table_class, filter_class, csv_name = StandingTable, filters.WorkstreamFilter, "workstreams:workstream-csv"

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(Workstream.objects).select_related("programme", "alliance", "area")
        return rows.prefetch_related("participating_forces")

    def shown(self, queryset: QuerySet) -> QuerySet:
        return with_last_returns(queryset, self.reader)

    def links(self) -> list[Link]:
        return [Link("Update round", reverse("workstreams:round")), Link("Returns", reverse("workstreams:return-list"))]


class WorkstreamPage(RecordPage):
    list_title, list_name, report = "Workstreams", "workstreams:workstream-list", pages.workstream_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Workstream.objects).select_related("programme", "alliance", "area", "lead")


class AreaList(RegisterList):
    title = "Business areas"
    lead = "The areas of police business that the matrix and the work plan speak of."
    table_class, filter_class, csv_name = AreaTable, filters.AreaFilter, "workstreams:area-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(BusinessArea.objects).select_related("group")

    def links(self) -> list[Link]:
        return [Link("Collaboration matrix", "/register/matrix/"), Link("Work plan", "/register/work-plan/")]


class AreaPage(RecordPage):
    list_title, list_name, report = "Business areas", "workstreams:area-list", pages.area_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(BusinessArea.objects).select_related("group")


class SavingsFigureList(RegisterList):
    title = "Savings figures"
    lead = "Figures as the sources state them, each with its hedge. Different measures and periods are never added."
    table_class, filter_class = SavingsFigureTable, filters.SavingsFigureFilter
    csv_name = "workstreams:savings-figure-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(SavingsFigure.objects).select_related("workstream", "programme", "alliance")


class SavingsFigurePage(RecordPage):
    list_title, list_name = "Savings figures", "workstreams:savings-figure-list"
    report = pages.savings_figure_page

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(SavingsFigure.objects)
        return rows.select_related("workstream", "programme", "alliance", "pair__workstream", "pair__programme")


class EnablingGroupList(RegisterList):
    title = "Enabling groups"
    lead = "Groups of experts that the workstreams rely on."
    table_class, filter_class = EnablingGroupTable, filters.EnablingGroupFilter
    csv_name = "workstreams:enabling-group-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(EnablingGroup.objects).select_related("programme")


class EnablingGroupPage(RecordPage):
    list_title, list_name = "Enabling groups", "workstreams:enabling-group-list"
    report = pages.enabling_group_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(EnablingGroup.objects).select_related("programme")
