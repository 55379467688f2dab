"""What readers of the register have of meetings: agenda, pack, minutes, the calendar of a board, the forward plan."""

import logging
import re
from typing import Any, ClassVar

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView, View

from governance.about import KINDS, about_in
from governance.choices import PrintForm, PrintKind
from governance.meetings import forward_plan, prints
from governance.meetings import pack as packs
from governance.meetings.calendar import calendar_of
from governance.meetings.minutes import may_read, minutes_of
from governance.meetings.minutes_print import minutes_pdf
from governance.models import Board, Meeting
from programmes.access import Capability
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.as_at import PARAMETER as AS_AT
from programmes.csv_export import csv_response
from programmes.files import FileDamaged
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.record_state import part, record_state
from programmes.tables.base import count_words

log = logging.getLogger(__name__)
#: Rows of the forward plan on one page; the CSV has all of them.
ROWS_ON_A_PAGE = 100


def meeting_of(reader: Reader, reference: str) -> Meeting:
    """The meeting a person may read; raises Http404."""
    rows = reader.rows(Meeting.objects).select_related("board__programme")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404("The register has no such meeting, or your role may not read it.")
    return found


def kept_or_404(meeting: Meeting, reader: Reader, kind: PrintKind, form: PrintForm) -> prints.Kept | None:
    """What was kept of a print, None when nothing was; raises Http404 when its content is not what was kept."""
    try:
        return prints.kept_for(meeting, reader, kind, form)
    except FileDamaged:
        log.error("%s of %s: the content kept is missing or does not have the hash recorded.", kind, meeting.reference)
        raise Http404(
            "What was kept of this is missing or was changed on the disk, so it is not shown. "
            "Restore it from the backup of MEDIA_ROOT."
        ) from None


class PackPage(PageMixin, TemplateView):
    """The pack of a meeting as a page, with the page numbers of its PDF; of a closed meeting as it was kept."""

    capability: ClassVar[Any] = Capability.READ
    template_name = "governance/meeting_pack.html"
    kind = PrintKind.PACK
    pdf_name = "governance:meeting-pack-pdf"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.meeting = meeting_of(self.reader, kwargs["reference"])
        kept = kept_or_404(self.meeting, self.reader, self.kind, PrintForm.HTML)
        words = kept.content.decode() if kept else prints.body_of(prints.composed(self.meeting, self.reader, self.kind))
        self.title = f"{self.kind.label}: {self.meeting}"
        return self.render_to_response(
            self.get_context_data(
                body=mark_safe(words),
                kept=kept, meeting=self.meeting, pdf_url=reverse(self.pdf_name, args=[self.meeting.reference]),
            )
        )  # fmt: skip

    def crumbs(self) -> list[Link]:
        return meeting_crumbs(self.meeting, self.title)


def meeting_crumbs(meeting: Meeting, here: str) -> list[Link]:
    """The trail to a page of a meeting."""
    return [
        Link("Register", "/register/"),
        Link("Meetings", reverse("governance:meeting-list")),
        Link(str(meeting), reference_url(meeting.reference)),
        Link(here),
    ]


class AgendaPage(PackPage):
    """The agenda of a meeting as a page."""

    kind = PrintKind.AGENDA
    pdf_name = "governance:meeting-agenda-pdf"


class FullPackPage(PackPage):
    """The pack with its exempt papers, for who reads internal notes."""

    capability = Capability.READ_INTERNAL_NOTES
    kind = PrintKind.FULL_PACK
    pdf_name = "governance:meeting-full-pack-pdf"


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to be read at once, kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class PackPdf(AccessMixin, View):
    """The pack of a meeting as one PDF, its pages numbered through; of a closed meeting the bytes that were kept."""

    capability: ClassVar[Any] = Capability.READ
    kind = PrintKind.PACK

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF."""
        check_parameters(request, [])
        meeting = meeting_of(self.reader, kwargs["reference"])
        kept = kept_or_404(meeting, self.reader, self.kind, PrintForm.PDF)
        content = kept.content if kept else packs.pdf_of(prints.composed(meeting, self.reader, self.kind))
        return pdf_response(content, f"{meeting.reference}-{self.kind.value.replace('_', '-')}.pdf")


class AgendaPdf(PackPdf):
    """The agenda alone, as PDF."""

    kind = PrintKind.AGENDA


class FullPackPdf(PackPdf):
    """The pack with its exempt papers, as PDF."""

    capability = Capability.READ_INTERNAL_NOTES
    kind = PrintKind.FULL_PACK


class MinutesPage(PageMixin, TemplateView):
    """The minutes of a meeting: readers see them once they were circulated, the team from the first draft."""

    capability = Capability.READ
    template_name = "governance/meeting_minutes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.meeting = meeting_of(self.reader, kwargs["reference"])
        self.title = f"Minutes: {self.meeting}"
        now = minutes_of(self.meeting)
        return self.render_to_response(
            self.get_context_data(
                minutes=now if may_read(now, self.reader) else None,
                meeting=self.meeting,
                kept=kept_or_404(self.meeting, self.reader, PrintKind.MINUTES, PrintForm.PDF),
                pdf_url=reverse("governance:meeting-minutes-pdf", args=[self.meeting.reference]),
            )
        )

    def crumbs(self) -> list[Link]:
        return meeting_crumbs(self.meeting, "Minutes")


class MinutesPdf(AccessMixin, View):
    """The minutes as PDF, marked as a draft until they are circulated; agreed ones as the bytes that were kept."""

    capability: ClassVar[Any] = Capability.READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF."""
        check_parameters(request, [])
        meeting = meeting_of(self.reader, kwargs["reference"])
        now = minutes_of(meeting)
        if not may_read(now, self.reader):
            raise Http404("The minutes of this meeting are not circulated yet.")
        kept = kept_or_404(meeting, self.reader, PrintKind.MINUTES, PrintForm.PDF)
        content = kept.content if kept else minutes_pdf(meeting, now)
        return pdf_response(content, f"{meeting.reference}-minutes.pdf")


