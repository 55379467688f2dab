"""Deciding and telling: boards, meetings, cases, decisions, editions."""

from governance.models.alert import AlertCount, AlertDelivery, AlertReader, AlertRequest, AlertTopic
from governance.models.board import Board, BoardChair, BoardMember
from governance.models.business_case import (
    BusinessCase,
    CaseDocument,
    CaseEvent,
    CasePosition,
    CaseSpan,
    CaseStanding,
)
from governance.models.case_file import (
    CaseAmount,
    CaseAttachment,
    CaseFunding,
    CaseLine,
    CaseOption,
    CaseRisk,
    CaseStep,
)
from governance.models.chase import Chase
from governance.models.decision import Action, Decision, DecisionPosition, Recommendation
from governance.models.divergence import Divergence
from governance.models.edition import DuePublication, Edition, EditionEvent, EditionFile, EditionPage, Publication
from governance.models.local_decision import (
    Condition,
    LocalDecision,
    LocalDecisionEvent,
    LocalStanding,
)
from governance.models.meeting import AgendaItem, Meeting, MeetingPrint, MinutesEvent, Paper
from governance.models.panel import PanelItem
from governance.models.report import Report, ReportEvent, ReportFigure, ReportSection
from governance.models.sharing import CaseShares
from governance.models.withholding import Withholding

__all__ = [
    "Action",
    "AgendaItem",
    "AlertCount",
    "AlertDelivery",
    "AlertReader",
    "AlertRequest",
    "AlertTopic",
    "Board",
    "BoardChair",
    "BoardMember",
    "BusinessCase",
    "CaseAmount",
    "CaseAttachment",
    "CaseDocument",
    "CaseEvent",
    "CaseFunding",
    "CaseLine",
    "CaseOption",
    "CasePosition",
    "CaseRisk",
    "CaseShares",
    "CaseSpan",
    "CaseStanding",
    "CaseStep",
    "Chase",
    "Condition",
    "Decision",
    "DecisionPosition",
    "Divergence",
    "DuePublication",
    "Edition",
    "EditionEvent",
    "EditionFile",
    "EditionPage",
    "LocalDecision",
    "LocalDecisionEvent",
    "LocalStanding",
    "Meeting",
    "MeetingPrint",
    "MinutesEvent",
    "PanelItem",
    "Paper",
    "Publication",
    "Recommendation",
    "Report",
    "ReportEvent",
    "ReportFigure",
    "ReportSection",
    "Withholding",
]
