"""Boards: who meets, how often, under whom, and what they may decide."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Coalesce

from governance.choices import CadenceWeek, MayDecide, Month, Weekday
from programmes.fields import PUBLIC_HELP, EdtfField
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
    remit = models.TextField(blank=True, help_text=PUBLIC_HELP)
    cadence = models.CharField(max_length=120, blank=True, help_text="As said, such as “quarterly”.")
    rule_months = models.PositiveSmallIntegerField(
        "meets every … months", null=True, blank=True, choices=[(n, str(n)) for n in (1, 2, 3, 4, 6, 12)],
        help_text="The rule that series of meetings are made from; give all four parts, or none.",
    )  # fmt: skip
    rule_month = models.PositiveSmallIntegerField("counted from", null=True, blank=True, choices=Month.choices)
    rule_week = models.SmallIntegerField("in which week", null=True, blank=True, choices=CadenceWeek.choices)
    rule_weekday = models.PositiveSmallIntegerField("on which day", null=True, blank=True, choices=Weekday.choices)
    paper_days = models.PositiveSmallIntegerField(
        "papers due, working days before", null=True, blank=True, validators=[MaxValueValidator(60)],
        help_text="Working days in England before the meeting. Empty: not set.",
    )  # fmt: skip
    terms_of_reference = models.TextField(blank=True)
    terms_url = models.CharField("terms of reference, address", max_length=500, blank=True)
    members_words = models.TextField("members, words as written", blank=True, help_text=PUBLIC_HELP)
    starts = EdtfField("starts")
    ends = EdtfField("ends")
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    rule_months=None, rule_month=None, rule_week=None, rule_weekday=None
                ) | models.Q(
                    rule_months__isnull=False, rule_month__isnull=False, rule_week__isnull=False,
                    rule_weekday__isnull=False,
                ),
                name="board_rule_is_whole",
                violation_error_message="Rule of the meetings: give the months, the month counted from, the week "
                "and the day, or leave all four empty.",
            ),
        ]  # fmt: skip

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


class BoardChair(Record):
    """Who chaired a board between two dates, or was seen to on one: an office, or as said."""

    PREFIX = "CHR"
    MARKED_THROUGH = ("board",)

    board = models.ForeignKey(Board, models.PROTECT, related_name="chairs")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="chairs+")
    words = models.CharField(
        "chair, as said", max_length=200, blank=True, help_text="Such as “a nominated PCC or PFCC”, or a name."
    )
    starts = EdtfField("from")
    ends = EdtfField("to")
    seen = EdtfField("seen in the chair", help_text="A date of which a source says who chairs.")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["board", "-starts_earliest", "-seen_earliest", "pk"]
        verbose_name = "chair"
        constraints = [
            models.UniqueConstraint("board", Coalesce("body", 0), "words", "starts", "seen", name="board_chair_once"),
            models.CheckConstraint(
                condition=models.Q(body__isnull=False) | ~models.Q(words=""),
                name="board_chair_is_a_body_or_words",
                violation_error_message="Office or words: say who chairs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words or self.body}, chair of {self.board}"
