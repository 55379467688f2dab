"""Risk scores: likelihood times impact, 1 to 5 each, and the bands they fall into.

The bands are those of the National Patient Safety Agency's matrix (2008), which public bodies share: 1 to 3 low, 4 to 6
moderate, 8 to 12 high, 15 to 25 extreme.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workstreams.choices import RiskBand

LEVELS = (1, 2, 3, 4, 5)
LIKELIHOOD = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
IMPACT = {1: "Negligible", 2: "Minor", 3: "Moderate", 4: "Major", 5: "Catastrophic"}
#: The lowest score of each band, the highest band first.
_FROM = ((15, RiskBand.EXTREME), (8, RiskBand.HIGH), (4, RiskBand.MODERATE), (1, RiskBand.LOW))


@dataclass(frozen=True)
class Score:
    """Likelihood and impact together; falsy when either is not scored."""

    likelihood: int | None
    impact: int | None

    def __bool__(self) -> bool:
        return self.likelihood is not None and self.impact is not None

    @property
    def product(self) -> int | None:
        """Likelihood times impact, 1 to 25; None when not scored."""
        return None if self.likelihood is None or self.impact is None else self.likelihood * self.impact

    @property
    def band(self) -> RiskBand:
        """The band the score falls into."""
        return RiskBand.NOT_SCORED if self.product is None else band_of(self.product)

    def __str__(self) -> str:
        if self.likelihood is None or self.impact is None:
            return "Not scored"
        return f"{self.product} of 25, {self.band.word} (likelihood {self.likelihood}, impact {self.impact})"


def band_of(product: int) -> RiskBand:
    """The band of a product of likelihood and impact, 1 to 25."""
    return next(band for lowest, band in _FROM if product >= lowest)


def cells_of(band: str) -> list[tuple[int, int]]:
    """The pairs of likelihood and impact that fall into a band."""
    return [(one, two) for one in LEVELS for two in LEVELS if band_of(one * two) == band]


def counted(scores: Iterable[Score]) -> dict[tuple[int, int], int]:
    """How many scores lie in each cell of the matrix, (likelihood, impact); those not scored lie in none."""
    cells = {(one, two): 0 for one in LEVELS for two in LEVELS}
    for score in scores:
        if score.likelihood is not None and score.impact is not None:
            cells[score.likelihood, score.impact] += 1
    return cells
