"""How long offices take to decide for themselves, office by office and case by case, as page, chart and CSV."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min
from django.utils import timezone

from governance.choices import CaseState
from governance.latency import measured, median, not_measured, waited_for
from governance.models import BusinessCase
from programmes.models import Body
from programmes.navigation import Link
from programmes.reading import WITHHELD, Reader
from programmes.record_state import part, question_of, record_state
from programmes.reports.charts import Bar, Chart, bar_chart
from programmes.tables.base import count_words

CSV_COLUMNS = (
    "office", "reference", "measured", "median_days", "shortest_days", "longest_days", "not_measured", "still_waiting",
    "longest_waiting_days",
)  # fmt: skip
CASE_COLUMNS = ("case", "title", "asked", "last_decision", "days", "last_offices")
#: The cases that no office is waited for any more.
DECIDED = (CaseState.APPROVED, CaseState.IMPLEMENTING, CaseState.LIVE, CaseState.REVIEWED)
SHOWN = 20


@dataclass(frozen=True)
class Office:
    """How long one office took and what it is still waited for; median and range are None where nothing is measured."""

    office: Link
    code: str
    measured: int
    median: float | None
    shortest: int | None
    longest: int | None
    not_measured: int
    waiting: int
    oldest: int | None

    @property
    def median_words(self) -> str:
        """The median in words: “31 days”, “12.5 days”, nothing where nothing is measured."""
        return days_words(self.median)

    @property
    def range_words(self) -> str:
        """Such as “5 to 120 days”."""
        if self.shortest is None or self.longest is None:
            return ""
        if self.shortest == self.longest:
            return days_words(self.shortest)
        return f"{self.shortest} to {days_words(self.longest)}"

    @property
    def oldest_words(self) -> str:
        """Since how long the oldest open question waits."""
        return days_words(self.oldest)


@dataclass(frozen=True)
class CaseWait:
    """From agreement in principle to the last local decision of one case, and whose that was."""

    case: Link
    code: str
    asked: dt.date
    decided: dt.date
    days: int
    offices: tuple[Link, ...]


@dataclass(frozen=True)
class Latency:
    """The whole report: what it finds, offices, the cases that took longest."""

    finding: str
    summary: str
    offices: tuple[Office, ...]
    cases: tuple[CaseWait, ...]
    chart: Chart | None
    measured: int
    not_measured: int
    waiting: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return not self.offices

    def csv_rows(self) -> Iterator[tuple[Any, ...]]:
        """The column heads, then one row an office."""
        yield CSV_COLUMNS
        for one in self.offices:
            yield (
                one.office.label, one.code, one.measured, _plain(one.median), one.shortest, one.longest,
                one.not_measured, one.waiting, one.oldest,
            )  # fmt: skip

    def case_rows(self) -> Iterator[tuple[Any, ...]]:
        """The column heads, then one row a case."""
        yield CASE_COLUMNS
        for one in self.cases:
            offices = "; ".join(office.label for office in one.offices)
            yield one.code, one.case.label, one.asked.isoformat(), one.decided.isoformat(), one.days, offices


def days_words(days: float | None) -> str:
    """A number of days in words; half a day stays half."""
    if days is None:
        return ""
    return f"{_plain(days)} days" if days % 1 else count_words(int(days), "day", "days")


def latency(reader: Reader, decisions: Any, *, all_cases: bool = False, today: dt.date | None = None) -> Latency:
    """How long the offices took over some local decisions, in six queries whatever their number.

    Worked out once while nothing that it rests on is changed.
    """
    today = today or timezone.localdate()
    key = ("latency", reader.sight, question_of(decisions), all_cases, today)
    return part(record_state(), key, lambda: _latency(reader, decisions, all_cases, today))


def _latency(reader: Reader, decisions: Any, all_cases: bool, today: dt.date) -> Latency:
    waits: dict[int, Counter[int]] = defaultdict(Counter)
    for body, wait, number in _grouped(measured(decisions), "body", "wait"):
        waits[body][wait.days] += number
    vague = dict(_grouped(not_measured(decisions), "body"))
    asked = waited_for(decisions).order_by().values("body").annotate(n=Count("pk"), since=Min("opened_by__on_latest"))
    open_ones = {row["body"]: (row["n"], row["since"]) for row in asked}
    cases = _cases(reader, decisions, None if all_cases else SHOWN)
    wanted = {*waits, *vague, *open_ones, *(body for _, bodies in cases for body in bodies)}
    bodies = {body.pk: body for body in Body.objects.filter(pk__in=wanted)}
    offices = tuple(
        sorted(
            (
                _office(reader, bodies[pk], waits.get(pk, Counter()), vague.get(pk, 0), open_ones.get(pk), today)
                for pk in {*waits, *vague, *open_ones}
            ),
            key=lambda one: (one.median is None, -(one.median or 0), -one.waiting, one.office.label),
        )
    )
    together = sum(waits.values(), Counter[int]())
    waiting = sum(one.waiting for one in offices)
    finding, summary = _said(offices, together, sum(vague.values()), waiting)
    known = [one for one in offices if one.median is not None]
    bars = [Bar(one.office.label, one.median_words, one.median or 0, one.shortest, one.longest) for one in known]
    return Latency(
        finding=finding,
        summary=summary,
        offices=offices,
        cases=tuple(
            CaseWait(wait.case, wait.code, wait.asked, wait.decided, wait.days, _links(reader, last, bodies))
            for wait, last in cases
        ),
        chart=bar_chart("waits", finding, summary, bars) if known else None,
        measured=together.total(),
        not_measured=sum(vague.values()),
        waiting=waiting,
    )


def _grouped(rows: Any, *names: str) -> Any:
    """How many rows have each combination of some values."""
    return rows.order_by().values_list(*names).annotate(n=Count("pk"))


def _office(
    reader: Reader,
    body: Body,
    waits: Counter[int],
    vague: int,
    waiting: tuple[int, dt.date | None] | None,
    today: dt.date,
) -> Office:
    number, since = waiting or (0, None)
    return Office(
        office=Link(str(body), reader.url(body)) if reader.sees(body) else Link(WITHHELD),
        code=body.reference if reader.sees(body) else "",
        measured=waits.total(),
        median=median(waits) if waits else None,
        shortest=min(waits, default=None),
        longest=max(waits, default=None),
        not_measured=vague,
        waiting=number,
        oldest=(today - since).days if since else None,
    )


def _cases(reader: Reader, decisions: Any, most: int | None) -> list[tuple[CaseWait, list[int]]]:
    """The decided cases that took longest, with the offices whose answer came last; none with a day not known."""
    done = measured(decisions).filter(case__standing__state__in=DECIDED)
    done = done.exclude(case__in=not_measured(decisions).values("case"))
    rows = (
        done.order_by().values("case").annotate(last=Max("standing__on_latest"), days=Max("wait"))
        .annotate(asked=Min("opened_by__on_latest")).order_by("-days", "case")
    )  # fmt: skip
    found = list(rows[:most])
    codes = [row["case"] for row in found]
    cases = {case.pk: case for case in BusinessCase.objects.filter(pk__in=codes)} if most else _titles(decisions)
    last = {row["case"]: row["last"] for row in found}
    offices: dict[int, list[int]] = defaultdict(list)
    late = measured(decisions).filter(case__in=codes) if most else done
    for case, body, on in late.order_by("body__name", "body").values_list("case", "body", "standing__on_latest"):
        if last.get(case) == on:
            offices[case].append(body)
    return [
        (
            CaseWait(
                Link(cases[row["case"]].title, reader.url(cases[row["case"]])), cases[row["case"]].reference,
                row["asked"], row["last"], row["days"].days, (),
            ),
            offices[row["case"]],
        )
        for row in found
    ]  # fmt: skip


def _titles(decisions: Any) -> dict[int, Any]:
    return {case.pk: case for case in BusinessCase.objects.filter(pk__in=decisions.order_by().values("case"))}


def _links(reader: Reader, offices: list[int], bodies: dict[int, Body]) -> tuple[Link, ...]:
    return tuple(Link(str(bodies[pk]), reader.url(bodies[pk])) for pk in offices if reader.sees(bodies[pk]))


def _said(offices: tuple[Office, ...], waits: Counter[int], vague: int, waiting: int) -> tuple[str, str]:
    """What the numbers come to: a heading that states the finding, and a summary."""
    still = f"{count_words(waiting, 'decision is', 'decisions are')} still waited for" if waiting else ""
    rest = [f"Of {count_words(vague, 'answer', 'answers')} a day is not known to the day."] if vague else []
    if still:
        rest.append(f"{still}.")
    if not waits:
        if not offices:
            return "Nothing is known yet of how long local decisions take", ""
        return "No local decision is measured yet" + (f"; {still}" if still else ""), " ".join(rest)
    known = [one for one in offices if one.median is not None]
    slowest, quickest = known[0], known[-1]
    middle = days_words(median(waits))
    finding = f"Half of the local decisions came within {middle}"
    said = [f"{count_words(waits.total(), 'answer', 'answers')} took {min(waits)} to {days_words(max(waits))}."]
    if slowest.median != quickest.median:
        finding += f"; {slowest.office.label} took longest"
        said.append(
            f"The median is longest at {slowest.office.label} ({slowest.median_words}) and shortest at "
            f"{quickest.office.label} ({quickest.median_words})."
        )
    return finding, " ".join([*said, *rest])


def _plain(days: float | None) -> str:
    return "" if days is None else f"{days:g}"
