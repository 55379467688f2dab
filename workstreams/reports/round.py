"""The update round as pages show it: who has returned, who is late, how the work stands."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from programmes.dates import in_words
from programmes.navigation import reference_url
from programmes.reading import Reader
from programmes.tables.base import count_words
from programmes.working_days import working_days_between
from workstreams.choices import PeriodState, Rag
from workstreams.models import Period, StatusUpdate, Workstream
from workstreams.reports.returns import RAG_KINDS
from workstreams.round.periods import NamedPeriod, asked, state_on

STATE_KINDS = {
    PeriodState.PLANNED: "outline",
    PeriodState.OPEN: "info",
    PeriodState.OVERDUE: "warn",
    PeriodState.LOCKED: "done",
}


@dataclass(frozen=True)
class Number:
    """A number with the list whose length it is."""

    label: str
    number: int
    url: str
    kind: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a period has come."""

    code: str
    name: str
    url: str
    state: str
    kind: str
    dates: str
    late_words: str
    expected: Number
    returned: Number
    owing: Number
    drafts: int
    rag: tuple[Number, ...]

    @property
    def words(self) -> str:
        """Such as “12 of 40 returned, 3 being written”."""
        writing = f", {self.drafts} being written" if self.drafts else ""
        return f"{self.returned.number} of {self.expected.number} returned{writing}"

    @property
    def takes_returns(self) -> bool:
        """Whether returns can be written."""
        return self.state in (PeriodState.OPEN.label, PeriodState.OVERDUE.label)


def returned_in(period: Period | NamedPeriod) -> Any:
    """Whether a workstream has a submitted return for a period."""
    return Exists(StatusUpdate.objects.current().filter(period=period.pk, workstream=OuterRef("pk")))


def expected_in(period: Period | NamedPeriod) -> Any:
    """The workstreams a period counts: those asked, and any that has returned."""
    return Workstream.objects.filter(returned_in(period)) | asked(period)


def owing_in(period: Period | NamedPeriod) -> Any:
    """The workstreams asked that have not returned."""
    return asked(period).filter(~returned_in(period))


def progress(period: Period, reader: Reader, today: dt.date | None = None) -> Progress:
    """How far a period (read `with_lock`) has come, on the workstreams a person may read; four queries."""
    today = today or timezone.localdate()
    code = period.reference
    counted = reader.rows(StatusUpdate.objects).current().filter(period=period)
    by_rag = dict(counted.order_by().values_list("rag").annotate(n=Count("pk")))
    n = sum(by_rag.values())
    owing = reader.rows(Workstream.objects).filter(pk__in=owing_in(period).values("pk")).count()
    drafts = StatusUpdate.objects.drafts().filter(period=period, corrects=None)
    writing = drafts.filter(workstream__in=reader.rows(Workstream.objects)).count()
    workstreams, returns = reverse("workstreams:workstream-list"), reverse("workstreams:return-list")
    state = state_on(period, today)
    return Progress(
        code=code,
        name=period.name,
        url=reference_url(code),
        state=state.label,
        kind=STATE_KINDS[state],
        dates=f"{'Opens' if today < period.opens_on else 'Opened'} {_day(period.opens_on)}, due {_day(period.due_on)}",
        late_words=late_words(period, today) if owing and state == PeriodState.OVERDUE else "",
        expected=Number("Asked", n + owing, f"{workstreams}?asked={code}"),
        returned=Number("Returned", n, f"{returns}?period={code}"),
        owing=Number("Not returned", owing, f"{workstreams}?owing={code}"),
        drafts=writing,
        rag=tuple(
            Number(
                rag.label, by_rag.get(rag.value, 0), f"{returns}?period={code}&rag={rag.value}", RAG_KINDS[rag.value]
            )
            for rag in Rag
        ),
    )


def whose(workstream: Workstream, reader: Reader) -> str:
    """Whose work it is: its alliance, else its programme; it tells two workstreams of one name apart.

    "" where the person may not read that. The rows come with both (`select_related`).
    """
    owner = workstream.alliance or workstream.programme
    return str(owner) if owner and reader.sees(owner) else ""


def late_words(period: Period, today: dt.date) -> str:
    """How long returns have been late, such as “5 working days late”; nothing while they are in time."""
    if today <= period.due_on:
        return ""
    days = working_days_between(period.due_on, today)
    return f"{count_words(days, 'working day', 'working days')} late"


def with_before(rows: Any) -> Any:
    """Annotates `before_rag`: the RAG of the workstream’s return for the last period before, "" where there is none."""
    earlier = StatusUpdate.objects.current().filter(
        workstream=OuterRef("workstream"), period__opens_on__lt=OuterRef("period__opens_on")
    )
    last = earlier.order_by("-period__opens_on", "-period").values("rag")[:1]
    return rows.annotate(before_rag=Coalesce(Subquery(last), Value("")))


def _day(day: dt.date) -> str:
    return in_words(day.isoformat())


#: How a roll-up is made, printed beside it.
RULE = (
    "Each number counts the newest submitted return of each workstream for this period; a workstream without a return is "
    "counted in none of the colours. No colour is worked out from others."
)
