"""Words the register chooses from: the field's standard terms (design section 4, domain glossary)."""

from django.db import models


class Marking(models.TextChoices):
    """Who may ever read a record: sensitive is never publishable (design section 7)."""

    PUBLIC = "public", "Public when published"
    INTERNAL = "internal", "Internal"
    SENSITIVE = "sensitive", "Sensitive"


class Role(models.TextChoices):
    EDITOR = "editor", "Editor"
    PUBLISHER = "publisher", "Publisher"
    OFFICE_VIEWER = "office_viewer", "Office viewer"
    OFFICE_RECORDER = "office_recorder", "Office recorder"
    FORCE_CONTRIBUTOR = "force_contributor", "Force contributor"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class BodyKind(models.TextChoices):
    CHIEF_CONSTABLE = "chief_constable", "Chief constable"
    PCC = "pcc", "Police and crime commissioner"
    PFCC = "pfcc", "Police, fire and crime commissioner"
    POLICE_AUTHORITY = "police_authority", "Police authority"
    POLICE_FORCE = "police_force", "Police force"
    OTHER = "other", "Other body"


#: The kinds that are corporations sole (PRSRA 2011 s1(2); chief constables since 22 November 2012).
CORPORATIONS_SOLE = (BodyKind.CHIEF_CONSTABLE, BodyKind.PCC, BodyKind.PFCC)


class OwnPosition(models.TextChoices):
    """What a collaboration that was reviewed means for the office’s own force, in sum."""

    GAINS = "gains", "It gains"
    EVEN = "even", "It neither gains nor loses"
    LOSES = "loses", "It loses; that is no bar"


class HolderCapacity(models.TextChoices):
    SUBSTANTIVE = "substantive", "Substantive"
    TEMPORARY = "temporary", "Temporary"
    ACTING = "acting", "Acting"


class AllianceKind(models.TextChoices):
    PREFERRED_PARTNERSHIP = "preferred_partnership", "Preferred partnership"
    REGION = "region", "Region"
    PROGRAMME = "programme", "Programme of forces"
    GROUPING = "grouping", "Other grouping"


class StatementKind(models.TextChoices):
    AIM = "aim", "Aim"
    VISION = "vision", "Vision"
    PRINCIPLE = "principle", "Principle"
    SCOPE = "scope", "Scope"
    EXPECTATION = "expectation", "Expected result"
    APPROACH = "approach", "Approach"
    GOVERNANCE = "governance", "Governance"
    BENEFIT = "benefit", "Benefit described"
    FACT = "fact", "Stated fact"


class AgreementKind(models.TextChoices):
    S22A = "s22a", "Section 22A agreement"
    MOU = "mou", "Memorandum of understanding"
    OTHER = "other", "Other agreement"


class AgreementEventKind(models.TextChoices):
    DRAFTED = "drafted", "Drafted"
    LEGAL_REVIEW = "legal_review", "Sent for legal review"
    OUT_FOR_SIGNATURE = "out_for_signature", "Sent out for signature"
    PARTY_SIGNED = "party_signed", "Signed by a party"
    CONSULTED = "consulted", "Consulted"
    SIGNED = "signed", "Signed"
    IN_FORCE = "in_force", "In force"
    UNDER_REVIEW = "under_review", "Under review"
    REVIEWED = "reviewed", "Reviewed"
    VARIATION_STARTED = "variation_started", "Variation in progress"
    PARTY_JOINED = "party_joined", "Joined by a party"
    PARTY_LEFT = "party_left", "Left by a party"
    NOTICE_GIVEN = "notice_given", "Notice given"
    SUPERSEDED = "superseded", "Superseded"
    EXPIRED = "expired", "Expired"
    ENDED = "ended", "Ended"
    DIRECTED = "directed", "Directed by the Secretary of State"
    CORRECTED = "corrected", "Corrected"


class SignatureCapacity(models.TextChoices):
    """In what capacity somebody signs for an office (domain section 2, who signs)."""

    HOLDER = "holder", "Holder of the office"
    ACTING = "acting", "Acting or temporary holder"
    DELEGATED = "delegated", "Delegate of the office"


class EndBasis(models.TextChoices):
    """On what a party leaves, or an agreement ends: the statute itself gives no one-sided exit (s23C(5))."""

    AGREED = "agreed", "Agreement between the parties (s23C(5))"
    CLAUSE = "clause", "Notice under a clause of the agreement"
    TERM = "term", "Its own term ran out"


