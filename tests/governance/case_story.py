"""A case and all it needs to move: forces with their two offices, boards, meetings, documents, an editor."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from governance.case_file.copying import lines_to_divide
from governance.choices import Position, Stage
from governance.models import BusinessCase, CaseDocument, CaseEvent, LocalDecision
from governance.stages import ChildCase, DividedFigure, StageNotAllowed, advance
from programmes.models import Agreement, Body, Force
from tests.factories.case_file import make_whole_document
from tests.factories.governance import make_board, make_business_case, make_case_event, make_meeting
from tests.factories.programmes import make_agreement, make_agreement_event, make_body, make_force, make_user

SEVEN = ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Kent", "Norfolk", "Suffolk")
LEGAL_TEST = {
    "efficiency_or_effectiveness": "It costs less.",
    "existing_agreements": "None.",
    "consistent_approach": "Seen to.",
    "opportunities": "Seen to.",
}


class Story:
    """One case of some forces (each with chief constable and commissioner), and the editor who moves it."""

    def __init__(self, *forces: str, **fields: Any) -> None:
        self.editor = make_user("editor")
        self.forces = [make_force(name=name, in_seven_force=True) for name in forces or ("Kent", "Essex")]
        for force in self.forces:
            make_body(kind="chief_constable", force=force, name=f"{force} CC")
            make_body(kind="pcc", force=force, name=f"{force} PCC")
        self.summit = make_board(name="Summit", is_summit=True)
        self.oversight = make_board(name="Oversight Group")
        self.meeting = make_meeting(board=self.summit, held="2016-10-10")
        mandate = {"title": "Vetting", "purpose": "One way.", "scope": "All.", "sponsor": "A chief"}
        fields = mandate | dict.fromkeys(BusinessCase.DUTY_FIELDS, "Thought of.") | fields
        self.case = make_business_case(**fields)
        self.case.participating_forces.set(self.forces)

    # What there is

    def offices(self, *forces: str) -> list[Body]:
        return list(Body.objects.filter(force__name__in=forces or [f.name for f in self.forces]))

    def force(self, name: str) -> Force:
        return next(force for force in self.forces if force.name == name)

    def document(self, stage: str | None = None, **fields: Any) -> CaseDocument:
        """A document version of the present stage with all that its stage needs."""
        return make_whole_document(case=self.case, stage=stage or self.now.stage or Stage.OBC, **fields)

    def agreement(self, state: str = "in_force") -> Agreement:
        agreement = make_agreement(title="The agreement")
        make_agreement_event(agreement=agreement, kind="signed", sets_state=state, on="2016-10-10")
        return agreement

    @property
    def now(self) -> Any:
        """The case as the lists show it."""
        return BusinessCase.objects.with_stage().get(pk=self.case.pk)

    @property
    def place(self) -> tuple[str | None, str | None]:
        now = self.now
        return now.stage, now.state

    def local(self, office: str) -> LocalDecision:
        return LocalDecision.objects.with_outcome().get(case=self.case, body__name=office)

    # What is done

    def put(self, state: str, stage: str = Stage.OBC) -> "Story":
        """Put the case straight into a state, past the door."""
        make_case_event(case=self.case, kind="commission", stage=stage, state="drafting", on="2016-01-01")
        if state != "drafting":
            make_case_event(case=self.case, kind="refer", stage=stage, state=state, on="2016-01-02")
        return self

    def facts(self, kind: str, **given: Any) -> dict[str, Any]:
        """What an event needs, made anew where it is not given, so that nothing but the state can be against it."""
        needed: dict[str, Any] = {
            "circulate": lambda: {
                "document": given.get("document") or self.document(),
                "comment_deadline": dt.date(2016, 5, 31),
            },
            "revise": lambda: {"words": "Comments of 12 offices."},
            "refer": lambda: {"document": given.get("document") or self.document()},
            "recommend": lambda: {"words": "To agree.", "minute_reference": "OG/7"},
            "send_back": lambda: {"reason": "Costs are missing.", "minute_reference": "OG/8"},
            "schedule": lambda: {"meeting": self.meeting, "waives": "Urgent, agreed by the chair."},
            "agree": lambda: {"words": "Agreed.", "minute_reference": "S/1", "positions": self.positions()},
            "agree_in_part": lambda: {
                "words": "Agreed for one.",
                "minute_reference": "S/2",
                "positions": self.positions(**{f"{self.forces[-1]} PCC": Position.OUT}),
            },
            "defer": lambda: {"reason": "No time.", "minute_reference": "S/3", "target": "2017-21"},
            "return": lambda: {"reason": "More work.", "minute_reference": "S/4"},
            "reject": lambda: {"reason": "Too dear.", "sunk_cost": "not known"},
            "waive": lambda: {"reason": "The outline is the mandate."},
            "rescope": lambda: {"reason": "One is out.", "participants": tuple(self.forces[:1])},
            "implement": lambda: {"agreement": self.agreement()},
            "go_live": lambda: {"force_dates": {self.forces[0]: "2016-10-31"}},
            "review": lambda: {"benefits": "As forecast.", "lessons": "Begin sooner."},
            "split": lambda: {
                "reason": "Two parts.",
                "children": (ChildCase("Head post", (Stage.FBC,)), ChildCase("Structure", (Stage.FBC,))),
                "figures": self.divided(),
            },
            "supersede": lambda: {"reason": "A wider case.", "new_title": "Vetting for all"},
            "resubmit": lambda: {"reason": "The law has changed."},
            "stop": lambda: {"reason": "No longer wanted.", "sunk_cost": "not known"},
            "note": lambda: {"words": "It is said."},
            "correct": lambda: {
                "corrects": self.case.events.last(),
                "reason": "A slip.",
                "words": "It said otherwise.",
            },
        }.get(kind, dict)()
        return needed | given

    def divided(self) -> tuple[DividedFigure, ...]:
        """Every line of the last version, all of it to the first of two new cases."""
        lines = lines_to_divide(self.case, Stage(self.now.stage or Stage.OBC))
        return tuple(DividedFigure(line.name, total, (total, Decimal(0)), line.kind) for line, total in lines)

    def positions(self, **others: str) -> dict[Body, str]:
        """All in, but for the offices named."""
        return {office: others.get(office.name, Position.IN) for office in self.offices()}

    def do(self, kind: str, on: str = "2016-10-10", **given: Any) -> CaseEvent:
        """Record an event through the door with what it needs, or with what is given instead."""
        return advance(case=self.case, kind=kind, by=self.editor, on=on, **self.facts(kind, **given))

    def refused(self, kind: str, on: str = "2016-10-10", **given: Any) -> tuple[str, tuple[str, ...]]:
        """The sentence and the fields of the refusal of an event, which then left no row."""
        before = self.case.events.count()
        with pytest.raises(StageNotAllowed) as refusal:
            self.do(kind, on, **given)
        assert self.case.events.count() == before
        return str(refusal.value), refusal.value.fields

    def to_local_decisions(self) -> "Story":
        """A full business case, circulated, agreed in principle by all, with the offices for decision."""
        self.put("drafting", Stage.FBC)
        self.do("circulate", "2016-02-01")
        self.do("schedule", "2016-03-01")
        self.do("agree", "2016-04-01")
        return self

    def approve(self, *offices: str, on: str = "2016-05-01", **given: Any) -> None:
        """Record the approval of offices from their notices."""
        from governance.decisions import record_local

        for office in offices:
            record_local(
                local_decision=self.local(office), outcome="approved", by=self.editor, on=on,
                **{"notice_reference": "DN/1", **given},
            )  # fmt: skip
