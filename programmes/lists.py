"""The one base of list pages: filters, chips, sort, pages, CSV of exactly what is listed."""

from typing import Any, ClassVar

from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from programmes import list_columns
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, PlainAddress, check_parameters, one_line, plain_query
from programmes.as_at import PARAMETER as AS_AT
from programmes.csv_export import csv_response
from programmes.filters.base import RegisterFilter, kept
from programmes.list_views import ALL, ListViews
from programmes.list_views import PARAMETER as VIEW
from programmes.navigation import Link
from programmes.saved_views import kept_query
from programmes.tables.base import changed_query
from programmes.tables.records import RecordTable

PAGE_LENGTH = 50
#: What every list knows in the address besides its filters and the day.
OWN_PARAMETERS = ("sort", "page", VIEW, list_columns.PARAMETER, list_columns.CHOOSE)


class RegisterList(PageMixin, TemplateView):
    """A list of records: a table class, a filter class and a queryset; everything else is here.

    `lead` is a sentence under the title, `empty` the one shown when there is nothing, `links` lead to related pages.
    The same view answers at the address ending in .csv, with all rows.
    """

    capability = Capability.READ
    template_name = "programmes/list.html"
    table_class: ClassVar[type[RecordTable]]
    filter_class: ClassVar[type[RegisterFilter]]
    #: The name of the CSV's address; the file is named after the list.
    csv_name = ""
    #: The name of the addresses that give the list in the columns its import reads, before “-csv” and “-xlsx”; who may.
    edit_name = ""
    edit_capability: ClassVar[tuple[Capability, ...]] = (Capability.EDIT,)
    lead = ""
    empty = ""
    order: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> QuerySet:
        """The rows this person may read, on the day asked for, before any filter."""
        raise NotImplementedError

    def shown(self, queryset: QuerySet) -> QuerySet:
        """The filtered rows with what is read only to show them, and not to count them."""
        return queryset

    def links(self) -> list[Link]:
        """Other views of the same records."""
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the CSV when the address ends in .csv."""
        is_csv = kwargs.get("form") == "csv"
        self.filter = self.filter_class(request.GET, queryset=self.get_queryset(), request=request)
        known = [*self.filter.parameters, *([AS_AT] if self.knows_as_at else []), *OWN_PARAMETERS]
        if not is_csv:
            self.views = ListViews(request, self.page_name(), self.filter, known)
            self.filter.bare_url = self.views.whole_url
            if not request.GET and self.views.opens_with:
                return HttpResponseRedirect(f"{request.path}?{self.views.opens_with}")
        self.read_address(known)
        if chooses := request.GET.get(list_columns.CHOOSE):
            return self.choose_columns(chooses)
        self.table = self.make_table(self.filter.qs)
        if is_csv:
            hidden = [name for name in self.table.columns.columns if name not in self.shown_columns()]
            return csv_response(self.table.as_values(exclude_columns=hidden), f"{self.csv_file()}.csv")
        self.paginate()
        return self.render_to_response(self.get_context_data())

    def read_address(self, known: list[str]) -> None:
        """Raise PlainAddress for what a form sent, BadAddress for what this list does not understand."""
        params = self.request.GET
        sent = list_columns.plain_query(self.table_class, params)
        if sent is None:
            sent = plain_query(params)
        if sent is not None:
            path = self.request.path
            raise PlainAddress(f"{path}?{sent.urlencode()}" if sent else self.filter.bare_url or path)
        check_parameters(self.request, known, self.filter.check_operators)
        if params.get(VIEW, ALL) != ALL:
            raise BadAddress(f"“{params[VIEW]}” is no view that an address names; “{ALL}” shows the whole list.")
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))

    def page_name(self) -> str:
        """The name of this list’s address, by which its saved views are kept."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    def shown_columns(self) -> list[str]:
        """The columns the address asks for, in its order."""
        return list_columns.chosen(self.table_class, self.request.GET.get(list_columns.PARAMETER, ""))

    def choose_columns(self, asked: str) -> HttpResponseBase:
        """The page that chooses the columns; everything else that the address asks is kept."""
        if asked != "columns":
            raise BadAddress(f"“{asked}” is nothing that can be chosen here; “columns” is.")
        back = changed_query(self.request.GET, **{list_columns.CHOOSE: None})
        return render(
            self.request,
            "programmes/list_columns.html",
            super().get_context_data(
                columns=list_columns.choices(self.table_class, self.request.GET.get(list_columns.PARAMETER, "")),
                kept=[(k, v) for k, v in self.request.GET.items() if k not in (list_columns.CHOOSE, "page")],
                back_url=self.views.whole_url if back == "?" else back,
            ),
        )

    def make_table(self, queryset: QuerySet) -> RecordTable:
        """The table of the filtered rows, sorted as the address asks."""
        columns = self.table_class.base_columns
        sort = self.request.GET.get("sort", "")
        for part in filter(None, sort.split(",")):
            column = columns.get(part.lstrip("-"))
            if column is None or column.orderable is False:
                names = [name for name, known in columns.items() if known.orderable is not False]
                raise BadAddress(f"This list cannot be sorted by “{part}”. It can be sorted by {', '.join(names)}.")
        options: dict[str, Any] = {"order_by": sort} if sort else {}
        rows = self.shown(queryset)
        table = self.table_class(rows, counted=queryset, empty_text=self.empty_words(), caption=self.title, **options)
        table.for_reader(self.reader)
        table.before_render(self.request)
        if self.request.GET.get(list_columns.PARAMETER):
            list_columns.show(table, self.shown_columns())
        return table

    def paginate(self) -> None:
        """Take the page the address asks for."""
        page = self.request.GET.get("page") or "1"
        if not page.isascii() or not page.isdigit() or int(page) < 1:
            raise BadAddress(f"“{page}” is not the number of a page.")
        try:
            self.table.paginate(page=int(page), per_page=PAGE_LENGTH)
        except InvalidPage:
            last = self.table.paginator.num_pages if hasattr(self.table, "paginator") else 1
            raise BadAddress(f"There is no page {page}; the last page of this list is {last}.") from None

    def empty_words(self) -> str:
        """What stands in place of rows."""
        if self.filter.chips():
            return f"No {self.table_class.noun or 'record'} matches these filters."
        if self.reader.as_at:
            return f"The register shows none on {self.reader.day.words}."
        return self.empty or f"The register holds no {self.table_class.noun_plural or 'records'} yet."

    def csv_file(self) -> str:
        """The name of the CSV file, its day included."""
        name = self.csv_name.partition(":")[2].removesuffix("-csv")
        return f"{name}-{self.reader.as_at.isoformat()}" if self.reader.as_at else name

    def csv_url(self) -> str:
        """The address of the CSV of exactly what is listed."""
        query = self.request.GET.copy()
        for name in ("page", VIEW):
            query.pop(name, None)
        return reverse(self.csv_name) + (f"?{query.urlencode()}" if query else "")

    def edit_links(self) -> list[Link]:
        """The downloads of exactly what is listed, to be edited and imported, for who may import it."""
        if not self.edit_name or not any(may(self.request.user, one) for one in self.edit_capability):
            return []
        query = self.request.GET.copy()
        for name in ("page", "sort", list_columns.PARAMETER, VIEW, AS_AT):
            query.pop(name, None)
        asked = f"?{query.urlencode()}" if query else ""
        forms = (("CSV", "csv"), ("Excel", "xlsx"))
        return [Link(words, reverse(f"{self.edit_name}-{form}") + asked) for words, form in forms]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            table=self.table,
            filter=self.filter,
            chips=self.filter.chips(),
            clear_url=self.filter.clear_url(),
            kept=kept(self.request.GET, [AS_AT, "sort", list_columns.PARAMETER]),
            columns_url=changed_query(self.request.GET, **{list_columns.CHOOSE: "columns", "page": None}),
            csv_url=self.csv_url(),
            edit_links=self.edit_links(),
            lead=self.lead,
            links=self.links(),
            views=self.views,
            view_links=self.views.links(),
            to_save={
                "page": self.page_name(),
                "query": kept_query(self.request.GET.urlencode()),
                "mine": [view for view in self.views.all if view.is_mine],
            },
            **kwargs,
        )
