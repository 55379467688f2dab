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


#: States in which a case is closed; no event but a correction follows.
CLOSED_STATES = (
    CaseState.REVIEWED,
    CaseState.REJECTED,
    CaseState.SPLIT,
    CaseState.STOPPED,
)


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


class ExemptGround(models.TextChoices):
    COMMERCIAL = "commercial", "Commercial"
    PERSONAL = "personal", "Personal data"
    LEGAL = "legal", "Legal privilege"
    OPERATIONAL = "operational", "Operational or security"
    DRAFT = "draft", "Draft advice"


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
