"""One return: its page, its steps, checking the answers, submitting, correcting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from programmes.access import Capability, may
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import check_parameters
from programmes.event_forms import ReasonForm
from programmes.history import AppendOnlyError, StaleRecord
from programmes.navigation import Link, reference_url
from workstreams.choices import RiskStatus
from workstreams.models import BenefitLine, Milestone, Period, Risk, StatusUpdate, Workstream
from workstreams.reports.returns import checked, return_page, tasks_of
from workstreams.round import returns
from workstreams.round.answers import rows_of
from workstreams.round.forms import StatusForm, StepForm
from workstreams.round.periods import PeriodRefused
from workstreams.round.returns import ReturnRefused, last_told
from workstreams.round.row_forms import benefits_form, milestones_form, risks_form
from workstreams.round.rules import BENEFITS, MILESTONES, RISKS, STATUS, STEPS


def step_url(update: StatusUpdate, step: str) -> str:
    """The address of a step of a return."""
    return reverse(f"workstreams:return-{step}", args=[update.reference])


def return_url(update: StatusUpdate) -> str:
    """The page of a return."""
    return reverse("workstreams:return-detail", args=[update.reference])


class ReturnMixin(PageMixin):
    """A page about one return of a period, found by its reference; what a source said has its place elsewhere."""

    update: StatusUpdate

    def find(self, reference: str) -> None:
        """Set the return; raises Http404."""
        rows = self.reader.rows(StatusUpdate.objects).filter(period__isnull=False, reference=reference)
        found = rows.select_related("workstream", "period", "submitted_by", "corrects").first()
        if found is None:
            raise Http404("The register has no such return, or your role may not read it.")
        self.update = found

    def crumbs(self) -> list[Link]:
        period = self.update.period
        assert period is not None
        trail = [Link("Register", "/register/"), Link("Update round", reverse("workstreams:round"))]
        trail.append(Link(period.name, reference_url(period.reference)))
        name = str(self.update.workstream)
        if self.title == name:
            return [*trail, Link(name)]
        return [*trail, Link(name, return_url(self.update)), Link(self.title)]


class ReturnPage(ReturnMixin, TemplateView):
    """A submitted return with its earlier versions; of a draft its task list, for those who write it."""

    capability = Capability.READ
    template_name = "workstreams/round_return.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.title = str(self.update.workstream)
        edits = may(request.user, Capability.EDIT)
        assert self.update.period is not None
        context = {
            "update": self.update,
            "edits": edits,
            "workstream_url": reference_url(self.update.workstream.reference),
            "round_url": reference_url(self.update.period.reference),
        }
        if self.update.is_draft:
            tasks = tasks_of(self.update) if edits else []
            return self.render_to_response(self.get_context_data(tasks=tasks, **context))
        page = return_page(self.update, self.reader)
        correct_url = reverse("workstreams:return-correct", args=[self.update.reference])
        may_correct = edits and page.is_newest and page.takes_returns
        return self.render_to_response(
            self.get_context_data(page=page, correct_url=correct_url if may_correct else "", **context)
        )


class StartReturn(AccessMixin, View):
    """The button that begins a return: its draft, then its first step."""

    capability = Capability.EDIT
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Start or go on with the draft of the workstream that the button names."""
        period = self.reader.rows(Period.objects).filter(reference=reference).first()
        code = request.POST.get("workstream", "")[:20].replace("\x00", "")
        workstream = self.reader.rows(Workstream.objects).filter(reference=code).first()
        if period is None or workstream is None:
            raise Http404("The register has no such period or workstream.")
        try:
            draft = returns.start(period=period, workstream=workstream, by=request.user)
        except (PeriodRefused, ReturnRefused) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reference_url(period.reference))
        return HttpResponseRedirect(step_url(draft, STATUS) if draft.version == 1 else return_url(draft))


