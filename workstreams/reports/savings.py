"""The savings that sources claim, grouped by what may be added: one measure, status, recurrence, period and baseline.

A claim is never added to the ledger, nor a figure to one of another measure, status or period. A figure whose period
no source states stands alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from programmes.amounts import AmountNotStated, add
from programmes.fields import vague
from programmes.reading import Reader
from workstreams.models import SavingsFigure


@dataclass(frozen=True)
class Claim:
    """One figure as its source says it."""

    title: str
    url: str
    figure: str
    words: str
    about: str


@dataclass(frozen=True)
class ClaimGroup:
    """Claims of one measure, status, recurrence, period, price base and baseline, and what they come to as a range."""

    title: str
    claims: tuple[Claim, ...]
    total: str
    hedges: tuple[str, ...]
    note: str


def claims(rows: Iterable[SavingsFigure], reader: Reader) -> list[ClaimGroup]:
    """The figures in groups that may be added; those of no stated period each in a group of their own."""
    groups: dict[tuple[Any, ...], list[SavingsFigure]] = {}
    for row in rows:
        alone = row.pk if not row.period else 0
        key = (row.measure, row.figure_status, row.recurrence, row.period, row.price_base, row.baseline, alone)
        groups.setdefault(key, []).append(row)
    return [_group(found, reader) for found in groups.values()]


def _group(rows: list[SavingsFigure], reader: Reader) -> ClaimGroup:
    first = rows[0]
    period = str(vague(first, "period"))
    parts = [first.get_measure_display(), first.get_figure_status_display().lower()]
    parts += [first.get_recurrence_display().lower()] if first.recurrence else []
    parts += [period] if period else ["period not stated"]
    total, note = "", ""
    hedges: tuple[str, ...] = ()
    if len(rows) > 1:
        try:
            summed = add(row.amount for row in rows)
            total, hedges = str(summed), summed.hedges
            note = "The sources do not say whether these figures count the same saving twice."
        except AmountNotStated as error:
            note = str(error)
    return ClaimGroup(", ".join(parts), tuple(_claim(row, reader) for row in rows), total, hedges, note)


def _claim(row: SavingsFigure, reader: Reader) -> Claim:
    owners = (row.workstream, row.programme, row.alliance)
    about = next((owner for owner in owners if owner is not None), None)
    seen = about is not None and reader.sees(about)
    return Claim(row.title, reader.url(row), row.amount.in_words(), row.words, str(about) if seen else "")
