"""Filters of this app's lists."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.forms import DateInput
from django.utils import timezone

from governance import latency
from governance.choices import (
    CLOSED_STATES,
    AskedFor,
    CaseState,
    DecisionKind,
    LocalOutcome,
    MayDecide,
    MeetingStatus,
    ReportKind,
    Stage,
    WaitsFor,
)
from governance.models import LocalDecision
from programmes import as_at
from programmes.filters.base import ChoiceFilter, CodeFilter, CodesFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter, TextFilter
from programmes.holders import inherited
from programmes.models import Body

DAY = DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CaseFilter(RegisterFilter):
    stage = ChoiceFilter(choices=Stage.choices, label="Stage", method="at_stage", blank="not_commissioned")
    state = ChoiceFilter(
        choices=[
            ("open", "Any open state"),
            ("not_closed", "Open or not commissioned"),
            ("none", "Not commissioned"),
            *CaseState.choices,
        ],
        label="State",
        method="in_state",
        blank="not_commissioned",
    )
    programme = RecordFilter("PRG", "programme", label="Programme")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    force = RecordFilter("FOR", "participating_forces", label="Force")
    purpose, sponsor = TextFilter("Purpose"), TextFilter("Sponsor")
    since = DateFilter("In this state since", "standing__on_latest", annotated="state_since")

    def not_commissioned(self, queryset: QuerySet) -> Q:
        """The rule of the cases without any event."""
        return Q(**{f"{_standing(queryset, 'state')}__isnull": True})

    def at_stage(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The cases at a stage."""
        return queryset.filter(**{_standing(queryset, "stage"): value})

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The cases in a state; “open” is every state that is not closed, “none” those without any event."""
        state = _standing(queryset, "state")
        if value == "none":
            return queryset.filter(**{f"{state}__isnull": True})
        if value == "not_closed":
            closed = Q(**{f"{state}__in": list(CLOSED_STATES)})
            return queryset.filter(Q(**{f"{state}__isnull": True}) | ~closed)
        if value == "open":
            return queryset.filter(**{f"{state}__in": [word for word in CaseState if word not in CLOSED_STATES]})
        return queryset.filter(**{state: value})


def _standing(queryset: QuerySet, name: str) -> str:
    """Where a queryset of cases has its stage or state: as read for a day, or as the database keeps it for today."""
    return name if name in queryset.query.annotations else f"standing__{name}"


class AskedFilter(RegisterFilter):
    """Local decisions by whose case it is and by when the office was asked."""

    programme = RecordFilter("PRG", "case__programme", label="Programme")
    alliance = RecordFilter("ALL", "case__alliance", label="Alliance")
    since = filters.DateFilter("opened_by__on_latest", "gte", label="Asked on or after", widget=DAY)
    until = filters.DateFilter("opened_by__on_latest", "lte", label="Asked on or before", widget=DAY)


class LatencyFilter(AskedFilter):
    has_operators = False
    q: Any = None


class LocalDecisionFilter(AskedFilter):
    outcome = ChoiceFilter(choices=LocalOutcome.choices, label="Outcome", method="of_outcome")
    office = RecordFilter("BOD", "body", label="Office")
    force = RecordFilter("FOR", "body__force", label="Force of the office")
    case = CodeFilter("case", label="Business case")
    due = DateFilter("Due")
    wait = ChoiceFilter(
        choices=[(name, words) for name, (words, _) in latency.CLASSES.items()], label="Wait", method="of_wait"
    )

    waits = ChoiceFilter(
        choices=[
            ("any", "Anything"),
            ("office", "The office: its decision or its conditions"),
            *((word.value, word.label) for word in WaitsFor if word),
        ],
        label="Waits for",
        method="that_wait",
    )
    answers = CodesFilter("Office that answers now", method="answered_by")

    def that_wait(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those for which something is waited for today, from the office or the programme team."""
        rows = LocalDecision.objects.waiting()
        if value == "office":
            rows = rows.exclude(waits_for=WaitsFor.TEAM)
        elif value != "any":
            rows = rows.filter(waits_for=value)
        return queryset.filter(pk__in=rows.order_by().values("pk"))

    def answered_by(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those asked of one of some offices, or of a body that one of these took over from."""
        bodies = Body.objects.filter(reference__in=value.split(",")).values_list("pk", flat=True)
        return queryset.filter(inherited("body", list(bodies)))

    def of_wait(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The decisions whose wait is measured, is not, or goes on, today."""
        rows = latency.CLASSES[value][1](LocalDecision.objects.all()).order_by().values("pk")
        return queryset.filter(pk__in=rows)

    def of_outcome(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The decisions with an outcome, on the day that the list speaks of."""
        return queryset.with_outcome(as_at.read(self.request).day).filter(outcome=value)  # type: ignore[attr-defined]


class DivergenceFilter(RegisterFilter):
    standing = ChoiceFilter(
        choices=[
            ("open", "Open"),
            ("overdue", "Review overdue"),
            ("planned", "Open, review to come"),
            ("no_date", "Open, no review date"),
            ("closed", "Closed"),
        ],
        label="Standing",
        method="that_stand",
    )
    force = RecordFilter("FOR", "force", label="Force", method="of_force")
    office = RecordFilter("BOD", "body", label="Office")
    programme = RecordFilter("PRG", "programme", label="From what is of programme", method="of_owner")
    alliance = RecordFilter("ALL", "alliance", label="From what is of alliance", method="of_owner")
    agreement = RecordFilter("AGR", "agreement", label="From agreement")
    workstream = RecordFilter("WS", "workstream", label="From workstream")
    case = CodeFilter("case", label="Business case")

    def that_stand(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Open or closed ones; overdue is an open one whose review date has passed."""
        if value == "closed":
            return queryset.filter(closed_on__isnull=False)
        rows = queryset.filter(closed_on__isnull=True)
        if value in ("overdue", "planned"):
            return rows.filter(**{f"review_on__{'lt' if value == 'overdue' else 'gte'}": timezone.localdate()})
        return rows.filter(review_on__isnull=True) if value == "no_date" else rows

    def of_force(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a force and of its offices."""
        return queryset.filter(Q(force__reference=value) | Q(body__force__reference=value))

    def of_owner(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those from an agreement, a case or a workstream of a programme or alliance."""
        found = Q()
        for source in ("agreement", "case", "workstream"):
            found |= Q(**{f"{source}__{name}__reference": value})
        return queryset.filter(found)


class DecisionFilter(RegisterFilter):
    kind = ChoiceFilter(choices=DecisionKind.choices, label="Kind")
    board = RecordFilter("BRD", "board", label="Board")
    office = RecordFilter("BOD", "body", label="Office")
    programme = RecordFilter("PRG", "programme", label="Programme")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    agreement = RecordFilter("AGR", "agreement", label="Agreement")
    case = CodeFilter("case", label="Business case")
    wording = TextFilter("Wording")
    decided = DateFilter("Decided")


class BoardFilter(RegisterFilter):
    may_decide = ChoiceFilter(choices=MayDecide.choices, label="May decide")
    programme = RecordFilter("PRG", "programme", label="Programme")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    cadence = TextFilter("How often")


class MeetingFilter(RegisterFilter):
    board = RecordFilter("BRD", "board", label="Board")
    status = ChoiceFilter(choices=MeetingStatus.choices, label="Status")
    place = TextFilter("Place")
    held = DateFilter("Date")


class PaperFilter(RegisterFilter):
    meeting = CodeFilter("meeting", label="Meeting")
    board = RecordFilter("BRD", "meeting__board", label="Board")
    held = DateFilter("Meeting", "meeting__held")


class ReportFilter(RegisterFilter):
    kind = ChoiceFilter(choices=ReportKind.choices, label="Kind")
    programme = RecordFilter("PRG", "programme", label="Programme")
    board = RecordFilter("BRD", "board", label="To")
    office = RecordFilter("BOD", "body", label="For the office")
    as_at = DateFilter("As at")


class RecommendationFilter(RegisterFilter):
    asks = ChoiceFilter(choices=AskedFor.choices, label="Asks to")
    board = RecordFilter("BRD", "to_board", label="Of board")
    office = RecordFilter("BOD", "to_body", label="Of office")
    outcome = TextFilter("Outcome")


class PanelItemFilter(RegisterFilter):
    panel = RecordFilter("BRD", "panel", label="Panel")
    office = RecordFilter("BOD", "body", label="Office")
    step = ChoiceFilter(
        choices=[("notified", "Notified"), ("sent", "Draft sent"), ("reviewed", "Reviewed"), ("published", "Answered")],
        label="Has been",
        method="past_step",
    )
    notified, sent, reviewed = DateFilter("Notified"), DateFilter("Draft sent"), DateFilter("Reviewed")
    regard_had, published = DateFilter("Regard had"), DateFilter("Response published", "response_published")

    def past_step(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """The items that have passed a step."""
        field = {"published": "response_published"}.get(value, value)
        return queryset.exclude(**{field: ""})
