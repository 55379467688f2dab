"""Files given to the register as evidence: kept as they came, with their hash."""

from django.core.validators import MinLengthValidator, MinValueValidator
from django.db import models

from programmes.choices import Marking
from programmes.history import AppendOnly, AppendOnlyQuerySet, Reference


class StoredFile(AppendOnly):
    """A file about a record, as it was given; a newer version is a row of its own that names the one it replaces.

    The row and its content are only ever added. `programmes/files.py` checks, keeps and serves them.
    """

    about = models.ForeignKey(Reference, models.PROTECT, related_name="files")
    title = models.CharField(max_length=200, blank=True)
    name = models.CharField("file name", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("size in bytes", validators=[MinValueValidator(1)])
    sha256 = models.CharField("SHA-256", max_length=64, validators=[MinLengthValidator(64)], db_index=True)
    marking = models.CharField(max_length=10, choices=Marking.choices, default=Marking.INTERNAL)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["about", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_is_not_empty"),
            models.CheckConstraint(condition=~models.Q(marking=Marking.PUBLIC), name="stored_file_is_never_public"),
        ]

    def __str__(self) -> str:
        return self.title or self.name
