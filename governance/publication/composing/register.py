"""The registers that are narrowed and sorted: decisions of both tiers, and agreements.

A public page knows no parameters, so each way to narrow or sort is a page of its own, made beforehand and linked.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from governance.publication.composing.entries import NOBODY, OUTCOMES, Entry, entries
from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.short import agreement_row
from governance.publication.composing.standing import hidden
from governance.publication.pages import AgreementList, DecisionList, ListPage
from governance.publication.parts import Link, Way
from governance.publication.record import PublicRecord
from programmes.choices import AgreementState
from programmes.models import Agreement

INTRO = (
    "What was decided, by whom and when, the latest first: decisions of boards, those of the Summit in principle, and each "
    "office’s own decision, which is final for that office. Rejections and deferrals are here too."
)

Keys = Callable[[Entry], Sequence[str]]


def decision_pages(record: PublicRecord) -> list[ListPage]:
    """The register of decisions: all by date, all by body, and a page for each body, year, area and outcome."""
    found = entries(record)
    bodies = _choices((one.body_key, one.body) for one in found if one.body_key)
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

    by_body = sorted(found, key=lambda one: (one.body in ("", NOBODY), one.body))
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
