"""Where cases stand, in words: state, age, next step, the steps of their life."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from governance.case_desk import stage_bar, state_words
from governance.choices import Stage
from governance.models import BusinessCase
from governance.stages import Standing
from governance.stages.table import NEW
from programmes.dates import in_words
from programmes.tables.base import count_words


@dataclass(frozen=True)
class CaseStanding:
    """A case as lists and boards show it."""

    code: str
    title: str
    url: str
    state: str
    words: str
    kind: str
    since: str
    age: str
    next_step: str


def standing_of(case: Any) -> Standing:
    """Where a case (with_stage) stands."""
    return Standing(Stage(case.stage) if case.stage else case.needed_stages()[0], case.state or NEW, case.last_seq or 0)


def words_of(case: Any) -> str:
    """The state of a case (with_stage) in words, with its stage where it matters."""
    now = standing_of(case)
    return "Not commissioned" if now.state == NEW else state_words(now)


def since_words(case: Any) -> str:
    """Since when a case (with_stage) has been in its state, as its source says."""
    return case.state_on_words or in_words(case.state_on or "")


def since_phrase(words: str) -> str:
    """Since when, as a phrase: “since 26 July 2016”; words that carry their own preposition stay as they are."""
    own = ("by ", "before ", "in ", "from ", "since ", "about ", "during ")
    return words if not words or words.lower().startswith(own) else f"since {words}"


def age_words(day: dt.date | None, on: dt.date | None = None) -> str:
    """How long ago a day was: days up to two months, then months, then years; nothing when not known."""
    if day is None:
        return ""
    days = ((on or timezone.localdate()) - day).days
    if days < 1:
        return "today" if days == 0 else ""
    for size, word in ((365, "year"), (30, "month")):
        if days >= 2 * size:
            return f"{days // size} {word}s ago"
    return f"{count_words(days, 'day', 'days')} ago"


def bar_of(case: BusinessCase, events: list[Any]) -> list[dict[str, str]]:
    """The steps of a case’s life for templates/includes/stage_bar.html; `events` are its moves, oldest first."""
    return stage_bar(case, standing_of(case), events)
