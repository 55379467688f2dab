"""Of whom there is a feed and a calendar: everything, and each alliance, force, office and board of the edition."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from governance.publication import concerning
from governance.publication.composing.told import EVERYTHING


@dataclass(frozen=True)
class Subject:
    """Whom a feed is of: the name in its address, the words in its title, and where its page is."""

    name: str
    words: str
    url: str

    @property
    def is_everything(self) -> bool:
        return self.name == EVERYTHING

    def is_concerned(self, row: dict[str, Any]) -> bool:
        """Whether news or a date is of interest here."""
        return self.is_everything or self.name in row.get("concerns", [])

    @property
    def paths(self) -> tuple[str, str]:
        """The addresses of the feed and of the calendar."""
        return f"/feeds/{self.name}.atom", f"/feeds/{self.name}.ics"


def subjects_in(told: dict[str, Any] | None) -> Iterator[Subject]:
    """The subjects that the page “How to be told” names."""
    for row in concerning.subjects_in(told or {}):
        yield Subject(row["reference"], row["of"]["label"], row["of"].get("url", "/"))
