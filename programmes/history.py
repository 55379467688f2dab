"""Append-only rows and the base of every editable record.

An event is a row that is only ever added (design section 2.2): the model, the queryset and, by trigger, the
database refuse to change or delete it. A record keeps who changed what, when and why, and refuses a save made
from a version that somebody else has changed since.
"""

import unicodedata
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from programmes.choices import Marking


class AppendOnlyError(Exception):
    """An event, once recorded, is neither changed nor deleted; a correction is a new event."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is part of the record and cannot be changed or deleted; record a correction instead.")


class StaleRecord(Exception):
    """The record was changed by somebody else after it was read."""

    def __init__(self, record: "Record") -> None:
        self.record = record
        super().__init__(f"{record} was changed by somebody else while you were editing it.")


class ReferenceTaken(Exception):
    """A reference names one record for ever, even when that record is gone."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Reference {code} was given out before and is never used again.")


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses every bulk way of changing or deleting events."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError(str(self.model._meta.verbose_name).capitalize())

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(str(self.model._meta.verbose_name).capitalize())

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        raise AppendOnlyError(str(self.model._meta.verbose_name).capitalize())


class AppendOnly(models.Model):
    """Base of event rows: added once, never changed."""

    recorded_at = models.DateTimeField("recorded at", default=timezone.now, editable=False, db_index=True)
    recorded_by = models.ForeignKey(
        "programmes.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(str(self._meta.verbose_name).capitalize())
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(str(self._meta.verbose_name).capitalize())


def fold(text: str) -> str:
    """Text for searching: lower case without accents, single spaces (one code path on both databases)."""
    if text.isascii():
        return " ".join(text.lower().split())
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(stripped.casefold().split())


class ReferenceSeries(models.Model):
    """The last number given out for each prefix; numbers only grow, so none is ever used twice."""

    prefix = models.CharField(max_length=6, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "reference series"

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def allot(self, prefix: str) -> str:
        """The next reference of a prefix, for example CASE-13. Call inside a transaction."""
        ReferenceSeries.objects.get_or_create(prefix=prefix)
        series = ReferenceSeries.objects.select_for_update().get(prefix=prefix)
        series.last += 1
        series.save()
        return f"{prefix}-{series.last}"

    def keep(self, record: "Record") -> None:
        """Write the index row of a record: its kind, title, words for searching and marking."""
        code = record.reference
        prefix, _, number = code.rpartition("-")
        defaults = {
            "kind": record._meta.label_lower,
            "prefix": prefix,
            "number": int(number),
            "title": str(record)[:300],
            "text": record.search_text(),
            "marking": record.effective_marking(),
        }
        row, created = self.update_or_create(code=code, defaults=defaults)
        if created:
            series, _ = ReferenceSeries.objects.get_or_create(prefix=prefix)
            if series.last < row.number:
                series.last = row.number
                series.save()


class Reference(models.Model):
    """One row for every record: what its reference names, for citations, search and permanent addresses.

    Rows are never deleted (a trigger refuses it), so a reference never names two things.
    """

    code = models.CharField(max_length=20, primary_key=True)
    prefix = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    marking = models.CharField(max_length=10, choices=Marking.choices)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["prefix", "number"]
        constraints = [models.UniqueConstraint(fields=["prefix", "number"], name="reference_number_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"Reference {self.code}")


class Record(models.Model):
    """Base of everything the register holds and people edit."""

    PREFIX: ClassVar[str] = ""
    #: Foreign keys to parents whose marking holds for this record too.
    MARKED_THROUGH: ClassVar[tuple[str, ...]] = ()
    #: Text fields that only the programme team and auditors may read; they are not searched.
    INTERNAL_FIELDS: ClassVar[tuple[str, ...]] = ()

    reference = models.CharField(max_length=20, unique=True, editable=False)
    marking = models.CharField(
        max_length=10,
        choices=Marking.choices,
        default=Marking.INTERNAL,
        help_text="Public when published: may go into an edition. Internal: read in the register only. "
        "Sensitive: read by the programme team and auditors only, never publishable.",
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    #: Set before save(): the reason of a change, and who made it where no request says so.
    _change_reason: str | None
    _history_user: Any

    history = HistoricalRecords(inherit=True, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the whole record (`update_fields` is not heeded), its index row and its history.

        Raises StaleRecord when the stored version is not the one this object was read at, ReferenceTaken when a
        new record is given a reference that names or named another. A save that fails leaves the object as it was.
        """
        kwargs.pop("update_fields", None)
        before = self.reference, self.version
        try:
            with transaction.atomic():
                self._number_and_version()
                super().save(*args, **kwargs)
                Reference.objects.keep(self)
        except BaseException:
            self.reference, self.version = before
            raise

    def _number_and_version(self) -> None:
        """A reference for a new record, the next version for one that nobody else has changed."""
        if not self._state.adding:
            stored = type(self)._base_manager.select_for_update().filter(pk=self.pk).values_list("version", flat=True)
            if stored.get() != self.version:
                raise StaleRecord(self)
        elif not self.reference:
            self.reference = Reference.objects.allot(self.PREFIX)
        elif Reference.objects.filter(code=self.reference).exists():
            raise ReferenceTaken(self.reference)
        self.version += 1

    def search_text(self) -> str:
        """The folded words of this record's own text fields that any reader of the record may see."""
        texts = [self.reference]
        for field in self._meta.concrete_fields:
            if field.name in self.INTERNAL_FIELDS or field.name in (
                "reference",
                "marking",
            ):
                continue
            if isinstance(field, models.CharField | models.TextField):
                value = getattr(
                    self,
                    f"get_{field.name}_display",
                    lambda f=field: getattr(self, f.attname),
                )()
                texts.append(str(value or ""))
        return fold(" ".join(texts))

    def hands_files_to(self, reader: Any) -> bool:
        """Whether a person who may read this record may have the files about it, as far as they may read those."""
        return True

    def effective_marking(self) -> str:
        """The strictest of this record's marking and its parents'."""
        parents = [getattr(self, name) for name in self.MARKED_THROUGH]
        return stricter(self.marking, *(parent.effective_marking() for parent in parents if parent))


_STRICTNESS = {Marking.PUBLIC: 0, Marking.INTERNAL: 1, Marking.SENSITIVE: 2}


def stricter(*markings: str) -> str:
    """The strictest of several markings."""
    return max(markings, key=lambda m: _STRICTNESS[Marking(m)])
