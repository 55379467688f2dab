"""Programmes and alliances."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from programmes.filters.records import AllianceFilter, ProgrammeFilter
from programmes.lists import RegisterList
from programmes.models import Alliance, Membership, Programme
from programmes.records import RecordPage
from programmes.reports import pages
from programmes.tables.alliance import AllianceTable
from programmes.tables.programme import ProgrammeTable


class ProgrammeList(RegisterList):
    title = "Programmes"
    lead = "The programmes of collaboration, each owned by an alliance of forces."
    table_class, filter_class, csv_name = ProgrammeTable, ProgrammeFilter, "programmes:programme-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Programme.objects).select_related("alliance")


class ProgrammePage(RecordPage):
    list_title, list_name, report = "Programmes", "programmes:programme-list", pages.programme_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Programme.objects).select_related("alliance", "lead_chief_constable", "constituted_by")


class AllianceList(RegisterList):
    title = "Alliances"
    lead = "The groups in which forces work together, standing or for one purpose, with their members."
    table_class, filter_class, csv_name = AllianceTable, AllianceFilter, "programmes:alliance-csv"
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        members: Any = self.reader.rows(Membership.objects).in_force_on(self.reader.as_at).select_related("force")
        return (
            self.reader.rows(Alliance.objects)
            .in_force_on(self.reader.as_at)
            .prefetch_related(
                Prefetch("memberships", members.order_by("force__name", "pk").distinct(), to_attr="members_shown")
            )
        )


class AlliancePage(RecordPage):
    list_title, list_name, report = "Alliances", "programmes:alliance-list", pages.alliance_page
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Alliance.objects)
