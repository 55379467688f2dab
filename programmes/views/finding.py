"""Finding a record: search, permanent references, history."""

from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from programmes import search
from programmes.access import Capability
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.history import Record, Reference
from programmes.navigation import LISTED_ON, PAGES, SHOWN_ON, Link, prefix_of, reference_url
from programmes.reading import Reader
from programmes.reports.changes import changes_of
from programmes.tables.base import changed_query, count_words, page_links

RESULTS_ON_A_PAGE = 25


def visible_record(code: str, reader: Reader) -> Record:
    """The record of a reference. Raises Http404 when there is none that this person may read."""
    row = Reference.objects.filter(code=code).first()
    if row is not None:
        model: Any = apps.get_model(row.kind)
        record = reader.rows(model.objects).filter(reference=code).first()
        if record is not None:
            return record
    raise Http404("The register has no such record, or your role may not read it.")


class ReferenceRedirect(AccessMixin, View):
    """/register/r/CASE-12/: the page of a record, or the place on another record's page where it stands."""

    capability = Capability.READ

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Redirect to where the record is shown."""
        record = visible_record(reference, self.reader)
        anchor = ""
        while prefix_of(record.reference) not in PAGES:
            anchor = anchor or f"#{record.reference}"
            parents = (getattr(record, name) for name in SHOWN_ON.get(prefix_of(record.reference), ()))
            parent = next((p for p in parents if p is not None), None)
            if parent is None:
                return HttpResponseRedirect(reverse(LISTED_ON[prefix_of(record.reference)]) + anchor)
            if not self.reader.sees(parent):
                raise Http404("The register has no such record, or your role may not read it.")
            record = parent
        return HttpResponseRedirect(reference_url(record.reference) + anchor)


class HistoryPage(PageMixin, TemplateView):
    """The history of any record in words."""

    capability = Capability.READ
    template_name = "programmes/history.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.record = visible_record(kwargs["reference"], self.reader)
        self.title = f"History of {self.record.reference}"
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link(str(self.record)[:80], reference_url(self.record.reference)),
            Link("History"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = changes_of(self.record, self.reader)
        return super().get_context_data(
            record=self.record,
            record_url=reference_url(self.record.reference),
            changes=changes,
            count=count_words(len(changes), "entry", "entries"),
            **kwargs,
        )


class SearchPage(PageMixin, TemplateView):
    """One search over every kind of record."""

    capability = Capability.READ
    template_name = "programmes/search.html"
    title = "Search"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page: an empty search asks for words."""
        check_parameters(request, ["q", "kind", "page"])
        self.query = " ".join(request.GET.get("q", "").split())
        self.kind = request.GET.get("kind", "")
        if self.kind and self.kind not in search.kinds():
            raise BadAddress(f"“{self.kind}” is not a kind of record.")
        if len(self.query) > 200:
            raise BadAddress("The search is longer than 200 characters; look for fewer words.")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader, names = self.reader, search.kinds()
        everything = search.search(self.query, reader.user, reader.markings, reads_notes=reader.reads_notes)
        found = search.hits(everything, self.query, self.kind)
        paginator = Paginator(found.rows, RESULTS_ON_A_PAGE)
        paginator.count = dict(found.counts).get(self.kind, 0) if self.kind else found.total
        page = paginator.page(self._page_number(paginator.num_pages))
        words = search.words_of(self.query)
        return super().get_context_data(
            query=self.query,
            results=search.shown(page.object_list, words, reads_notes=reader.reads_notes),
            pages=page_links(page=page, params=self.request.GET, singular="record", plural="records"),
            kinds=[self._kind_link("Every kind", "", found.total)]
            + [self._kind_link(names.get(kind, kind), kind, n) for kind, n in found.counts],
            kind_words=names.get(self.kind, ""),
            **kwargs,
        )

    def _page_number(self, last: int) -> int:
        text = self.request.GET.get("page") or "1"
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= last:
            raise BadAddress(f"There is no page {text}; the last page of this search is {last}.")
        return int(text)

    def _kind_link(self, label: str, kind: str, count: int) -> Link:
        url = changed_query(self.request.GET, kind=kind or None, page=None)
        return Link(f"{label} ({count:,})", url, kind == self.kind)
