"""Local differences are reviewed and closed through these doors, each with its words in the history."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.models import Divergence
from programmes.access import Capability, check
from programmes.phrases import lower_first
from programmes.refusals import Refusal
from programmes.tables.base import count_words


class DivergenceNotAllowed(Refusal):
    """The local difference cannot be reviewed or closed so."""


def keep(*, divergence: Divergence, by: Any, on: dt.date, words: str, review_on: dt.date) -> Divergence:
    """Record that a difference was reviewed and stays, until its next review.

    `on` is a day, today or earlier; `review_on` lies after it. Raises NotAllowed, DivergenceNotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        divergence = _open(divergence)
        _check(on, words, "Say what the review found.")
        if review_on <= on:
            raise DivergenceNotAllowed("Next review by: this is not after the day of the review.", "review_on")
        divergence.review_on = review_on
        _save(divergence, by, f"Reviewed on {on:%-d %B %Y}, stays: {words.strip()}")
    return divergence


def close(*, divergence: Divergence, by: Any, on: dt.date, words: str) -> Divergence:
    """Record that a difference ended, and how.

    `on` is a day, today or earlier. Raises NotAllowed, DivergenceNotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        divergence = _open(divergence)
        _check(on, words, "Say how the difference ended.")
        divergence.closed_on, divergence.closed_how = on, words.strip()
        _save(divergence, by, f"Closed: {words.strip()}")
    return divergence


def standing_words(closed_on: dt.date | None, review_on: dt.date | None, today: dt.date) -> str:
    """Where a difference stands: closed, its review overdue and by how much, due, or never asked for."""
    if closed_on:
        return f"Closed on {closed_on:%-d %B %Y}"
    if review_on is None:
        return "No review date"
    days = (review_on - today).days
    if days < 0:
        return f"Review overdue by {count_words(-days, 'day', 'days')}"
    return "Review due today" if days == 0 else f"Review in {count_words(days, 'day', 'days')}"


def _open(divergence: Divergence) -> Divergence:
    found = Divergence.objects.select_for_update().get(pk=divergence.pk)
    if found.closed_on:
        raise DivergenceNotAllowed(f"This difference was closed on {found.closed_on:%-d %B %Y}.")
    return found


def _check(on: dt.date, words: str, ask: str) -> None:
    if on > timezone.localdate():
        raise DivergenceNotAllowed("On: this lies in the future.", "on")
    if not words.strip():
        raise DivergenceNotAllowed(f"Words: {lower_first(ask)}", "words")


def _save(divergence: Divergence, by: Any, reason: str) -> None:
    divergence._history_user = by
    divergence._change_reason = reason[:900]
    divergence.save()
