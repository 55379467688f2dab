"""The addresses of the register of decisions when it is narrowed: one for each combination of choices.

The choices stand in one order, so that a combination has one address whichever way a reader came to it.
"""

import re
from collections.abc import Iterable

REGISTER = "/decisions/"
#: What decisions are narrowed by, in the order in which addresses name it.
NARROWED_BY = ("by", "year", "area", "outcome")

#: What is narrowed by, and the value as the address has it: ("year", "2019").
Choice = tuple[str, str]
#: At most one choice of each kind, in the order of addresses.
Choices = tuple[Choice, ...]

_CHOSEN = re.compile(rf"{REGISTER}((?:(?:{'|'.join(NARROWED_BY)})/[a-z0-9-]+/)+)")
_PLACE = {kind: place for place, kind in enumerate(NARROWED_BY)}


def address_of(choices: Choices) -> str:
    """Where the decisions of some choices are listed; the whole register for none."""
    return REGISTER + "".join(f"{kind}/{value}/" for kind, value in choices)


def choices_in(address: str) -> Choices:
    """The choices that an address names, be it of one part of a list or of an old edition; none for any other page."""
    found = _CHOSEN.search(address)
    words = found[1].split("/") if found else []
    return tuple(zip(words[0::2], words[1::2], strict=False))


def is_combined(address: str) -> bool:
    """Whether a page shows a combination of choices: what it lists stands on the page of each of them too."""
    return len(choices_in(address)) > 1


def chosen(choices: Choices, choice: Choice) -> Choices:
    """Some choices and one more, which takes the place of another of its kind."""
    return in_order((*without(choices, choice[0]), choice))


def without(choices: Choices, kind: str) -> Choices:
    """Some choices without that of a kind."""
    return tuple(one for one in choices if one[0] != kind)


def in_order(choices: Iterable[Choice]) -> Choices:
    """Choices in the order of addresses."""
    return tuple(sorted(choices, key=lambda one: _PLACE[one[0]]))
