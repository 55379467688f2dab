"""The public pages: frozen dataclasses whose fields are the allow-list of what may ever be published.

A page takes over words, never rows: no page has a field for an internal note, a named officer, a user or a marking, and
`tests/architecture/test_public_boundary.py` proves that nothing undeclared comes through.
"""

from dataclasses import dataclass
from typing import ClassVar

from governance.publication.parts import Cited, Happened, Link, Shape, StageStep, Statement, Way, shown
from governance.publication.rows import (
    ActionRow,
    AgreementRow,
    AllianceRow,
    BenefitLineRow,
    BenefitRow,
    BoardRow,
    CaseRow,
    ClaimRow,
    ContactRow,
    DecisionRow,
    DocumentRow,
    ForceRow,
    FundingRow,
    LocalDecisionRow,
    MeetingRow,
    MemberRow,
    MilestoneRow,
    OfficeRow,
    PartyRow,
    PlanEntryRow,
    ProgrammeRow,
    RiskRow,
    SourceRow,
    WorkstreamRow,
)
from governance.publication.status_rows import ForwardRow, LedgerRow


@dataclass(frozen=True)
class Page:
    """Base of every public page: its address and its title."""

    KIND: ClassVar[str] = ""
    #: Whether the page may be withdrawn by itself.
    IS_WITHDRAWABLE: ClassVar[bool] = False

    path: str = shown("Address", Shape.HIDDEN)
    title: str = shown("Title", Shape.HIDDEN)


@dataclass(frozen=True)
class RecordPage(Page):
    """Base of the page of one record: its reference, and the sources it rests on."""

    IS_WITHDRAWABLE: ClassVar[bool] = True

    reference: str = shown("Reference", Shape.HIDDEN)


