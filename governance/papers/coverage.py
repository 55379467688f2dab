"""What a document of the sources says that the report drafted for its day does not carry.

Each paragraph of the document is looked for in the section of the same name: every figure in it, and the words of every
status and decision that a record quotes from it. Other quoted words are told too, and do not count as missing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from governance.choices import ReportKind
from governance.models import Board, Meeting, PanelItem, Paper, Report, ReportSection
from governance.papers.composing import compose
from governance.papers.document import Bullets, PaperDocument, Paragraph, Recommendations, Runs, Subheading, Table
from governance.papers.documents import document_of
from governance.papers.earlier import plain_heading
from programmes.dates import bounds
from programmes.history import fold
from programmes.models import Alliance, Citation, Contact, Programme, Source, SourceParagraph
from programmes.navigation import prefix_of

#: The documents of the sources that are reports of a kind, and what each is about, by reference.
DOCUMENTS: dict[str, dict[str, str]] = {
    "S0": {"kind": "panel", "programme": "PRG-3", "board": "BRD-11", "paper": "PAP-3", "contact": "CON-5"},
    "S1": {
        "kind": "board", "programme": "PRG-3", "alliance": "ALL-2", "board": "BRD-7", "meeting": "MTG-1", "paper": "PAP-4",
        "contact": "CON-3",
    },
    "S3": {
        "kind": "variation", "programme": "PRG-2", "alliance": "ALL-2", "board": "BRD-8", "meeting": "MTG-2",
        "paper": "PAP-2", "panel_item": "PIT-1", "contact": "CON-4",
    },
}  # fmt: skip
_MODELS = {
    "programme": Programme, "alliance": Alliance, "board": Board, "meeting": Meeting, "paper": Paper,
    "panel_item": PanelItem, "contact": Contact,
}  # fmt: skip

#: Records whose quoted words are statuses and decisions: what was said of work, cases, milestones, risks and agreements.
STATUSES = frozenset({"UPD", "DEC", "CASE", "MIL", "RSK", "BEN", "AGR", "SAV"})
_FIGURE = re.compile(r"[£€$]?\w*\d[\w.,:/%-]*")


@dataclass(frozen=True)
class Gap:
    """What one paragraph says that the draft does not: figures, statuses, and other quoted words."""

    label: str
    figures: tuple[str, ...]
    statuses: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def is_missing(self) -> bool:
        """Whether a figure or a status is missing."""
        return bool(self.figures or self.statuses)

    def lines(self) -> Iterator[str]:
        yield from (f"{self.label}: FIGURE MISSING {figure}" for figure in self.figures)
        yield from (f"{self.label}: STATUS MISSING “{words}”" for words in self.statuses)
        yield from (f"{self.label}: in other words “{words}”" for words in self.words)


def report_for(source: Source) -> Report:
    """The report, not stored, that a document is compared with: as at the document’s day."""
    given = DOCUMENTS[source.code]
    keys = {name: _MODELS[name].objects.get(reference=code) for name, code in given.items() if name != "kind"}
    report = Report(
        kind=ReportKind(given["kind"]), as_at=source.dated, as_at_words=source.dated_words, marking="public", **keys
    )
    report.as_at_earliest, report.as_at_latest = bounds(source.dated)
    report.title = report.paper.title if report.paper else source.title
    return report


def drafted(report: Report) -> PaperDocument:
    """The document of a report that is not stored."""
    draft = compose(report)
    sections = [
        ReportSection(code=s.code, position=i, number=s.number, heading=s.heading, text=s.text)
        for i, s in enumerate(draft.sections)
    ]
    return document_of(report, sections, draft.figures, version=1)


def _said(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def texts_of(document: PaperDocument) -> dict[str, str]:
    """The words of each section by its plain heading; “” for title, front and end. A name that stands twice has a text for
    each under its printed heading too."""
    found: dict[str, list[str]] = defaultdict(list)
    found[""] = [document.title, *(f"{label}: {words}" for label, words in document.front)]
    found[""] += [f"{label} {_said(runs)}" for label, runs in document.closing]
    for section in document.sections:
        names = {plain_heading(section.heading), fold(section.full_heading)}
        for block in section.blocks:
            words = []
            match block:
                case Paragraph():
                    words = [block.text]
                case Recommendations():
                    words = [item.text for item in block.items]
                case Bullets():
                    words = [_said(item) for item in block.items]
                case Table():
                    words = [" ".join(map(_said, row)) for row in block.rows]
                case Subheading():
                    names = {plain_heading(block.text), *names}
            for name in names:
                found[name] += words
    return {name: " ".join(parts) for name, parts in found.items()}


def gaps(source: Source, document: PaperDocument) -> list[Gap]:
    """What each paragraph of a source says that the document does not, in the source’s order; nothing for full ones."""
    texts = texts_of(document)
    cited: dict[int, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(paragraph__source=source).order_by("pk"):
        cited[citation.paragraph_id].append(citation)
    made = []
    for row in SourceParagraph.objects.filter(source=source, no_data="").order_by("position"):
        name = fold(row.heading) if fold(row.heading) in texts else plain_heading(row.heading)
        text = f"{texts.get(name, '')} {texts['']}" if name == "" or _is_apart(row.label) else texts.get(name, "")
        body = re.sub(r"^\d+(\.\d+)+\.? ", "", " ".join(row.text.split()))
        there = fold(text)
        have = {figure.rstrip(".,:;") for figure in _FIGURE.findall(text)}
        figures = [f for f in (found.rstrip(".,:;") for found in _FIGURE.findall(body)) if f not in have]
        quotes = {(prefix_of(c.about_id) in STATUSES, " ".join(c.quote.split())) for c in cited[row.pk]}
        missing = sorted((is_status, quote) for is_status, quote in quotes if _bare(quote) not in _bare(there))
        gap = Gap(
            row.label, tuple(dict.fromkeys(figures)), tuple(q for is_status, q in missing if is_status),
            tuple(q for is_status, q in missing if not is_status),
        )  # fmt: skip
        if gap.figures or gap.statuses or gap.words:
            made.append(gap)
    return made


def _is_apart(label: str) -> bool:
    """Whether a paragraph belongs to the block before the first section or after the last."""
    return label.startswith(("Front matter", "Contact Officer", "Background Papers", "Next reporting period, 2"))


def _bare(words: str) -> str:
    return re.sub(r"[^\w£%&/]+", " ", fold(words)).strip()
