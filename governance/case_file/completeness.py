"""Whether a document version is complete for its stage: one list of what Oversight expects, used by page and door."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, CharField, DecimalField, ExpressionWrapper, F, Q, Value

from governance.case_file.figures import gap_fault, sum_fault
from governance.case_file.parts import label_of
from governance.choices import COSTS, Stage
from governance.models import (
    BusinessCase,
    CaseAmount,
    CaseDocument,
    CaseFunding,
    CaseLine,
    CaseOption,
    CaseRisk,
    CaseStep,
)
from programmes.phrases import lower_first

#: The fields of each case that a strategic outline case fills in.
_SOC: dict[str, tuple[str, ...]] = {
    "strategic": ("strategic", "problem", "objectives", "scope_in"),
    "economic": ("economic", "critical_success_factors"),
    "commercial": ("commercial",),
    "financial": ("financial",),
    "management": ("management", "sro"),
}
#: What an outline business case adds.
_OBC: dict[str, tuple[str, ...]] = {
    "strategic": ("baseline", "scope_out", "dependencies", "constraints", "plan_priority"),
    "economic": (
        "npsv", "bcr", "discount_rate", "appraisal_years", "base_year", "optimism_capital", "optimism_revenue",
        "non_monetised",
    ),
    "commercial": ("route", "lead_force", "staff_terms"),
    "financial": ("cost_share",),
    "management": ("governing",),
}  # fmt: skip
#: What a full business case adds.
_FBC: dict[str, tuple[str, ...]] = {
    "economic": ("sensitivity",),
    "commercial": ("contract_value", "contract_term"),
    "management": ("benefits_plan", "pir_due"),
}
_ADDED = {Stage.SOC: (_SOC,), Stage.OBC: (_SOC, _OBC), Stage.FBC: (_SOC, _OBC, _FBC)}


@dataclass(frozen=True)
class Need:
    """One thing a version needs: what it is, what is missing (empty when it is there), and where it is put right.

    `place` is a field of the document, or with `part` one of its parts.
    """

    label: str
    missing: str
    place: str
    part: str = ""

    @property
    def is_there(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class _Row:
    """A part of a version as far as completeness asks for it."""

    what: str
    key: int
    words: str
    year: str
    is_bau: bool
    is_shortlisted: bool
    is_preferred: bool
    has_npsv: bool
    has_bcr: bool
    amount: Decimal | None


def needs_of(document: CaseDocument) -> list[Need]:
    """All that a version needs for its stage, in the order of the paper; one query reads its parts."""
    stage = Stage(document.stage)
    rows = _rows(document)
    found = [_case(document, case) for case in CaseDocument.FIVE_CASES]
    found.insert(2, Need("Options", _options(stage, rows), "options", "options"))
    if stage is not Stage.SOC:
        found += [
            Need("Costs by force and year", _lines(rows, are_costs=True), "lines", "lines"),
            Need("Benefits by force and year", _lines(rows, are_costs=False), "lines", "lines"),
            _some("Funding", "funding", rows, "Say where the money comes from."),
            _some("Risks", "risks", rows, "No risk is listed."),
            _some("Plan", "plan", rows, "No milestone is listed."),
        ]
    view = "" if document.finance_view.strip() else "Still empty."
    return [*found, Need("Finance officer’s view", view, "finance_view")]


def missing_of(document: CaseDocument) -> list[Need]:
    """What a version still lacks for its stage."""
    return [need for need in needs_of(document) if not need.is_there]


def missing_words(needs: Iterable[Need]) -> str:
    """What is missing, in one line for a sentence: “commercial case (route to market), risks”."""
    return "; ".join(f"{lower_first(need.label)} ({_inner(need.missing)})" for need in needs)


def _inner(words: str) -> str:
    return words[0].lower() + words[1:].removesuffix(".")


def _case(document: CaseDocument, case: str) -> Need:
    names = [name for added in _ADDED[Stage(document.stage)] for name in added.get(case, ())]
    empty = [name for name in names if _is_empty(document, name)]
    labels = ["the case in brief" if name == case else _lower(label_of(CaseDocument, name)) for name in empty]
    missing = f"Still empty: {', '.join(labels)}." if labels else ""
    return Need(label_of(CaseDocument, case), missing, empty[0] if empty else case)


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _is_empty(document: CaseDocument, name: str) -> bool:
    value: Any = getattr(document, "lead_force_id" if name == "lead_force" else name)
    if name == "pir_due":
        value = value or document.pir_due_words  # type: ignore[attr-defined]
    return value is None or (isinstance(value, str) and not value.strip())


def _options(stage: Stage, rows: list[_Row]) -> str:
    """A long list at SOC, a shortlist at OBC; at FBC one preferred, two shortlisted, one of them BAU, the others valued."""
    options = [row for row in rows if row.what == "options"]
    short = [row for row in options if row.is_shortlisted]
    lacks = []
    if stage is Stage.SOC:
        return "" if len(options) >= 2 else "List at least two options."
    if len(short) < 2:
        lacks.append(f"at least two options on the shortlist (there {'is' if len(short) == 1 else 'are'} {len(short)})")
    if stage is Stage.FBC:
        if not any(row.is_bau for row in short):
            lacks.append("business as usual on the shortlist")
        if sum(1 for row in options if row.is_preferred) != 1:
            lacks.append("exactly one preferred option")
        lacks += filter(None, [_values(row) for row in short])
    return f"Still needed: {', '.join(lacks)}." if lacks else ""


def _values(option: _Row) -> str:
    """Which stated value a shortlisted option lacks; business as usual, against which the others are measured, needs none."""
    words = (("net present social value", option.has_npsv), ("benefit-cost ratio", option.has_bcr))
    empty = [] if option.is_bau else [word for word, is_there in words if not is_there]
    return f"the {' and '.join(empty)} of “{option.words}”" if empty else ""


def _lines(rows: list[_Row], *, are_costs: bool) -> str:
    lines = [row for row in rows if row.what == "lines" and (row.year in COSTS) == are_costs]
    if not lines:
        return f"No {'cost' if are_costs else 'benefit'} is listed."
    faults = []
    for line in lines:
        amounts = [row for row in rows if row.what == "amounts" and row.key == line.key]
        if not amounts:
            faults.append(f"“{line.words}” has no amount by year.")
        faults.append(sum_fault(line.words, line.amount, [row.amount for row in amounts if row.amount is not None]))
        faults.append(gap_fault(line.words, {row.year for row in amounts}))
    return " ".join(filter(None, faults))


def _some(label: str, part: str, rows: list[_Row], words: str) -> Need:
    return Need(label, "" if any(row.what == part for row in rows) else words, part, part)


def _rows(document: CaseDocument) -> list[_Row]:
    """The parts of a version in one query; a line’s kind stands where an amount has its year."""
    no, nothing = Value(False, BooleanField()), Value("", CharField())
    no_amount = Value(None, DecimalField(max_digits=15, decimal_places=2))

    def of(model: Any, what: str, **given: Any) -> Any:
        columns = {
            "key_": F("pk"), "words_": nothing, "year_": nothing, "bau_": no, "short_": no, "preferred_": no,
            "npsv_": no, "bcr_": no, "amount_": no_amount,
        } | given  # fmt: skip
        rows = model.objects.filter(document=document).order_by()
        return rows.annotate(what_=Value(what, CharField()), **columns).values_list("what_", *columns)

    amounts = of(CaseAmount, "amounts", key_=F("line_id"), year_=F("financial_year"), amount_=F("amount"))
    others = (
        of(CaseLine, "lines", words_=F("name"), year_=F("kind"), amount_=F("total")),
        of(
            CaseOption, "options", words_=F("name"), bau_=F("is_bau"), short_=F("is_shortlisted"),
            preferred_=F("is_preferred"), npsv_=_is_given("npsv"), bcr_=_is_given("bcr"),
        ),
        of(CaseFunding, "funding"), of(CaseRisk, "risks"), of(CaseStep, "plan"),
    )  # fmt: skip
    found = [_Row(*values) for values in amounts.union(*others, all=True)]
    return [replace(row, amount=None if row.amount is None else row.amount.quantize(Decimal("0.01"))) for row in found]


def _is_given(name: str) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**{f"{name}__isnull": False}), BooleanField())


# Before a case is commissioned -----------------------------------------------------------------------------------


def missing_duty(case: BusinessCase) -> list[str]:
    """The headings of the duty-to-collaborate note that are still empty (Police Act 1996 s22B, s22C, s23HA)."""
    return [label_of(BusinessCase, name) for name in BusinessCase.DUTY_FIELDS if not getattr(case, name).strip()]
