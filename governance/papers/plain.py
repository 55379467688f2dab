"""A document as plain text: for the pack of a meeting, which prints the words of a paper."""

from collections.abc import Iterator

from governance.papers.document import (
    Bullets,
    PaperDocument,
    Paragraph,
    Picture,
    Recommendations,
    Run,
    Runs,
    Section,
    Subheading,
    Table,
)


def words_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _paragraph(block: Paragraph) -> str:
    return f"{block.number} {block.text}".strip()


def paragraphs_in(section: Section) -> Iterator[str]:
    """The words of a section below its heading, paragraph by paragraph; each row of a table is one."""
    for block in section.blocks:
        match block:
            case Paragraph():
                yield _paragraph(block)
            case Recommendations():
                yield from map(_paragraph, block.items)
            case Subheading():
                yield block.text
            case Bullets():
                yield "\n".join(f"- {words_of(item)}" for item in block.items)
            case Table():
                labels = [column.label for column in block.columns]
                yield block.caption
                for row in block.rows:
                    yield "; ".join(f"{label}: {words_of(cell)}" for label, cell in zip(labels, row, strict=True))
            case Picture():
                yield f"{block.caption}: {block.alt}"


def _lines(document: PaperDocument) -> Iterator[str]:
    yield "\n".join(f"{label}: {words}" if label else words for label, words in document.front)
    for section in document.sections:
        yield section.full_heading
        yield section.withheld_words
        yield from paragraphs_in(section)
    yield "\n".join(f"{label}: {words_of(runs)}" if label else words_of(runs) for label, runs in document.closing)


def paragraphs_of(document: PaperDocument) -> list[str]:
    """The words of a document, paragraph by paragraph."""
    return [words for words in _lines(document) if words]


def runs_in(document: PaperDocument) -> Runs:
    """Every stretch of words of a document, in order."""
    found: list[Run] = []
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Paragraph():
                    found += block.runs
                case Recommendations():
                    found += [run for item in block.items for run in item.runs]
                case Bullets():
                    found += [run for item in block.items for run in item]
                case Table():
                    found += [run for row in block.rows for cell in row for run in cell]
    return tuple(found)


def plain_text(document: PaperDocument) -> str:
    """The words of a document, an empty line between its paragraphs."""
    return "\n\n".join(paragraphs_of(document))