class ReturnStep(ReturnMixin, TemplateView):
    """One step of a draft: a form that saves into it and goes on to the next step, or back to the list of steps."""

    capability = Capability.EDIT
    step = ""

    def make_form(self, data: Any = None) -> StepForm:
        """The form of this step."""
        raise NotImplementedError

    def open(self, reference: str) -> HttpResponse | None:
        """Find the draft; a submitted return sends to its page."""
        self.find(reference)
        self.title = STEPS[self.step]
        if not self.update.is_draft:
            messages.info(self.request, f"The return of {self.update.workstream} is submitted. It can be corrected.")
            return HttpResponseRedirect(return_url(self.update))
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with what the draft holds."""
        check_parameters(request, [])
        if elsewhere := self.open(kwargs["reference"]):
            return elsewhere
        self.form = self.make_form()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or show the form again with what was typed and what is wrong with it."""
        if elsewhere := self.open(kwargs["reference"]):
            return elsewhere
        self.form = self.make_form(request.POST)
        if self.form.is_valid():
            try:
                returns.save(draft=self.form.keep(), by=request.user)
            except StaleRecord:
                self.form.refuse_as_stale()
            except (PeriodRefused, AppendOnlyError) as error:
                self.form.add_error(None, str(error))
            else:
                return self.onward()
        return self.render_to_response(self.get_context_data())

    def onward(self) -> HttpResponse:
        """The next step, the list of steps, or the answers that somebody came from to change one."""
        steps = [*STEPS, "check"]
        if "later" in self.request.POST:
            messages.success(self.request, f"Saved: {self.title.lower()} of {self.update.workstream}.")
            return HttpResponseRedirect(return_url(self.update))
        if "check" in self.request.POST:
            return HttpResponseRedirect(step_url(self.update, "check"))
        return HttpResponseRedirect(step_url(self.update, steps[steps.index(self.step) + 1]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = list(STEPS).index(self.step) + 1
        return super().get_context_data(
            update=self.update,
            form=self.form,
            conflict=self.form.conflict,
            step_words=f"Step {number} of {len(STEPS)}",
            back_url=return_url(self.update),
            **kwargs,
        )


class StatusStep(ReturnStep):
    """How the work stands, with what was said last beside it."""

    step = STATUS
    template_name = "workstreams/round_status.html"

    def make_form(self, data: Any = None) -> StatusForm:
        return StatusForm(data, instance=self.update)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.update.period is not None
        last = last_told(self.update.workstream, self.update.period)
        return super().get_context_data(last=last, **kwargs)


class RowsStep(ReturnStep):
    """A step that answers row by row."""

    template_name = "workstreams/round_rows.html"
    empty = lead = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(empty=self.empty, lead=self.lead, **kwargs)


class MilestonesStep(RowsStep):
    """Dates of the milestones that are not reached, and of those this return speaks of."""

    step = MILESTONES
    lead = "Change only what has moved. Each date that was given before moves with its reason."
    empty = "No milestone of this workstream is open. Save to go on."

    def make_form(self, data: Any = None) -> StepForm:
        rows = self.reader.rows(Milestone.objects).filter(workstream=self.update.workstream_id).select_related("force")
        answered = rows_of(self.update, MILESTONES)
        shown = [row for row in rows.select_related("workstream") if not row.actual or row.reference in answered]
        return milestones_form(shown, self.reader.url)(data, instance=self.update)


class RisksStep(RowsStep):
    """The open risks and issues: reviewed, scored, closed; and new ones."""

    step = RISKS
    lead = "Say of each whether it was reviewed or is closed; leave the rest. New ones are raised below."

    def make_form(self, data: Any = None) -> StepForm:
        rows = self.reader.rows(Risk.objects).filter(workstream=self.update.workstream_id, status=RiskStatus.OPEN)
        found = rows.select_related("workstream", "programme")
        return risks_form(found, self.update, self.reader.url)(data, instance=self.update)


class BenefitsStep(RowsStep):
    """What the lines of the ledger have delivered."""

    step = BENEFITS
    lead = "What each line has delivered so far, with what shows it. Leave empty what is not known."
    empty = "The ledger has no line for this workstream. Save to go on."

    def make_form(self, data: Any = None) -> StepForm:
        rows = self.reader.rows(BenefitLine.objects).filter(benefit__workstream=self.update.workstream_id)
        found = rows.select_related("benefit__workstream", "force").order_by("benefit__title", "financial_year", "pk")
        return benefits_form(found, self.reader.url)(data, instance=self.update)


class CheckAnswers(ReturnMixin, TemplateView):
    """All answers with a link to change each; submitting brings them into the record for good."""

    capability = Capability.EDIT
    template_name = "workstreams/round_check.html"
    title = "Check your answers"
    sentence = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answers, and what is still missing."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        return self.answer(refused=())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Submit, or show what is missing."""
        self.find(kwargs["reference"])
        opened = request.POST.get("opened_version", "")
        if self.update.is_draft and opened != str(self.update.version):
            self.sentence = (
                "Somebody saved this return after you opened this page. Read the answers again, then submit."
            )
            return self.answer(refused=())
        try:
            returns.submit(draft=self.update, by=request.user)
        except ReturnRefused as error:
            self.sentence = "" if error.problems else str(error)
            return self.answer(refused=error.problems)
        except PeriodRefused as error:
            self.sentence = str(error)
            return self.answer(refused=())
        except StaleRecord:
            self.find(kwargs["reference"])
            self.sentence = "Somebody saved this return in the meantime. Read the answers again, then submit."
            return self.answer(refused=())
        messages.success(request, f"Submitted: the return of {self.update.workstream} for {self.update.period}.")
        return HttpResponseRedirect(return_url(self.update))

    def answer(self, refused: Any) -> HttpResponse:
        """The page, or the way to the return when it is submitted already."""
        if not self.update.is_draft:
            if self.sentence:
                messages.error(self.request, self.sentence)
            return HttpResponseRedirect(return_url(self.update))
        answers = checked(self.update, self.reader, refused)
        return self.render_to_response(
            self.get_context_data(
                update=self.update, answers=answers, sentence=self.sentence, back_url=return_url(self.update)
            )
        )


class CorrectReturn(ReturnMixin, TemplateView):
    """A submitted return was wrong: why; a new version is then written and submitted like a return."""

    capability = Capability.EDIT
    template_name = "workstreams/round_form.html"
    title = "Correct this return"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = ReasonForm()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin the correction, or say why not."""
        self.find(kwargs["reference"])
        self.form = ReasonForm(request.POST)
        if self.form.is_valid():
            try:
                draft = returns.correct(update=self.update, by=request.user, reason=self.form.cleaned_data["reason"])
            except (ReturnRefused, PeriodRefused) as error:
                self.form.refuse(str(error), error.fields)
            else:
                return HttpResponseRedirect(step_url(draft, STATUS))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = (
            "The submitted return stays as it is, with its number. Your correction becomes a new version that names it; "
            "pages show the newest, and the earlier ones below it."
        )
        return super().get_context_data(
            form=self.form, lead=lead, button="Begin the correction", back_url=return_url(self.update), **kwargs
        )
