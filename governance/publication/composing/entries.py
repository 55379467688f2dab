"""The decisions of both tiers as the register lists them, each with what it is narrowed and sorted by."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.choices import DecisionKind, LocalOutcome
from governance.models import Board, BusinessCase, Decision, LocalDecision
from governance.publication.composing.local import has_page, local_entry_row
from governance.publication.composing.short import decision_row
from governance.publication.composing.standing import hidden
from governance.publication.parts import Link
from governance.publication.record import PublicRecord
from governance.publication.rows import DecisionRow
from programmes.dates import VagueDate, bounds
from programmes.fields import vague
from programmes.models import Body
from programmes.tables.base import count_words
from workstreams.models import BusinessArea, Workstream

NOBODY = "Said in words alone"
#: A date that may mean more years than this is listed under the last of them alone.
MOST_YEARS = 6


def years_between(first: dt.date | None, last: dt.date | None) -> list[str]:
    """The years of a span of days, or the one that bounds it when it is open or very long; none for no date."""
    if first and last and last.year - first.year < MOST_YEARS:
        return [str(year) for year in range(first.year, last.year + 1)]
    bound = last or first
    return [str(bound.year)] if bound else []


@dataclass(frozen=True)
class Entry:
    """One decision of either tier, with what it is narrowed and sorted by; of what is withheld of it nothing."""

    row: DecisionRow
    date: VagueDate
    order: int
    body: str
    body_key: str
    area: str
    area_key: str
    outcome: str
    #: The years its date can mean, or the one that bounds it; “no-date” when there is none.
    years: tuple[str, ...]

    @property
    def values(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What it is narrowed by, in the order of addresses."""
        return (
            ("by", (self.body_key,) if self.body_key else ()),
            ("year", self.years),
            ("area", (self.area_key,) if self.area_key else ()),
            ("outcome", (self.outcome,) if self.outcome else ()),
        )


#: What became of it, as a reader looks for it: the words, the part of the address, the kinds.
OUTCOMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Agreed in principle", "in-principle", (DecisionKind.IN_PRINCIPLE, DecisionKind.IN_PART)),
    ("Decided, or approved by an office", "decided",
     (DecisionKind.FINAL, LocalOutcome.APPROVED, LocalOutcome.APPROVED_WITH_CONDITIONS)),
    ("Rejected, or opted out", "rejected", (DecisionKind.REJECTED, LocalOutcome.REJECTED, LocalOutcome.OPTED_OUT)),
    ("Deferred or returned", "deferred", (DecisionKind.DEFERRED, DecisionKind.RETURNED, LocalOutcome.DEFERRED)),
    ("Noted or recommended", "noted", (DecisionKind.NOTED, DecisionKind.RECOMMENDED)),
    ("Recorded in error", "in-error", (DecisionKind.IN_ERROR,)),
)  # fmt: skip


def entries(record: PublicRecord) -> list[Entry]:
    """Every decision that may be told, of boards and of offices, the latest first; worked out once."""
    if "entries" not in record.notes:
        record.notes["entries"] = _entries(record)
    return record.notes["entries"]


def offices_with_decisions(record: PublicRecord, bodies: Iterable[Body]) -> tuple[Link, ...]:
    """The way to the decisions of some offices, with how many each has taken."""
    numbers = Counter(one.body_key for one in entries(record))
    keys = ((body, body.reference.lower()) for body in bodies)
    return tuple(
        Link(body.name, f"/decisions/by/{key}/", count_words(numbers[key], "decision", "decisions"))
        for body, key in keys
        if numbers[key]
    )


def _entries(record: PublicRecord) -> list[Entry]:
    found = [_board_entry(record, row) for row in record.rows(Decision).values()]
    locals_: dict[int, Any] = record.rows(LocalDecision)
    found += [_office_entry(record, row) for row in locals_.values() if has_page(record, row)]
    return sorted(found, key=lambda one: (one.date.latest or dt.date.min, -one.order), reverse=True)


def _board_entry(record: PublicRecord, decision: Decision) -> Entry:
    who = record.one(Board, decision.board_id) or record.one(Body, decision.body_id)
    case = record.one(BusinessCase, decision.case_id)
    stream = decision.workstream_id or (case.workstream_id if case else None)
    key, name = (who.reference.lower(), who.name) if who else ("words", NOBODY)
    return _entry(record, decision, decision_row(record, decision), (key, name), stream, vague(decision, "decided"))


def _office_entry(record: PublicRecord, local: Any) -> Entry:
    body, case = record.rows(Body)[local.body_id], record.rows(BusinessCase)[local.case_id]
    edtf = local.decided or ""
    date = VagueDate(edtf, "", *bounds(edtf)) if edtf else VagueDate("")
    return _entry(
        record, local, local_entry_row(record, local), (body.reference.lower(), body.name), case.workstream_id, date
    )  # fmt: skip


def _entry(
    record: PublicRecord, row: Any, told: DecisionRow, who: tuple[str, str], stream: int | None, date: VagueDate
) -> Entry:
    """A decision where it may be found: the page of a year, a body, an area or an outcome would say what is withheld."""
    is_of_board = isinstance(row, Decision)
    body_key, body = ("", "") if hidden(record, row, "by", "office") else who
    area = None if hidden(record, row, "workstream", "case") else _area(record, stream)
    date = VagueDate("") if (no_date := hidden(record, row, "decided")) else date
    outcome = "" if hidden(record, row, "what_kind", "outcome") else _outcome(row.kind if is_of_board else row.outcome)
    return Entry(
        row=told, date=date, order=row.pk, body=body, body_key=body_key,
        area=area.name if area else "", area_key=area.reference.lower() if area else "", outcome=outcome,
        years=() if no_date else tuple(years_between(date.earliest, date.latest) or ["no-date"]),
    )  # fmt: skip


def _area(record: PublicRecord, workstream: int | None) -> BusinessArea | None:
    stream = record.one(Workstream, workstream)
    return record.one(BusinessArea, stream.area_id) if stream else None


def _outcome(kind: str) -> str:
    return next((key for _, key, kinds in OUTCOMES if kind in kinds), "")
