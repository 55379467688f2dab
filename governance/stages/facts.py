"""What an event may carry, the case as it stands, and the errors the doors raise."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from governance.choices import CaseEventKind, CaseState, Position, Stage
from governance.models import Board, BusinessCase, CaseDocument, CaseEvent, Meeting
from governance.stages.table import NEW
from programmes.models import Agreement, Body, Force
from programmes.refusals import Refusal


class StageNotAllowed(Refusal):
    """The event is not possible, or lacks something; the sentence says what. `fields` names the facts at fault."""


@dataclass(frozen=True)
class ChildCase:
    """One of the cases a split opens; it starts drafting at its first needed stage."""

    title: str
    stages: tuple[Stage, ...]
    forces: tuple[Force, ...] = ()
    purpose: str = ""
    scope: str = ""


@dataclass(frozen=True)
class DividedFigure:
    """A figure of the case in pounds and its parts, one for each child in order; the parts must sum to it.

    `kind` is the FigureKind of a line of the case’s document; empty for another figure.
    """

    label: str
    total: Decimal
    parts: tuple[Decimal, ...]
    kind: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything an event may carry; which are needed is in the table."""

    document: CaseDocument | None = None
    comment_deadline: dt.date | None = None
    board: Board | None = None
    meeting: Meeting | None = None
    words: str = ""
    minute_reference: str = ""
    positions: dict[Body, Position] = field(default_factory=dict)
    conditions: str = ""
    asked: str = ""
    due: str = ""
    offices: tuple[Body, ...] = ()
    asks_again: bool = False
    participants: tuple[Force, ...] = ()
    reason: str = ""
    target: str = ""
    target_words: str = ""
    sunk_cost: str = ""
    successor: BusinessCase | None = None
    new_title: str = ""
    phases: bool = False
    children: tuple[ChildCase, ...] = ()
    figures: tuple[DividedFigure, ...] = ()
    agreement: Agreement | None = None
    no_agreement_reason: str = ""
    force_dates: dict[Force, str] = field(default_factory=dict)
    benefits: str = ""
    lessons: str = ""
    corrects: CaseEvent | None = None
    strikes: bool = False
    waives: str = ""

    def has(self, name: str) -> bool:
        """Whether a fact was given; blank text counts as not given."""
        value: Any = getattr(self, name)
        return bool(value.strip()) if isinstance(value, str) else bool(value)


@dataclass(frozen=True)
class Standing:
    """Where a case stands after its last event."""

    stage: Stage
    state: str
    last_seq: int

    @property
    def state_label(self) -> str:
        return "not yet commissioned" if self.state == NEW else CaseState(self.state).label


def standing(case: BusinessCase) -> Standing:
    """Where a case stands, read from its events now."""
    return standing_after(case, case.events.order_by("-seq").only("stage", "state", "seq").first())


def standing_after(case: BusinessCase, last: CaseEvent | None) -> Standing:
    """Where a case stands after its last event, or with none yet."""
    if last is None:
        return Standing(case.needed_stages()[0], NEW, 0)
    return Standing(Stage(last.stage), last.state, last.seq)


def steps(case: BusinessCase) -> list[CaseEvent]:
    """The events that stand and moved the case, in the order recorded; struck ones, corrections, notes left out."""
    return list(case.events.steps().select_related("meeting__board").order_by("seq"))


def next_stage(case: BusinessCase, stage: Stage) -> Stage | None:
    """The needed stage after `stage`, or None after the last."""
    order = list(Stage)
    later = [s for s in case.needed_stages() if order.index(s) > order.index(stage)]
    return later[0] if later else None


def struck_ids(case: BusinessCase) -> set[int]:
    """Ids of the events that a correction has struck out."""
    strikes = case.events.filter(kind=CaseEventKind.CORRECT, detail__strikes=True)
    return {pk for pk in strikes.values_list("corrects_id", flat=True) if pk is not None}
