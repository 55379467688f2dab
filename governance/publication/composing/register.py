"""The registers that are narrowed and sorted: decisions of both tiers, and agreements.

A public page knows no parameters, so each way to narrow or sort is a page of its own, made beforehand and linked.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from governance.choices import DecisionKind, LocalOutcome
from governance.models import Board, BusinessCase, Decision, LocalDecision
from governance.publication.composing.local import local_entry_row
from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.short import agreement_row, decision_row
from governance.publication.composing.standing import hidden, local_is_decided
from governance.publication.pages import AgreementList, DecisionList, ListPage
from governance.publication.parts import Link, Way
from governance.publication.record import PublicRecord
from governance.publication.rows import DecisionRow
from programmes.choices import AgreementState
from programmes.dates import VagueDate, bounds
from programmes.fields import vague
from programmes.models import Agreement, Body
from programmes.tables.base import count_words
from workstreams.models import BusinessArea, Workstream

INTRO = (
    "What was decided, by whom and when, the latest first: decisions of boards, those of the Summit in principle, and each "
    "office’s own decision, which is final for that office. Rejections and deferrals are here too."
)
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
    """One decision of either tier, with what it is narrowed and sorted by."""

    row: DecisionRow
    date: VagueDate
    order: int
    body: str
    body_key: str
    area: str
    area_key: str
    outcome: str

    @property
    def years(self) -> list[str]:
        """The years its date can mean, or the one that bounds it; “no-date” when there is none."""
        return years_between(self.date.earliest, self.date.latest) or ["no-date"]


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
    found += [
        _office_entry(record, row)
        for row in locals_.values()
        if local_is_decided(row) and record.one(Body, row.body_id)
    ]
    return sorted(found, key=lambda one: (one.date.latest or dt.date.min, -one.order), reverse=True)


def _board_entry(record: PublicRecord, decision: Decision) -> Entry:
    board, body = record.one(Board, decision.board_id), record.one(Body, decision.body_id)
    who = board or body
    case = record.one(BusinessCase, decision.case_id)
    area = _area(record, decision.workstream_id or (case.workstream_id if case else None))
    return Entry(
        row=decision_row(record, decision), date=vague(decision, "decided"), order=decision.pk,
        body=who.name if who else NOBODY, body_key=who.reference.lower() if who else "words",
        area=area.name if area else "", area_key=area.reference.lower() if area else "",
        outcome="" if hidden(record, decision, "what_kind") else _outcome(decision.kind),
    )  # fmt: skip


def _office_entry(record: PublicRecord, local: Any) -> Entry:
    body = record.rows(Body)[local.body_id]
    area = _area(record, record.rows(BusinessCase)[local.case_id].workstream_id)
    edtf = local.decided or ""
    return Entry(
        row=local_entry_row(record, local), date=VagueDate(edtf, "", *bounds(edtf)) if edtf else VagueDate(""),
        order=local.pk, body=body.name, body_key=body.reference.lower(),
        area=area.name if area else "", area_key=area.reference.lower() if area else "",
        outcome="" if hidden(record, local, "outcome") else _outcome(local.outcome),
    )  # fmt: skip


def _area(record: PublicRecord, workstream: int | None) -> BusinessArea | None:
    stream = record.one(Workstream, workstream)
    return record.one(BusinessArea, stream.area_id) if stream else None


def _outcome(kind: str) -> str:
    return next((key for _, key, kinds in OUTCOMES if kind in kinds), "")


Keys = Callable[[Entry], Sequence[str]]


def decision_pages(record: PublicRecord) -> list[ListPage]:
    """The register of decisions: all by date, all by body, and a page for each body, year, area and outcome."""
    found = entries(record)
    bodies = _choices((one.body_key, one.body) for one in found)
    areas = _choices((one.area_key, one.area) for one in found if one.area_key)
    years = sorted({year for one in found for year in one.years}, reverse=True)
    outcomes = [(key, words) for words, key, _ in OUTCOMES if any(one.outcome == key for one in found)]
    year_words = {year: "No date" if year == "no-date" else year for year in years}
    ways = (
        Way("Sorted by", (Link("Date", "/decisions/"), Link("Body", "/decisions/sorted-by-body/"))),
        _way("Body", "/decisions/by/", bodies, found, lambda one: [one.body_key]),
        _way("Year", "/decisions/year/", list(year_words.items()), found, lambda one: one.years),
        _way("Business area", "/decisions/area/", areas, found, lambda one: [one.area_key]),
        _way("Outcome", "/decisions/outcome/", outcomes, found, lambda one: [one.outcome]),
    )

    def pages(path: str, title: str, chosen: Iterable[Entry], intro: str = INTRO) -> list[ListPage]:
        return parts_of(DecisionList, path, title, intro, [one.row for one in chosen], ways=ways)

    by_body = sorted(found, key=lambda one: (one.body == NOBODY, one.body))
    made = [
        *pages("/decisions/", "Decisions", found),
        *pages("/decisions/sorted-by-body/", "Decisions by body", by_body),
    ]
    for key, words in bodies:
        title = f"Decisions of {words}" if key != "words" else "Decisions whose maker is said in words alone"
        made += pages(f"/decisions/by/{key}/", title, (one for one in found if one.body_key == key))
    for year, words in year_words.items():
        title = f"Decisions of {words}" if year != "no-date" else "Decisions without a date"
        intro = "" if year == "no-date" else "A decision whose date may mean several years stands under each of them."
        made += pages(f"/decisions/year/{year}/", title, (one for one in found if year in one.years), intro)
    for key, words in areas:
        made += pages(f"/decisions/area/{key}/", f"Decisions on {words}", (one for one in found if one.area_key == key))
    for key, words in outcomes:
        title = f"Decisions: {words[0].lower()}{words[1:]}"
        made += pages(f"/decisions/outcome/{key}/", title, (one for one in found if one.outcome == key))
    return made


def _choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each key once with its words, in the order of the words."""
    return sorted(dict(pairs).items(), key=lambda pair: (pair[1] == NOBODY, pair[1]))


