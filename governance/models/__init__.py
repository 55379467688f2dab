"""Deciding and telling: boards, meetings, cases, decisions, editions."""

from governance.models.board import Board, BoardMember
from governance.models.business_case import (
    BusinessCase,
    CaseDocument,
    CaseEvent,
    CasePosition,
    CaseStanding,
)
from governance.models.decision import Action, Decision, Recommendation
from governance.models.edition import Edition, EditionEvent, EditionPage, Publication
from governance.models.local_decision import (
    Condition,
    LocalDecision,
    LocalDecisionEvent,
)
from governance.models.meeting import AgendaItem, Meeting, Paper
from governance.models.panel import PanelItem

__all__ = [
    "Action",
    "AgendaItem",
    "Board",
    "BoardMember",
    "BusinessCase",
    "CaseDocument",
    "CaseEvent",
    "CasePosition",
    "CaseStanding",
    "Condition",
    "Decision",
    "Edition",
    "EditionEvent",
    "EditionPage",
    "LocalDecision",
    "LocalDecisionEvent",
    "Meeting",
    "PanelItem",
    "Paper",
    "Publication",
    "Recommendation",
]
