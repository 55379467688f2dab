"""Alliances and groupings of forces, with their members over time."""

from django.db import models

from programmes.choices import AllianceKind
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record
from programmes.models.body import Force
from programmes.visibility import RecordQuerySet


class Alliance(Record):
    """A standing group of forces: a preferred partnership, the region, the seven, or any other grouping."""

    PREFIX = "ALL"

    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=24, choices=AllianceKind.choices)
    purpose = models.TextField(blank=True, help_text=PUBLIC_HELP)
    starts = EdtfField("starts")
    ends = EdtfField("ends")
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)
    position = models.PositiveSmallIntegerField("order on the matrix", default=100)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["position", "short_name", "pk"]

    def __str__(self) -> str:
        return self.short_name


class Membership(Record):
    """A force belongs to an alliance from one date to another."""

    PREFIX = "MEM"

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="memberships")
    force = models.ForeignKey(Force, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=120, blank=True)
    starts = EdtfField("from")
    ends = EdtfField("to")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["alliance", "force", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "force", "starts"],
                name="membership_once_from_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force} in {self.alliance}"
