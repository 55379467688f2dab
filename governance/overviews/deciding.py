"""The deciding of an overview: cases, agreements and their clocks, offices that are waited for, decisions to come."""

from collections import Counter
from typing import Any

from django.db.models import Case, F, Min, TextField, Value, When
from django.urls import reverse
from django.utils import timezone

from governance.about import About
from governance.choices import CaseState, Stage
from governance.clocks import Wanted, clocks_read_by
from governance.filters import CaseFilter, LocalDecisionFilter
from governance.latency import waited_for
from governance.meetings import forward_plan
from governance.models import LocalDecision
from governance.overviews import tallies
from governance.overviews.parts import Line, Part, are, chart_of, number_of, total_of
from governance.overviews.tallies import Tally
from governance.reports.standing import age_words
from governance.views.cases import cases_of
from programmes.choices import AgreementState, ClockStage
from programmes.filters.records import AgreementFilter
from programmes.models import Agreement
from programmes.navigation import Link, reference_url
from programmes.reports.counts import Count
from programmes.reports.pages import agreements_known_on

#: How many of the decisions to come an overview names; the forward plan has all.
NAMED = 6


def asked(about: About, coming: list[Any]) -> dict[str, tallies.Part]:
    """What the parts below count; `coming` are the parts of the forward plan."""
    reader = about.reader
    agreements: Any = agreements_known_on(reader.rows(Agreement.objects), reader.as_at)
    agreements = about.rows(AgreementFilter, agreements.with_state(reader.as_at))
    local = about.rows(LocalDecisionFilter, waited_for(reader.rows(LocalDecision.objects)))
    seen = {"body__marking__in": reader.markings}
    name = Case(When(**seen, then=F("body__name")), default=Value("An office"), output_field=TextField())
    code = Case(When(**seen, then=F("body__reference")), default=Value(""), output_field=TextField())
    return {
        "cases": tallies.Part(about.rows(CaseFilter, cases_of(reader).with_stage(reader.as_at)), ("stage", "state")),
        "agreements": tallies.Part(agreements, ("state", "reference")),
        "local": tallies.Part(
            local.annotate(office_name=name, office_code=code), (F("office_name"), F("office_code")),
            day=Min("opened_by__on_latest"),
        ),
        **{f"coming_{place}": tallies.Part(rows) for place, rows in enumerate(coming)},
    }  # fmt: skip


def cases(found: dict[str, list[Tally]], about: About) -> Part:
    """The cases by stage and state."""
    numbers = Counter({tally.by: tally.number for tally in found["cases"]})
    page, total = "governance:case-list", numbers.total()
    counts = []
    for stage, state in sorted(numbers, key=_in_order):
        asks = {"stage": stage, "state": state} if state else {"state": "none"}
        words = f"{CaseState(state).label}, at {Stage(stage).name}" if state else "Not commissioned"
        counts.append(Count(words, numbers[stage, state], about.url(page, asks, on_day=True)))
    live = sum(n for (_, state), n in numbers.items() if state in (CaseState.LIVE, CaseState.REVIEWED))
    finding = "No business case is recorded here"
    if total:
        finding = f"{live:,} of {number_of(total, 'case', 'cases')} {are(live)} live" if live else (
            f"{number_of(total, 'case', 'cases')}, {'none of them' if total > 1 else 'not'} live"
        )  # fmt: skip
    whose = "the force takes part in" if about.name == "force" else f"of the {about.noun}"
    return Part(
        "cases", "Business cases", finding,
        f"Counts each case {whose} once, by the stage and state that its last event left it in; reviewed cases are live.",
        tuple(counts), unit="Cases", chart=chart_of("cases", finding, counts, "business cases"),
        total=total_of(total, "case", "cases", about.url(page, on_day=True)),
        more=Link("The same cases by stage", about.url("governance:case-board", on_day=True)), on_day=True,
    )  # fmt: skip


def _in_order(by: tuple[str, ...]) -> tuple[int, int]:
    stage, state = by
    return (
        Stage.values.index(stage) if stage else -1,
        CaseState.values.index(state) if state else -1,
    )


