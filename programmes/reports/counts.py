"""Numbers that lead to what they count."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """How many records are of one kind, the address that lists just those, and the rule that tells them."""

    words: str
    number: int
    url: str
    rule: str = ""
    is_chosen: bool = False
