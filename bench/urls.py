"""The register's addresses and two yardsticks: a page that only says hello, and the case list as stock tables do it."""

from typing import Any

import django_tables2 as tables
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from collab.urls import urlpatterns as register
from governance.tables.case import CaseTable
from governance.views.cases import CaseList
from programmes.navigation import PAGES, prefix_of


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """The least a page can do through the same middleware."""
    return HttpResponse("<!doctype html><title>Hello</title><p>Hello, world")


class StockTemplateTable(CaseTable):
    """Our columns, of records, rendered cell by cell by django-tables2's own template."""

    reads = ()
    template_name = property(lambda self: "django_tables2/table.html", lambda self, value: None)


class RecordList(CaseList):
    """The same view, filters and page, of records read as Django reads them."""

    def shown(self, queryset: Any) -> QuerySet[Any]:
        rows = super().shown(queryset).select_related("programme", "alliance")
        return rows.prefetch_related("participating_forces")


class StockTemplateList(RecordList):
    """The table's columns are ours, its template is the stock one."""

    table_class = StockTemplateTable


def page_of(record: Any) -> str:
    """The address of a record, found as get_absolute_url() would: by reversing its name."""
    return reverse(PAGES[prefix_of(record.reference)], args=[record.reference])


class StockTable(tables.Table):
    """The same list as django-tables2 has it out of the box: its own columns, links, rows and template."""

    title = tables.Column(linkify=page_of)
    stage = tables.Column()
    state = tables.Column()
    since = tables.Column(accessor="state_on")
    programme = tables.Column(linkify=lambda record: page_of(record.programme))
    alliance = tables.Column(linkify=lambda record: page_of(record.alliance))
    forces = tables.ManyToManyColumn(
        accessor="participating_forces",
        transform=lambda force: format_html('<a href="{}">{}</a>', page_of(force), force.name),
    )
    reference = tables.Column(linkify=page_of)
    noun, noun_plural, is_wide = "case", "cases", False
    template_name = property(lambda self: "django_tables2/table.html", lambda self, value: None)

    def __init__(self, *args: Any, caption: str = "", counted: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)

    def for_reader(self, reader: Any) -> None:
        """Every reader sees the same."""


class StockList(RecordList):
    """The same page around the stock table."""

    table_class = StockTable


urlpatterns = [
    path("bench/hello", hello),
    path("bench/stock-template/", StockTemplateList.as_view()),
    path("bench/stock/", StockList.as_view()),
    *register,
]
