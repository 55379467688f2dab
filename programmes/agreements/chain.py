"""The chain an agreement belongs to: what it varies or replaces, and what varies or replaces it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from programmes.models import Agreement

#: No chain in use is longer; a longer one, or one that bites its tail, is cut here.
LONGEST = 60


@dataclass(frozen=True)
class Link:
    """One agreement of a chain: how deep it hangs, by what it hangs on the one above, and whether it is the one asked for."""

    agreement: Agreement
    depth: int
    how: str
    is_here: bool


def chain_of(agreement: Agreement, sees: Callable[[Agreement], bool]) -> tuple[Link, ...]:
    """The chain of an agreement, the oldest first, each below the one it varies or replaces; only those that `sees` allows.

    Each comes with its state. A query a step upwards and one for each agreement of the chain, which has few.
    """
    first, met = agreement, {agreement.pk}
    while (above := first.varies or first.replaces) is not None and above.pk not in met and sees(above):
        met.add(above.pk)
        first = above
    links: list[Link] = []
    first = Agreement.objects.with_state().get(pk=first.pk)
    _below(first, 0, "", agreement, sees, links, set())
    return tuple(links) if len(links) > 1 else ()


def _below(
    node: Agreement, depth: int, how: str, here: Agreement, sees: Callable[[Agreement], bool], links: list[Link],
    met: set[int],
) -> None:  # fmt: skip
    if node.pk in met or len(links) >= LONGEST:
        return
    met.add(node.pk)
    links.append(Link(node, depth, how, node.pk == here.pk))
    rows = Agreement.objects.with_state().filter(Q(varies=node) | Q(replaces=node))
    for child in rows.order_by("signed_earliest", "starts_earliest", "pk"):
        if sees(child):
            _below(child, depth + 1, "varies" if child.varies_id == node.pk else "replaces", here, sees, links, met)
