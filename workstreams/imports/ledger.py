"""Lines of the benefit ledger from a file; a delivered figure that changes needs its reason and loses its validation."""

from typing import Any

from programmes.dates import in_words
from programmes.history import StaleRecord
from programmes.models import Force
from programmes.sheets.reading import Sheet, SheetRow
from programmes.years import is_financial_year
from workstreams.benefits import record_line
from workstreams.choices import LedgerFigure
from workstreams.imports import columns as c
from workstreams.imports.kinds import REFERENCE, Kind, chunks
from workstreams.imports.plan import RowPlan
from workstreams.models import Benefit, BenefitLine

_MEANING = {
    LedgerFigure.PREDICTED_SOC: "What the strategic outline case predicts.",
    LedgerFigure.PREDICTED_OBC: "What the outline business case predicts.",
    LedgerFigure.PREDICTED_FBC: "What the full business case predicts.",
    LedgerFigure.TARGET: "The target set.",
    LedgerFigure.DELIVERED: "What was delivered. A figure that changes loses its validation; another person gives it anew.",
    LedgerFigure.REINVESTED: "What of it was reinvested.",
    LedgerFigure.NET: "Net, as the report states it.",
    LedgerFigure.CARRIED_FORWARD: "Carried forward, as the report states it.",
}


def _validated(line: BenefitLine) -> str:
    if not line.validated_by:
        return "Not validated" if line.delivered is not None else ""
    return f"By {line.validated_by}, {in_words(line.validated_on.isoformat())}" if line.validated_on else ""


class Ledger(Kind):
    name, title, noun = "benefits", "Benefit ledger", "line"
    keys = ("Benefit", "Force", "Financial year")
    columns = (
        c.fixed(
            REFERENCE, "The line’s own reference. Leave it empty for a new one.", "BLN- and a number, or nothing.",
            lambda line: line.reference,
        ),
        c.fixed("Benefit", "The reference of the benefit.", "BEN- and a number.", lambda line: line.benefit.reference),
        c.unread("Benefit title", "What that benefit is called.", lambda line: line.benefit.title),
        c.fixed("Force", "The force that gains.", "The name or reference of a force.", lambda line: line.force.name),
        c.fixed("Financial year", "From 1 April to 31 March.", "Such as 2016/17.", lambda line: line.financial_year),
        *(c.pounds(figure.label, figure.value, _MEANING[figure]) for figure in LedgerFigure),
        c.text("Evidence", "evidence", "What the figures rest on."),
        c.unread("Validated", "Who stands for the delivered figure. It is validated in the register.", _validated),
        c.reason("Reason", "Why a delivered figure that was given before changes. It is kept and shown."),
    )  # fmt: skip
    notes = (
        "A delivered figure that was given before changes only with a reason: in its row, or once for all when the import "
        "is confirmed.",
        "An empty cell means that nobody stated the figure; a column that is left out changes nothing.",
    )

    def records(self) -> Any:
        return self.reader.rows(BenefitLine.objects).select_related("benefit__workstream", "force")

    def prepare(self, sheet: Sheet) -> None:
        self.known_forces = self.forces()
        self.by_code: dict[str, BenefitLine] = {}
        self.by_key: dict[Any, BenefitLine] = {}
        self.benefits: dict[str, Benefit] = {}
        for codes in chunks(row.cells.get(REFERENCE, "") for row in sheet.rows):
            self.by_code |= {line.reference: line for line in self.records().filter(reference__in=codes)}
        without = [row for row in sheet.rows if not row.cells.get(REFERENCE)]
        for codes in chunks(row.cells.get("Benefit", "") for row in without):
            found = self.reader.rows(Benefit.objects).select_related("workstream").filter(reference__in=codes)
            self.benefits |= {benefit.reference: benefit for benefit in found}
            for line in self.records().filter(benefit__reference__in=codes):
                self.by_key[self.key_of(line)] = self.by_code.setdefault(line.reference, line)

    def key_of(self, record: Any) -> Any:
        return record.benefit_id, record.force_id, record.financial_year

    def find(self, row: SheetRow, plan: RowPlan) -> BenefitLine | None:
        code = row.cells.get(REFERENCE, "")
        if code:
            found = self.by_code.get(code)
            if found is None:
                plan.fault(REFERENCE, self.unknown(code))
            return found
        benefit = self.benefits.get(row.cells.get("Benefit", ""))
        if benefit is None:
            said = row.cells.get("Benefit", "")
            sentence = f"There is no benefit {said[:20]} that you may read." if said else "Say which benefit it is of."
            plan.fault("Benefit", f"{sentence} Write its reference, such as BEN-3.")
        force = self._force(row, plan)
        year = row.cells.get("Financial year", "")
        if not is_financial_year(year):
            plan.fault("Financial year", "Write the financial year as 2016/17.")
        if benefit is None or force is None or not is_financial_year(year):
            return None
        new = BenefitLine(benefit=benefit, force=force, financial_year=year)
        if (stored := self.by_key.get(self.key_of(new))) is not None:
            return stored
        plan.is_new = True
        return new

    def _force(self, row: SheetRow, plan: RowPlan) -> Force | None:
        said = row.cells.get("Force", "")
        found = self.known_forces.get(said.casefold())
        if found is None:
            sentence = f"There is no force “{said[:40]}”." if said else "Say which force gains."
            plan.fault("Force", f"{sentence} Write its name as the list does, such as Kent.")
        return found

    def judge(self, row: SheetRow, plan: RowPlan) -> None:
        line = plan.record
        if plan.is_new:
            for head in self.keys:
                plan.change(head, "", next(column for column in self.columns if column.head == head).shown(line))
        elif "delivered" in plan.values:
            plan.needs_reason = line.delivered is not None
            if line.validated_by:
                plan.change("Validated", _validated(line), "Not validated")

    def _check_as_planned(self, line: BenefitLine) -> None:
        """Raise StaleRecord where somebody made or changed the line since it was compared: its door reads it anew."""
        Benefit.objects.select_for_update().get(pk=line.benefit_id)
        rows = BenefitLine.objects.filter(
            benefit=line.benefit_id, force=line.force_id, financial_year=line.financial_year
        )
        if (rows.values_list("version", flat=True).first() or 0) != line.version:
            raise StaleRecord(line)

    def write(self, plan: RowPlan, reason: str) -> BenefitLine:
        figures = {name: value for name, value in plan.values.items() if name in LedgerFigure.values}
        line = plan.record
        self._check_as_planned(line)
        return record_line(
            benefit=line.benefit, force=line.force, financial_year=line.financial_year, figures=figures,
            evidence=plan.values.get("evidence"), by=self.by, reason=reason,
        )  # fmt: skip