class AgreementState(models.TextChoices):
    """States of domain 3.5, each the result of the last event that sets one."""

    DRAFT = "draft", "Draft"
    LEGAL_REVIEW = "legal_review", "Legal review"
    OUT_FOR_SIGNATURE = "out_for_signature", "Out for signature"
    SIGNED = "signed", "Signed"
    IN_FORCE = "in_force", "In force"
    UNDER_REVIEW = "under_review", "Under review"
    VARIATION = "variation", "Variation in progress"
    NOTICE_GIVEN = "notice_given", "Notice given"
    SUPERSEDED = "superseded", "Superseded"
    EXPIRED = "expired", "Expired"
    ENDED = "ended", "Ended"


class PublicationMode(models.TextChoices):
    """Police Act 1996 s23E: publish a copy, or that it exists with such details as thought fit."""

    NOT_YET = "not_yet", "No publication recorded"
    FULL_COPY = "full_copy", "Full copy"
    SUMMARY = "summary", "Summary only"


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", "exactly"
    AT_LEAST = "at_least", "at least"
    OVER = "over", "over"
    UP_TO = "up_to", "up to"
    ABOUT = "about", "about"
    BETWEEN = "between", "between"


class Recurrence(models.TextChoices):
    ONE_OFF = "one_off", "One-off"
    A_YEAR = "a_year", "A year"


class FigureStatus(models.TextChoices):
    TARGET = "target", "Target"
    PREDICTED = "predicted", "Predicted"
    CLAIMED = "claimed", "Claimed"
    DELIVERED = "delivered", "Delivered"
    VALIDATED = "validated", "Validated"
    STATED = "stated", "Stated"


class FundingKind(models.TextChoices):
    BUDGET = "budget", "Budget"
    GRANT = "grant", "Grant"
    MATCH = "match", "Match funding"


class ShareBasis(models.TextChoices):
    NRE = "nre", "Net revenue expenditure"
    FIXED = "fixed", "Fixed percentages"
    EQUAL = "equal", "Equal shares"
    HEADCOUNT = "headcount", "Headcount"
    USAGE = "usage", "Usage"
    BENEFICIAL = "beneficial", "Beneficial share"


class QuantityKind(models.TextChoices):
    """What is counted of each force to share a cost by; the bases of ShareBasis that rest on a count."""

    HEADCOUNT = "headcount", "Headcount"
    USAGE = "usage", "Usage"
    BENEFICIAL = "beneficial", "Capital contributed"


class GrantOrder(models.TextChoices):
    """When a grant is taken off a shared cost."""

    FIRST = "first", "Grant first: taken off the cost, and the rest is shared"
    LAST = "last", "Grant last: the whole cost is shared, then the grant by the same basis"


class SourceKind(models.TextChoices):
    REPORT = "report", "Report"
    STRATEGY = "strategy", "Strategy"
    LEAFLET = "leaflet", "Leaflet"
    BACKGROUND_PAPER = "background_paper", "Background paper"
    REFERENCE = "reference", "Public reference"
    PLAN = "plan", "Plan"


class ContactKind(models.TextChoices):
    ROLE_MAILBOX = "role_mailbox", "Role mailbox"
    NAMED_OFFICER = "named_officer", "Named officer"


class ClockKind(models.TextChoices):
    """What the register counts the days of; the words only, each clock is computed where its dates are."""

    REVIEW = "review", "Review of an agreement"
    EXPIRY = "expiry", "End of an agreement’s term"
    NOTICE = "notice", "Notice runs out"
    FUNDING = "funding", "Funding ends"
    PUBLICATION = "publication", "Publication of an agreement (s23E)"
    UNSIGNED = "unsigned", "Out for signature"
    WRITING = "writing", "In force without its document"
    DECISION_NOTICE = "decision_notice", "Decision notice"
    PIR = "pir", "Post-implementation review"
    PANEL = "panel", "Panel: to be told or sent"
    PANEL_REVIEW = "panel_review", "Panel: its review"
    PANEL_ANSWER = "panel_answer", "Panel: the response"
    RETURN = "return", "Returns of the update round"
    WITHHOLDING = "withholding", "Review of what is withheld"
    MILESTONE = "milestone", "Milestone of a force"
    DIFFERENCE = "difference", "Review of a local difference"


class ClockStage(models.TextChoices):
    """How near a clock is to its day."""

    OVERDUE = "overdue", "Overdue"
    SOON = "soon", "Due soon"
    LATER = "later", "Later"


class ReminderMeans(models.TextChoices):
    """How somebody was reminded of what is waited for."""

    EMAIL = "email", "E-mail"
    TELEPHONE = "telephone", "Telephone"
    LETTER = "letter", "Letter"
    MEETING = "meeting", "At a meeting"
