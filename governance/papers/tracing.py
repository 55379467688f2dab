"""Numbers in a report that trace to no record: neither bound figures nor words of a record the section was drafted from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import ReportSection
from governance.papers.figures import records_of, split
from governance.papers.markup import TOKEN
from programmes.history import fold

_NUMBER = re.compile(r"£?\d[\d,./]*\d\w*|£?\d\w*")


@dataclass(frozen=True)
class Untraced:
    """A number that a person wrote, and the section it stands in."""

    section: str
    number: str


def untraced(sections: Iterable[ReportSection]) -> list[Untraced]:
    """The numbers of each section that stand in no record it names, each once; tables are made of records and left out."""
    sections = [section for section in sections if section.heading]
    records = records_of(split(key)[0] for section in sections for key in section.origins)
    found = []
    for section in sections:
        said = set()
        for key in section.origins:
            reference, name = split(key)
            if reference in records:
                said |= set(_NUMBER.findall(fold(str(getattr(records[reference], name)))))
        text = TOKEN.sub(" ", "\n".join(line for line in section.text.split("\n") if not line.startswith("|")))
        numbers = dict.fromkeys(_NUMBER.findall(fold(text)))
        found += [Untraced(str(section), number) for number in numbers if number not in said]
    return found
