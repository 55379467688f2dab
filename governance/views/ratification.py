"""The ratification grid: offices by cases, as a page to read, to print and as CSV."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from governance.office_filters import RatificationFilter
from governance.reports.ratification import as_lines, cases_asked, grid, in_order
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.csv_export import csv_response
from programmes.navigation import Link
from programmes.tables.base import changed_query, count_words

CASES_A_PAGE = 25


def office_links(request: HttpRequest, current: str) -> list[Link]:
    """The pages about what offices are asked; the chase list for those who send or check reminders."""
    pages = [
        ("Local decisions", "local-decision-list"),
        ("Ratification grid", "ratification"),
        ("How long they take", "decision-latency"),
    ]
    if may(request.user, Capability.READ_INTERNAL_NOTES):
        pages += [("Chase list", "chase-list"), ("Who was reminded", "chase-log")]
    return [Link(words, reverse(f"governance:{name}"), name == current) for words, name in pages]


class RatificationGrid(PageMixin, TemplateView):
    """Every case that asks its offices, a column an office; the same address ending in .csv gives all rows."""

    capability = Capability.READ
    template_name = "governance/ratification.html"
    title = "Ratification grid"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV."""
        self.filter = RatificationFilter(request.GET, queryset=cases_asked(self.reader), request=request)
        check_parameters(request, [*self.filter.parameters, "page"])
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        cases = in_order(self.filter.qs)
        if kwargs.get("form") == "csv":
            made = grid(cases, self.reader, self.filter.rule_for_decisions())
            return csv_response(as_lines(made), "ratification.csv")
        page = self.page(cases)
        return self.render_to_response(
            self.get_context_data(
                grid=grid(page.object_list, self.reader, self.filter.rule_for_decisions()),
                pages=page,
                previous_url=self.page_url(page.previous_page_number()) if page.has_previous() else "",
                next_url=self.page_url(page.next_page_number()) if page.has_next() else "",
                count=count_words(page.paginator.count, "case", "cases"),
                filter=self.filter,
                chips=self.filter.chips(),
                clear_url=self.filter.clear_url(),
                links=office_links(request, "ratification"),
                csv_url=self.csv_url(),
            )
        )

    def page(self, cases: Any) -> Any:
        """The page the address asks for."""
        asked = self.request.GET.get("page") or "1"
        if not asked.isascii() or not asked.isdigit() or int(asked) < 1:
            raise BadAddress(f"“{asked}” is not the number of a page.")
        paginator = Paginator(cases, CASES_A_PAGE)
        try:
            return paginator.page(int(asked))
        except InvalidPage:
            last = paginator.num_pages
            raise BadAddress(f"There is no page {asked}; the last page of this grid is {last}.") from None

    def page_url(self, number: int) -> str:
        """The address of another page of the same grid."""
        return changed_query(self.request.GET, page=str(number))

    def csv_url(self) -> str:
        """The address of the CSV of all that the grid lists."""
        query = self.request.GET.copy()
        query.pop("page", None)
        return reverse("governance:ratification-csv") + (f"?{query.urlencode()}" if query else "")
