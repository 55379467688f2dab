"""Meetings, their agendas and papers."""

from django.db import models
from django.db.models import Q

from governance.choices import ExemptGround, MeetingStatus
from governance.models.board import Board
from programmes.fields import EdtfField, vague
from programmes.history import Record
from programmes.models import Source
from programmes.visibility import RecordQuerySet


class Meeting(Record):
    """One meeting of a board, held or to come; its date may be vague."""

    PREFIX = "MTG"
    MARKED_THROUGH = ("board",)

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    held = EdtfField("date", blank=False)
    place = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    is_public = models.BooleanField("open to the public", null=True, blank=True)
    significant_public_interest = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-held_earliest", "board", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "held"], name="meeting_once_per_board_and_date")]

    def __str__(self) -> str:
        return f"{self.board}, {vague(self, 'held')}"


class AgendaItem(Record):
    """One item of a meeting’s agenda."""

    PREFIX = "AGI"
    MARKED_THROUGH = ("meeting",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=250)
    case = models.ForeignKey(
        "governance.BusinessCase",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    recommendation = models.TextField(blank=True)
    presenter = models.CharField(max_length=160, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "title"], name="agenda_item_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Paper(Record):
    """A paper for a meeting: open, or exempt on a ground."""

    PREFIX = "PAP"
    MARKED_THROUGH = ("meeting",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers")
    title = models.CharField(max_length=250)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="papers+")
    url = models.CharField("address", max_length=500, blank=True)
    from_words = models.CharField("from", max_length=200, blank=True)
    to_words = models.CharField("to", max_length=200, blank=True)
    is_exempt = models.BooleanField("exempt", default=False)
    exempt_ground = models.CharField(max_length=12, choices=ExemptGround.choices, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_exempt=False) | ~Q(exempt_ground=""),
                name="exempt_paper_names_its_ground",
                violation_error_message="Exempt ground: an exempt paper names why it is withheld.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
