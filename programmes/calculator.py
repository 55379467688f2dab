"""The cost share calculator: what each force would pay, and what would change if one left. Nothing is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programmes.example_figures import WARNING, example_figure
from programmes.models import Force
from programmes.shares import PLACE, WHOLE, Change, Part, divide, figures_of, split, what_if


@dataclass(frozen=True)
class Question:
    """What is asked: a cost, a grant, whose cost it is and by what it is shared; `typed` figures go before held ones."""

    cost: Decimal
    basis: str
    forces: tuple[Force, ...]
    grant: Decimal | None = None
    order: str = ""
    base_year: str = ""
    measured: str = ""
    leaving: Force | None = None
    typed: tuple[tuple[int, Decimal], ...] = ()
    is_example: bool = False


@dataclass(frozen=True)
class Row:
    """One force: the figure it is shared by, its percentage, what it pays now, and after one left."""

    force: Force
    figure: Decimal
    percentage: Decimal
    change: Change

    @property
    def before(self) -> Part:
        """What it bears while all take part."""
        return self.change.before


@dataclass(frozen=True)
class Answer:
    """The parts of all forces, or the sentence that says why there are none."""

    question: Question
    rows: tuple[Row, ...] = ()
    why_not: str = ""

    @property
    def warning(self) -> str:
        """What must stand on whatever shows these figures; "" for figures in earnest."""
        return WARNING if self.question.is_example else ""

    def sums(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
        """The sums of cost, grant, paid before, paid after and difference."""
        nought = Decimal(0)
        after = [row.change.after.pays for row in self.rows if row.change.after]
        return (
            sum((row.before.cost for row in self.rows), nought),
            sum((row.before.grant for row in self.rows), nought),
            sum((row.before.pays for row in self.rows), nought),
            sum(after, nought),
            sum((row.change.difference for row in self.rows), nought),
        )

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each force and the sums; the warning stands in every row of made-up figures."""
        leaves = self.question.leaving is not None
        head = ("force", "figure", "percentage", "part_of_cost", "part_of_grant", "pays")
        yield head + (("pays_after", "difference") if leaves else ()) + (("warning",) if self.warning else ())
        tail = (self.warning,) if self.warning else ()
        for row in self.rows:
            after = row.change.after
            more = (f"{after.pays:.2f}" if after else "", f"{row.change.difference:.2f}") if leaves else ()
            money = tuple(f"{figure:.2f}" for figure in (row.before.cost, row.before.grant, row.before.pays))
            yield (str(row.force), f"{row.figure:f}", f"{row.percentage:.4f}", *money, *more, *tail)
        cost, grant, pays, later, difference = (f"{figure:.2f}" for figure in self.sums())
        yield ("Sum", "", "100.0000", cost, grant, pays, *((later, difference) if leaves else ()), *tail)


def answer(question: Question, *, reader_rows: Any = None) -> Answer:
    """What each force would pay; `reader_rows` narrows the register’s figures to what somebody may read."""
    forces = question.forces
    figures = dict(question.typed)
    if question.is_example:
        for force in forces:
            made_up = example_figure(force.reference)
            if made_up is not None:
                figures.setdefault(force.pk, made_up)
    else:
        held = figures_of(
            question.basis, forces, base_year=question.base_year, measured=question.measured, reader_rows=reader_rows
        )
        figures = held | figures
    lacking = [force for force in forces if force.pk not in figures]
    if lacking:
        names = ", ".join(str(force) for force in lacking)
        return Answer(question, why_not=f"Not in the register, so nothing can be worked out: the figure of {names}.")
    weights = [figures[force.pk] for force in forces]
    return _worked_out(question, weights)


def _worked_out(question: Question, weights: Sequence[Decimal]) -> Answer:
    cost, grant, order = question.cost, question.grant, question.order
    try:
        percentages = divide(WHOLE, weights, place=PLACE)
        if question.leaving is None:
            changes = [Change(part, part) for part in split(cost, weights, grant=grant, order=order)]
        else:
            leaves = question.forces.index(question.leaving)
            changes = what_if(cost, weights, leaves, grant=grant, order=order)
    except ValueError as error:
        return Answer(question, why_not=f"This cannot be shared. {error}")
    rows = zip(question.forces, weights, percentages, changes, strict=True)
    return Answer(question, tuple(Row(*row) for row in rows))
