"""What the clocks of many agreements are counted from, read as rows: thousands of agreements, a few columns of each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from programmes.choices import AgreementState
from programmes.models import AgreementEvent, Body, Party

_AGREEMENT = (
    "pk", "state", "marking", "reference", "title", "kind", "review_months", "publication_mode", "document_url",
    "starts", "starts_words", "starts_earliest", "starts_latest",
    "ends", "ends_words", "ends_earliest", "ends_latest",
    "signed", "signed_words", "signed_earliest", "signed_latest",
)  # fmt: skip
_PARTY = ("agreement_id", "body_id", "signed", "left", "published", "publication_url")
_EVENT = (
    "agreement_id", "pk", "seq", "kind", "body_id", "evidence_id", "corrects_id",
    "on", "on_words", "on_earliest", "on_latest",
    "effective", "effective_words", "effective_earliest", "effective_latest",
)  # fmt: skip


class Read:
    """One row, with attributes named as those of the record; a party has its `body` too."""

    body: Any


class AgreementRows(NamedTuple):
    """One agreement with its state, its parties and those of its events that no correction struck out, in order."""

    agreement: Any
    state: str
    parties: list[Any]
    events: list[Any]


def _read(names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    row = Read()
    row.__dict__.update(zip(names, values, strict=True))
    return row


def agreements_in(rows: Any, states: tuple[AgreementState, ...]) -> Iterator[AgreementRows]:
    """Those agreements of a queryset that are in some states, with what their clocks need; four queries for all."""
    agreements = list(rows.with_state().filter(state__in=states).values_list(*_AGREEMENT))
    if not agreements:
        return
    wanted = {values[0] for values in agreements}
    bodies = Body.objects.order_by().in_bulk()
    parties: dict[int, list[Any]] = defaultdict(list)
    for values in Party.objects.order_by("agreement_id", "body__name", "pk").values_list(*_PARTY):
        if values[0] in wanted:
            party = _read(_PARTY, values)
            party.body = bodies[party.body_id]
            parties[values[0]].append(party)
    events: dict[int, list[Any]] = defaultdict(list)
    struck: set[int] = set()
    for values in AgreementEvent.objects.order_by("agreement_id", "seq").values_list(*_EVENT):
        if values[0] in wanted:
            event = _read(_EVENT, values)
            events[values[0]].append(event)
            if event.corrects_id:
                struck.add(event.corrects_id)
    for values in agreements:
        row = _read(_AGREEMENT, values)
        stands = [event for event in events[row.pk] if event.pk not in struck]
        yield AgreementRows(row, row.state, parties[row.pk], stands)
