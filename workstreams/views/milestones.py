"""Milestones: the list with standing and slip, and a page for each."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from programmes.access import Capability
from programmes.filters.base import ChoiceFilter, CodesFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter, TextFilter
from programmes.lists import RegisterList
from programmes.models import Force
from programmes.navigation import Link
from programmes.records import RecordPage
from workstreams.choices import ImportKind, SlipKind, Standing
from workstreams.imports.exports import import_link
from workstreams.models import Milestone
from workstreams.reports.milestones import milestone_page
from workstreams.tables.milestone import MilestoneTable


class MilestoneFilter(RegisterFilter):
    programme = RecordFilter("PRG", "workstream__programme", label="Programme")
    alliance = RecordFilter("ALL", "workstream__alliance", label="Alliance")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    force = RecordFilter("FOR", "force", label="Force", method="of_force")
    standing = ChoiceFilter(choices=Standing.choices, label="Standing", method="by_annotation")
    slip_kind = ChoiceFilter(choices=SlipKind.choices, label="Slip", method="by_annotation")
    words = TextFilter("Words as written")
    baseline, forecast, actual = DateFilter("Baseline"), DateFilter("Forecast"), DateFilter("Actual")

    still_of = CodesFilter("Not reached, of forces", method="not_reached_of")

    def not_reached_of(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of some forces, or of all alike in work they take part in, that are not recorded as reached."""
        forces = Force.objects.filter(reference__in=value.split(",")).values_list("pk", flat=True)
        theirs = Milestone.objects.of_forces(forces).values("pk")
        return queryset.filter(pk__in=theirs).exclude(standing=Standing.REACHED)

    def of_force(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The milestones of one force, and those of all forces alike in work it takes part in."""
        alike = Q(force__isnull=True, workstream__participating_forces__reference=value)
        found = Milestone.objects.filter(Q(force__reference=value) | alike)
        return queryset.filter(pk__in=found.values("pk"))

    def by_annotation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that the rule says this of."""
        return queryset.filter(**{name: value})


class MilestoneList(RegisterList):
    title = "Milestones"
    lead = (
        "Dated points of the work, for each force where they differ; how each stands today and how far it lies from its "
        "baseline. A vague date counts from its first to its last possible day."
    )
    table_class, filter_class, csv_name = MilestoneTable, MilestoneFilter, "workstreams:milestone-csv"
    edit_name = "workstreams:milestone-edit"
    edit_capability = (Capability.EDIT, Capability.UPDATE_OWN_FORCE)

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Milestone.objects).with_standing(timezone.localdate()).with_slip()

    def shown(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("workstream", "force")

    def links(self) -> list[Link]:
        return [
            *import_link(self.request.user, ImportKind.MILESTONES),
            Link("Timeline", reverse("workstreams:timeline")),
            Link("Dependencies", reverse("workstreams:dependency-list")),
            Link("Not recorded as reached, past their date", f"{reverse('workstreams:milestone-list')}?standing=past"),
            Link("Without a forecast", f"{reverse('workstreams:milestone-list')}?forecast__empty=1"),
        ]


class MilestonePage(RecordPage):
    list_title, list_name, report = "Milestones", "workstreams:milestone-list", milestone_page

    def get_queryset(self) -> Any:
        return self.reader.rows(Milestone.objects).select_related("workstream", "force")
