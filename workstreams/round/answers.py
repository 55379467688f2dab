"""What a return answers of milestones, risks and benefits: kept with the draft, brought into the record when submitted.

Each answer goes through the door of its own kind, so that nothing enters the record that could not be entered there.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.dates import in_words
from programmes.history import StaleRecord
from workstreams import risks
from workstreams.benefits import BenefitRefused, record_delivered
from workstreams.milestones import MoveNeedsReason, move, moved_dates
from workstreams.models import BenefitLine, Milestone, Risk, StatusUpdate
from workstreams.round.rules import BENEFITS, MILESTONES, RISKS, Problem
from workstreams.scores import Score

#: The part of the answers that holds risks raised in a return, beside those reviewed.
NEW_RISKS = "new_risks"
#: The part that names the steps somebody has been through.
SEEN = "seen"
SCORES = ("likelihood", "impact", "residual_likelihood", "residual_impact")
CLOSE, REVIEW = "close", "review"


class _Gone(Exception):
    """An answer speaks of a record that the workstream no longer has, or that cannot be changed so."""


def rows_of(update: StatusUpdate, part: str) -> dict[str, dict[str, str]]:
    """The answers of one step, by the reference of the record each is about."""
    found = update.answers.get(part)
    return found if isinstance(found, dict) else {}


def raised_in(update: StatusUpdate) -> list[dict[str, str]]:
    """The risks and issues that a return raises."""
    found = update.answers.get(NEW_RISKS)
    return found if isinstance(found, list) else []


def is_seen(update: StatusUpdate, step: str) -> bool:
    """Whether somebody saved this step of a draft."""
    return step in update.answers.get(SEEN, ())


def apply_answers(update: StatusUpdate, by: Any) -> tuple[Problem, ...]:
    """Bring the answers of a return into the record; what a door refuses comes back as problems, step by step.

    Call inside a transaction that is taken back when anything is refused.
    """
    found: list[Problem] = []
    doors: tuple[tuple[str, Callable[[StatusUpdate, str, dict[str, str], Any], None]], ...] = (
        (MILESTONES, _move),
        (RISKS, _review),
        (BENEFITS, _deliver),
    )
    for step, door in doors:
        for code, row in rows_of(update, step).items():
            try:
                with transaction.atomic():
                    door(update, code, row, by)
            except (_Gone, MoveNeedsReason, BenefitRefused, risks.RiskRefused, StaleRecord) as error:
                found.append(Problem(step, code, f"{code}: {error}"))
    for row in raised_in(update):
        _raise(update, row, by)
    return tuple(found)


def _move(update: StatusUpdate, code: str, row: dict[str, str], by: Any) -> None:
    milestone = Milestone.objects.filter(workstream=update.workstream_id, reference=code).first()
    if milestone is None:
        raise _Gone("this is no milestone of the workstream any more.")
    for which in ("forecast", "actual"):
        if which in row:
            setattr(milestone, which, row[which])
            setattr(milestone, f"{which}_words", row.get(f"{which}_words", ""))
    if moved_dates(milestone):
        milestone._history_user = by
        move(milestone=milestone, by=by, on=timezone.localdate(), reason=row.get("reason", ""))


def _review(update: StatusUpdate, code: str, row: dict[str, str], by: Any) -> None:
    risk = Risk.objects.filter(workstream=update.workstream_id, reference=code).first()
    if risk is None:
        raise _Gone("this is no risk or issue of the workstream any more.")
    told: Any = {"by": by, "on": timezone.localdate(), "words": row.get("reason") or _where(update, "Reviewed")}
    scores = [_score(row, name) or getattr(risk, name) for name in SCORES]
    if scores != [getattr(risk, name) for name in SCORES]:
        risks.rescore(risk=risk, score=Score(*scores[:2]), residual=Score(*scores[2:]), **told)
    if row.get("response"):
        risk = Risk.objects.get(pk=risk.pk)
        risk.response = row["response"]
        risk._history_user, risk._change_reason = by, told["words"]
        risk.save()
    if row.get("what") == CLOSE:
        risks.close(risk=risk, **told)
        return
    still = risk.review_on if risk.review_on and risk.review_on > told["on"] else None
    planned = dt.date.fromisoformat(row["review_on"]) if row.get("review_on") else still
    risks.review(risk=risk, next_on=planned, **told)


def _raise(update: StatusUpdate, row: dict[str, str], by: Any) -> None:
    risk = Risk(
        workstream=update.workstream, kind=row["kind"], title=row["title"], words=row["words"],
        owner=row.get("owner", ""), response=row.get("response", ""), raised=update.as_at, raised_words=update.as_at_words,
        likelihood=_score(row, "likelihood"), impact=_score(row, "impact"),
    )  # fmt: skip
    risk._change_reason = _where(update, "Raised")
    risks.raise_risk(risk=risk, by=by)


def _where(update: StatusUpdate, did: str) -> str:
    return f"{did} in the return for {update.period}"


def _score(row: dict[str, str], name: str) -> int | None:
    return int(row[name]) if row.get(name) else None


def _deliver(update: StatusUpdate, code: str, row: dict[str, str], by: Any) -> None:
    lines = BenefitLine.objects.select_related("benefit", "force")
    line = lines.filter(benefit__workstream=update.workstream_id, reference=code).first()
    if line is None:
        raise _Gone("this is no benefit line of the workstream any more.")
    record_delivered(
        benefit=line.benefit, force=line.force, financial_year=line.financial_year,
        delivered=Decimal(row["delivered"]) if row.get("delivered") else None, by=by,
        evidence=row.get("evidence", ""), reason=row.get("reason", ""),
    )  # fmt: skip


def answers_in_words(update: StatusUpdate) -> Iterator[tuple[str, str, str]]:
    """Each answer as (step, reference or title, words), in the order of the steps."""
    for code, row in rows_of(update, MILESTONES).items():
        parts = [
            f"{which} {row.get(f'{which}_words') or in_words(row[which]) or 'taken away'}"
            for which in ("forecast", "actual")
            if which in row
        ]
        yield MILESTONES, code, _sentence(parts, row.get("reason", ""))
    for code, row in rows_of(update, RISKS).items():
        words = ["closed" if row.get("what") == CLOSE else "reviewed"]
        words += [f"{score.replace('_', ' ')} {row[score]}" for score in SCORES if row.get(score)]
        words += [f"next review {row['review_on']}"] if row.get("review_on") else []
        words += [row["response"]] if row.get("response") else []
        yield RISKS, code, _sentence(words, row.get("reason", ""))
    for row in raised_in(update):
        scores = [f"{score} {row[score]}" for score in SCORES[:2] if row.get(score)]
        yield RISKS, row["title"], _sentence([f"raised as {row['kind']}: {row['words']}", *scores], "")
    for code, row in rows_of(update, BENEFITS).items():
        figure = (
            f"£{Decimal(row['delivered']):,.2f} delivered" if row.get("delivered") else "delivered figure taken back"
        )
        evidence = f"evidence: {row['evidence']}" if row.get("evidence") else ""
        yield BENEFITS, code, _sentence([figure, evidence], row.get("reason", ""))


def _sentence(parts: list[str], reason: str) -> str:
    words = "; ".join(part for part in parts if part)
    return f"{words[:1].upper()}{words[1:]}" + (f" (because {reason})" if reason else "")
