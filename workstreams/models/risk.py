"""Risks and issues, as stated or as scored, and what happened to them."""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import AppendOnly, Record
from programmes.models import Programme
from programmes.visibility import RecordQuerySet
from workstreams.choices import RiskEventKind, RiskKind, RiskStatus
from workstreams.models.workstream import Workstream
from workstreams.scores import Score

_SCORE: dict[str, Any] = {"null": True, "blank": True, "help_text": "1 to 5; empty when not scored."}

_ESCALATION = (RiskEventKind.ESCALATED, RiskEventKind.RETURNED)


class RiskQuerySet(RecordQuerySet):
    def with_escalation(self) -> Self:
        """Each with `escalated_to`, None or empty when it is not escalated now, `escalated_board` and `escalated_on`."""
        events = RiskEvent.objects.filter(risk=OuterRef("pk"), kind__in=_ESCALATION).order_by("-seq")
        return self.annotate(
            escalated_to=Subquery(events.values("to")[:1]),
            escalated_board=Subquery(events.values("to_board")[:1]),
            escalated_on=Subquery(events.values("on")[:1]),
        )


class Risk(Record):
    """A risk or issue of a workstream or programme."""

    PREFIX = "RSK"
    MARKED_THROUGH = ("workstream", "programme")

    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="risks")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="risks+")
    kind = models.CharField(max_length=5, choices=RiskKind.choices)
    title = models.CharField(max_length=200)
    words = models.TextField("words as written", help_text=PUBLIC_HELP)
    raised = EdtfField("stated on")
    owner = models.CharField(max_length=160, blank=True)
    response = models.TextField("what is being done", blank=True, help_text=PUBLIC_HELP)
    likelihood = models.PositiveSmallIntegerField(**_SCORE)
    impact = models.PositiveSmallIntegerField(**_SCORE)
    residual_likelihood = models.PositiveSmallIntegerField(**_SCORE)
    residual_impact = models.PositiveSmallIntegerField(**_SCORE)
    proximity = models.CharField(max_length=80, blank=True)
    review_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=6, choices=RiskStatus.choices, default=RiskStatus.OPEN)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workstream__isnull=False) | Q(programme__isnull=False),
                name="risk_belongs_to_something",
                violation_error_message="Workstream or programme: say what the risk is to.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{score}__isnull": True}) | Q(**{f"{score}__range": (1, 5)}),
                    name=f"risk_{score}_1_to_5",
                    violation_error_message=f"{score.replace('_', ' ').capitalize()}: give a score from 1 to 5.",
                )
                for score in (
                    "likelihood",
                    "impact",
                    "residual_likelihood",
                    "residual_impact",
                )
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def score(self) -> Score:
        """Likelihood and impact before the response."""
        return Score(self.likelihood, self.impact)

    @property
    def residual_score(self) -> Score:
        """Likelihood and impact after the response."""
        return Score(self.residual_likelihood, self.residual_impact)


class RiskEvent(AppendOnly):
    """Something that happened to a risk or issue: scored, reviewed, escalated, taken back, closed, opened again.

    `was` and `now` say in words what changed; `to` says to whom it was escalated, `to_board` the board's reference.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=9, choices=RiskEventKind.choices)
    on = models.DateField()
    was = models.CharField(max_length=200, blank=True)
    now = models.CharField(max_length=200, blank=True)
    to = models.CharField("escalated to", max_length=200, blank=True)
    to_board = models.CharField("reference of the board", max_length=20, blank=True)
    words = models.TextField("reason or outcome")

    class Meta:
        ordering = ["risk", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["risk", "seq"], name="risk_event_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="risk_event_has_words"),
            models.CheckConstraint(
                condition=Q(kind=RiskEventKind.ESCALATED) & ~Q(to="")
                | ~Q(kind=RiskEventKind.ESCALATED) & Q(to="", to_board=""),
                name="risk_event_escalated_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.risk}: {self.get_kind_display().lower()}"
