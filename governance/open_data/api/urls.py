"""The addresses of the API; they live for ever."""

from collections.abc import Iterator

from django.urls import path, re_path

from governance.open_data.api import answers, views
from governance.open_data.api.making import DOCUMENTATION
from governance.open_data.api.reading import read
from governance.open_data.tables import TABLES

urlpatterns = [
    path("api/", views.page, name="api"),
    path("api/v1/", views.tables, name="api-tables"),
    path("api/v1/openapi.json", views.openapi, name="api-description"),
    path("api/v1/<slug:name>/", views.rows, name="api-rows"),
    path("api/v1/<slug:name>/<slug:reference>/", views.record, name="api-record"),
    # What a path of Django’s leaves out, an end of line, is somebody’s address too.
    re_path(r"^api/v1/(?P<rest>[\s\S]+)\Z", views.nothing, name="api-nothing"),
]


def addresses() -> Iterator[str]:
    """What can be a file too: the page and the description."""
    yield DOCUMENTATION
    yield answers.DESCRIPTION


def live_addresses() -> Iterator[str]:
    """What only a process answers: the list of tables, each table, and each record, of the edition that is public now."""
    yield answers.ROOT
    for table in TABLES:
        found = read(table)
        if found is None or found.shelf is None:
            continue
        yield answers.table_address(table)
        if answers.has_records(table):
            yield from (f"{answers.table_address(table)}{reference}/" for reference in found.shelf.numbers)
