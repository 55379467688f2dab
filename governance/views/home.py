"""Home, and everything the register holds."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from governance.reports.home import home
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.navigation import Link
from programmes.search import visible_references


class HomePage(PageMixin, TemplateView):
    """What waits for the person, and what changed lately."""

    capability = (Capability.READ, Capability.MANAGE_USERS)
    template_name = "governance/home.html"
    title = "Home"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        return self.render_to_response(self.get_context_data(home=home(self.reader)))

    def crumbs(self) -> list[Link]:
        return []


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
