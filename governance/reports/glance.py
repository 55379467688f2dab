"""How we are doing, in numbers: cases by stage and the open update round; each number leads to the list it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from governance.choices import CLOSED_STATES, STAGE_SHORT, CaseState, Stage
from governance.models import BusinessCase
from governance.reports.ahead import Ahead, ahead, meetings_ahead
from programmes.dates import in_words
from programmes.models import Force
from programmes.navigation import reference_url
from programmes.phrases import lower_first
from programmes.reading import Reader
from programmes.together import Part, kept_together
from workstreams.choices import Rag
from workstreams.clocks import owing
from workstreams.models import Period, StatusUpdate
from workstreams.reports.returns import RAG_KINDS


@dataclass(frozen=True)
class Number:
    """A number with what it counts and the list whose length it is; `kind` is the tag of a colour."""

    number: int
    words: str
    url: str
    kind: str = ""


@dataclass(frozen=True)
class Numbers:
    """Some numbers under a heading that leads on; a sentence where there is nothing to count."""

    title: str
    url: str
    numbers: tuple[Number, ...]
    words: str = ""


_OPEN = [state for state in CaseState if state not in CLOSED_STATES]
#: States after the documents, in which a case’s stage says no more.
_LATER = (CaseState.LOCAL_DECISIONS, CaseState.APPROVED, CaseState.IMPLEMENTING, CaseState.LIVE)


class Glance(NamedTuple):
    """The numbers, and the meetings to come."""

    numbers: tuple[Numbers, ...]
    ahead: Ahead


def glance(reader: Reader) -> Glance:
    """Cases by stage, how far each open period has come, and the next meetings; one query."""
    read = kept_together(
        ("glance", reader.sight, timezone.localdate()),
        lambda: {**_round(reader, None), "case": _cases(reader), "meeting": meetings_ahead(reader)},
    )
    return Glance((_of_cases(read["case"]), *_of_periods(read, None)), ahead(read["meeting"]))


def round_of(reader: Reader, force: Force) -> tuple[Numbers, ...]:
    """How far each open period has come with the work of a force; one query."""
    read = kept_together(("round of", reader.sight, timezone.localdate(), force.pk), lambda: _round(reader, force))
    return _of_periods(read, force)


def _of_periods(read: dict[str, list[tuple[Any, ...]]], force: Force | None) -> tuple[Numbers, ...]:
    periods = sorted(read["period"], key=lambda row: str(row[3]), reverse=True)
    return tuple(_of_period(row, read, force) for row in periods[:2])


def _round(reader: Reader, force: Force | None) -> dict[str, Part]:
    periods = reader.rows(Period.objects).taking_returns(timezone.localdate())
    returned = reader.rows(StatusUpdate.objects).current().filter(period__in=periods.order_by().values("pk"))
    if force is not None:
        returned = returned.filter(workstream__participating_forces=force)
    return {
        "period": Part(periods, ("pk", "reference", "name", "opens_on", "due_on")),
        "returned": Part(
            returned.order_by().values("period", "rag").annotate(n=Count("pk")), ("period_id", "rag", "n")
        ),
        "owing": owing(reader, force.pk if force else None),
    }


def _cases(reader: Reader) -> Part:
    rows: Any = reader.rows(BusinessCase.objects).order_by().exclude(standing__state__in=CLOSED_STATES)
    stood = rows.values("standing__stage", "standing__state").annotate(n=Count("pk"))
    return Part(stood, ("standing__stage", "standing__state", "n"))


def _of_cases(rows: Sequence[tuple[Any, ...]]) -> Numbers:
    cases = reverse("governance:case-list")
    numbers = []

    def add(words: str, url: str, number: int) -> None:
        if number:
            numbers.append(Number(number, words, url))

    add("not commissioned", f"{cases}?state=none", sum(n for _, state, n in rows if not state))
    for stage in Stage:
        for state in _OPEN:
            if state not in _LATER:
                count = sum(n for at, now, n in rows if at == stage and now == state)
                words = f"{STAGE_SHORT[stage]}: {lower_first(state.label)}"
                add(words, f"{cases}?stage={stage.value}&state={state.value}", count)
    for state in _LATER:
        add(lower_first(state.label), f"{cases}?state={state.value}", sum(n for _, now, n in rows if now == state))
    return Numbers(
        "Cases by stage", reverse("governance:case-board"), tuple(numbers), "" if numbers else "No case is open."
    )


def _of_period(row: tuple[Any, ...], read: dict[str, list[tuple[Any, ...]]], force: Force | None) -> Numbers:
    pk, code, name, _, due = row
    own = f"&force={force.reference}" if force else ""
    returns = f"{reverse('workstreams:return-list')}?period={code}{own}"
    by_rag = {rag: n for period, rag, n in read["returned"] if period == pk}
    owed = sum(n for reference, _, _, n in read["owing"] if reference == code)
    numbers = [
        Number(owed, "not returned", f"{reverse('workstreams:workstream-list')}?owing={code}{own}"),
        Number(sum(by_rag.values()), "returned", returns),
        *(Number(by_rag.get(rag.value, 0), rag.label.lower(), f"{returns}&rag={rag.value}", RAG_KINDS[rag.value])
          for rag in Rag),
    ]  # fmt: skip
    of = f" of {force}" if force else ""
    day = in_words(due.isoformat())
    late = due < timezone.localdate()
    return Numbers(
        f"Returns{of} for {name}, {'were due' if late else 'due'} {day}", reference_url(code),
        tuple(number for number in numbers if number.number),
        "" if owed or by_rag else "No workstream is asked for a return.",
    )  # fmt: skip
