"""Dependencies: a workstream or milestone that waits for another workstream or milestone."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from programmes.fields import EdtfField
from programmes.history import Record
from programmes.visibility import RecordQuerySet
from workstreams.choices import DependencyKind
from workstreams.models.milestone import Milestone
from workstreams.models.workstream import Workstream

_END: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True}


class DependencyQuerySet(RecordQuerySet):
    def current(self, today: dt.date) -> Self:
        """Those not surely ended on a day."""
        return self.exclude(ends_latest__lt=today)

    def whole(self) -> Self:
        """With all that a dependency shows of its two ends."""
        ends = ("workstream", "milestone__workstream", "milestone__force")
        return self.select_related(*ends, *(f"on_{end}" for end in ends))


class Dependency(Record):
    """One piece of work or point of it that waits for another; ends when it no longer does."""

    PREFIX = "DEP"
    MARKED_THROUGH = ("workstream", "milestone", "on_workstream", "on_milestone")

    workstream = models.ForeignKey(
        Workstream, related_name="dependencies", verbose_name="workstream that waits", **_END
    )
    milestone = models.ForeignKey(Milestone, related_name="dependencies", verbose_name="milestone that waits", **_END)
    on_workstream = models.ForeignKey(
        Workstream, related_name="awaited_by", verbose_name="workstream waited for", **_END
    )
    on_milestone = models.ForeignKey(Milestone, related_name="awaited_by", verbose_name="milestone waited for", **_END)
    kind = models.CharField(max_length=16, choices=DependencyKind.choices, default=DependencyKind.FINISH_TO_START)
    starts = EdtfField("from")
    ends = EdtfField("to")
    note = models.TextField(blank=True, help_text="Why it waits, in the words of who says so.")

    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(workstream__isnull=True) ^ Q(milestone__isnull=True),
                name="dependency_one_waits",
                violation_error_message="Who waits: choose one workstream or one milestone.",
            ),
            models.CheckConstraint(
                condition=Q(on_workstream__isnull=True) ^ Q(on_milestone__isnull=True),
                name="dependency_one_awaited",
                violation_error_message="What it waits for: choose one workstream or one milestone.",
            ),
        ]

    @property
    def waiting(self) -> Workstream | Milestone:
        """Who waits."""
        return self.milestone or self.workstream  # type: ignore[return-value]

    @property
    def awaited(self) -> Workstream | Milestone:
        """What is waited for."""
        return self.on_milestone or self.on_workstream  # type: ignore[return-value]

    def __str__(self) -> str:
        return f"{self.waiting} waits for {self.awaited}"
