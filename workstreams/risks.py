"""What happens to a risk or issue: raised, scored, reviewed, escalated, closed. Each step is kept with its words.

Every door locks the risk, checks the person and writes the record and its event in one transaction. All but raising
take the day it happened, which is not in the future, and words that say why or with what outcome.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.refusals import Refusal
from workstreams.choices import RiskEventKind as Kind
from workstreams.choices import RiskStatus
from workstreams.models import Risk, RiskEvent
from workstreams.scores import LEVELS, Score

#: The fields of both scores.
SCORES = ("likelihood", "impact", "residual_likelihood", "residual_impact")
#: How the score after the response is spoken of.
_AFTER = "after the response"


class RiskRefused(Refusal):
    """This cannot be recorded of the risk; the sentence says why."""


def raise_risk(*, risk: Risk, by: Any) -> Risk:
    """Save a new risk or issue; it is open. Raises NotAllowed, RiskRefused."""
    check(by, Capability.EDIT)
    if not risk._state.adding:
        raise RiskRefused("This risk is recorded already.")
    risk.status = RiskStatus.OPEN
    risk._history_user = by
    risk.save()
    return risk


def rescore(
    *, risk: Risk, by: Any, on: dt.date, words: str, score: Score, residual: Score, version: int | None = None
) -> RiskEvent:
    """Score a risk before and after its response; either may be empty, never half of one.

    Raises NotAllowed, StaleRecord, RiskRefused: the risk is closed, the score does not change, half a score, a score
    out of range, or one after the response above the one before.
    """
    with transaction.atomic():
        risk = _locked(risk, by, on, words, version)
        _open(risk)
        for name, given in (("Likelihood and impact", score), (f"Likelihood and impact {_AFTER}", residual)):
            _whole(name, given)
        if score.product is not None and residual.product is not None and residual.product > score.product:
            raise RiskRefused(
                f"The score {_AFTER} ({residual.product}) is above the one before ({score.product}). Correct one of them.",
                "residual_likelihood",
            )
        was = _both(risk.score, risk.residual_score)
        now = _both(score, residual)
        if was == now:
            raise RiskRefused("The score is as it was. To say that it was looked at, record a review.", "likelihood")
        scores = (score.likelihood, score.impact, residual.likelihood, residual.impact)
        for name, value in zip(SCORES, scores, strict=True):
            setattr(risk, name, value)
        return _keep(risk, by, Kind.SCORED, on, words, was=was, now=now)


def review(
    *, risk: Risk, by: Any, on: dt.date, words: str, next_on: dt.date | None = None, version: int | None = None
) -> RiskEvent:
    """Say what a review found and when the next one is; None: no further review is planned.

    Raises NotAllowed, StaleRecord, RiskRefused: the risk is closed, or the next review is not after this one.
    """
    with transaction.atomic():
        risk = _locked(risk, by, on, words, version)
        _open(risk)
        if next_on is not None and next_on <= on:
            raise RiskRefused("Next review: choose a day after this review.", "next_on")
        was, risk.review_on = risk.review_on, next_on
        said = [f"Next review {day:%-d %B %Y}" if day else "No review planned" for day in (was, next_on)]
        return _keep(risk, by, Kind.REVIEWED, on, words, was=said[0], now=said[1])


def escalate(
    *, risk: Risk, by: Any, on: dt.date, words: str, to: str, to_board: str = "", version: int | None = None
) -> RiskEvent:
    """Put a risk before a board or person, `to` in words and `to_board` the board's reference if it is one of ours.

    Raises NotAllowed, StaleRecord, RiskRefused: closed, nobody named, or it lies there already.
    """
    with transaction.atomic():
        risk = _locked(risk, by, on, words, version)
        _open(risk)
        if not to.strip():
            raise RiskRefused("Escalated to: say which board or person it is put before.", "to")
        now_with = escalated_to(risk)
        if now_with == to.strip():
            raise RiskRefused(f"It is escalated to {now_with} already.", "to")
        return _keep(
            risk, by, Kind.ESCALATED, on, words,
            was=f"Escalated to {now_with}"[:200] if now_with else "Not escalated",
            now=f"Escalated to {to.strip()}"[:200], to=to.strip(), to_board=to_board,
        )  # fmt: skip


def take_back(*, risk: Risk, by: Any, on: dt.date, words: str, version: int | None = None) -> RiskEvent:
    """End an escalation: the risk is dealt with where it was raised. Raises NotAllowed, StaleRecord, RiskRefused."""
    with transaction.atomic():
        risk = _locked(risk, by, on, words, version)
        now_with = escalated_to(risk)
        if not now_with:
            raise RiskRefused("It is not escalated, so there is nothing to take back.")
        return _keep(risk, by, Kind.RETURNED, on, words, was=f"Escalated to {now_with}"[:200], now="Not escalated")


def close(*, risk: Risk, by: Any, on: dt.date, words: str, version: int | None = None) -> RiskEvent:
    """Close a risk with the reason; no review is due any more. Raises NotAllowed, StaleRecord, RiskRefused."""
    with transaction.atomic():
        risk = _locked(risk, by, on, words, version)
        _open(risk)
        risk.status, risk.review_on = RiskStatus.CLOSED, None
        return _keep(risk, by, Kind.CLOSED, on, words, was="Open", now="Closed")


def reopen(*, risk: Risk, by: Any, on: dt.date, words: str, version: int | None = None) -> RiskEvent:
    """Open a closed risk again. Raises NotAllowed, StaleRecord, RiskRefused."""
    with transaction.atomic():
        risk = _locked(risk, by, on, words, version)
        if risk.status != RiskStatus.CLOSED:
            raise RiskRefused("It is open already.")
        risk.status = RiskStatus.OPEN
        return _keep(risk, by, Kind.REOPENED, on, words, was="Closed", now="Open")


def escalated_to(risk: Risk) -> str:
    """Where a risk is escalated to now; empty when it is not."""
    last = risk.events.filter(kind__in=(Kind.ESCALATED, Kind.RETURNED)).order_by("seq").last()
    return last.to if last else ""


def _locked(risk: Risk, by: Any, on: dt.date, words: str, version: int | None) -> Risk:
    """The risk as stored, locked, when this person may change it and said when and why."""
    check(by, Capability.EDIT)
    if on > timezone.localdate():
        raise RiskRefused("Date: this lies in the future; record it once it has happened.", "on")
    if not words.strip():
        raise RiskRefused("Reason or outcome: say why, or with what result.", "words")
    stored = Risk.objects.select_for_update().get(pk=risk.pk)
    if version is not None:
        stored.version = version  # save() compares it with the one stored, and refuses a form opened before a change
    return stored


def _open(risk: Risk) -> None:
    if risk.status != RiskStatus.OPEN:
        raise RiskRefused("It is closed. Open it again first.")


def _whole(name: str, score: Score) -> None:
    given = [value for value in (score.likelihood, score.impact) if value is not None]
    field = "residual_likelihood" if name.endswith(_AFTER) else "likelihood"
    if len(given) == 1:
        raise RiskRefused(f"{name}: give both, or neither.", field)
    if any(value not in LEVELS for value in given):
        raise RiskRefused(f"{name}: choose from 1 to 5.", field)


def _both(score: Score, residual: Score) -> str:
    return f"{score}; {_AFTER}: {residual}"


def _keep(risk: Risk, by: Any, kind: Kind, on: dt.date, words: str, **what: str) -> RiskEvent:
    """Write the record with its history, and its event."""
    risk._change_reason = words.strip()
    risk._history_user = by
    risk.save()
    seq = risk.events.count() + 1
    return RiskEvent.objects.create(risk=risk, seq=seq, kind=kind, on=on, words=words.strip(), recorded_by=by, **what)
