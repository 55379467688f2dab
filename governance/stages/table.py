"""The life of a case as data: which event is possible in which state, where it leads, what it needs."""

from dataclasses import dataclass

from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState as State

#: Before a case has any event.
NEW = "new"
#: Target of agreement: drafting of the next stage, or local decisions after the last.
NEXT_STAGE = "next_stage"
#: Target of an event that leaves the state as it is.
SAME = "same"

#: Facts an event may carry, with the words its form shows and a hint. Order is the order on the form.
FACTS: dict[str, tuple[str, str]] = {
    "document": ("Document version", "The exact version; it is frozen from now on."),
    "comment_deadline": ("Comments by", "The date comments are asked by."),
    "board": ("Board", "The meeting body that decided or advised."),
    "meeting": ("Meeting", "The meeting of the Summit."),
    "words": ("Words", "The recommendation, decision or statement, word for word."),
    "minute_reference": ("Minute reference", "Where the minutes record it."),
    "positions": ("Positions of the corporations", "Where each corporation stood."),
    "conditions": ("Conditions", "Conditions set, if any, word for word."),
    "asked": ("What each office is asked", "Word for word; the decision’s own words when left empty."),
    "due": ("Decisions due by", "The date the offices are asked to decide by; empty when none was set."),
    "offices": ("Offices that decide", "Both corporations of every participating force, unless you say otherwise."),
    "participants": ("Participating forces", "The forces that go on from here."),
    "asks_again": ("Ask again", "The offer has changed for the offices that remain, so each decides anew."),
    "reason": ("Reason", "Why; this is kept and shown."),
    "target": ("Next target", "When it is expected next: a date, month, season or year."),
    "sunk_cost": ("Sunk cost", "What was spent, as said; “not known” when nobody knows."),
    "successor": ("The case that replaces it", "One that the register has already; leave empty to open a new one."),
    "new_title": ("Title of the new case", "Leave empty for the title of this case."),
    "phases": ("The new cases are phases", "Tick this when they follow one another; else they are parts."),
    "children": ("Cases it is split into", "A title, the stages needed and the forces of each."),
    "figures": ("Figures divided", "Each figure of the case, divided between the new cases."),
    "agreement": ("Agreement in force", "The Section 22A agreement the service rests on."),
    "no_agreement_reason": ("Why no agreement is needed", "Only where there is none."),
    "force_dates": ("Go-live by force", "The date each force goes live."),
    "benefits": ("Benefits, actual beside forecast", "What the review found."),
    "lessons": ("Lessons", "What others should know."),
    "corrects": ("Event to correct", "The event that was recorded wrongly."),
    "strikes": ("Strike it out", "The event did not happen; the case goes back to where it was before."),
    "waives": ("Waiver", "If a requirement is waived: which, and why."),
}


@dataclass(frozen=True)
class Transition:
    """One row of the table: an event, the states it is possible in, the state after, what it needs and may take."""

    kind: Kind
    states: tuple[str, ...]
    to: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    by_hand: bool = True


OPEN = (
    State.DRAFTING,
    State.CIRCULATED,
    State.OVERSIGHT,
    State.RECOMMENDED,
    State.ON_AGENDA,
    State.DEFERRED,
    State.LOCAL_DECISIONS,
    State.APPROVED,
    State.IMPLEMENTING,
    State.LIVE,
)
BEFORE_LIVE = OPEN[:-1]
EVERY = (*OPEN, State.REVIEWED, State.REJECTED, State.SPLIT, State.STOPPED, State.SUPERSEDED)

#: What an agreement may set and, after the last stage, ask of the offices.
_ASKING = ("conditions", "asked", "due", "offices", "waives")

