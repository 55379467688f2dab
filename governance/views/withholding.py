"""What the public reads of one record, and the forms that withhold a part of it, review that, or tell it again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from governance.choices import ExemptGround
from governance.filters import DAY
from governance.publication import withholding
from governance.publication.withholding.doors import WithholdingNotAllowed, parts_that_may_be_withheld
from governance.publication.withholding.names import model_of
from governance.publication.withholding.standing import Withheld, withheld_now
from governance.reports.publishing import part_label, public_standing, withheld_rows, withholding_history
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.choices import Marking
from programmes.history import Reference
from programmes.models import Body
from programmes.navigation import PAGES, Link, reference_url
from programmes.plain_forms import PlainForm

GROUND_HELP = "The public reads “Withheld” with this ground in place of the words."
SENSITIVE_INTRO = (
    "It is marked sensitive, and the public reads nothing of it. Withholding the whole of it says that it is left out "
    "knowingly, so that it blocks no edition; its review comes due."
)
SENSITIVE_GROUND_HELP = "It stays inside the register: no page says that there is something."
REASON_HELP = "Why it is withheld. It stays inside the register."
REVIEW_HELP = "The day by which somebody looks at it again; it is then among what comes due."


class OfRecord(PageMixin):
    """Pages about one record, found by its reference among those this person may read."""

    capability = Capability.PREVIEW
    heading = ""
    reference: Reference

    def find(self, code: str) -> Any:
        """The record; one of a kind that is never published, or that this person may not read, is a 404."""
        found = Reference.objects.filter(code=code).first()
        if found is None or not parts_that_may_be_withheld(found):
            raise Http404("The register has no such record whose words may be published.")
        model: Any = model_of(found.kind)
        record = self.reader.rows(model._default_manager).filter(reference=code).first()
        if record is None:
            raise Http404("The register has no such record, or your role may not read it.")
        self.reference = found
        self.record = record
        self.title = f"{self.heading}: {record}"
        return record

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Editions", reverse("governance:edition-list")),
            Link(self.reference.code, reference_url(self.reference.code)),
            Link(self.heading),
        ]

    def back_url(self) -> str:
        return reverse("governance:record-public", args=[self.reference.code])


class RecordPublic(OfRecord, TemplateView):
    """Where a record stands with the public: its edition, what is withheld of it, and the history of that."""

    template_name = "governance/record_public.html"
    heading = "What the public reads"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find(kwargs["reference"])
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = public_standing(self.record)
        return super().get_context_data(
            record=self.record,
            marking=Marking(self.record.marking).label,
            is_told=self.record.marking == Marking.PUBLIC,
            standing=standing,
            rows=withheld_rows([self.reference]),
            history=withholding_history(self.reference),
            may_compose=may(self.request.user, Capability.COMPOSE),
            views=self.views(standing.path if standing else ""),
            record_url=reference_url(self.reference.code),
            withhold_url=reverse("governance:record-withhold", args=[self.reference.code]),
            **kwargs,
        )

    def views(self, path: str) -> list[Link]:
        """The pages that show this record with the eyes of others, for those who may compose an edition."""
        if not may(self.request.user, Capability.COMPOSE):
            return []
        outside = [
            Link(label, reverse("governance:view-as-outside-page", args=[who, path.lstrip("/")]))
            for who, label in (("public", "The public"), ("panel", "A Panel member"))
            if path and self.record.marking == Marking.PUBLIC
        ]
        inner = record_page_url(self.record)
        offices = [body for body in self.reader.rows(Body.objects).order_by("name") if body.is_corporation_sole]
        return outside + [
            Link(str(body), reverse("governance:view-as-page", args=[body.reference, inner.removeprefix("/register/")]))
            for body in offices
            if inner
        ]


def record_page_url(record: Any) -> str:
    """The address of a record’s own page in the register; "" where it has none."""
    name = PAGES.get(record.PREFIX)
    return reverse(name, args=[record.reference]) if name else ""


class WithholdForm(PlainForm):
    """What is withheld, on which ground, why, and until when."""

    part = forms.ChoiceField(label="What is withheld")
    ground = forms.ChoiceField(
        label="Ground", choices=[("", "Choose a ground"), *ExemptGround.choices], help_text=GROUND_HELP
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 4}), help_text=REASON_HELP)
    review_on = forms.DateField(label="Review by", widget=DAY, help_text=REVIEW_HELP)

    def __init__(self, *args: Any, parts: dict[str, str], held: dict[str, Withheld], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The whole has an empty name; "whole" stands for it in forms and addresses.
        open_parts = [(name or "whole", label) for name, label in parts.items() if name not in held]
        self.fields["part"].choices = [("", "Choose what"), *open_parts]  # type: ignore[attr-defined]

    def clean_part(self) -> str:
        part = self.cleaned_data["part"]
        return "" if part == "whole" else part


class WithholdingForm(OfRecord, FormView):
    """A form whose door writes a step; a refusal stands above what was typed."""

    capability = Capability.COMPOSE
    template_name = "governance/withholding_form.html"
    button = ""
    intro = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find(kwargs["reference"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find(kwargs["reference"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done = self.write(form.cleaned_data)
        except WithholdingNotAllowed as error:
            field = error.fields[0] if error.fields and error.fields[0] in form.fields else None
            form.add_error(field, str(error))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return HttpResponseRedirect(self.back_url())

    def write(self, given: dict[str, Any]) -> str:
        """Go through the door; the sentence that says what is done."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.button, intro=self.intro, back=self.back_url(), **kwargs)


