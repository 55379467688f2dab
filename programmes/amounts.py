"""Money as the sources say it: hedged, with its period and status; never rounded, never added across measures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from programmes.choices import Qualifier

#: Qualifiers whose lower, respectively upper, end is not stated.
_NO_UPPER = {Qualifier.AT_LEAST, Qualifier.OVER}
_NO_LOWER = {Qualifier.UP_TO}


class AmountsNotAddable(ValueError):
    """Figures of different measure, recurrence or period are never added (design section 5)."""


class AmountNotStated(ValueError):
    """An amount without its figure cannot take part in a sum; unknown is not nought."""


@dataclass(frozen=True)
class Hedged:
    """A figure in pounds as said. `low` is the stated figure; `high` only for “between”."""

    low: Decimal | None
    high: Decimal | None = None
    qualifier: str = Qualifier.EXACTLY
    words: str = ""
    measure: str = ""
    recurrence: str = ""
    period: str = ""

    @property
    def least(self) -> Decimal | None:
        """The smallest value the words allow; None when they set no lower end."""
        return None if self.qualifier in _NO_LOWER else self.low

    @property
    def most(self) -> Decimal | None:
        """The largest value the words allow; None when they set no upper end."""
        if self.qualifier in _NO_UPPER:
            return None
        return self.high if self.qualifier == Qualifier.BETWEEN else self.low

    def __str__(self) -> str:
        return self.words or self.in_words()

    def in_words(self) -> str:
        """The figure in words of our own, for example “over £200,000 a year”; “not stated” when unknown."""
        if self.low is None:
            return "not stated"
        figure = pounds(self.low)
        if self.qualifier == Qualifier.BETWEEN and self.high is not None:
            figure = f"between {figure} and {pounds(self.high)}"
        elif self.qualifier != Qualifier.EXACTLY:
            figure = f"{Qualifier(self.qualifier).label} {figure}"
        return f"{figure} a year" if self.recurrence == "a_year" else figure


@dataclass(frozen=True)
class HedgedSum:
    """The sum of hedged figures: a range (None: open at that end), the hedges that made it, and “about” if one is."""

    least: Decimal | None
    most: Decimal | None
    hedges: tuple[str, ...] = field(default_factory=tuple)
    is_about: bool = False

    def __str__(self) -> str:
        about = "about " if self.is_about else ""
        if self.least is not None and self.least == self.most:
            return f"{about}{pounds(self.least)}"
        if self.least is not None and self.most is not None:
            return f"between {about}{pounds(self.least)} and {pounds(self.most)}"
        if self.least is not None:
            return f"at least {about}{pounds(self.least)}"
        return f"up to {about}{pounds(self.most)}" if self.most is not None else "no figure can be given"


def pounds(value: Decimal) -> str:
    """Pounds with thousands separators; pence only when there are some: “£1,350,000”, “£151,764.93”, “-£5”."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    return f"{sign}£{value:,.2f}" if value % 1 else f"{sign}£{value:,.0f}"


def add(figures: Iterable[Hedged]) -> HedgedSum:
    """Add figures of one measure, recurrence and period to a range that lists its hedges.

    The sum of no figures is not known, and is not nought. Raises AmountsNotAddable when they differ,
    AmountNotStated when a figure is unknown.
    """
    items = list(figures)
    if not items:
        return HedgedSum(least=None, most=None)
    if len({(f.measure, f.recurrence, f.period) for f in items}) > 1:
        raise AmountsNotAddable(
            "These figures differ in what they measure, in being one-off or yearly, or in their period; they are not added."
        )
    if any(f.low is None for f in items):
        raise AmountNotStated("One of these figures is not stated; the sum is not known.")
    leasts, mosts = [f.least for f in items], [f.most for f in items]
    return HedgedSum(
        least=None if None in leasts else sum((v for v in leasts if v is not None), Decimal(0)),
        most=None if None in mosts else sum((v for v in mosts if v is not None), Decimal(0)),
        hedges=tuple(str(f) for f in items if f.qualifier != Qualifier.EXACTLY),
        is_about=any(f.qualifier == Qualifier.ABOUT for f in items),
    )


def tie(label: str, stated: Decimal | None, parts: Iterable[Decimal | None], *, of: str = "lines") -> str:
    """Whether parts add up to a stated total, or by how much they do not; "" where no total is stated.

    Parts that are not stated are counted and named: what is unknown is no part of a sum.
    """
    if stated is None:
        return ""
    items = list(parts)
    known = [part for part in items if part is not None]
    if not known:
        return f"{label}: {pounds(stated)} is stated in all; none of the {of} states its part."
    total = sum(known, Decimal(0))
    lacking = f" {len(items) - len(known)} of {len(items)} {of} state no figure." if len(known) < len(items) else ""
    if total == stated:
        return f"{label}: the {of} add up to {pounds(total)}, as stated.{lacking}"
    word = "more" if total > stated else "less"
    apart = f"{pounds(abs(total - stated))} {word} than the {pounds(stated)} stated"
    return f"{label}: the {of} add up to {pounds(total)}, {apart}.{lacking}"


def net_tie(delivered: Decimal | None, reinvested: Decimal | None, net: Decimal | None) -> str:
    """By how much a net figure as entered differs from delivered less reinvested; "" when it ties or one is unknown."""
    if delivered is None or reinvested is None or net is None or net == delivered - reinvested:
        return ""
    made = delivered - reinvested
    word = "more" if net > made else "less"
    apart = f"{pounds(abs(net - made))} {word} than delivered less reinvested ({pounds(made)})"
    return f"net is stated as {pounds(net)}, {apart}"
