"""Makers of boards, meetings, cases, decisions, Panel items and editions."""

import hashlib
from itertools import count
from typing import Any

from django.utils import timezone

from governance.choices import (
    AskedFor,
    CaseEventKind,
    CaseState,
    DecisionKind,
    EditionEventKind,
    EditionKind,
    LocalOutcome,
    MinutesKind,
    Position,
    PrintAudience,
    PrintForm,
    PrintKind,
    Stage,
)
from governance.models import (
    Action,
    AgendaItem,
    Board,
    BoardChair,
    BoardMember,
    BusinessCase,
    CaseDocument,
    CaseEvent,
    CasePosition,
    CaseShares,
    Chase,
    Condition,
    Decision,
    DecisionPosition,
    Divergence,
    Edition,
    EditionEvent,
    EditionPage,
    LocalDecision,
    LocalDecisionEvent,
    Meeting,
    MeetingPrint,
    MinutesEvent,
    PanelItem,
    Paper,
    Recommendation,
)
from programmes.choices import ReminderMeans
from tests.factories.programmes import make_body, make_cost_share_set, make_force, make_programme, make_stored_file

_number = count(1)


def make_board(**fields: Any) -> Board:
    fields.setdefault("name", f"Board {next(_number)}")
    return Board.objects.create(**fields)


def make_board_member(**fields: Any) -> BoardMember:
    if "board" not in fields:
        fields["board"] = make_board()
    if not fields.get("role") and "body" not in fields:
        fields["body"] = make_body()
    return BoardMember.objects.create(**fields)


def make_board_chair(**fields: Any) -> BoardChair:
    if "board" not in fields:
        fields["board"] = make_board()
    fields.setdefault("words", f"Chair {next(_number)}")
    return BoardChair.objects.create(**fields)


def make_meeting(**fields: Any) -> Meeting:
    if "board" not in fields:
        fields["board"] = make_board()
    fields.setdefault("held", "2016-09-21")
    return Meeting.objects.create(**fields)


def make_minutes_event(**fields: Any) -> MinutesEvent:
    if "meeting" not in fields:
        fields["meeting"] = make_meeting()
    fields.setdefault("seq", fields["meeting"].minutes.count() + 1)
    fields.setdefault("kind", MinutesKind.DRAFTED)
    fields.setdefault("on", "2016-10-03")
    fields.setdefault("text", "The Summit met.")
    return MinutesEvent.objects.create(**fields)


def make_meeting_print(**fields: Any) -> MeetingPrint:
    if "meeting" not in fields:
        fields["meeting"] = make_meeting()
    if "file" not in fields:
        fields["file"] = make_stored_file(about=fields["meeting"])
    fields.setdefault("kind", PrintKind.AGENDA)
    fields.setdefault("form", PrintForm.PDF)
    fields.setdefault("audience", PrintAudience.OFFICE)
    return MeetingPrint.objects.create(**fields)


def make_agenda_item(**fields: Any) -> AgendaItem:
    if "meeting" not in fields:
        fields["meeting"] = make_meeting()
    fields.setdefault("title", f"Item {next(_number)}")
    return AgendaItem.objects.create(**fields)


def make_paper(**fields: Any) -> Paper:
    if "meeting" not in fields:
        fields["meeting"] = make_meeting()
    fields.setdefault("title", f"Paper {next(_number)}")
    return Paper.objects.create(**fields)


def make_business_case(state: str | None = None, stage: str = Stage.OBC, **fields: Any) -> BusinessCase:
    """A case without events; with `state`, one event row put straight into the record that leaves it there."""
    fields.setdefault("title", f"Case {next(_number)}")
    if not fields.get("alliance") and "programme" not in fields:
        fields["programme"] = make_programme()
    case = BusinessCase.objects.create(**fields)
    if state:
        kind = CaseEventKind.COMMISSION if state == CaseState.DRAFTING else CaseEventKind.NOTE
        make_case_event(case=case, kind=kind, stage=stage, state=state)
    return case


def make_case_document(**fields: Any) -> CaseDocument:
    if "case" not in fields:
        fields["case"] = make_business_case()
    fields.setdefault("stage", Stage.OBC)
    fields.setdefault("number", CaseDocument.objects.filter(case=fields["case"], stage=fields["stage"]).count() + 1)
    fields.setdefault("title", f"Document {next(_number)}")
    return CaseDocument.objects.create(**fields)


def make_case_event(**fields: Any) -> CaseEvent:
    """An event row put straight into the record, past the one door, one number after the case's last."""
    if "case" not in fields:
        fields["case"] = make_business_case()
    fields.setdefault("seq", CaseEvent.objects.filter(case=fields["case"]).count() + 1)
    fields.setdefault("kind", CaseEventKind.COMMISSION)
    fields.setdefault("stage", Stage.OBC)
    fields.setdefault("state", CaseState.DRAFTING)
    fields.setdefault("on", "2016-04-21")
    return CaseEvent.objects.create(**fields)


def make_case_position(**fields: Any) -> CasePosition:
    if "event" not in fields:
        fields["event"] = make_case_event()
    if "body" not in fields:
        fields["body"] = make_body()
    fields.setdefault("position", Position.IN)
    return CasePosition.objects.create(**fields)


