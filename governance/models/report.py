"""Reports that the register writes: the working text in sections, the figures bound in it, and each approved version."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from governance.choices import ExemptGround, ReportEventKind, ReportKind
from governance.models.board import Board
from governance.models.meeting import Meeting, Paper
from governance.models.panel import PanelItem
from programmes.access import Capability, may
from programmes.fields import EdtfField
from programmes.history import AppendOnly, AppendOnlyError, AppendOnlyQuerySet, Record
from programmes.models import Alliance, Body, Contact, Programme
from programmes.visibility import RecordQuerySet


def _known(model: type[models.Model] | str, label: str = "", help_text: str = "") -> models.ForeignKey:
    """An optional key to another record."""
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name="reports+", verbose_name=label or None,
        help_text=help_text,
    )  # fmt: skip


class ReportQuerySet(RecordQuerySet):
    def visible_to(self, user: Any) -> Self:
        """As for every record; one that was never approved is seen by those who read internal notes."""
        rows = super().visible_to(user)
        if may(user, Capability.READ_INTERNAL_NOTES):
            return rows
        approved = ReportEvent.objects.filter(report=OuterRef("pk"), kind=ReportEventKind.APPROVED)
        return rows.filter(Exists(approved))

    def with_state(self) -> Self:
        """Each with `last_kind` and `last_version`: the kind and version of its latest event, None before the first."""
        latest = ReportEvent.objects.filter(report=OuterRef("pk")).order_by("-seq")
        return self.annotate(
            last_kind=models.Subquery(latest.values("kind")[:1]),
            last_version=models.Subquery(latest.values("version")[:1]),
        )


class Report(Record):
    """One report for a board, a Panel, the Summit or an office, drawn up from the record as at a day."""

    PREFIX = "RPT"
    MARKED_THROUGH = ("programme", "alliance")

    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    template_version = models.PositiveSmallIntegerField(default=1, editable=False)
    title = models.CharField(max_length=250)
    programme = _known(Programme)
    alliance = _known(Alliance, help_text="The alliance whose work it tells beside the programme’s.")
    board = _known(Board, "to", "The board or Panel it is for.")
    body = _known(Body, "for the office", "The office that an office brief is for.")
    meeting = _known(Meeting, help_text="The meeting it goes to.")
    paper = _known(Paper, "among the papers as", "The entry among the papers of a meeting that this report is.")
    panel_item = _known(PanelItem, help_text="The variation that a statutory report puts to the Panel.")
    contact = _known(Contact, "contact officer")
    from_words = models.CharField("from", max_length=200, blank=True)
    as_at = EdtfField("as at", blank=False, help_text="The day or month whose record it tells: 2016-09-21 or 2016-10.")
    since = models.DateField(
        "what is new since", null=True, blank=True,
        help_text="Statuses and decisions after this day are told. Empty: three months before.",
    )  # fmt: skip

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-as_at_earliest", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ReportKind.OFFICE) | Q(body__isnull=False),
                name="office_brief_names_its_office",
                violation_error_message="For the office: an office brief names the office it is for.",
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(alliance__isnull=False) | Q(panel_item__isnull=False)
                | Q(body__isnull=False),
                name="report_is_about_something",
                violation_error_message="Programme, alliance, office or Panel item: say what the report tells.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class ReportPartQuerySet(RecordQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The working text is for those who read internal notes; others read what was approved."""
        return super().visible_to(user) if may(user, Capability.READ_INTERNAL_NOTES) else self.none()


class ReportPart(Record):
    """Base of what a working text is made of."""

    MARKED_THROUGH = ("report",)

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused while the report stands approved: a later change is a new version."""
        latest = (
            ReportEvent.objects.filter(report=self.report_id).order_by("-seq").values_list("kind", flat=True).first()
        )
        if latest == ReportEventKind.APPROVED:
            raise AppendOnlyError("The text of an approved report")
        super().save(*args, **kwargs)


class ReportSection(ReportPart):
    """A section of the working text; the block before the first and the one after the last are sections too.

    `text` is written as governance/papers/markup.py reads it. `origins` says which records’ words it was drafted from:
    “UPD-33.public_text” and the SHA-256 of those words.
    """

    PREFIX = "RPS"
    INTERNAL_FIELDS = ("text",)

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    code = models.CharField(max_length=20, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=6, blank=True, editable=False)
    heading = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    exempt_ground = models.CharField(
        "withheld as", max_length=12, choices=ExemptGround.choices, blank=True,
        help_text="With a ground the section is left out of what offices and the public read.",
    )  # fmt: skip
    origins = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["report", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.heading}" if self.number else self.heading


class ReportFigure(ReportPart):
    """A figure bound in a report: the record’s value as it was drafted, and why a newer one was not taken."""

    PREFIX = "RPF"
    INTERNAL_FIELDS = ("words", "kept_against", "kept_reason")

    report = models.ForeignKey(Report, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=60, help_text="The record and its field, such as SAV-7.words.")
    words = models.TextField("as drafted")
    kept_against = models.TextField("kept although the record says", blank=True)
    kept_reason = models.TextField("why it was kept", blank=True)

    class Meta:
        ordering = ["report", "key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_figure_once"),
            models.CheckConstraint(
                condition=Q(kept_against="") | ~Q(kept_reason=""), name="kept_figure_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ReportEvent(AppendOnly):
    """A version approved, frozen whole and as others read it; or a new version begun after that."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=10, choices=ReportEventKind.choices)
    version = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    document = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    open_document = models.TextField(blank=True)
    open_sha256 = models.CharField(max_length=64, blank=True)
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["report", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["report", "seq"], name="report_event_seq_once"),
            models.CheckConstraint(
                condition=(Q(kind=ReportEventKind.APPROVED) & ~Q(document="") & ~Q(open_document=""))
                | (Q(kind=ReportEventKind.REOPENED) & ~Q(reason="")),
                name="report_event_says_what_it_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, version {self.version}: {self.get_kind_display()}"
