"""Pages of workstreams: what each is for, how it stood at each date, milestones, benefits, risks."""

from governance.models import BusinessCase
from governance.publication.composing.short import (
    MOST,
    case_rows,
    claim_rows,
    decision_links,
    published_updates,
    risk_rows,
)
from governance.publication.pages import WorkstreamPage
from governance.publication.parts import Statement
from governance.publication.record import ADDRESSES, PublicRecord, when
from governance.publication.rows import BenefitLineRow, BenefitRow, MilestoneRow
from programmes.amounts import pounds
from programmes.models import Alliance, Body, Force, Programme
from workstreams.models import (
    Benefit,
    BenefitLine,
    BusinessArea,
    EnablingGroup,
    Milestone,
    StatusUpdate,
    Workstream,
)


def workstream_page(record: PublicRecord, workstream: Workstream) -> WorkstreamPage:
    pk = workstream.pk
    area = record.one(BusinessArea, workstream.area_id)
    groups = record.members(Workstream, "waits_for", pk, EnablingGroup)
    benefits = record.group(Benefit, "workstream_id", pk)
    return WorkstreamPage(
        path=ADDRESSES[Workstream].format(workstream.reference),
        title=workstream.name,
        reference=workstream.reference,
        purpose=workstream.purpose,
        programme=record.to(Programme, workstream.programme_id),
        alliance=record.to(Alliance, workstream.alliance_id),
        area=area.name if area else "",
        lead=record.to(Body, workstream.lead_id),
        forces=record.links(record.members(Workstream, "participating_forces", pk, Force)),
        starts=when(workstream, "starts"),
        ends=when(workstream, "ends"),
        waits_for=", ".join(group.name for group in groups),
        success_measure=workstream.success_measure,
        updates=tuple(update_statement(record, update) for update in published_updates(record, workstream)[:MOST]),
        cases=case_rows(record, record.group(BusinessCase, "workstream_id", pk)),
        decisions=decision_links(record, "workstream_id", pk),
        milestones=milestone_rows(record, workstream),
        benefits=tuple(
            BenefitRow(
                benefit=benefit.title,
                kind=benefit.get_kind_display(),
                words=benefit.words,
                baseline=benefit.baseline,
            )
            for benefit in benefits[:MOST]
        ),
        benefit_lines=tuple(row for benefit in benefits for row in benefit_line_rows(record, benefit))[:MOST],
        claims=claim_rows(record, "workstream_id", pk),
        risks=risk_rows(record, "workstream_id", pk),
        sources=record.cited(workstream),
    )


def update_statement(record: PublicRecord, update: StatusUpdate) -> Statement:
    """The status as it may be published: the text, since when it stands, the RAG with its reason, next steps."""
    rag = f"{update.get_rag_display()}. {update.rag_reason}".strip() if update.rag else ""
    steps = f"Next steps: {update.next_steps}" if update.next_steps else ""
    since = f"Unchanged since {update.unchanged_since}" if update.unchanged_since else ""
    return Statement(
        words=update.public_text,
        heading=update.heading,
        on=when(update, "as_at"),
        note="\n".join(part for part in (since, rag, steps) if part),
        sources=record.cited(update, field="public_text", quotes=False) or record.cited(update, quotes=False),
    )


def milestone_rows(record: PublicRecord, workstream: Workstream) -> tuple[MilestoneRow, ...]:
    rows = []
    for milestone in record.group(Milestone, "workstream_id", workstream.pk)[:MOST]:
        force = record.one(Force, milestone.force_id)
        if milestone.force_id and not force:
            continue
        rows.append(
            MilestoneRow(
                milestone=milestone.name,
                force=force.name if force else "",
                baseline=when(milestone, "baseline"),
                forecast=when(milestone, "forecast"),
                actual=when(milestone, "actual"),
                words=milestone.words,
            )
        )
    return tuple(rows)


def benefit_line_rows(record: PublicRecord, benefit: Benefit) -> list[BenefitLineRow]:
    """The ledger lines of a benefit: the latest prediction there is, and what was delivered; empty is not nought."""
    rows = []
    for line in record.group(BenefitLine, "benefit_id", benefit.pk):
        force = record.one(Force, line.force_id)
        if not force:
            continue
        stages = (("FBC", line.predicted_fbc), ("OBC", line.predicted_obc), ("SOC", line.predicted_soc))
        predicted = next((f"{pounds(value)} ({stage})" for stage, value in stages if value is not None), "")
        rows.append(
            BenefitLineRow(
                benefit=benefit.title,
                force=force.name,
                financial_year=line.financial_year,
                predicted=predicted,
                delivered=pounds(line.delivered) if line.delivered is not None else "",
            )
        )
    return rows
