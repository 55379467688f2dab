"""The part of an event's form that asks the offices: what, by when, whom."""

from typing import Any

from django import forms
from django.utils import timezone

from governance.choices import CaseEventKind as Kind
from governance.choices import Position
from governance.models import BusinessCase
from governance.stages import FACTS, Standing, next_stage, required_corporations
from programmes.event_forms import VagueField, text_area
from programmes.models import Body


class AskingFields:
    """The fields of the facts `asked`, `due`, `offices`, `asks_again`; none while the event asks no office yet."""

    case: BusinessCase
    kind: Kind
    now: Standing
    asked_by_default: list[Body]

    def asks(self) -> bool:
        """Whether the event brings the case to its offices, or finds it there."""
        return self.kind is Kind.RESCOPE or next_stage(self.case, self.now.stage) is None

    def _make_asked(self) -> dict[str, forms.Field]:
        hint = FACTS["asked"][1]
        if not self.asks():
            return {}
        asked = self.case.local_decisions.filter(is_required=True).order_by("-offer", "pk").first()
        initial = asked.asked if asked else ""
        return {"asked": forms.CharField(help_text=hint, widget=text_area(), max_length=10_000, initial=initial)}

    def _make_due(self) -> dict[str, forms.Field]:
        return {"due": VagueField(max_length=60)} if self.asks() else {}

    def _make_offices(self) -> dict[str, forms.Field]:
        if not self.asks():
            return {}
        if self.kind is Kind.RESCOPE:
            asked = self.case.local_decisions.filter(is_required=True).select_related("body__force")
            self.asked_by_default = [local.body for local in asked.order_by("body__name")]
        else:
            self.asked_by_default = required_corporations(self.case, self._day_of_the_meeting())  # type: ignore[attr-defined]
        named = [(body.pk, str(body)) for body in self.asked_by_default]
        others = Body.objects.offices_on(timezone.localdate()).exclude(pk__in=[pk for pk, _ in named])
        return {
            "offices_left_out": forms.MultipleChoiceField(
                label="Not asked to decide", choices=named, required=False, widget=forms.CheckboxSelectMultiple,
                help_text="Leaving one out of those whose force takes part needs a waiver.",
            ),
            "offices_besides": forms.ModelMultipleChoiceField(
                others, label="Others asked to decide", required=False, help_text="Offices asked besides."
            ),
        }  # fmt: skip

    def _make_asks_again(self) -> dict[str, forms.Field]:
        field = forms.BooleanField(initial=True)
        field.help_text = "The offer has changed for those that remain: each decides anew."
        field.label = FACTS["asks_again"][0]
        return {"asks_again": field}

    def _facts_offices(self, cleaned: dict[str, Any]) -> tuple[Body, ...]:
        """The offices that decide; none when they are the default, which the register works out for itself."""
        left_out = {int(pk) for pk in cleaned.get("offices_left_out") or ()}
        besides = tuple(cleaned.get("offices_besides") or ())
        if not left_out and not besides:
            return ()
        staying = self._forces_that_stay(cleaned)
        gone = {body.pk for body in self.asked_by_default if body.force_id not in staying}
        return (*(body for body in self.asked_by_default if body.pk not in left_out | gone), *besides)

    def _forces_that_stay(self, cleaned: dict[str, Any]) -> set[int | None]:
        """Ids of the forces that take part after the event; every other force of an office asked besides stays too."""
        present: set[int | None] = {force.pk for force in self.case.participating_forces.all()}
        if self.kind is Kind.RESCOPE:
            going = present - {force.pk for force in cleaned.get("participants") or ()}
        elif self.kind is Kind.AGREE_IN_PART:
            chosen = [(body, cleaned.get(f"positions_{body.pk}")) for body in self.asked_by_default]
            going = {body.force_id for body, position in chosen if position != Position.IN}
        else:
            going = set()
        return {body.force_id for body in self.asked_by_default} - going
