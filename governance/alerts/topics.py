"""What alerts can be asked for: everything, or one of those of whom there are feeds; the page “How to be told” names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.feeds.reading import told_now
from governance.publication.composing.told import EVERYTHING

EVERYTHING_WORDS = "Everything"


@dataclass(frozen=True)
class Topic:
    """One thing to be told of: its reference, and its name as it is published."""

    code: str
    name: str


@dataclass(frozen=True)
class Topics:
    """What can be asked for now, by kind."""

    alliances: tuple[Topic, ...] = ()
    forces: tuple[Topic, ...] = ()
    offices: tuple[Topic, ...] = ()
    boards: tuple[Topic, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """The name of each by its reference, “Everything” among them."""
        groups = (self.alliances, self.forces, self.offices, self.boards)
        return {EVERYTHING: EVERYTHING_WORDS} | {topic.code: topic.name for group in groups for topic in group}

    def in_words(self, codes: Iterable[str]) -> list[str]:
        """The names of some, in the order of the form; what is not published any more by its reference."""
        names = self.names
        chosen = set(codes)
        return [names[code] for code in names if code in chosen] + sorted(chosen - names.keys())


def topics_now() -> Topics:
    """What the edition that is public now names; one query. Before the first there is everything alone."""
    told = told_now() or {}

    def group(name: str) -> tuple[Topic, ...]:
        return tuple(Topic(row["reference"], row["of"]["label"]) for row in told.get(name, []))

    return Topics(group("alliances"), group("forces"), group("offices"), group("boards"))
