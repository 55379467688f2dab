"""The form of each event of a case: exactly the facts that event needs or takes, in words the team uses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone

from governance.case_file.copying import lines_to_divide
from governance.case_forms.asking import AskingFields
from governance.choices import STAGE_SHORT, FigureKind, Position, Stage
from governance.choices import CaseEventKind as Kind
from governance.models import Board, BusinessCase, Meeting
from governance.stages import BY_KIND, FACTS, ChildCase, DividedFigure, required_corporations, standing
from governance.stages.policies import forces_live
from programmes.choices import AgreementState
from programmes.dates import DateNotUnderstood, bounds
from programmes.editing import fill_vague_dates
from programmes.event_forms import DatedForm, VagueField, text_area
from programmes.fields import vague
from programmes.models import Agreement
from programmes.reference_fields import ReferenceChoiceField, SuggestInput

_LONG = {"words", "reason", "conditions", "waives", "no_agreement_reason", "benefits", "lessons"}
MOST_CHILDREN, MOST_FIGURES = 8, 60


class EventChoice(forms.ModelChoiceField):
    """One of the events of a case, by its number, kind and date."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.seq}. {obj.get_kind_display()}, {vague(obj, 'on')}"


class EventForm(AskingFields, DatedForm):
    """The facts of one kind of event of one case."""

    fact_labels: ClassVar[Mapping[str, str]] = {name: label for name, (label, _) in FACTS.items()}

    def __init__(
        self, *args: Any, case: BusinessCase, kind: Kind, children: int = 3, figures: int = 3, **kwargs: Any
    ) -> None:
        self.case, self.kind = case, kind
        self.children_count = children
        self.transition = BY_KIND[kind]
        self.now = standing(case)
        self.lines = lines_to_divide(case, self.now.stage) if kind is Kind.SPLIT else []
        self.figure_count = max(figures, min(len(self.lines), MOST_FIGURES))
        self.groups: list[tuple[str, str, list[str]]] = [("", "", ["on", "on_words"])]
        super().__init__(*args, **kwargs)
        taken = {*self.transition.needs, *self.transition.takes}
        for name in FACTS:
            if name in taken:
                self._add(name, needed=name in self.transition.needs)
        if self.is_bound and "target" in self.fields:
            fill_vague_dates(self, ["target"])

    @property
    def fact_names(self) -> list[str]:
        return [n for n in FACTS if n in (*self.transition.needs, *self.transition.takes)]

    # Fields -------------------------------------------------------------------------------------------------------

    def _add(self, name: str, *, needed: bool) -> None:
        label, hint = FACTS[name]
        maker = getattr(self, f"_make_{name}", None)
        if maker:
            made = maker()
            self.fields.update(made)
            if name in ("children", "figures"):
                self._group_by_number(name, label, hint, list(made))
            elif len(made) > 1 and name != "target":
                self.groups.append((label, hint, list(made)))
            else:
                self.groups[0][2].extend(made)
            for field in made.values():
                if field.label is None:
                    field.label, field.help_text = label, hint
                if len(made) == 1:
                    field.required = needed
            return
        field = forms.CharField(
            label=label, help_text=hint, required=needed, max_length=120 if name == "minute_reference" else 10_000,
            widget=text_area() if name in _LONG else forms.TextInput(),
        )  # fmt: skip
        self.fields[name] = field
        self.groups[0][2].append(name)

    def _group_by_number(self, name: str, label: str, hint: str, made: list[str]) -> None:
        """A part of the form for each new case and each figure."""
        count = self.children_count if name == "children" else self.figure_count
        noun = "New case" if name == "children" else "Figure"
        for n in range(1, count + 1):
            own = [field for field in made if field.startswith(f"{name}_{n}_")]
            self.groups.append((f"{noun} {n}", f"{label}. {hint}" if n == 1 else "", own))

    def _make_document(self) -> dict[str, forms.Field]:
        rows = self.case.documents.filter(stage=self.now.stage).order_by("-number")
        # It is frozen from now on: where it may be left out, nothing is frozen that nobody chose.
        newest = rows.first() if "document" in self.transition.needs else None
        return {"document": forms.ModelChoiceField(rows, initial=newest)}

    def _make_comment_deadline(self) -> dict[str, forms.Field]:
        return {"comment_deadline": forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))}

    def _make_board(self) -> dict[str, forms.Field]:
        return {"board": forms.ModelChoiceField(Board.objects.all())}

    def _make_meeting(self) -> dict[str, forms.Field]:
        rows = Meeting.objects.filter(board__is_summit=True).select_related("board").order_by("-held_earliest", "pk")
        return {"meeting": forms.ModelChoiceField(rows)}

    def _make_positions(self) -> dict[str, forms.Field]:
        initial = Position.IN if self.kind is Kind.AGREE else ""
        choices = [("", "Not recorded"), *Position.choices]
        self.bodies = required_corporations(self.case, self._day_of_the_meeting())
        return {
            f"positions_{body.pk}": forms.ChoiceField(
                label=str(body), choices=choices, required=False, initial=initial, help_text=""
            )
            for body in self.bodies
        }

    def _day_of_the_meeting(self) -> str:
        """The date that was given, else that of the meeting whose agenda the case is on; "" for today."""
        if self.is_bound:
            typed = str(self.data.get("on") or "")
        else:
            last = self.case.events.steps().select_related("meeting").last()
            typed = last.meeting.held if last and last.meeting else ""
        try:
            earliest, _ = bounds(typed)
        except DateNotUnderstood:
            return ""
        return typed if earliest and earliest <= timezone.localdate() else ""

    def _make_participants(self) -> dict[str, forms.Field]:
        rows = self.case.participating_forces.all()
        return {
            "participants": forms.ModelMultipleChoiceField(
                rows, widget=forms.CheckboxSelectMultiple, initial=[f.pk for f in rows]
            )
        }

    def _make_target(self) -> dict[str, forms.Field]:
        self.vague_names = ("on", "target")
        needed = "target" in self.transition.needs
        return {
            "target": forms.CharField(
                label=FACTS["target"][0], help_text=FACTS["target"][1], required=False, max_length=60
            ),
            "target_words": forms.CharField(
                label="Next target, words as written", required=False, max_length=200,
                help_text="Such as “early 2020”." + ("" if not needed else " Give the date or its words."),
            ),
        }  # fmt: skip

    def _make_agreement(self) -> dict[str, forms.Field]:
        rows = Agreement.objects.with_state().filter(state=AgreementState.IN_FORCE)
        return {"agreement": forms.ModelChoiceField(rows)}

    def _make_force_dates(self) -> dict[str, forms.Field]:
        live = forces_live(self.case)
        self.forces = [f for f in self.case.participating_forces.all() if f.reference not in live]
        return {
            f"force_dates_{force.pk}": VagueField(
                label=str(force), required=False, max_length=60, help_text="A date, or words such as “April 2017”."
            )
            for force in self.forces
        }

    def _make_corrects(self) -> dict[str, forms.Field]:
        return {"corrects": EventChoice(self.case.events.order_by("-seq"))}

    def _make_strikes(self) -> dict[str, forms.Field]:
        return {"strikes": forms.BooleanField()}

    def _make_children(self) -> dict[str, forms.Field]:
        forces = self.case.participating_forces.all()
        stages = [(s.value, STAGE_SHORT[s]) for s in Stage]
        fields: dict[str, forms.Field] = {}
        for n in range(1, self.children_count + 1):
            fields[f"children_{n}_title"] = forms.CharField(
                label=f"Case {n}: title", required=False, max_length=200, help_text=""
            )
            fields[f"children_{n}_stages"] = forms.MultipleChoiceField(
                label=f"Case {n}: stages needed", choices=stages, required=False, widget=forms.CheckboxSelectMultiple
            )
            fields[f"children_{n}_forces"] = forms.ModelMultipleChoiceField(
                forces, label=f"Case {n}: forces", required=False, widget=forms.CheckboxSelectMultiple,
                help_text="None chosen: all the forces of this case.",
            )  # fmt: skip
            fields[f"children_{n}_purpose"] = forms.CharField(
                label=f"Case {n}: purpose", required=False, widget=text_area(2), help_text="Empty: that of this case."
            )
            fields[f"children_{n}_scope"] = forms.CharField(
                label=f"Case {n}: scope", required=False, widget=text_area(2), help_text="Empty: that of this case."
            )
        return fields

    def _make_figures(self) -> dict[str, forms.Field]:
        """A figure a row; those of the last version of the case’s document stand there already, to be divided."""
        fields: dict[str, forms.Field] = {}
        for n in range(1, self.figure_count + 1):
            line, whole = self.lines[n - 1] if n <= len(self.lines) else (None, None)
            fields[f"figures_{n}_label"] = forms.CharField(
                label=f"Figure {n}: what it is",
                required=False,
                max_length=200,
                help_text="",
                initial=line and line.name,
            )
            fields[f"figures_{n}_kind"] = forms.ChoiceField(
                label=f"Figure {n}: kind", required=False, choices=[("", "Another figure"), *FigureKind.choices],
                initial=line and line.kind,
            )  # fmt: skip
            for part, words in [("total", "whole figure (£)")] + [
                (str(c), f"part of case {c} (£)") for c in range(1, self.children_count + 1)
            ]:
                fields[f"figures_{n}_{part}"] = forms.DecimalField(
                    label=f"Figure {n}: {words}", required=False, max_digits=15, decimal_places=2, help_text="",
                    initial=whole if part == "total" else None,
                )  # fmt: skip
        return fields

    def _make_phases(self) -> dict[str, forms.Field]:
        return {"phases": forms.BooleanField()}

    def _make_successor(self) -> dict[str, forms.Field]:
        query = "app_label=governance&model_name=businesscase&field_name=parent"
        widget = SuggestInput(suggest_url=f"{reverse('admin:autocomplete')}?{query}")
        return {"successor": ReferenceChoiceField(BusinessCase.objects.select_related("parent"), widget=widget)}

    # Facts --------------------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "figures" in self.fact_names:
            self._check_figures(cleaned)
        return cleaned

    def _check_figures(self, cleaned: dict[str, Any]) -> None:
        for n in range(1, self.figure_count + 1):
            label, total = cleaned.get(f"figures_{n}_label"), cleaned.get(f"figures_{n}_total")
            parts = [cleaned.get(f"figures_{n}_{c}") for c in range(1, self.children_count + 1)]
            if label and total is None and f"figures_{n}_total" not in self.errors:
                self.add_error(f"figures_{n}_total", "Give the whole figure that is divided.")
            for c in self._titled(cleaned) if label else ():
                name = f"figures_{n}_{c}"
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Give the part of case {c}; 0 when it takes nothing.")
            if not label and (total is not None or any(p is not None for p in parts)):
                self.add_error(f"figures_{n}_label", "Say what this figure is.")

    def facts(self) -> dict[str, Any]:
        """What was given, as stages.advance() takes it."""
        cleaned = self.cleaned_data
        given: dict[str, Any] = {}
        for name in self.fact_names:
            maker = getattr(self, f"_facts_{name}", None)
            value = maker(cleaned) if maker else cleaned.get(name)
            if value not in (None, "", False) and not (isinstance(value, tuple | dict) and not value):
                given[name] = value
        if cleaned.get("target_words"):
            given["target_words"] = cleaned["target_words"]
        return given

    def _facts_positions(self, cleaned: dict[str, Any]) -> dict[Any, Position]:
        chosen = {body: cleaned.get(f"positions_{body.pk}") for body in self.bodies}
        return {body: Position(position) for body, position in chosen.items() if position}

    def _facts_participants(self, cleaned: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(cleaned.get("participants") or ())

    def _facts_force_dates(self, cleaned: dict[str, Any]) -> dict[Any, str]:
        dates = {force: cleaned.get(f"force_dates_{force.pk}") for force in self.forces}
        return {force: date for force, date in dates.items() if date}

    def _titled(self, cleaned: dict[str, Any]) -> list[int]:
        return [n for n in range(1, self.children_count + 1) if (cleaned.get(f"children_{n}_title") or "").strip()]

    def _facts_children(self, cleaned: dict[str, Any]) -> tuple[ChildCase, ...]:
        return tuple(
            ChildCase(
                title=cleaned[f"children_{n}_title"],
                stages=tuple(Stage(s) for s in cleaned.get(f"children_{n}_stages") or ()),
                forces=tuple(cleaned.get(f"children_{n}_forces") or ()),
                purpose=cleaned.get(f"children_{n}_purpose") or "",
                scope=cleaned.get(f"children_{n}_scope") or "",
            )
            for n in self._titled(cleaned)
        )

    def _facts_figures(self, cleaned: dict[str, Any]) -> tuple[DividedFigure, ...]:
        return tuple(
            DividedFigure(
                label=cleaned[f"figures_{n}_label"],
                total=cleaned[f"figures_{n}_total"],
                kind=cleaned[f"figures_{n}_kind"],
                parts=tuple(cleaned[f"figures_{n}_{c}"] for c in self._titled(cleaned)),
            )
            for n in range(1, self.figure_count + 1)
            if cleaned.get(f"figures_{n}_label")
        )
