"""Sources, their paragraphs, and the citations that tie each fact to the words it came from."""

from django.core.exceptions import ValidationError
from django.db import models

from programmes.choices import SourceKind
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record, Reference
from programmes.visibility import RecordQuerySet


class Source(Record):
    """A document or public page that facts are taken from."""

    PREFIX = "SRC"

    code = models.CharField(
        max_length=20,
        unique=True,
        help_text="Short code used in citations, such as S1.",
    )
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    dated = EdtfField("dated")
    url = models.CharField("address", max_length=500, blank=True)
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"


class SourceParagraph(models.Model):
    """One paragraph, heading or table row of a source, word for word."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="paragraphs")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=120, help_text="The printed number, or heading and order within it.")
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    no_data = models.CharField(
        max_length=200,
        blank=True,
        help_text="Why this paragraph states nothing for the register.",
    )

    class Meta:
        ordering = ["source", "position"]
        constraints = [
            models.UniqueConstraint(fields=["source", "label"], name="paragraph_label_once"),
            models.UniqueConstraint(fields=["source", "position"], name="paragraph_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source.code}, {self.label}"


class Citation(models.Model):
    """A record (or one field of it) rests on the quoted words of a paragraph."""

    paragraph = models.ForeignKey(SourceParagraph, models.PROTECT, related_name="citations")
    about = models.ForeignKey(Reference, models.PROTECT, related_name="citations")
    field = models.CharField(
        max_length=60,
        blank=True,
        help_text="The field it supports; empty for the whole record.",
    )
    quote = models.TextField(help_text=f"A short quotation, word for word from the paragraph. {PUBLIC_HELP}")

    class Meta:
        ordering = ["paragraph__source", "paragraph__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "about", "field", "quote"], name="citation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.about_id}: {self.paragraph}"

    def clean(self) -> None:
        """The quotation must stand in the paragraph, word for word."""
        if self.paragraph_id and self.paragraph.text and self.quote not in self.paragraph.text:
            raise ValidationError({"quote": "Quote: these words do not stand in the paragraph; copy them from it."})


class LegalReference(Record):
    """A statutory provision or guidance that a source names."""

    PREFIX = "LAW"

    title = models.CharField(max_length=200)
    section = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    url = models.CharField("address", max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["title", "section", "pk"]
        constraints = [models.UniqueConstraint(fields=["title", "section"], name="legal_reference_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.section}".strip()
