"""What the pages of workstreams, areas, milestones, risks and savings figures say."""

from typing import Any

from programmes import pages
from programmes.fields import vague
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from programmes.reports.pages import listed
from programmes.tables.base import count_words
from workstreams.models import (
    AreaMapping,
    BenefitLine,
    BusinessArea,
    EnablingGroup,
    SavingsFigure,
    Workstream,
)
from workstreams.reports.dependencies import dependency_section
from workstreams.reports.standing import standing
from workstreams.reports.waits import of_workstream
from workstreams.tables.area import CommentTable, MappingTable, ObservationTable, PlanEntryTable
from workstreams.tables.benefit import BenefitTable, SavingsFigureTable
from workstreams.tables.milestone import MilestoneTable
from workstreams.tables.risk import RiskTable
from workstreams.tables.workstream import WorkstreamTable


def workstream_page(workstream: Workstream, reader: Reader) -> PageParts:
    """A workstream: what it is for, what was said of it and when, milestones, risks, money."""
    code = workstream.reference
    status = standing(workstream, reader)
    waits, milestones = of_workstream(reader, workstream)
    lines = reader.rows(BenefitLine.objects.filter(benefit__workstream=workstream))
    return PageParts(
        kind="Workstream",
        lead=workstream.purpose,
        facts=(
            pages.record("Programme", workstream.programme, reader, empty="None"),
            pages.record("Alliance", workstream.alliance, reader, empty="None"),
            pages.record("Business area", workstream.area, reader),
            pages.records("Participating forces", workstream.participating_forces.all(), reader),
            pages.record("Lead", workstream.lead, reader),
            pages.text("Senior responsible owner", workstream.sro),
            pages.text("Success measure", workstream.success_measure),
            pages.records("Waits for enabling groups", workstream.waits_for.all(), reader, empty="Nothing recorded"),
            pages.date("From", workstream, "starts"),
            pages.date("To", workstream, "ends"),
            *internal_note(workstream, reader),
        ),
        sections=(
            Section(
                title="Status, as returned and as each source says it",
                anchor="status",
                template="workstreams/_updates.html",
                extra=status,
                codes={u.reference: str(vague(u, "as_at")) for u in (*status.updates, *status.earlier)},
            ),
            table_section(
                "Milestones",
                MilestoneTable,
                milestones,
                reader,
                anchor="milestones",
                without=("workstream", "reference"),
            ),
            table_section(
                "Risks and issues",
                RiskTable,
                reader.rows(workstream.risks).with_escalation().select_related("workstream", "programme"),
                reader,
                anchor="risks",
                without=("workstream", "programme", "reference"),
            ),
            dependency_section(
                waits,
                reader,
                empty="Nothing is recorded to wait for it, nor it for anything.",
            ),
            figures("Savings and other figures", reader.rows(workstream.savings_figures), reader),
            *benefits(workstream, lines, reader),
        ),
        see_also=(
            listed("Business cases", "governance:case-list", workstream=code),
            listed("Decisions", "governance:decision-list", workstream=code),
        ),
    )


def internal_note(record: Any, reader: Reader) -> tuple[Fact, ...]:
    """The internal note, for those who may read it."""
    if not reader.reads_notes:
        return ()
    return (Fact("Internal note", record.internal_note, empty="None"),)


def figures(title: str, rows: Any, reader: Reader) -> Section:
    """Figures the sources state, beside the ledger."""
    found = rows.select_related("workstream", "programme", "alliance")
    return table_section(title, SavingsFigureTable, found, reader, anchor="figures", without=("about", "reference"))


def benefits(workstream: Workstream, lines: Any, reader: Reader) -> list[Section]:
    """The ledger: benefits and their lines, when there are any."""
    rows = list(reader.rows(workstream.benefits))
    if not rows:
        return []
    return [
        table_section("Benefits", BenefitTable, rows, reader, anchor="benefits", without=("workstream", "reference")),
        Section(
            "Benefits by force and year",
            "benefit-lines",
            words=f"{count_words(lines.count(), 'line', 'lines')} of the benefit ledger.",
            links=(
                listed("The lines of this workstream", "workstreams:ledger-list", workstream=workstream.reference),
                listed("Their totals", "workstreams:ledger-totals", workstream=workstream.reference),
            ),
        ),
    ]


def area_page(area: BusinessArea, reader: Reader) -> PageParts:
    """A business area: every observation over time, comments, plans, the workstreams on it."""
    mappings = reader.rows(AreaMapping.objects.filter(old=area) | AreaMapping.objects.filter(new=area))
    return PageParts(
        kind=f"Business area, {area.group.name}",
        facts=(pages.text("Group", area.group.name), pages.text("Other names in the sources", area.synonyms)),
        sections=(
            table_section(
                "Observations of the matrix",
                ObservationTable,
                reader.rows(area.statuses).select_related("alliance").order_by("-as_at_latest", "alliance__position"),
                reader,
                anchor="observations",
            ),
            table_section("Comments", CommentTable, reader.rows(area.comments), reader, anchor="comments"),
            table_section(
                "In the work plan",
                PlanEntryTable,
                reader.rows(area.plans).select_related("row"),
                reader,
                anchor="plan",
            ),
            table_section(
                "Workstreams",
                WorkstreamTable,
                reader.rows(area.workstreams)
                .select_related("programme", "alliance", "area")
                .prefetch_related("participating_forces"),
                reader,
                anchor="workstreams",
                without=("area",),
            ),
            table_section(
                "Changes of name or scope", MappingTable, mappings.select_related("old", "new"), reader, anchor="names"
            ),
        ),
        see_also=(Link("The whole matrix", "/register/matrix/"),),
    )


def savings_figure_page(figure: SavingsFigure, reader: Reader) -> PageParts:
    """A figure as a source states it, with its hedge, baseline and period, beside the one it answers."""
    pairs = list(reader.rows(figure.paired_with))
    other = [figure.pair] if figure.pair and reader.sees(figure.pair) else []
    return PageParts(
        kind=f"{figure.get_measure_display()}, {figure.get_figure_status_display().lower()}",
        lead=figure.words,
        facts=(
            Fact("Figure", figure.amount.in_words()),
            pages.choice("Measures", figure, "measure"),
            pages.choice("Status of the figure", figure, "figure_status"),
            pages.choice("How often", figure, "recurrence"),
            pages.date("Period", figure, "period"),
            pages.text("Price base", figure.price_base),
            pages.text("Baseline", figure.baseline),
            pages.date("Said on", figure, "said"),
            pages.record("Workstream", figure.workstream, reader, empty="None"),
            pages.record("Programme", figure.programme, reader, empty="None"),
            pages.record("Alliance", figure.alliance, reader, empty="None"),
            pages.records("Stands beside", [*other, *pairs], reader, empty="No other figure"),
            pages.text("Note", figure.note, empty="None"),
        ),
    )


def enabling_group_page(group: EnablingGroup, reader: Reader) -> PageParts:
    """A group of experts and the workstreams that wait for it."""
    waiting = reader.rows(group.workstreams).select_related("programme", "alliance", "area")
    return PageParts(
        kind="Enabling group",
        lead=group.remit,
        facts=(pages.record("Programme", group.programme, reader),),
        sections=(
            table_section(
                "Workstreams that wait for it",
                WorkstreamTable,
                waiting.prefetch_related("participating_forces"),
                reader,
                anchor="workstreams",
            ),
        ),
    )
