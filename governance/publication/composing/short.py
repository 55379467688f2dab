"""Records as they stand in the tables and lists of other records’ pages."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from governance.choices import STAGE_SHORT, CaseState, DecisionKind, MayDecide, Stage
from governance.models import Board, BusinessCase, Decision
from governance.publication.parts import Link
from governance.publication.record import PublicRecord, when
from governance.publication.rows import (
    AgreementRow,
    CaseRow,
    ClaimRow,
    ContactRow,
    DecisionRow,
    FundingRow,
    ProgrammeRow,
    RiskRow,
    WorkstreamRow,
)
from programmes.choices import AgreementState, PublicationMode
from programmes.dates import in_words
from programmes.fields import vague
from programmes.models import Agreement, Alliance, Body, Contact, Funding, Party, Programme
from workstreams.models import BusinessArea, Risk, SavingsFigure, StatusUpdate, Workstream

T = TypeVar("T")

#: How many related records a page names before it points to the whole list; keeps a page below 60 kB.
MOST = 40


def at_most(rows: Sequence[T], more: Callable[[Link], T], url: str, most: int = MOST) -> tuple[T, ...]:
    """The first rows and, where there are more, one that says how many and where they all are."""
    if len(rows) <= most:
        return tuple(rows)
    left = len(rows) - most
    return (*rows[:most], more(Link(f"and {left:,} more in the whole list", url)))


def links_at_most(links: Iterable[Link], url: str, most: int = MOST) -> tuple[Link, ...]:
    """The first links and, where there are more, one to the whole list."""
    return at_most(list(links), lambda link: link, url, most)


def about(record: PublicRecord, row: Any) -> tuple[Link, ...]:
    """The programme and the alliance a record belongs to, as far as they are public."""
    found = (record.to(Programme, row.programme_id), record.to(Alliance, row.alliance_id))
    return tuple(link for link in found if link)


def stage_words(stage: str | None) -> str:
    """A stage in words with its short form: “Outline business case (OBC)”; "" before the first event."""
    return f"{Stage(stage).label} ({STAGE_SHORT[Stage(stage)]})" if stage else ""


def state_words(state: str | None) -> str:
    """The state of a case in words."""
    return CaseState(state).label if state else "Not yet commissioned"


def since_words(case: Any) -> str:
    """When the case came to its state, in the words of the source where there are any."""
    return case.state_on_words or in_words(case.state_on or "")


def case_row(record: PublicRecord, case: Any) -> CaseRow:
    return CaseRow(
        case=record.link(case) or Link(""),
        about=about(record, case),
        stage=stage_words(case.stage),
        state=state_words(case.state),
        since=since_words(case),
    )


def case_rows(record: PublicRecord, cases: Iterable[BusinessCase]) -> tuple[CaseRow, ...]:
    return at_most([case_row(record, case) for case in cases], lambda link: CaseRow(case=link), "/cases/")


def published_updates(record: PublicRecord, workstream: Workstream) -> list[StatusUpdate]:
    """Status updates that may be told: submitted for a period, or said by a source at its date.

    Drafts are never told, nor is what a submitted correction has replaced, be the correction public or not.
    """
    updates = record.group(StatusUpdate, "workstream_id", workstream.pk)
    return [
        update
        for update in updates
        if (update.submitted_at or not update.period_id) and update.pk not in record.replaced_updates
    ]


def workstream_row(record: PublicRecord, workstream: Workstream) -> WorkstreamRow:
    updates = published_updates(record, workstream)
    area = record.one(BusinessArea, workstream.area_id)
    return WorkstreamRow(
        workstream=record.link(workstream) or Link(""),
        about=about(record, workstream),
        area=area.name if area else "",
        latest=when(updates[0], "as_at") if updates else "",
    )


def workstream_rows(record: PublicRecord, workstreams: Iterable[Workstream]) -> tuple[WorkstreamRow, ...]:
    rows = [workstream_row(record, workstream) for workstream in workstreams]
    return at_most(rows, lambda link: WorkstreamRow(workstream=link), "/workstreams/")


def decided_by(record: PublicRecord, decision: Decision) -> str:
    """Who decided: the board or the office where it is public, else the words as written."""
    board, body = record.one(Board, decision.board_id), record.one(Body, decision.body_id)
    return str(board.name if board else body.name if body else decision.decided_by)


def decision_row(record: PublicRecord, decision: Decision) -> DecisionRow:
    subjects = (
        record.to(BusinessCase, decision.case_id),
        record.to(Agreement, decision.agreement_id),
        record.to(Workstream, decision.workstream_id),
        record.to(Programme, decision.programme_id),
    )
    return DecisionRow(
        decision=record.link(decision) or Link(""),
        decided=when(decision, "decided"),
        by=decided_by(record, decision),
        kind=DecisionKind(decision.kind).label,
        tier=tier_words(record, decision),
        about=tuple(link for link in subjects if link)[:1],
        conditions=decision.conditions,
        notice=outside(decision.notice_url, "Notice"),
    )


#: What a decision of a board is worth, by what the board may decide (S4; domain 3.1).
_TIERS = {
    MayDecide.IN_PRINCIPLE: "In principle",
    MayDecide.FINAL: "Finally",
    MayDecide.ADVISE: "As advice",
    MayDecide.SCRUTINY: "As a review",
}
#: An office decides finally, for itself alone.
OWN_DECISION = "Finally, by the office for itself"


def tier_words(record: PublicRecord, decision: Decision) -> str:
    """Whether a decision was one in principle or final, as far as its kind or its board tells; else nothing."""
    if decision.kind in (DecisionKind.IN_PRINCIPLE, DecisionKind.IN_PART):
        return "In principle"
    if board := record.one(Board, decision.board_id):
        return _TIERS[MayDecide(board.may_decide)] if board.may_decide else ""
    return OWN_DECISION if record.one(Body, decision.body_id) else ""


def outside(url: str, label: str = "") -> Link | None:
    """A link to an address on the web as the record gives it; none for anything but http and https."""
    return Link(label or url, url) if url.startswith(("https://", "http://")) else None


def latest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions by their last possible day, the latest first, those without a date last."""
    return sorted(decisions, key=lambda row: (vague(row, "decided").latest or dt.date.min, -row.pk), reverse=True)


