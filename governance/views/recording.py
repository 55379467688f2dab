"""An office records its own decision, and closes the conditions it set; nobody records another's here."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from governance import decisions, stages
from governance.case_forms.local import ConditionForm, OwnDecisionForm, WrongEntryForm
from governance.choices import LocalOutcome
from governance.models import Condition, LocalDecision
from governance.reports.local import asked_of
from programmes.access import Capability, grants_of, may
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.holders import inherited
from programmes.navigation import Link, reference_url
from programmes.phrases import lower_first


class OwnOfficePage(PageMixin, TemplateView):
    """A form about what the reader's own office was asked; another office's is a 404 like a missing one."""

    capability: ClassVar[Capability | tuple[Capability, ...]] = Capability.RECORD_OWN_DECISION
    template_name = "governance/recording.html"
    form: Any
    local: LocalDecision

    def own(self, rows: QuerySet, path: str) -> QuerySet:
        """The rows of the offices this person records for, and of those from which these took over."""
        bodies = [grant.body_id for grant in grants_of(self.request.user) if grant.body_id]
        return self.reader.rows(rows).filter(inherited(path, bodies))

    def find(self, reference: str) -> None:
        """Set what the page is about; raises Http404."""
        raise NotImplementedError

    def make_form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def record(self) -> str:
        """Go through the door with the valid form; returns what was recorded, in words."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = self.make_form()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record it, or show the form again with what was typed and the sentence that says what is missing."""
        self.find(kwargs["reference"])
        self.form = self.make_form(request.POST)
        if self.form.is_valid():
            try:
                done = self.record()
            except decisions.DecidedMeanwhile as error:
                self.form.decided_meanwhile(str(error), self.local.events.count())
            except decisions.DecisionNotAllowed as error:
                self.form.refuse(str(error), error.fields)
            else:
                now = stages.standing(self.local.case).state_label
                messages.success(request, f"{done} The case is now: {lower_first(now)}.")
                return HttpResponseRedirect(reference_url(self.local.reference))
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Local decisions", reverse("governance:local-decision-list")),
            Link(str(self.local), reference_url(self.local.reference)),
            Link(self.button),
        ]

    button = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            {"legend": legend, "hint": hint, "fields": [self.form[name] for name in names]}
            for legend, hint, names in self.form.groups
        ]
        return super().get_context_data(
            form=self.form,
            groups=groups,
            local=self.local,
            button=self.button,
            back_url=reference_url(self.local.reference),
            case_url=reference_url(self.local.case.reference),
            **kwargs,
        )


class RecordDecision(OwnOfficePage):
    """What our office decided on a case."""

    button = "Record our decision"

    def find(self, reference: str) -> None:
        local = self.own(self.all_rows(), "body").filter(reference=reference).first()
        if local is None:
            raise Http404("Your office was asked for no such decision.")
        self.local = local
        self.title = f"Decision of {local.body} on {local.case}"

    def all_rows(self) -> QuerySet:
        """Local decisions with all that the page tells of them."""
        rows = LocalDecision.objects.with_outcome()
        return rows.select_related(
            "body__succeeded_by__succeeded_by__succeeded_by", "case", "document__case", "opened_by"
        )

    def make_form(self, data: Any = None) -> OwnDecisionForm:
        return OwnDecisionForm(data, initial={"seen": self.local.events.count()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=asked_of(self.local, self.reader), **kwargs)

    def record(self) -> str:
        cleaned = self.form.cleaned_data
        event = decisions.record_local(
            local_decision=self.local, outcome=cleaned["outcome"], by=self.request.user, on=cleaned["on"],
            on_words=cleaned["on_words"], token=cleaned["token"], **self.form.given(),
        )  # fmt: skip
        return f"Recorded: {self.local.body}, {LocalOutcome(event.outcome).label.lower()}."


class TakeBack(RecordDecision):
    """The last entry was recorded in error; the office takes its own back, the programme team any."""

    capability = (Capability.RECORD_OWN_DECISION, Capability.RECORD_ANY_DECISION)
    button = "Take the last entry back"

    def own(self, rows: QuerySet, path: str) -> QuerySet:
        """All that the programme team may read, else those of the reader’s own offices."""
        if may(self.request.user, Capability.RECORD_ANY_DECISION):
            return self.reader.rows(rows)
        return super().own(rows, path)

    def find(self, reference: str) -> None:
        super().find(reference)
        event = self.local.events.that_stand().order_by("-seq").first()
        if event is None:
            raise Http404("There is no entry to take back.")
        self.event = event
        self.title = f"Take back the decision of {self.local.body} on {self.local.case}"

    def make_form(self, data: Any = None) -> Any:
        return WrongEntryForm(data)

    def record(self) -> str:
        cleaned = self.form.cleaned_data
        decisions.correct_local(
            event=self.event, by=self.request.user, reason=cleaned["reason"], token=cleaned["token"]
        )
        return f"Taken back: {LocalOutcome(self.event.outcome).label.lower()}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wrong=self.event, **kwargs)


class CloseCondition(OwnOfficePage):
    """A condition our office set is met."""

    button = "Close the condition"
    condition: Condition

    def find(self, reference: str) -> None:
        rows = Condition.objects.that_stand().select_related("local_decision__body", "local_decision__case")
        condition = self.own(rows, "local_decision__body").filter(reference=reference).first()
        if condition is None:
            raise Http404("Your office set no such condition.")
        self.condition, self.local = condition, condition.local_decision
        self.title = f"Close a condition of {self.local.body} on {self.local.case}"

    def make_form(self, data: Any = None) -> ConditionForm:
        return ConditionForm(data)

    def record(self) -> str:
        cleaned = self.form.cleaned_data
        decisions.close_condition(
            condition=self.condition, by=self.request.user, on=cleaned["closed_on"], how=cleaned["closed_how"]
        )
        return "Condition closed."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(condition=self.condition, **kwargs)
