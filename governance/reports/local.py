"""One office’s decision: its page, and all that the office reads before it decides."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from governance.case_file.comparing import Differing, compare
from governance.case_file.parts import label_of, words_of
from governance.choices import CLOSED_STATES, CaseEventKind, CaseState, LocalOutcome, WaitsFor
from governance.decisions import is_asked, outcome_words, records_for
from governance.models import CaseDocument, CaseEvent, LocalDecision
from governance.reports.standing import age_words
from governance.stages import counts_as_approved, standing
from governance.tables.case import OUTCOME_KINDS, ConditionTable
from programmes import pages
from programmes.access import Capability, grants_of, may
from programmes.dates import in_words
from programmes.fields import vague
from programmes.holders import VacantOffice, holder_on, line_of, office_on
from programmes.navigation import Link, reference_url
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from programmes.reports.happened import Happening, corrected_words, corrections, entered
from programmes.tables.base import count_words


def local_decision_page(local: LocalDecision, reader: Reader) -> PageParts:
    """What one office is asked to decide, what it decided and when, with its conditions and reminders."""
    rows = local.events.select_related("holder", "body", "recorded_by").order_by("-seq")
    events = list(rows.filter(on_latest__lte=reader.as_at) if reader.as_at else rows)
    line = {office.pk for office in line_of(local.body)}
    own = any(grant.body_id in line for grant in grants_of(reader.user))
    correcting = corrections(events)
    shown = [event for event in events if not event.corrects_id]
    sections = [
        Section(
            title="What happened",
            anchor="events",
            events=tuple(
                _local_happening(event, reader, reader.reads_notes or own, correcting.get(event.pk)) for event in shown
            ),
            empty="The office has not decided yet.",
        ),
        table_section("Conditions", ConditionTable, reader.rows(local.conditions), reader, anchor="conditions"),
    ]
    if (own or reader.reads_notes) and not reader.as_at:
        sections.append(
            Section(
                title="Reminders", anchor="chases", events=tuple(chases_of(local)), empty="Nobody was reminded of it."
            )
        )
    return PageParts(
        kind="Local decision",
        lead=local.asked,
        template="governance/_own_office.html",
        extra={"links": _own_office_links(local, reader)},
        facts=(
            Fact("Outcome", outcome_words(local), kind=_kind(local), note=_earlier(local)),
            pages.record("Office", local.body, reader),
            *_heir(local, reader),
            pages.record("Business case", local.case, reader),
            pages.yes_no("Required", is_asked(local)),
            *_document_facts(local, reader),
            pages.date("Due", local, "due"),
        ),
        sections=tuple(sections),
    )


def _kind(local: Any) -> str:
    return "warn" if local.waits_for == WaitsFor.DECISION else OUTCOME_KINDS.get(local.outcome, "")


def _earlier(local: Any) -> str:
    return "of an earlier version or offer; asked again" if local.is_earlier else ""


def _heir(local: LocalDecision, reader: Reader) -> tuple[Fact, ...]:
    """The office that has taken over from the one that was asked."""
    now = office_on(local.body, timezone.localdate())
    return (pages.record("Taken over by", now, reader),) if now != local.body else ()


def _document_facts(local: LocalDecision, reader: Reader) -> tuple[Fact, ...]:
    document = local.document
    if document is None or not reader.sees(document):
        return (Fact("Document"),)
    digest = document.content_hash
    return (Fact("Document", str(document), note=f"fingerprint {digest[:12]}" if digest else ""),)


def _own_office_links(local: LocalDecision, reader: Reader) -> list[Link]:
    """What the office’s own recorder can do here: record the decision, close a condition, take an entry back."""
    if reader.as_at:
        return []
    state = standing(local.case).state
    at_offices = state == CaseState.LOCAL_DECISIONS
    back = reverse("governance:local-decision-correct", args=[local.reference])
    wrong = at_offices and local.events.that_stand().exists()
    if not records_for(reader.user, local):
        is_team = may(reader.user, Capability.RECORD_ANY_DECISION)
        return [Link("The last entry was wrong", back)] if wrong and is_team else []
    links = []
    if local.is_required and at_offices:
        links.append(Link("Record our decision", reverse("governance:local-decision-record", args=[local.reference])))
    still_open = reader.rows(local.conditions.that_stand()).filter(closed_on=None) if state not in CLOSED_STATES else []
    links += [
        Link(f"Close condition {c.reference}", reverse("governance:condition-close", args=[c.reference]))
        for c in still_open
    ]
    if wrong:
        links.append(Link("Our last entry was wrong", back))
    return links


def _local_happening(event: Any, reader: Reader, shows_exempt: bool, correction: Any) -> Happening:
    exempt = event.exempt_part if shows_exempt else "withheld from your role"
    holder = event.holder if event.holder and reader.sees(event.holder) else None
    named = [
        ("Decided by", str(event.body) if event.body and reader.sees(event.body) else ""),
        ("Because", event.reason),
        ("Holder of the office on that day", _holder_words(holder) if holder else ""),
        ("Board and meeting", event.board_words),
        ("Notice", " ".join(filter(None, [event.notice_reference, event.notice_url]))),
        ("Efficiency or effectiveness (s23)", event.efficiency_or_effectiveness),
        ("Existing agreements (s23HA)", event.existing_agreements),
        ("Consistent approach (s23HA)", event.consistent_approach),
        ("Opportunities (s23HA)", event.opportunities),
        (f"Exempt part ({event.get_exempt_ground_display()})", exempt if event.exempt_part else ""),
        ("Recorded", "by the programme team from the notice" if event.from_notice else ""),
    ]
    return Happening(
        anchor=f"event-{event.seq}",
        date_words=str(vague(event, "on")),
        title=event.get_outcome_display(),
        words="\n".join(filter(None, [event.wording, *(f"{name}: {value}" for name, value in named if value)])),
        by=entered(event),
        is_corrected=correction is not None,
        corrected_words=corrected_words(correction),
        seq=event.seq,
    )


def _holder_words(holder: Any) -> str:
    capacity = "" if holder.capacity == "substantive" else f", {holder.get_capacity_display().lower()}"
    return f"{holder.name}{capacity}"


def chases_of(local: LocalDecision) -> list[Happening]:
    """The reminders of one decision, the newest first, those entered in error struck out."""
    rows = list(local.chases.select_related("recorded_by").order_by("-pk"))
    correcting = corrections(rows)
    return [
        Happening(
            anchor=f"chase-{chase.pk}",
            date_words=str(vague(chase, "on")),
            title=f"{chase.get_means_display()}{f', to {chase.to}' if chase.to else ''}",
            words=chase.words,
            by=entered(chase),
            is_corrected=chase.pk in correcting,
            corrected_words=f"Taken back: {correcting[chase.pk].words}" if chase.pk in correcting else "",
            seq=chase.pk,
        )
        for chase in rows
        if not chase.corrects_id
    ]


# What an office reads before it decides ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """What differs between the document asked about and another version: its name, why it is shown, the parts."""

    title: str
    before: str
    parts: tuple[Differing, ...]


@dataclass(frozen=True)
class Asked:
    """Everything an office is asked: facts, the text with its parts, what differs, its earlier answer, conditions."""

    facts: tuple[Fact, ...]
    text: tuple[tuple[str, tuple[Fact, ...]], ...]
    document_url: str
    comparisons: tuple[Comparison, ...]
    same_as_agreed: bool
    own_conditions: tuple[Fact, ...]


def asked_of(local: LocalDecision, reader: Reader) -> Asked:
    """What an office (local with_outcome) reads before it records its decision; text it may not read is left out."""
    document = local.document if local.document and reader.sees(local.document) else None
    agreed = _agreed_in_principle(local)
    comparisons: list[Comparison] = []
    same = False
    if document is not None and agreed is not None and agreed.document is not None:
        same = agreed.document.pk == document.pk
        if not same and reader.sees(agreed.document):
            comparisons.append(
                _compared("What differs from the version agreed in principle", agreed.document, document)
            )
        decided = _decided_version(local)
        if decided is not None and decided.pk not in (document.pk, agreed.document.pk) and reader.sees(decided):
            comparisons.append(_compared("What differs from the version your office decided on", decided, document))
    return Asked(
        facts=tuple(_asked_facts(local, agreed, document, reader)),
        text=tuple(_text_of(document)) if document else (),
        document_url=document.url if document and document.url.startswith(("https://", "http://")) else "",
        comparisons=tuple(comparisons),
        same_as_agreed=same,
        own_conditions=tuple(
            Fact(
                c.reference,
                c.words,
                note=f"closed on {c.closed_on:%-d %B %Y}: {c.closed_how}" if c.closed_on else "open",
            )
            for c in reader.rows(local.conditions.that_stand())
        ),
    )


def _compared(title: str, before: CaseDocument, after: CaseDocument) -> Comparison:
    return Comparison(title, str(before), tuple(compare(before, after)))


def _agreed_in_principle(local: LocalDecision) -> CaseEvent | None:
    """The agreement in principle that stands last, with the version the Summit had before it."""
    kinds = (CaseEventKind.AGREE, CaseEventKind.AGREE_IN_PART)
    rows = local.case.events.steps().filter(kind__in=kinds).select_related("document__case", "board", "meeting__board")
    return rows.order_by("-seq").first()


def _decided_version(local: Any) -> CaseDocument | None:
    """The version that the office’s last decision was about."""
    if not local.decided_document_hash:
        return None
    return local.case.documents.select_related("case").filter(content_hash=local.decided_document_hash).first()


def _asked_facts(local: Any, agreed: CaseEvent | None, document: CaseDocument | None, reader: Reader) -> list[Fact]:
    today = timezone.localdate()
    facts = [
        Fact("Business case", f"{local.case.reference} {local.case}", url=reference_url(local.case.reference)),
        Fact("What is asked", local.asked),
        Fact("Due", str(vague(local, "due")), empty="No date was set"),
        Fact("Asked since", str(vague(local.opened_by, "on")), note=age_words(local.opened_by.on_latest)),
    ]
    if document is not None:
        facts.append(Fact("Document version", str(document), note=f"fingerprint {document.content_hash[:12]}"))
    if agreed is not None:
        place = agreed.meeting or agreed.board
        at = f", {place}" if place and reader.sees(place) else ""
        facts.append(Fact("Agreed in principle", f"{vague(agreed, 'on')}{at}\n{agreed.words}".strip()))
        facts.append(Fact("Conditions of the agreement in principle", agreed.conditions, empty="None recorded"))
    required = list(local.case.local_decisions.filter(is_required=True).with_outcome())
    done = sum(counts_as_approved(row) for row in required)
    facts.append(Fact("So far", f"{done} of {count_words(len(required), 'office', 'offices')} approved"))
    facts.append(_holder_fact(local, today))
    if local.outcome not in (LocalOutcome.AWAITING, LocalOutcome.NOT_REQUIRED):
        said = f"{LocalOutcome(local.outcome).label}, {local.decided_words or in_words(local.decided or '')}"
        facts.append(Fact("Recorded so far", said, note=_earlier(local)))
    return facts


def _holder_fact(local: LocalDecision, today: Any) -> Fact:
    """Who holds the office today, or that it is vacant: a vacant office cannot decide."""
    office = office_on(local.body, today)
    try:
        holder = holder_on(office, today)
    except VacantOffice:
        return Fact("Holder of the office today", "Vacant: it cannot decide today", kind="bad")
    name = f", {office}" if len(line_of(local.body)) > 1 and office != local.body else ""
    return Fact("Holder of the office today", f"{_holder_words(holder)}{name}" if holder else "")


def _text_of(document: CaseDocument) -> list[tuple[str, tuple[Fact, ...]]]:
    """What a version says, case by case; what is empty is left out."""
    parts: list[tuple[str, tuple[str, ...]]] = [("In brief", ("summary", "recommends"))]
    parts += [(label_of(CaseDocument, case), names) for case, names in CaseDocument.SECTIONS]
    found = []
    for title, names in parts:
        said = [(name, words_of(document, name)) for name in names]
        facts = tuple(Fact(label_of(CaseDocument, name), words) for name, words in said if words)
        if facts:
            found.append((title, facts))
    return found
