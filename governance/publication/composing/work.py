"""Pages of workstreams: what each is for, how it stood at each date, milestones, benefits, risks."""

from collections.abc import Iterable, Sequence
from typing import Any

from governance.models import BusinessCase, Decision
from governance.publication.composing.coming import Expected, about_case
from governance.publication.composing.ledger import ledger_rows
from governance.publication.composing.short import (
    MOST,
    agreements_of,
    at_most,
    case_rows,
    claim_rows,
    contact_rows,
    decision_rows,
    published_updates,
    risk_rows,
)
from governance.publication.composing.standing import (
    money_words,
    next_step,
    offices_words,
    required,
    standing_words,
    verified_words,
)
from governance.publication.pages import WorkstreamPage
from governance.publication.parts import Statement
from governance.publication.record import ADDRESSES, PublicRecord, when
from governance.publication.rows import BenefitLineRow, BenefitRow, MilestoneRow
from programmes.amounts import pounds
from programmes.models import Alliance, Body, Contact, Force, Programme
from workstreams.models import (
    Benefit,
    BenefitLine,
    BusinessArea,
    EnablingGroup,
    Milestone,
    SavingsFigure,
    StatusUpdate,
    Workstream,
)


def workstream_page(record: PublicRecord, workstream: Workstream, expected: Iterable[Expected]) -> WorkstreamPage:
    """`expected` is the forward plan."""
    pk = workstream.pk
    updates = published_updates(record, workstream)
    cases = record.group(BusinessCase, "workstream_id", pk)
    claims = record.group(SavingsFigure, "workstream_id", pk)
    area = record.one(BusinessArea, workstream.area_id)
    groups = record.members(Workstream, "waits_for", pk, EnablingGroup)
    benefits = record.group(Benefit, "workstream_id", pk)
    return WorkstreamPage(
        path=ADDRESSES[Workstream].format(workstream.reference),
        title=workstream.name,
        reference=workstream.reference,
        purpose=workstream.purpose,
        standing=work_standing(record, updates, cases),
        next_step=work_next(record, updates, cases),
        offices="\n".join(f"{case.title}: {offices_words(record, case)}" for case in cases if required(record, case)),
        money=money_words(record, claims, bool(ledger_rows(record, [workstream]))),
        verified=verified_words(record, [workstream, *updates, *cases], updates),
        programme=record.to(Programme, workstream.programme_id),
        alliance=record.to(Alliance, workstream.alliance_id),
        area=area.name if area else "",
        lead=record.to(Body, workstream.lead_id),
        forces=record.links(record.members(Workstream, "participating_forces", pk, Force)),
        starts=when(workstream, "starts"),
        ends=when(workstream, "ends"),
        waits_for=", ".join(group.name for group in groups),
        success_measure=workstream.success_measure,
        updates=tuple(update_statement(record, update) for update in updates[:MOST]),
        cases=case_rows(record, cases),
        decisions=decision_rows(record, decisions_on(record, workstream, cases)),
        coming=about_case(expected, {case.pk for case in cases}),
        agreements=agreements_of(record, workstream),
        milestones=milestone_rows(record, [workstream]),
        benefits=tuple(
            record.told(
                benefit,
                BenefitRow(
                    benefit=benefit.title,
                    kind=benefit.get_kind_display(),
                    words=benefit.words,
                    baseline=benefit.baseline,
                ),
            )
            for benefit in benefits[:MOST]
        ),
        benefit_lines=tuple(row for benefit in benefits for row in benefit_line_rows(record, benefit))[:MOST],
        claims=claim_rows(record, "workstream_id", pk),
        risks=risk_rows(record, "workstream_id", pk),
        contacts=contact_rows(record.group(Contact, "programme_id", workstream.programme_id or 0)),
        sources=record.cited(workstream),
    )


def update_statement(record: PublicRecord, update: StatusUpdate) -> Statement:
    """The status as it may be published: the text, since when it stands, the RAG with its reason, next steps."""
    rag = f"{update.get_rag_display()}. {update.rag_reason}".strip() if update.rag else ""
    steps = f"Next steps: {update.next_steps}" if update.next_steps else ""
    since = f"Unchanged since {update.unchanged_since}" if update.unchanged_since else ""
    return record.told(
        update,
        Statement(
            words=update.public_text,
            heading=update.heading,
            on=when(update, "as_at"),
            note="\n".join(part for part in (since, rag, steps) if part),
            sources=record.cited(update, field="public_text", quotes=False) or record.cited(update, quotes=False),
        ),
    )


def work_standing(record: PublicRecord, updates: Sequence[StatusUpdate], cases: Iterable[Any]) -> str:
    """The latest status with its date, and where each of its cases stands."""
    said = []
    if updates:
        rag = f"{updates[0].get_rag_display()}. " if updates[0].rag else ""
        words, more = first_words(updates[0].public_text)
        said.append(f"{rag}{words} (said {when(updates[0], 'as_at')}{'; the whole below' if more else ''})")
    said += [f"{case.title}: {standing_words(record, case)}" for case in cases]
    return "\n".join(said) or "No status is recorded."


def first_words(text: str, most: int = 320) -> tuple[str, bool]:
    """A text on one line, and whether more of it follows: its first whole sentences where it is long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line, False
    end = line.rfind(". ", 0, most)
    return (line[: end + 1] if end > 0 else f"{line[: most - 1].rpartition(' ')[0]}…"), True


def work_next(record: PublicRecord, updates: Sequence[StatusUpdate], cases: Iterable[Any]) -> str:
    """What the latest status says comes next, and the next step of each open case."""
    said = [updates[0].next_steps] if updates and updates[0].next_steps else []
    said += [f"{case.title}: {words}" for case in cases if (words := next_step(record, case))]
    return "\n".join(said)


def decisions_on(record: PublicRecord, workstream: Workstream, cases: Iterable[BusinessCase]) -> list[Decision]:
    """The decisions on a workstream and on its cases, each once."""
    found = {row.pk: row for row in record.group(Decision, "workstream_id", workstream.pk)}
    for case in cases:
        found |= {row.pk: row for row in record.group(Decision, "case_id", case.pk)}
    return list(found.values())


def milestone_rows(record: PublicRecord, workstreams: Iterable[Workstream]) -> tuple[MilestoneRow, ...]:
    """The milestones of some workstreams, and where there are more the way to the timeline."""
    rows = []
    for milestone in (row for stream in workstreams for row in record.group(Milestone, "workstream_id", stream.pk)):
        force = record.one(Force, milestone.force_id)
        if milestone.force_id and not force:
            continue
        rows.append(
            record.told(
                milestone,
                MilestoneRow(
                    milestone=milestone.name,
                    force=force.name if force else "",
                    baseline=when(milestone, "baseline"),
                    forecast=when(milestone, "forecast"),
                    actual=when(milestone, "actual"),
                    words=milestone.words,
                ),
            )
        )
    return at_most(rows, lambda link: MilestoneRow(milestone=link.label, about=link), "/timeline/")


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
            record.told(
                line,
                BenefitLineRow(
                    benefit=benefit.title,
                    force=force.name,
                    financial_year=line.financial_year,
                    predicted=predicted,
                    delivered=pounds(line.delivered) if line.delivered is not None else "",
                ),
            )
        )
    return rows
