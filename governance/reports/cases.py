"""A business case as its page shows it, and the board of cases by stage."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.urls import reverse

from governance.case_events import lines, titles
from governance.choices import CLOSED_STATES, STAGE_SHORT, CaseEventKind, CaseState, Stage, WaitsFor
from governance.decisions import is_asked
from governance.models import BusinessCase, CaseDocument, CasePosition, Decision
from governance.reports.case_file import duty_section, family_section, needs_section
from governance.reports.sharing import share_sets
from governance.reports.standing import (
    CaseStanding,
    age_words,
    bar_of,
    since_phrase,
    since_words,
    standing_of,
    words_of,
)
from governance.stages import counts_as_approved
from governance.stages.table import NEW, NEXT_STEPS, STAGE_ENDS
from governance.tables.case import STATE_KINDS, DocumentTable, LocalDecisionTable
from governance.tables.decision import DecisionTable
from programmes import pages
from programmes.access import Capability, may
from programmes.fields import vague
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import WITHHELD, Reader
from programmes.reports.happened import Happening, corrected_words, corrections, entered, event_citations
from programmes.tables.base import count_words
from workstreams.reports.pages import internal_note

_QUIET = (CaseEventKind.NOTE, CaseEventKind.RESUBMIT, CaseEventKind.CORRECT)


def case_page(case: BusinessCase, reader: Reader) -> PageParts:
    """A case: purpose first, where it stands, its events, documents, the offices’ decisions, what was decided."""
    day = reader.as_at
    events = case_events(case, reader)
    moved = [event for event in events if event.kind not in _QUIET]
    documents: Any = reader.rows(case.documents).order_by("stage", "number")
    local = reader.rows(case.local_decisions).with_outcome(day).select_related("body", "case", "document", "opened_by")
    decisions: Any = reader.rows(Decision.objects.filter(case=case)).select_related("board", "body", "case")
    if day:
        documents = documents.exclude(dated_latest__gt=day)
        local = local.filter(opened_by__on_latest__lte=day)
        decisions = decisions.exclude(decided_latest__gt=day)
    local_rows = list(local.order_by("-is_required", "body__name", "pk"))
    documents = list(documents)
    happened = happenings(case, events, reader)
    return PageParts(
        kind="Business case",
        lead=case.purpose,
        template="governance/_case_standing.html",
        extra={
            "bar": bar_of(case, moved),
            "standing": standing_words(case, day),
            "next": next_words(case, local_rows),
            "target": _target(case, events),
            "desk_url": _desk_url(case, reader),
        },
        facts=(
            pages.record("Programme", case.programme, reader, empty="None"),
            pages.record("Alliance", case.alliance, reader, empty="None"),
            pages.record("Workstream", case.workstream, reader, empty="None"),
            pages.records("Participating forces", case.participating_forces.all(), reader),
            pages.text("Sponsor", case.sponsor),
            pages.text("Scope", case.scope),
            pages.text("Success measure", case.success_measure),
            Fact("Stages needed", ", ".join(STAGE_SHORT[stage] for stage in case.needed_stages())),
            Fact("Cost shares", _shares_words(case, reader), url=_shares_url(case, reader), empty="Not known"),
            pages.record("Part of", case.parent, reader, empty="No other case"),
            *internal_note(case, reader),
        ),
        sections=tuple(
            section
            for section in (
                needs_section(case, documents, reader),
                family_section(case, reader),
                Section(title="What happened", anchor="events", events=tuple(happened)),
                table_section("Documents", DocumentTable, documents, reader, anchor="documents"),
                _local_section(case, local_rows, reader),
                table_section(
                    "Decisions", DecisionTable, decisions, reader, anchor="decisions", without=("case", "reference")
                ),
                duty_section(case),
            )
            if section
        ),
    )


def _shares_words(case: BusinessCase, reader: Reader) -> str:
    """How the cost is split, in a line; on a past day nothing is said of it."""
    if reader.as_at:
        return ""
    sets = share_sets(case, reader)
    if sets:
        return f"{sets[0].basis}: " + ", ".join(f"{force} {share}" for force, _, share in sets[0].shares)
    return "Say how the cost is split" if may(reader.user, Capability.MOVE_CASE) else ""


def _shares_url(case: BusinessCase, reader: Reader) -> str:
    return "" if reader.as_at else reverse("governance:case-shares", args=[case.reference])


def _local_section(case: BusinessCase, rows: list[Any], reader: Reader) -> Section:
    return table_section(
        "Local decisions: each office for itself",
        LocalDecisionTable,
        rows,
        reader,
        anchor="local",
        without=("case", "is_required") if all(is_asked(row) for row in rows) else ("case",),
        empty="No office has been asked to decide on it yet.",
    )


def case_events(case: BusinessCase, reader: Reader) -> list[Any]:
    """The events of a case up to the reader’s day, oldest first."""
    rows = case.events.select_related("recorded_by", "board", "meeting__board", "document").order_by("seq")
    return list(rows.filter(on_latest__lte=reader.as_at) if reader.as_at else rows)


def _sees(record: Any, reader: Reader) -> bool:
    """Whether a record that an event names may be read; a document of this case by its own marking."""
    return record.marking in reader.markings if isinstance(record, CaseDocument) else reader.sees(record)


def happenings(case: BusinessCase, events: list[Any], reader: Reader) -> list[Happening]:
    """The events for the page, the newest first, each with positions, facts and citations."""
    correcting = corrections(events)
    positions: dict[int, list[str]] = {}
    for position in CasePosition.objects.filter(event__case=case).select_related("body"):
        body = str(position.body) if reader.sees(position.body) else WITHHELD
        words = f" (“{position.words}”)" if position.words else ""
        positions.setdefault(position.event_id, []).append(f"{body}: {position.get_position_display()}{words}")
    cited = event_citations(case.reference, reader)
    title = titles(events)
    prefetch_related_objects([case], "participating_forces")
    forces = {force.reference: force.name for force in case.participating_forces.all() if reader.sees(force)}
    found = []
    for event in events:
        correction = correcting.get(event.pk)
        found.append(
            Happening(
                anchor=f"event-{event.seq}",
                date_words=str(vague(event, "on")),
                title=title[event.pk],
                words=lines(
                    event, sees=partial(_sees, reader=reader), forces=forces, positions=positions.get(event.pk, ())
                ),
                by=entered(event),
                is_corrected=bool(correction and correction.detail.get("strikes")),
                corrected_words=corrected_words(correction),
                seq=event.seq,
                citations=cited.get(event.seq, ()),
            )
        )
    return found[::-1]


def standing_words(case: Any, as_at: dt.date | None = None) -> CaseStanding:
    """A case (with_stage) as lists, boards and its page show it; how long ago is counted from `as_at`, or today."""
    now = standing_of(case)
    return CaseStanding(
        code=case.reference,
        title=case.title,
        url="",
        state=now.state,
        words=words_of(case),
        kind=STATE_KINDS.get(now.state, "outline"),
        since=since_phrase(since_words(case)),
        age=age_words(case.state_since, as_at),
        next_step=NEXT_STEPS.get(now.state, ""),
    )


def next_words(case: Any, local: list[Any]) -> str:
    """What is needed next, with the number of offices still to decide."""
    now = standing_of(case)
    if now.state == CaseState.LOCAL_DECISIONS:
        required = [row for row in local if row.is_required]
        done = sum(counts_as_approved(row) for row in required)
        refusing = [str(row.body) for row in required if row.waits_for == WaitsFor.TEAM]
        so_far = f"{done} of {count_words(len(required), 'office', 'offices')} approved"
        blocked = f"; blocked by {', '.join(refusing)}: re-scope it without them, or close it" if refusing else ""
        return f"{so_far}{blocked}"
    if now.state in CLOSED_STATES:
        return "Nothing: the case is closed"
    return NEXT_STEPS.get(now.state, "")


def _target(case: Any, events: list[Any]) -> str:
    """When the next decision is expected, as it was said last since a stage ended; nothing of a closed case."""
    said, struck = "", {event.corrects_id for event in events if event.detail.get("strikes")}
    for event in () if standing_of(case).state in CLOSED_STATES else events:
        if event.pk in struck:
            continue
        if event.kind in STAGE_ENDS:
            said = ""
        elif target := vague(event, "target"):
            said = str(target)
    return said


def _desk_url(case: BusinessCase, reader: Reader) -> str:
    if reader.as_at or not may(reader.user, Capability.MOVE_CASE):
        return ""
    return reverse("admin:governance_businesscase_change", args=[case.pk])


@dataclass(frozen=True)
class Column:
    """One column of the board: what it holds, how many in words, the cases."""

    title: str
    count: str
    cases: tuple[CaseStanding, ...]
    more: str = ""


#: The columns of the board: title, the states whose cases it holds, the stage where that matters.
_COLUMNS: tuple[tuple[str, tuple[str, ...], Stage | None], ...] = (
    ("Not commissioned", (NEW,), None),
    *(
        (STAGE_SHORT[stage], ("drafting", "circulated", "oversight", "recommended", "on_agenda", "deferred"), stage)
        for stage in Stage
    ),
    ("Local decisions", (CaseState.LOCAL_DECISIONS,), None),
    ("Approved and implementing", (CaseState.APPROVED, CaseState.IMPLEMENTING), None),
    ("Live", (CaseState.LIVE,), None),
    ("Closed", CLOSED_STATES, None),
)
#: How many cases a column shows before it points to the list.
CARDS = 30
_ORDER = ("state_since", "title", "pk")


def board(cases: Any, reader: Reader) -> list[Column]:
    """The cases (a queryset with_stage) in their columns; empty columns stay, so that the board keeps its shape.

    One query counts, and one more reads the first cards of every column.
    """
    counted = cases.order_by().values("state", "stage").annotate(n=Count("pk"))
    counts = {(row["state"] or NEW, row["stage"]): row["n"] for row in counted}
    numbers = [
        sum(n for (state, at), n in counts.items() if state in states and stage in (None, at))
        for _, states, stage in _COLUMNS
    ]
    first = Q()
    for (_, states, stage), number in zip(_COLUMNS, numbers, strict=True):
        if number:
            first |= Q(pk__in=_of_column(cases, states, stage).order_by(*_ORDER).values("pk")[:CARDS])
    read = list(cases.filter(first).order_by(*_ORDER)) if first else []
    found = []
    for (title, states, stage), number in zip(_COLUMNS, numbers, strict=True):
        mine = [case for case in read if (case.state or NEW) in states and stage in (None, case.stage)]
        rest = number - len(mine)
        cards = tuple(_card(case, reader) for case in mine)
        found.append(Column(title, count_words(number, "case", "cases"), cards, f"and {rest:,} more" if rest else ""))
    return found


def _of_column(cases: Any, states: tuple[str, ...], stage: str | None) -> Any:
    mine = cases.filter(state__isnull=True) if states == (NEW,) else cases.filter(state__in=states)
    return mine.filter(stage=stage) if stage else mine


def _card(case: Any, reader: Reader) -> CaseStanding:
    words = standing_words(case, reader.as_at)
    return CaseStanding(**{**words.__dict__, "url": reader.url(case)})
