"""A report as a whole document: as it is worked on, as it was approved, and as those read it who may not read all of it.

The open document leaves out what is withheld, each section saying on what ground, and the lines that name an officer
whose contact is not public.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from governance.choices import ExemptGround, ReportEventKind, ReportKind
from governance.models import Report, ReportEvent, ReportFigure, ReportSection
from governance.papers.document import PaperDocument, Section, fingerprint, from_json
from governance.papers.markup import blocks_of, lines_of, runs_of
from governance.papers.templates import TEMPLATES
from programmes.choices import Marking
from programmes.fields import vague
from programmes.models import Contact

FRONT, CLOSING = "front", "closing"


def document_of(
    report: Report, sections: Iterable[ReportSection], figures: Mapping[str, str], *, version: int
) -> PaperDocument:
    """The working text as a draft document. `figures` gives the words of each bound figure by its key."""
    template = TEMPLATES[report.kind]
    by_code = {section.code: section for section in sections}
    parts = []
    for row in by_code.values():
        if row.code in (FRONT, CLOSING):
            continue
        known = template.section(row.code)
        blocks = blocks_of(
            row.text, figures, number=row.number, heading=row.heading, asks=known is not None and known.asks
        )
        ground = ExemptGround(row.exempt_ground).label.lower() if row.exempt_ground else ""
        parts.append(Section(row.number, row.heading, blocks, ground))
    front = by_code.get(FRONT)
    end = by_code.get(CLOSING)
    made = PaperDocument(
        reference=report.reference,
        kind=ReportKind(report.kind).label,
        title=report.title,
        front=tuple(lines_of(front.text, figures)) if front else (),
        sections=tuple(parts),
        closing=tuple((label, runs_of(words, {})) for label, words in lines_of(end.text, figures)) if end else (),
        as_at=str(vague(report, "as_at")),
        state=f"Draft, version {version}",
        is_draft=True,
    )
    return replace(made, sha256=fingerprint(made))


def opened(document: PaperDocument, hidden: Iterable[str]) -> PaperDocument:
    """The document without what is withheld and without the lines that say one of the `hidden` words."""
    words = [word for word in hidden if word]
    made = replace(
        document,
        front=tuple((label, text) for label, text in document.front if not any(w in text for w in words)),
        sections=tuple(
            replace(section, blocks=()) if section.exempt_ground else section for section in document.sections
        ),
        closing=tuple(
            (label, runs) for label, runs in document.closing if not any(w in run.text for run in runs for w in words)
        ),
    )
    return replace(made, sha256=fingerprint(made))


def hidden_words() -> list[str]:
    """The names and addresses of officers whose contacts are not public."""
    rows = Contact.objects.exclude(marking=Marking.PUBLIC).values_list("name", "email")
    return [word for row in rows for word in row if word]


def figure_words(figures: Iterable[ReportFigure]) -> dict[str, str]:
    """The words of a report's figures as they were drafted, by key."""
    return {row.key: row.words for row in figures}


def working(report: Report, sections: Iterable[ReportSection], figures: Iterable[ReportFigure]) -> PaperDocument:
    """The working text, whole."""
    return document_of(report, sections, figure_words(figures), version=version_of(report))


def version_of(report: Report) -> int:
    """The number of the version that is worked on, or that was approved last: 1 before anything was approved."""
    last = report.events.order_by("-seq").first()
    return last.version if last else 1


def approved(event: ReportEvent, *, whole: bool) -> PaperDocument:
    """A version as it was approved: whole, or as others read it."""
    made = from_json(event.document if whole else event.open_document)
    return replace(
        made,
        state=f"Approved, version {event.version}",
        is_draft=False,
        sha256=event.sha256 if whole else event.open_sha256,
    )


def latest_approved(report: Report) -> ReportEvent | None:
    """The last approval of a report."""
    return report.events.filter(kind=ReportEventKind.APPROVED).order_by("-seq").first()
