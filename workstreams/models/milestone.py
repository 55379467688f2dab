"""Milestones with baseline, forecast and actual, per force where they differ."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from programmes.days import DaysBetween
from programmes.fields import PUBLIC_HELP, EdtfField, vague
from programmes.history import AppendOnly, Record
from programmes.models import Force
from programmes.visibility import RecordQuerySet
from workstreams.choices import MilestoneDate, SlipKind, Standing
from workstreams.models.workstream import Workstream
from workstreams.slip import Slip, slip, standing


def _given(name: str) -> Q:
    """Whether a date is given at all, as EDTF or in words."""
    return ~Q(**{name: ""}) | ~Q(**{f"{name}_words": ""})


class MilestoneQuerySet(RecordQuerySet):
    """The rules of `workstreams.slip` for many rows; a test holds the two equal."""

    def with_standing(self, today: dt.date) -> Self:
        """Each with `standing`."""
        day = Case(When(_given("forecast"), then=F("forecast_latest")), default=F("baseline_latest"))
        return self.annotate(due_latest=day).annotate(
            standing=Case(
                When(_given("actual"), then=Value(Standing.REACHED.value)),
                When(~(_given("forecast") | _given("baseline")), then=Value(Standing.UNDATED.value)),
                When(due_latest__lt=today, then=Value(Standing.PAST.value)),
                default=Value(Standing.TO_COME.value),
                output_field=models.CharField(),
            )
        )

    def of_forces(self, forces: Iterable[int]) -> Self:
        """Those of some forces (ids), and those of all forces alike in work that these take part in."""
        keys = list(forces)
        takes_part = Workstream.participating_forces.through.objects.filter(
            workstream=OuterRef("workstream"), force__in=keys
        )
        return self.filter(Q(force__in=keys) | Q(Exists(takes_part), force__isnull=True)).order_by()

    def with_slip(self) -> Self:
        """Each with `slip_kind`, and with `slip_low` and `slip_high` as durations, None where open or unknown."""
        seen = {
            f"seen_{end}": Case(When(_given("actual"), then=F(f"actual_{end}")), default=F(f"forecast_{end}"))
            for end in ("earliest", "latest")
        }
        low = DaysBetween("seen_earliest", "baseline_latest")
        high = DaysBetween("seen_latest", "baseline_earliest")
        known = Q(seen_earliest__isnull=False, baseline_latest__isnull=False) | Q(
            seen_latest__isnull=False, baseline_earliest__isnull=False
        )
        on_date = Q(seen_earliest=F("baseline_latest"), seen_latest=F("baseline_earliest"))
        return self.annotate(**seen).annotate(
            slip_low=low,
            slip_high=high,
            slip_kind=Case(
                When(~known, then=Value(SlipKind.UNKNOWN.value)),
                When(seen_earliest__gt=F("baseline_latest"), then=Value(SlipKind.LATE.value)),
                When(seen_latest__lt=F("baseline_earliest"), then=Value(SlipKind.EARLY.value)),
                When(on_date, then=Value(SlipKind.ON_DATE.value)),
                default=Value(SlipKind.EITHER.value),
                output_field=models.CharField(),
            ),
        )


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
    words = models.TextField("words as written", blank=True, help_text=PUBLIC_HELP)

    objects = MilestoneQuerySet.as_manager()

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

    @property
    def slipped(self) -> Slip:
        """How far it lies from its baseline."""
        return slip(**{which: vague(self, which) for which in MilestoneDate.values})

    def standing_on(self, today: dt.date) -> Standing:
        """How it stands on a day."""
        return standing(**{which: vague(self, which) for which in MilestoneDate.values}, today=today)


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
