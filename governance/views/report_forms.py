"""The forms of reports: draw one up, edit a section, settle a figure, approve, begin a new version, put on an agenda."""

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from governance.models import ReportFigure, ReportSection
from governance.papers import doors
from governance.papers.figures import bound
from governance.papers.forms import (
    AgendaForm,
    ApproveForm,
    ChangeFactsForm,
    FactsForm,
    FigureForm,
    SectionForm,
    VersionForm,
)
from governance.views.reports import LIST, TITLE, OfReport, Reading, done
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.history import AppendOnlyError, StaleRecord
from programmes.navigation import Link, reference_url
from programmes.refusals import Refusal


class FormPage(PageMixin, TemplateView):
    """A page with one form: shown, checked, taken through a door, and shown again with what it refuses."""

    capability: ClassVar[Any] = Capability.EDIT
    template_name = "governance/report_form.html"
    button = ""
    what = ""
    form: forms.BaseForm

    def find(self, request: HttpRequest, **kwargs: Any) -> None:
        """Find what the form is about."""

    def make(self, data: Any = None) -> forms.BaseForm:
        """The form, empty or with what was sent."""
        raise NotImplementedError

    def take(self) -> HttpResponse:
        """Go through the door with a form that passed its checks. Raises Refusal."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(request, **kwargs)
        self.form = self.make()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say what is wrong and keep what was typed."""
        self.find(request, **kwargs)
        self.form = self.make(request.POST)
        if self.form.is_valid():
            try:
                return self.take()
            except StaleRecord:
                self.form.refuse_as_stale()  # type: ignore[attr-defined]
            except AppendOnlyError as error:
                self.form.add_error(None, str(error))
            except Refusal as error:
                known = [name for name in error.fields if name in self.form.fields]
                self.form.add_error(known[0] if known else None, str(error))
        return self.render_to_response(self.get_context_data())

    def back(self) -> str:
        return reverse(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflict = getattr(self.form, "conflict", None)
        return super().get_context_data(
            form=self.form, back_url=self.back(), button=self.button, what=self.what, conflict=conflict, **kwargs
        )


class NewReport(FormPage):
    """Draw up a report from the record as at a day."""

    title = "Draw up a report"
    button = "Draw it up"
    what = "Its sections are drafted from what the record says by that day; you edit the words afterwards."

    def make(self, data: Any = None) -> forms.BaseForm:
        return FactsForm(data, user=self.request.user)

    def take(self) -> HttpResponse:
        report = self.form.save(commit=False)  # type: ignore[attr-defined]
        doors.draft(report=report, by=self.request.user)
        return done(self.request, "The report is drawn up. Read it, and edit what needs your words.", report)

    def crumbs(self) -> list[Link]:
        return [Link("Register", "/register/"), Link(TITLE, reverse(LIST)), Link(self.title)]


class ReportFormPage(FormPage, OfReport):
    """A form about one report."""

    def find(self, request: HttpRequest, reference: str = "", **kwargs: Any) -> None:  # type: ignore[override]
        OfReport.find(self, request, reference)
        self.subject = str(self.report)
        self.title = f"{self.verb}: {self.report}"

    verb = ""

    def back(self) -> str:
        return reference_url(self.report.reference)

    def crumbs(self) -> list[Link]:
        trail = [Link("Register", "/register/"), Link(TITLE, reverse(LIST)), Link(self.subject, self.back())]
        return [*trail, Link(self.verb)]


class ChangeFacts(ReportFormPage):
    verb, button = "Change what it is", "Save"
    what = "A changed day or programme does not draft the text anew: edit the sections, or draw up another report."

    def make(self, data: Any = None) -> forms.BaseForm:
        return ChangeFactsForm(data, instance=self.report, user=self.request.user)

    def take(self) -> HttpResponse:
        self.form.save()  # type: ignore[attr-defined]
        return done(self.request, "Saved.", self.report)


class EditSection(ReportFormPage):
    verb, button = "Edit a section", "Save the section"

    def find(self, request: HttpRequest, reference: str = "", section: str = "", **kwargs: Any) -> None:
        super().find(request, reference)
        rows = self.reader.rows(ReportSection.objects).select_related("report")
        found = rows.filter(report=self.report, reference=section).first()
        if found is None:
            raise Http404("This report has no such section, or your role may not read it.")
        self.section = found
        self.verb = str(found) or ("Before the first section" if found.code == "front" else "After the last section")
        self.title = f"{self.verb}: {self.report}"

    def make(self, data: Any = None) -> forms.BaseForm:
        return SectionForm(data, instance=self.section, user=self.request.user)

    def take(self) -> HttpResponse:
        self.form.save()  # type: ignore[attr-defined]
        return done(self.request, f"Saved: {self.verb}.", self.report)


class SettleFigure(ReportFormPage):
    """Refresh a figure whose record changed, or keep it with a reason."""

    verb, button = "A changed figure", "Record it"
    template_name = "governance/report_figure.html"

    def find(self, request: HttpRequest, reference: str = "", figure: str = "", **kwargs: Any) -> None:
        super().find(request, reference)
        found = self.reader.rows(ReportFigure.objects).filter(report=self.report, reference=figure).first()
        if found is None:
            raise Http404("This report has no such figure, or your role may not read it.")
        self.figure = found

    def make(self, data: Any = None) -> forms.BaseForm:
        return FigureForm(data)

    def take(self) -> HttpResponse:
        if self.form.cleaned_data["do"] == FigureForm.KEEP:  # type: ignore[attr-defined]
            doors.keep(figure=self.figure, by=self.request.user, reason=self.form.cleaned_data["reason"])  # type: ignore[attr-defined]
            return done(self.request, f"{self.figure.key} is kept as drafted.", self.report)
        doors.refresh(figure=self.figure, by=self.request.user)
        return done(self.request, f"{self.figure.key} says what the record says now.", self.report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = bound([self.figure])[self.figure.key]
        return super().get_context_data(figure=figure, **kwargs)


class ApproveReport(ReportFormPage):
    """Approve the text as it was read."""

    capability = Capability.PUBLISH
    verb, button = "Approve", "Approve this version"
    what = (
        "Approving fixes the text under its SHA-256. Whoever wrote in it cannot approve it. A public report then goes into "
        "the next edition."
    )

    def make(self, data: Any = None) -> forms.BaseForm:
        reading = Reading(self.report, self.reader)
        return ApproveForm(data, initial={"seen": reading.document.sha256})

    def take(self) -> HttpResponse:
        given = self.form.cleaned_data  # type: ignore[attr-defined]
        doors.approve(report=self.report, by=self.request.user, seen=given["seen"], token=given["token"])
        return done(self.request, "The report is approved and fixed.", self.report)


class BeginVersion(ReportFormPage):
    verb, button = "Begin a new version", "Begin it"
    what = "The approved version stays as it is, and stays published, until the new one is approved."

    def make(self, data: Any = None) -> forms.BaseForm:
        return VersionForm(data)

    def take(self) -> HttpResponse:
        given = self.form.cleaned_data  # type: ignore[attr-defined]
        doors.begin_version(report=self.report, by=self.request.user, reason=given["reason"], token=given["token"])
        return done(self.request, "A new version is begun.", self.report)


class PutOnAgenda(ReportFormPage):
    verb, button = "Put on an agenda", "Put it on the agenda"
    what = "The approved version becomes a paper of its own item, as those read it who may not read what is withheld."

    def make(self, data: Any = None) -> forms.BaseForm:
        return AgendaForm(data, user=self.request.user, initial={"meeting": self.report.meeting})

    def take(self) -> HttpResponse:
        meeting = self.form.cleaned_data["meeting"]  # type: ignore[attr-defined]
        doors.put_on_agenda(report=self.report, meeting=meeting, by=self.request.user)
        return done(self.request, f"It is on the agenda: {meeting}.", self.report)
