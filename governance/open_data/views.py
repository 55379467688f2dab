"""The files of the open data. Each answers from one query through the `public` connection."""

import gzip
from typing import Any

from django.http import HttpRequest, HttpResponse

from governance.open_data.files import FORMATS, ZIP, dictionary
from governance.open_data.making import ALL, etag_of_file, rows_in, zip_of
from governance.open_data.tables import BY_NAME
from governance.public import reading
from governance.public.ready import send
from governance.public.rendering import etag_of
from governance.public.views import missing, public


@public
def table_file(request: HttpRequest, name: str, ending: str, number: int | None = None) -> HttpResponse:
    """One table of the edition that is public now, or of an earlier one, as a file."""
    table = BY_NAME.get(name)
    if table is None:
        return missing(None)
    path = f"/data/{name}.{ending}"
    found: Any = reading.current(path, table.path) if number is None else reading.earlier(number, table.path)
    if isinstance(found, reading.Ready):
        return _open(send(request, found))
    if found is None or found.content is None or found.content["kind"] != "dataset":
        return missing(found)
    content_type, make = FORMATS[ending]
    etag = etag_of_file(found.number, found.sha256, path, found.withdrawn)
    return _made(request, content_type, etag, lambda: make(table, rows_in(table, found)))


@public
def all_files(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Everything of an edition in one file."""
    found: Any = reading.current_tables(ALL) if number is None else reading.earlier_tables(number)
    if isinstance(found, reading.Ready):
        return _open(send(request, found))
    if not found:
        return missing(None)
    first = found[0]
    return _made(request, ZIP, etag_of_file(first.number, first.sha256, ALL, first.withdrawn), lambda: zip_of(found))


@public
def dictionary_file(request: HttpRequest) -> HttpResponse:
    """What every column of every table means; it depends on no edition."""
    return _made(request, "application/json", etag_of("dictionary"), dictionary)


def _made(request: HttpRequest, content_type: str, etag: str, make: Any) -> HttpResponse:
    known = request.META.get("HTTP_IF_NONE_MATCH") == etag
    return _open(send(request, reading.Ready(content_type, etag, gzip.compress(b"" if known else make(), mtime=0))))


def _open(response: HttpResponse) -> HttpResponse:
    """Scripts of other sites may read what is open data."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
