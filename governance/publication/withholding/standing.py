"""What is withheld now, read in one query."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from governance.choices import ExemptGround
from governance.models import Withholding


@dataclass(frozen=True)
class Withheld:
    """A part of a record that is withheld now."""

    code: str
    part: str
    ground: str
    reason: str
    review_on: dt.date

    @property
    def words(self) -> str:
        """What the public reads in its place: “Withheld (commercial)”."""
        return words_for(self.ground)

    @property
    def ground_words(self) -> str:
        """The ground, as it stands on its own."""
        return ExemptGround(self.ground).label


def words_for(ground: str) -> str:
    """What the public reads in place of what is withheld on a ground."""
    label = ExemptGround(ground).label
    return f"Withheld ({label[0].lower()}{label[1:]})"


def withheld_now(*codes: str) -> dict[str, dict[str, Withheld]]:
    """What is withheld, by the record’s reference and the part; of the records named only, when any is named."""
    steps = Withholding.objects.standing()
    if codes:
        steps = steps.filter(about__in=codes)
    found: dict[str, dict[str, Withheld]] = defaultdict(dict)
    for step in steps.order_by("about", "part"):
        assert step.review_on is not None  # a constraint of the table
        found[step.about_id][step.part] = Withheld(step.about_id, step.part, step.ground, step.reason, step.review_on)
    return dict(found)
