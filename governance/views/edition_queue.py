"""The publishing desk’s queue: every page that a new edition would change now, with its preview and its record."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from governance.public.reading import Reading
from governance.public.rendering import render_page
from governance.publication.difference import What
from governance.publication.errors import WithheldElsewhere
from governance.publication.timing import moment
from governance.publication.trial import Running, Trial, look, tried
from governance.reports.publishing import kinds_in, queue_rows, withheld_rows
from programmes.access import Capability, may
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.navigation import Link
from programmes.tables.base import page_links

ROWS_ON_A_PAGE = 50
_PARAMETERS = ["trial", "kind", "what", "page"]


class PublishingPage(PageMixin):
    """Pages of the publishing desk, below the list of editions."""

    capability = Capability.PREVIEW

    def crumbs(self) -> list[Link]:
        trail = [Link("Register", "/register/"), Link("Editions", reverse("governance:edition-list"))]
        return [*trail, Link(self.title)]


class EditionQueue(PublishingPage, TemplateView):
    """What a new edition would add, change and take away now. Turning its pages composes nothing anew."""

    template_name = "governance/edition_queue.html"
    title = "What a new edition would change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_parameters(request, _PARAMETERS)
        mark = request.GET.get("trial", "")
        try:
            trial = tried(mark) if mark else look()
        except WithheldElsewhere as error:
            return self.render_to_response(self.get_context_data(error=str(error)), status=409)
        if isinstance(trial, Running):
            return self.render_to_response(self.get_context_data(running=trial))
        kind, what = request.GET.get("kind", ""), request.GET.get("what", "")
        if what and what not in set(What):
            raise BadAddress("What happened to the page: choose one from the list.")
        return self.render_to_response(self.get_context_data(**self.shown(trial, kind, what)))

    def shown(self, trial: Trial, kind: str, what: str) -> dict[str, Any]:
        """The part of the queue that is asked for."""
        rows = queue_rows(trial, kind, what)
        page = Paginator(rows, ROWS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        params = self.request.GET.copy()
        params["trial"] = trial.mark
        return {
            "trial": trial,
            "at": moment(trial.at),
            "seconds": f"{trial.seconds:.1f}",
            "rows": list(page.object_list),
            "pages": page_links(page=page, params=params, singular="page", plural="pages"),
            "kinds": kinds_in(trial),
            "whats": list(What),
            "chosen_kind": kind,
            "chosen_what": what,
            "total": len(trial.changes),
            "preview": reverse("governance:edition-queue-preview", args=[trial.mark]),
            "may_compose": may(self.request.user, Capability.COMPOSE),
        }


class QueuePreview(AccessMixin, View):
    """A page as the public would see it if the edition were published now: the very bytes, links kept in the preview."""

    capability = Capability.PREVIEW

    def get(self, request: HttpRequest, mark: str, path: str = "") -> HttpResponseBase:
        trial = tried(mark)
        if isinstance(trial, Running):
            return HttpResponseRedirect(reverse("governance:edition-queue"))
        page = trial.pages.get(f"/{path}")
        if page is None:
            raise Http404("A new edition would have no page at this address.")
        number = (trial.current.number if trial.current else 0) + 1
        found = Reading(
            number=number, sha256="", published_at=None, current_number=number, content=page.content,
            page_sha256=page.sha256,
        )  # fmt: skip
        base = reverse("governance:edition-queue-preview", args=[trial.mark]).rstrip("/")
        response = HttpResponse(render_page(found, base))
        response["Cache-Control"] = "no-store"
        return response


class WithheldList(PublishingPage, TemplateView):
    """Everything that is withheld now, the next review first."""

    template_name = "governance/withheld_list.html"
    title = "What is withheld"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = withheld_rows()
        page = Paginator(rows, ROWS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            rows=list(page.object_list),
            pages=page_links(page=page, params=self.request.GET, singular="part", plural="parts"),
            may_compose=may(self.request.user, Capability.COMPOSE),
            **kwargs,
        )
