"""Workstreams: the pieces of work of a programme or alliance."""

from django.db import models
from django.db.models.functions import Coalesce

from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record
from programmes.models import Alliance, Body, Force, Programme
from programmes.visibility import RecordQuerySet
from workstreams.models.area import BusinessArea


class EnablingGroup(Record):
    """A group of experts that supports the workstreams, such as ICT or Finance (S4)."""

    PREFIX = "ENB"

    name = models.CharField(max_length=120, unique=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enabling_groups+",
    )
    remit = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Workstream(Record):
    """A piece of collaborative work: what it is for, who takes part, who leads."""

    PREFIX = "WS"

    name = models.CharField(max_length=160)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="workstreams+")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="workstreams+")
    area = models.ForeignKey(BusinessArea, models.PROTECT, null=True, blank=True, related_name="workstreams")
    purpose = models.TextField(blank=True, help_text=f"What it is for, in the source’s words. {PUBLIC_HELP}")
    success_measure = models.TextField(blank=True, help_text=PUBLIC_HELP)
    lead = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="leads_workstreams+")
    sro = models.CharField("senior responsible owner", max_length=160, blank=True)
    starts = EdtfField("starts")
    ends = EdtfField("ends")
    participating_forces = models.ManyToManyField(Force, blank=True, related_name="workstreams+")
    waits_for = models.ManyToManyField(EnablingGroup, blank=True, related_name="workstreams")
    internal_note = models.TextField(blank=True)

    INTERNAL_FIELDS = ("internal_note",)

    _history_m2m_fields = [participating_forces, waits_for]

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "alliance", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=False) | models.Q(alliance__isnull=False),
                name="workstream_belongs_to_programme_or_alliance",
                violation_error_message="Programme or alliance: say whose work it is.",
            ),
            models.UniqueConstraint(
                "name",
                Coalesce("programme", 0),
                Coalesce("alliance", 0),
                name="workstream_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
