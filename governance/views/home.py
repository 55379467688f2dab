"""Home, and everything the register holds."""

import datetime as dt
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from governance.reports.home import Moment, home, office_home
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.dates import in_words
from programmes.models import Body
from programmes.navigation import Link
from programmes.search import visible_references
from programmes.visits import last_visit


class HomePage(PageMixin, TemplateView):
    """What waits for the person, what changed since the last visit or a day, and how things stand."""

    capability = (Capability.READ, Capability.MANAGE_USERS)
    template_name = "governance/home.html"
    title = "Home"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, ["since"])
        moment = asked_since(request)
        if may(request.user, Capability.READ):
            last = last_visit(user=request.user, now=timezone.now())
            moment = moment or (Moment(last) if last else None)
        found = home(self.reader, moment)
        return self.render_to_response(self.get_context_data(home=found, since_given=request.GET.get("since", "")))

    def crumbs(self) -> list[Link]:
        return []


class OfficeHome(PageMixin, TemplateView):
    """The home of one office, as its own people see it."""

    capability = Capability.READ
    template_name = "governance/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page. Raises Http404 for what is no office, or may not be read."""
        check_parameters(request, ["since"])
        rows = self.reader.rows(Body.objects).corporations_sole().select_related("force")
        self.body = get_object_or_404(rows, reference=kwargs["reference"])
        self.title = f"Home of {self.body}"
        found = office_home(self.body, self.reader, asked_since(request))
        return self.render_to_response(self.get_context_data(home=found, since_given=request.GET.get("since", "")))

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Offices and bodies", reverse("programmes:body-list")),
            Link(str(self.body), self.reader.url(self.body)),
            Link("Its home"),
        ]


def asked_since(request: HttpRequest) -> Moment | None:
    """From which day the address asks what changed, from its beginning on. Raises BadAddress for what is no day."""
    given = request.GET.get("since", "").strip()
    if not given:
        return None
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        raise BadAddress(f"Since: “{given[:40]}” is no day; write it as 2026-11-01 (year, month, day).") from None
    if day > timezone.localdate():
        raise BadAddress("Since: this day lies in the future; choose today or an earlier one.")
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return Moment(begins, f"since {in_words(day.isoformat())}")


#: Every list of the register under its heading: words, name of the page, the kind it lists.
CONTENTS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Who and what",
        (
            ("Programmes", "programmes:programme-list", "programmes.programme"),
            ("Alliances", "programmes:alliance-list", "programmes.alliance"),
            ("Forces", "programmes:force-list", "programmes.force"),
            ("Offices and bodies", "programmes:body-list", "programmes.body"),
            ("Agreements", "programmes:agreement-list", "programmes.agreement"),
            ("Reviews of opportunities", "programmes:review-list", ""),
            ("Contacts", "programmes:contact-list", "programmes.contact"),
        ),
    ),
    (
        "The work",
        (
            ("Workstreams", "workstreams:workstream-list", "workstreams.workstream"),
            ("Collaboration matrix", "workstreams:matrix", "workstreams.areastatus"),
            ("Business areas", "workstreams:area-list", "workstreams.businessarea"),
            ("Work plan", "workstreams:work-plan", "workstreams.areaplan"),
            ("Milestones", "workstreams:milestone-list", "workstreams.milestone"),
            ("Milestones timeline", "workstreams:timeline", ""),
            ("Risks and issues", "workstreams:risk-list", "workstreams.risk"),
            ("Dependencies", "workstreams:dependency-list", "workstreams.dependency"),
            ("Savings figures", "workstreams:savings-figure-list", "workstreams.savingsfigure"),
            ("Benefits", "workstreams:benefit-list", "workstreams.benefit"),
            ("Benefit ledger", "workstreams:ledger-list", "workstreams.benefitline"),
            ("Net position of each force", "governance:net-position", ""),
            ("Cost shares", "programmes:cost-share-set-list", "programmes.costshareset"),
            ("Net revenue expenditure", "programmes:nre", "programmes.netrevenueexpenditure"),
            ("Measured quantities", "programmes:quantity-list", "programmes.measuredquantity"),
            ("Enabling groups", "workstreams:enabling-group-list", "workstreams.enablinggroup"),
            ("Update round", "workstreams:round", ""),
            ("Returns of the round", "workstreams:return-list", ""),
            ("Reporting periods", "workstreams:period-list", "workstreams.period"),
            ("Imports", "workstreams:import-list", "workstreams.importrun"),
        ),
    ),
    (
        "Deciding",
        (
            ("Business cases", "governance:case-list", "governance.businesscase"),
            ("Local decisions", "governance:local-decision-list", "governance.localdecision"),
            ("How long local decisions take", "governance:decision-latency", ""),
            ("Decisions", "governance:decision-list", "governance.decision"),
            ("Boards", "governance:board-list", "governance.board"),
            ("Meetings", "governance:meeting-list", "governance.meeting"),
            ("Forward plan", "governance:forward-plan", ""),
            ("Papers", "governance:paper-list", "governance.paper"),
            ("Reports", "governance:report-list", "governance.report"),
            ("Recommendations", "governance:recommendation-list", "governance.recommendation"),
            ("Local differences", "governance:divergence-list", "governance.divergence"),
            ("Panel items", "governance:panel-item-list", "governance.panelitem"),
        ),
    ),
    (
        "Where it comes from",
        (
            ("Sources", "programmes:source-list", "programmes.source"),
            ("Legal references", "programmes:legal-reference-list", "programmes.legalreference"),
            ("Data quality", "governance:data-quality", ""),
        ),
    ),
)


class ContentsPage(PageMixin, TemplateView):
    """Every kind of record with how many the person may read."""

    capability = Capability.READ
    template_name = "governance/contents.html"
    title = "Everything in the register"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        rows = visible_references(self.reader.user, self.reader.markings)
        counts = dict(rows.order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n"))
        groups = [
            (title, [(words, reverse(name), counts.get(kind, 0) if kind else "") for words, name, kind in entries])
            for title, entries in CONTENTS
        ]
        return self.render_to_response(self.get_context_data(groups=groups))
