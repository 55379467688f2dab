"""Decisions of boards and offices, the actions they set, and the recommendations papers make."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from governance.choices import AskedFor, DecisionKind, Position
from governance.models.board import Board
from governance.models.business_case import BusinessCase, CaseEvent
from governance.models.meeting import AgendaItem, Meeting, Paper
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import AppendOnly, AppendOnlyError, AppendOnlyQuerySet, Record
from programmes.models import Agreement, Body, Programme
from programmes.visibility import RecordQuerySet
from workstreams.models import Workstream


class DecisionQuerySet(RecordQuerySet):
    """Decisions, each told whether it was corrected since."""

    def standing(self) -> Self:
        """Those that hold: neither corrected by another since, nor recorded in error."""
        return self.filter(is_corrected=False).exclude(kind=DecisionKind.IN_ERROR)


class Decisions(models.Manager.from_queryset(DecisionQuerySet)):  # type: ignore[misc]
    """Every decision, with `is_corrected`."""

    def get_queryset(self) -> DecisionQuerySet:
        newer = self.model._base_manager.filter(corrects=OuterRef("pk"))
        return super().get_queryset().annotate(is_corrected=Exists(newer))


class Decision(Record):
    """A decision of a board or an office, in its exact wording where a source gives it.

    Once recorded it stands; what was recorded wrongly is put right by a decision of its own that names it, and why.
    """

    PREFIX = "DEC"
    MARKED_THROUGH = ("case", "meeting")

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="decisions")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="decisions+")
    decided_by = models.CharField(
        "decided by, words as written",
        max_length=200,
        blank=True,
        help_text="Where the source names neither.",
    )
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", editable=False
    )
    case = models.ForeignKey(BusinessCase, models.PROTECT, null=True, blank=True, related_name="decisions")
    case_event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, blank=True, related_name="decisions")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="decisions+")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="decisions+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="decisions+")
    decided = EdtfField("decided on")
    wording = models.TextField(help_text=f"The decision, word for word. {PUBLIC_HELP}")
    conditions = models.TextField(blank=True, help_text=PUBLIC_HELP)
    minute_reference = models.CharField(max_length=120, blank=True)
    notice_url = models.CharField("notice, address", max_length=500, blank=True)
    significant_public_interest = models.BooleanField(default=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )
    correction_reason = models.TextField(blank=True, editable=False)
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    #: What was decided, by whom and when: no save changes it once it is recorded.
    FIXED = (
        "title", "kind", "wording", "board", "body", "decided_by", "decided", "decided_words", "conditions",
        "minute_reference", "notice_url", "case", "programme", "workstream", "agreement", "corrects", "correction_reason",
    )  # fmt: skip
    #: Whether another decision corrects this one; told by the manager.
    is_corrected = False

    objects = Decisions()

    class Meta:
        ordering = ["-decided_earliest", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"],
                name="decision_corrected_once",
                violation_error_message="This decision is corrected already; correct the one that stands in its place.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""),
                name="decision_correction_says_why",
                violation_error_message="Reason: say why the decision is corrected.",
            ),
            models.CheckConstraint(
                condition=Q(board__isnull=False) | Q(body__isnull=False) | ~Q(decided_by=""),
                name="decision_says_who_decided",
                violation_error_message="Board, office or words: say who decided.",
            ),
            models.CheckConstraint(
                condition=Q(board__isnull=True) | Q(body__isnull=True),
                name="decision_is_of_a_board_or_an_office",
                violation_error_message="Board or office: a decision is of one of them, not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the decision; once recorded its words stand, but that it may be said to have been recorded in error."""
        if not self._state.adding and self.kind != DecisionKind.IN_ERROR:
            columns = [field.attname for field in self._meta.concrete_fields if field.name in self.FIXED]
            stored = type(self)._base_manager.filter(pk=self.pk).values_list(*columns).first()
            if stored is not None and stored != tuple(getattr(self, column) for column in columns):
                raise AppendOnlyError("A recorded decision")
        super().save(*args, **kwargs)


class DecisionPosition(AppendOnly):
    """Where an office stood on a decision of a board that moved no case; those on a case stand with its event."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="positions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    position = models.CharField(max_length=10, choices=Position.choices)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "body"]
        constraints = [models.UniqueConstraint(fields=["decision", "body"], name="decision_position_once_per_body")]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_position_display()}"


class Action(Record):
    """Something a decision or meeting asks to be done."""

    PREFIX = "ACT"
    MARKED_THROUGH = ("decision", "meeting")

    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="actions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="actions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="actions", editable=False)
    words = models.TextField(help_text=PUBLIC_HELP)
    owner = models.CharField(max_length=160, blank=True)
    due = EdtfField("due")
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text=PUBLIC_HELP)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["due_latest", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | Q(meeting__isnull=False),
                name="action_comes_from_a_decision_or_meeting",
                violation_error_message="Decision or meeting: say where the action comes from.",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:120]


class Recommendation(Record):
    """What a paper asks a board or an office to do, word for word."""

    PREFIX = "REC"
    MARKED_THROUGH = ("paper",)

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="recommendations")
    number = models.CharField(max_length=12, blank=True)
    asks = models.CharField(max_length=8, choices=AskedFor.choices)
    to_board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="+")
    to_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(help_text=f"Of a paper that is not exempt. {PUBLIC_HELP}")
    outcome = models.TextField(blank=True, help_text="What was done; empty when no source says.")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="recommendation_number_once"),
            models.CheckConstraint(
                condition=Q(to_board__isnull=False) | Q(to_body__isnull=False),
                name="recommendation_is_to_somebody",
                violation_error_message="Board or office: say who is asked.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words[:100]}".strip()
