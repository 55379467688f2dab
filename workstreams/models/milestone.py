"""Milestones with baseline, forecast and actual, per force where they differ."""

from django.db import models
from django.db.models.functions import Coalesce

from programmes.fields import EdtfField
from programmes.history import AppendOnly, Record
from programmes.models import Force
from programmes.visibility import RecordQuerySet
from workstreams.choices import MilestoneDate
from workstreams.models.workstream import Workstream


class Milestone(Record):
    """A dated point of a workstream, for one force or for all."""

    PREFIX = "MIL"
    MARKED_THROUGH = ("workstream",)

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=200)
    force = models.ForeignKey(
        Force,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones+",
        help_text="Empty: all forces alike.",
    )
    baseline = EdtfField("baseline")
    forecast = EdtfField("forecast")
    actual = EdtfField("actual")
    words = models.TextField("words as written", blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "forecast_earliest", "actual_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(
                "workstream",
                "name",
                Coalesce("force", 0),
                name="milestone_once_per_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.force})" if self.force_id else self.name


class MilestoneMove(AppendOnly):
    """A date of a milestone moved, with its reason."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="moves")
    which = models.CharField(max_length=8, choices=MilestoneDate.choices)
    was = models.CharField(max_length=60, blank=True)
    now = models.CharField(max_length=60, blank=True)
    on = models.DateField("moved on")
    reason = models.TextField()

    class Meta:
        ordering = ["milestone", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="milestone_move_has_a_reason"),
            models.CheckConstraint(condition=~models.Q(was=models.F("now")), name="milestone_move_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.was} to {self.now}"
