"""Makers of the parts of a case’s document, and of a document with all that its stage needs."""

from decimal import Decimal
from itertools import count
from typing import Any

from governance.choices import FigureKind, FundingSource
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
from tests.factories.governance import make_case_document
from tests.factories.programmes import make_stored_file

_number = count(1)


def _document(fields: dict[str, Any]) -> CaseDocument:
    if "document" not in fields:
        fields["document"] = make_case_document()
    return fields["document"]


def make_case_option(**fields: Any) -> CaseOption:
    _document(fields)
    fields.setdefault("code", f"O{next(_number)}")
    fields.setdefault("name", f"Option {next(_number)}")
    return CaseOption.objects.create(**fields)


def make_case_line(**fields: Any) -> CaseLine:
    _document(fields)
    fields.setdefault("kind", FigureKind.REVENUE)
    fields.setdefault("name", f"Line {next(_number)}")
    return CaseLine.objects.create(**fields)


def make_case_amount(**fields: Any) -> CaseAmount:
    if "line" not in fields:
        fields["line"] = make_case_line()
    fields["document"] = fields["line"].document
    fields.setdefault("financial_year", "2016/17")
    fields.setdefault("amount", Decimal("100.00"))
    return CaseAmount.objects.create(**fields)


def make_case_funding(**fields: Any) -> CaseFunding:
    _document(fields)
    fields.setdefault("source", FundingSource.FORCES)
    fields.setdefault("name", "The seven forces")
    return CaseFunding.objects.create(**fields)


def make_case_risk(**fields: Any) -> CaseRisk:
    _document(fields)
    fields.setdefault("words", f"Risk {next(_number)}")
    return CaseRisk.objects.create(**fields)


def make_case_step(**fields: Any) -> CaseStep:
    _document(fields)
    fields.setdefault("name", f"Milestone {next(_number)}")
    return CaseStep.objects.create(**fields)


def make_case_attachment(**fields: Any) -> CaseAttachment:
    document = _document(fields)
    if "file" not in fields:
        fields["file"] = make_stored_file(about=document)
    fields.setdefault("title", f"Attachment {next(_number)}")
    return CaseAttachment.objects.create(**fields)


#: A text or figure for every named field of the five cases.
FIELDS: dict[str, Any] = dict.fromkeys(
    (
        "strategic problem objectives baseline scope_in scope_out dependencies constraints plan_priority economic "
        "critical_success_factors sensitivity non_monetised commercial route lots staff_terms contract_term financial "
        "cost_share finance_view management sro governing benefits_plan"
    ).split(),
    "Said.",
) | {
    "npsv": Decimal("100.00"), "bcr": Decimal("2.00"), "discount_rate": Decimal("3.50"), "appraisal_years": 1,
    "base_year": "2016/17", "optimism_capital": Decimal("10.00"), "optimism_revenue": Decimal("5.00"),
    "contract_value": Decimal("1000.00"), "pir_due": "2018",
}  # fmt: skip


def add_parts(document: CaseDocument) -> CaseDocument:
    """Give a document the rows that a full business case needs: figures that bear out NPSV £100 and BCR 2.00."""
    make_case_option(document=document, code="1", name="Stay as we are", is_bau=True, is_shortlisted=True)
    make_case_option(
        document=document, code="2", name="One service", is_shortlisted=True, is_preferred=True,
        npsv=Decimal("100.00"), bcr=Decimal("2.00"), pv_benefits=Decimal("200.00"), pv_costs=Decimal("100.00"),
    )  # fmt: skip
    make_case_amount(line=make_case_line(document=document, name="Set-up"), amount=Decimal("100.00"))
    saving = make_case_line(document=document, kind=FigureKind.CASHABLE, name="Fewer posts")
    make_case_amount(line=saving, amount=Decimal("200.00"))
    make_case_funding(document=document, amount=Decimal("100.00"))
    make_case_risk(document=document)
    make_case_step(document=document)
    return document


def make_whole_document(**fields: Any) -> CaseDocument:
    """A document version with all that a full business case needs before Oversight."""
    document = make_case_document(**FIELDS | fields)
    if document.lead_force_id is None and "lead_force" not in fields:
        document.lead_force = document.case.participating_forces.first()
        document.save()
    return add_parts(document)