def decision_rows(record: PublicRecord, decisions: Iterable[Decision]) -> tuple[DecisionRow, ...]:
    """Decisions as rows, the latest first, and where there are more the way to the whole register."""
    rows = [decision_row(record, row) for row in latest_first(decisions)]
    return at_most(rows, lambda link: DecisionRow(decision=link), "/decisions/")


def decision_links(record: PublicRecord, by: str, pk: int) -> tuple[Link, ...]:
    """The decisions about one record, each with its date."""
    decisions = latest_first(record.group(Decision, by, pk))
    found = (record.link(decision, when(decision, "decided")) for decision in decisions)
    return links_at_most((link for link in found if link), "/decisions/")


def parties_words(record: PublicRecord, agreement: Agreement) -> str:
    """The parties: as the source counts them, else their names."""
    names = (record.one(Body, party.body_id) for party in record.group(Party, "agreement_id", agreement.pk))
    return agreement.parties_words or ", ".join(body.name for body in names if body)


def agreement_row(record: PublicRecord, agreement: Any) -> AgreementRow:
    return AgreementRow(
        agreement=record.link(agreement) or Link(""),
        kind=agreement.get_kind_display(),
        state=AgreementState(agreement.state).label if agreement.state else "",
        signed=when(agreement, "signed"),
        parties=parties_words(record, agreement),
        publication=agreement.get_publication_mode_display(),
        document=agreement_document(agreement),
    )


def agreement_document(agreement: Agreement) -> Link | None:
    """The copy of an agreement, where a full copy is published (s23E)."""
    if agreement.publication_mode != PublicationMode.FULL_COPY:
        return None
    return outside(agreement.document_url, "Copy of the agreement")


