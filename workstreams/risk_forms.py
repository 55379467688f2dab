"""The forms of what happens to a risk: each asks for its day and for words, and keeps the version it was opened at."""

from typing import Any

from django import forms
from django.utils import timezone

from programmes.choices import Marking
from programmes.history import Reference
from programmes.plain_forms import PlainForm
from workstreams import risks
from workstreams.models import Risk, RiskEvent
from workstreams.scores import IMPACT, LIKELIHOOD, Score


def _levels(words: dict[int, str]) -> list[tuple[str, str]]:
    return [("", "Not scored"), *((str(n), f"{n}: {word.lower()}") for n, word in words.items())]


def _score(label: str, words: dict[int, str]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_levels(words), coerce=int, empty_value=None, required=False)


class StepForm(PlainForm):
    """Day, words and version; each step adds what it asks besides. `record()` goes through the door."""

    on = forms.DateField(label="Date", help_text="When it happened, for example 21/04/2016. Today, unless told.")
    words = forms.CharField(
        label="Reason or outcome",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why, or with what result. It is kept and shown.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, risk: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), "version": risk.version, **self.first(risk)}
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in StepForm.base_fields), *StepForm.base_fields])

    def first(self, risk: Any) -> dict[str, Any]:
        """What the boxes of this step hold at first."""
        return {}

    def shared(self, risk: Risk, by: Any) -> dict[str, Any]:
        """What every door takes."""
        given = self.cleaned_data
        return {"risk": risk, "by": by, "on": given["on"], "words": given["words"], "version": given["version"]}

    def record(self, risk: Risk, by: Any) -> RiskEvent:
        """Go through the door of this step."""
        raise NotImplementedError


class ScoreForm(StepForm):
    likelihood = _score("Likelihood before the response", LIKELIHOOD)
    impact = _score("Impact before the response", IMPACT)
    residual_likelihood = _score("Likelihood after the response", LIKELIHOOD)
    residual_impact = _score("Impact after the response", IMPACT)

    def first(self, risk: Any) -> dict[str, Any]:
        return {name: getattr(risk, name) for name in risks.SCORES}

    def record(self, risk: Risk, by: Any) -> RiskEvent:
        one, two, three, four = (self.cleaned_data[name] for name in risks.SCORES)
        return risks.rescore(score=Score(one, two), residual=Score(three, four), **self.shared(risk, by))


class ReviewForm(StepForm):
    next_on = forms.DateField(
        label="Next review",
        required=False,
        help_text="For example 21/04/2016. Leave empty when no further review is planned.",
    )

    def record(self, risk: Risk, by: Any) -> RiskEvent:
        return risks.review(next_on=self.cleaned_data["next_on"], **self.shared(risk, by))


class EscalateForm(StepForm):
    board = forms.ChoiceField(label="Board", required=False)
    to = forms.CharField(
        label="Or another level or person",
        required=False,
        max_length=200,
        help_text="When it is none of the boards above, for example the senior responsible owner.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = Reference.objects.filter(prefix="BRD").exclude(marking=Marking.SENSITIVE)
        self.boards = dict(boards.order_by("title", "number").values_list("code", "title"))
        choices: Any = [("", "None of these"), *self.boards.items()]
        self.fields["board"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("board") and cleaned.get("to"):
            self.add_error("to", "A board is chosen above: leave this empty, or choose no board.")
        return cleaned

    def record(self, risk: Risk, by: Any) -> RiskEvent:
        board = self.cleaned_data["board"]
        to = self.boards[board][:200] if board else self.cleaned_data["to"]
        return risks.escalate(to=to, to_board=board, **self.shared(risk, by))


class TakeBackForm(StepForm):
    def record(self, risk: Risk, by: Any) -> RiskEvent:
        return risks.take_back(**self.shared(risk, by))


class CloseForm(StepForm):
    def record(self, risk: Risk, by: Any) -> RiskEvent:
        return risks.close(**self.shared(risk, by))


class ReopenForm(StepForm):
    def record(self, risk: Risk, by: Any) -> RiskEvent:
        return risks.reopen(**self.shared(risk, by))
