"""What happened, as templates/includes/events.html shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from programmes.agreements import whole
from programmes.choices import AgreementEventKind
from programmes.fields import vague
from programmes.models import Agreement, AgreementEvent
from programmes.reading import WITHHELD, Reader
from programmes.reports.changes import moment_words
from programmes.reports.citations import CitedWords, citations_of


@dataclass(frozen=True)
class Paper:
    """A file kept with an event: its name, where it is handed out, its hash."""

    name: str
    url: str
    sha256: str


def paper_of(event: Any, reader: Reader) -> Paper | None:
    """The file kept with an event, where this person may read it."""
    kept = event.evidence
    if kept is None or kept.marking not in reader.markings:
        return None
    return Paper(kept.name, reverse("programmes:file", args=[kept.pk]), kept.sha256)


@dataclass(frozen=True)
class Happening:
    """One event: date and title, the words of its source, who entered it, what corrected it."""

    anchor: str
    date_words: str
    title: str
    words: str = ""
    by: str = ""
    url: str = ""
    is_corrected: bool = False
    corrected_words: str = ""
    seq: int = 0
    citations: tuple[CitedWords, ...] = ()
    paper: Paper | None = None


def entered(event: Any) -> str:
    """Who put an event into the register and when; nothing for events that came with the record."""
    if event.recorded_by is None:
        return ""
    return f"Entered by {event.recorded_by} on {moment_words(event.recorded_at)}"


def corrections(events: Iterable[Any]) -> dict[int, Any]:
    """Events by the key of the event they correct."""
    return {event.corrects_id: event for event in events if event.corrects_id}


def corrected_words(correction: Any) -> str:
    """What is said beside an event that was corrected later."""
    return f"Corrected on {vague(correction, 'on')}: {correction.reason}" if correction else ""


def agreement_happenings(agreement: Agreement, reader: Reader, *, cited: bool = True) -> list[Happening]:
    """The events of an agreement up to the reader's day, the newest first; `cited`: with what they rest on."""
    events = sorted(whole(agreement).events.all(), key=lambda event: -event.seq)
    if (day := reader.as_at) is not None:
        events = [event for event in events if (latest := vague(event, "on").latest) and latest <= day]
    correcting = corrections(events)
    sources = event_citations(agreement.reference, reader) if cited else {}
    found = []
    for event in events:
        correction = correcting.get(event.pk)
        found.append(
            Happening(
                anchor=f"event-{event.seq}",
                date_words=str(vague(event, "on")),
                title=_title(event, reader),
                words="\n".join(_lines(event, reader)),
                by=entered(event),
                is_corrected=correction is not None,
                corrected_words=corrected_words(correction),
                seq=event.seq,
                citations=sources.get(event.seq, ()),
                paper=paper_of(event, reader),
            )
        )
    return found


#: How an event that names an office is told.
WITH_OFFICE = {
    AgreementEventKind.PARTY_SIGNED: "Signed by {}",
    AgreementEventKind.PARTY_JOINED: "Joined by {}",
    AgreementEventKind.PARTY_LEFT: "Left by {}",
    AgreementEventKind.NOTICE_GIVEN: "Notice given by {}",
    AgreementEventKind.CONSULTED: "Consulted: {}",
    AgreementEventKind.REVIEWED: "Reviewed by {}",
}


def _title(event: AgreementEvent, reader: Reader) -> str:
    told = WITH_OFFICE.get(AgreementEventKind(event.kind))
    if not told or event.body is None:
        return event.get_kind_display()
    return told.format(event.body if reader.sees(event.body) else WITHHELD.lower())


def _lines(event: AgreementEvent, reader: Reader) -> Iterator[str]:
    """What an event says besides its date and title, a line each; of an office withheld, not who signed for it."""
    if event.signatory and (event.body is None or reader.sees(event.body)):
        by = ", ".join(filter(None, [event.signatory, event.get_capacity_display().lower(), event.authority]))
        yield f"Signed by {by}."
    if event.words:
        yield event.words
    if event.basis:
        yield f"On the basis of: {event.get_basis_display()}."
    if event.other is not None:
        yield f"By: {event.other if reader.sees(event.other) else WITHHELD}."
    if vague(event, "effective"):
        yield f"Takes effect: {vague(event, 'effective')}."
    for name in ("efficiency_or_effectiveness", "existing_agreements", "consistent_approach", "opportunities"):
        if said := getattr(event, name):
            label = str(event._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield f"{label[:1].upper()}{label[1:]}: {said}"
    if event.reason:
        yield f"Because {event.reason}"


def event_citations(code: str, reader: Reader) -> dict[int, tuple[CitedWords, ...]]:
    """What the events of a record rest on, by their number; a citation of event 3 has “event 3” for its field."""
    found: dict[int, list[CitedWords]] = {}
    for citation in citations_of({code: ""}, reader):
        word, _, number = citation.field_name.partition(" ")
        if word == "event" and number.isdigit():
            found.setdefault(int(number), []).append(citation)
    return {number: tuple(citations) for number, citations in found.items()}
