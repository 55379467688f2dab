"""The second tier: each corporation’s own decision on what the Summit agreed in principle."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from governance.choices import CLOSED_STATES, Answer, CaseState, ExemptGround, LocalOutcome, WaitsFor
from governance.models.business_case import BusinessCase, CaseDocument, CaseEvent, CaseSpan
from governance.models.case_span import SpanKind
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import AppendOnly, AppendOnlyError, AppendOnlyQuerySet, Record
from programmes.models import Body, Holder
from programmes.visibility import RecordQuerySet

#: Outcomes after which an office’s decision is still waited for.
WAITED_FOR = (LocalOutcome.AWAITING, LocalOutcome.DEFERRED)
APPROVALS = (LocalOutcome.APPROVED, LocalOutcome.APPROVED_WITH_CONDITIONS)
#: Outcomes that stop the case until it is re-scoped without the office, or closed.
REFUSALS = (LocalOutcome.REJECTED, LocalOutcome.OPTED_OUT)
#: What the last standing event of an office says: the name it goes by -> its column.
_LAST = {
    "decided": "on",
    "decided_words": "on_words",
    "decided_latest": "on_latest",
    "notice_reference": "notice_reference",
    "decided_document_hash": "document_hash",
    "decided_offer": "offer",
}


class LocalDecisionQuerySet(RecordQuerySet):
    def with_outcome(self, as_at: dt.date | None = None) -> "LocalDecisionQuerySet":
        """Annotate what the office said last, whether that was on an earlier offer, and what is waited for.

        `outcome`, `decided` (with `_words`, `_latest`), `notice_reference`, `decided_document_hash`, `decided_offer`,
        `open_conditions`, `case_state`; `is_earlier`: it was said of an earlier document version or offer, and is
        asked again; `waits_for`: one of WaitsFor, “” when nothing is waited for; `answer`: one of Answer, each required
        decision in one class only, an approval only if it counts.

        What is not required, or no longer because its case was closed, is not awaited: an office that had not decided,
        or had deferred, is then not required. A case that is opened again asks again.
        """
        is_open = Q(closed_on__isnull=True) if as_at is None else Q(closed_on__isnull=True) | Q(closed_on__gt=as_at)
        open_ones = Condition.objects.that_stand().filter(is_open).order_by()
        still_open = open_ones.filter(local_decision=OuterRef("pk")).values("local_decision")
        has_open = Q(pk__in=open_ones.values("local_decision"))  # asked once, not of each of 100,000 rows
        outcome: Any
        state: Any
        if as_at is None:
            state, outcome = F("case__standing__state"), F("standing__outcome")
            last: dict[str, Any] = {name: F(f"standing__{column}") for name, column in _LAST.items()}
        else:
            stood = CaseSpan.objects.held_on(as_at, SpanKind.STEP).filter(case=OuterRef("case"))
            state = Subquery(stood.values("state")[:1])
            said = LocalDecisionEvent.objects.filter(local_decision=OuterRef("pk"), on_latest__lte=as_at)
            said = said.that_stand().order_by("-seq")
            outcome = Subquery(said.values("outcome")[:1])
            last = {name: Subquery(said.values(column)[:1]) for name, column in _LAST.items()}
        is_over = Q(is_required=False) | Q(case_state__in=CLOSED_STATES)
        other_version = Q(document__isnull=False) & ~Q(decided_document_hash=F("document__content_hash"))
        asked = Q(is_required=True, case_state=CaseState.LOCAL_DECISIONS)
        return (
            self.annotate(case_state=state, said=Coalesce(outcome, Value(LocalOutcome.AWAITING.value)), **last)
            .annotate(
                outcome=Case(
                    When(is_over, said__in=WAITED_FOR, then=Value(LocalOutcome.NOT_REQUIRED.value)), default=F("said")
                ),
                open_conditions=Coalesce(Subquery(still_open.annotate(n=models.Count("pk")).values("n")[:1]), Value(0)),
                is_earlier=Case(
                    When(decided_offer__isnull=True, then=Value(False)),
                    When(other_version, then=Value(True)),
                    When(~Q(decided_offer=F("offer")), then=Value(True)),
                    default=Value(False),
                ),
            )
            .annotate(
                waits_for=Case(
                    When(~asked, then=Value(WaitsFor.NOTHING.value)),
                    When(Q(outcome__in=WAITED_FOR) | Q(is_earlier=True), then=Value(WaitsFor.DECISION.value)),
                    When(outcome__in=REFUSALS, then=Value(WaitsFor.TEAM.value)),
                    When(has_open, then=Value(WaitsFor.CONDITIONS.value)),
                    default=Value(WaitsFor.NOTHING.value),
                ),
                answer=Case(
                    When(outcome=LocalOutcome.NOT_REQUIRED, then=Value(Answer.NOT_ASKED.value)),
                    When(is_earlier=True, then=Value(Answer.AGAIN.value)),
                    When(Q(outcome__in=APPROVALS) & has_open, then=Value(Answer.CONDITIONS.value)),
                    When(outcome__in=APPROVALS, then=Value(Answer.APPROVED.value)),
                    default=F("outcome"),
                ),
            )
        )

    def waiting(self) -> "LocalDecisionQuerySet":
        """Decisions of cases that are with the offices now and for which something is waited for, oldest first."""
        asked = self.filter(is_required=True, case__standing__state=CaseState.LOCAL_DECISIONS)
        return asked.with_outcome().exclude(waits_for=WaitsFor.NOTHING.value)


class LocalDecision(Record):
    """What one corporation is asked to decide on a case; its outcome is that of its last event."""

    PREFIX = "LOC"
    MARKED_THROUGH = ("case",)

    case = models.ForeignKey(BusinessCase, models.PROTECT, related_name="local_decisions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="local_decisions+", verbose_name="office")
    opened_by = models.ForeignKey(CaseEvent, models.PROTECT, related_name="opened_local_decisions", editable=False)
    is_required = models.BooleanField("required", default=True)
    asked = models.TextField("what is asked")
    document = models.ForeignKey(
        CaseDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_decisions",
    )
    due = EdtfField("due")
    offer = models.PositiveSmallIntegerField(
        default=1, editable=False, help_text="How often the office has been asked; a new offer asks again."
    )

    objects = LocalDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["case", "body", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "body"],
                name="one_local_decision_per_case_and_corporation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} on {self.case}"


class LocalDecisionEventQuerySet(AppendOnlyQuerySet):
    def that_stand(self) -> "LocalDecisionEventQuerySet":
        """What offices decided: neither corrections nor what a correction has struck out."""
        struck = LocalDecisionEvent.objects.filter(corrects=OuterRef("pk"))
        return self.filter(corrects=None).exclude(Exists(struck))


class LocalDecisionEvent(AppendOnly):
    """A corporation decided, or changed its decision, or a decision was recorded in error; never edited."""

    local_decision = models.ForeignKey(LocalDecision, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(editable=False)
    outcome = models.CharField(max_length=26, choices=LocalOutcome.choices)
    on = EdtfField("decided on", blank=False)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="office",
        help_text="The office that decided, where it had taken over from the one that was asked.",
    )  # fmt: skip
    holder = models.ForeignKey(Holder, models.PROTECT, null=True, blank=True, related_name="+")
    wording = models.TextField(blank=True, help_text=PUBLIC_HELP)
    reason = models.TextField(blank=True)
    notice_reference = models.CharField(max_length=120, blank=True)
    notice_url = models.CharField("notice, address", max_length=500, blank=True)
    board_words = models.CharField("board and meeting", max_length=200, blank=True)
    efficiency_or_effectiveness = models.TextField(
        "efficiency or effectiveness test",
        blank=True,
        help_text="Why the office thinks it in their interests (s23).",
    )
    existing_agreements = models.TextField("existing agreements considered (s23HA)", blank=True)
    consistent_approach = models.TextField("desirability of a consistent approach (s23HA)", blank=True)
    opportunities = models.TextField("opportunities available (s23HA)", blank=True)
    exempt_part = models.TextField(blank=True)
    exempt_ground = models.CharField(max_length=12, choices=ExemptGround.choices, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    offer = models.PositiveSmallIntegerField(default=1, editable=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    from_notice = models.BooleanField("recorded by the programme team from the notice", default=False)
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    objects = LocalDecisionEventQuerySet.as_manager()

    class Meta:
        ordering = ["local_decision", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["local_decision", "seq"], name="local_decision_event_seq_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[LocalOutcome.REJECTED, LocalOutcome.DEFERRED]) | ~Q(reason=""),
                name="local_refusal_or_deferral_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="local_correction_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(exempt_part="") | ~Q(exempt_ground=""),
                name="exempt_part_names_its_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_decision}: {self.get_outcome_display()}"


class LocalStanding(models.Model):
    """What an office said last, for lists of many; without a row it has said nothing that stands.

    The database writes it, by trigger, whenever an event is added (migration 0002), so it says what the events say;
    nothing else may write it.
    """

    #: With whose rows these change (programmes/record_state.py).
    KEPT_FROM = LocalDecisionEvent

    local_decision = models.OneToOneField(LocalDecision, models.PROTECT, primary_key=True, related_name="standing")
    last_seq = models.PositiveIntegerField()
    outcome = models.CharField(max_length=26, choices=LocalOutcome.choices, db_index=True)
    on = models.CharField(max_length=60)
    on_words = models.CharField(max_length=200, blank=True)
    on_latest = models.DateField(null=True, blank=True)
    notice_reference = models.CharField(max_length=120, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    offer = models.PositiveSmallIntegerField()

    objects = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.local_decision}: {self.get_outcome_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise AppendOnlyError("What an office said last")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("What an office said last")


class ConditionQuerySet(RecordQuerySet):
    def that_stand(self) -> "ConditionQuerySet":
        """Conditions of decisions that were not recorded in error."""
        return self.filter(set_by__corrected_by__isnull=True)


class Condition(Record):
    """A condition an office set; its approval counts once every condition is closed."""

    PREFIX = "CND"
    MARKED_THROUGH = ("local_decision",)

    local_decision = models.ForeignKey(LocalDecision, models.PROTECT, related_name="conditions")
    set_by = models.ForeignKey(
        LocalDecisionEvent, models.PROTECT, null=True, blank=True, related_name="conditions", editable=False
    )
    words = models.TextField(help_text=PUBLIC_HELP)
    closed_on = models.DateField(null=True, blank=True)
    closed_how = models.TextField(blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["local_decision", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_how=""),
                name="closed_condition_says_how",
                violation_error_message="Closed how: say what closed the condition.",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:120]
