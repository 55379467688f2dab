"""The tables of a report as at its day, written as the officer’s text has them: cases, decisions, what waits, what comes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from governance.choices import CaseState, DecisionKind, Stage, WaitsFor
from governance.models import BusinessCase, Decision, LocalDecision, Meeting
from governance.papers.subject import Subject, open_rows
from governance.publication.canonical import fingerprint
from programmes.dates import in_words
from programmes.models import Agreement
from workstreams.models import Milestone

#: How far ahead a report looks, in days.
AHEAD = dt.timedelta(days=92)
MOST = 60


@dataclass
class Made:
    """A table, or the sentence in its place; the records whose figures it binds, and the words it was made of."""

    text: str
    records: list[Any] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)


def _table(caption: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [" | ".join(" ".join(cell.replace("|", "/").split()) for cell in row) for row in (columns, *rows)]
    return "\n".join((f"Table: {caption}", *(f"| {line} |" for line in lines)))


def _origin(record: Any, name: str) -> dict[str, str]:
    return {f"{record.reference}.{name}": fingerprint(str(getattr(record, name)))[:16]}


def cases(subject: Subject) -> Made:
    """The business cases of the programme, or of the alliance, as they stood on the day."""
    own = Q(programme=subject.programme) if subject.programme else Q(alliance__in=subject.alliances)
    rows = open_rows(BusinessCase.objects.with_stage(subject.day)).filter(own, state__isnull=False)
    found = list(rows.order_by("title", "pk")[:MOST])
    if not found:
        return Made(f"No business case is recorded as at {subject.as_at_words}.")
    lines = [
        (
            row.title, Stage(row.stage).label if row.stage else "", CaseState(row.state).label,
            row.state_on_words or in_words(row.state_on or ""),
        )
        for row in found
    ]  # fmt: skip
    made = Made(_table("Business cases", ("Case", "Stage", "State", "Since"), lines))
    for row in found:
        made.origins |= _origin(row, "title")
    return made


def decisions(subject: Subject) -> Made:
    """The decisions taken after `since` and by the day, as they were worded, with the conditions set."""
    rows = open_rows(Decision.objects).filter(
        is_corrected=False, decided_latest__lte=subject.day, decided_latest__gt=subject.since
    )
    if subject.report.body_id:
        force = subject.report.body.force_id if subject.report.body else None
        rows = rows.filter(
            Q(body=subject.report.body_id) | Q(case__participating_forces=force)
            | Q(workstream__participating_forces=force) | Q(programme__alliance__memberships__force=force)
        ).distinct()  # fmt: skip
    else:
        rows = rows.filter(
            Q(programme=subject.programme) | Q(case__programme=subject.programme)
            | Q(workstream__programme=subject.programme)
        )  # fmt: skip
    found = list(rows.select_related("board", "body").order_by("decided_latest", "pk")[:MOST])
    if not found:
        return Made(f"No decision is recorded after {subject.names['since']} and by {subject.as_at_words}.")
    lines: list[tuple[str, ...]] = [
        (
            f"[[{row.reference}.decided]]", row.wording, str(row.board or row.body or row.decided_by),
            DecisionKind(row.kind).label, row.conditions,
        )
        for row in found
    ]  # fmt: skip
    columns: tuple[str, ...] = ("Date", "Decision", "By", "What kind", "Conditions")
    if not any(row.conditions for row in found):
        lines, columns = [line[:-1] for line in lines], columns[:-1]
    made = Made(_table("Decisions", columns, lines), found)
    for row in found:
        made.origins |= _origin(row, "wording")
        if row.conditions:
            made.origins |= _origin(row, "conditions")
    return made


def waiting(subject: Subject) -> Made:
    """What the office has still to decide, as at the day."""
    rows = open_rows(LocalDecision.objects.with_outcome(subject.day)).filter(body=subject.report.body_id)
    found = [row for row in rows.select_related("case").order_by("case__title", "pk")[:MOST] if row.waits_for]
    if not found:
        return Made(f"Nothing waits for a decision of this office as at {subject.as_at_words}.")
    lines = [(row.case.title, WaitsFor(row.waits_for).label) for row in found]
    return Made(_table("Waiting for your decision", ("Case", "What it waits for"), lines))


def agreements(subject: Subject) -> Made:
    """The agreements that the office’s bodies are party to, signed after `since` and by the day."""
    rows = open_rows(Agreement.objects).filter(
        parties__body=subject.report.body_id, signed_latest__lte=subject.day, signed_latest__gt=subject.since
    )
    found = list(rows.distinct().order_by("signed_latest", "pk")[:MOST])
    if not found:
        return Made(f"No agreement of this office is recorded as signed after {subject.names['since']}.")
    lines = [(row.title, row.get_kind_display(), f"[[{row.reference}.signed]]") for row in found]
    return Made(_table("Agreements signed", ("Agreement", "Kind", "Signed"), lines), found)


def milestones(subject: Subject) -> Made:
    """The milestones expected in the quarter after the day."""
    work = subject.work("office" if subject.report.body_id else "programme").values("pk")
    rows = open_rows(Milestone.objects).filter(
        workstream__in=work, actual="", forecast_earliest__gt=subject.day, forecast_earliest__lte=subject.day + AHEAD
    )
    found = list(rows.select_related("workstream").order_by("forecast_earliest", "pk")[:MOST])
    if not found:
        return Made(f"No milestone is forecast for the three months after {subject.as_at_words}.")
    lines = [(f"[[{row.reference}.forecast]]", row.workstream.name, row.name) for row in found]
    return Made(_table("Milestones forecast", ("Forecast", "Workstream", "Milestone"), lines), found)


def meetings(subject: Subject) -> Made:
    """The meetings in the quarter after the day: of the programme’s and alliance’s boards, and the office’s own."""
    rows = open_rows(Meeting.objects).filter(
        Q(board__alliance__in=subject.alliances) | Q(board__programme=subject.programme, board__programme__isnull=False)
        | Q(board__body=subject.report.body_id, board__body__isnull=False),
        held_earliest__gt=subject.day, held_earliest__lte=subject.day + AHEAD,
    )  # fmt: skip
    found = list(rows.select_related("board").order_by("held_earliest", "pk")[:MOST])
    if not found:
        return Made("")
    lines = [(f"[[{row.reference}.held]]", str(row.board)) for row in found]
    return Made(_table("Meetings to come", ("Date", "Meeting of"), lines), found)


TABLES: dict[str, Callable[[Subject], Made]] = {
    "cases": cases,
    "decisions": decisions,
    "waiting": waiting,
    "agreements": agreements,
    "milestones": milestones,
    "meetings": meetings,
}
