"""Forms that move a case: its events, the decisions of the offices, the conditions they set."""

from governance.case_forms.event import MOST_CHILDREN, MOST_FIGURES, EventForm
from governance.case_forms.local import ConditionForm, LocalDecisionForm, WrongEntryForm

__all__ = ["MOST_CHILDREN", "MOST_FIGURES", "ConditionForm", "EventForm", "LocalDecisionForm", "WrongEntryForm"]
