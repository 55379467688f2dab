"""Words of deciding and telling."""

from django.db import models


class MayDecide(models.TextChoices):
    """What a board may decide; the Summit decides in principle only (S4)."""

    ADVISE = "advise", "Advises and recommends"
    IN_PRINCIPLE = "in_principle", "Decides in principle"
    FINAL = "final", "Decides finally"
    SCRUTINY = "scrutiny", "Reviews and recommends"


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class Month(models.IntegerChoices):
    JANUARY = 1
    FEBRUARY = 2
    MARCH = 3
    APRIL = 4
    MAY = 5
    JUNE = 6
    JULY = 7
    AUGUST = 8
    SEPTEMBER = 9
    OCTOBER = 10
    NOVEMBER = 11
    DECEMBER = 12


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class CadenceWeek(models.IntegerChoices):
    """Which of a month’s Mondays, Tuesdays and so on."""

    FIRST = 1, "First"
    SECOND = 2, "Second"
    THIRD = 3, "Third"
    FOURTH = 4, "Fourth"
    LAST = -1, "Last"


class PrintKind(models.TextChoices):
    """What of a meeting is kept as bytes."""

    AGENDA = "agenda", "Agenda"
    PACK = "pack", "Pack"
    FULL_PACK = "full_pack", "Full pack"
    MINUTES = "minutes", "Minutes"


class PrintForm(models.TextChoices):
    """The form in which it is kept."""

    HTML = "html", "HTML"
    PDF = "pdf", "PDF"


class PrintAudience(models.TextChoices):
    """For whom it was composed."""

    OFFICE = "office", "Readers of the register"
    TEAM = "team", "Who reads sensitive records too"


class MinutesKind(models.TextChoices):
    """What happens to the minutes of a meeting; once agreed they are corrected, never changed."""

    DRAFTED = "drafted", "Drafted"
    CIRCULATED = "circulated", "Circulated"
    AGREED = "agreed", "Agreed"
    CORRECTED = "corrected", "Corrected"


class Stage(models.TextChoices):
    """Stages of a business case (Treasury Green Book)."""

    SOC = "soc", "Strategic outline case"
    OBC = "obc", "Outline business case"
    FBC = "fbc", "Full business case"


STAGE_SHORT = {Stage.SOC: "SOC", Stage.OBC: "OBC", Stage.FBC: "FBC"}


class CaseState(models.TextChoices):
    DRAFTING = "drafting", "Drafting"
    CIRCULATED = "circulated", "Circulated for comment"
    OVERSIGHT = "oversight", "With Oversight"
    RECOMMENDED = "recommended", "Recommended to the Summit"
    ON_AGENDA = "on_agenda", "On a Summit agenda"
    DEFERRED = "deferred", "Deferred"
    LOCAL_DECISIONS = "local_decisions", "Local decisions"
    APPROVED = "approved", "Approved"
    IMPLEMENTING = "implementing", "Implementing"
    LIVE = "live", "Live"
    REVIEWED = "reviewed", "Reviewed"
    REJECTED = "rejected", "Rejected"
    SPLIT = "split", "Split"
    STOPPED = "stopped", "Stopped"
    SUPERSEDED = "superseded", "Superseded"


#: States in which a case is closed; no event but a correction follows.
CLOSED_STATES = (
    CaseState.REVIEWED,
    CaseState.REJECTED,
    CaseState.SPLIT,
    CaseState.STOPPED,
    CaseState.SUPERSEDED,
)


class CaseRelation(models.TextChoices):
    """How a case comes from the one it is part of."""

    PART = "part", "Part of a split"
    PHASE = "phase", "Phase"
    RESUBMITTED = "resubmitted", "Submitted again"
    REPLACEMENT = "replacement", "Replaces it"


class FigureKind(models.TextChoices):
    """What a line of a business case counts: a cost by its budget, a benefit by what it releases."""

    CAPITAL = "capital", "Cost: capital"
    REVENUE = "revenue", "Cost: revenue"
    CASHABLE = "cashable", "Benefit: cashable"
    NON_CASHABLE = "non_cashable", "Benefit: non-cashable"
    COST_AVOIDANCE = "cost_avoidance", "Benefit: cost avoidance"
    QUALITY = "quality", "Benefit: quality"


#: The kinds that are costs; the others are benefits.
COSTS = (FigureKind.CAPITAL, FigureKind.REVENUE)


class Recurs(models.TextChoices):
    ONE_OFF = "one_off", "One-off"
    RECURRING = "recurring", "Recurring"


class FundingSource(models.TextChoices):
    FORCES = "forces", "The forces"
    GRANT = "grant", "Grant"
    RESERVE = "reserve", "Reserve"
    OTHER = "other", "Other"


