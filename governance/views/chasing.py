"""The chase list, the form that logs a reminder, and the log: who was reminded of what, when, by whom."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from governance import chasing
from governance.case_forms.chase import ChaseForm, TakeBackForm
from governance.models import Chase, LocalDecision
from governance.office_filters import ChaseFilter, OpenDecisionFilter
from governance.reports.chasing import NAMED_ALONE, ToChase, chase_list, open_decisions
from governance.tables.chase import ChaseTable
from governance.views.ratification import office_links
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.holders import inherited
from programmes.lists import RegisterList
from programmes.models import Body
from programmes.navigation import Link, reference_url
from programmes.tables.base import count_words


class ChaseList(PageMixin, TemplateView):
    """What is waited for from each office, with the text to send."""

    capability = Capability.READ_INTERNAL_NOTES
    template_name = "governance/chase_list.html"
    title = "Chase list"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        found = OpenDecisionFilter(request.GET, queryset=open_decisions(self.reader), request=request)
        check_parameters(request, found.parameters)
        if not found.form.is_valid():
            raise BadAddress(one_line(found.form))
        offices = chase_list(found.qs, self.reader, site_of(request))
        return self.render_to_response(
            self.get_context_data(
                offices=[(office, mail_url(office)) for office in offices],
                count=count_words(sum(office.count for office in offices), "decision", "decisions"),
                count_offices=count_words(len(offices), "office", "offices"),
                filter=found,
                chips=found.chips(),
                clear_url=found.clear_url(),
                links=office_links(request, "chase-list"),
                may_log=may(request.user, Capability.MOVE_CASE),
            )
        )


def site_of(request: HttpRequest) -> str:
    """The address of this site, for the texts that are sent."""
    return request.build_absolute_uri("/").rstrip("/")


def mail_url(office: ToChase) -> str:
    """A new e-mail to the role mailboxes of an office with the text in it; "" where none is known."""
    if not office.mailboxes:
        return ""
    return f"mailto:{','.join(office.mailboxes)}?subject={quote(office.subject)}&body={quote(office.text)}"


class LogChase(PageMixin, TemplateView):
    """Log that an office was reminded; the text is filled in, as on the chase list."""

    capability = Capability.MOVE_CASE
    template_name = "governance/chase_form.html"

    def find(self, reference: str) -> None:
        """Set the office and what is waited for; raises Http404."""
        body = self.reader.rows(Body.objects).filter(reference=reference).first()
        if body is None:
            raise Http404("The register has no such office.")
        self.rows = open_decisions(self.reader).filter(inherited("body", [body.pk]))
        found = chase_list(self.rows, self.reader, site_of(self.request), named=NAMED_ALONE)
        self.body = body
        self.office = next((office for office in found if office.code == body.reference), None)
        self.title = f"Log a reminder: {body}"

    def make_form(self, data: Any = None) -> ChaseForm:
        waiting = self.office.waiting if self.office else ()
        choices = [(row.pk, f"{row.case}: {row.words}") for row in waiting]
        initial = {"words": self.office.text, "to": ", ".join(self.office.mailboxes)} if self.office else {}
        return ChaseForm(data, choices=choices, initial=initial)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with the text filled in."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = self.make_form()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log it, or show the form again with what was typed."""
        self.find(kwargs["reference"])
        token = request.POST.get("token", "")
        if token and Chase.objects.filter(form_token=token, recorded_by=request.user.pk).exists():
            return self.done()
        self.form = self.make_form(request.POST)
        if self.form.is_valid():
            cleaned = self.form.cleaned_data
            chosen = list(LocalDecision.objects.filter(pk__in=cleaned["decisions"]))
            try:
                chasing.chase(
                    local_decisions=chosen, by=request.user, on=cleaned["on"], on_words=cleaned["on_words"],
                    means=cleaned["means"], to=cleaned["to"], words=cleaned["words"], token=cleaned["token"],
                )  # fmt: skip
            except chasing.ChaseNotAllowed as error:
                self.form.refuse(str(error), error.fields)
            else:
                return self.done()
        return self.render_to_response(self.get_context_data())

    def done(self) -> HttpResponse:
        """Back to the chase list with a sentence."""
        messages.success(self.request, f"Logged: {self.body} was reminded.")
        return HttpResponseRedirect(reverse("governance:chase-list"))

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Chase list", reverse("governance:chase-list")),
            Link(str(self.body)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [{"fields": [self.form[name] for name in names]} for _, _, names in self.form.groups]
        return super().get_context_data(
            form=self.form, groups=groups, office=self.office, body=self.body, button="Log the reminder",
            back_url=reverse("governance:chase-list"), **kwargs,
        )  # fmt: skip


class ChaseLog(RegisterList):
    """The log of reminders, the newest first; entries that were taken back stay, struck out."""

    capability = Capability.READ_INTERNAL_NOTES
    title = "Who was reminded"
    lead = "Every reminder sent to an office about an open decision: when, how, by whom. Entries are never changed."
    table_class, filter_class, csv_name = ChaseTable, ChaseFilter, "governance:chase-log-csv"
    empty = "Nobody has been reminded yet."

    def get_queryset(self) -> QuerySet:
        rows = Chase.objects.filter(corrects=None, local_decision__in=self.reader.rows(LocalDecision.objects))
        return rows.select_related(
            "local_decision__body", "local_decision__case", "recorded_by", "corrected_by__recorded_by"
        )

    def links(self) -> list[Link]:
        return office_links(self.request, "chase-log")


class TakeBackChase(PageMixin, TemplateView):
    """A reminder was entered in error."""

    capability = Capability.MOVE_CASE
    template_name = "governance/chase_form.html"
    title = "Take a reminder back"

    def find(self, number: int) -> None:
        """Set the entry; raises Http404."""
        visible = self.reader.rows(LocalDecision.objects)
        rows = Chase.objects.filter(corrects=None, local_decision__in=visible)
        found = rows.select_related("local_decision__body", "local_decision__case").filter(pk=number).first()
        if found is None:
            raise Http404("There is no such entry.")
        self.chase = found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(kwargs["number"])
        self.form = TakeBackForm()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back, or say why not."""
        self.find(kwargs["number"])
        self.form = TakeBackForm(request.POST)
        if self.form.is_valid():
            try:
                chasing.take_back(chase=self.chase, by=request.user, reason=self.form.cleaned_data["reason"])
            except chasing.ChaseNotAllowed as error:
                self.form.refuse(str(error), error.fields)
            else:
                messages.success(request, "Taken back: the entry stays in the log, struck out.")
                return HttpResponseRedirect(reference_url(self.chase.local_decision.reference) + "#chases")
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Who was reminded", reverse("governance:chase-log")),
            Link(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [{"fields": [self.form[name] for name in names]} for _, _, names in self.form.groups]
        return super().get_context_data(
            form=self.form, groups=groups, chase=self.chase, button="Take it back",
            back_url=reverse("governance:chase-log"), **kwargs,
        )  # fmt: skip
