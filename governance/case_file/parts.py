"""A document version with all its parts, as they are fixed, copied, compared and shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from governance.models import (
    CaseAmount,
    CaseAttachment,
    CaseDocument,
    CaseFunding,
    CaseLine,
    CaseOption,
    CaseRisk,
    CaseStep,
)
from programmes.amounts import pounds
from programmes.dates import in_words
from programmes.fields import EdtfField
from programmes.history import Record

#: What a document says of itself beside its five cases.
HEAD = ("title", "dated", "url", "summary", "recommends")
#: The named fields of the five cases, in the order of the page.
CASE_FIELDS = tuple(name for _, names in CaseDocument.SECTIONS for name in names)

#: The fields that each kind of part is made of, in the order in which they are said.
ROW_FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    CaseOption: (
        "code", "name", "is_bau", "is_minimum", "is_shortlisted", "is_preferred", "npsv", "bcr", "pv_benefits",
        "pv_costs", "appraisal",
    ),
    CaseLine: ("kind", "name", "recurs", "total", "baseline"),
    CaseFunding: ("source", "name", "force", "financial_year", "amount", "note"),
    CaseRisk: ("words", "probability", "impact", "rag", "owner", "response"),
    CaseStep: ("name", "due", "owner"),
    CaseAttachment: ("title", "file"),
}  # fmt: skip


@dataclass(frozen=True)
class FileParts:
    """All rows of one document version, each kind in its order."""

    options: list[CaseOption]
    lines: list[CaseLine]
    amounts: list[CaseAmount]
    funding: list[CaseFunding]
    risks: list[CaseRisk]
    steps: list[CaseStep]
    attachments: list[CaseAttachment]

    def amounts_of(self, line: CaseLine) -> list[CaseAmount]:
        """The amounts of one line, by year and force."""
        return [amount for amount in self.amounts if amount.line_id == line.pk]


def parts_of(document: CaseDocument) -> FileParts:
    """Read the parts of a document, in seven queries."""
    return FileParts(
        options=list(document.options.all()),
        lines=list(document.lines.all()),
        amounts=list(document.amounts.select_related("force").order_by("financial_year", "force__name", "pk")),
        funding=list(document.funding.select_related("force")),
        risks=list(document.risks.all()),
        steps=list(document.steps.all()),
        attachments=list(document.attachments.select_related("file__replaces", "file__recorded_by")),
    )


def label_of(model: type[models.Model], name: str) -> str:
    """What a field is called, with a capital."""
    words = next(str(f.verbose_name) for f in model._meta.concrete_fields if f.name == name)
    return words[:1].upper() + words[1:]


def words_of(row: models.Model, name: str) -> str:
    """A field in words; the empty one as nothing. Amounts in pounds carry their sign, percentages theirs."""
    field = row._meta.get_field(name)
    value: Any = getattr(row, name)
    if isinstance(field, EdtfField):
        return getattr(row, f"{name}_words") or in_words(value)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    label = str(getattr(field, "verbose_name", ""))
    if isinstance(value, Decimal) and "£" in label:
        return pounds(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}{' %' if '%' in label else ''}"
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]
    return str(value)


def plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Fields as plain data, exact to the penny, for a hash: records by their reference, files by their SHA-256."""
    found: dict[str, Any] = {}
    for name in names:
        value: Any = getattr(row, name)
        if isinstance(row._meta.get_field(name), EdtfField):
            found[f"{name}_words"] = getattr(row, f"{name}_words")
        if isinstance(value, Decimal):
            value = f"{value:.2f}"
        elif isinstance(value, Record):
            value = value.reference
        elif isinstance(value, models.Model):
            value = {"name": value.name, "sha256": value.sha256}  # type: ignore[attr-defined]
        found[name] = value
    return found