def agreements(found: dict[str, list[Tally]], about: About) -> Part:
    """The agreements by state, and their clocks that are overdue or soon due today."""
    numbers = Counter(tally.by[0] for tally in found["agreements"])
    codes = {tally.by[1] for tally in found["agreements"]}
    today = timezone.localdate()
    near = Counter(c.stage(today) for c in clocks_read_by(about.reader, Wanted(codes=frozenset(codes))))
    page, total = "programmes:agreement-list", numbers.total()
    words = {**dict(AgreementState.choices), "": "State not recorded"}
    counts = tuple(
        Count(
            str(said), numbers[state],
            about.url(page, {"state": state} if state else {"state__empty": "1"}, on_day=True),
        )
        for state, said in words.items()
        if numbers[state]
    )  # fmt: skip
    list_of_clocks = f"{reverse('governance:clock-list')}?agreements_of={about.code}"
    clocks = tuple(
        Count(said, near[stage], f"{list_of_clocks}&standing={stage.value}")
        for stage, said in ((ClockStage.OVERDUE, "clocks overdue"), (ClockStage.SOON, "clocks due soon"))
    )
    known = total - numbers[""]
    finding = "No agreement is recorded here"
    if total:
        finding = number_of(total, "agreement", "agreements")
        if not known:
            finding += "; the state of none is recorded"
        elif known < total:
            finding += f", the state of {known:,} recorded"
        late = clocks[0].number
        finding += f"; {number_of(late, 'clock', 'clocks')} overdue" if late else "; no clock overdue"
    whose = "to which an office of the force is party" if about.name == "force" else f"of the {about.noun}"
    return Part(
        "agreements", "Agreements and their clocks", finding,
        f"Counts each agreement {whose} once by its state, and their clocks (reviews, ends of term, notices, signatures, "
        "publication) that are overdue or soon due today.",
        counts, unit="Agreements", chart=chart_of("agreements", finding, counts, "agreements"),
        total=total_of(total, "agreement", "agreements", about.url(page, on_day=True)), on_day=True,
        template="governance/_overview_numbers.html",
        extra=() if about.reader.as_at else clocks,
        besides=() if about.reader.as_at else tuple((str(count.words).capitalize(), count) for count in clocks),
        note="Clocks run today and are not shown for a past day." if about.reader.as_at else "",
    )  # fmt: skip


def offices(found: dict[str, list[Tally]], about: About) -> Part:
    """The local decisions that offices have still to take, by office, with the age of the oldest."""
    rows = sorted(found["local"], key=lambda tally: (tally.day is None, tally.day, tally.by))
    page, total = "governance:local-decision-list", sum(tally.number for tally in rows)
    lines = tuple(
        Line(
            label=tally.by[0], url=reference_url(tally.by[1]) if tally.by[1] else "",
            words=f"asked {age_words(tally.day)}" if tally.day and age_words(tally.day) else "day of asking not known",
            count=Count(
                "decisions", tally.number, about.url(page, wait="waiting", office=tally.by[1]) if tally.by[1] else ""
            ),
        )
        for tally in rows
    )  # fmt: skip
    finding = "No office is waited for"
    if total:
        finding = f"{number_of(total, 'local decision', 'local decisions')} waited for, of "
        finding += number_of(len(rows), "office", "offices")
    whose = "of the offices of the force" if about.name == "force" else f"on cases of the {about.noun}"
    return Part(
        "offices", "Local decisions waited for", finding,
        f"Counts the required local decisions {whose} that are with the office today, with the day the oldest was asked.",
        lines=lines, heads=("Office", "Waited for", "The oldest"), unit="Decisions",
        total=total_of(total, "local decision", "local decisions", about.url(page, wait="waiting")),
    )  # fmt: skip


def coming(found: dict[str, list[Tally]], about: About) -> Part:
    """The next decisions of the forward plan."""
    total = sum(tally.number for place in range(3) for tally in found[f"coming_{place}"])
    rows = forward_plan.plan(about.reader, about=about, number=NAMED) if total else []
    lines = tuple(
        Line(row.title, row.url, f"{row.when or 'Date not stated'}{_gone(row.passed)}", f"{row.who.label}: {row.state}")
        for row in rows
    )
    verb = ("was" if total < 2 else "were") if about.reader.as_at else ("is" if total < 2 else "are")
    finding = f"{number_of(total, 'decision', 'decisions') if total else 'No decision'} {verb} to come"
    whose = (
        "on cases the force takes part in, and its own offices’ decisions"
        if about.name == "force"
        else f"on cases and agreements of the {about.noun}"
    )
    page = about.url("governance:forward-plan", on_day=True)
    return Part(
        "coming", "Decisions to come", finding, f"Counts the decisions of the forward plan {whose}; the next are named.",
        lines=lines, heads=("Decision", "Date", "By, and stands at"), unit="Decisions",
        total=total_of(total, "decision", "decisions", page), on_day=True,
        more=Link("The whole forward plan of these", page) if total > len(rows) else None,
    )  # fmt: skip


def _gone(words: str) -> str:
    return f". {words}" if words else ""
