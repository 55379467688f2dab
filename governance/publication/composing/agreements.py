"""Pages of agreements, told as Police Act 1996 s23E asks: in full, or that they exist with such details as thought fit."""

from typing import Any

from governance.publication.composing.short import agreement_document, decision_links
from governance.publication.pages import AgreementPage
from governance.publication.parts import Happened, Link
from governance.publication.record import ADDRESSES, PublicRecord, events_in_words, span, when
from governance.publication.rows import PartyRow
from programmes.choices import AgreementEventKind, AgreementState, PublicationMode
from programmes.models import (
    Agreement,
    AgreementEvent,
    Alliance,
    Body,
    Force,
    LeadForce,
    Party,
    Programme,
)


def agreement_page(record: PublicRecord, agreement: Any) -> AgreementPage:
    """`agreement` comes with the state that `with_state()` derives from its events.

    An agreement published as a summary tells its title, parties, dates and scope, and why no more; its note may say more.
    """
    pk = agreement.pk
    told = told_events(record, agreement)
    in_full = agreement.publication_mode != PublicationMode.SUMMARY
    return AgreementPage(
        path=ADDRESSES[Agreement].format(agreement.reference),
        title=agreement.title,
        reference=agreement.reference,
        scope=agreement.scope,
        kind_of_agreement=agreement.get_kind_display(),
        state=AgreementState(agreement.state).label if agreement.state else "",
        programme=record.to(Programme, agreement.programme_id),
        alliance=record.to(Alliance, agreement.alliance_id),
        provisions=provisions(agreement),
        signed=when(agreement, "signed"),
        starts=when(agreement, "starts"),
        ends=when(agreement, "ends"),
        review_cycle=agreement.review_cycle,
        notice=f"{agreement.notice_months} months" if agreement.notice_months else "",
        lead_forces=tuple(
            link
            for lead in record.group(LeadForce, "agreement_id", pk)
            if (link := record.to(Force, lead.force_id, span(lead)))
        ),
        varies=record.to(Agreement, agreement.varies_id),
        varied_by=record.links(record.group(Agreement, "varies_id", pk)),
        replaces=record.to(Agreement, agreement.replaces_id),
        replaced_by=record.links(record.group(Agreement, "replaces_id", pk)),
        ended_by=record.to(Agreement, agreement.ended_by_id),
        publication=agreement.get_publication_mode_display(),
        publication_reason=agreement.publication_reason,
        document=agreement_document(agreement),
        parties_words=agreement.parties_words,
        note=agreement.note if in_full else "",
        parties=tuple(
            record.told(
                party,
                PartyRow(
                    body=link,
                    signed=when(party, "signed"),
                    commences=when(party, "commences"),
                    left=when(party, "left"),
                ),
            )
            for party in record.group(Party, "agreement_id", pk)
            if (link := record.to(Body, party.body_id))
        ),
        functions=agreement.functions if in_full else "",
        exclusions=agreement.exclusions if in_full else "",
        accountability=agreement.accountability if in_full else "",
        cost_basis=agreement.cost_basis if in_full else "",
        exit_rule=agreement.exit_rule if in_full else "",
        events=agreement_events(record, agreement, told),
        decisions=decision_links(record, "agreement_id", pk),
        sources=record.cited(agreement, events=events_in_words(told, {e.pk: e.get_kind_display() for e in told})),
    )


def provisions(agreement: Agreement) -> str:
    """The kinds of provision it is known to hold; what no source says is left out."""
    held = (
        (agreement.has_force_provision, "force provision"),
        (agreement.has_policing_body_provision, "policing body provision"),
        (agreement.has_body_and_force_provision, "policing body and force provision"),
    )
    return ", ".join(words for has, words in held if has)


#: What the parties do among themselves before and after; the public page tells what was agreed and became of it.
_BETWEEN_THE_PARTIES = (AgreementEventKind.CONSULTED, AgreementEventKind.REVIEWED)


def told_events(record: PublicRecord, agreement: Agreement) -> list[AgreementEvent]:
    """The events of an agreement that the public is told: not those between the parties, nor what corrects these."""
    events = record.events(AgreementEvent, "agreement_id", agreement.pk)
    withheld = {event.pk for event in events if event.kind in _BETWEEN_THE_PARTIES}
    return [event for event in events if not {event.pk, event.corrects_id} & withheld]


def agreement_events(record: PublicRecord, agreement: Agreement, events: list[AgreementEvent]) -> tuple[Happened, ...]:
    """What happened to an agreement; a corrected event keeps its place and loses its words."""
    corrected = {event.corrects_id for event in events if event.corrects_id}
    told = []
    for event in events:
        struck = event.pk in corrected
        body = record.to(Body, event.body_id) or Link("")
        told.append(
            Happened(
                date=when(event, "on"),
                title=event.get_kind_display(),
                words="" if struck else event.words,
                where="" if struck else body.label,
                is_corrected=struck,
                sources=() if struck else record.cited(agreement, field=f"event {event.seq}", quotes=False),
            )
        )
    return tuple(told)
