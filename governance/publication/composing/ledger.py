"""Savings: what is predicted and delivered, kind by kind, beside what the sources claim; claims are never added up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.short import claim_row
from governance.publication.composing.standing import hidden
from governance.publication.pages import ClaimList, ListPage
from governance.publication.parts import Link, Way
from governance.publication.record import PublicRecord
from governance.publication.rows import ClaimRow
from governance.publication.status_rows import LedgerRow
from governance.publication.telling_pages import LedgerList
from programmes.amounts import pounds
from programmes.choices import FigureStatus
from programmes.models import Force
from workstreams.choices import BenefitKind, LedgerFigure, Measure
from workstreams.models import Benefit, BenefitLine, SavingsFigure, Workstream

CLAIMS_IN_A_PART = 40

INTRO = (
    "What the sources say has been saved, will be saved or must be saved, in their own words and with their hedges. "
    "The figures measure different things over different times, so they are not added up."
)
LEDGER_INTRO = (
    "What the workstreams predict and have delivered, by financial year. Each kind stands for itself: cashable money is "
    "never added to other benefits, nor a prediction to what was delivered, nor any of them to what a source claims. "
    "“2 of 3 stated” means that a figure is the sum of two forces’ figures and that the third states none."
)
_FIGURES = (
    LedgerFigure.PREDICTED_SOC,
    LedgerFigure.PREDICTED_OBC,
    LedgerFigure.PREDICTED_FBC,
    LedgerFigure.DELIVERED,
)


def ledger_rows(record: PublicRecord, workstreams: Iterable[Workstream]) -> tuple[LedgerRow, ...]:
    """For each workstream, kind and financial year the sum of what the forces state, saying how many state it."""
    made = []
    for stream in workstreams:
        groups: dict[tuple[str, str], list[BenefitLine]] = defaultdict(list)
        for benefit in record.group(Benefit, "workstream_id", stream.pk):
            label = BenefitKind(benefit.kind).label if benefit.kind else "Kind not stated"
            kind = hidden(record, benefit, "kind") or label
            for line in record.group(BenefitLine, "benefit_id", benefit.pk):
                if record.one(Force, line.force_id):
                    groups[kind, line.financial_year].append(line)
        made += [
            LedgerRow(
                about=record.link(stream) or Link(""),
                kind=kind,
                financial_year=year,
                lines=f"{len(lines)} of forces" if len(lines) > 1 else "1 of a force",
                **{str(figure): summed(record, lines, figure) for figure in _FIGURES},
            )
            for (kind, year), lines in sorted(groups.items())
        ]
    return tuple(made)


def summed(record: PublicRecord, lines: Sequence[BenefitLine], figure: LedgerFigure) -> str:
    """The sum of the lines that state a figure; nothing where none does, for unknown is not nought."""
    part = "delivered" if figure == LedgerFigure.DELIVERED else "predicted"
    if words := next((words for line in lines if (words := hidden(record, line, part))), ""):
        return words
    values: list[Decimal | None] = [getattr(line, figure) for line in lines]
    stated = [value for value in values if value is not None]
    if not stated:
        return ""
    words = pounds(sum(stated, Decimal(0)))
    return words if len(stated) == len(values) else f"{words} ({len(stated)} of {len(values)} stated)"


#: The pages of claims: address, title, what the list is, which claims. A claim stands on one of them, and on the first.
_KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("delivered", "Savings said to be delivered", (FigureStatus.DELIVERED, FigureStatus.VALIDATED)),
    ("predicted", "Savings predicted", (FigureStatus.PREDICTED,)),
    ("targets", "Savings aimed at or required", (FigureStatus.TARGET,)),
    ("other", "Other claims and figures", ()),
)


def savings_pages(record: PublicRecord) -> list[ListPage]:
    """The claims of the sources, whole and by what each is; the ledger; neither is ever added to the other."""
    figures = list(record.rows(SavingsFigure).values())
    ledger = ledger_rows(record, record.rows(Workstream).values())
    found = {path: [row for row in figures if _kind_of(record, row) == path] for path, _, _ in _KINDS}
    links = [Link("All", "/savings/", f"{len(figures):,}")]
    links += [Link(title, f"/savings/{path}/", f"{len(found[path]):,}") for path, title, _ in _KINDS if found[path]]
    ways = (
        Way("Claims of the sources", tuple(links)),
        Way("Predicted and delivered", (Link("By kind and financial year", "/savings/ledger/", f"{len(ledger):,}"),)),
    )

    def pages(path: str, title: str, chosen: Iterable[SavingsFigure]) -> list[ListPage]:
        rows: list[ClaimRow] = [claim_row(record, row) for row in chosen]
        return parts_of(ClaimList, path, title, INTRO, rows, CLAIMS_IN_A_PART, ways=ways)

    made = pages("/savings/", "Savings claims", figures)
    for path, title, _ in _KINDS:
        if found[path]:
            made += pages(f"/savings/{path}/", title, found[path])
    made += parts_of(
        LedgerList, "/savings/ledger/", "Benefits, predicted and delivered", LEDGER_INTRO, ledger, ways=ways
    )  # fmt: skip
    return made


def _kind_of(record: PublicRecord, figure: SavingsFigure) -> str:
    """Which page a claim stands on, by its status; what measures no saving stands with the others."""
    if hidden(record, figure, "what") or figure.measure not in (Measure.SAVING, Measure.SAVING_REQUIRED):
        return "other"
    return next((path for path, _, statuses in _KINDS if figure.figure_status in statuses), "other")
