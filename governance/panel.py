"""The Panel's loop: a draft variation of the plan, or a forthcoming decision, goes to a Police and Crime Panel and back.

Police Reform and Social Responsibility Act 2011 s5 (plans and variations: send the draft, have regard to the Panel's
report or recommendations, respond, publish the response) and s28. S1 2.2 and 6.2: forthcoming decisions are notified;
S3 8.1: “must have regard to any report or recommendation, give the Panel a response … and publish his response”.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction

from governance.choices import PanelMatter
from governance.models import PanelItem
from programmes.access import Capability, check
from programmes.fields import vague
from programmes.refusals import Refusal, happened_between


class PanelStep(StrEnum):
    """The steps of the loop, in order; the words are those of the button."""

    NOTIFY = "Notify the Panel"
    SEND = "Send the draft"
    REVIEW = "Record the Panel’s review"
    REGARD = "Record the regard had"
    RESPOND = "Record the response"
    PUBLISH = "Record its publication"


#: Step -> the field that dates it; the response has words and no day of its own.
DATED: dict[PanelStep, str] = {
    PanelStep.NOTIFY: "notified",
    PanelStep.SEND: "sent",
    PanelStep.REVIEW: "reviewed",
    PanelStep.REGARD: "regard_had",
    PanelStep.RESPOND: "responded",
    PanelStep.PUBLISH: "response_published",
}
#: What each kind of matter goes through. A notice is done once given, unless the Panel then recommends something.
LOOPS: dict[str, tuple[PanelStep, ...]] = {
    PanelMatter.PLAN_VARIATION: (
        PanelStep.SEND, PanelStep.REVIEW, PanelStep.REGARD, PanelStep.RESPOND, PanelStep.PUBLISH
    ),
    PanelMatter.FORTHCOMING: (
        PanelStep.NOTIFY, PanelStep.REVIEW, PanelStep.REGARD, PanelStep.RESPOND, PanelStep.PUBLISH
    ),
    PanelMatter.REPORT: (),
    "": (),
}  # fmt: skip


class PanelNotAllowed(Refusal):
    """The step is not possible, or lacks something; the sentence says what. `fields` names the entries at fault."""


def is_done(item: PanelItem, step: PanelStep) -> bool:
    """Whether a step is recorded."""
    return bool(getattr(item, DATED[step]))


def next_step(item: PanelItem) -> PanelStep | None:
    """The next step of the loop; None when it is closed, or the item is of a kind that has none.

    After a review at which the Panel made no report or recommendation there is nothing to answer. A notice of a
    forthcoming decision is done when given; only a review that is recorded opens it again.
    """
    for step in LOOPS[item.matter]:
        if is_done(item, step):
            continue
        if step is PanelStep.REVIEW and item.matter == PanelMatter.FORTHCOMING:
            return None
        return None if item.made_none and step not in (PanelStep.SEND, PanelStep.NOTIFY, PanelStep.REVIEW) else step
    return None


def possible_steps(item: PanelItem) -> tuple[PanelStep, ...]:
    """The steps that can be recorded now: the next one, and for a notice that was given, what the Panel made of it."""
    step = next_step(item)
    if step is not None:
        return (step,)
    noticed = item.matter == PanelMatter.FORTHCOMING and item.notified and not item.reviewed
    return (PanelStep.REVIEW,) if noticed else ()


def is_closed(item: PanelItem) -> bool:
    """Whether nothing is waited for: the notice given, or the loop gone through."""
    return bool(LOOPS[item.matter]) and next_step(item) is None


@dataclass(frozen=True)
class Given:
    """What a step says besides its day."""

    recommendation: str = ""
    made_none: bool = False
    response: str = ""
    response_url: str = ""
    answer_by: str = ""
    answer_by_words: str = ""


def record_step(
    *, item: PanelItem, step: PanelStep, by: Any, on: str, on_words: str = "", given: Given | None = None, version: int
) -> PanelItem:
    """Record the next step of a Panel item, in order; `on` is EDTF, today or earlier, and not before the last step.

    `version` is the one the person saw: a step that somebody else recorded in the meantime is refused. Raises
    NotAllowed; PanelNotAllowed. Closing needs the response and its address.
    """
    check(by, Capability.EDIT)
    given = given or Given()
    with transaction.atomic():
        item = PanelItem.objects.select_for_update().get(pk=item.pk)
        if item.version != version:
            raise PanelNotAllowed(
                "Somebody else changed this item after you opened the form. Look at it again, then record."
            )
        if step not in possible_steps(item):
            waits = next_step(item)
            raise PanelNotAllowed(
                f"“{step}” is not the next step; that is “{waits}”."
                if waits
                else f"“{step}” is not possible: nothing is waited for."
            )
        _, latest = happened_between(on, PanelNotAllowed)
        _check_order(item, step, latest)
        _fill(item, step, given)
        setattr(item, DATED[step], on)
        setattr(item, f"{DATED[step]}_words", on_words)
        item._history_user, item._change_reason = by, str(step)
        item.save()
        return item


def take_back(*, item: PanelItem, by: Any, reason: str, version: int) -> PanelItem:
    """Take back the last step of a Panel item that was recorded in error. Raises NotAllowed, PanelNotAllowed."""
    check(by, Capability.EDIT)
    if not reason.strip():
        raise PanelNotAllowed("Reason: say why the step was wrong.", "reason")
    with transaction.atomic():
        item = PanelItem.objects.select_for_update().get(pk=item.pk)
        done = [step for step in LOOPS[item.matter] if is_done(item, step)]
        if item.version != version:
            raise PanelNotAllowed("Somebody else changed this item after you opened the form. Look at it again.")
        if not done:
            raise PanelNotAllowed("No step is recorded yet.")
        last = done[-1]
        for name in _WORDS.get(last, ()):
            setattr(item, name, False if name == "made_none" else "")
        setattr(item, DATED[last], "")
        setattr(item, f"{DATED[last]}_words", "")
        item._history_user, item._change_reason = by, f"Taken back: {last}. {reason.strip()}"
        item.save()
        return item


#: What a step writes besides its day.
_WORDS: dict[PanelStep, tuple[str, ...]] = {
    PanelStep.REVIEW: ("recommendation", "made_none", "answer_by", "answer_by_words"),
    PanelStep.RESPOND: ("response",),
    PanelStep.PUBLISH: ("response_url",),
}


def _check_order(item: PanelItem, step: PanelStep, latest: dt.date) -> None:
    """A step does not come before the one it follows."""
    steps = LOOPS[item.matter]
    for earlier in steps[: steps.index(step)]:
        day = vague(item, DATED[earlier])
        if day.earliest and latest < day.earliest:
            raise PanelNotAllowed(f"Date: this is before “{earlier}”, recorded for {day}.", "on")


def _fill(item: PanelItem, step: PanelStep, given: Given) -> None:
    """Write what the step says. Raises PanelNotAllowed where it says too little."""
    if step is PanelStep.REVIEW:
        item.recommendation, item.made_none = given.recommendation.strip(), given.made_none
        item.answer_by = given.answer_by
        item.answer_by_words = given.answer_by_words  # type: ignore[attr-defined]
        if bool(item.recommendation) == item.made_none:
            raise PanelNotAllowed(
                "Recommendation: give the words of the Panel’s report or recommendation, or say that it made none.",
                "recommendation",
            )
    if step is PanelStep.RESPOND:
        item.response = given.response.strip()
        if not item.response:
            raise PanelNotAllowed("Response: give the words of the response.", "response")
    if step is PanelStep.PUBLISH:
        item.response_url = given.response_url.strip()
        if not item.response_url:
            raise PanelNotAllowed("Address: give the address where the response is published.", "response_url")