class Level(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class CaseEventKind(models.TextChoices):
    """The events of design section 6; each label is the button’s verb."""

    COMMISSION = "commission", "Commission"
    CIRCULATE = "circulate", "Circulate"
    REVISE = "revise", "Take back to revise"
    REFER = "refer", "Refer to Oversight"
    RECOMMEND = "recommend", "Record Oversight’s recommendation"
    SEND_BACK = "send_back", "Record that Oversight sent it back"
    SCHEDULE = "schedule", "Put on a Summit agenda"
    DEFER = "defer", "Record a deferral"
    RETURN = "return", "Record that the Summit returned it"
    REJECT = "reject", "Record a rejection"
    AGREE = "agree", "Record agreement in principle"
    AGREE_IN_PART = "agree_in_part", "Record agreement in part"
    SPLIT = "split", "Split into further cases"
    APPROVE = "approve", "Every required office approved"
    RESCOPE = "rescope", "Re-scope"
    IMPLEMENT = "implement", "Start implementing"
    GO_LIVE = "go_live", "Record go-live"
    REVIEW = "review", "Record the post-implementation review"
    STOP = "stop", "Stop"
    SUPERSEDE = "supersede", "Replace by another case"
    RESUBMIT = "resubmit", "Submit again as a new case"
    WAIVE = "waive", "Waive a stage"
    NOTE = "note", "Note a stated fact"
    CORRECT = "correct", "Correct an event"


class Position(models.TextChoices):
    """Where a corporation stands on a case at the Summit."""

    IN = "in", "In"
    OUT = "out", "Out"
    UNDECIDED = "undecided", "Undecided"


class DecisionKind(models.TextChoices):
    NOTED = "noted", "Noted"
    RECOMMENDED = "recommended", "Recommended"
    IN_PRINCIPLE = "in_principle", "Agreed in principle"
    IN_PART = "in_part", "Agreed in part"
    DEFERRED = "deferred", "Deferred"
    RETURNED = "returned", "Returned"
    REJECTED = "rejected", "Rejected"
    FINAL = "final", "Decided"
    IN_ERROR = "in_error", "Recorded in error"


class LocalOutcome(models.TextChoices):
    """Outcomes of one corporation’s own decision (design section 6, domain 3.4)."""

    NOT_REQUIRED = "not_required", "Not required"
    AWAITING = "awaiting", "Awaiting"
    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
    DEFERRED = "deferred", "Deferred"
    REJECTED = "rejected", "Rejected"
    OPTED_OUT = "opted_out", "Opted out"


class WaitsFor(models.TextChoices):
    """What a local decision waits for, and so who has to act."""

    NOTHING = "", "Nothing"
    DECISION = "decision", "The office’s decision"
    CONDITIONS = "conditions", "Its conditions to be closed"
    TEAM = "team", "The programme team: re-scope without it, or close the case"


class Answer(models.TextChoices):
    """Where one required decision stands, each in one class only, as grids and sums count them."""

    APPROVED = "approved", "Approved"
    CONDITIONS = "conditions", "Approved, conditions open"
    AWAITING = "awaiting", "Awaiting"
    AGAIN = "again", "Asked again"
    DEFERRED = "deferred", "Deferred"
    REJECTED = "rejected", "Rejected"
    OPTED_OUT = "opted_out", "Opted out"
    NOT_ASKED = "not_asked", "No longer asked"


class ExemptGround(models.TextChoices):
    COMMERCIAL = "commercial", "Commercial"
    PERSONAL = "personal", "Personal data"
    LEGAL = "legal", "Legal privilege"
    OPERATIONAL = "operational", "Operational or security"
    DRAFT = "draft", "Draft advice"


class WithholdingStep(models.TextChoices):
    WITHHELD = "withheld", "Withheld"
    KEPT = "kept", "Reviewed, stays withheld"
    LIFTED = "lifted", "Told again"


class AskedFor(models.TextChoices):
    """What a paper asks its reader to do."""

    NOTE = "note", "Note"
    REVIEW = "review", "Review and report"
    NOTIFY = "notify", "Notify the Panel"
    DECIDE = "decide", "Decide"


class EditionKind(models.TextChoices):
    ORDINARY = "ordinary", "Edition"
    CORRECTION = "correction", "Correction"
    WITHDRAWAL = "withdrawal", "Withdrawal"


class EditionEventKind(models.TextChoices):
    COMPOSED = "composed", "Composed"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    ABANDONED = "abandoned", "Abandoned"
    SCHEDULED = "scheduled", "To be published at a time"
    UNSCHEDULED = "cancelled", "Time cancelled"
    REFUSED = "refused", "Not published at its time"


class AlertState(models.TextChoices):
    """Where one message to a reader stands."""

    SENDING = "sending", "Not known whether it was sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not taken by the mail server"


class PanelMatter(models.TextChoices):
    """What is put to a Police and Crime Panel."""

    PLAN_VARIATION = "plan_variation", "Draft variation of the Police and Crime Plan"
    FORTHCOMING = "forthcoming", "Notice of a forthcoming decision"
    REPORT = "report", "Report"


class ReportKind(models.TextChoices):
    """The kinds of report that the register writes; each has its template (governance/papers/templates.py)."""

    PANEL = "panel", "Panel report"
    BOARD = "board", "Board update"
    VARIATION = "variation", "Statutory report on a variation"
    SUMMIT = "summit", "Summit summary"
    OFFICE = "office", "Office brief"


class ReportEventKind(models.TextChoices):
    APPROVED = "approved", "Approved"
    REOPENED = "reopened", "New version begun"
