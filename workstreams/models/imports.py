"""Imports: what a file would do, kept for a day; and what each import did, kept for good."""

from typing import Any

from django.core.validators import MinLengthValidator
from django.db import models

from programmes.access import Capability, may
from programmes.history import AppendOnly, Record
from programmes.models import User
from programmes.visibility import RecordQuerySet
from workstreams.choices import ImportKind
from workstreams.models.period import Period


class ImportedFile(models.Model):
    """What is known of a file that is imported, and how many of its rows do what."""

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="+")
    token = models.CharField(max_length=40, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, validators=[MinLengthValidator(64)])
    unchanged = models.PositiveIntegerField("rows unchanged", default=0)
    changed = models.PositiveIntegerField("rows changed", default=0)
    added = models.PositiveIntegerField("rows added", default=0)

    class Meta:
        abstract = True


class ImportCheck(ImportedFile):
    """What a file would do, as found at a time: the state that a confirmation is bound to. Kept for a day."""

    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("size in bytes")
    faulty = models.PositiveIntegerField("rows with errors", default=0)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    #: Rows that would be written, errors, and what somebody else changed since an earlier check.
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, checked"


class ImportRun(ImportedFile, Record):
    """One import that was confirmed: who, when, of which file, how many rows; what it did stands in its rows.

    It is as strictly marked as the strictest record it wrote.
    """

    PREFIX = "IMP"

    reason = models.TextField(blank=True)
    imported_at = models.DateTimeField(db_index=True)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = "import"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.file_name}"

    def hands_files_to(self, reader: Any) -> bool:
        """The file itself goes to those who read everything, and to who brought it."""
        return may(reader.user, Capability.READ_SENSITIVE) or reader.user.pk == self.imported_by_id


class ImportRow(AppendOnly):
    """What an import wrote to one record, from which row of the file: column, before, after of each cell."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField("row")
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    is_new = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.run}, row {self.number}"