def agreement_links(record: PublicRecord, agreements: Iterable[Agreement]) -> tuple[Link, ...]:
    found = (record.link(agreement, when(agreement, "signed")) for agreement in agreements)
    return links_at_most((link for link in found if link), "/agreements/")


def agreements_of(record: PublicRecord, row: Any) -> tuple[Link, ...]:
    """The agreements that a piece of work may rest on: those of its programme and of its alliance."""
    found: dict[int, Agreement] = {}
    for by, pk in (("programme_id", row.programme_id), ("alliance_id", row.alliance_id)):
        if pk is not None:
            found |= {agreement.pk: agreement for agreement in record.group(Agreement, by, pk)}
    return agreement_links(record, found.values())


def programme_row(record: PublicRecord, programme: Programme) -> ProgrammeRow:
    return ProgrammeRow(
        programme=record.link(programme) or Link(""),
        alliance=record.to(Alliance, programme.alliance_id),
        established=when(programme, "starts"),
        purpose=programme.purpose,
    )


def claim_row(record: PublicRecord, claim: SavingsFigure) -> ClaimRow:
    subjects = (
        record.to(Workstream, claim.workstream_id),
        record.to(Programme, claim.programme_id),
        record.to(Alliance, claim.alliance_id),
    )
    beside = record.one(SavingsFigure, claim.pair_id)
    return record.told(
        claim,
        ClaimRow(
            claim=claim.title,
            words=claim.words,
            amount=amount_words(claim),
            what=f"{claim.get_measure_display()}, {claim.get_figure_status_display().lower()}",
            about=tuple(link for link in subjects if link)[:1],
            said=when(claim, "said"),
            beside=f"{beside.get_figure_status_display()}: {beside.words}" if beside else "",
            sources=record.cited(claim, field="", quotes=False),
        ),
    )


def amount_words(figure: Any) -> str:
    """A hedged figure with its period, what it is measured against and what is noted of it, each on a line."""
    parts = (
        figure.amount.in_words() if figure.low is not None else "",
        f"period: {period}" if (period := when(figure, "period")) else "",
        f"measured against {figure.baseline}" if figure.baseline else "",
        figure.note,
    )
    return "\n".join(part for part in parts if part)


def claim_rows(record: PublicRecord, by: str, pk: int) -> tuple[ClaimRow, ...]:
    rows = [claim_row(record, claim) for claim in record.group(SavingsFigure, by, pk)]
    return at_most(rows, lambda link: ClaimRow(claim=link.label, about=(link,)), "/savings/")


def risk_rows(record: PublicRecord, by: str, pk: int) -> tuple[RiskRow, ...]:
    return tuple(
        record.told(
            risk, RiskRow(risk=risk.title, words=risk.words, response=risk.response, status=risk.get_status_display())
        )
        for risk in record.group(Risk, by, pk)[:MOST]
    )


def funding_rows(record: PublicRecord, programme: Programme) -> tuple[FundingRow, ...]:
    return tuple(
        record.told(
            funding,
            FundingRow(
                title=funding.title,
                kind=funding.get_kind_display(),
                words=funding.words,
                amount=funding.amount.in_words() if funding.low is not None else "",
                period=when(funding, "period"),
                payer=funding.payer,
            ),
        )
        for funding in record.group(Funding, "programme_id", programme.pk)[:MOST]
    )


def contact_rows(contacts: Iterable[Contact]) -> tuple[ContactRow, ...]:
    """Role mailboxes; a named officer’s contact can never be marked public (a constraint of the record)."""
    return tuple(
        ContactRow(who=contact.role, organisation=contact.organisation, email=contact.email, phone=contact.phone)
        for contact in contacts
    )


def may_decide_words(value: str) -> str:
    """What a board may decide, in words; "" when no source says."""
    return MayDecide(value).label if value else ""
