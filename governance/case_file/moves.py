"""What moved between two orders of the same things."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def _longest(runs: Iterable[list[K]]) -> list[K]:
    found: list[K] = []
    for run in runs:
        found = run if len(run) > len(found) else found
    return found


def moved(before: Sequence[K], after: Sequence[K]) -> list[K]:
    """The fewest things to move so that the order before becomes the order after, of those that are in both.

    The longest run that keeps its order stays; the others moved, in the order after.
    """
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in places]
    best: list[list[K]] = []  # the longest run in order that ends at each thing
    for n, key in enumerate(common):
        earlier = (best[m] for m in range(n) if places[common[m]] < places[key])
        best.append([*_longest(earlier), key])
    stays = set(_longest(best))
    return [key for key in common if key not in stays]
