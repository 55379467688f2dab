"""The second tier: each corporation’s own decision on what the Summit agreed in principle."""

import datetime as dt

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from governance.choices import ExemptGround, LocalOutcome
from governance.models.business_case import BusinessCase, CaseDocument, CaseEvent
from programmes.fields import EdtfField
from programmes.history import AppendOnly, AppendOnlyQuerySet, Record
from programmes.models import Body, Holder
from programmes.visibility import RecordQuerySet


class LocalDecisionQuerySet(RecordQuerySet):
    def with_outcome(self, as_at: dt.date | None = None) -> "LocalDecisionQuerySet":
        """Annotate `outcome`, `decided_on`, `decided_document_hash`, `open_conditions` from the last event."""
        events = LocalDecisionEvent.objects.filter(local_decision=OuterRef("pk"))
        if as_at is not None:
            events = events.filter(on_latest__lte=as_at)
        last = events.order_by("-seq")
        is_open = Q(closed_on__isnull=True) if as_at is None else Q(closed_on__isnull=True) | Q(closed_on__gt=as_at)
        still_open = Condition.objects.filter(is_open, local_decision=OuterRef("pk")).values("local_decision")
        return self.annotate(
            outcome=Coalesce(
                Subquery(last.values("outcome")[:1]),
                models.Value(LocalOutcome.AWAITING.value),
            ),
            decided=Subquery(last.values("on")[:1]),
            decided_words=Subquery(last.values("on_words")[:1]),
            decided_latest=Subquery(last.values("on_latest")[:1]),
            notice_reference=Subquery(last.values("notice_reference")[:1]),
            decided_document_hash=Subquery(last.values("document_hash")[:1]),
            open_conditions=Coalesce(
                Subquery(still_open.annotate(n=models.Count("pk")).values("n")[:1]),
                models.Value(0),
            ),
        )


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


class LocalDecisionEvent(AppendOnly):
    """A corporation decided, or changed its decision; never edited."""

    local_decision = models.ForeignKey(LocalDecision, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(editable=False)
    outcome = models.CharField(max_length=26, choices=LocalOutcome.choices)
    on = EdtfField("decided on", blank=False)
    holder = models.ForeignKey(Holder, models.PROTECT, null=True, blank=True, related_name="+")
    wording = models.TextField(blank=True)
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
    from_notice = models.BooleanField("recorded by the programme team from the notice", default=False)
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["local_decision", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["local_decision", "seq"], name="local_decision_event_seq_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[LocalOutcome.REJECTED, LocalOutcome.DEFERRED]) | ~Q(reason=""),
                name="local_refusal_or_deferral_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(exempt_part="") | ~Q(exempt_ground=""),
                name="exempt_part_names_its_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_decision}: {self.get_outcome_display()}"


class Condition(Record):
    """A condition an office set; its approval counts once every condition is closed."""

    PREFIX = "CND"
    MARKED_THROUGH = ("local_decision",)

    local_decision = models.ForeignKey(LocalDecision, models.PROTECT, related_name="conditions")
    words = models.TextField()
    closed_on = models.DateField(null=True, blank=True)
    closed_how = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

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
