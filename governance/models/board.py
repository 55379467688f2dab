"""Boards: who meets, how often, under whom, and what they may decide."""

from django.db import models
from django.db.models.functions import Coalesce

from governance.choices import MayDecide
from programmes.fields import EdtfField
from programmes.history import Record
from programmes.models import Alliance, Body, Programme
from programmes.visibility import RecordQuerySet


class Board(Record):
    """A meeting of bodies, such as the Summit; each name in the sources stands as its own record."""

    PREFIX = "BRD"

    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=80, blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="boards+")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="boards+")
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="boards+",
        help_text="The office whose board it is, such as Cambridgeshire PCC for its Business Coordination Board.",
    )  # fmt: skip
    may_decide = models.CharField(
        max_length=12,
        choices=MayDecide.choices,
        blank=True,
        help_text="Empty: not stated.",
    )
    is_summit = models.BooleanField("decides cases in principle for the programme", default=False)
    remit = models.TextField(blank=True)
    cadence = models.CharField(max_length=120, blank=True, help_text="As said, such as “quarterly”.")
    chair = models.CharField(max_length=200, blank=True, help_text="As said.")
    chair_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="chairs+")
    members_words = models.TextField("members, words as written", blank=True)
    starts = EdtfField("starts")
    ends = EdtfField("ends")
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class BoardMember(Record):
    """A body, or a role as said, that belongs to a board between two dates."""

    PREFIX = "MBR"
    MARKED_THROUGH = ("board",)

    board = models.ForeignKey(Board, models.PROTECT, related_name="members")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="board_memberships+")
    role = models.CharField(
        max_length=200,
        blank=True,
        help_text="Where the source names a role, not an office.",
    )
    starts = EdtfField("from")
    ends = EdtfField("to")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["board", "pk"]
        constraints = [
            models.UniqueConstraint("board", Coalesce("body", 0), "role", "starts", name="board_member_once"),
            models.CheckConstraint(
                condition=models.Q(body__isnull=False) | ~models.Q(role=""),
                name="board_member_is_a_body_or_a_role",
                violation_error_message="Office or role: give one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body or self.role}, {self.board}"
