"""A Panel item on the desk: its loop as steps with their days, overdue ones said in words, and the form of the next step."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from governance import panel
from governance.clocks import panel_clocks
from governance.models import PanelItem
from governance.panel import DATED, LOOPS, Given, PanelNotAllowed, PanelStep
from programmes.access import Capability, check
from programmes.choices import ClockStage
from programmes.clocks import Clock
from programmes.event_forms import DatedForm, VagueField, form_page, text_area
from programmes.fields import vague
from programmes.navigation import Link
from programmes.phrases import lower_first
from programmes.plain_forms import PlainForm

#: The part of an address that names a step.
SLUGS: dict[str, PanelStep] = {step.name.lower(): step for step in PanelStep}
#: What a step is called once it is done.
DONE: dict[PanelStep, str] = {
    PanelStep.NOTIFY: "Notified",
    PanelStep.SEND: "Draft sent",
    PanelStep.REVIEW: "Reviewed",
    PanelStep.REGARD: "Regard had",
    PanelStep.RESPOND: "Response given",
    PanelStep.PUBLISH: "Response published",
}


@dataclass(frozen=True)
class Stage:
    """One step of the loop, as includes/stage_bar.html shows it."""

    label: str
    state: str
    words: str


def loop(item: PanelItem) -> list[Stage]:
    """The steps of an item with their days; the one waited for says how near or how long overdue it is."""
    waits, clock = panel.next_step(item), next(panel_clocks(item), None)
    stages = []
    for step in LOOPS[item.matter]:
        day = str(vague(item, DATED[step]))
        if day:
            stages.append(Stage(DONE[step], "done", day))
        elif step is waits:
            stages.append(Stage(DONE[step], *_waiting(clock)))
        elif waits is None:
            stages.append(Stage(DONE[step], "not-needed", ""))
        else:
            stages.append(Stage(DONE[step], "to-come", ""))
    return stages


def _waiting(clock: Clock | None) -> tuple[str, str]:
    if clock is None:
        return "current", "Waited for; no day is set"
    today = timezone.localdate()
    is_late = clock.stage(today) == ClockStage.OVERDUE
    return "stopped" if is_late else "current", f"{clock.words(today)} ({clock.due_words})"


def state_of(item: PanelItem) -> str:
    """Where an item stands, in a sentence."""
    if not LOOPS[item.matter]:
        return "It goes through no loop." if item.matter else "Say first what kind of matter it is."
    if (waits := panel.next_step(item)) is not None:
        return f"Next: {lower_first(waits)}"
    if item.response_published:
        return "Closed: the response is published"
    return "Closed: the Panel made no report or recommendation" if item.made_none else "Closed: the Panel was notified"


def desk_of(item: PanelItem) -> dict[str, Any]:
    """What the item’s page shows beside its form."""
    steps = panel.possible_steps(item)
    buttons = [Link(str(step), _url(item, step.name.lower())) for step in steps]
    if any(panel.is_done(item, step) for step in LOOPS[item.matter]):
        buttons.append(Link("Take back the last step", _url(item, "back")))
    clocks = list(panel_clocks(item))
    today = timezone.localdate()
    return {
        "stages": loop(item),
        "state": state_of(item),
        "buttons": buttons,
        "due": [f"{clock.asks}: {clock.words(today)} ({clock.due_words}; {clock.why})" for clock in clocks],
    }


def _url(item: PanelItem, slug: str) -> str:
    return reverse("admin:governance_panelitem_step", args=[item.pk, slug])


class StepForm(DatedForm):
    """One step of the loop: its day, and what that step says."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    recommendation = forms.CharField(
        label="Recommendation", required=False, widget=text_area(5),
        help_text="The Panel’s report or recommendation, word for word.",
    )  # fmt: skip
    made_none = forms.BooleanField(label="The Panel made no report or recommendation", required=False)
    answer_by = VagueField(
        label="Response due", required=False, max_length=60, help_text="Where the Panel set a day for the response."
    )
    answer_by_words = forms.CharField(label="Response due, words as written", required=False, max_length=200)
    response = forms.CharField(
        label="Response", required=False, widget=text_area(5), help_text="Word for word. Needed."
    )
    response_url = forms.CharField(
        label="Address", required=False, max_length=500, help_text="Where the response is published. Needed to close."
    )

    FIELDS: dict[PanelStep, tuple[str, ...]] = {
        PanelStep.REVIEW: ("recommendation", "made_none", "answer_by", "answer_by_words"),
        PanelStep.RESPOND: ("response",),
        PanelStep.PUBLISH: ("response_url",),
    }

    def __init__(self, *args: Any, item: PanelItem, step: PanelStep, **kwargs: Any) -> None:
        own = self.FIELDS.get(step, ())
        self.vague_names = ("on", "answer_by") if "answer_by" in own else ("on",)
        super().__init__(*args, **kwargs)
        self.initial["version"] = item.version
        for name in [n for n in self.fields if n not in (*own, "on", "on_words", "token", "version")]:
            del self.fields[name]
        self.groups = [("", "", ["on", "on_words", *own])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        url = cleaned.get("response_url", "")
        if url and not url.startswith(("https://", "http://")):
            self.add_error("response_url", "This is no address on the web; it begins with https://.")
        return cleaned

    def given(self) -> Given:
        """What the step says besides its day."""
        cleaned = self.cleaned_data
        return Given(**{name: cleaned[name] for name in Given.__dataclass_fields__ if cleaned.get(name)})


class TakeBackForm(PlainForm):
    """Why the last step is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label="Reason", required=False, widget=text_area(), help_text="Why it was recorded wrongly."
    )

    def __init__(self, *args: Any, item: PanelItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = item.version
        self.groups = [("", "", ["reason"])]


def step_view(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Record the next step of a Panel item, or take back the last."""
    check(request.user, Capability.EDIT)
    rows = PanelItem.objects.visible_to(request.user).select_related("meeting__board")
    item = get_object_or_404(rows, pk=pk)
    if slug == "back":
        return _take_back(request, item)
    if slug not in SLUGS:
        raise Http404("There is no such step.")
    step = SLUGS[slug]
    form = StepForm(request.POST or None, item=item, step=step)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        if _sent_before(item, step, cleaned):
            return _done(request, item, f"Recorded: {DONE[step].lower()}.")
        try:
            panel.record_step(
                item=item, step=step, by=request.user, on=cleaned["on"], on_words=cleaned["on_words"],
                given=form.given(), version=cleaned["version"],
            )  # fmt: skip
        except PanelNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            return _done(request, item, f"Recorded: {DONE[step].lower()}.")
    why_not = "" if step in panel.possible_steps(item) else f"“{step}” is not possible now. {state_of(item)}."
    return form_page(request, item, _back(item), f"{step}: {item}", form=form, why_not=why_not, button=str(step))


def _sent_before(item: PanelItem, step: PanelStep, cleaned: dict[str, Any]) -> bool:
    """The same form came twice: the step it asks for is recorded with the same day, by the save right after it was opened."""
    same_day = getattr(item, DATED[step]) == cleaned["on"]
    return item.version == cleaned["version"] + 1 and panel.is_done(item, step) and same_day


def _take_back(request: HttpRequest, item: PanelItem) -> HttpResponse:
    form = TakeBackForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            panel.take_back(item=item, by=request.user, reason=given["reason"], version=given["version"])
        except PanelNotAllowed as error:
            form.add_error(error.fields[0] if error.fields else None, str(error).removeprefix("Reason: "))
        else:
            return _done(request, item, "The last step is taken back; the history keeps what it said.")
    title = f"Take back the last step: {item}"
    return form_page(request, item, _back(item), title, form=form, why_not="", button="Take it back")


def _back(item: PanelItem) -> str:
    return reverse("admin:governance_panelitem_change", args=[item.pk])


def _done(request: HttpRequest, item: PanelItem, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(_back(item))
