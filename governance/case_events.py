"""The events of a case in words: what happened, at which stage, and what was entered with it."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import get_text_list

from governance.choices import STAGE_SHORT, CaseState, Stage
from governance.choices import CaseEventKind as Kind
from governance.models import CaseEvent
from programmes.amounts import pounds
from programmes.dates import in_words
from programmes.fields import vague
from programmes.phrases import lower_first

_PAST = {
    Kind.COMMISSION: "Commissioned",
    Kind.CIRCULATE: "Circulated for comment",
    Kind.REVISE: "Taken back to revise",
    Kind.REFER: "Referred to Oversight",
    Kind.RECOMMEND: "Recommended by Oversight",
    Kind.SEND_BACK: "Sent back by Oversight",
    Kind.SCHEDULE: "Put on a Summit agenda",
    Kind.DEFER: "Deferred",
    Kind.RETURN: "Returned by the Summit",
    Kind.REJECT: "Rejected",
    Kind.AGREE: "Agreed in principle",
    Kind.AGREE_IN_PART: "Agreed in part",
    Kind.SPLIT: "Split into further cases",
    Kind.APPROVE: "Approved by every required office",
    Kind.RESCOPE: "Re-scoped",
    Kind.IMPLEMENT: "Implementation started",
    Kind.GO_LIVE: "Went live",
    Kind.REVIEW: "Reviewed",
    Kind.STOP: "Stopped",
    Kind.SUPERSEDE: "Replaced by another case",
    Kind.RESUBMIT: "Submitted again as a new case",
    Kind.WAIVE: "Stage waived",
    Kind.NOTE: "Noted",
    Kind.CORRECT: "Correction",
}

#: Events that end a stage: they are of the stage before, not of the one they lead to.
_ENDS_STAGE = (Kind.AGREE, Kind.AGREE_IN_PART, Kind.WAIVE)

#: Events that come after the last stage was agreed, or of the whole case: no stage is named with them.
_OF_NO_STAGE = (
    Kind.APPROVE, Kind.RESCOPE, Kind.IMPLEMENT, Kind.GO_LIVE, Kind.REVIEW, Kind.SUPERSEDE, Kind.CORRECT,
)  # fmt: skip


#: What is said of a step that a case has passed and of which no event tells.
NOTHING_RECORDED = "Nothing recorded"


def past(event: CaseEvent) -> str:
    """What happened, said of the past."""
    return _PAST[Kind(event.kind)]


def stage_of(event: CaseEvent, before: CaseEvent | None) -> str:
    """The short name of the stage an event belongs to, “OBC”; "" for one that is of no stage.

    `event.stage` is the stage it left the case in: agreement of the OBC leaves it in the FBC. `before` is the event
    before it in the case, None for the first.
    """
    if event.kind in _OF_NO_STAGE:
        return ""
    stage = before.stage if before and event.kind in _ENDS_STAGE else event.stage
    return STAGE_SHORT[Stage(stage)]


def titles(events: Iterable[CaseEvent]) -> dict[int, str]:
    """What each event of a case says it was, by its key: “Agreed in principle (OBC)”. Events in their order."""
    found: dict[int, str] = {}
    before = None
    for event in events:
        stage = stage_of(event, before)
        found[event.pk] = f"{past(event)} ({stage})" if stage else past(event)
        before = event
    return found


def then_words(event: CaseEvent) -> str:
    """For a note that moved its case, where the case stands then."""
    return f": the case is then {lower_first(CaseState(event.state).label)}"


def figures_words(event: CaseEvent) -> str:
    """The figures that a split divided: “Set-up: £100 in parts of £60 and £40”."""
    return "; ".join(
        f"{f['label']}: {pounds(Decimal(f['total']))} in parts of {' and '.join(pounds(Decimal(p)) for p in f['parts'])}"
        for f in event.detail.get("figures", [])
    )


def live_words(event: CaseEvent, forces: Mapping[str, str]) -> str:
    """When each force went live, those of one day together: “Kent (January 2017); Essex and Suffolk (3 April 2017)”.

    `forces` names by reference the forces that may be named.
    """
    named: dict[str, list[str]] = {}
    for reference, edtf in event.detail.get("force_dates", {}).items():
        if reference in forces:
            named.setdefault(edtf, []).append(forces[reference])
    return "; ".join(
        f"{get_text_list(sorted(names), 'and')} ({in_words(edtf)})" for edtf, names in sorted(named.items())
    )


def lines(
    event: CaseEvent, *, sees: Callable[[Any], bool], forces: Mapping[str, str], positions: Iterable[str] = ()
) -> str:
    """What an event says, line by line; a board, meeting or document that `sees` denies is not named."""
    place = event.meeting or event.board
    named = [
        ("By force", live_words(event, forces)),
        ("At", str(place) if place and sees(place) else ""),
        ("Document", str(event.document) if event.document and sees(event.document) else ""),
        ("Because", event.reason),
        ("Conditions", event.conditions),
        ("Waived", event.waives),
        ("Minute", event.minute_reference),
        ("Next target", str(vague(event, "target"))),
        ("Sunk cost", event.detail.get("sunk_cost", "")),
        ("Figures divided", figures_words(event)),
        ("Replaced by", event.detail.get("successor", "")),
        ("Benefits", event.detail.get("benefits", "")),
        ("Lessons", event.detail.get("lessons", "")),
        ("Why no agreement is needed", event.detail.get("no_agreement_reason", "")),
        ("Positions", "; ".join(positions)),
    ]
    return "\n".join(filter(None, [event.words, *(f"{label}: {value}" for label, value in named if value)]))
