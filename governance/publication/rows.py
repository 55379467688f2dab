"""The rows of the tables on public pages: each is a frozen dataclass whose fields are its columns."""

from dataclasses import dataclass

from governance.publication.parts import Cited, Link, Shape, shown


@dataclass(frozen=True)
class CaseRow:
    case: Link = shown("Case")
    about: tuple[Link, ...] = shown("Programme or alliance", Shape.LINKS)
    stage: str = shown("Stage")
    state: str = shown("State")
    since: str = shown("Since")


@dataclass(frozen=True)
class WorkstreamRow:
    workstream: Link = shown("Workstream")
    about: tuple[Link, ...] = shown("Programme or alliance", Shape.LINKS)
    area: str = shown("Business area")
    latest: str = shown("Latest status said")


@dataclass(frozen=True)
class DecisionRow:
    decision: Link = shown("Decision")
    decided: str = shown("Date")
    by: str = shown("By")
    kind: str = shown("What kind")
    tier: str = shown("In principle or finally")
    about: tuple[Link, ...] = shown("About", Shape.LINKS)
    conditions: str = shown("Conditions")
    notice: Link | None = shown("Notice", default=None)


@dataclass(frozen=True)
class AgreementRow:
    agreement: Link = shown("Agreement")
    kind: str = shown("Kind")
    state: str = shown("State")
    signed: str = shown("Signed")
    parties: str = shown("Parties")
    publication: str = shown("Publication (s23E)")
    document: Link | None = shown("Document", default=None)


@dataclass(frozen=True)
class ProgrammeRow:
    programme: Link = shown("Programme")
    alliance: Link | None = shown("Whose", default=None)
    established: str = shown("Established")
    purpose: str = shown("Purpose")


@dataclass(frozen=True)
class AllianceRow:
    alliance: Link = shown("Alliance")
    name: str = shown("Full name")
    kind: str = shown("Kind")
    members: tuple[Link, ...] = shown("Forces", Shape.LINKS)
    dates: str = shown("Dates")


@dataclass(frozen=True)
class ForceRow:
    force: Link = shown("Force")
    official_name: str = shown("Official name")
    offices: tuple[Link, ...] = shown("Offices", Shape.LINKS)


@dataclass(frozen=True)
class BoardRow:
    anchor: str = shown("Place on the page", Shape.HIDDEN)
    board: str = shown("Board")
    about: tuple[Link, ...] = shown("Of", Shape.LINKS)
    may_decide: str = shown("What it may decide")
    cadence: str = shown("How often it meets")
    remit: str = shown("What it is for")
    chair: str = shown("Chair, as said")
    members: str = shown("Members, words as written")
    note: str = shown("Note")


@dataclass(frozen=True)
class MeetingRow:
    meeting: Link = shown("Meeting of")
    held: str = shown("Date")
    status: str = shown("Status")
    agenda: str = shown("Agenda")
    minutes: str = shown("Minutes")
    decisions: tuple[Link, ...] = shown("Decisions", Shape.LINKS)
    note: str = shown("Note")


@dataclass(frozen=True)
class SourceRow:
    source: Link = shown("Source")
    code: str = shown("Code")
    publisher: str = shown("Publisher")
    dated: str = shown("Dated")


@dataclass(frozen=True)
class MemberRow:
    force: Link = shown("Force")
    role: str = shown("Role")
    starts: str = shown("From")
    ends: str = shown("To")


@dataclass(frozen=True)
class OfficeRow:
    anchor: str = shown("Place on the page", Shape.HIDDEN)
    office: str = shown("Office")
    official_title: str = shown("Title used in agreements")
    starts: str = shown("From")
    ends: str = shown("To")
    succeeded_by: str = shown("Succeeded by")
    holders: tuple[Link, ...] = shown("Held by", Shape.LINKS)
    note: str = shown("Note")


@dataclass(frozen=True)
class PartyRow:
    body: Link = shown("Party")
    signed: str = shown("Signed")
    commences: str = shown("Commences")
    left: str = shown("Left")


