"""What an overview is made of: parts with a finding, their numbers, a chart, a rule in one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from programmes.navigation import Link
from programmes.reports.charts import Bar, Chart, bar_chart
from programmes.reports.counts import Count
from programmes.tables.base import count_words

CSV_COLUMNS = ("part", "what", "number", "amount", "rule")


@dataclass(frozen=True)
class Line:
    """A row of a part besides its numbers: a record or a sum, with what is said of it."""

    label: str
    url: str = ""
    words: str = ""
    note: str = ""
    count: Count | None = None


@dataclass(frozen=True)
class Part:
    """One part of an overview: what it finds, in words; the numbers it finds it by, each with its list; its rule."""

    anchor: str
    title: str
    finding: str
    rule: str
    counts: tuple[Count, ...] = ()
    unit: str = ""
    chart: Chart | None = None
    lines: tuple[Line, ...] = ()
    #: The heads of the columns of `lines`, where there are any.
    heads: tuple[str, ...] = ()
    total: Count | None = None
    more: Link | None = None
    note: str = ""
    #: Whether it follows the day that the page is asked for.
    on_day: bool = False
    template: str = ""
    extra: Any = None
    #: Sums of a table of its own, by what they are of: each with `words` and the `count` of the rows behind it.
    table: tuple[tuple[str, Any], ...] = ()
    #: Numbers that stand beside all of these, by what they count.
    besides: tuple[tuple[str, Count], ...] = ()

    @property
    def table_title(self) -> str:
        """The caption of the table that says what the chart says."""
        return f"{self.title}, in numbers"

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each number and line; with a rule only where it differs from that of the part."""
        for count in self.counts:
            yield (self.title, count.words, str(count.number), "", count.rule or self.rule)
        for words, cell in self.table:
            yield (self.title, words, str(cell.count.number), f"{cell.amount:.2f}", self.rule)
        for line in self.lines:
            yield (self.title, line.label, str(line.count.number) if line.count else "", line.words, self.rule)
        for words, count in self.besides:
            yield (self.title, words, str(count.number), "", self.rule)


def chart_of(anchor: str, finding: str, counts: Sequence[Count], what: str) -> Chart | None:
    """Bars of some numbers, `what` they count in the plural; none where there is nothing to compare."""
    if not any(count.number for count in counts):
        return None
    said = "; ".join(f"{count.words}: {count.number:,}" for count in counts)
    bars = [Bar(count.words, f"{count.number:,}", count.number) for count in counts]
    return bar_chart(f"chart-{anchor}", finding, f"{what.capitalize()} as bars. {said}.", bars)


def total_of(number: int, noun: str, nouns: str, url: str) -> Count:
    """All rows of a part, in words, with the list of them."""
    return Count(number_of(number, noun, nouns), number, url)


def number_of(total: int, noun: str, nouns: str) -> str:
    """A number with its noun: “12 cases”."""
    return count_words(total, noun, nouns)


def are(number: int) -> str:
    """“is” of one, “are” of all other numbers."""
    return "is" if number == 1 else "are"