TRANSITIONS: tuple[Transition, ...] = (
    Transition(Kind.COMMISSION, (NEW,), State.DRAFTING, takes=("words", "waives")),
    Transition(Kind.CIRCULATE, (State.DRAFTING,), State.CIRCULATED, ("document", "comment_deadline"), ("words",)),
    Transition(Kind.REVISE, (State.CIRCULATED, State.DEFERRED), State.DRAFTING, ("words",)),
    Transition(Kind.REFER, (State.DRAFTING, State.CIRCULATED), State.OVERSIGHT, ("document",), ("words", "waives")),
    Transition(
        Kind.RECOMMEND, (State.OVERSIGHT,), State.RECOMMENDED, ("words", "minute_reference"), ("board", "conditions")
    ),
    Transition(Kind.SEND_BACK, (State.OVERSIGHT,), State.DRAFTING, ("reason", "minute_reference"), ("words",)),
    Transition(
        Kind.SCHEDULE,
        (State.RECOMMENDED, State.DEFERRED, State.DRAFTING, State.CIRCULATED, State.OVERSIGHT),
        State.ON_AGENDA,
        ("meeting",),
        ("waives",),
    ),
    Transition(Kind.AGREE, (State.ON_AGENDA,), NEXT_STAGE, ("words", "minute_reference", "positions"), _ASKING),
    Transition(Kind.AGREE_IN_PART, (State.ON_AGENDA,), NEXT_STAGE, ("words", "minute_reference", "positions"), _ASKING),
    Transition(Kind.DEFER, (State.ON_AGENDA,), State.DEFERRED, ("reason", "minute_reference", "target"), ("words",)),
    Transition(Kind.RETURN, (State.ON_AGENDA,), State.DRAFTING, ("reason", "minute_reference"), ("words", "target")),
    Transition(
        Kind.REJECT,
        (State.ON_AGENDA, State.LOCAL_DECISIONS),
        State.REJECTED,
        ("reason",),
        ("minute_reference", "words", "sunk_cost"),
    ),
    Transition(Kind.WAIVE, (State.DRAFTING,), NEXT_STAGE, ("reason",)),
    Transition(
        Kind.RESCOPE,
        (State.LOCAL_DECISIONS,),
        SAME,
        ("reason", "participants"),
        ("document", "asked", "due", "offices", "asks_again", "waives"),
    ),
    Transition(Kind.APPROVE, (State.LOCAL_DECISIONS,), State.APPROVED, by_hand=False),
    Transition(
        Kind.IMPLEMENT, (State.APPROVED,), State.IMPLEMENTING, (), ("agreement", "no_agreement_reason", "words")
    ),
    Transition(Kind.GO_LIVE, (State.IMPLEMENTING, State.LIVE), State.LIVE, ("force_dates",), ("words",)),
    Transition(Kind.REVIEW, (State.LIVE,), State.REVIEWED, ("benefits", "lessons"), ("words",)),
    Transition(
        Kind.SPLIT, BEFORE_LIVE, State.SPLIT, ("reason", "children"), ("phases", "figures", "minute_reference", "words")
    ),
    Transition(Kind.STOP, OPEN, State.STOPPED, ("reason", "sunk_cost")),
    Transition(
        Kind.SUPERSEDE,
        BEFORE_LIVE,
        State.SUPERSEDED,
        ("reason",),
        ("successor", "new_title", "minute_reference", "words"),
    ),
    Transition(
        Kind.RESUBMIT, (State.REJECTED, State.STOPPED), SAME, ("reason",), ("new_title", "minute_reference", "words")
    ),
    Transition(Kind.NOTE, EVERY, SAME, ("words",), ("target",)),
    Transition(Kind.CORRECT, EVERY, SAME, ("corrects", "reason"), ("strikes", "words")),
)

#: The events with which a stage ends: when a decision comes is said anew for the next.
STAGE_ENDS = tuple(transition.kind for transition in TRANSITIONS if transition.to == NEXT_STAGE)

#: What comes next in each state of an open case, as lists, pages and the desk say it.
NEXT_STEPS: dict[str, str] = {
    NEW: "Complete the mandate and commission it",
    State.DRAFTING: "Circulate a version for comment, or refer it to Oversight",
    State.CIRCULATED: "Refer it to Oversight, or take it back to revise",
    State.OVERSIGHT: "Oversight’s recommendation",
    State.RECOMMENDED: "A place on a Summit agenda",
    State.ON_AGENDA: "The Summit’s decision in principle",
    State.DEFERRED: "A place on a new Summit agenda",
    State.LOCAL_DECISIONS: "The decision of each office",
    State.APPROVED: "Start of implementation",
    State.IMPLEMENTING: "Go-live",
    State.LIVE: "The post-implementation review",
}

BY_KIND: dict[str, Transition] = {t.kind.value: t for t in TRANSITIONS}


def diagram() -> str:
    """The table as a Mermaid state diagram and a list of what each event needs, for docs/case-states.md."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> drafting: commission"]
    everywhere = {Kind.NOTE, Kind.CORRECT, Kind.COMMISSION}
    for t in TRANSITIONS:
        if t.kind in everywhere:
            continue
        for state in t.states:
            targets = {NEXT_STAGE: ["drafting", "local_decisions"], SAME: [state]}.get(t.to, [t.to])
            if t.kind is Kind.WAIVE:
                targets = ["drafting"]
            lines += [f"    {State(state).value} --> {State(target).value}: {t.kind.value}" for target in targets]
    lines += [f"    {state} --> [*]" for state in ("reviewed", "rejected", "split", "stopped", "superseded")]
    lines += ["```", "", "In every state: `note` records a stated fact, `correct` names the event it corrects.", ""]
    lines += ["| event | possible in | leads to | needs | may take |", "|---|---|---|---|---|"]
    for t in TRANSITIONS:
        states = "every state" if t.states == EVERY else ", ".join(_label(s) for s in t.states)
        to = {NEXT_STAGE: "drafting of the next stage; after the last, local decisions", SAME: "the same state"}
        if t.kind is Kind.WAIVE:
            to[NEXT_STAGE] = "drafting of the next stage"
        needs, takes = (", ".join(FACTS[f][0] for f in facts) or "–" for facts in (t.needs, t.takes))
        lines.append(f"| {t.kind.label} | {states} | {to.get(t.to) or _label(t.to)} | {needs} | {takes} |")
    return "\n".join(lines) + "\n"


def _label(state: str) -> str:
    return "not yet commissioned" if state == NEW else State(state).label