@dataclass(frozen=True)
class ProgrammePage(RecordPage):
    KIND: ClassVar[str] = "programme"

    purpose: str = shown("Purpose", Shape.LEAD)
    standing: str = shown("Where it stands")
    next_step: str = shown("Next decision")
    verified: str = shown("Last verified")
    name: str = shown("Full name")
    alliance: Link | None = shown("Alliance", default=None)
    lead: Link | None = shown("Lead chief constable", default=None)
    established: str = shown("Established")
    ends: str = shown("Ends")
    funded_until: str = shown("Funded until")
    constituted_by: Link | None = shown("Constituted by", default=None)
    scope: str = shown("Scope", Shape.PROSE)
    exclusions: str = shown("What it does not cover", Shape.PROSE)
    decisions: tuple[DecisionRow, ...] = shown("What was decided", Shape.TABLE, row=DecisionRow)
    coming: tuple[ForwardRow, ...] = shown("Decisions to come", Shape.TABLE, row=ForwardRow)
    cases: tuple[CaseRow, ...] = shown("Business cases", Shape.TABLE, row=CaseRow)
    workstreams: tuple[WorkstreamRow, ...] = shown("Workstreams", Shape.TABLE, row=WorkstreamRow)
    agreements: tuple[Link, ...] = shown("Agreements", Shape.LINKS)
    milestones: tuple[MilestoneRow, ...] = shown("Milestones", Shape.TABLE, row=MilestoneRow)
    funding: tuple[FundingRow, ...] = shown("Funding", Shape.TABLE, row=FundingRow)
    claims: tuple[ClaimRow, ...] = shown("Savings claims", Shape.TABLE, row=ClaimRow)
    ledger: tuple[LedgerRow, ...] = shown("Benefits, predicted and delivered", Shape.TABLE, row=LedgerRow)
    risks: tuple[RiskRow, ...] = shown("Risks and issues", Shape.TABLE, row=RiskRow)
    statements: tuple[Statement, ...] = shown("What it says of itself", Shape.STATEMENTS)
    plan: tuple[PlanEntryRow, ...] = shown("Work plan", Shape.TABLE, row=PlanEntryRow)
    plan_notes: str = shown("Notes to the work plan", Shape.PROSE)
    contacts: tuple[ContactRow, ...] = shown("Whom to ask", Shape.TABLE, row=ContactRow)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class AlliancePage(RecordPage):
    KIND: ClassVar[str] = "alliance"

    purpose: str = shown("Purpose", Shape.LEAD)
    name: str = shown("Full name")
    kind_of_alliance: str = shown("Kind")
    starts: str = shown("Starts")
    ends: str = shown("Ends")
    note: str = shown("Note", Shape.PROSE)
    members: tuple[MemberRow, ...] = shown("Forces", Shape.TABLE, row=MemberRow)
    programmes: tuple[Link, ...] = shown("Programmes", Shape.LINKS)
    agreements: tuple[Link, ...] = shown("Agreements", Shape.LINKS)
    cases: tuple[CaseRow, ...] = shown("Business cases", Shape.TABLE, row=CaseRow)
    workstreams: tuple[WorkstreamRow, ...] = shown("Workstreams", Shape.TABLE, row=WorkstreamRow)
    claims: tuple[ClaimRow, ...] = shown("Savings claims", Shape.TABLE, row=ClaimRow)
    statements: tuple[Statement, ...] = shown("What it says of itself", Shape.STATEMENTS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class ForcePage(RecordPage):
    KIND: ClassVar[str] = "force"

    official_name: str = shown("Official name")
    ons_code: str = shown("ONS code")
    force_site: Link | None = shown("Force website", default=None)
    commissioner_site: Link | None = shown("Commissioner’s website", default=None)
    offices: tuple[OfficeRow, ...] = shown("Offices and bodies", Shape.TABLE, row=OfficeRow)
    decisions: tuple[Link, ...] = shown("What its offices decided", Shape.LINKS)
    alliances: tuple[Link, ...] = shown("Alliances", Shape.LINKS)
    agreements: tuple[Link, ...] = shown("Agreements its offices are party to", Shape.LINKS)
    cases: tuple[CaseRow, ...] = shown("Business cases it takes part in", Shape.TABLE, row=CaseRow)
    workstreams: tuple[Link, ...] = shown("Workstreams it takes part in", Shape.LINKS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class WorkstreamPage(RecordPage):
    KIND: ClassVar[str] = "workstream"

    purpose: str = shown("Purpose", Shape.LEAD)
    standing: str = shown("Where it stands")
    next_step: str = shown("Next step")
    offices: str = shown("What the offices decided")
    money: str = shown("What it saves")
    verified: str = shown("Last verified")
    programme: Link | None = shown("Programme", default=None)
    alliance: Link | None = shown("Alliance", default=None)
    area: str = shown("Business area")
    lead: Link | None = shown("Lead", default=None)
    forces: tuple[Link, ...] = shown("Forces taking part", Shape.SUMMARY, default=())
    starts: str = shown("Starts")
    ends: str = shown("Ends")
    waits_for: str = shown("Waits for")
    success_measure: str = shown("How success is measured", Shape.PROSE)
    updates: tuple[Statement, ...] = shown("Status, as said at each date", Shape.STATEMENTS)
    cases: tuple[CaseRow, ...] = shown("Business cases", Shape.TABLE, row=CaseRow)
    decisions: tuple[DecisionRow, ...] = shown("What was decided", Shape.TABLE, row=DecisionRow)
    coming: tuple[ForwardRow, ...] = shown("Decisions to come", Shape.TABLE, row=ForwardRow)
    agreements: tuple[Link, ...] = shown("Agreements of its programme or alliance", Shape.LINKS)
    milestones: tuple[MilestoneRow, ...] = shown("Milestones", Shape.TABLE, row=MilestoneRow)
    benefits: tuple[BenefitRow, ...] = shown("Benefits", Shape.TABLE, row=BenefitRow)
    benefit_lines: tuple[BenefitLineRow, ...] = shown(
        "Benefits, predicted and delivered", Shape.TABLE, row=BenefitLineRow
    )
    claims: tuple[ClaimRow, ...] = shown("Savings claims", Shape.TABLE, row=ClaimRow)
    risks: tuple[RiskRow, ...] = shown("Risks and issues", Shape.TABLE, row=RiskRow)
    contacts: tuple[ContactRow, ...] = shown("Whom to ask", Shape.TABLE, row=ContactRow)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class CasePage(RecordPage):
    KIND: ClassVar[str] = "case"

    purpose: str = shown("Purpose", Shape.LEAD)
    stages: tuple[StageStep, ...] = shown("Stages", Shape.STAGES)
    standing: str = shown("Where it stands")
    parent: Link | None = shown("Split from", default=None)
    children: tuple[Link, ...] = shown("Split into", Shape.SUMMARY, default=())
    decided: str = shown("What was decided")
    offices: str = shown("What the offices decided")
    undecided: tuple[Link, ...] = shown("Not decided yet", Shape.SUMMARY, default=())
    next_step: str = shown("Next step")
    coming: str = shown("Next decision")
    money: str = shown("What it saves")
    verified: str = shown("Last verified")
    stage: str = shown("Stage")
    state: str = shown("State")
    since: str = shown("Since")
    programme: Link | None = shown("Programme", default=None)
    alliance: Link | None = shown("Alliance", default=None)
    workstream: Link | None = shown("Workstream", default=None)
    forces: tuple[Link, ...] = shown("Forces taking part", Shape.SUMMARY, default=())
    scope: str = shown("Scope", Shape.PROSE)
    success_measure: str = shown("How success is measured", Shape.PROSE)
    decisions: tuple[DecisionRow, ...] = shown("Decisions", Shape.TABLE, row=DecisionRow)
    local_decisions: tuple[LocalDecisionRow, ...] = shown("Local decisions", Shape.TABLE, row=LocalDecisionRow)
    events: tuple[Happened, ...] = shown("What happened", Shape.EVENTS)
    documents: tuple[DocumentRow, ...] = shown("Documents", Shape.TABLE, row=DocumentRow)
    claims: tuple[ClaimRow, ...] = shown("Savings claims of its workstream", Shape.TABLE, row=ClaimRow)
    ledger: tuple[LedgerRow, ...] = shown(
        "Benefits of its workstream, predicted and delivered", Shape.TABLE, row=LedgerRow
    )
    milestones: tuple[MilestoneRow, ...] = shown("Milestones of its workstream", Shape.TABLE, row=MilestoneRow)
    agreements: tuple[Link, ...] = shown("Agreements of its programme or alliance", Shape.LINKS)
    contacts: tuple[ContactRow, ...] = shown("Whom to ask", Shape.TABLE, row=ContactRow)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class DecisionPage(RecordPage):
    KIND: ClassVar[str] = "decision"

    day: str = shown("Day, where it is known to the day", Shape.HIDDEN)
    wording: str = shown("The decision, word for word", Shape.LEAD)
    what_kind: str = shown("What kind")
    tier: str = shown("In principle or finally")
    decided: str = shown("Decided on")
    by: str = shown("Decided by")
    office: Link | None = shown("Office", default=None)
    meeting: Link | None = shown("Meeting", default=None)
    case: Link | None = shown("Business case", default=None)
    programme: Link | None = shown("Programme", default=None)
    workstream: Link | None = shown("Workstream", default=None)
    agreement: Link | None = shown("Agreement", default=None)
    minute_reference: str = shown("Minute")
    notice: Link | None = shown("Decision notice", default=None)
    public_interest: str = shown("Public interest")
    conditions: str = shown("Conditions", Shape.PROSE)
    positions: str = shown("Where the offices stood", Shape.PROSE)
    offices: tuple[LocalDecisionRow, ...] = shown(
        "What each office decided for itself afterwards", Shape.TABLE, row=LocalDecisionRow
    )
    actions: tuple[ActionRow, ...] = shown("Actions", Shape.TABLE, row=ActionRow)
    papers: tuple[Link, ...] = shown("Papers", Shape.LINKS)
    agreements: tuple[Link, ...] = shown("Agreements of its programme", Shape.LINKS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class AgreementPage(RecordPage):
    KIND: ClassVar[str] = "agreement"

    scope: str = shown("Scope", Shape.LEAD)
    kind_of_agreement: str = shown("Kind")
    state: str = shown("State")
    programme: Link | None = shown("Programme", default=None)
    alliance: Link | None = shown("Alliance", default=None)
    provisions: str = shown("Provisions it holds (Police Act 1996 s22A)")
    signed: str = shown("Signed")
    starts: str = shown("Commences")
    ends: str = shown("Ends")
    review_cycle: str = shown("Review")
    notice: str = shown("Notice to leave")
    lead_forces: tuple[Link, ...] = shown("Lead force", Shape.SUMMARY, default=())
    varies: Link | None = shown("Varies", default=None)
    varied_by: tuple[Link, ...] = shown("Varied by", Shape.SUMMARY, default=())
    replaces: Link | None = shown("Replaces", default=None)
    replaced_by: tuple[Link, ...] = shown("Replaced by", Shape.SUMMARY, default=())
    ended_by: Link | None = shown("Ended by", default=None)
    publication: str = shown("Publication (Police Act 1996 s23E)")
    publication_reason: str = shown("Why only a summary is published")
    document: Link | None = shown("Agreement document", default=None)
    parties_words: str = shown("Parties, words as written")
    note: str = shown("Note", Shape.PROSE)
    parties: tuple[PartyRow, ...] = shown("Parties", Shape.TABLE, row=PartyRow)
    functions: str = shown("Functions", Shape.PROSE)
    exclusions: str = shown("What it does not cover", Shape.PROSE)
    accountability: str = shown("How chief officers are held to account", Shape.PROSE)
    cost_basis: str = shown("How costs are shared", Shape.PROSE)
    exit_rule: str = shown("Leaving the agreement", Shape.PROSE)
    events: tuple[Happened, ...] = shown("What happened", Shape.EVENTS)
    decisions: tuple[Link, ...] = shown("Decisions", Shape.LINKS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class SourcePage(RecordPage):
    KIND: ClassVar[str] = "source"

    code: str = shown("Code in citations")
    publisher: str = shown("Publisher")
    kind_of_source: str = shown("Kind")
    dated: str = shown("Dated")
    address: Link | None = shown("Address", default=None)
    note: str = shown("Note", Shape.PROSE)
    rests_on_it: tuple[Link, ...] = shown("What rests on it", Shape.LINKS)


@dataclass(frozen=True)
class ListPage(Page):
    """Base of a list in parts of bounded size; `part` and `parts` count from 1."""

    KIND: ClassVar[str] = "list"

    intro: str = shown("Introduction", Shape.LEAD)
    ways: tuple[Way, ...] = shown("Ways to narrow and to sort", Shape.HIDDEN, default=())
    total: str = shown("How many", Shape.HIDDEN)
    part: str = shown("Part", Shape.HIDDEN)
    parts: str = shown("Parts", Shape.HIDDEN)


@dataclass(frozen=True)
class ProgrammeList(ListPage):
    KIND: ClassVar[str] = "programmes"
    rows: tuple[ProgrammeRow, ...] = shown("Programmes", Shape.TABLE, row=ProgrammeRow)


@dataclass(frozen=True)
class AllianceList(ListPage):
    KIND: ClassVar[str] = "alliances"
    rows: tuple[AllianceRow, ...] = shown("Alliances", Shape.TABLE, row=AllianceRow)


@dataclass(frozen=True)
class ForceList(ListPage):
    KIND: ClassVar[str] = "forces"
    rows: tuple[ForceRow, ...] = shown("Forces", Shape.TABLE, row=ForceRow)


@dataclass(frozen=True)
class WorkstreamList(ListPage):
    KIND: ClassVar[str] = "workstreams"
    rows: tuple[WorkstreamRow, ...] = shown("Workstreams", Shape.TABLE, row=WorkstreamRow)


@dataclass(frozen=True)
class CaseList(ListPage):
    KIND: ClassVar[str] = "cases"
    rows: tuple[CaseRow, ...] = shown("Business cases", Shape.TABLE, row=CaseRow)


@dataclass(frozen=True)
class DecisionList(ListPage):
    KIND: ClassVar[str] = "decisions"
    rows: tuple[DecisionRow, ...] = shown("Decisions", Shape.TABLE, row=DecisionRow)


@dataclass(frozen=True)
class AgreementList(ListPage):
    KIND: ClassVar[str] = "agreements"
    rows: tuple[AgreementRow, ...] = shown("Agreements", Shape.TABLE, row=AgreementRow)


@dataclass(frozen=True)
class BoardList(ListPage):
    KIND: ClassVar[str] = "boards"
    rows: tuple[BoardRow, ...] = shown("Boards", Shape.TABLE, row=BoardRow)


@dataclass(frozen=True)
class MeetingList(ListPage):
    KIND: ClassVar[str] = "meetings"
    rows: tuple[MeetingRow, ...] = shown("Meetings", Shape.TABLE, row=MeetingRow)


@dataclass(frozen=True)
class ClaimList(ListPage):
    KIND: ClassVar[str] = "savings"
    rows: tuple[ClaimRow, ...] = shown("Savings claims", Shape.TABLE, row=ClaimRow)


@dataclass(frozen=True)
class SourceList(ListPage):
    KIND: ClassVar[str] = "sources"
    rows: tuple[SourceRow, ...] = shown("Sources", Shape.TABLE, row=SourceRow)
