"""Editions: what the public reads, frozen. Nothing here points at the working tables (design section 8)."""

from typing import Self

from django.db import models
from django.db.models import Q

from governance.choices import EditionEventKind, EditionKind
from programmes.history import AppendOnlyError, AppendOnlyQuerySet

#: What happens to an edition once.
ONCE = (
    EditionEventKind.COMPOSED.value,
    EditionEventKind.APPROVED.value,
    EditionEventKind.PUBLISHED.value,
    EditionEventKind.ABANDONED.value,
)


class EditionQuerySet(AppendOnlyQuerySet):
    def current(self) -> Self:
        """The edition the public reads now: the one the single pointer names."""
        return self.filter(publication__pk=Publication.THE_ONE)

    def published(self) -> Self:
        """Editions that were published at some time."""
        return self.filter(events__kind=EditionEventKind.PUBLISHED)


class FrozenRow(models.Model):
    """Base of edition rows: added once, never changed, and free of any key into the working tables."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AppendOnlyError(str(self._meta.verbose_name).capitalize())
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(str(self._meta.verbose_name).capitalize())


class Edition(FrozenRow):
    """One frozen set of public pages; its hash covers the pages and the previous edition’s hash."""

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=EditionKind.choices)
    note = models.TextField(
        blank=True,
        help_text="What the correction or withdrawal is, in words for the public.",
    )
    composed_at = models.DateTimeField()
    composed_by_id_number = models.PositiveBigIntegerField()
    composed_by = models.CharField(max_length=150)
    previous_hash = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        db_table = "governance_edition"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EditionKind.ORDINARY) | ~Q(note=""),
                name="correction_or_withdrawal_has_its_note",
            ),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}"


class EditionPage(FrozenRow):
    """One public page of an edition as canonical JSON."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="pages")
    path = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        db_table = "governance_editionpage"
        ordering = ["edition", "path"]
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="one_page_per_path_and_edition")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.path}"


class EditionEvent(FrozenRow):
    """What happened to an edition: composed, approved, published or abandoned; by which office, when.

    A time to publish at may be set, cancelled and set again; `due_at` is that time.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EditionEventKind.choices)
    at = models.DateTimeField()
    by_id_number = models.PositiveBigIntegerField()
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        db_table = "governance_editionevent"
        ordering = ["edition", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(kind__in=ONCE),
                name="each_edition_event_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=EditionEventKind.SCHEDULED, due_at__isnull=False)
                | (~Q(kind=EditionEventKind.SCHEDULED) & Q(due_at__isnull=True)),
                name="a_time_to_publish_at_is_set_by_its_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"


class EditionFile(models.Model):
    """What an address of a published edition answers, whole and compressed: made from its pages, and made again at will.

    It adds nothing to them and no fingerprint covers it; a row whose `look` is not that of the running code is not read.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    look = models.CharField(max_length=12)
    content_type = models.CharField(max_length=100)
    etag = models.CharField(max_length=64)
    body = models.BinaryField()

    class Meta:
        db_table = "governance_editionfile"
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="one_file_per_path_and_edition")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.path}"


class Publication(models.Model):
    """The one pointer to the current edition; a second row is impossible."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="publication")
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "governance_publication"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_publication_pointer")]

    def __str__(self) -> str:
        return f"{self.edition} is current"


class DuePublication(models.Model):
    """The one approved edition that waits for its time; a second row is impossible. No part of what the public reads."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="due")
    due_at = models.DateTimeField()
    by_id_number = models.PositiveBigIntegerField()

    class Meta:
        db_table = "governance_duepublication"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_edition_waits_for_its_time")]

    def __str__(self) -> str:
        return f"{self.edition} waits for its time"
