"""The page of a reporting period: how far it has come, how the work stands, who owes a return, what was done to it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from programmes.access import Capability, may
from programmes.dates import in_words
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from workstreams.choices import ImportKind, PeriodEventKind, PeriodState
from workstreams.imports.exports import edit_links, import_link
from workstreams.models import Period, StatusUpdate, Workstream
from workstreams.reports.round import RULE, owing_in, progress, whose, with_before
from workstreams.reports.trend import drawn, last_periods, trend_of
from workstreams.round.periods import state_on
from workstreams.tables.round import ReturnTable

#: How many rows the page names before it points to the list.
SHOWN = 50


@dataclass(frozen=True)
class Owing:
    """A workstream that has not returned: where it stands, and how it stood before."""

    reference: str
    name: str
    whose: str
    url: str
    draft_url: str
    draft_words: str
    trend: Any


def period_page(period: Period, reader: Reader) -> PageParts:
    """A reporting period (read `with_lock`)."""
    today = timezone.localdate()
    done = progress(period, reader, today)
    state = state_on(period, today)
    events = list(period.events.select_related("recorded_by"))
    returns = with_before(reader.rows(StatusUpdate.objects).current().filter(period=period))
    shown = returns.select_related("workstream__programme", "workstream__alliance", "period")
    owing = _owing(period, reader) if done.owing.number else ()
    takes = state in (PeriodState.OPEN, PeriodState.OVERDUE)
    edits = may(reader.user, Capability.EDIT)
    return PageParts(
        kind="Reporting period",
        template="workstreams/_period_head.html",
        extra={"progress": done, "rule": RULE, "links": _links(period, state, reader, edits)},
        facts=(
            Fact("Stands", done.state, kind=done.kind),
            Fact("Opens" if state == PeriodState.PLANNED else "Opened", in_words(period.opens_on.isoformat())),
            Fact("Due", in_words(period.due_on.isoformat()), note=done.late_words),
            Fact("Locked", _locked_words(events), empty="Not locked"),
        ),
        sections=(
            Section(
                title=f"Not returned ({done.owing.number})",
                anchor="owing",
                template="workstreams/_owing.html",
                extra={
                    "rows": owing,
                    "more": done.owing if done.owing.number > SHOWN else None,
                    "start_url": reverse("workstreams:return-start", args=[period.reference]),
                    "edits": edits and takes,
                },
                empty=""
                if done.owing.number
                else "Every workstream that was asked has returned."
                if done.returned.number
                else "No workstream is asked in this period.",
            ),
            table_section(
                "Returned",
                ReturnTable,
                shown.order_by("workstream__name", "pk")[:SHOWN],
                reader,
                anchor="returned",
                without=("period", "rag_reason", "as_at"),
                links=(Link(f"All {done.returned.number} returns", done.returned.url),) if done.returned.number else (),
            ),
            Section(
                title="What was done to this period",
                anchor="period-events",
                template="workstreams/_period_events.html",
                extra={"events": events},
                empty="" if events else "It has not been locked, and its due date has not moved.",
            ),
        ),
        see_also=(
            Link("Update round", reverse("workstreams:round")),
            Link("What the colours mean", reverse("workstreams:rag")),
            Link("All periods", reverse("workstreams:period-list")),
        ),
    )


def _owing(period: Period, reader: Reader) -> tuple[Owing, ...]:
    rows = reader.rows(Workstream.objects).filter(pk__in=owing_in(period).values("pk")).order_by("name", "pk")[:SHOWN]
    found = list(rows.select_related("alliance", "programme"))
    keys = [row.pk for row in found]
    periods = last_periods(period)
    history: dict[int, list[StatusUpdate]] = {}
    for update in reader.rows(StatusUpdate.objects).current().filter(workstream__in=keys, period__in=periods):
        history.setdefault(update.workstream_id, []).append(update)
    drafts = {}
    if reader.reads_notes:
        drafting = reader.rows(StatusUpdate.objects).drafts().filter(period=period, workstream__in=keys)
        drafts = {draft.workstream_id: draft for draft in drafting}
    return tuple(
        Owing(
            reference=row.reference,
            name=row.name,
            whose=whose(row, reader),
            url=reader.url(row),
            draft_url=reverse("workstreams:return-detail", args=[drafts[row.pk].reference]) if row.pk in drafts else "",
            draft_words="Being written" if row.pk in drafts else "Not begun" if reader.reads_notes else "Not returned",
            trend=drawn(trend_of(history.get(row.pk, ()), periods)),
        )
        for row in found
    )


def _locked_words(events: list[Any]) -> str:
    found = [event for event in events if event.kind in (PeriodEventKind.LOCKED, PeriodEventKind.REOPENED)]
    if not found or found[-1].kind == PeriodEventKind.REOPENED:
        return ""
    return in_words(found[-1].on.isoformat())


def _links(period: Period, state: PeriodState, reader: Reader, edits: bool) -> list[Link]:
    """What can be done here: by editors, and the late list by the team and auditors."""
    code = [period.reference]
    links = []
    if edits and state in (PeriodState.OPEN, PeriodState.OVERDUE):
        links.append(Link("Update many at once", reverse("workstreams:period-bulk", args=code)))
    if edits:
        links += edit_links(ImportKind.RETURNS, period)
    if edits and state in (PeriodState.OPEN, PeriodState.OVERDUE):
        links += import_link(reader.user, ImportKind.RETURNS, period)
    if reader.reads_notes and state != PeriodState.PLANNED:
        links.append(Link("Late list", reverse("workstreams:period-late", args=code)))
    if edits and state == PeriodState.LOCKED:
        links.append(Link("Reopen", reverse("workstreams:period-reopen", args=code)))
    if edits and state != PeriodState.LOCKED:
        links.append(Link("Move the due date", reverse("workstreams:period-due", args=code)))
        if timezone.localdate() >= period.due_on:
            links.append(Link("Lock", reverse("workstreams:period-lock", args=code)))
    return links
