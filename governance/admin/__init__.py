"""The programme team’s desk for deciding and telling: boards, meetings, cases, decisions, editions."""

from governance.admin import (
    board,
    business_case,
    case_document,
    decision,
    desk,
    divergence,
    edition,
    local_decision,
    meeting,
    panel,
)

__all__ = [
    "board",
    "business_case",
    "case_document",
    "decision",
    "desk",
    "divergence",
    "edition",
    "local_decision",
    "meeting",
    "panel",
]
