"""The late list of a period, the form that logs a reminder, and the log."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.event_forms import ReasonForm, ReminderForm
from programmes.lists import RegisterList
from programmes.navigation import Link, reference_url
from programmes.tables.base import count_words
from workstreams import filters
from workstreams.choices import PeriodState
from workstreams.models import Period, ReturnChase, Workstream
from workstreams.reports.late import late_list
from workstreams.reports.round import progress
from workstreams.round import chasing
from workstreams.round.chasing import ReminderRefused
from workstreams.round.periods import locked_words, state_on
from workstreams.tables.round import ReturnChaseTable


def site_of(request: HttpRequest) -> str:
    """The address of this site, for the texts that are sent."""
    return request.build_absolute_uri("/").rstrip("/")


class PeriodMixin(PageMixin):
    """A page about one period."""

    period: Any

    def find(self, reference: str) -> None:
        """Set the period, read `with_lock`; raises Http404."""
        self.period = self.reader.rows(Period.objects).with_lock().filter(reference=reference).first()
        if self.period is None:
            raise Http404("The register has no such period.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_locked = state_on(self.period, timezone.localdate()) == PeriodState.LOCKED
        return super().get_context_data(locked=locked_words(self.period) if is_locked else "", **kwargs)

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Update round", reverse("workstreams:round")),
            Link(self.period.name, reference_url(self.period.reference)),
            Link(self.title),
        ]


class LateList(PeriodMixin, TemplateView):
    """Who has not returned, for how long, and the text to send."""

    capability = Capability.READ_INTERNAL_NOTES
    template_name = "workstreams/round_late.html"
    title = "Late list"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        rows, total = late_list(self.period, self.reader, site_of(request))
        return self.render_to_response(
            self.get_context_data(
                rows=rows,
                total=count_words(total, "workstream owes", "workstreams owe"),
                more=total - len(rows),
                progress=progress(self.period, self.reader),
                may_log=may(request.user, Capability.EDIT),
                period=self.period,
            )
        )


class LogReminder(PeriodMixin, TemplateView):
    """Log that somebody was reminded of a return; the text is filled in, as on the late list."""

    capability = Capability.EDIT
    template_name = "workstreams/round_form.html"
    title = "Log a reminder"
    workstream: Any

    def find(self, reference: str) -> None:
        super().find(reference)
        code = self.request.GET.get("workstream", "")
        self.workstream = self.reader.rows(Workstream.objects).filter(reference=code).first()
        if self.workstream is None:
            raise Http404("The register has no such workstream.")
        self.title = f"Log a reminder: {self.workstream}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with the text filled in."""
        check_parameters(request, ["workstream"])
        self.find(kwargs["reference"])
        rows, _ = late_list(self.period, self.reader, site_of(request), only=self.workstream.reference)
        initial = {"words": rows[0].text, "to": ", ".join(rows[0].mailboxes)} if rows else {}
        return self.answer(ReminderForm(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log it, or show the form again with what was typed."""
        check_parameters(request, ["workstream"])
        self.find(kwargs["reference"])
        form = ReminderForm(request.POST)
        if form.is_valid():
            try:
                chasing.remind(period=self.period, workstream=self.workstream, by=request.user, **form.cleaned_data)
            except ReminderRefused as error:
                form.refuse(str(error), error.fields)
            else:
                messages.success(request, f"Logged: {self.workstream} was reminded.")
                return HttpResponseRedirect(reverse("workstreams:period-late", args=[self.period.reference]))
        return self.answer(form)

    def answer(self, form: Any) -> HttpResponse:
        """The page with the form."""
        back = reverse("workstreams:period-late", args=[self.period.reference])
        return self.render_to_response(
            self.get_context_data(
                form=form, button="Log the reminder", back_url=back, lead=f"Return for {self.period}."
            )
        )


class ReturnChaseLog(RegisterList):
    """The log of reminders of returns, the newest first; entries that were taken back stay, struck out."""

    capability = Capability.READ_INTERNAL_NOTES
    title = "Reminders of returns"
    lead = "Every reminder that a return is owed: when, how, by whom. Entries are never changed."
    table_class, filter_class, csv_name = ReturnChaseTable, filters.ReturnChaseFilter, "workstreams:return-chase-csv"
    empty = "Nobody has been reminded of a return yet."

    def get_queryset(self) -> QuerySet:
        rows = ReturnChase.objects.filter(corrects=None, workstream__in=self.reader.rows(Workstream.objects))
        return rows.filter(period__in=self.reader.rows(Period.objects))

    def shown(self, queryset: QuerySet) -> QuerySet:
        joins = ("workstream__programme", "workstream__alliance", "period", "recorded_by", "corrected_by__recorded_by")
        return queryset.select_related(*joins)

    def links(self) -> list[Link]:
        return [Link("Update round", reverse("workstreams:round")), Link("Reminders", "", True)]


class TakeBackReminder(PageMixin, TemplateView):
    """A reminder was entered in error."""

    capability = Capability.EDIT
    template_name = "workstreams/round_form.html"
    title = "Take a reminder back"

    def find(self, number: int) -> None:
        """Set the entry; raises Http404."""
        rows = ReturnChase.objects.filter(corrects=None, workstream__in=self.reader.rows(Workstream.objects))
        found = rows.select_related("workstream", "period").filter(pk=number).first()
        if found is None:
            raise Http404("There is no such entry.")
        self.chase = found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(kwargs["number"])
        return self.answer(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back, or say why not."""
        self.find(kwargs["number"])
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                chasing.take_back(chase=self.chase, by=request.user, reason=form.cleaned_data["reason"])
            except ReminderRefused as error:
                form.refuse(str(error), error.fields)
            else:
                messages.success(request, "Taken back: the entry stays in the log, struck out.")
                return HttpResponseRedirect(reverse("workstreams:return-chase-list"))
        return self.answer(form)

    def answer(self, form: Any) -> HttpResponse:
        """The page with the form."""
        words = f"{self.chase.get_means_display()} about {self.chase.workstream} for {self.chase.period}."
        back = reverse("workstreams:return-chase-list")
        return self.render_to_response(
            self.get_context_data(form=form, lead=f"{words} The entry stays in the log, struck out.",
                                  button="Take it back", back_url=back)
        )  # fmt: skip

    def crumbs(self) -> list[Link]:
        log = reverse("workstreams:return-chase-list")
        return [Link("Register", "/register/"), Link("Reminders of returns", log), Link(self.title)]
