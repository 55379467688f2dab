"""What the page of a risk says, and the matrix of scores as a picture and a table."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from programmes import pages
from programmes.access import Capability, may
from programmes.navigation import Link, reference_url
from programmes.pages import Fact, PageParts, Section
from programmes.reading import Reader
from programmes.reports.happened import Happening, entered
from programmes.tables.base import count_words
from workstreams.choices import RiskBand, RiskStatus
from workstreams.models import Risk
from workstreams.scores import IMPACT, LEVELS, LIKELIHOOD, Score, band_of, counted

BAND_KINDS = {
    RiskBand.EXTREME: "bad", RiskBand.HIGH: "warn", RiskBand.MODERATE: "info", RiskBand.LOW: "good",
    RiskBand.NOT_SCORED: "",
}  # fmt: skip
CELL, LEFT, TOP = 64, 104, 8


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: its place in the picture, its score and band, what lies in it."""

    x: int
    y: int
    band: str
    kind: str
    product: int
    words: str
    url: str = ""

    @property
    def middle(self) -> int:
        return self.x + CELL // 2


@dataclass(frozen=True)
class MatrixRow:
    """One likelihood of the matrix, over all impacts."""

    level: int
    label: str
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RiskMatrix:
    """A 5 by 5 matrix as a picture and a table: what it finds in a sentence, and its rows, likeliest first."""

    anchor: str
    heading: str
    finding: str
    rows: tuple[MatrixRow, ...]

    cell = CELL
    left = LEFT
    width = LEFT + 5 * CELL + 4
    height = TOP + 5 * CELL + 50
    foot = TOP + 5 * CELL

    @property
    def columns(self) -> list[tuple[int, str, int]]:
        """Impacts: level, word, and the middle of the column."""
        return [(n, IMPACT[n], LEFT + (n - 1) * CELL + CELL // 2) for n in LEVELS]


def drawn(anchor: str, heading: str, finding: str, said: Callable[[int, int], tuple[str, str]]) -> RiskMatrix:
    """A matrix whose cells say what `said` gives for a likelihood and an impact: words and an address."""
    rows = []
    for place, likelihood in enumerate(reversed(LEVELS)):
        y = TOP + place * CELL
        cells = []
        for impact in LEVELS:
            band, (words, url) = band_of(likelihood * impact), said(likelihood, impact)
            x = LEFT + (impact - 1) * CELL
            cells.append(Cell(x, y, band.word, BAND_KINDS[band], likelihood * impact, words, url))
        rows.append(MatrixRow(likelihood, LIKELIHOOD[likelihood], y, tuple(cells)))
    return RiskMatrix(anchor, heading, finding, tuple(rows))


def matrices(rows: Iterable[tuple[int | None, int | None, int | None, int | None]]) -> list[RiskMatrix]:
    """Two matrices of many risks, before and after the response; none when nothing is scored."""
    found = list(rows)
    before, after = [Score(*row[:2]) for row in found], [Score(*row[2:]) for row in found]
    made = []
    for anchor, when, scores, prefix in (
        ("before", "before the response", before, ""), ("after", "after the response", after, "residual_"),
    ):  # fmt: skip
        cells = counted(scores)
        if not any(scores):
            continue

        def said(one: int, two: int, cells: Any = cells, prefix: str = prefix) -> tuple[str, str]:
            number = cells[one, two]
            query = f"status=open&{prefix}likelihood={one}&{prefix}impact={two}"
            return (str(number), f"{reverse('workstreams:risk-list')}?{query}") if number else ("", "")

        made.append(drawn(f"matrix-{anchor}", f"Open risks and issues {when}", _finding(scores, when), said))
    return made


def _finding(scores: list[Score], when: str) -> str:
    """What the picture shows, in a sentence."""
    scored = [score for score in scores if score]
    bands = [f"{n} {band.word}" for band in list(RiskBand)[:4] if (n := sum(score.band == band for score in scored))]
    return f"{len(scored)} of {len(scores)} open risks and issues scored {when}: {', '.join(bands)}"


def summary(total: int, scored: int) -> str:
    """How many there are and how many are scored, for a list without a picture."""
    if not total:
        return "No risk or issue is open here."
    known = "none is scored" if not scored else f"{scored:,} scored"
    return f"{count_words(total, 'risk or issue', 'risks and issues')} open; {known}."


def review_words(risk: Any, today: dt.date) -> str:
    """When the next review is, and whether it is overdue."""
    if risk.review_on is None:
        return ""
    day = f"{risk.review_on:%-d %B %Y}"
    if risk.status != RiskStatus.OPEN or risk.review_on >= today:
        return day
    return f"{day}, overdue by {count_words((today - risk.review_on).days, 'day', 'days')}"


def escalation_words(risk: Any) -> str:
    """To whom it is escalated now and since when."""
    return f"{risk.escalated_to}, since {risk.escalated_on:%-d %B %Y}" if risk.escalated_to else ""


def risk_page(risk: Any, reader: Reader) -> PageParts:
    """A risk or issue: as stated, scored before and after, where it is escalated, what happened to it."""
    today = timezone.localdate()
    board = reference_url(risk.escalated_board) if risk.escalated_to and risk.escalated_board else ""
    return PageParts(
        kind=risk.get_kind_display(),
        lead=risk.words,
        template="programmes/_actions.html",
        extra={"links": steps_for(risk, reader)},
        facts=(
            pages.choice("Status", risk, "status", kind="warn" if risk.status == "open" else ""),
            pages.record("Workstream", risk.workstream, reader, empty="None"),
            pages.record("Programme", risk.programme, reader, empty="None"),
            pages.date("Stated on", risk, "raised"),
            pages.text("Owner", risk.owner),
            pages.text("What is being done", risk.response),
            Fact("Score before the response", str(risk.score) if risk.score else "", empty="Not scored"),
            Fact(
                "Score after the response", str(risk.residual_score) if risk.residual_score else "", empty="Not scored"
            ),
            pages.text("Proximity", risk.proximity),
            Fact("Next review", review_words(risk, today), empty="No review planned"),
            Fact("Escalated to", escalation_words(risk), url=board, empty="Not escalated"),
        ),
        sections=(
            *_own_matrix(risk),
            Section(
                title="What happened to it",
                anchor="steps",
                events=tuple(_happening(event) for event in risk.events.select_related("recorded_by").order_by("-seq")),
                words="" if risk.events.all() else "Nothing is recorded since it was raised.",
            ),
        ),
    )


def _own_matrix(risk: Risk) -> list[Section]:
    """The matrix with this risk in it, before and after, when it is scored."""
    if not risk.score and not risk.residual_score:
        return []

    def said(one: int, two: int) -> tuple[str, str]:
        here = (one, two)
        when = [
            word
            for word, score in (("Before", risk.score), ("After", risk.residual_score))
            if (score.likelihood, score.impact) == here
        ]
        return " and ".join(when).capitalize(), ""

    finding = f"Before the response: {risk.score}; after it: {risk.residual_score}"
    matrix = drawn("matrix", "Where it stands in the matrix", finding, said)
    return [Section(title=finding, anchor="scores", template="workstreams/_risk_matrix.html", extra={"matrix": matrix})]


def _happening(event: Any) -> Happening:
    changed = f"{event.was} → {event.now}" if event.was != event.now else event.now
    return Happening(
        anchor=f"step-{event.seq}",
        date_words=f"{event.on:%-d %B %Y}",
        title=event.get_kind_display(),
        words=f"{changed}\n{event.words}" if changed else event.words,
        by=entered(event),
    )


#: The steps of a risk: word in the address, words on the button, whether it is for open risks.
STEPS = (
    ("score", "Score it", True),
    ("review", "Record a review", True),
    ("escalate", "Escalate it", True),
    ("take-back", "Take it back", True),
    ("close", "Close it", True),
    ("reopen", "Open it again", False),
)


def steps_for(risk: Any, reader: Reader) -> list[Link]:
    """What this person can do with the risk now."""
    if not may(reader.user, Capability.EDIT):
        return []
    is_open = risk.status == RiskStatus.OPEN
    return [
        Link(words, reverse(f"workstreams:risk-{step}", args=[risk.reference]))
        for step, words, for_open in STEPS
        if for_open == is_open and (step != "take-back" or risk.escalated_to)
    ]
