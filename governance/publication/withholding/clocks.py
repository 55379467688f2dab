"""When what is withheld is looked at again: for the programme team and auditors, who alone know why it is withheld."""

from collections.abc import Iterable, Iterator
from typing import Any

from governance.choices import ExemptGround
from governance.publication.withholding.doors import WHOLE
from governance.publication.withholding.names import model_of, parts_of_record
from programmes.choices import ClockKind
from programmes.clocks import Clock


def withheld_clocks(rows: Iterable[tuple[Any, ...]]) -> Iterator[Clock]:
    """One clock a part that is withheld, due on its review day, from the rows of `governance/clock_rows.py`."""
    for code, title, kind, part, ground, review_on in rows:
        what = parts_of_record(model_of(kind)).get(part, part) if part else WHOLE
        yield Clock(
            ClockKind.WITHHOLDING, code, title, f"Review what is withheld: {what}", review_on,
            f"set when it was withheld ({ExemptGround(ground).label.lower()})", part=part,
        )  # fmt: skip
