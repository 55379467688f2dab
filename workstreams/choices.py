"""Words the work chooses from."""

from django.db import models


class AreaState(models.TextChoices):
    """Normalised status of a business area in a partnership (S2 Appendix B); the words as written stay beside it."""

    LIVE = "live", "Live"
    BEING_PROGRESSED = "being_progressed", "Being progressed"
    BEING_CONSIDERED = "being_considered", "Being considered"
    TO_BE_CONSIDERED = "to_be_considered", "To be considered"
    INITIAL_RESEARCH = "initial_research", "Initial research"
    OTHER = "other", "Other"


class PlanApproach(models.TextChoices):
    """The approaches of S2 Appendix A."""

    SINGLE_FORCE = "single_force", "Remain with single force"
    PARTNERSHIP = "partnership", "Preferred partnership"
    PARTNERSHIP_TO_REGIONAL = (
        "partnership_to_regional",
        "Preferred partnership, potentially regional",
    )
    REGIONAL = "regional", "Regional"


class OutcomeKind(models.TextChoices):
    """What a source says of an area that a work plan names."""

    IN_BEING = "in_being", "In being"
    TO_COME = "to_come", "Still to come"


class ServiceType(models.TextChoices):
    GENERAL = "general", "General"
    PROTECTIVE = "protective", "Protective services"


class Rag(models.TextChoices):
    GREEN = "green", "Green: on track"
    AMBER = "amber", "Amber: needs attention"
    RED = "red", "Red: will not deliver without action"


#: What each colour means, as the definitions page, the form and the public site say.
RAG_MEANS = {
    Rag.GREEN: "On track: the work is expected to deliver what was agreed, when it was agreed. Nothing is asked of readers.",
    Rag.AMBER: "Needs attention: delivery is in doubt unless something is done, and what is being done is expected to be "
    "enough. The return says why, what is being done, and by when it is green again.",
    Rag.RED: "Will not deliver without action: what was agreed will be missed unless others decide or help. The return "
    "says why, what is being done, and by when it is green again.",
}


class RiskKind(models.TextChoices):
    RISK = "risk", "Risk"
    ISSUE = "issue", "Issue"


class RiskStatus(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class BenefitKind(models.TextChoices):
    CASHABLE = "cashable", "Cashable"
    NON_CASHABLE = "non_cashable", "Non-cashable"
    COST_AVOIDANCE = "cost_avoidance", "Cost avoidance"
    QUALITY = "quality", "Quality"


class LedgerFigure(models.TextChoices):
    """The figures of a line of the ledger, by the names of their columns."""

    PREDICTED_SOC = "predicted_soc", "Predicted at SOC"
    PREDICTED_OBC = "predicted_obc", "Predicted at OBC"
    PREDICTED_FBC = "predicted_fbc", "Predicted at FBC"
    TARGET = "target", "Target"
    DELIVERED = "delivered", "Delivered"
    REINVESTED = "reinvested", "Reinvested"
    NET = "net", "Net, as stated"
    CARRIED_FORWARD = "carried_forward", "Carried forward"


class Measure(models.TextChoices):
    """What a figure of the sources measures; figures of different measure are never added."""

    SAVING = "saving", "Saving"
    SAVING_REQUIRED = "saving_required", "Saving required"
    BASELINE = "baseline", "Baseline"
    COMBINED_FUNDING = "combined_funding", "Combined funding"
    OTHER = "other", "Other"


class MilestoneDate(models.TextChoices):
    BASELINE = "baseline", "Baseline"
    FORECAST = "forecast", "Forecast"
    ACTUAL = "actual", "Actual"


class PeriodEventKind(models.TextChoices):
    """What is done to a reporting period after it was set up."""

    DUE_MOVED = "due_moved", "Due date moved"
    LOCKED = "locked", "Locked"
    REOPENED = "reopened", "Reopened"


class PeriodState(models.TextChoices):
    """Where a reporting period stands on a day, from its dates and its last locking or reopening."""

    PLANNED = "planned", "Not open yet"
    OPEN = "open", "Open"
    OVERDUE = "overdue", "Open, past its due date"
    LOCKED = "locked", "Locked"


class Travel(models.TextChoices):
    """How a RAG status compares with that of the return before it."""

    BETTER = "better", "Better"
    WORSE = "worse", "Worse"
    SAME = "same", "Same"
    NEW = "new", "New"


class Standing(models.TextChoices):
    """How a milestone stands today, read from its dates."""

    REACHED = "reached", "Reached"
    PAST = "past", "Past its date, nothing recorded"
    TO_COME = "to_come", "To come"
    UNDATED = "undated", "No date given"


class SlipKind(models.TextChoices):
    """Where a milestone lies beside its baseline."""

    LATE = "late", "Later than its baseline"
    EARLY = "early", "Earlier than its baseline"
    ON_DATE = "on_date", "On its baseline date"
    EITHER = "either", "May be earlier or later"
    UNKNOWN = "unknown", "Unknown"


class RiskBand(models.TextChoices):
    """Bands of a risk's score, likelihood times impact."""

    EXTREME = "extreme", "Extreme (15 to 25)"
    HIGH = "high", "High (8 to 12)"
    MODERATE = "moderate", "Moderate (4 to 6)"
    LOW = "low", "Low (1 to 3)"
    NOT_SCORED = "not_scored", "Not scored"

    @property
    def word(self) -> str:
        """The band alone, without its scores: “high”."""
        return str(self.label).partition(" (")[0].lower()


class RiskEventKind(models.TextChoices):
    """What happened to a risk or issue after it was raised."""

    SCORED = "scored", "Scored"
    REVIEWED = "reviewed", "Reviewed"
    ESCALATED = "escalated", "Escalated"
    RETURNED = "returned", "Taken back from escalation"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"


class DependencyKind(models.TextChoices):
    FINISH_TO_START = "finish_to_start", "Finish to start: cannot start before the other is done"


class WaitKind(models.TextChoices):
    """Whether what is waited for comes in time."""

    DONE = "done", "Done"
    IN_TIME = "in_time", "In time"
    MAY_CLASH = "may_clash", "May come too late"
    CLASH = "clash", "Comes too late"
    UNKNOWN = "unknown", "Cannot be said"
    ENDED = "ended", "No longer waited for"


class ImportKind(models.TextChoices):
    """What a file can hold that is imported."""

    MILESTONES = "milestones", "Milestones"
    BENEFITS = "benefits", "Benefit ledger"
    RETURNS = "returns", "Returns of a period"
