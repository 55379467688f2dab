"""The forms of a meeting's pages on the desk."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone

from governance.choices import CadenceWeek, DecisionKind, Month, Position, Weekday
from governance.meetings.outcomes import OUTCOMES, Said, ToDo
from governance.meetings.rules import may_agree_minutes
from governance.models import Action, AgendaItem, Meeting
from governance.stages import required_corporations
from programmes.admin.form_fields import date_input
from programmes.dates import DateNotUnderstood, bounds
from programmes.editing import VersionedForm, check_vague_dates, fill_vague_dates
from programmes.event_forms import DatedForm, VagueField, new_token, text_area
from programmes.fields import vague
from programmes.files import FileField
from programmes.models import Body
from programmes.plain_forms import PlainForm

#: How many actions an item’s form has room for at once.
ACTIONS = 3
#: The entries that say what was decided, in their order.
_SAID = ("outcome", "wording", "reason", "conditions", "target", "target_words", "minute_reference")
#: What the doors call an entry that the form calls otherwise.
_NAMED = {"words": "wording", "notice_reference": "minute_reference", "action": "action_1_due"}


class _Form(PlainForm):
    """A form with the token that records it once, and a place for the sentence of a refusal."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())

    def refuse(self, sentence: str, names: tuple[str, ...] = ()) -> None:
        """Show a door’s sentence at the first field it names, else above the form."""
        for name in (_NAMED.get(name, name) for name in names):
            for field in self.fields:
                if field == name or field.startswith(f"{name}_"):
                    told = sentence.removeprefix(f"{self[field].label}: ").removeprefix("Positions: ")
                    self.add_error(field, told[0].upper() + told[1:])
                    return
        self.add_error(None, sentence)

    def keep_quiet(self) -> None:
        """Show what was typed without judging it: this form was not the one that was sent off."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}


class AddForm(_Form):
    """Put a case, an agreement or an action on the agenda by its reference."""

    reference = forms.CharField(max_length=20, help_text="A case, agreement or action, such as CASE-4, AGR-7 or ACT-3.")
    waives = forms.CharField(
        label="Waiver, with its reason", required=False, max_length=2000, widget=text_area(2),
        help_text="For a case that Oversight has not recommended and that goes before the Summit all the same.",
    )  # fmt: skip


class NoteForm(_Form):
    """An item of its own words."""

    title = forms.CharField(max_length=250)
    note = forms.CharField(required=False, max_length=10_000, widget=text_area(2))
    recommendation = forms.CharField(required=False, max_length=10_000, widget=text_area(2))
    presenter = forms.CharField(label="Presented by", required=False, max_length=160)


class PaperFileForm(_Form):
    """A file of a paper."""

    file = FileField(label="File")
    title = forms.CharField(required=False, max_length=200)


class DayForm(DatedForm):
    """The day of the meeting, as every outcome of it bears it."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        held = vague(meeting, "held")
        initial = {"on": held.edtf, "on_words": held.words}
        super().__init__(
            *args, initial=initial if held.earliest and held.earliest <= timezone.localdate() else {}, **kwargs
        )
        self.fields["on"].help_text = "The day the meeting was held: 2016-04-21, 2016-04, 2016 or 2016-23 (autumn)."
        del self.fields["token"]


