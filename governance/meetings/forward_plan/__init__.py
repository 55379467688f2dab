"""The forward plan: every decision still to come, by month and body, and how often its date has moved and why."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from governance.meetings.forward_plan.columns import BEFORE_BOARDS, OVERTAKES
from governance.meetings.forward_plan.coming import Coming, as_said
from governance.meetings.forward_plan.reading import Who, deciders, parts_of, plan
from governance.meetings.forward_plan.stories import Move, Story, stories

__all__ = [
    "BEFORE_BOARDS", "OVERTAKES", "Coming", "Move", "Story", "Who", "as_said", "csv_rows", "deciders", "grouped", "parts_of",
    "plan", "stories",
]  # fmt: skip

CSV_COLUMNS = (
    "when", "earliest", "latest", "date_as_said", "decision", "reference", "decision_maker", "state", "passed",
    "first_said", "first_entered", "first_published", "times_moved", "moves",
)  # fmt: skip


def grouped(rows: list[Coming], told: list[Story]) -> list[tuple[str, list[tuple[Coming, Story]]]]:
    """The rows under their months, in order."""
    both = zip(rows, told, strict=True)
    return [(group, list(found)) for group, found in groupby(both, key=lambda pair: pair[0].group)]


def csv_rows(rows: list[Coming], told: list[Story]) -> Iterator[tuple[Any, ...]]:
    """The column heads, then one row for each decision."""
    yield CSV_COLUMNS
    for row, story in zip(rows, told, strict=True):
        yield (
            row.group, row.date.earliest or "", row.date.latest or "", as_said(row.date), row.title, row.code, row.who.label,
            row.state, row.passed, story.first_said, story.entered, story.published, len(story.moves),
            " | ".join(str(move) for move in story.moves),
        )  # fmt: skip
