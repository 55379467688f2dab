"""What readers of the register have of meetings: agenda, pack, minutes, the calendar of a board, the forward plan."""

import re
from typing import Any, ClassVar

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView, View

from governance.choices import MinutesKind
from governance.meetings import forward_plan
from governance.meetings import pack as packs
from governance.meetings.calendar import calendar_of
from governance.meetings.minutes import minutes_of
from governance.models import Board, Meeting
from programmes.access import Capability
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.csv_export import csv_response
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.tables.base import count_words

#: Rows of the forward plan on one page; the CSV has all of them.
ROWS_ON_A_PAGE = 100


def meeting_of(reader: Reader, reference: str) -> Meeting:
    """The meeting a person may read; raises Http404."""
    rows = reader.rows(Meeting.objects).select_related("board__programme")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404("The register has no such meeting, or your role may not read it.")
    return found


class PackPage(PageMixin, TemplateView):
    """The pack of a meeting as a page, with the page numbers of its PDF."""

    capability: ClassVar[Any] = Capability.READ
    template_name = "governance/meeting_pack.html"
    with_papers, full = True, False
    pdf_name = "governance:meeting-pack-pdf"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.meeting = meeting_of(self.reader, kwargs["reference"])
        made = packs.make_pack(self.meeting, self.reader, with_papers=self.with_papers, full=self.full)
        self.title = f"{made.kind}: {made.title}"
        pack = packs.with_pages(made)
        return self.render_to_response(
            self.get_context_data(pack=pack, pdf_url=reverse(self.pdf_name, args=[self.meeting.reference]))
        )

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Meetings", reverse("governance:meeting-list")),
            Link(str(self.meeting), reference_url(self.meeting.reference)),
            Link(self.title),
        ]


class AgendaPage(PackPage):
    """The agenda of a meeting as a page."""

    with_papers = False
    pdf_name = "governance:meeting-agenda-pdf"


class FullPackPage(PackPage):
    """The pack with its exempt papers, for who reads internal notes."""

    capability = Capability.READ_INTERNAL_NOTES
    full = True
    pdf_name = "governance:meeting-full-pack-pdf"


class PackPdf(AccessMixin, View):
    """The pack of a meeting as one PDF, its pages numbered through."""

    capability: ClassVar[Any] = Capability.READ
    with_papers, full = True, False
    word = "pack"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF."""
        check_parameters(request, [])
        meeting = meeting_of(self.reader, kwargs["reference"])
        made = packs.make_pack(meeting, self.reader, with_papers=self.with_papers, full=self.full)
        response = HttpResponse(packs.pdf_of(made), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{meeting.reference}-{self.word}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


class AgendaPdf(PackPdf):
    """The agenda alone, as PDF."""

    with_papers = False
    word = "agenda"


class FullPackPdf(PackPdf):
    """The pack with its exempt papers, as PDF."""

    capability = Capability.READ_INTERNAL_NOTES
    full = True
    word = "full-pack"


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
        shown = now.state and (self.reader.reads_notes or now.state != MinutesKind.DRAFTED)
        return self.render_to_response(self.get_context_data(minutes=now if shown else None, meeting=self.meeting))

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Meetings", reverse("governance:meeting-list")),
            Link(str(self.meeting), reference_url(self.meeting.reference)),
            Link("Minutes"),
        ]


class BoardCalendar(AccessMixin, View):
    """The meetings of a board as iCalendar."""

    capability = Capability.READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The calendar."""
        check_parameters(request, [])
        board = self.reader.rows(Board.objects).filter(reference=kwargs["reference"]).first()
        if board is None:
            raise Http404("The register has no such board, or your role may not read it.")
        meetings = list(self.reader.rows(board.meetings).select_related("board").order_by("held_earliest", "pk"))
        past = Meeting.history.model.objects.filter(id__in=[m.pk for m in meetings])  # type: ignore[attr-defined]
        changed = dict(past.order_by().values("id").annotate(at=Max("history_date")).values_list("id", "at"))
        site = request.build_absolute_uri("/").rstrip("/")
        made = calendar_of(board, meetings, changed, site)
        response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{board.reference}.ics"'
        response["Cache-Control"] = "private, no-store"
        return response


class ForwardPlanPage(PageMixin, TemplateView):
    """Every decision to come, by month and body; the same as CSV."""

    capability = Capability.READ
    template_name = "governance/meeting_forward_plan.html"
    title = "Forward plan"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        check_parameters(request, ["who", "page"])
        who, page = request.GET.get("who", "").strip(), request.GET.get("page") or "1"
        if who and not re.fullmatch(r"(BRD|BOD)-\d{1,9}", who):
            raise BadAddress(f"“{who}” is no board or office. Give a reference such as BRD-1 or BOD-9.")
        if kwargs.get("form") == "csv":
            rows = forward_plan.plan(self.reader, who)
            return csv_response(
                forward_plan.csv_rows(rows, forward_plan.stories(rows, self.reader)), "forward-plan.csv"
            )
        deciders = forward_plan.deciders(self.reader)
        number = sum(one.number for one in deciders if not who or one.code == who)
        pages = max(1, -(-number // ROWS_ON_A_PAGE))
        if not (page.isascii() and page.isdigit() and len(page) < 6 and 1 <= int(page) <= pages):
            raise BadAddress(f"There is no page “{page}”; the last page of the plan is {pages}.")
        first = (int(page) - 1) * ROWS_ON_A_PAGE
        shown = forward_plan.plan(self.reader, who, first=first, number=ROWS_ON_A_PAGE)
        groups = forward_plan.grouped(shown, forward_plan.stories(shown, self.reader))
        bodies = [(one.label, one.code) for one in deciders if one.code]
        if who and who not in {code for _, code in bodies}:
            bodies.append((who, who))
        query: dict[str, Any] = {"who": who} if who else {}
        return self.render_to_response(
            self.get_context_data(
                groups=groups,
                count=count_words(number, "decision", "decisions"),
                who=who,
                bodies=bodies,
                csv_url=reverse("governance:forward-plan-csv") + (f"?{urlencode(query)}" if who else ""),
                pages=[(n, f"?{urlencode({**query, 'page': n})}") for n in range(1, pages + 1)],
                here=int(page),
            )
        )
