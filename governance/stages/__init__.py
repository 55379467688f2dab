"""One door for the life of a case: OBC, FBC, the Summit, local decisions, service and review."""

from governance.stages.door import NextEvent, advance, counts_as_approved, next_events, settle, unusual_order
from governance.stages.facts import (
    ChildCase,
    DividedFigure,
    Facts,
    StageNotAllowed,
    Standing,
    next_stage,
    standing,
    standing_after,
    struck_ids,
)
from governance.stages.policies import required_corporations
from governance.stages.table import BY_KIND, FACTS, NEW, STAGE_ENDS, TRANSITIONS, Transition, diagram

__all__ = [
    "BY_KIND",
    "FACTS",
    "NEW",
    "STAGE_ENDS",
    "TRANSITIONS",
    "ChildCase",
    "DividedFigure",
    "Facts",
    "NextEvent",
    "StageNotAllowed",
    "Standing",
    "Transition",
    "advance",
    "counts_as_approved",
    "diagram",
    "next_events",
    "next_stage",
    "required_corporations",
    "settle",
    "standing",
    "standing_after",
    "struck_ids",
    "unusual_order",
]
