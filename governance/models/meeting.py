"""Meetings, their agendas and papers."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from governance.choices import ExemptGround, MeetingStatus, MinutesKind, PrintAudience, PrintForm, PrintKind
from governance.models.board import Board
from programmes.fields import PUBLIC_HELP, EdtfField, vague
from programmes.history import AppendOnly, AppendOnlyError, AppendOnlyQuerySet, Record
from programmes.models import Agreement, Source, StoredFile
from programmes.visibility import RecordQuerySet


class Meeting(Record):
    """One meeting of a board, held or to come; its date may be vague."""

    PREFIX = "MTG"
    MARKED_THROUGH = ("board",)

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    held = EdtfField("date", blank=False)
    starts_at = models.TimeField("begins at", null=True, blank=True)
    ends_at = models.TimeField("ends at", null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    is_public = models.BooleanField("open to the public", null=True, blank=True)
    significant_public_interest = models.BooleanField(default=False)
    papers_due = models.DateField(
        null=True, blank=True, help_text="Leave empty to follow the board’s rule of working days before the meeting."
    )
    closed_at = models.DateTimeField("agenda closed at", null=True, blank=True, editable=False)
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-held_earliest", "board", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "held"],
                name="meeting_once_per_board_and_date",
                violation_error_message="Date: this board has a meeting on that date already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message="Ends at: a meeting ends after it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {vague(self, 'held')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A closed meeting keeps its board, date and state, and stays closed."""
        if not self._state.adding:
            fixed = ("board_id", "held", "status", "closed_at")
            rows = type(self).objects.filter(pk=self.pk, closed_at__isnull=False)
            if any(stored != tuple(getattr(self, name) for name in fixed) for stored in rows.values_list(*fixed)):
                raise AppendOnlyError("The board, date and state of a closed meeting")
        super().save(*args, **kwargs)


def _refuse_if_frozen(record: Any, what: str) -> None:
    """Raise AppendOnlyError for a change of what a closed meeting had before it, or an addition to it."""
    if not record._state.adding and type(record)._base_manager.filter(pk=record.pk, frozen_at__isnull=False).exists():
        raise AppendOnlyError(what)
    adds = record._state.adding and record.meeting_id is not None
    if adds and Meeting.objects.filter(pk=record.meeting_id, closed_at__isnull=False).exists():
        raise AppendOnlyError("The agenda of a closed meeting")


class OnAgenda(models.Manager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """The items that stand on an agenda."""

    def get_queryset(self) -> RecordQuerySet:
        return super().get_queryset().filter(is_struck=False)


class AgendaItem(Record):
    """One item of a meeting’s agenda; one that is struck keeps its reference and history, and shows on no list."""

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
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="agenda_items+")
    action = models.ForeignKey("governance.Action", models.PROTECT, null=True, blank=True, related_name="agenda_items")
    note = models.TextField(blank=True)
    recommendation = models.TextField(blank=True, help_text=f"What is asked of the meeting. {PUBLIC_HELP}")
    presenter = models.CharField(max_length=160, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_struck = models.BooleanField("taken off the agenda", default=False, editable=False)

    on_agenda = OnAgenda()  # the first, so that meetings, lists, forms and the desk know no other items
    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "title"], condition=Q(is_struck=False), name="agenda_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_if_frozen(self, "An item of a closed meeting")
        super().save(*args, **kwargs)

    def search_text(self) -> str:
        """Nothing for an item that is struck: no search finds it."""
        return "" if self.is_struck else super().search_text()


class Paper(Record):
    """A paper for a meeting: open, or exempt on a ground."""

    PREFIX = "PAP"
    MARKED_THROUGH = ("meeting",)
    #: What an exempt paper says is not told by its history nor found by searching, so no paper’s is.
    INTERNAL_FIELDS = ("text", "url")

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers")
    title = models.CharField(max_length=250)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="papers+")
    document = models.ForeignKey(
        "governance.CaseDocument", models.PROTECT, null=True, blank=True, related_name="papers",
        help_text="The version of a case that this paper brings before the meeting.",
    )  # fmt: skip
    url = models.CharField("address", max_length=500, blank=True)
    text = models.TextField(blank=True, help_text="The paper’s own words; an empty line begins a new paragraph.")
    position = models.PositiveSmallIntegerField(default=0)
    received = models.DateField("received on", null=True, blank=True, help_text="A paper after the deadline is late.")
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    from_words = models.CharField("from", max_length=200, blank=True)
    to_words = models.CharField("to", max_length=200, blank=True)
    is_exempt = models.BooleanField("exempt", default=False)
    exempt_ground = models.CharField(max_length=12, choices=ExemptGround.choices, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_exempt=False) | ~Q(exempt_ground=""),
                name="exempt_paper_names_its_ground",
                violation_error_message="Exempt ground: an exempt paper names why it is withheld.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_if_frozen(self, "A paper of a closed meeting")
        super().save(*args, **kwargs)

    def hands_files_to(self, reader: Any) -> bool:
        """The files of an exempt paper are for those who read internal notes."""
        return not self.is_exempt or reader.reads_notes


class MinutesEvent(AppendOnly):
    """What happened to the minutes of a meeting; a draft holds their whole text, a correction what is put right."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    seq = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=10, choices=MinutesKind.choices)
    on = EdtfField("on")
    text = models.TextField(
        blank=True,
        help_text="Once agreed, of a meeting open to the public or of significant public interest whose whole agenda is "
        f"public: never a draft. {PUBLIC_HELP}",
    )
    reason = models.TextField(blank=True)
    agreed_at = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="minutes_agreed")
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="minutes_event_seq_once"),
            models.CheckConstraint(
                condition=~Q(kind=MinutesKind.AGREED) | Q(agreed_at__isnull=False),
                name="minutes_are_agreed_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MinutesKind.CORRECTED) | (~Q(text="") & ~Q(reason="")),
                name="minutes_correction_says_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}: {self.get_kind_display()}"


class MeetingPrint(AppendOnly):
    """The bytes of an agenda, a pack or agreed minutes as they stood when they were fixed; served from then on."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="prints")
    kind = models.CharField(max_length=10, choices=PrintKind.choices)
    form = models.CharField(max_length=4, choices=PrintForm.choices)
    audience = models.CharField(max_length=6, choices=PrintAudience.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="meeting_prints+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "kind", "form", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "form", "audience"], name="meeting_printed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.meeting}, {self.get_form_display()}"