@dataclass(frozen=True)
class DocumentRow:
    title: str = shown("Document")
    stage: str = shown("Stage")
    dated: str = shown("Dated")
    summary: str = shown("What it says")
    recommends: str = shown("What it recommends")


@dataclass(frozen=True)
class LocalDecisionRow:
    office: Link = shown("Office")
    outcome: str = shown("Outcome")
    decided: str = shown("Date")
    notice: Link | None = shown("Notice", default=None)
    wording: str = shown("Wording")
    conditions: str = shown("Conditions")
    exempt: str = shown("Exempt part")
    page: Link | None = shown("Decision", default=None)


@dataclass(frozen=True)
class MilestoneRow:
    milestone: str = shown("Milestone")
    force: str = shown("Force")
    baseline: str = shown("First planned")
    forecast: str = shown("Expected")
    actual: str = shown("Happened")
    words: str = shown("Words as written")
    about: Link | None = shown("Of", default=None)


@dataclass(frozen=True)
class RiskRow:
    risk: str = shown("Risk or issue")
    words: str = shown("Words as written")
    response: str = shown("What is being done")
    status: str = shown("Status")


@dataclass(frozen=True)
class BenefitRow:
    benefit: str = shown("Benefit")
    kind: str = shown("Kind")
    words: str = shown("Words as written")
    baseline: str = shown("Baseline")


@dataclass(frozen=True)
class BenefitLineRow:
    benefit: str = shown("Benefit")
    force: str = shown("Force")
    financial_year: str = shown("Financial year")
    predicted: str = shown("Predicted")
    delivered: str = shown("Delivered")


@dataclass(frozen=True)
class ClaimRow:
    """A savings claim with its hedge, as said; claims are never added up."""

    claim: str = shown("Claim")
    words: str = shown("Words as written")
    amount: str = shown("Amount")
    what: str = shown("What it is")
    about: tuple[Link, ...] = shown("About", Shape.LINKS)
    said: str = shown("Said")
    beside: str = shown("Stands beside")
    sources: tuple[Cited, ...] = shown("Source", Shape.SOURCES)


@dataclass(frozen=True)
class FundingRow:
    title: str = shown("Funding")
    kind: str = shown("Kind")
    words: str = shown("Words as written")
    amount: str = shown("Amount")
    period: str = shown("Period")
    payer: str = shown("Paid by")


@dataclass(frozen=True)
class PlanEntryRow:
    approach: str = shown("Approach")
    area: str = shown("Area as written")
    service: str = shown("Service")
    qualifier: str = shown("Limited to")
    note: str = shown("Note")


@dataclass(frozen=True)
class ActionRow:
    words: str = shown("Action")
    due: str = shown("Due")
    closed: str = shown("Closed")
    outcome: str = shown("Outcome")


@dataclass(frozen=True)
class StageRow:
    """How many cases stand at one stage and state, on the front page."""

    stage: str = shown("Stage")
    state: str = shown("State")
    cases: tuple[Link, ...] = shown("Cases", Shape.LINKS)


@dataclass(frozen=True)
class ChangeRow:
    """One page that this edition adds, changes or takes away."""

    page: Link = shown("Page")
    change: str = shown("What happened")
    fields: str = shown("What changed")


@dataclass(frozen=True)
class ContactRow:
    who: str = shown("Whom to ask")
    organisation: str = shown("Organisation")
    email: str = shown("E-mail")
    phone: str = shown("Telephone")


@dataclass(frozen=True)
class ReportRow:
    report: Link = shown("Paper")
    kind: str = shown("Kind")
    as_at: str = shown("As at")
    to: str = shown("To")


@dataclass(frozen=True)
class FigureRow:
    """A bound figure of a paper: its words there, and the record it comes from."""

    key: str = shown("Figure", Shape.HIDDEN)
    words: str = shown("Figure")
    record: Link | None = shown("From", default=None)
