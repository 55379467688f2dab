"""What a written paper is made of: plain frozen values that the page, the PDF and the DOCX are all rendered from.

A document holds words alone and no row of the register: it may be frozen, published and rendered without a query.
`as_json` gives the same bytes for the same document; `fingerprint` is their SHA-256 without the facts of the footer, so
that a draft, its PDF and its DOCX say the same hash, and so does the edition that publishes it.
"""

import hashlib
import json
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Run:
    """A stretch of words in a paragraph.

    `url` makes it a link (to a page, or `mailto:`); `figure` names the bound figure whose words these are, for the
    trace of each number to its record; a quotation is the words of a source or an Act; strong words open a paragraph.
    """

    text: str
    url: str = ""
    figure: str = ""
    is_quote: bool = False
    is_strong: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its printed number, such as “4.1”; "" where the kind of paper numbers none."""

    runs: Runs
    number: str = ""

    @property
    def is_quotation(self) -> bool:
        """Whether the whole paragraph is quoted: it is then set in from the margin."""
        return bool(self.runs) and all(run.is_quote for run in self.runs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Subheading:
    """A heading within a section; it carries no number."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list; it belongs to the paragraph before it."""

    items: tuple[Runs, ...]
    is_quote: bool = False


@dataclass(frozen=True)
class Column:
    label: str
    is_numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells under named columns; the first cell of a row is its heading. Every row has a cell for each column."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, with the words that stand for it where it cannot be seen."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Recommendations:
    """What the reader is asked to do: numbered paragraphs, the same wherever they are repeated."""

    items: tuple[Paragraph, ...]


Block: TypeAlias = Paragraph | Subheading | Bullets | Table | Picture | Recommendations


@dataclass(frozen=True)
class Section:
    """A numbered part (number "" where the kind of paper numbers none).

    With `exempt_ground` the section is withheld on that ground, given in words such as “commercial”. What is published
    then has no blocks and says “withheld (commercial)”; a draft keeps them, marked as exempt.
    """

    number: str
    heading: str
    blocks: tuple[Block, ...] = ()
    exempt_ground: str = ""

    @property
    def full_heading(self) -> str:
        """The heading as printed: “4. BCH Collaboration Update”, or without a number where there is none."""
        return f"{self.number}. {self.heading}" if self.number else self.heading

    @property
    def withheld_words(self) -> str:
        """What stands in the place of blocks that are withheld; "" where nothing is."""
        return f"withheld ({self.exempt_ground})" if self.exempt_ground and not self.blocks else ""


@dataclass(frozen=True)
class PaperDocument:
    """A whole paper.

    `front` is the block before the first section (To, From, Date), `closing` the one after the last (contact officer,
    background papers): label and words. `kind` is the kind of paper in words. Footer: `state` says how far the paper is
    (“Draft, version 2”, “Approved, version 2”), `is_draft` that each page must be marked DRAFT; `as_at` is the day the
    record was read, in words; `edition` the number of the edition that publishes it (None before); `sha256` its
    fingerprint.
    """

    reference: str
    kind: str
    title: str
    front: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[tuple[str, Runs], ...] = ()
    as_at: str = ""
    state: str = ""
    is_draft: bool = False
    edition: int | None = None
    sha256: str = ""
    lang: str = "en-GB"


#: What is said of a document and is no part of its content.
FOOTER = ("state", "is_draft", "edition", "sha256")

_PARTS: dict[str, type] = {c.__name__: c for c in (Paragraph, Subheading, Bullets, Table, Picture, Recommendations)}


def _plain(value: Any) -> Any:
    """A value as JSON knows it; a block says which kind it is."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        made = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {"block": type(value).__name__, **made} if type(value).__name__ in _PARTS else made
    return value


def as_json(document: PaperDocument) -> str:
    """The document as canonical JSON: sorted keys, UTF-8, no spaces between parts."""
    return json.dumps(_plain(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(document: PaperDocument) -> str:
    """SHA-256 of the content in hexadecimal: of the canonical JSON without what the footer says of it."""
    empty = PaperDocument(reference="", kind="", title="")
    content = as_json(replace(document, **{name: getattr(empty, name) for name in FOOTER}))
    return hashlib.sha256(content.encode()).hexdigest()


def _runs(rows: list[dict[str, Any]]) -> Runs:
    return tuple(Run(**row) for row in rows)


def _paragraph(row: dict[str, Any]) -> Paragraph:
    return Paragraph(runs=_runs(row["runs"]), number=row["number"])


def _block(row: dict[str, Any]) -> Block:
    match row["block"]:
        case "Paragraph":
            return _paragraph(row)
        case "Subheading":
            return Subheading(row["text"])
        case "Bullets":
            return Bullets(tuple(map(_runs, row["items"])), row["is_quote"])
        case "Table":
            cells = tuple(tuple(map(_runs, line)) for line in row["rows"])
            return Table(row["caption"], tuple(Column(**column) for column in row["columns"]), cells)
        case "Picture":
            return Picture(row["svg"], row["alt"], row["caption"])
        case "Recommendations":
            return Recommendations(tuple(map(_paragraph, row["items"])))
    raise ValueError(f"{row['block']!r} is no block of a paper.")


def from_json(text: str) -> PaperDocument:
    """The document that `as_json` wrote. Raises ValueError for a block of no known kind."""
    row = json.loads(text)
    return PaperDocument(
        **{
            **row,
            "front": tuple((label, words) for label, words in row["front"]),
            "closing": tuple((label, _runs(runs)) for label, runs in row["closing"]),
            "sections": tuple(
                Section(part["number"], part["heading"], tuple(map(_block, part["blocks"])), part["exempt_ground"])
                for part in row["sections"]
            ),
        }
    )
