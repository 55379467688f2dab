"""Who and what: forces, bodies, alliances, programmes, agreements, money, sources, users."""

from programmes.history import Reference, ReferenceSeries
from programmes.models.agreement import (
    Agreement,
    AgreementEvent,
    ChecklistItem,
    LeadForce,
    Party,
)
from programmes.models.alliance import Alliance, Membership
from programmes.models.body import Body, Contact, Force, Holder
from programmes.models.calendar_address import CalendarAddress
from programmes.models.file import StoredFile
from programmes.models.money import (
    CostShare,
    CostShareSet,
    Funding,
    MeasuredQuantity,
    NetRevenueExpenditure,
)
from programmes.models.programme import Programme, Statement
from programmes.models.reminder import ReminderSent
from programmes.models.review import OpportunityReview
from programmes.models.saved_view import SavedView, ViewDefault
from programmes.models.source import Citation, LegalReference, Source, SourceParagraph
from programmes.models.user import Grant, User
from programmes.models.visit import Visit

__all__ = [
    "Agreement",
    "AgreementEvent",
    "Alliance",
    "Body",
    "CalendarAddress",
    "ChecklistItem",
    "Citation",
    "Contact",
    "CostShare",
    "CostShareSet",
    "Force",
    "Funding",
    "Grant",
    "Holder",
    "LeadForce",
    "LegalReference",
    "MeasuredQuantity",
    "Membership",
    "NetRevenueExpenditure",
    "OpportunityReview",
    "Party",
    "Programme",
    "Reference",
    "ReferenceSeries",
    "ReminderSent",
    "SavedView",
    "Source",
    "SourceParagraph",
    "Statement",
    "StoredFile",
    "User",
    "ViewDefault",
    "Visit",
]
