"""How the cost of a case is split, in words: the shares of now first, then those before."""

from dataclasses import dataclass
from typing import Any

from governance.models import BusinessCase
from programmes.fields import vague
from programmes.reading import Reader
from programmes.reports.changes import moment_words

NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class ShareSet:
    """One set of shares: basis, since when, why, and each force’s part."""

    code: str
    title: str
    basis: str
    why: str
    by: str
    shares: tuple[tuple[str, str, str], ...]
    total: str
    is_now: bool


def share_sets(case: BusinessCase, reader: Reader) -> list[ShareSet]:
    """The sets of a case that this person may read, the one that holds now first; three queries."""
    rows: Any = case.shares.that_stand().select_related("share_set", "event", "recorded_by").order_by("-pk")  # type: ignore[attr-defined]
    found = []
    for n, row in enumerate(rows.prefetch_related("share_set__shares__force", "share_set__shares__payer")):
        made = row.share_set
        if not reader.sees(made):
            continue
        shares = list(made.shares.all())
        known = [share.percentage for share in shares if share.percentage is not None]
        year = f", {made.base_year}" if made.base_year else ""
        since = f" from {vague(row.event, 'on')}" if row.event else ""
        found.append(
            ShareSet(
                code=made.reference,
                title=f"Shares{since}" if since else "Shares as first said" if n else "Shares",
                basis=f"{made.get_basis_display()}{year}",
                why=made.words,
                by=f"Entered{f' by {row.recorded_by}' if row.recorded_by else ''} on {moment_words(row.recorded_at)}",
                shares=tuple(
                    (
                        str(s.force),
                        str(s.payer or ""),
                        f"{s.percentage:.4f} %" if s.percentage is not None else NOT_KNOWN,
                    )
                    for s in shares
                ),
                total=f"{sum(known):.4f} %" if len(known) == len(shares) and shares else NOT_KNOWN,
                is_now=n == 0,
            )
        )
    return found
