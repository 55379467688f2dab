"""Filters of the pages about what offices are asked: the ratification grid, the chase list and its log."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from governance.choices import CaseState
from governance.models import BusinessCase, LocalDecision
from programmes.filters.base import ChoiceFilter, CodeFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter
from programmes.holders import inherited
from programmes.models import Body, Membership


def member_forces(alliance: str) -> QuerySet:
    """Ids of the forces that are members of an alliance (by reference) today."""
    rows = Membership.objects.filter(alliance__reference=alliance).in_force_on(timezone.localdate())
    return rows.values_list("force", flat=True)


def of_office(path: str, code: str) -> Q:
    """Rows whose body, at the lookup `path`, is an office (by reference) or one that it took over from."""
    return inherited(path, Body.objects.filter(reference=code).values_list("pk", flat=True))


class RatificationFilter(RegisterFilter):
    """Cases by the offices they ask; alliance and office choose the columns too."""

    has_operators = False

    state = ChoiceFilter(
        choices=[("past", "Decided or closed"), ("all", "All that were ever asked")],
        label="Cases",
        empty_label="With the offices now",
        method="in_state",
    )
    alliance = RecordFilter("ALL", "alliance", label="Offices of alliance", method="of_alliance")
    office = RecordFilter("BOD", "office", label="Office", method="of_office")
    case = CodeFilter("case", label="Business case", method="of_case")

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Cases that are no longer with their offices, or all."""
        return queryset if value == "all" else queryset.exclude(standing__state=CaseState.LOCAL_DECISIONS)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Those with their offices now, unless the address asks for others or for one case."""
        found = super().filter_queryset(queryset)
        return found.filter(standing__state=CaseState.LOCAL_DECISIONS) if self._is_now() else found

    def _is_now(self) -> bool:
        given = self.form.cleaned_data
        return not given.get("state") and not given.get("case")

    def of_alliance(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The cases that ask an office of a force that is a member today."""
        return queryset.filter(_asks(Q(body__force__in=member_forces(value))))

    def of_office(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The cases that ask an office, or the one that it took over from."""
        return queryset.filter(_asks(of_office("body", value)))

    def of_case(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """One case."""
        return queryset.filter(reference=value)

    def rule_for_decisions(self) -> Q:
        """The same filters on the local decisions of the cases, with the offices they choose."""
        given = self.form.cleaned_data
        rule = Q()
        now = Q(case__standing__state=CaseState.LOCAL_DECISIONS)
        if self._is_now():
            rule &= now
        elif given.get("state") == "past":
            rule &= ~now
        if alliance := given.get("alliance"):
            rule &= Q(body__force__in=member_forces(alliance))
        if office := given.get("office"):
            rule &= of_office("body", office)
        if case := given.get("case"):
            rule &= Q(case__reference=case)
        if words := given.get("q"):
            rule &= Q(case__in=self.with_words(BusinessCase.objects.order_by(), "q", words).values("pk"))
        return rule


def _asks(rule: Q) -> Exists:
    return Exists(LocalDecision.objects.filter(rule, case=OuterRef("pk"), is_required=True))


class OpenDecisionFilter(RegisterFilter):
    """Open decisions by alliance, office and case."""

    has_operators = False

    alliance = RecordFilter("ALL", "alliance", label="Offices of alliance", method="of_alliance")
    office = RecordFilter("BOD", "office", label="Office", method="of_office")
    case = CodeFilter("case", label="Business case")

    def of_alliance(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What is asked of the offices of an alliance’s members today."""
        return queryset.filter(**{f"{self.path}body__force__in": member_forces(value)})

    def of_office(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What is asked of an office, or of the one that it took over from."""
        return queryset.filter(of_office(f"{self.path}body", value))

    #: The lookup that leads from a row to its local decision.
    path = ""


class ChaseFilter(OpenDecisionFilter):
    """Reminders by alliance, office and case; they have no words of their own to search."""

    q: Any = None
    case = CodeFilter("local_decision__case", label="Business case")
    path = "local_decision__"
    has_operators = True
    on = DateFilter("Reminded")
