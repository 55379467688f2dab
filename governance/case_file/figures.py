"""The figures of a case added up to the penny, and whether what the case states of them agrees with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from governance.case_file.parts import FileParts
from governance.case_file.years import gaps, span
from governance.choices import COSTS, FigureKind
from governance.models import CaseDocument, CaseLine, CaseOption
from programmes.amounts import pounds

#: How far a stated ratio may stand from the figures (it is often given to one place), and a stated NPSV (half a percent).
RATIO_ROUNDING, VALUE_ROUNDING = Decimal("0.05"), Decimal("0.005")


def total_of(line: CaseLine, parts: FileParts) -> Decimal | None:
    """What a line comes to: its parts added, else the total stated, else not known."""
    amounts = [amount.amount for amount in parts.amounts_of(line)]
    return sum(amounts, Decimal(0)) if amounts else line.total


def sum_fault(label: str, total: Decimal | None, amounts: Iterable[Decimal]) -> str:
    """A sentence when the parts do not add up to the stated total, saying by how much; else ""."""
    known = list(amounts)
    if total is None or not known:
        return ""
    difference = sum(known, Decimal(0)) - total
    if not difference:
        return ""
    word = "more" if difference > 0 else "less"
    return (
        f"The parts of “{label}” add up to {pounds(sum(known, Decimal(0)))}, "
        f"{pounds(abs(difference))} {word} than the total of {pounds(total)}."
    )


def gap_fault(label: str, years: Iterable[str]) -> str:
    """A sentence when financial years are left out between the first and the last; else ""."""
    missing = gaps(years)
    return f"The years of “{label}” leave out {', '.join(missing)}." if missing else ""


@dataclass(frozen=True)
class Appraisal:
    """Costs and benefits of the preferred option, discounted where the case says how; None when not known."""

    costs: Decimal | None
    benefits: Decimal | None
    how: str
    why_not: str = ""

    @property
    def npsv(self) -> Decimal | None:
        """Benefits less costs."""
        return None if self.costs is None or self.benefits is None else self.benefits - self.costs

    @property
    def bcr(self) -> Decimal | None:
        """Benefits over costs, to two places."""
        if not self.costs or self.benefits is None:
            return None
        return (self.benefits / self.costs).quantize(Decimal("0.01"), ROUND_HALF_UP)


def appraise(document: CaseDocument, parts: FileParts) -> Appraisal:
    """The present values of all lines, at the discount rate from the base year; without both, plain sums."""
    rate, base = document.discount_rate, document.base_year
    discounts = rate is not None and bool(base)
    how = f"discounted at {rate.normalize():f} % from {base}" if rate is not None and base else "not discounted"
    sums = {True: Decimal(0), False: Decimal(0)}
    seen = set()
    for line in parts.lines:
        amounts = parts.amounts_of(line)
        is_cost = line.kind in COSTS
        if not amounts and (line.total is None or discounts):
            what = "is not divided by year" if line.total is not None else "has no amount"
            return Appraisal(None, None, how, f"“{line}” {what}, so the stated values cannot be checked.")
        seen.add(is_cost)
        if not amounts:
            assert line.total is not None
            sums[is_cost] += line.total
        for row in amounts:
            years = int(row.financial_year[:4]) - int(base[:4]) if discounts else 0
            factor = (1 + (rate or Decimal(0)) / 100) ** -years if discounts else Decimal(1)
            sums[is_cost] += row.amount * factor
    if seen != {True, False}:
        return Appraisal(
            None, None, how, "There are not both costs and benefits, so the stated values cannot be checked."
        )
    costs, benefits = (sums[side].quantize(Decimal("0.01"), ROUND_HALF_UP) for side in (True, False))
    return Appraisal(costs, benefits, how)


def mismatches(document: CaseDocument, parts: FileParts) -> list[str]:
    """What the case states and its own figures do not bear out: warnings, for the case may know more than its figures."""
    return [*figure_faults(document, parts), *option_faults(document, parts.options)]


def figure_faults(document: CaseDocument, parts: FileParts) -> list[str]:
    """The warnings that lines and funding give rise to."""
    found = []
    for line in parts.lines:
        amounts = parts.amounts_of(line)
        found.append(sum_fault(str(line), line.total, [row.amount for row in amounts]))
        found.append(gap_fault(str(line), {row.financial_year for row in amounts}))
    stated = appraise(document, parts)
    if _ratios_differ(document.bcr, stated.bcr):
        found.append(
            f"Benefit-cost ratio: the case states {document.bcr:f}; its figures give {stated.bcr:f} "
            f"({_pounds(stated.benefits)} over {_pounds(stated.costs)}, {stated.how})."
        )
    if _values_differ(document.npsv, stated.npsv):
        found.append(
            f"Net present social value: the case states {_pounds(document.npsv)}; its figures give "
            f"{_pounds(stated.npsv)} ({_pounds(stated.benefits)} less {_pounds(stated.costs)}, {stated.how})."
        )
    if (document.npsv is not None or document.bcr is not None) and stated.why_not and parts.lines:
        found.append(stated.why_not)
    found.append(_funding_fault(parts))
    return [sentence for sentence in found if sentence]


def option_faults(document: CaseDocument, options: Iterable[CaseOption]) -> list[str]:
    """What options state of their value and their own present values, or the economic case, do not bear out."""
    found = []
    for option in options:
        of = Appraisal(option.pv_costs, option.pv_benefits, "")
        if _ratios_differ(option.bcr, of.bcr):
            found.append(
                f"Benefit-cost ratio of option “{option}”: the case states {option.bcr:f}; its present values give "
                f"{of.bcr:f} ({_pounds(of.benefits)} over {_pounds(of.costs)})."
            )
        if _values_differ(option.npsv, of.npsv):
            found.append(
                f"Net present social value of option “{option}”: the case states {_pounds(option.npsv)}; its present "
                f"values give {_pounds(of.npsv)} ({_pounds(of.benefits)} less {_pounds(of.costs)})."
            )
        found += _preferred_faults(document, option) if option.is_preferred else []
    return found


def _preferred_faults(document: CaseDocument, option: CaseOption) -> list[str]:
    """Where the economic case and the row of its preferred option state different values; they are of the same option."""
    found = []
    if _ratios_differ(option.bcr, document.bcr):
        found.append(
            f"Benefit-cost ratio: the economic case states {document.bcr:f}, the row of its preferred option “{option}” "
            f"{option.bcr:f}."
        )
    if _values_differ(option.npsv, document.npsv):
        found.append(
            f"Net present social value: the economic case states {_pounds(document.npsv)}, the row of its preferred "
            f"option “{option}” {_pounds(option.npsv)}."
        )
    return found


def _ratios_differ(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and abs(one - other) > RATIO_ROUNDING


def _values_differ(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return False
    return abs(one - other) > max(max(abs(one), abs(other)) * VALUE_ROUNDING, Decimal(1))


def _pounds(value: Decimal | None) -> str:
    return pounds(value) if value is not None else "not stated"


def _funding_fault(parts: FileParts) -> str:
    cost = _known_sum(total_of(line, parts) for line in parts.lines if line.kind in COSTS)
    fund = _known_sum(row.amount for row in parts.funding)
    if cost is None or fund is None or cost == fund:
        return ""
    word = "more" if fund > cost else "less"
    return f"The funding is {pounds(fund)}, {pounds(abs(fund - cost))} {word} than the costs of {pounds(cost)}."


def _known_sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of some values; None when there are none, or one is not known."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


# Tables ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureRow:
    """A row of a table of figures: what it is, a cell for each column in words, its sum in words."""

    label: str
    kind: str
    cells: tuple[str, ...]
    total: str
    note: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class FigureTable:
    """Figures by year, or by force."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]


