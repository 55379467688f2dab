"""The links by which a list is narrowed and sorted: where the reader is among them, and how each choice is taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from governance.publication.narrowing import REGISTER, choices_in


@dataclass(frozen=True)
class Group:
    """The links of one heading; `chosen` is what the page has chosen among them, `remove_url` the page without that."""

    heading: str
    links: tuple[dict[str, Any], ...]
    chosen: str = ""
    remove_url: str = ""

    @property
    def label(self) -> str:
        """The choice as a chip names it."""
        return f"{self.heading}: {self.chosen}"

    @property
    def is_open(self) -> bool:
        """Whether the links are shown at once: where the page is one of them and no chip says so."""
        return not self.chosen and any(link["is_current"] for link in self.links)


def ways_of(content: dict[str, Any]) -> list[Group]:
    """The ways to narrow and to sort a list, the page itself marked among them; none that lead nowhere else."""
    here = content["path"].partition("part-")[0]
    groups = (_group(way["heading"], way.get("links", []), here) for way in content.get("ways", []))
    return [group for group in groups if any(link.get("url") and not link["is_current"] for link in group.links)]


def _group(heading: str, found: list[dict[str, Any]], here: str) -> Group:
    links = tuple(link | {"is_current": link.get("url") == here} for link in found)
    chosen = next((link["label"] for link in links if link["is_current"]), "")
    wider = next((url for link in links if _is_wider(url := link.get("url", ""), here)), "")
    return Group(heading, links, chosen, wider) if chosen and wider else Group(heading, links)


def _is_wider(url: str, than: str) -> bool:
    return bool(url) and len(choices_in(url)) < len(choices_in(than))


def all_url(chips: Sequence[Group]) -> str:
    """The page without any choice, where it takes more than one step to it."""
    before, register, _ = chips[0].remove_url.partition(REGISTER) if len(chips) > 1 else ("", "", "")
    return f"{before}{register}"
