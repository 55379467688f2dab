"""What a return says, the last one’s words filled in where it says “no change”, and what it must say to be submitted."""

from dataclasses import dataclass
from typing import Any

from programmes.fields import vague
from workstreams.choices import Rag, Travel

STATUS, MILESTONES, RISKS, BENEFITS = "status", "milestones", "risks", "benefits"
#: The steps of a return in order, as the reader knows them.
STEPS: dict[str, str] = {
    STATUS: "Status",
    MILESTONES: "Milestones",
    RISKS: "Risks and issues",
    BENEFITS: "Benefits",
}
#: From best to worst: the order that direction of travel goes by.
_RANK = {Rag.GREEN: 0, Rag.AMBER: 1, Rag.RED: 2}


@dataclass(frozen=True)
class Problem:
    """Something a return still needs: at which step and field, and the sentence that the writer reads."""

    step: str
    field: str
    sentence: str


@dataclass(frozen=True)
class Said:
    """The status a return comes to; `unchanged_since` is empty where its text is new."""

    rag: str
    public_text: str
    next_steps: str
    rag_reason: str
    action: str
    green_by: str
    green_by_words: str
    unchanged_since: str = ""

    @property
    def is_off_green(self) -> bool:
        """Amber or red."""
        return is_off_green(self.rag)


def is_off_green(rag: str) -> bool:
    """Amber or red: a reason, an action and a date are asked for."""
    return rag in (Rag.AMBER, Rag.RED)


def since_words(last: Any) -> str:
    """Since when a text has stood: the period or date at which it was new."""
    return last.unchanged_since or (last.period.name if last.period_id else str(vague(last, "as_at")))


def said(update: Any, last: Any) -> Said:
    """What an update says; with “no change”, every box left empty takes the words of `last`, the update before it.

    Off green the reason, action and date of the last update are taken over too; on green they are not.
    """
    own = Said(
        update.rag, update.public_text, update.next_steps, update.rag_reason, update.action, update.green_by,
        update.green_by_words,
    )  # fmt: skip
    if not update.is_unchanged or last is None:
        return own
    rag = own.rag or last.rag
    off = is_off_green(rag)
    dated = own if own.green_by or own.green_by_words or not off else last
    return Said(
        rag=rag,
        public_text=own.public_text or last.public_text,
        next_steps=own.next_steps or last.next_steps,
        rag_reason=own.rag_reason or (last.rag_reason if off else ""),
        action=own.action or (last.action if off else ""),
        green_by=dated.green_by,
        green_by_words=dated.green_by_words,
        unchanged_since="" if own.public_text else since_words(last),
    )


def problems(update: Any, last: Any) -> tuple[Problem, ...]:
    """What the status step of a return still needs before it is submitted; nothing when it is complete."""
    found: list[tuple[str, str]] = []
    now = said(update, last)
    if update.is_unchanged and last is None:
        found.append(
            ("is_unchanged", "There is no earlier status to repeat. Take the tick away and say how it stands.")
        )
    elif update.is_unchanged and update.public_text:
        found.append(
            ("is_unchanged", "You ticked “no change” and typed a new status as well. Keep the one or the other.")
        )
    if not now.rag:
        found.append(("rag", "Choose green, amber or red; the definitions say which."))
    if not now.public_text.strip():
        found.append(("public_text", "Say how the work stands, or tick “no change”."))
    if now.is_off_green:
        colour = Rag(now.rag).name.lower()
        if not now.rag_reason.strip():
            found.append(("rag_reason", f"Say why it is {colour}."))
        if not now.action.strip():
            found.append(("action", "Say what is being done so that it is green again."))
        latest = _latest(update, last, now)
        if not now.green_by:
            found.append(("green_by", "Give the date by which it is green again."))
        elif latest and update.as_at_earliest and latest < update.as_at_earliest:
            found.append(("green_by", "This date has passed. Give the date by which it is green again now."))
    return tuple(Problem(STATUS, field, sentence) for field, sentence in found)


def _latest(update: Any, last: Any, now: Said) -> Any:
    """The last day that the date of being green again can mean."""
    return update.green_by_latest if now.green_by == update.green_by else last.green_by_latest


def travel(rag: str, before: str) -> Travel:
    """Direction of travel: how a RAG status compares with the one before, which is empty where there was none."""
    if not before:
        return Travel.NEW
    step = _RANK[Rag(rag)] - _RANK[Rag(before)]
    return Travel.SAME if step == 0 else Travel.WORSE if step > 0 else Travel.BETTER
