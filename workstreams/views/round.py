"""The update round: overview, what the colours mean, lists of returns and periods, and the doors of a period."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.event_forms import ReasonForm
from programmes.lists import RegisterList
from programmes.navigation import Link, reference_url
from programmes.records import RecordPage
from workstreams import filters
from workstreams.choices import RAG_MEANS
from workstreams.models import Period, StatusUpdate
from workstreams.reports import period_page as report
from workstreams.reports.returns import RAG_KINDS
from workstreams.reports.round import progress, with_before
from workstreams.reports.trend import TRAVEL_WORDS
from workstreams.round import periods
from workstreams.round.forms import DueDateForm, LockForm, PeriodForm
from workstreams.round.periods import PeriodRefused
from workstreams.tables.round import PeriodTable, ReturnTable


class RoundPage(PageMixin, TemplateView):
    """Which periods take returns now, how far each has come, and the way to write one."""

    capability = Capability.READ
    template_name = "workstreams/round.html"
    title = "Update round"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        rows = self.reader.rows(Period.objects).taking_returns(timezone.localdate())
        return self.render_to_response(
            self.get_context_data(
                periods=[progress(period, self.reader) for period in rows[:3]],
                edits=may(request.user, Capability.EDIT),
                reads_notes=self.reader.reads_notes,
                own_force=may(request.user, Capability.UPDATE_OWN_FORCE),
            )
        )


TRAVEL_MEANS = {
    "better": "The colour is nearer to green than in the return before.",
    "worse": "The colour is nearer to red than in the return before.",
    "same": "The colour is the same as in the return before.",
    "new": "There is no return before it to compare with.",
}


class RagPage(PageMixin, TemplateView):
    """What green, amber and red mean, and how direction of travel is read."""

    capability = Capability.READ
    template_name = "workstreams/round_rag.html"
    title = "What the RAG status means"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        colours = [(rag.label, RAG_KINDS[rag.value], words) for rag, words in RAG_MEANS.items()]
        ways = [(TRAVEL_WORDS[way], TRAVEL_MEANS[way.value]) for way in TRAVEL_WORDS]
        return self.render_to_response(self.get_context_data(colours=colours, ways=ways))

    def crumbs(self) -> list[Link]:
        return [Link("Register", "/register/"), Link("Update round", reverse("workstreams:round")), Link(self.title)]


class PeriodList(RegisterList):
    title = "Reporting periods"
    lead = "The periods in which the status of the work is collected once and used for every board."
    table_class, filter_class, csv_name = PeriodTable, filters.PeriodFilter, "workstreams:period-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Period.objects).with_lock()

    def links(self) -> list[Link]:
        return [Link("Update round", reverse("workstreams:round")), Link("Periods", "", True)]


class PeriodPage(RecordPage):
    list_title, list_name, report = "Reporting periods", "workstreams:period-list", report.period_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Period.objects).with_lock()


class ReturnList(RegisterList):
    title = "Returns"
    lead = "What each workstream returned for each period, in the newest version; earlier versions stand on its page."
    table_class, filter_class, csv_name = ReturnTable, filters.ReturnFilter, "workstreams:return-csv"
    empty = "No return has been submitted yet."

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(StatusUpdate.objects).current()

    def shown(self, queryset: QuerySet) -> QuerySet:
        return with_before(queryset).select_related("workstream__programme", "workstream__alliance", "period")

    def links(self) -> list[Link]:
        return [
            Link("Update round", reverse("workstreams:round")),
            Link("What the colours mean", reverse("workstreams:rag")),
        ]


class OpenPeriod(PageMixin, TemplateView):
    """Set up a reporting period."""

    capability = Capability.EDIT
    template_name = "workstreams/round_form.html"
    title = "Open a reporting period"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        return self.answer(PeriodForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set it up, or say what is wrong."""
        form = PeriodForm(request.POST)
        if form.is_valid():
            try:
                period = periods.open_period(by=request.user, **form.cleaned_data)
            except PeriodRefused as error:
                form.refuse(str(error), error.fields)
            else:
                messages.success(request, f"Set up: {period}.")
                return HttpResponseRedirect(reference_url(period.reference))
        return self.answer(form)

    def answer(self, form: Form) -> HttpResponse:
        """The page with the form."""
        lead = (
            "Every workstream that is under way in the period is asked for one return. Returns can be written from the day "
            "it opens until an editor locks it."
        )
        return self.render_to_response(
            self.get_context_data(form=form, lead=lead, button="Open the period", back_url=reverse("workstreams:round"))
        )

    def crumbs(self) -> list[Link]:
        return [Link("Register", "/register/"), Link("Update round", reverse("workstreams:round")), Link(self.title)]


class PeriodDoor(PageMixin, TemplateView):
    """A door of a period: a form, what it does, and the words that say so."""

    capability = Capability.EDIT
    template_name = "workstreams/round_form.html"
    form_class: ClassVar[Callable[..., Any]]
    verb = lead = done = ""
    #: What stands on the button and in the trail; the verb, unless its sentence goes on.
    button = ""
    period: Period

    def find(self, reference: str) -> None:
        """Set the period; raises Http404."""
        found = self.reader.rows(Period.objects).filter(reference=reference).first()
        if found is None:
            raise Http404("The register has no such period.")
        self.period = found
        self.title = f"{self.verb} {found}"

    def act(self, cleaned: dict[str, Any]) -> None:
        """Do it through its door."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        return self.answer(type(self).form_class())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        self.find(kwargs["reference"])
        form = type(self).form_class(request.POST)
        if form.is_valid():
            try:
                self.act(form.cleaned_data)
            except PeriodRefused as error:
                form.refuse(str(error), error.fields)
            else:
                messages.success(request, f"{self.done}: {self.period}.")
                return HttpResponseRedirect(reference_url(self.period.reference))
        return self.answer(form)

    def answer(self, form: Any) -> HttpResponse:
        """The page with the form."""
        back = reference_url(self.period.reference)
        return self.render_to_response(
            self.get_context_data(
                form=form, lead=self.lead, button=self.button or self.verb, back_url=back, period=self.period
            )
        )

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Update round", reverse("workstreams:round")),
            Link(self.period.name, reference_url(self.period.reference)),
            Link(self.button or self.verb),
        ]


class LockPeriod(PeriodDoor):
    form_class, verb, done = LockForm, "Lock", "Locked"
    lead = "A locked period takes no more returns and no corrections. An editor can reopen it, with a reason."

    def act(self, cleaned: dict[str, Any]) -> None:
        periods.lock(period=self.period, by=self.request.user, reason=cleaned["reason"])


class ReopenPeriod(PeriodDoor):
    form_class, verb, done = ReasonForm, "Reopen", "Reopened"
    lead = "Returns and corrections can be submitted again until the period is locked once more."

    def act(self, cleaned: dict[str, Any]) -> None:
        periods.reopen(period=self.period, by=self.request.user, reason=cleaned["reason"])


class MoveDueDate(PeriodDoor):
    form_class, verb, done = DueDateForm, "Move the due date of", "Due date moved"
    button = "Move the due date"
    lead = "The date before, the date since and the reason are kept and shown."

    def act(self, cleaned: dict[str, Any]) -> None:
        periods.move_due_date(period=self.period, by=self.request.user, **cleaned)
