"""What a business case document holds beside its words: options, figures, funding, risks, plan and attachments.

The rows are parts of one document version and nothing without it: they carry no reference of their own, keep their
history, and stand as still as the version does once it is circulated (a trigger refuses every change, migration 0002).
"""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from governance.choices import FigureKind, FundingSource, Level, Recurs
from governance.models.business_case import CaseDocument
from programmes.fields import EdtfField
from programmes.history import AppendOnlyError, StaleRecord
from programmes.models import Force, StoredFile
from programmes.years import validate_financial_year
from workstreams.choices import Rag


class RowQuerySet(models.QuerySet):
    """Rows of documents are written one by one, so that their history and their version are kept."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("Change rows of a document one by one with save(), which keeps who, when and why.")


class DocumentRow(models.Model):
    """Base of the parts of a document: a place in their order, a version, a history; fixed with the document."""

    document: models.ForeignKey
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    _change_reason: str | None

    history = HistoricalRecords(inherit=True, related_name="+")
    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises AppendOnlyError under a circulated version, StaleRecord when somebody saved since."""
        before = self.version
        try:
            with transaction.atomic():
                refuse_when_frozen(self.document_id)
                if not self._state.adding:
                    # Unordered: PostgreSQL locks no row through the outer joins that the usual order asks for.
                    stored = type(self).objects.select_for_update().filter(pk=self.pk).order_by()
                    if stored.values_list("version", flat=True).first() != self.version:
                        raise StaleRecord(self)  # type: ignore[arg-type]
                self.version += 1
                super().save(*args, **kwargs)
        except BaseException:
            self.version = before
            raise

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the row off a working version. Raises AppendOnlyError under a circulated one."""
        with transaction.atomic():
            refuse_when_frozen(self.document_id)
            return super().delete(*args, **kwargs)

    #: Set by Django for the key every concrete row has.
    document_id: int


def refuse_when_frozen(document_id: int) -> None:
    """Hold the document, so that it is not circulated meanwhile. Raises AppendOnlyError when it is already."""
    frozen = CaseDocument.objects.select_for_update().filter(pk=document_id).values_list("frozen_at", flat=True)
    if frozen.get():
        raise AppendOnlyError("A circulated document version")


def _amount(label: str, help_text: str = "Empty when not stated.") -> models.DecimalField:
    return models.DecimalField(label, max_digits=15, decimal_places=2, null=True, blank=True, help_text=help_text)


def _of(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(CaseDocument, models.PROTECT, related_name=related_name, editable=False)


class CaseOption(DocumentRow):
    """A way of meeting the objectives, business as usual among them."""

    document = _of("options")
    code = models.CharField(max_length=12, help_text="Such as 1 or B.")
    name = models.CharField(max_length=200)
    is_bau = models.BooleanField("business as usual", default=False)
    is_minimum = models.BooleanField("do minimum", default=False)
    is_shortlisted = models.BooleanField("shortlisted", default=False)
    is_preferred = models.BooleanField("preferred", default=False)
    npsv = _amount("net present social value (£)", "As the case states it for this option; may be negative.")
    bcr = models.DecimalField(
        "benefit-cost ratio", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text="As the case states it for this option.",
    )  # fmt: skip
    pv_benefits = _amount("present value of benefits (£)")
    pv_costs = _amount("present value of costs (£)")
    appraisal = models.TextField(blank=True, help_text="How it fared: why it was kept, preferred or dropped.")

    class Meta:
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "code"], name="option_code_once",
                violation_error_message="Two options have the same code; give each its own.",
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(is_preferred=True), name="option_preferred_once",
                violation_error_message="Two options are preferred; choose exactly one.",
            ),
            models.CheckConstraint(
                condition=Q(is_preferred=False) | Q(is_shortlisted=True), name="option_preferred_is_shortlisted",
                violation_error_message="The preferred option is on the shortlist too; tick “shortlisted”.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class CaseLine(DocumentRow):
    """A cost or a benefit of the preferred option; its amounts are by force and financial year."""

    document = _of("lines")
    kind = models.CharField(max_length=14, choices=FigureKind.choices)
    name = models.CharField("what it is", max_length=200)
    recurs = models.CharField("one-off or recurring", max_length=10, choices=Recurs.choices, blank=True)
    total = _amount("total stated (£)", "As the case states it; the parts must add up to it. Empty when not stated.")
    baseline = models.CharField(max_length=200, blank=True, help_text="What it is measured against.")

    class Meta:
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "name"], name="line_once_of_a_kind",
                violation_error_message="Two lines of the same kind have the same name; give each its own.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class CaseAmount(DocumentRow):
    """What a line comes to for one force in one financial year; what is not stated has no row."""

    document = _of("amounts")
    line = models.ForeignKey(CaseLine, models.PROTECT, related_name="amounts", editable=False)
    force = models.ForeignKey(
        Force, models.PROTECT, null=True, blank=True, related_name="case_amounts+",
        help_text="Empty when the case does not divide it between the forces.",
    )  # fmt: skip
    financial_year = models.CharField(max_length=7, validators=[validate_financial_year])
    amount = models.DecimalField("amount (£)", max_digits=15, decimal_places=2)

    class Meta:
        ordering = ["line", "financial_year", "force", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "force", "financial_year"], name="amount_once_by_force_and_year"
            ),
            models.UniqueConstraint(
                fields=["line", "financial_year"], condition=Q(force__isnull=True), name="amount_once_undivided"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.line}, {self.financial_year}"


class CaseFunding(DocumentRow):
    """Where the money comes from."""

    document = _of("funding")
    source = models.CharField(max_length=12, choices=FundingSource.choices)
    name = models.CharField("from whom", max_length=200, help_text="Such as the fund, the grant or the reserve.")
    force = models.ForeignKey(Force, models.PROTECT, null=True, blank=True, related_name="case_funding+")
    financial_year = models.CharField(max_length=7, blank=True, validators=[validate_financial_year])
    amount = _amount("amount (£)")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["document", "position", "pk"]
        verbose_name_plural = "case funding"

    def __str__(self) -> str:
        return self.name


class CaseRisk(DocumentRow):
    """A risk as the case tells it."""

    document = _of("risks")
    words = models.CharField("risk", max_length=300)
    probability = models.CharField(max_length=6, choices=Level.choices, blank=True)
    impact = models.CharField(max_length=6, choices=Level.choices, blank=True)
    rag = models.CharField("RAG", max_length=5, choices=Rag.choices, blank=True)
    owner = models.CharField(max_length=160, blank=True)
    response = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["document", "position", "pk"]

    def __str__(self) -> str:
        return self.words


class CaseStep(DocumentRow):
    """A milestone of the plan for delivery."""

    document = _of("steps")
    name = models.CharField("milestone", max_length=200)
    due = EdtfField("due")
    owner = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["document", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class CaseAttachment(DocumentRow):
    """A file that belongs to a version of the document; the same file may belong to several versions."""

    document = _of("attachments")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="case_attachments+")

    class Meta:
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "file"], name="file_attached_once"),
            models.UniqueConstraint(
                fields=["document", "title"], name="attachment_title_once",
                violation_error_message="Two attachments have the same title; replace the one, or name it otherwise.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
