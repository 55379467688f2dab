"""Risks and issues, as stated or as scored."""

from typing import Any

from django.db import models
from django.db.models import Q

from programmes.fields import EdtfField
from programmes.history import Record
from programmes.models import Programme
from programmes.visibility import RecordQuerySet
from workstreams.choices import RiskKind, RiskStatus
from workstreams.models.workstream import Workstream

_SCORE: dict[str, Any] = {"null": True, "blank": True, "help_text": "1 to 5; empty when not scored."}


class Risk(Record):
    """A risk or issue of a workstream or programme."""

    PREFIX = "RSK"
    MARKED_THROUGH = ("workstream", "programme")

    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="risks")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="risks+")
    kind = models.CharField(max_length=5, choices=RiskKind.choices)
    title = models.CharField(max_length=200)
    words = models.TextField("words as written")
    raised = EdtfField("stated on")
    owner = models.CharField(max_length=160, blank=True)
    response = models.TextField("what is being done", blank=True)
    likelihood = models.PositiveSmallIntegerField(**_SCORE)
    impact = models.PositiveSmallIntegerField(**_SCORE)
    residual_likelihood = models.PositiveSmallIntegerField(**_SCORE)
    residual_impact = models.PositiveSmallIntegerField(**_SCORE)
    proximity = models.CharField(max_length=80, blank=True)
    review_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=6, choices=RiskStatus.choices, default=RiskStatus.OPEN)

    objects = RecordQuerySet.as_manager()

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