def make_decision(**fields: Any) -> Decision:
    fields.setdefault("title", f"Decision {next(_number)}")
    fields.setdefault("kind", DecisionKind.FINAL)
    if not fields.get("body") and not fields.get("decided_by") and "board" not in fields:
        fields["board"] = make_board()
    fields.setdefault("wording", "It was decided.")
    return Decision.objects.create(**fields)


def make_decision_position(**fields: Any) -> DecisionPosition:
    if "decision" not in fields:
        fields["decision"] = make_decision()
    if "body" not in fields:
        fields["body"] = make_body()
    fields.setdefault("position", Position.IN)
    return DecisionPosition.objects.create(**fields)


def make_action(**fields: Any) -> Action:
    if not fields.get("meeting") and "decision" not in fields:
        fields["decision"] = make_decision()
    fields.setdefault("words", f"Do thing {next(_number)}")
    return Action.objects.create(**fields)


def make_recommendation(**fields: Any) -> Recommendation:
    if "paper" not in fields:
        fields["paper"] = make_paper()
    fields.setdefault("number", str(next(_number)))
    fields.setdefault("asks", AskedFor.NOTE)
    if not fields.get("to_body") and "to_board" not in fields:
        fields["to_board"] = make_board()
    fields.setdefault("words", "To note the report.")
    return Recommendation.objects.create(**fields)


def make_local_decision(**fields: Any) -> LocalDecision:
    """One office's decision on a case at full business case, awaiting."""
    if "case" not in fields:
        fields["case"] = make_business_case()
    if "body" not in fields:
        fields["body"] = make_body()
    if "opened_by" not in fields:
        fields["opened_by"] = make_case_event(
            case=fields["case"], kind=CaseEventKind.AGREE, stage=Stage.FBC, state=CaseState.LOCAL_DECISIONS
        )
    fields.setdefault("asked", "To approve the full business case.")
    return LocalDecision.objects.create(**fields)


def make_local_decision_event(**fields: Any) -> LocalDecisionEvent:
    if "local_decision" not in fields:
        fields["local_decision"] = make_local_decision()
    fields.setdefault("seq", LocalDecisionEvent.objects.filter(local_decision=fields["local_decision"]).count() + 1)
    fields.setdefault("outcome", LocalOutcome.APPROVED)
    fields.setdefault("on", "2016-11-01")
    return LocalDecisionEvent.objects.create(**fields)


def make_divergence(**fields: Any) -> Divergence:
    """A force’s local difference from a case, open and without a review date."""
    if not fields.get("body"):
        fields.setdefault("force", make_force())
    if not any(fields.get(name) for name in ("agreement", "case", "workstream")):
        fields["case"] = make_business_case()
    fields.setdefault("title", f"Difference {next(_number)}")
    fields.setdefault("difference", "Its own shift pattern.")
    fields.setdefault("reason", "Its contract runs on.")
    fields.setdefault("owner", "Head of custody")
    if fields.get("closed_on"):
        fields.setdefault("closed_how", "It went over to the common pattern.")
    return Divergence.objects.create(**fields)


def make_condition(**fields: Any) -> Condition:
    if "local_decision" not in fields:
        fields["local_decision"] = make_local_decision()
    fields.setdefault("words", f"Condition {next(_number)}")
    return Condition.objects.create(**fields)


def make_chase(**fields: Any) -> Chase:
    """A reminder put straight into the log."""
    if "local_decision" not in fields:
        fields["local_decision"] = make_local_decision()
    fields.setdefault("on", "2016-11-01")
    fields.setdefault("means", ReminderMeans.EMAIL)
    fields.setdefault("words", "Please decide.")
    return Chase.objects.create(**fields)


def make_case_shares(**fields: Any) -> CaseShares:
    if "case" not in fields:
        fields["case"] = make_business_case()
    if "share_set" not in fields:
        fields["share_set"] = make_cost_share_set(programme=fields["case"].programme)
    return CaseShares.objects.create(**fields)


def make_panel_item(**fields: Any) -> PanelItem:
    fields.setdefault("title", f"Panel item {next(_number)}")
    if "panel" not in fields:
        fields["panel"] = make_board()
    return PanelItem.objects.create(**fields)


def make_edition(**fields: Any) -> Edition:
    """An edition row by itself, composed by nobody in particular."""
    number = fields.setdefault("number", Edition.objects.count() + 1)
    fields.setdefault("kind", EditionKind.ORDINARY)
    fields.setdefault("composed_at", timezone.now())
    fields.setdefault("composed_by_id_number", 1)
    fields.setdefault("composed_by", "An editor")
    fields.setdefault("sha256", hashlib.sha256(f"edition {number}".encode()).hexdigest())
    return Edition.objects.create(**fields)


def make_edition_page(**fields: Any) -> EditionPage:
    if "edition" not in fields:
        fields["edition"] = make_edition()
    fields.setdefault("path", f"/page-{next(_number)}/")
    fields.setdefault("kind", "front")
    fields.setdefault("title", "A page")
    fields.setdefault("payload", "{}")
    fields.setdefault("sha256", hashlib.sha256(fields["payload"].encode()).hexdigest())
    return EditionPage.objects.create(**fields)


def make_edition_event(**fields: Any) -> EditionEvent:
    if "edition" not in fields:
        fields["edition"] = make_edition()
    fields.setdefault("kind", EditionEventKind.COMPOSED)
    fields.setdefault("at", timezone.now())
    fields.setdefault("by_id_number", 1)
    fields.setdefault("by", "An editor")
    return EditionEvent.objects.create(**fields)
