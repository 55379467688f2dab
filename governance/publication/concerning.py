"""Whom a page concerns: the alliances, forces, offices and boards that it names, by their references.

It is read from the pages alone, after what is withheld has been replaced: whoever is not named there is not told of here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from governance.publication.canonical import FrozenPage

_ALLIANCE = re.compile(r"/alliances/(ALL-\d+)/")
_FORCE = re.compile(r"/forces/(FOR-\d+)/(?:#(BOD-\d+))?")

#: The fields of each kind of page whose links say whom it concerns.
_NAMED = {
    "programme": ("alliance", "lead"),
    "alliance": ("members",),
    "workstream": ("alliance", "forces"),
    "case": ("alliance", "forces", "undecided", "local_decisions"),
    "decision": ("office", "offices"),
    "local-decision": ("office",),
    "meeting": ("about",),
    "agreement": ("alliance", "parties", "lead_forces"),
    "matrix": ("partnerships",),
}
#: The fields that lead to a page of what it is about: that concerns the same.
_WHOLE = {"decision": ("case", "agreement"), "meeting": ("agenda",)}
#: The fields that lead to the wider work it is part of: only the alliances of that.
_WIDER = {
    "workstream": ("programme",),
    "case": ("programme", "workstream"),
    "decision": ("programme", "workstream"),
    "local-decision": ("case", "programme", "workstream"),
    "meeting": ("about",),
    "agreement": ("programme",),
}
#: The fields in which a page names a board in words.
_BOARD = {"decision": "by", "meeting": "board"}


#: The tables of “How to be told”, which say of whom there are feeds.
_SUBJECTS = ("whole", "alliances", "forces", "offices", "boards")


def subjects_in(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Of whom there is a feed, as the content of the page “How to be told” names them."""
    for table in _SUBJECTS:
        yield from told.get(table, [])


def subjects_of(pages: Mapping[str, FrozenPage]) -> Iterator[dict[str, Any]]:
    """Of whom there is a feed in an edition."""
    yield from subjects_in(pages["/told/"].content)


class Concerns:
    """Whom each page of an edition concerns; worked out once for each page."""

    def __init__(self, pages: Mapping[str, FrozenPage]) -> None:
        self.pages = pages
        self._found: dict[str, frozenset[str]] = {}
        self._boards: dict[str, str] = {}
        self._successors: dict[str, str] = {}
        for page in pages.values():
            if page.kind == "boards":
                self._boards |= _anchors(page.content.get("rows", []), "board")
            elif page.kind == "force":
                self._offices(page.content.get("offices", []))

    def _offices(self, offices: Iterable[Mapping[str, Any]]) -> None:
        """Which office took over from which, as the page of their force says."""
        anchors = _anchors(offices, "office")
        for row in offices:
            if row.get("succeeded_by") in anchors and row.get("office") in anchors:
                self._successors[anchors[row["office"]]] = anchors[row["succeeded_by"]]

    def board(self, name: str) -> frozenset[str]:
        """The reference of a board by its name."""
        return frozenset({self._boards[name]} if name in self._boards else ())

    def at(self, url: str) -> frozenset[str]:
        """Whom the page at an address concerns; an office also its successors and its force."""
        path = url.partition("#")[0]
        if path not in self._found:
            self._found[path] = frozenset()  # what leads back here adds nothing
            page = self.pages.get(path)
            self._found[path] = self._of(page) if page else frozenset()
        return self._found[path] | self._named(url)

    def alliances_at(self, url: str) -> frozenset[str]:
        """The alliances that the page at an address concerns."""
        return frozenset(code for code in self.at(url) if code.startswith("ALL-"))

    def _of(self, page: FrozenPage) -> frozenset[str]:
        content, kind = page.content, page.kind
        found = set(self._named(page.path))
        for link in _urls(content, _NAMED.get(kind, ())):
            found |= self._named(link)
        for link in _urls(content, _WHOLE.get(kind, ())):
            found |= self.at(link)
        for link in _urls(content, _WIDER.get(kind, ())):
            found |= self.alliances_at(link)
        found |= self.board(content.get(_BOARD.get(kind, ""), ""))
        if kind == "force":
            found |= set(_anchors(content.get("offices", []), "office").values())
        return frozenset(found)

    def _named(self, url: str) -> frozenset[str]:
        if alliance := _ALLIANCE.match(url):
            return frozenset({alliance[1]})
        if not (force := _FORCE.match(url)):
            return frozenset()
        found, office = {force[1]}, force[2]
        while office and office not in found:
            found.add(office)
            office = self._successors.get(office)
        return frozenset(found)


def _anchors(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, str]:
    """The reference of each row by its name; a row that is withheld as a whole has none."""
    return {row[name]: row["anchor"] for row in rows if name in row and "anchor" in row}


def _urls(content: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """The addresses that some fields of a page lead to: of a link, of links, or of the links in the rows of a table."""
    for name in names:
        yield from _in(content.get(name))


def _in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "url" in value:
            yield value["url"]
        else:
            for key, item in value.items():
                if key not in ("sources", "outcome", "page", "notice"):
                    yield from _in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _in(item)
