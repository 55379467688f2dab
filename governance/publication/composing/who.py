"""Pages of programmes, alliances, forces and sources."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from governance.models import BusinessCase, Decision
from governance.publication.composing.coming import Expected, about_case, next_words
from governance.publication.composing.entries import offices_with_decisions
from governance.publication.composing.ledger import ledger_rows
from governance.publication.composing.short import (
    about,
    agreement_links,
    at_most,
    case_rows,
    claim_rows,
    contact_rows,
    decision_rows,
    funding_rows,
    links_at_most,
    outside,
    published_updates,
    risk_rows,
    workstream_rows,
)
from governance.publication.composing.standing import told_state, verified_words
from governance.publication.composing.work import milestone_rows
from governance.publication.pages import AlliancePage, ForcePage, ProgrammePage, SourcePage
from governance.publication.parts import Link, Statement
from governance.publication.record import ADDRESSES, PublicRecord, span, when
from governance.publication.rows import MemberRow, OfficeRow, PlanEntryRow
from governance.publication.status_rows import ForwardRow, LedgerRow
from programmes.models import (
    Agreement,
    Alliance,
    Body,
    Contact,
    Force,
    Holder,
    Membership,
    Party,
    Programme,
    Source,
)
from programmes.models import Statement as StatementRecord
from programmes.tables.base import count_words
from workstreams.models import AreaPlan, PlanRow, Workstream


def statements(record: PublicRecord, by: str, pk: int) -> tuple[Statement, ...]:
    """Aims, principles, vision and the like, word for word, in the sources’ order."""
    return tuple(
        record.told(
            row,
            Statement(
                words=row.words,
                heading=f"{row.get_kind_display()} {row.number}".strip(),
                on=when(row, "said"),
                sources=record.cited(row, field="", quotes=False),
            ),
        )
        for row in record.group(StatementRecord, by, pk)
    )


def programme_page(record: PublicRecord, programme: Programme, expected: Sequence[Expected]) -> ProgrammePage:
    """`expected` is the forward plan."""
    pk = programme.pk
    cases: list[Any] = record.group(BusinessCase, "programme_id", pk)
    streams = record.group(Workstream, "programme_id", pk)
    decisions = record.group(Decision, "programme_id", pk)
    to_come = about_case(expected, {case.pk for case in cases})
    updates = [update for stream in streams for update in published_updates(record, stream)[:1]]
    return ProgrammePage(
        path=ADDRESSES[Programme].format(programme.reference),
        title=programme.short_name,
        reference=programme.reference,
        purpose=programme.purpose,
        standing=programme_standing(record, cases, streams, decisions),
        next_step=next_words(expected, {case.pk for case in cases}),
        verified=verified_words(record, [programme, *cases, *streams, *decisions], updates),
        name=programme.name,
        alliance=record.to(Alliance, programme.alliance_id),
        lead=record.to(Body, programme.lead_chief_constable_id),
        established=when(programme, "starts"),
        ends=when(programme, "ends"),
        funded_until=when(programme, "funded_until"),
        constituted_by=record.to(Agreement, programme.constituted_by_id),
        scope=programme.scope,
        exclusions=programme.exclusions,
        statements=statements(record, "programme_id", pk),
        cases=case_rows(record, cases),
        workstreams=workstream_rows(record, streams),
        agreements=agreement_links(record, record.group(Agreement, "programme_id", pk)),
        decisions=decision_rows(record, decisions),
        coming=at_most(to_come, lambda link: ForwardRow(subject=link), "/forward-plan/"),
        milestones=milestone_rows(record, streams),
        ledger=at_most(ledger_rows(record, streams), lambda link: LedgerRow(about=link), "/savings/ledger/"),
        funding=funding_rows(record, programme),
        claims=claim_rows(record, "programme_id", pk),
        risks=risk_rows(record, "programme_id", pk),
        plan=plan_rows(record, programme),
        plan_notes=plan_notes(record, programme),
        contacts=contact_rows(record.group(Contact, "programme_id", pk)),
        sources=record.cited(programme),
    )


def programme_standing(
    record: PublicRecord, cases: Sequence[Any], streams: Sequence[Any], decisions: Sequence[Any]
) -> str:
    """How much there is of it, and how many of its cases stand where."""
    counts = (
        (len(streams), "workstream", "workstreams"),
        (len(decisions), "decision", "decisions"),
        (len(cases), "business case", "business cases"),
    )
    said = ", ".join(count_words(number, one, several) for number, one, several in counts if number)
    states = Counter(told_state(record, case) for case in cases)
    where = ", ".join(f"{number} {state}" for state, number in states.most_common())
    return f"{said}: {where}." if cases else f"{said}." if said else ""


def plan_rows(record: PublicRecord, programme: Programme) -> tuple[PlanEntryRow, ...]:
    """The work plan of S2 Appendix A: each area under its approach, with its qualifier, as written.

    An approach with a footnote names it by number; the footnote itself stands once, below the plan.
    """
    numbers = {row.pk: number for number, row in enumerate(_footnoted(record, programme), start=1)}
    return tuple(
        record.told(
            entry,
            PlanEntryRow(
                approach=f"{row.words} (note {numbers[row.pk]})" if row.pk in numbers else row.words,
                area=entry.name,
                service=entry.get_service_type_display(),
                qualifier=entry.qualifier,
                note=entry.note,
            ),
        )
        for row in record.group(PlanRow, "programme_id", programme.pk)
        for entry in record.group(AreaPlan, "row_id", row.pk)
    )


def plan_notes(record: PublicRecord, programme: Programme) -> str:
    """The footnotes of the work plan, each once, with the approach it belongs to."""
    rows = enumerate(_footnoted(record, programme), start=1)
    return "\n\n".join(f"Note {number}, to “{row.words}”: {row.footnote}" for number, row in rows)


def _footnoted(record: PublicRecord, programme: Programme) -> list[PlanRow]:
    """The approaches with a footnote that the plan shows an area under."""
    rows = record.group(PlanRow, "programme_id", programme.pk)
    return [row for row in rows if row.footnote and record.group(AreaPlan, "row_id", row.pk)]


def alliance_page(record: PublicRecord, alliance: Alliance) -> AlliancePage:
    pk = alliance.pk
    members = [
        record.told(
            member, MemberRow(force=link, role=member.role, starts=when(member, "starts"), ends=when(member, "ends"))
        )
        for member in record.group(Membership, "alliance_id", pk)
        if (link := record.to(Force, member.force_id))
    ]
    return AlliancePage(
        path=ADDRESSES[Alliance].format(alliance.reference),
        title=alliance.short_name,
        reference=alliance.reference,
        purpose=alliance.purpose,
        name=alliance.name,
        kind_of_alliance=alliance.get_kind_display(),
        starts=when(alliance, "starts"),
        ends=when(alliance, "ends"),
        note=alliance.note,
        members=tuple(members),
        statements=statements(record, "alliance_id", pk),
        programmes=record.links(record.group(Programme, "alliance_id", pk)),
        agreements=agreement_links(record, record.group(Agreement, "alliance_id", pk)),
        cases=case_rows(record, record.group(BusinessCase, "alliance_id", pk)),
        workstreams=workstream_rows(record, record.group(Workstream, "alliance_id", pk)),
        claims=claim_rows(record, "alliance_id", pk),
        sources=record.cited(alliance),
    )


def force_page(record: PublicRecord, force: Force) -> ForcePage:
    bodies = record.group(Body, "force_id", force.pk)
    agreements = {party.agreement_id for body in bodies for party in record.group(Party, "body_id", body.pk)}
    alliances = [
        record.to(Alliance, member.alliance_id, span(member))
        for member in record.group(Membership, "force_id", force.pk)
    ]
    return ForcePage(
        path=ADDRESSES[Force].format(force.reference),
        title=force.name,
        reference=force.reference,
        official_name=force.official_name,
        ons_code=force.ons_code,
        force_site=outside(force.force_site),
        commissioner_site=outside(force.commissioner_site),
        offices=tuple(office_row(record, body) for body in bodies),
        decisions=offices_with_decisions(record, bodies),
        alliances=tuple(link for link in alliances if link),
        agreements=agreement_links(record, (row for pk, row in record.rows(Agreement).items() if pk in agreements)),
        cases=case_rows(record, taking_part(record, BusinessCase, force)),
        workstreams=links_at_most(
            (
                link
                for row in taking_part(record, Workstream, force)
                if (link := record.link(row, ", ".join(whose.label for whose in about(record, row))))
            ),
            "/workstreams/",
        ),
        sources=record.cited(force),
    )


def taking_part(record: PublicRecord, model: Any, force: Force) -> list:
    """The public cases or workstreams that a force takes part in."""
    return [
        row
        for row in record.rows(model).values()
        if force in record.members(model, "participating_forces", row.pk, Force)
    ]


def office_row(record: PublicRecord, body: Body) -> OfficeRow:
    successor = record.one(Body, body.succeeded_by_id)
    holders = record.group(Holder, "body_id", body.pk)
    return record.told(
        body,
        OfficeRow(
            anchor=body.reference,
            office=body.name,
            official_title=body.official_title,
            starts=when(body, "starts"),
            ends=when(body, "ends"),
            succeeded_by=successor.name if successor else "",
            holders=tuple(Link(holder.name, note=held_words(holder)) for holder in holders),
            note=body.note,
        ),
    )


def held_words(holder: Holder) -> str:
    """From when to when a person held an office, or the date a source shows them in it, with what is noted of it."""
    seen = when(holder, "seen")
    term = span(holder) or (f"in office {seen}" if seen else "")
    capacity = "" if holder.capacity == "substantive" else holder.get_capacity_display().lower()
    words = ", ".join(part for part in (capacity, term) if part)
    return "; ".join(part for part in (words, holder.note.removesuffix(".")) if part)


def source_page(record: PublicRecord, source: Source, resting: tuple[Link, ...]) -> SourcePage:
    return SourcePage(
        path=ADDRESSES[Source].format(source.reference),
        title=source.title,
        reference=source.reference,
        code=source.code,
        publisher=source.publisher,
        kind_of_source=source.get_kind_display(),
        dated=when(source, "dated"),
        address=outside(source.url),
        note=source.note,
        rests_on_it=resting,
    )


def resting_on_sources(record: PublicRecord) -> dict[int, tuple[Link, ...]]:
    """For each source by primary key, the published pages of records that cite it."""
    found: dict[int, list[Link]] = {pk: [] for pk in record.rows(Source)}
    for model in ADDRESSES:
        for row in record.rows(model).values():
            cited = {citation.paragraph.source_id for citation in record.citations(row)}
            link = record.link(row)
            for pk in sorted(cited):
                found[pk].append(link or Link(""))
    return {pk: links_at_most(links, "/sources/", most=100) for pk, links in found.items()}