def _way(
    heading: str, base: str, choices: Sequence[tuple[str, str]], found: Sequence[Entry], keys: Keys
) -> Way:  # fmt: skip
    links = (Link(words, f"{base}{key}/", f"{sum(1 for one in found if key in keys(one)):,}") for key, words in choices)
    return Way(heading, tuple(links))


AGREEMENTS_INTRO = (
    "Section 22A agreements, memoranda of understanding and other agreements between the bodies, the latest first. For each "
    "the Police Act 1996 (section 23E) asks that a copy is published, or that it exists and such details as the bodies "
    "think fit; where only a summary is published, its page says why."
)


def agreement_pages(record: PublicRecord) -> list[ListPage]:
    """The register of agreements: all, and a page for each state."""
    rows: dict[int, Any] = record.rows(Agreement)
    told = [row for row in rows.values() if not hidden(record, row, "state")]  # the page of a state would say it
    states = [(state, label) for state, label in AgreementState.choices if any(row.state == state for row in told)]
    unsaid = [row for row in told if not row.state]
    links = [Link("All", "/agreements/", f"{len(rows):,}")]
    for state, label in states:
        number = sum(1 for row in told if row.state == state)
        links.append(Link(label, f"/agreements/state/{_slug(state)}/", f"{number:,}"))
    if unsaid:
        links.append(Link("Not stated", "/agreements/state/not-stated/", f"{len(unsaid):,}"))
    ways = (Way("State", tuple(links)),)

    def pages(path: str, title: str, chosen: Iterable[Any]) -> list[ListPage]:
        listed = [agreement_row(record, row) for row in chosen]
        return parts_of(AgreementList, path, title, AGREEMENTS_INTRO, listed, ways=ways)

    made = pages("/agreements/", "Agreements", rows.values())
    for state, label in states:
        chosen = (row for row in told if row.state == state)
        made += pages(f"/agreements/state/{_slug(state)}/", f"Agreements: {label.lower()}", chosen)
    if unsaid:
        made += pages("/agreements/state/not-stated/", "Agreements whose state no source says", unsaid)
    return made


def _slug(state: str) -> str:
    return state.replace("_", "-")
