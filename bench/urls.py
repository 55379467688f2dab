"""The register's addresses and two yardsticks: a page that only says hello, and the case list as stock tables do it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from collab.urls import urlpatterns as register
from governance.tables.case import CaseTable
from governance.views.cases import CaseList


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """The least a page can do through the same middleware."""
    return HttpResponse("<!doctype html><title>Hello</title><p>Hello, world")


class StockTable(CaseTable):
    """The same columns and rows, rendered cell by cell by django-tables2's own template."""

    template_name = property(lambda self: "django_tables2/table.html", lambda self, value: None)


class StockCaseList(CaseList):
    """The same view, filters, queryset and page; only the table's template is the stock one."""

    table_class = StockTable


urlpatterns = [path("bench/hello", hello), path("bench/stock/", StockCaseList.as_view()), *register]
