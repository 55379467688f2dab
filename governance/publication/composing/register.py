"""The registers that are narrowed and sorted: decisions of both tiers, and agreements.

A public page knows no parameters, so each way to narrow or sort is a page of its own, made beforehand and linked.
"""

from collections.abc import Iterable
from typing import Any

from governance.publication.composing.entries import NOBODY, entries
from governance.publication.composing.narrowed import Narrowed, kinds_of
from governance.publication.composing.narrowed_words import INTRO, intro_of, title_of
from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.short import agreement_row
from governance.publication.composing.standing import hidden
from governance.publication.narrowing import REGISTER, address_of
from governance.publication.pages import AgreementList, DecisionList, ListPage
from governance.publication.parts import Link, Way
from governance.publication.record import PublicRecord
from programmes.choices import AgreementState
from programmes.models import Agreement

BY_BODY = f"{REGISTER}sorted-by-body/"
SORTED = Way("Sorted by", (Link("Date", REGISTER), Link("Body", BY_BODY)))


def decision_pages(record: PublicRecord) -> list[ListPage]:
    """The register of decisions: all by date, all by body, and a page for each combination of choices that holds any."""
    found = entries(record)
    by_body = sorted(found, key=lambda one: (one.body in ("", NOBODY), one.body))
    narrowed = Narrowed(found, kinds_of(found))
    ways = (SORTED, *narrowed.ways(()))
    made = [
        *parts_of(DecisionList, REGISTER, "Decisions", INTRO, [one.row for one in found], ways=ways),
        *parts_of(DecisionList, BY_BODY, "Decisions by body", INTRO, [one.row for one in by_body], ways=ways),
    ]
    for choices in narrowed.pages:
        chosen = narrowed.found[choices]
        words = narrowed.words(choices)
        made += parts_of(
            DecisionList, address_of(choices), title_of(words), intro_of(words, len(chosen)),
            [one.row for one in chosen], ways=narrowed.ways(choices),
        )  # fmt: skip
    return made


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