def board_calendar(board: Board, reader: Reader, site: str) -> bytes:
    """The meetings of a board that a person may read, as iCalendar; `site` is the register’s address."""
    meetings = list(reader.rows(board.meetings).select_related("board").order_by("held_earliest", "pk"))
    past = Meeting.history.model.objects.filter(id__in=[m.pk for m in meetings])  # type: ignore[attr-defined]
    changed = dict(past.order_by().values("id").annotate(at=Max("history_date")).values_list("id", "at"))
    return calendar_of(board, meetings, changed, site)


class BoardCalendar(AccessMixin, View):
    """The meetings of a board as iCalendar."""

    capability = Capability.READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The calendar."""
        check_parameters(request, [])
        board = self.reader.rows(Board.objects).filter(reference=kwargs["reference"]).first()
        if board is None:
            raise Http404("The register has no such board, or your role may not read it.")
        made = board_calendar(board, self.reader, request.build_absolute_uri("/").rstrip("/"))
        response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{board.reference}.ics"'
        response["Cache-Control"] = "private, no-store"
        return response


class ForwardPlanPage(PageMixin, TemplateView):
    """Every decision to come, by month and body; the same as CSV."""

    capability = Capability.READ
    template_name = "governance/meeting_forward_plan.html"
    title = "Forward plan"
    knows_as_at = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        check_parameters(request, ["who", "page", *KINDS, AS_AT])
        about = about_in(request, self.reader)
        who, page = request.GET.get("who", "").strip(), request.GET.get("page") or "1"
        if who and not re.fullmatch(r"(BRD|BOD)-\d{1,9}", who):
            raise BadAddress(f"“{who}” is no board or office. Give a reference such as BRD-1 or BOD-9.")
        if kwargs.get("form") == "csv":
            rows = forward_plan.plan(self.reader, who, about=about)
            name = f"forward-plan-{self.reader.as_at.isoformat()}" if self.reader.as_at else "forward-plan"
            return csv_response(forward_plan.csv_rows(rows, forward_plan.stories(rows, self.reader)), f"{name}.csv")
        state, rests_on = record_state(), (self.reader.sight, about and (about.name, about.code))
        deciders = part(state, ("deciders", rests_on), lambda: forward_plan.deciders(self.reader, about))
        number = sum(one.number for one in deciders if not who or one.code == who)
        pages = max(1, -(-number // ROWS_ON_A_PAGE))
        if not (page.isascii() and page.isdigit() and len(page) < 6 and 1 <= int(page) <= pages):
            raise BadAddress(f"There is no page “{page}”; the last page of the plan is {pages}.")
        first = (int(page) - 1) * ROWS_ON_A_PAGE
        shown = part(
            state,
            ("plan", rests_on, who, first, ROWS_ON_A_PAGE),
            lambda: forward_plan.plan(self.reader, who, about=about, first=first, number=ROWS_ON_A_PAGE),
        )
        groups = forward_plan.grouped(shown, forward_plan.stories(shown, self.reader))
        bodies = [(one.label, one.code) for one in deciders if one.code]
        if who and who not in {code for _, code in bodies}:
            bodies.append((who, who))
        day = {AS_AT: self.reader.as_at.isoformat()} if self.reader.as_at else {}
        of = {about.name: about.code} if about else {}
        query: dict[str, Any] = {**({"who": who} if who else {}), **of, **day}
        return self.render_to_response(
            self.get_context_data(
                groups=groups,
                count=count_words(number, "decision", "decisions"),
                who=who,
                about=about,
                without_about=f"?{urlencode({name: value for name, value in query.items() if name not in of})}",
                empty_words="No decision was to come." if self.reader.as_at else "No decision is to come.",
                bodies=bodies,
                csv_url=reverse("governance:forward-plan-csv") + (f"?{urlencode(query)}" if query else ""),
                pages=[(n, f"?{urlencode({**query, 'page': n})}") for n in range(1, pages + 1)],
                here=int(page),
            )
        )
