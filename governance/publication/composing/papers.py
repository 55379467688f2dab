"""The pages of papers: each as it was last approved, without what is withheld, its figures traced to public records."""

from typing import Any

from governance.choices import ReportEventKind, ReportKind
from governance.models import Board, Report, ReportEvent
from governance.papers.document import PaperDocument, Runs, from_json
from governance.papers.figures import BINDABLE
from governance.papers.plain import paragraphs_of, runs_in
from governance.publication.composing.lists import parts_of
from governance.publication.pages import Page
from governance.publication.parts import Link
from governance.publication.record import ADDRESSES, PublicRecord, name_of, when
from governance.publication.rows import FigureRow, ReportRow
from governance.publication.special_pages import ReportList, ReportPage
from programmes.models import Alliance, Programme
from workstreams.models import Workstream

#: The fields that lead from a record without a page of its own to one that has one.
_PARENTS: tuple[tuple[str, type], ...] = (
    ("workstream_id", Workstream), ("programme_id", Programme), ("alliance_id", Alliance),
)  # fmt: skip


def paper_pages(record: PublicRecord) -> list[Page]:
    """The list of papers and a page for each one that was approved, the latest first."""
    approved = [(row, event) for row in record.rows(Report).values() if (event := _approval(record, row)) is not None]
    rows = [
        ReportRow(
            report=record.link(row) or Link(""), kind=ReportKind(row.kind).label, as_at=when(row, "as_at"),
            to=str(name_of(board)) if (board := record.one(Board, row.board_id)) else "",
        )
        for row, _ in approved
    ]  # fmt: skip
    intro = (
        "Reports to Police and Crime Panels and boards, drawn up from this record as at a day, each as it was approved."
    )
    sources = _sources(record)
    pages: list[Page] = [*parts_of(ReportList, "/papers/", "Papers", intro, rows)]
    return [*pages, *(_page(record, row, event, sources) for row, event in approved)]


def _approval(record: PublicRecord, report: Report) -> ReportEvent | None:
    """The last approval of a report."""
    events = record.events(ReportEvent, "report_id", report.pk)
    return next((event for event in reversed(events) if event.kind == ReportEventKind.APPROVED), None)


def _page(record: PublicRecord, report: Report, event: ReportEvent, sources: dict[str, Any]) -> ReportPage:
    document = from_json(event.open_document)
    return ReportPage(
        path=ADDRESSES[Report].format(report.reference),
        title=document.title,
        reference=report.reference,
        kind_of_report=document.kind,
        as_at=document.as_at,
        version=str(event.version),
        fingerprint=event.open_sha256,
        document=event.open_document,
        words=tuple(paragraphs_of(document)),
        figures=_figures(record, document, sources),
    )


def _figures(record: PublicRecord, document: PaperDocument, sources: dict[str, Any]) -> tuple[FigureRow, ...]:
    """Each bound figure once, with the public record it comes from; without one where that is not public."""
    found: dict[str, FigureRow] = {}
    runs: Runs = runs_in(document)
    for run in runs:
        if run.figure and run.figure not in found:
            row = sources.get(run.figure.partition(".")[0])
            found[run.figure] = FigureRow(key=run.figure, words=run.text, record=_link(record, row))
    return tuple(found.values())


def _sources(record: PublicRecord) -> dict[str, Any]:
    """The public records that figures may be bound to, by reference."""
    return {row.reference: row for model in BINDABLE for row in record.rows(model).values()}


def _link(record: PublicRecord, row: Any) -> Link | None:
    """A record by its name, with the page it is found on: its own, or that of what it is about."""
    if row is None:
        return None
    link = record.link(row)
    if link is None or link.url:
        return link
    parents = (record.to(model, getattr(row, column, None)) for column, model in _PARENTS)
    parent = next(filter(None, parents), link)
    return Link(link.label, parent.url)
