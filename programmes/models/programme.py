"""Programmes of collaboration and what they say of themselves."""

from django.db import models

from programmes.choices import StatementKind
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record
from programmes.models.alliance import Alliance
from programmes.models.body import Body
from programmes.visibility import RecordQuerySet


class Programme(Record):
    """A programme of work that an alliance owns, such as the 7F programme."""

    PREFIX = "PRG"

    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=60, unique=True)
    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="programmes")
    purpose = models.TextField(
        help_text=f"What it is for, in the source’s words; shown first on every page. {PUBLIC_HELP}"
    )
    scope = models.TextField(blank=True, help_text=PUBLIC_HELP)
    exclusions = models.TextField(blank=True, help_text=PUBLIC_HELP)
    sro = models.CharField("senior responsible owner", max_length=160, blank=True)
    lead_chief_constable = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="leads_programmes"
    )
    starts = EdtfField("established")
    ends = EdtfField("ends")
    funded_until = EdtfField("funded until")
    constituted_by = models.ForeignKey(
        "programmes.Agreement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="constitutes",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.short_name


class Statement(Record):
    """One aim, principle, piece of vision or scope of a programme or alliance, word for word."""

    PREFIX = "STM"

    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="statements")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="statements")
    kind = models.CharField(max_length=12, choices=StatementKind.choices)
    number = models.CharField(max_length=12, blank=True, help_text="As numbered in the source.")
    words = models.TextField(help_text=PUBLIC_HELP)
    said = EdtfField("said on", help_text="The date of the document that says it.")
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "alliance", "kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=False) | models.Q(alliance__isnull=False),
                name="statement_is_about_something",
                violation_error_message="Programme or alliance: say whom the statement is about.",
            ),
        ]

    def __str__(self) -> str:
        number = f" {self.number}" if self.number else ""
        return f"{self.get_kind_display()}{number}: {self.words[:80]}"
