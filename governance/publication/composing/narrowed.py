"""The register of decisions narrowed by every combination of choices that is worth a page, and the links between them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governance.publication.composing.entries import NOBODY, OUTCOMES, Entry
from governance.publication.narrowing import Choices, address_of, chosen, without
from governance.publication.parts import Link, Way

#: How many choices a page may show when an outcome is one of them.
MOST_WITH_OUTCOME = 2


@dataclass(frozen=True)
class Kind:
    """One thing that decisions are narrowed by: its part of the address, its heading, what takes the choice off again."""

    key: str
    heading: str
    every: str
    #: The words of each value, in the order in which they are offered.
    words: dict[str, str]


def kinds_of(found: Sequence[Entry]) -> tuple[Kind, ...]:
    """What some decisions can be narrowed by."""
    years = sorted({year for one in found for year in one.years}, reverse=True)
    told = {one.outcome for one in found}
    return (
        Kind("by", "Body", "Any body", _by_words((one.body_key, one.body) for one in found)),
        Kind("year", "Year", "All years", {year: "No date" if year == "no-date" else year for year in years}),
        Kind("area", "Business area", "Any area", _by_words((one.area_key, one.area) for one in found)),
        Kind("outcome", "Outcome", "Any outcome", {key: words for words, key, _ in OUTCOMES if key in told}),
    )


def _by_words(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each key once with its words, in the order of the words."""
    told = {key: words for key, words in pairs if key}
    return dict(sorted(told.items(), key=lambda pair: (pair[1] == NOBODY, pair[1])))


class Narrowed:
    """What decisions each combination of choices holds, and which of them have a page.

    A page is made where a combination narrows one that has a page: it would else be the same list once more. Each choice
    of a page can then be taken off again, for what is left has a page too (`tests/governance/test_decisions_narrowed.py`).
    Body, year and area are combined freely, an outcome with one of them: all four would double what an edition weighs.
    """

    def __init__(self, found: Sequence[Entry], kinds: tuple[Kind, ...]) -> None:
        self.kinds = kinds
        #: The decisions of each combination that holds any, in the order given.
        self.found: dict[Choices, list[Entry]] = defaultdict(list)
        for entry in found:
            for choices in _combinations(entry):
                self.found[choices].append(entry)
        #: The combinations that have a page, those of fewer choices first.
        self.pages: dict[Choices, None] = {}
        for choices in sorted(self.found, key=len):
            if len(choices) == 1 or any(self._narrows(choices, wider) for wider in _wider(choices)):
                self.pages[choices] = None
        self._offered = self._values()
        self._ways: dict[tuple[Choices, str, bool], Way | None] = {}

    def _narrows(self, choices: Choices, wider: Choices) -> bool:
        return wider in self.pages and len(self.found[wider]) > len(self.found[choices])

    def _values(self) -> dict[tuple[Choices, str], list[str]]:
        """What each combination can be narrowed by further: the values of each kind that hold any."""
        offered: dict[tuple[Choices, str], list[str]] = defaultdict(list)
        for choices in self.found:
            for kind, value in choices:
                offered[without(choices, kind), kind].append(value)
        return offered

    def words(self, choices: Choices) -> dict[str, tuple[str, str]]:
        """Each choice with its words, by what is narrowed by."""
        told = {kind.key: kind.words for kind in self.kinds}
        return {kind: (value, told[kind][value]) for kind, value in choices}

    def ways(self, choices: Choices) -> tuple[Way, ...]:
        """From a page to those with one choice more, another, or one fewer, each with how many decisions it holds."""
        ways = (self._way(without(choices, kind.key), kind, dict(choices)) for kind in self.kinds)
        return tuple(way for way in ways if way)

    def _way(self, base: Choices, kind: Kind, now: dict[str, str]) -> Way | None:
        """The choices of one kind beside others, for all pages that differ in it alone; None where there is none."""
        key = (base, kind.key, kind.key in now)
        if key not in self._ways:
            offered = set(self._offered[base, kind.key])
            links = [self._link(words, chosen(base, (kind.key, v))) for v, words in kind.words.items() if v in offered]
            if kind.key in now:
                links.insert(0, self._link(kind.every, base))
            self._ways[key] = Way(kind.heading, tuple(links)) if any(link.url for link in links) else None
        return self._ways[key]

    def _link(self, words: str, choices: Choices) -> Link:
        """The way to a combination; without an address where it holds the very same, and so has no page."""
        url = address_of(choices) if not choices or choices in self.pages else ""
        return Link(words, url, f"{len(self.found[choices]):,}")


def _combinations(entry: Entry) -> list[Choices]:
    """Every combination of choices that may have a page and holds a decision, that of none included."""
    found: list[Choices] = [()]
    for kind, values in entry.values:
        beside = [choices for choices in found if kind != "outcome" or len(choices) < MOST_WITH_OUTCOME]
        found += [(*choices, (kind, value)) for choices in beside for value in values]
    return found


def _wider(choices: Choices) -> Iterable[Choices]:
    """The same with one choice fewer."""
    return (without(choices, kind) for kind, _ in choices)
