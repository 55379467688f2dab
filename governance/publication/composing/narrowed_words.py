"""What a narrowed list of decisions is called: its title, and the sentence below it."""

from collections.abc import Mapping

from programmes.phrases import lower_first
from programmes.tables.base import count_words

#: Under what it is narrowed by: the value in the address, and its words.
Told = Mapping[str, tuple[str, str]]

WHAT = (
    "What was decided, by whom and when, the latest first: decisions of boards, those of the Summit in principle, and each "
    "office’s own decision, which is final for that office."
)
INTRO = f"{WHAT} Rejections and deferrals are here too."
#: As many as `entries.MOST_YEARS`: one that may mean more stands under the last alone.
SEVERAL_YEARS = "A decision whose date may mean any of up to six years stands under each of them."


def title_of(told: Told) -> str:
    """A title such as “Decisions of Kent PCC, 2019, on Procurement: rejected, or opted out”."""
    title = "Decisions"
    if body := told.get("by"):
        title += " whose maker is said in words alone" if body[0] == "words" else f" of {body[1]}"
    if year := told.get("year"):
        said = "without a date" if year[0] == "no-date" else year[1] if body else f"of {year[1]}"
        title += f", {said}" if body else f" {said}"
    if area := told.get("area"):
        title += f", on {area[1]}" if body and (year or body[0] == "words") else f" on {area[1]}"
    if outcome := told.get("outcome"):
        title += f": {lower_first(outcome[1])}"
    return title


def intro_of(told: Told, count: int) -> str:
    """What the register holds; of a year what stands under it; of several choices how many it holds by what.

    Of one outcome it does not say that others are here too.
    """
    several = SEVERAL_YEARS if "year" in told and told["year"][0] != "no-date" else ""
    if len(told) == 1:
        return several if "year" in told else WHAT if "outcome" in told else INTRO
    said = ", ".join(_said(kind, *value) for kind, value in told.items())
    order = ", the latest first" if count > 1 else ""
    return f"{count_words(count, 'decision', 'decisions')}{order}: {said}. {several}".strip()


def _said(kind: str, value: str, words: str) -> str:
    if kind == "by":
        return "whose maker is said in words alone" if value == "words" else f"by {words}"
    if kind == "year":
        return "without a date" if value == "no-date" else f"dated {words}"
    return f"on {words}" if kind == "area" else f"with the outcome “{lower_first(words)}”"
