"""The steps that answer row by row: milestones, risks and issues, benefits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from programmes.dates import in_words, is_plain
from programmes.event_forms import VagueField, text_area
from programmes.fields import vague
from workstreams.choices import RiskKind
from workstreams.models import BenefitLine, Milestone, Risk, StatusUpdate
from workstreams.round.answers import CLOSE, NEW_RISKS, REVIEW, SCORES, raised_in, rows_of
from workstreams.round.forms import RowsForm
from workstreams.round.rules import BENEFITS, MILESTONES, RISKS

#: How many new risks one pass through the step can raise.
NEW = 2
_SCORE_CHOICES = [("", "Not scored"), *((str(n), str(n)) for n in range(1, 6))]


@dataclass(frozen=True)
class FormRow:
    """What stands above the boxes of one row: the record’s name, and what the record says now."""

    code: str
    title: str
    now: tuple[str, ...] = ()
    url: str = ""


def named(field: forms.Field, short: str, row: FormRow) -> forms.Field:
    """A box with a short label under its row’s heading and a whole one where it stands alone."""
    field.label = f"{short}, {row.title}"
    field.short = short  # type: ignore[attr-defined]
    return field


def made(base: type[RowsForm], rows: list[FormRow], fields: dict[str, forms.Field]) -> type[RowsForm]:
    """A form class with the boxes of these rows."""
    return type(base.__name__, (base,), {**fields, "rows": tuple(rows)})


# Milestones ------------------------------------------------------------------------------------------------------


class MilestonesForm(RowsForm):
    """When each milestone is expected and when it was reached; a date that stood there moves with a reason."""

    step = MILESTONES
    stored: dict[str, Milestone]

    def initial_of(self, draft: Any) -> dict[str, Any]:
        found = {}
        for code, milestone in self.stored.items():
            row = rows_of(draft, MILESTONES).get(code, {})
            for which in ("forecast", "actual"):
                words = row.get(f"{which}_words", "") if which in row else getattr(milestone, f"{which}_words")
                value = row.get(which, getattr(milestone, which))
                found[f"{code}__{which}"] = value or words
            found[f"{code}__reason"] = row.get("reason", "")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code, milestone in self.stored.items():
            moved = [w for w in ("forecast", "actual") if self._moves(code, w) and getattr(milestone, w)]
            if moved and not cleaned.get(f"{code}__reason") and f"{code}__reason" not in self.errors:
                self.add_error(f"{code}__reason", f"Say why the date moves ({' and '.join(moved)}).")
        return cleaned

    def _moves(self, code: str, which: str) -> bool:
        name = f"{code}__{which}"
        return name in self.cleaned_data and self.cleaned_data[name] != getattr(self.stored[code], which)

    def answered(self) -> dict[str, Any]:
        found: dict[str, dict[str, str]] = {}
        for code in self.stored:
            row: dict[str, str] = {}
            for which in ("forecast", "actual"):
                if self._moves(code, which):
                    typed = str(self._value_posted(f"{code}__{which}") or "").strip()
                    row[which] = self.cleaned_data[f"{code}__{which}"]
                    row[f"{which}_words"] = "" if is_plain(typed, row[which]) else typed
            if row:
                found[code] = {**row, "reason": self.cleaned_data[f"{code}__reason"]}
        return {MILESTONES: found}


class KeptDateField(VagueField):
    """A vague date; words that stood in the record without a date are left as they are."""

    def __init__(self, stored: Any, **options: Any) -> None:
        self.stored = stored
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        if str(value or "").strip() == self.stored.words and not self.stored.edtf:
            return ""
        return super().clean(value)


def milestones_form(milestones: Iterable[Milestone], url: Any) -> type[MilestonesForm]:
    """The form of the milestones of a workstream; `url` gives the page of a record."""
    fields: dict[str, forms.Field] = {}
    rows, stored = [], {}
    for milestone in milestones:
        code = milestone.reference
        stored[code] = milestone
        said = [
            f"{label} {vague(milestone, which)}"
            for label, which in (("Baseline", "baseline"), ("Forecast", "forecast"), ("Reached", "actual"))
            if vague(milestone, which)
        ]
        row = FormRow(code, str(milestone), tuple(said) or ("No date is recorded.",), url(milestone))
        rows.append(row)
        for which, short in (("forecast", "Forecast"), ("actual", "Reached on")):
            box = KeptDateField(vague(milestone, which), required=False, max_length=60)
            fields[f"{code}__{which}"] = named(box, short, row)
        reason = forms.CharField(required=False, widget=text_area(2), max_length=1000)
        reason.help_text = "Needed when a date that was given before moves."
        fields[f"{code}__reason"] = named(reason, "Reason", row)
    return made(type("MilestonesForm", (MilestonesForm,), {"stored": stored}), rows, fields)  # type: ignore[return-value]


# Risks -----------------------------------------------------------------------------------------------------------

_REVIEWED = ("what", *SCORES, "response", "review_on", "reason")
_RAISED = ("kind", "title", "words", "owner", "likelihood", "impact", "response")


class RisksForm(RowsForm):
    """Each open risk or issue: reviewed, scored anew, closed with a reason, or left; and new ones."""

    step = RISKS
    codes: tuple[str, ...] = ()

    def initial_of(self, draft: Any) -> dict[str, Any]:
        found = {}
        for code in self.codes:
            row = rows_of(draft, RISKS).get(code, {})
            found |= {f"{code}__{name}": row.get(name, "") for name in _REVIEWED}
        raised = raised_in(draft)
        for number in range(max(NEW, len(raised))):
            row = raised[number] if number < len(raised) else {}
            found |= {f"new-{number + 1}__{name}": row.get(name, "") for name in _RAISED}
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code in self.codes:
            box = {name: cleaned.get(f"{code}__{name}") for name in _REVIEWED}
            others = [n for n in (*SCORES, "response", "review_on") if box[n]]
            if box["what"] == CLOSE and not box["reason"]:
                self.add_error(f"{code}__reason", "Say why it is closed.")
            elif not box["what"] and (others or box["reason"]):
                self.add_error(f"{code}__what", "Choose “reviewed” or “close”, or empty the other boxes.")
            for first, second in (("likelihood", "impact"), ("residual_likelihood", "residual_impact")):
                if bool(box[first]) != bool(box[second]):
                    self.add_error(f"{code}__{second if box[first] else first}", "Give both scores or neither.")
        for prefix in self._new():
            box = {name: cleaned.get(f"{prefix}__{name}") for name in _RAISED}
            if not any(box.values()):
                continue
            for name, sentence in (
                ("kind", "Choose risk or issue."),
                ("title", "Give it a name."),
                ("words", "Say what may happen, or has."),
            ):
                if not box[name]:
                    self.add_error(f"{prefix}__{name}", sentence)
            if bool(box["likelihood"]) != bool(box["impact"]):
                missing = "impact" if box["likelihood"] else "likelihood"
                self.add_error(f"{prefix}__{missing}", "Give both scores or neither.")
        return cleaned

    def _new(self) -> list[str]:
        return [row.code for row in self.rows if row.code.startswith("new-")]

    def answered(self) -> dict[str, Any]:
        found = {}
        for code in self.codes:
            row = self._row(code, _REVIEWED)
            if row.get("what"):
                found[code] = row
        raised = [row for prefix in self._new() if (row := self._row(prefix, _RAISED))]
        return {RISKS: found, NEW_RISKS: raised}

    def _row(self, prefix: str, names: tuple[str, ...]) -> dict[str, str]:
        boxes = {name: self.cleaned_data.get(f"{prefix}__{name}") for name in names}
        return {name: str(value) for name, value in boxes.items() if value}


def risks_form(risks: Iterable[Risk], draft: StatusUpdate, url: Any) -> type[RisksForm]:
    """The form of the open risks and issues of a workstream, and of those this return raises."""
    fields: dict[str, forms.Field] = {}
    rows, codes = [], []
    for risk in risks:
        code = risk.reference
        codes.append(code)
        scored = risk.likelihood and risk.impact
        now = [f"Likelihood {risk.likelihood} of 5, impact {risk.impact} of 5" if scored else "Not scored"]
        now += [f"What is being done: {risk.response}"] if risk.response else []
        now += [f"Next review {in_words(risk.review_on.isoformat())}"] if risk.review_on else []
        row = FormRow(code, f"{risk.get_kind_display()}: {risk}", tuple(now), url(risk))
        rows.append(row)
        what = forms.ChoiceField(
            required=False, choices=[("", "Leave as it is"), (REVIEW, "Reviewed"), (CLOSE, "Close it")]
        )
        fields[f"{code}__what"] = named(what, "What to do", row)
        _scores(fields, row, SCORES)
        response = forms.CharField(required=False, widget=text_area(2), max_length=4000)
        fields[f"{code}__response"] = named(response, "What is being done", row)
        review = forms.DateField(required=False, help_text="Such as 31/01/2027.")
        fields[f"{code}__review_on"] = named(review, "Next review on", row)
        reason = forms.CharField(required=False, widget=text_area(2), max_length=1000)
        reason.help_text = "Needed when it is closed."
        fields[f"{code}__reason"] = named(reason, "Reason", row)
    for number in range(max(NEW, len(raised_in(draft)))):
        row = FormRow(f"new-{number + 1}", f"New risk or issue {number + 1}")
        rows.append(row)
        boxes: dict[str, tuple[str, forms.Field]] = {
            "kind": ("Kind", forms.ChoiceField(required=False, choices=[("", "Choose"), *RiskKind.choices])),
            "title": ("Name", forms.CharField(required=False, max_length=200)),
            "words": ("What may happen, or has", forms.CharField(required=False, widget=text_area(2), max_length=4000)),
            "owner": ("Owner", forms.CharField(required=False, max_length=160)),
        }
        for name, (short, box) in boxes.items():
            fields[f"{row.code}__{name}"] = named(box, short, row)
        _scores(fields, row, SCORES[:2])
        response = forms.CharField(required=False, widget=text_area(2), max_length=4000)
        fields[f"{row.code}__response"] = named(response, "What is being done", row)
    return made(type("RisksForm", (RisksForm,), {"codes": tuple(codes)}), rows, fields)  # type: ignore[return-value]


def _scores(fields: dict[str, forms.Field], row: FormRow, names: tuple[str, ...]) -> None:
    shorts = {
        "likelihood": "Likelihood, 1 to 5", "impact": "Impact, 1 to 5",
        "residual_likelihood": "Likelihood after response", "residual_impact": "Impact after response",
    }  # fmt: skip
    for name in names:
        box = forms.ChoiceField(required=False, choices=_SCORE_CHOICES)
        fields[f"{row.code}__{name}"] = named(box, shorts[name], row)


# Benefits --------------------------------------------------------------------------------------------------------


class BenefitsForm(RowsForm):
    """What each line of the ledger has delivered, with its evidence; a figure that changes has its reason."""

    step = BENEFITS
    stored: dict[str, BenefitLine]

    def initial_of(self, draft: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for code, line in self.stored.items():
            row = rows_of(draft, BENEFITS).get(code)
            figure = "" if line.delivered is None else str(line.delivered)
            found[f"{code}__delivered"] = row.get("delivered", "") if row is not None else figure
            found[f"{code}__evidence"] = row.get("evidence", "") if row is not None else line.evidence
            found[f"{code}__reason"] = row.get("reason", "") if row is not None else ""
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code, line in self.stored.items():
            names = {name: f"{code}__{name}" for name in ("delivered", "evidence", "reason")}
            if names["delivered"] in self.errors:
                continue
            figure = cleaned.get(names["delivered"])
            if figure != line.delivered and figure is not None and not cleaned.get(names["evidence"]):
                self.add_error(names["evidence"], "Say what shows this figure.")
            if figure != line.delivered and line.delivered is not None and not cleaned.get(names["reason"]):
                self.add_error(names["reason"], "Say why the delivered figure changes.")
        return cleaned

    def answered(self) -> dict[str, Any]:
        found = {}
        for code, line in self.stored.items():
            figure = self.cleaned_data.get(f"{code}__delivered")
            evidence = self.cleaned_data.get(f"{code}__evidence", "")
            if figure != line.delivered or evidence != line.evidence:
                found[code] = {
                    "delivered": "" if figure is None else str(figure),
                    "evidence": evidence,
                    "reason": self.cleaned_data.get(f"{code}__reason", ""),
                }
        return {BENEFITS: found}


def benefits_form(lines: Iterable[BenefitLine], url: Any) -> type[BenefitsForm]:
    """The form of the benefit lines of a workstream."""
    fields: dict[str, forms.Field] = {}
    rows, stored = [], {}
    for line in lines:
        code = line.reference
        stored[code] = line
        predicted = [
            f"Predicted at {stage} £{value:,.2f}"
            for stage, value in (("SOC", line.predicted_soc), ("OBC", line.predicted_obc), ("FBC", line.predicted_fbc))
            if value is not None
        ]
        now = (
            *predicted,
            "Nothing delivered is recorded." if line.delivered is None else f"Delivered £{line.delivered:,.2f}",
        )
        row = FormRow(code, f"{line.benefit}, {line.force}, {line.financial_year}", now, url(line))
        rows.append(row)
        figure = forms.DecimalField(required=False, max_digits=15, decimal_places=2)
        figure.help_text = "In pounds and pence, such as 1234.50. Empty when not known; never 0 for not known."
        fields[f"{code}__delivered"] = named(figure, "Delivered (£)", row)
        evidence = forms.CharField(required=False, widget=text_area(2), max_length=4000)
        fields[f"{code}__evidence"] = named(evidence, "Evidence", row)
        reason = forms.CharField(required=False, widget=text_area(2), max_length=1000)
        reason.help_text = "Needed when a figure that was given before changes."
        fields[f"{code}__reason"] = named(reason, "Reason", row)
    return made(type("BenefitsForm", (BenefitsForm,), {"stored": stored}), rows, fields)  # type: ignore[return-value]
