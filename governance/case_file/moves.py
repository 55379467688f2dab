"""What moved between two orders of the same things."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def moved(before: Sequence[K], after: Sequence[K]) -> list[K]:
    """The fewest things to move so that the order before becomes the order after, of those that are in both.

    The longest run that keeps its order stays; the others moved, in the order after.
    """
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in places]
    best: list[list[K]] = []  # the longest run in order that ends at each thing
    for n, key in enumerate(common):
        earlier = (best[m] for m in range(n) if places[common[m]] < places[key])
        best.append([*max(earlier, key=len, default=[]), key])
    stays = set(max(best, key=len, default=[]))
    return [key for key in common if key not in stays]
