"""Filters of this app's lists."""

from django.db.models import Q, QuerySet

from programmes.choices import FigureStatus
from programmes.filters.base import ChoiceFilter, RecordFilter, RegisterFilter
from workstreams.choices import AreaState, Measure, RiskKind, RiskStatus
from workstreams.matrix_changes import SKIPPED, Change


class WorkstreamFilter(RegisterFilter):
    programme = RecordFilter("PRG", "programme", label="Programme")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    force = RecordFilter("FOR", "participating_forces", label="Force")


class AreaFilter(RegisterFilter):
    group = RecordFilter("AGP", "group", label="Group")


class MatrixFilter(RegisterFilter):
    """The matrix is filtered after the latest observation of each cell is known; here is its form."""

    q = None
    group = RecordFilter("AGP", "area__group", label="Group")
    partnership = RecordFilter("ALL", "alliance", label="Partnership")
    status = ChoiceFilter(choices=AreaState.choices, label="Status")
    change = ChoiceFilter(choices=[*Change.choices, SKIPPED], label="Between the two days")


class MilestoneFilter(RegisterFilter):
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    force = RecordFilter("FOR", "force", label="Force", method="of_force")

    def of_force(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The milestones of one force, and those of all forces alike in work it takes part in."""
        alike = Q(force__isnull=True, workstream__participating_forces__reference=value)
        return queryset.filter(Q(force__reference=value) | alike).distinct()


class RiskFilter(RegisterFilter):
    kind = ChoiceFilter(choices=RiskKind.choices, label="Kind")
    status = ChoiceFilter(choices=RiskStatus.choices, label="Status")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    programme = RecordFilter("PRG", "programme", label="Programme")


class SavingsFigureFilter(RegisterFilter):
    measure = ChoiceFilter(choices=Measure.choices, label="Measures")
    status = ChoiceFilter(choices=FigureStatus.choices, field_name="figure_status", label="Status")
    programme = RecordFilter("PRG", "programme", label="Programme")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    workstream = RecordFilter("WS", "workstream", label="Workstream")


class EnablingGroupFilter(RegisterFilter):
    programme = RecordFilter("PRG", "programme", label="Programme")


class PeriodFilter(RegisterFilter):
    pass
