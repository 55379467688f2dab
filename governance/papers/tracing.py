"""Numbers in a report that trace to no record: neither bound figures nor words of a record the section was drafted from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import Report, ReportSection
from governance.papers.figures import records_of, split
from governance.papers.markup import TOKEN
from governance.papers.subject import Subject
from programmes.history import fold

_NUMBER = re.compile(r"£?\d[\d,./]*\d\w*|£?\d\w*")


@dataclass(frozen=True)
class Untraced:
    """A number that a person wrote, and the section it stands in."""

    section: str
    number: str


def untraced(sections: Iterable[ReportSection]) -> list[Untraced]:
    """The numbers of each section that stand in no record it names, each once; tables are made of records and left out.

    The days of the report and the names of what it is about are no numbers that somebody wrote.
    """
    sections = [section for section in sections if section.heading]
    own = _own_words(sections[0].report) if sections else []
    records = records_of(split(key)[0] for section in sections for key in section.origins)
    found = []
    for section in sections:
        said = set()
        for key in section.origins:
            reference, name = split(key)
            if reference in records:
                said |= set(_NUMBER.findall(fold(str(getattr(records[reference], name)))))
        text = TOKEN.sub(" ", "\n".join(line for line in section.text.split("\n") if not line.startswith("|")))
        for words in own:
            text = text.replace(words, " ")
        numbers = dict.fromkeys(_NUMBER.findall(text))
        found += [Untraced(str(section), number) for number in numbers if fold(number) not in said]
    return found


def _own_words(report: Report) -> list[str]:
    """The days and names with a figure in them that the report’s own standing words hold, the longest first."""
    names = {words for words in Subject(report).names.values() if re.search(r"\d", words)}
    return sorted(names, key=len, reverse=True)
