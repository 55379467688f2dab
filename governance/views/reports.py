"""Reports that the register writes: the list, each one as the paper it is, its files, and the forms that change it."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from governance.choices import ReportEventKind
from governance.filters import ReportFilter
from governance.models import Report, ReportEvent
from governance.papers import documents, figures
from governance.papers.document import PaperDocument
from governance.papers.docx import render_docx
from governance.papers.markup import keys_in
from governance.papers.overtaken import overtaken
from governance.papers.pdf import render_pdf
from governance.papers.tracing import untraced
from governance.tables.report import ReportTable, state_words
from programmes.access import Capability, may
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import check_parameters
from programmes.fields import vague
from programmes.history import Reference
from programmes.lists import RegisterList
from programmes.navigation import Link, history_url, reference_url

TITLE, LIST = "Reports", "governance:report-list"
PARENTS = ("programme__alliance", "alliance", "board", "body__force", "meeting__board", "paper__item", "contact")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReportList(RegisterList):
    title = TITLE
    lead = (
        "Panel reports, board updates and briefs drawn up from the record as at a day. Their figures stay bound to the "
        "records they come from."
    )
    table_class, filter_class, csv_name = ReportTable, ReportFilter, "governance:report-csv"
    empty = "No report is drawn up."

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Report.objects.with_state()).select_related("programme", "board")

    def links(self) -> list[Link]:
        if not may(self.request.user, Capability.EDIT):
            return []
        return [Link("Reports", reverse(LIST), True), Link("Draw up a report", reverse("governance:report-new"))]


class Reading:
    """A report as one person reads it: the working text for the programme team and auditors, else what was approved."""

    def __init__(self, report: Report, reader: Any) -> None:
        self.report = report
        self.events: list[ReportEvent] = list(report.events.select_related("recorded_by").order_by("-seq"))
        self.approval = next((e for e in self.events if e.kind == ReportEventKind.APPROVED), None)
        last = self.events[0] if self.events else None
        self.is_draft = last is None or last.kind != ReportEventKind.APPROVED
        self.is_working = reader.reads_notes and self.is_draft
        self.state = state_words(last.kind if last else None, last.version if last else None)
        self.sections = list(report.sections.all()) if reader.reads_notes else []
        rows = list(report.figures.all()) if reader.reads_notes else []
        used = {key for section in self.sections for key in keys_in(section.text)}
        self.figures = figures.bound(row for row in rows if row.key in used)
        if self.is_working:
            words = documents.figure_words(rows)
            version = last.version if last else 1
            self.document = documents.document_of(report, self.sections, words, version=version)
        elif self.approval is not None:
            self.document = documents.approved(self.approval, whole=reader.reads_notes)
        else:
            raise Http404("This report is not approved yet.")

    @property
    def changed(self) -> list[figures.BoundFigure]:
        return [figure for figure in self.figures.values() if figure.is_changed] if self.is_working else []

    @property
    def kept(self) -> list[figures.BoundFigure]:
        return [figure for figure in self.figures.values() if figure.is_kept]


def find_report(reader: Any, reference: str) -> Report:
    """A report that a reader may read, by reference; else a 404."""
    found = reader.rows(Report.objects).select_related(*PARENTS).filter(reference=reference).first()
    if found is None:
        raise Http404("The register has no such report, or your role may not read it.")
    return found


class OfReport(PageMixin, TemplateView):
    """Base of the pages of one report."""

    report: Report
    parameters: ClassVar[tuple[str, ...]] = ()

    def find(self, request: HttpRequest, reference: str) -> None:
        """Set the report the page is about."""
        check_parameters(request, list(self.parameters))
        self.report = find_report(self.reader, reference)
        self.title = str(self.report)

    def crumbs(self) -> list[Link]:
        return [Link("Register", "/register/"), Link(TITLE, reverse(LIST)), Link(self.title)]

    def act(self, name: str, *args: Any) -> str:
        """The address of something done with this report."""
        return reverse(f"governance:report-{name}", args=[self.report.reference, *args])


class ReportPage(OfReport):
    """The report as the paper it is; beside it, for those who work on it, what there is to do."""

    capability = Capability.READ
    template_name = "governance/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        self.find(request, kwargs["reference"])
        self.reading = Reading(self.report, self.reader)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading, user = self.reading, self.request.user
        edits = may(user, Capability.EDIT)
        return super().get_context_data(
            reading=reading,
            document=reading.document,
            shown=shown_parts(reading, edits and reading.is_working, self.act),
            figures=reading.figures,
            history_url=history_url(self.report.reference),
            actions=self.actions(edits),
            edges=self.edges(edits),
            files=[Link("PDF", self.act("pdf")), Link("Word (DOCX)", self.act("docx"))],
            origins=origins_of(self.reader, reading.sections),
            untraced=untraced(reading.sections) if reading.is_working else [],
            overtaken=overtaken(reading.document, self.first_day()) if reading.is_working else [],
            **kwargs,
        )

    def first_day(self) -> dt.date:
        """The day as at which the report tells, the first one of a month or a year."""
        as_at = vague(self.report, "as_at")
        return as_at.earliest or as_at.latest or dt.date.min

    def edges(self, edits: bool) -> list[Link]:
        """The forms of the blocks before the first section and after the last."""
        if not (edits and self.reading.is_working):
            return []
        names = {documents.FRONT: "Before the first section", documents.CLOSING: "After the last section"}
        rows = [row for row in self.reading.sections if row.code in names]
        return [Link(f"Edit: {names[row.code].lower()}", self.act("section", row.reference)) for row in rows]

    def actions(self, edits: bool) -> list[Link]:
        """What this person may do with the report as it stands."""
        made = []
        if edits and self.reading.is_draft:
            made.append(Link("Change what it is", self.act("facts")))
        if self.reading.is_draft and may(self.request.user, Capability.PUBLISH):
            made.append(Link("Approve", self.act("approve")))
        if edits and not self.reading.is_draft:
            made.append(Link("Begin a new version", self.act("version")))
        if edits and self.reading.approval is not None:
            made.append(Link("Put on an agenda", self.act("agenda")))
        return made


def shown_parts(reading: Reading, edits: bool, act: Any) -> list[dict[str, Any]]:
    """The sections of the document, each with the address of its form where it may be edited."""
    rows = {row.heading + row.number: row for row in reading.sections}
    made = []
    for section in reading.document.sections:
        row = rows.get(section.heading + section.number)
        made.append({"section": section, "edit_url": act("section", row.reference) if edits and row else ""})
    return made


def origins_of(reader: Any, sections: list[Any]) -> list[dict[str, Any]]:
    """For each section the records that it was drafted from, as far as the reader may name them."""
    codes = {key.partition(".")[0] for section in sections for key in section.origins}
    rows = {row.code: row for row in Reference.objects.filter(code__in=codes, marking__in=reader.markings)}
    made = []
    for section in sections:
        own = dict.fromkeys(key.partition(".")[0] for key in section.origins)
        links = [Link(rows[code].title, reference_url(code)) for code in own if code in rows]
        if links:
            made.append({"heading": str(section) or "Before and after", "links": links})
    return made


class ReportFile(AccessMixin, View):
    """Base of a report as a file: what the person reads on its page, under the same SHA-256."""

    capability: ClassVar[Any] = Capability.READ
    ending = ""
    media_type = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        check_parameters(request, [])
        report = find_report(self.reader, kwargs["reference"])
        reading = Reading(report, self.reader)
        response = HttpResponse(self.render(reading.document), content_type=self.media_type)
        name = f"{report.reference}{'-draft' if reading.document.is_draft else ''}.{self.ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def render(self, document: PaperDocument) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError


class ReportPdf(ReportFile):
    ending, media_type = "pdf", "application/pdf"

    def render(self, document: PaperDocument) -> bytes:
        return render_pdf(document)


class ReportDocx(ReportFile):
    ending, media_type = "docx", DOCX

    def render(self, document: PaperDocument) -> bytes:
        return render_docx(document)


def done(request: HttpRequest, words: str, report: Report) -> HttpResponse:
    """Say what was done and lead back to the report."""
    messages.success(request, words)
    return HttpResponseRedirect(reference_url(report.reference))
