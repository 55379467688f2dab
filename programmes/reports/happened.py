"""What happened, as templates/includes/events.html shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from programmes.choices import AgreementEventKind
from programmes.fields import vague
from programmes.models import Agreement
from programmes.reading import WITHHELD, Reader
from programmes.reports.changes import moment_words
from programmes.reports.citations import CitedWords, citations_of


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


def agreement_happenings(agreement: Agreement, reader: Reader) -> list[Happening]:
    """The events of an agreement up to the reader's day, the newest first."""
    rows = agreement.events.select_related("body", "recorded_by").order_by("-seq")
    if reader.as_at:
        rows = rows.filter(on_latest__lte=reader.as_at)
    events = list(rows)
    correcting = corrections(events)
    cited = event_citations(agreement.reference, reader)
    found = []
    for event in events:
        title = event.get_kind_display()
        if event.kind == AgreementEventKind.PARTY_SIGNED and event.body:
            title = f"Signed by {event.body if reader.sees(event.body) else WITHHELD.lower()}"
        correction = correcting.get(event.pk)
        found.append(
            Happening(
                anchor=f"event-{event.seq}",
                date_words=str(vague(event, "on")),
                title=title,
                words="\n".join(filter(None, [event.words, f"Because {event.reason}" if event.reason else ""])),
                by=entered(event),
                is_corrected=correction is not None,
                corrected_words=corrected_words(correction),
                seq=event.seq,
                citations=cited.get(event.seq, ()),
            )
        )
    return found


def event_citations(code: str, reader: Reader) -> dict[int, tuple[CitedWords, ...]]:
    """What the events of a record rest on, by their number; a citation of event 3 has “event 3” for its field."""
    found: dict[int, list[CitedWords]] = {}
    for citation in citations_of({code: ""}, reader):
        word, _, number = citation.field_name.partition(" ")
        if word == "event" and number.isdigit():
            found.setdefault(int(number), []).append(citation)
    return {number: tuple(citations) for number, citations in found.items()}