class Withhold(WithholdingForm):
    heading = "Withhold from the public"
    form_class = WithholdForm
    button = "Withhold"
    intro = "From the next edition on, the public reads that it is withheld, and on which ground."

    def find(self, code: str) -> Any:
        record = super().find(code)
        if self.reference.marking == Marking.SENSITIVE:
            self.intro = SENSITIVE_INTRO
        return record

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.reference.marking == Marking.SENSITIVE:
            form.fields["ground"].help_text = SENSITIVE_GROUND_HELP
        return form

    def get_form_kwargs(self) -> dict[str, Any]:
        code = self.reference.code
        return super().get_form_kwargs() | {
            "parts": parts_that_may_be_withheld(self.reference),
            "held": withheld_now(code).get(code, {}),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"part": self.request.GET.get("part", "")}

    def write(self, given: dict[str, Any]) -> str:
        withholding.withhold(about=self.reference.code, by=self.request.user, **given)
        label = part_label(self.reference.kind, given["part"])
        if self.reference.marking == Marking.SENSITIVE:
            return f"“{label}” is withheld; as before, the public reads nothing of it."
        return f"“{label}” is withheld from the next edition on."


class ReviewForm(PlainForm):
    """What a review of a withholding found."""

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[("keep", "It stays withheld, until its next review"), ("lift", "The public is told again")],
    )
    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 4}), help_text="It stays inside the register."
    )
    ground = forms.ChoiceField(
        label="Ground", choices=ExemptGround.choices, required=False, help_text="Needed where it stays withheld."
    )
    review_on = forms.DateField(
        label="Next review by", required=False, widget=DAY, help_text="Needed where it stays withheld."
    )


class ReviewWithheld(WithholdingForm):
    heading = "Review what is withheld"
    form_class = ReviewForm
    button = "Record the review"

    def find(self, code: str) -> Any:
        record = super().find(code)
        part = "" if self.kwargs["part"] == "whole" else self.kwargs["part"]
        held = withheld_now(code).get(code, {}).get(part)
        if held is None:
            raise Http404("This is not withheld now.")
        self.held = held
        label = part_label(self.reference.kind, part)
        until = f"{held.review_on:%-d %B %Y}"
        self.intro = f"“{label}” is withheld ({held.ground_words.lower()}) until its review by {until}. {held.reason}"
        return record

    def get_initial(self) -> dict[str, Any]:
        return {"ground": self.held.ground}

    def write(self, given: dict[str, Any]) -> str:
        facts = {"about": self.held.code, "part": self.held.part, "reason": given["reason"], "by": self.request.user}
        if given["outcome"] == "lift":
            withholding.lift(**facts)
            return "The public is told again from the next edition on."
        withholding.keep(**facts, ground=given["ground"], review_on=given["review_on"])
        return "The review is recorded; it stays withheld."
