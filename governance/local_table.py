"""The life of one office’s decision as data: what may come after what, and who brings it (domain 3.4)."""

from dataclasses import dataclass

from governance.choices import LocalOutcome as Outcome

#: Before the office is asked.
NOT_ASKED = "not_asked"
ANSWERS = (
    Outcome.APPROVED,
    Outcome.APPROVED_WITH_CONDITIONS,
    Outcome.DEFERRED,
    Outcome.REJECTED,
    Outcome.OPTED_OUT,
)
_OFFICE = "the office’s recorder, or the programme team from the notice"
_CASE = "the programme team, by an event of the case"


@dataclass(frozen=True)
class Step:
    """One row of the table: what happens, after which outcomes, the outcome then, who brings it, what it needs."""

    name: str
    label: str
    after: tuple[str, ...]
    to: str
    by: str
    needs: str = ""


_ASKED = (Outcome.AWAITING, *ANSWERS)
_LAW = "the day; the legal test of s23 and s23HA, or the notice it is recorded from"

STEPS: tuple[Step, ...] = (
    Step("ask", "Asked after the agreement in principle", (NOT_ASKED,), Outcome.AWAITING, _CASE),
    Step("approve", "Approves", _ASKED, Outcome.APPROVED, _OFFICE, _LAW),
    Step("approve_with_conditions", "Approves with conditions", _ASKED, Outcome.APPROVED_WITH_CONDITIONS, _OFFICE,
         f"{_LAW}; the conditions: it counts once each is closed"),
    Step("defer", "Defers", _ASKED, Outcome.DEFERRED, _OFFICE, "the day; the reason"),
    Step("reject", "Rejects", _ASKED, Outcome.REJECTED, _OFFICE, "the day; the reason"),
    Step("opt_out", "Opts out", _ASKED, Outcome.OPTED_OUT, _OFFICE, "the day; the reason"),
    Step("ask_again", "Asked again: another version, share or offer", ANSWERS, Outcome.AWAITING, _CASE),
    Step("correct", "Its only answer was recorded in error", ANSWERS, Outcome.AWAITING, _OFFICE, "the reason"),
    Step("leave_out", "The case is re-scoped without it before it decided", (Outcome.AWAITING, Outcome.DEFERRED),
         Outcome.NOT_REQUIRED, _CASE, "the reason"),
    Step("close", "The case is closed before it decided", (Outcome.AWAITING, Outcome.DEFERRED), Outcome.NOT_REQUIRED,
         _CASE),
)  # fmt: skip

#: Outcomes an office may record; the others follow from what happens to the case.
RECORDABLE = tuple(Outcome(step.to) for step in STEPS if step.by == _OFFICE and step.name != "correct")


def diagram() -> str:
    """The table as a Mermaid state diagram and a list of what each step needs, for docs/local-decision-states.md."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for step in STEPS:
        lines += [f"    {_node(before)} --> {step.to}: {step.name}" for before in step.after]
    lines += ["    approved --> [*]", "    not_required --> [*]", "```", ""]
    lines += ["| step | after | outcome then | by | needs |", "|---|---|---|---|---|"]
    for step in STEPS:
        after = ", ".join("not asked" if before == NOT_ASKED else Outcome(before).label for before in step.after)
        lines.append(f"| {step.label} | {after} | {Outcome(step.to).label} | {step.by} | {step.needs or '–'} |")
    return "\n".join(lines) + "\n"


def _node(outcome: str) -> str:
    return "[*]" if outcome == NOT_ASKED else outcome
