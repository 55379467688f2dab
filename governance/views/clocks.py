"""What comes due: the list with its filters and CSV, and the same as a calendar."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.paginator import InvalidPage
from django.core.validators import RegexValidator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from governance.about import KINDS, agreements_about
from governance.clock_calendar import calendar_of
from governance.clocks import Wanted, clocks_for, clocks_read_by
from governance.tables.clock import SORTABLE, ClockData, ClockTable, csv_rows
from programmes.access import Capability, may
from programmes.access_views import AccessMixin, PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.choices import ClockKind, ClockStage
from programmes.clocks import ORDERS, Clock, Order, Successors
from programmes.csv_export import csv_response
from programmes.filters.base import Chip, FilterSelect, RecordChoices, kept
from programmes.history import fold
from programmes.lists import PAGE_LENGTH
from programmes.models import Body
from programmes.navigation import Link
from programmes.plain_forms import PlainForm
from programmes.reading import Reader
from programmes.tables.base import changed_query

#: What asks for those overdue and those due soon, as the homes show them.
NEAR = "near"
#: What is overdue for longer is left out of the calendar, which says so; the list has it.
LONG_OVERDUE = dt.timedelta(days=366)


class ClockFilterForm(PlainForm):
    """The filters of the list of what comes due."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind", required=False, widget=FilterSelect)
    standing = forms.ChoiceField(label="How near", required=False, widget=FilterSelect)
    office = forms.ChoiceField(label="Office", required=False, widget=FilterSelect)
    agreements_of = forms.CharField(
        label="Agreements of", required=False, max_length=20, widget=forms.HiddenInput,
        validators=[RegexValidator(r"^(PRG|ALL|FOR)-\d{1,9}$", "Give a programme, alliance or force such as PRG-1.")],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label="Whose", required=False, choices=[("", "Everybody’s"), ("mine", "Mine, by my roles")], widget=FilterSelect
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = RecordChoices(request, {"BOD"}).of("BOD")
        self.fields["kind"].choices = [("", "Any"), *ClockKind.choices]  # type: ignore[attr-defined]
        self.fields["standing"].choices = [("", "Any"), (NEAR, "Overdue or due soon"), *ClockStage.choices]  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", "Any"), *offices()]  # type: ignore[attr-defined]


def chosen(
    reader: Reader, given: dict[str, str], today: dt.date, since: dt.date | None = None, order: Order | None = None
) -> Sequence[Clock]:
    """The clocks a person may read that fit the filters, the nearest day first or in an order; none due before `since`."""
    wanted = Wanted(given.get("kind", ""), on=today, since=since)
    if standing := given.get("standing"):
        near = (ClockStage.OVERDUE, ClockStage.SOON)
        wanted = replace(wanted, stages=near if standing == NEAR else (ClockStage(standing),))
    if office := given.get("office"):
        named = Body.objects.filter(Q(reference=office) | Q(succeeded_by__isnull=False))
        then = {pk: (code, after) for pk, code, after in named.values_list("pk", "reference", "succeeded_by_id")}
        line = Successors({pk: after for pk, (_, after) in then.items()}).line
        wanted = replace(wanted, offices=(line(pk for pk, (code, _) in then.items() if code == office),))
    if owner := given.get("agreements_of"):
        name = next(name for name, kind in KINDS.items() if owner.startswith(f"{kind.PREFIX}-"))
        codes = agreements_about(name, owner, reader).values_list("reference", flat=True)
        wanted = replace(wanted, codes=frozenset(codes))
    wanted = replace(wanted, words=tuple(fold(given.get("q", "")).split()), order=order)
    return clocks_for(reader, wanted) if given.get("whose") else clocks_read_by(reader, wanted)


def in_turn(clocks: Sequence[Clock], orders: Sequence[Order]) -> list[Clock]:
    """Clocks sorted by several orders, the first the one that counts most."""
    found = list(clocks)
    for order in reversed(orders):
        found.sort(key=ORDERS[order.by], reverse=order.is_descending)
    return found


def clock_links(request: HttpRequest, current: str) -> list[Link]:
    """The pages about what comes due: one’s own calendar addresses, and for team and auditors the reminders sent."""
    pages = [("What comes due", "clock-list"), ("Calendar addresses", "calendar-addresses")]
    if may(request.user, Capability.READ_INTERNAL_NOTES):
        pages.append(("Reminders sent", "reminder-list"))
    return [Link(words, reverse(f"governance:{name}"), name == current) for words, name in pages]


class _Chosen(AccessMixin):
    """Reads the filters of an address, the same for the page, the CSV and the calendar."""

    capability = Capability.READ
    also: Sequence[str] = ()
    request: HttpRequest

    def clocks(self, since: dt.date | None = None, order: Order | None = None) -> Sequence[Clock]:
        """The clocks that the address asks for, in an order, none due before `since`. Raises BadAddress."""
        self.today = timezone.localdate()
        self.form = ClockFilterForm(self.request.GET, request=self.request)
        check_parameters(self.request, [*self.form.fields, *self.also])
        if not self.form.is_valid():
            raise BadAddress(one_line(self.form))
        return chosen(self.reader, self.form.cleaned_data, self.today, since, order)


class ClockList(_Chosen, PageMixin, TemplateView):
    """Everything that comes due, computed from the dates of the record on the day it is read."""

    template_name = "governance/clock_list.html"
    title = "What comes due"
    also = ("sort", "page")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        sort = self.sort()
        clocks = self.clocks(order=sort[0] if len(sort) == 1 else None)
        if kwargs.get("form") == "csv":
            rows = in_turn(clocks, sort) if len(sort) > 1 else clocks
            return csv_response(csv_rows(rows, self.today), f"clocks-{self.today.isoformat()}.csv")
        table = self.table(in_turn(clocks, sort) if len(sort) > 1 else clocks)
        page = request.GET.get("page") or "1"
        try:
            table.paginate(page=int(page) if page.isascii() and page.isdigit() else 0, per_page=PAGE_LENGTH)
        except InvalidPage:
            raise BadAddress(f"There is no page {page} of this list.") from None
        return self.render_to_response(self.get_context_data(table=table))

    def sort(self) -> list[Order]:
        """The orders that the address asks for, the first the one that counts most. Raises BadAddress."""
        found = [part for part in self.request.GET.get("sort", "").split(",") if part]
        if unknown := [part for part in found if part.lstrip("-") not in SORTABLE]:
            raise BadAddress(
                f"This list cannot be sorted by “{unknown[0]}”. It can be sorted by {', '.join(SORTABLE)}."
            )
        return [Order(SORTABLE[part.lstrip("-")], part.startswith("-")) for part in found]

    def table(self, clocks: Sequence[Clock]) -> ClockTable:
        """The table of the clocks, which are in the order that the address asks for."""
        empty = "Nothing that fits these filters comes due." if self.chips() else "Nothing comes due."
        sort = self.request.GET.get("sort", "")
        options: dict[str, Any] = {"order_by": sort} if sort else {}
        table = ClockTable(ClockData(clocks), caption=self.title, empty_text=empty, **options)
        table.today = self.today
        table.for_reader(self.reader)
        table.before_render(self.request)
        return table

    def chips(self) -> list[Chip]:
        """One for each filter in use."""
        found = []
        for name, value in self.form.cleaned_data.items():
            if value:
                words = dict(getattr(self.form.fields[name], "choices", ())).get(value, value)
                rest = changed_query(self.request.GET, **{name: None, "page": None})
                url = self.request.path if rest == "?" else rest
                found.append(Chip(f"{self.form.fields[name].label}: {words}", url))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        for name in ("page", "sort"):
            query.pop(name, None)
        asked = f"?{query.urlencode()}" if query else ""
        return super().get_context_data(
            lead="Counted from the dates of the record, each time this page is read. A clock falls silent when what it "
            "asks for is recorded.",
            links=clock_links(self.request, "clock-list"),
            filter={"form": self.form},
            chips=self.chips(),
            clear_url=self.request.path,
            kept=kept(self.request.GET, ["sort"]),
            csv_url=reverse("governance:clock-csv") + asked,
            calendar_url=reverse("governance:clock-calendar") + asked,
            **kwargs,
        )

    def crumbs(self) -> list[Link]:
        return [Link("Register", "/register/"), Link(self.title)]


class ClockCalendar(_Chosen, View):
    """The same clocks as a calendar to take into one's own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The calendar (RFC 5545)."""
        site = f"{request.scheme}://{request.get_host()}"
        clocks = self.clocks(since=timezone.localdate() - LONG_OVERDUE)
        content = calendar_of(clocks, today=self.today, now=timezone.now(), site=site)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="what-comes-due.ics"'
        return response
