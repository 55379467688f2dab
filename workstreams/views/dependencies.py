"""Dependencies: the list and a page for each; editors add and end them on the desk."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from programmes.filters.base import ChoiceFilter, RecordFilter, RegisterFilter
from programmes.lists import RegisterList
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.records import RecordPage
from workstreams.choices import WaitKind
from workstreams.reports.dependencies import dependency_page
from workstreams.reports.waits import dependencies, wait_of
from workstreams.tables.dependency import DependencyTable


class DependencyFilter(RegisterFilter):
    workstream = RecordFilter("WS", "workstream", label="Workstream, at either end", method="at_either_end")
    standing = ChoiceFilter(choices=WaitKind.choices, label="In time?", method="in_time")

    def at_either_end(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that the workstream or one of its milestones is an end of."""
        ends = ("workstream", "milestone__workstream", "on_workstream", "on_milestone__workstream")
        found = Q()
        for end in ends:
            found |= Q(**{f"{end}__reference": value})
        return queryset.filter(found)

    def in_time(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of one standing, which is worked out from the dates of both ends."""
        rows = dependencies(Reader.of(self.request)).filter(pk__in=queryset.values("pk"))
        return queryset.filter(pk__in=[row.pk for row in rows if wait_of(row).kind == value])


class DependencyList(RegisterList):
    title = "Dependencies"
    lead = "Which workstream or milestone waits for which, and whether it comes in time by the dates recorded today."
    table_class, filter_class, csv_name = DependencyTable, DependencyFilter, "workstreams:dependency-csv"
    empty = "No source says which workstream waits for which, and no editor has recorded it yet."

    def get_queryset(self) -> QuerySet:
        return dependencies(self.reader)

    def links(self) -> list[Link]:
        return [
            Link("Enabling groups that workstreams wait for", reverse("workstreams:enabling-group-list")),
        ]


class DependencyPage(RecordPage):
    list_title, list_name, report = "Dependencies", "workstreams:dependency-list", dependency_page

    def get_queryset(self) -> QuerySet:
        return dependencies(self.reader)