class OutcomeForm(_Form):
    """What the meeting said on one item; once its outcome is recorded, further actions alone."""

    outcome = forms.ChoiceField(
        choices=[("", "Not recorded"), *((kind.value, kind.label) for kind in OUTCOMES)], required=False
    )
    wording = forms.CharField(
        required=False, max_length=10_000, widget=text_area(), help_text="The decision, word for word."
    )
    reason = forms.CharField(
        required=False, max_length=10_000, widget=text_area(2),
        help_text="Needed when the item was deferred, returned or rejected.",
    )  # fmt: skip
    conditions = forms.CharField(
        required=False, max_length=10_000, widget=text_area(2), help_text="If any, word for word; one on a line."
    )
    target = forms.CharField(
        label="Next target", required=False, max_length=60,
        help_text="When it comes back after a deferral: 2017-01-25, 2017-01, 2017 or 2017-21 (spring).",
    )  # fmt: skip
    target_words = forms.CharField(
        label="Next target, words as said", required=False, max_length=200,
        help_text="Such as “early 2020”. Alone it is enough where it names a date.",
    )  # fmt: skip
    minute_reference = forms.CharField(required=False, max_length=120)
    all_in = forms.BooleanField(label="All offices were in, but for those named below", required=False)

    def __init__(
        self, *args: Any, item: AgendaItem, number: str, on: str = "", recorded: bool = False, **kw: Any
    ) -> None:
        kw["initial"] = {"minute_reference": f"{item.meeting.reference}, item {number}"}
        super().__init__(*args, prefix=item.reference, **kw)
        self.item, self.number, self.recorded = item, number, recorded
        self.bodies: list[Body] = []
        if recorded:
            for name in (*_SAID, "all_in"):
                del self.fields[name]
        else:
            self.bodies = self._offices(on)
            self.fields["wording"].widget.attrs["rows"] = 4
            for body in self.bodies:
                self.fields[f"positions_{body.pk}"] = forms.ChoiceField(
                    label=str(body), choices=[("", "Not recorded"), *Position.choices], required=False
                )
            if not self.bodies:
                del self.fields["all_in"]
        for n in range(1, ACTIONS + 1):
            self.fields[f"action_{n}_words"] = forms.CharField(
                label=f"Action {n}", required=False, max_length=10_000, widget=text_area(2)
            )
            self.fields[f"action_{n}_owner"] = forms.CharField(
                label=f"Action {n}: owner", required=False, max_length=160
            )
            self.fields[f"action_{n}_due"] = VagueField(
                label=f"Action {n}: due",
                required=False,
                max_length=60,
                help_text="A date, or words such as “March 2020”.",
            )

        if self.is_bound and not recorded:
            fill_vague_dates(self, ["target"])

    def _offices(self, on: str) -> list[Body]:
        """The offices of the case on that day; of the board, for an item without one."""
        if self.item.case:
            return required_corporations(self.item.case, on)
        seats = self.item.meeting.board.members.exclude(body=None).select_related("body").order_by("body__name")
        return [seat.body for seat in seats if seat.body and not seat.ends]

    @property
    def main(self) -> list[Any]:
        """The fields of the outcome itself."""
        return [self[name] for name in _SAID if name in self.fields]

    @property
    def stood(self) -> list[Any]:
        """The fields of the positions."""
        return [self[name] for name in self.fields if name == "all_in" or name.startswith("positions_")]

    @property
    def to_do(self) -> list[Any]:
        """The fields of the actions."""
        return [self[name] for name in self.fields if name.startswith("action_")]

    def is_touched(self) -> bool:
        """Whether anything was typed into this form."""
        return any(name != "token" for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.recorded:
            check_vague_dates(self, ["target"])
        said = [n for n in ("wording", "reason", "conditions", "target", "target_words") if cleaned.get(n)]
        if said and not cleaned.get("outcome") and not self.recorded and "outcome" not in self.errors:
            self.add_error("outcome", "Choose what the meeting decided; what you typed is kept.")
        for n in range(1, ACTIONS + 1):
            told = cleaned.get(f"action_{n}_owner") or cleaned.get(f"action_{n}_due")
            if told and not cleaned.get(f"action_{n}_words"):
                self.add_error(f"action_{n}_words", "Say what is to be done.")
        return cleaned

    def said(self) -> Said:
        """What was said, as the door takes it."""
        cleaned = self.cleaned_data
        chosen = {
            body: cleaned.get(f"positions_{body.pk}") or ("in" if cleaned.get("all_in") else "") for body in self.bodies
        }
        return Said(
            wording=cleaned["wording"], reason=cleaned["reason"], conditions=cleaned["conditions"],
            minute_reference=cleaned["minute_reference"], target=cleaned["target"],
            target_words=cleaned["target_words"],
            positions={body: Position(position) for body, position in chosen.items() if position},
        )  # fmt: skip

    def actions(self) -> list[ToDo]:
        """The actions to set."""
        found = []
        for n in range(1, ACTIONS + 1):
            words, due = self.cleaned_data.get(f"action_{n}_words"), self.cleaned_data.get(f"action_{n}_due") or ""
            if words:
                typed = str(self.data.get(self.add_prefix(f"action_{n}_due")) or "").strip()
                owner = self.cleaned_data.get(f"action_{n}_owner") or ""
                found.append(ToDo(words, owner, due, typed if typed != due else ""))
        return found

    @property
    def kind(self) -> DecisionKind | None:
        """The outcome that was chosen."""
        value = self.cleaned_data.get("outcome")
        return DecisionKind(value) if value else None


class ActionForm(VersionedForm):
    """How far an action is, and when it was closed."""

    class Meta:
        model = Action
        fields = ("owner", "due", "due_words", "outcome", "closed_on")
        widgets = {"outcome": text_area(), "closed_on": date_input()}
        labels = {"outcome": "What was done", "closed_on": "Closed on"}
        help_texts = {"closed_on": "Leave empty while it is open: it then comes back at each meeting of the board."}

    def clean_closed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["closed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This lies in the future; close the action once it is done.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("closed_on") and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", "Say what was done; it is shown when the action no longer is.")
        return cleaned


class SeriesForm(PlainForm):
    """From when to when, and by which rule."""

    first = forms.DateField(label="From", widget=date_input())
    last = forms.DateField(label="To", widget=date_input())
    kind = forms.ChoiceField(
        label="Dates", choices=[("rule", "On a day by a rule"), ("quarter", "One each quarter, the day to be fixed")]
    )
    months = forms.TypedChoiceField(
        label="Every … months", coerce=int, choices=[(n, str(n)) for n in (1, 2, 3, 4, 6, 12)], required=False
    )
    month = forms.TypedChoiceField(label="Counted from", coerce=int, choices=Month.choices, required=False)
    week = forms.TypedChoiceField(label="In which week", coerce=int, choices=CadenceWeek.choices, required=False)
    weekday = forms.TypedChoiceField(label="On which day", coerce=int, choices=Weekday.choices, required=False)

    def rule(self) -> dict[str, Any]:
        """What was asked for, as series.propose() takes it."""
        cleaned = self.cleaned_data
        given = {name: cleaned[name] for name in ("first", "last")}
        if cleaned["kind"] == "rule":
            given |= {name: cleaned[name] for name in ("months", "month", "week", "weekday") if cleaned[name] != ""}
            given.setdefault("months", 1)
        return given


class TextForm(_Form):
    """The text of the minutes, with the event it was opened at."""

    text = forms.CharField(label="Minutes", max_length=200_000, widget=text_area(24))
    opened = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CirculateForm(_Form):
    """The day the minutes went out."""

    on = forms.DateField(label="Circulated on", widget=date_input())


class AgreeForm(_Form):
    """The meeting at which the minutes were agreed."""

    at = forms.ModelChoiceField(
        Meeting.objects.none(), label="Agreed at",
        error_messages={"invalid_choice": "Choose a later meeting of the board that has been held."},
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = may_agree_minutes(meeting)  # type: ignore[attr-defined]


class CorrectionForm(_Form):
    """What agreed minutes should say, and why."""

    text = forms.CharField(label="Correction", max_length=10_000, widget=text_area())
    reason = forms.CharField(max_length=2000, widget=text_area(2), help_text="Why, and who asked for it.")
    on = forms.DateField(label="Corrected on", widget=date_input())


def day_posted(data: Any, meeting: Meeting) -> str:
    """The day that was typed, else the meeting’s; “” for one that is no date or has not come."""
    typed = str(data.get("on") or "") if data else meeting.held
    try:
        earliest, _ = bounds(typed)
    except DateNotUnderstood:
        return ""
    return typed if earliest and earliest <= timezone.localdate() else ""
