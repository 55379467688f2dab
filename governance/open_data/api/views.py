"""The views of the API. Each answers GET and HEAD from one query through the `public` connection."""

import gzip
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from governance.open_data.api import answers
from governance.open_data.api.answers import PROBLEMS, has_records, table_address
from governance.open_data.api.asking import Refused, asked_of, asked_of_record, parameters
from governance.open_data.api.making import DOCUMENTATION, description, documentation
from governance.open_data.api.reading import Found, read
from governance.open_data.columns import Table
from governance.open_data.licence import licence
from governance.open_data.tables import BY_NAME, TABLES
from governance.public import reading
from governance.public.ready import CACHE_CONTROL, send
from governance.public.rendering import etag_of
from governance.public.views import View, public

#: What asks for an answer on a condition (RFC 9110, 13.1); of most requests nothing does.
_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"})
JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
#: What goes into one packet of the network is not worth packing; the rest is packed fast rather than tight.
_ONE_PACKET, _FAST = 1_400, 4


class Made(NamedTuple):
    """The bytes of an answer, and the same packed where that is worth it."""

    plain: bytes
    packed: bytes | None


#: Answers of this process by ETag, some megabytes at most.
_kept: dict[str, Made] = {}
_MOST_KEPT = 250


def api(view: View) -> Any:
    """Mark a view as one of the API: public, open to scripts of other sites, its refusals problem details."""

    def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
        try:
            response = view(request, **asked)
        except Refused as refused:
            status, _ = PROBLEMS[refused.kind]
            response = HttpResponse(answers.problem_text(refused), content_type=PROBLEM, status=status)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cache-Control"] = CACHE_CONTROL
        return response

    return public(answer)


@api
def tables(request: HttpRequest) -> HttpResponse:
    """What tables there are."""
    parameters(request.GET, [], "the list of tables")
    found = _published(read(None))
    return _send(request, found, lambda: answers.index_text(found))


@api
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """A part of a table."""
    table = _table(name)
    asked = asked_of(table, request.GET)
    found = _published(read(table, number=asked.edition), asked.edition)
    if found.shelf is None:
        raise Refused("not-found", f"Edition {found.number} has no table “{table.name}”.")
    shelf = found.shelf
    return _send(request, found, lambda: answers.list_text(table, found, shelf, asked))


@api
def record(request: HttpRequest, name: str, reference: str) -> HttpResponse:
    """One record of a table."""
    table = _table(name)
    edition = asked_of_record(table, request.GET)
    if not has_records(table):
        raise Refused(
            "not-found",
            f"The rows of “{table.name}” have no reference of their own. Narrow the list instead: {table_address(table)}",
        )
    found = _published(read(table, answers.page_of(table, reference), edition), edition)
    if found.tombstone:
        raise Refused(
            "withdrawn", f"{reference} was withdrawn on {found.tombstone['withdrawn_on']}: {found.tombstone['reason']}"
        )
    if found.shelf is None or reference not in found.shelf.numbers:
        raise Refused(
            "not-found",
            f"Edition {found.number} has no “{reference[:60]}” in “{table.name}”. {table_address(table)} lists those it has.",
        )
    shelf = found.shelf
    return _send(request, found, lambda: answers.record_text(table, found, shelf, shelf.numbers[reference]))


@api
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below that of the API; one without its closing slash leads to the one with it."""
    if not rest.endswith("/") and "." not in rest:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    raise Refused("not-found", f"There is nothing at this address. {answers.ROOT} lists what there is.")


@api
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API for programs."""
    parameters(request.GET, [], "the description")
    found: Any = reading.current_tables(answers.DESCRIPTION)
    return send(request, found if isinstance(found, reading.Ready) else description(found))


@public
def page(request: HttpRequest) -> HttpResponse:
    """The page that explains the API to people."""
    found = reading.current(DOCUMENTATION, BY_NAME["cases"].path)
    return send(request, found if isinstance(found, reading.Ready) else documentation(found))


def _table(name: str) -> Table:
    if name not in BY_NAME:
        known = ", ".join(table.name for table in TABLES)
        raise Refused("not-found", f"There is no table “{name[:60]}”. There are: {known}.")
    return BY_NAME[name]


def _published(found: Found | None, number: int | None = None) -> Found:
    if found is None:
        if number is None:
            raise Refused("no-edition", "Nothing is published yet.")
        raise Refused("no-edition", f"Edition {number} was never published. /editions/ lists those that were.")
    return found


def _send(request: HttpRequest, found: Found, text: Callable[[], str]) -> HttpResponse:
    """JSON, compressed for whoever takes that; 304 for whoever has it."""
    moved_at = int(found.moved_at.timestamp())
    marks = (str(found.number), found.sha256, str(found.current_number), str(moved_at), *found.withdrawn)
    etag = etag_of(request.get_full_path(), *marks, licence().text)
    response: Any = None
    if not _CONDITIONS.isdisjoint(request.META):
        response = get_conditional_response(request, etag=etag, last_modified=moved_at)
    if response is None:
        kept = _made(etag, text)
        packs = kept.packed is not None and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(kept.packed if packs else kept.plain, content_type=JSON)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moved_at)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _made(etag: str, text: Callable[[], str]) -> Made:
    """The bytes of an answer; an ETag names them, so those made last are kept by it."""
    kept = _kept.get(etag)
    if kept is None:
        plain = text().encode()
        kept = Made(plain, gzip.compress(plain, _FAST, mtime=0) if len(plain) > _ONE_PACKET else None)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[etag] = kept
    return kept
