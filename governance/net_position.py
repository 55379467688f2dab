"""What each force pays and saves over the whole portfolio in a financial year, and what of that is not known.

S2, principle 8: “net donor” arguments are about the whole and not about one project. A force’s payments are the
parts it bears of shared costs and the costs that agreed cases state for it; its savings are the lines of the ledger.
Kinds are never added to one another, nothing unknown counts as nought, and no cost is counted twice: where a case
states its costs by force, the set by which that case is shared is not counted beside them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

#: What a payment comes from.
SHARE, CASE = "share", "case"
#: The kind of saving that the finding and the chart set against what is paid.
MEASURE = "cashable"


@dataclass(frozen=True)
class Payment:
    """One row of what a force pays: pounds, or None and why that is not known."""

    origin: str
    code: str
    words: str
    amount: Decimal | None
    why_not: str = ""


@dataclass(frozen=True)
class Saving:
    """The ledger of one force and kind in the year: the sum of the lines that state the figure, and how many do not."""

    amount: Decimal | None
    lines: int
    silent: int = 0


@dataclass(frozen=True)
class Standing:
    """One force: what it pays, what it saves by kind."""

    force: int
    payments: tuple[Payment, ...] = ()
    savings: Mapping[str, Saving] = field(default_factory=dict)

    def paid(self, origin: str = "") -> tuple[Decimal | None, int]:
        """The sum of the known payments, of one origin or all, and how many rows it is; None where none is known."""
        known = [p.amount for p in self.payments if p.amount is not None and origin in ("", p.origin)]
        return (sum(known, Decimal(0)) if known else None), len(known)

    @property
    def unknown(self) -> tuple[Payment, ...]:
        """The payments that are not known."""
        return tuple(p for p in self.payments if p.amount is None)

    def net(self, kind: str) -> Decimal | None:
        """Saved of one kind less paid; only where both are wholly known."""
        saving, (paid, _) = self.savings.get(kind), self.paid()
        if saving is None or saving.amount is None or saving.silent or paid is None or self.unknown:
            return None
        return saving.amount - paid

    def not_known(self, kinds: Mapping[str, str]) -> list[str]:
        """What stands in the way of a net position, in sentences."""
        found = [f"{p.words}: {p.why_not}" for p in self.unknown]
        if not self.payments:
            found.append("No payment is recorded.")
        for kind, saving in self.savings.items():
            if saving.silent:
                lines = "line states" if saving.silent == 1 else "lines state"
                found.append(f"{kinds[kind]}: {saving.silent} {lines} no figure.")
        if not any(saving.lines for saving in self.savings.values()):
            found.append("Nothing saved is recorded.")
        elif MEASURE not in self.savings:
            found.append(f"{kinds[MEASURE]}: nothing saved is recorded.")
        return found


def finding(standings: Iterable[Standing], kind: str, year: str) -> str:
    """What the chart shows, in a sentence: how many forces save more of a kind than they pay."""
    nets = [standing.net(kind) for standing in standings]
    known = [net for net in nets if net is not None]
    if not known:
        return f"No force’s net position in {year} is known"
    more = sum(1 for net in known if net > 0)
    lacking = len(nets) - len(known)
    tail = f"; of {lacking} it is not known" if lacking else ""
    if len(known) == 1:
        saves = "saves more than" if more else "does not save more than"
        return f"The one force whose net position is known {saves} it pays in {year}{tail}"
    return f"{more or 'None'} of the {len(known)} forces whose net position is known save more than they pay in {year}{tail}"
