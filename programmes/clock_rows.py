"""What the clocks of many agreements are counted from, read as rows: thousands of agreements, a few columns of each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from programmes.choices import AgreementState
from programmes.models import AgreementEvent, Body, Party
from programmes.together import Part, row_of, together

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
_BODY = ("pk", "name", "kind", "marking", "succeeded_by_id")


class AgreementRows(NamedTuple):
    """One agreement with its state, its parties and those of its events that no correction struck out, in order."""

    agreement: Any
    state: str
    parties: list[Any]
    events: list[Any]


def agreements_in(
    rows: Any, states: tuple[AgreementState, ...], keys: Collection[int] | None = None
) -> tuple[Iterator[AgreementRows], Mapping[int, int | None]]:
    """Those agreements of a queryset, or of some keys, that are in some states, with what their clocks need; one query.

    Beside them, which office took over from which.
    """
    parties, events = Party.objects.all(), AgreementEvent.objects.all()
    if keys is not None:
        rows, parties = rows.filter(pk__in=keys), parties.filter(agreement__in=keys)
        events = events.filter(agreement__in=keys)
    read = together(
        {
            "agreement": Part(rows.with_state().filter(state__in=states), _AGREEMENT),
            "party": Part(parties, _PARTY),
            "event": Part(events, _EVENT),
            "body": Part(Body.objects.all(), _BODY),
        }
    )
    bodies = {values[0]: Body(**dict(zip(_BODY, values, strict=True))) for values in read["body"]}
    return _joined(read, bodies), {pk: body.succeeded_by_id for pk, body in bodies.items() if body.succeeded_by_id}


def _joined(read: dict[str, list[tuple[Any, ...]]], bodies: dict[int, Body]) -> Iterator[AgreementRows]:
    """Each agreement with the parties and events that are its own."""
    wanted = {values[0] for values in read["agreement"]}
    parties: dict[int, list[Any]] = defaultdict(list)
    for values in read["party"]:
        if values[0] in wanted:
            party = row_of(_PARTY, values)
            party.body = bodies[party.body_id]
            parties[values[0]].append(party)
    events: dict[int, list[Any]] = defaultdict(list)
    struck: set[int] = set()
    for values in read["event"]:
        if values[0] in wanted:
            event = row_of(_EVENT, values)
            events[values[0]].append(event)
            if event.corrects_id:
                struck.add(event.corrects_id)
    for values in read["agreement"]:
        row = row_of(_AGREEMENT, values)
        stands = [event for event in events[row.pk] if event.pk not in struck]
        stands.sort(key=lambda event: event.seq)
        yield AgreementRows(row, row.state, parties[row.pk], stands)