UNDIVIDED = "Not divided"


def tables_of(parts: FileParts) -> list[FigureTable]:
    """The lines by financial year and by force, with sums of costs and of benefits; a cell nobody stated is a dash."""
    if not parts.lines:
        return []
    years = span({row.financial_year for row in parts.amounts})
    forces = sorted({row.force.name for row in parts.amounts if row.force})
    if any(row.force is None for row in parts.amounts):
        forces.append(UNDIVIDED)
    by_year = _table("By financial year", years, parts, lambda row: row.financial_year)
    by_force = _table("By force", forces, parts, lambda row: row.force.name if row.force else UNDIVIDED)
    return [by_year, by_force] if forces else [by_year]


def _table(title: str, columns: list[str], parts: FileParts, column_of: Any) -> FigureTable:
    rows: list[FigureRow] = []
    for is_cost, words in ((True, "All costs"), (False, "All benefits")):
        lines = [line for line in parts.lines if (line.kind in COSTS) == is_cost]
        sums: dict[str, Decimal] = {}
        for line in lines:
            cells: dict[str, Decimal] = {}
            for row in parts.amounts_of(line):
                key = column_of(row)
                cells[key] = cells.get(key, Decimal(0)) + row.amount
                sums[key] = sums.get(key, Decimal(0)) + row.amount
            kind = FigureKind(line.kind).label
            recurs = f", {line.get_recurs_display().lower()}" if line.recurs else ""
            rows.append(
                FigureRow(
                    str(line), f"{kind}{recurs}", _cells(cells, columns), _words(total_of(line, parts)), line.baseline
                )
            )
        if len(lines) > 1:
            totals = [total_of(line, parts) for line in lines]
            known = sum((t for t in totals if t is not None), Decimal(0))
            lacks = "" if None not in totals else "without those not stated"
            rows.append(FigureRow(words, "", _cells(sums, columns), _words(known), lacks, is_sum=True))
    return FigureTable(title, tuple(columns), tuple(rows))


def _cells(cells: dict[str, Decimal], columns: list[str]) -> tuple[str, ...]:
    return tuple(_words(cells.get(column)) for column in columns)


def _words(value: Decimal | None) -> str:
    return pounds(value) if value is not None else "–"
