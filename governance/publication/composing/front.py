"""The front page and the page about the site."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from governance.choices import CaseState, Stage
from governance.models import BusinessCase, Decision
from governance.publication.composing.coming import Expected, next_first
from governance.publication.composing.entries import entries
from governance.publication.composing.short import (
    contact_rows,
    links_at_most,
    programme_row,
    stage_words,
    state_words,
)
from governance.publication.composing.standing import told_state
from governance.publication.record import PublicRecord
from governance.publication.rows import StageRow
from governance.publication.special_pages import AboutPage, FrontPage, Headline
from programmes.models import Agreement, Contact, Force, Programme, Source
from programmes.tables.base import count_words
from workstreams.models import SavingsFigure, Workstream

INTRO = (
    "The police forces and commissioners of Bedfordshire, Cambridgeshire, Hertfordshire, Norfolk, Suffolk, Essex and Kent "
    "share some of their work. Here anyone can read what is shared, what is proposed, who decided what, and on which "
    "document each statement rests."
)

#: The order of the front page’s table inside a stage.
_STATES = [None, *CaseState]
_STAGES = [None, *Stage]


def front_page(record: PublicRecord, expected: Sequence[Expected]) -> FrontPage:
    """The front page without its changes, which compare it with the edition before (`changes.py`).

    `expected` is the forward plan.
    """
    latest = [one.row for one in entries(record)[:6]]
    coming = [one.row for one in next_first(expected)[:6]]
    return FrontPage(
        path="/",
        title="Police collaboration in the seven forces",
        intro=INTRO,
        headline=headline(record, expected),
        headlines=headlines(record),
        programmes=tuple(programme_row(record, row) for row in list(record.rows(Programme).values())[:12]),
        stages=stage_rows(record),
        decisions=tuple(latest),
        coming=tuple(coming),
    )


def headline(record: PublicRecord, expected: Sequence[Expected]) -> str:
    """The whole in two or three sentences."""
    cases: list[Any] = list(record.rows(BusinessCase).values())
    said = []
    if cases:
        states = Counter(told_state(record, case) for case in cases)
        where = ", ".join(f"{number:,} {state}" for state, number in states.most_common())
        said.append(f"{count_words(len(cases), 'business case', 'business cases')}: {where}.")
    late = sum(1 for one in expected if one.row.passed)
    if expected:
        passed = (
            f" Of these {late:,} {'is' if late == 1 else 'are'} past the date given, without an outcome."
            if late
            else ""
        )
        said.append(f"{count_words(len(expected), 'decision is', 'decisions are')} still to come.{passed}")
    return " ".join(said)


def headlines(record: PublicRecord) -> tuple[Headline, ...]:
    """How much there is of each, in words."""
    counted = (
        (Force, "force", "forces", "/forces/"),
        (Workstream, "workstream", "workstreams", "/workstreams/"),
        (BusinessCase, "business case", "business cases", "/cases/"),
        (Decision, "decision", "decisions", "/decisions/"),
        (Agreement, "agreement", "agreements", "/agreements/"),
        (SavingsFigure, "savings claim", "savings claims", "/savings/"),
        (Source, "source cited", "sources cited", "/sources/"),
    )
    made = []
    for model, one, several, url in counted:
        count = len(record.rows(model))
        made.append(Headline(figure=f"{count:,}", words=one if count == 1 else several, url=url))
    return tuple(made)


def stage_rows(record: PublicRecord) -> tuple[StageRow, ...]:
    """The cases by stage and state, those furthest from service first."""
    places: dict[tuple[int, int], list] = {}
    cases: list = list(record.rows(BusinessCase).values())
    for case in cases:
        places.setdefault((_STAGES.index(case.stage), _STATES.index(case.state)), []).append(case)
    return tuple(
        StageRow(
            stage=stage_words(_STAGES[stage]) or "No stage yet",
            state=state_words(_STATES[state]),
            cases=links_at_most(record.links(found), "/cases/", most=10),
        )
        for (stage, state), found in sorted(places.items(), key=lambda place: place[0])
    )


def about_page(record: PublicRecord) -> AboutPage:
    """What the site is, with the role mailboxes that answer questions."""
    return AboutPage(path="/about/", title="About this site", contacts=contact_rows(record.rows(Contact).values()))
