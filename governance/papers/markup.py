"""The text of a section as the officer writes it, and the blocks it becomes.

An empty line begins a new paragraph. “- ” begins each line of a list; “> ” sets a quotation in; “+ ” goes on without a
number of its own; “## ” is a heading within the section; “| a | b |” on each line is a table, its first line the names of
the columns (“=” after a name: figures), under a line “Table: what it shows”; “**words**” are strong. A bound figure is
“[[SAV-7.words]]”: the record’s value stands there, and no typing changes it.
"""

import re
from collections.abc import Iterable, Mapping

from governance.papers.document import (
    Block,
    Bullets,
    Column,
    Paragraph,
    Recommendations,
    Run,
    Runs,
    Subheading,
    Table,
)

#: A bound figure; in the box where the text is edited its words stand behind a colon.
TOKEN = re.compile(r"\[\[([A-Z]+-\d+\.[a-z_]+)(?:: ?([^\[\]]*))?\]\]")
_ADDRESS = r"(?:https?://|www\.)[^\s<>|]*[^\s<>|.,;:)”\"]"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PARTS = re.compile(rf"({TOKEN.pattern})|\*\*(.+?)\*\*|({_ADDRESS})|({_MAIL})")
_GAP = re.compile(r"\n[ \t]*\n")
_TABLE = "Table: "


def keys_in(text: str) -> list[str]:
    """The bound figures that a text names, each once, in their order."""
    return list(dict.fromkeys(found.group(1) for found in TOKEN.finditer(text)))


def stored(text: str) -> str:
    """A typed text as it is kept: plain line ends, tokens without their words."""
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return TOKEN.sub(lambda found: f"[[{found.group(1)}]]", plain).strip()


def shown(text: str, words: Mapping[str, str]) -> str:
    """A kept text as it is edited: each token with the words that stand there."""
    return TOKEN.sub(lambda found: f"[[{found.group(1)}: {words.get(found.group(1), '')}]]", text)


def resolved(text: str, words: Mapping[str, str]) -> str:
    """A kept text with the words of its figures in place of their tokens."""
    return TOKEN.sub(lambda found: words.get(found.group(1), ""), text)


def runs_of(text: str, words: Mapping[str, str], *, is_quote: bool = False) -> Runs:
    """The stretches of one paragraph: figures, strong words, addresses and what stands between."""
    found: list[Run] = []
    last = 0
    for part in _PARTS.finditer(text):
        if part.start() > last:
            found.append(Run(text[last : part.start()], is_quote=is_quote))
        last = part.end()
        token, key, _, strong, address, mail = part.groups()
        if token:
            found.append(Run(words.get(key, ""), figure=key, is_quote=is_quote))
        elif strong:
            found.append(Run(strong, is_strong=True, is_quote=is_quote))
        elif address:
            url = address if address.startswith("http") else f"http://{address}"
            found.append(Run(address, url=url, is_quote=is_quote))
        else:
            found.append(Run(mail, url=f"mailto:{mail}", is_quote=is_quote))
    if last < len(text):
        found.append(Run(text[last:], is_quote=is_quote))
    return tuple(found)


def _bullets(lines: list[str], words: Mapping[str, str], *, is_quote: bool) -> Bullets:
    """A list; a line without its own dash goes on with the item before it."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- ") or not items:
            items.append(line.removeprefix("- ").strip())
        else:
            items[-1] += f" {line.strip()}"
    return Bullets(tuple(runs_of(item, words, is_quote=is_quote) for item in items), is_quote)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _table(lines: list[str], words: Mapping[str, str], caption: str) -> Table:
    """A table; a line with too few cells is filled up, what is too much joins the last cell."""
    names = _cells(lines[0])
    columns = tuple(Column(name.removesuffix("=").strip(), name.endswith("=")) for name in names)
    rows = []
    for line in lines[1:]:
        cells = _cells(line)
        cells = [*cells[: len(names) - 1], " ".join(cells[len(names) - 1 :])] if len(cells) > len(names) else cells
        cells += [""] * (len(names) - len(cells))
        rows.append(tuple(runs_of(cell, words) for cell in cells))
    return Table(caption, columns, tuple(rows))


def _block(part: str, words: Mapping[str, str], heading: str) -> Block:
    """One paragraph of the text as a block, without a number."""
    lines = [line.strip() for line in part.strip().split("\n")]
    caption = heading
    if lines[0].startswith(_TABLE) and len(lines) > 1:
        caption, lines = lines[0].removeprefix(_TABLE), lines[1:]
    if all(line.startswith("|") for line in lines):
        return _table(lines, words, caption)
    if len(lines) == 1 and lines[0].startswith("## "):
        return Subheading(lines[0].removeprefix("## ").strip())
    is_quote = lines[0].startswith("> ")
    if is_quote:
        lines = [line.removeprefix("> ").strip() for line in lines]
    if lines[0].startswith("- "):
        return _bullets(lines, words, is_quote=is_quote)
    text = " ".join(lines).removeprefix("+ ").strip()
    return Paragraph(runs_of(text, words, is_quote=is_quote))


def blocks_of(
    text: str, words: Mapping[str, str], *, number: str = "", heading: str = "", asks: bool = False
) -> tuple[Block, ...]:
    """The blocks of a section’s text. `number` is the section’s: its paragraphs are then numbered “4.1”, “4.2”.

    With `asks` the paragraphs are what the reader is asked to do.
    """
    made: list[Block] = []
    counted = 0
    for part in filter(str.strip, _GAP.split(text)):
        block = _block(part, words, heading)
        if isinstance(block, Paragraph) and number and not block.is_quotation and not part.lstrip().startswith("+ "):
            counted += 1
            block = Paragraph(block.runs, f"{number}.{counted}")
        made.append(block)
    if asks and made and all(isinstance(block, Paragraph) for block in made):
        return (Recommendations(tuple(block for block in made if isinstance(block, Paragraph))),)
    return tuple(made)


def lines_of(text: str, words: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The “Label: words” lines of the block before the first section, or after the last; a line without one is words."""
    for line in filter(str.strip, resolved(text, words).split("\n")):
        label, colon, rest = line.partition(": ")
        yield (label.strip(), rest.strip()) if colon and len(label) <= 60 else ("", line.strip())
