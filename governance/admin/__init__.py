"""The programme team’s desk for deciding and telling: boards, meetings, cases, decisions, editions."""

from governance.admin import board, business_case, decision, desk, edition, local_decision, meeting

__all__ = ["board", "business_case", "decision", "desk", "edition", "local_decision", "meeting"]
