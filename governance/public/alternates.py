"""The feeds and calendars that a page is told of by: in its head for programs, at its foot for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_FORMS = (
    ("atom", "application/atom+xml", "what changed", "feed"),
    ("ics", "text/calendar", "what is to come", "calendar"),
)


@dataclass(frozen=True)
class Alternate:
    """One feed or calendar: its address, its media type, its words."""

    url: str
    type: str
    title: str
    what: str


def alternates_of(content: dict[str, Any]) -> tuple[Alternate, ...]:
    """The feeds and calendars of a page: its own, then those of everything."""
    return (*own_alternates(content), *_of("everything", "Everything"))


def own_alternates(content: dict[str, Any]) -> tuple[Alternate, ...]:
    """Those of the alliance or of the force that a page is of, and of the offices in being on it."""
    if content.get("kind") not in ("alliance", "force"):
        return ()
    found = [*_of(content["reference"], content["title"])]
    for row in content.get("offices", []):
        if "office" in row and "ends" not in row and "succeeded_by" not in row:
            found += _of(row["anchor"], row["office"])
    return tuple(found)


def _of(name: str, words: str) -> Iterator[Alternate]:
    for ending, media_type, gives, what in _FORMS:
        yield Alternate(f"/feeds/{name}.{ending}", media_type, f"{words}: {gives}", what)
