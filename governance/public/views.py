"""The public views. Each answers GET and HEAD from one query through the `public` connection."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from governance.choices import EditionKind
from governance.public import reading
from governance.public.presenting import frame
from governance.public.reading import Reading
from governance.public.ready import MAX_AGE, send
from governance.public.rendering import etag_of, etag_of_page, render_page
from governance.publication.canonical import fingerprint

EDITIONS_ON_A_PAGE = 50

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Mark a view as public: no sign-in, no token (nothing is written), GET and HEAD only."""
    marked: Any = csrf_exempt(login_not_required(require_safe(view)))
    marked.public = True
    return marked


def _answer(html: str, *, status: int = 200, etag: str = "") -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    if etag:
        response["ETag"] = etag
    return response


def respond(request: HttpRequest, found: Reading | None, base: str) -> HttpResponse:
    """A page of an edition as it was read: 200 or 304, 410 for a tombstone, 404 where the edition has none."""
    if found is None:
        context = frame(edition=None) | {"page_title": "Nothing is published yet"}
        return _answer(render_to_string("public/nothing.html", context), status=404 if base else 200)
    if found.content is None:
        return missing(found, base)
    status = 410 if found.content["kind"] == "tombstone" else 200
    etag = etag_of_page(found, base)
    if status == 200 and (unchanged := get_conditional_response(request, etag=etag)):
        unchanged["Cache-Control"] = f"public, max-age={MAX_AGE}"
        unchanged["ETag"] = etag
        return unchanged
    return _answer(render_page(found, base), status=status, etag=etag if status == 200 else "")


def missing(found: Reading | None, base: str = "") -> HttpResponse:
    """404 in the public frame."""
    context = frame(edition=found.edition if found else None, base=base)
    context["page_title"] = "Page not found"
    return _answer(render_to_string("public/missing.html", context), status=404)


def _with_slash(request: HttpRequest, path: str) -> HttpResponse | None:
    """An address without its closing slash leads to the one with it."""
    if path.endswith("/") or "." in path.rpartition("/")[2]:
        return None
    return HttpResponsePermanentRedirect(f"{request.path}/")


@public
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A page of the edition that is public now."""
    if redirect := _with_slash(request, f"/{path}"):
        return redirect
    found = reading.current(f"/{path}")
    return send(request, found) if isinstance(found, reading.Ready) else respond(request, found, "")


@public
def edition_page(request: HttpRequest, number: int, path: str = "") -> HttpResponse:
    """A page of an edition published earlier, its links kept inside that edition."""
    if redirect := _with_slash(request, f"/{path}"):
        return redirect
    found = reading.earlier(number, f"/{path}")
    return missing(None) if found is None else respond(request, found, f"/editions/{number}")


@public
def edition_fingerprints(request: HttpRequest, number: int) -> HttpResponse:
    """The text whose SHA-256 is the fingerprint of a published edition, so that anybody can check the chain."""
    words = reading.statement(number) if len(str(number)) < 10 else None
    if words is None:
        return missing(None)
    etag = etag_of("statement", fingerprint(words))
    if unchanged := get_conditional_response(request, etag=etag):
        unchanged["ETag"] = etag
        return unchanged
    response = HttpResponse(words, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["ETag"] = etag
    return response


@public
def editions(request: HttpRequest, before: int | None = None) -> HttpResponse:
    """The archive of published editions."""
    return _archive(request, EDITIONS, before)


@public
def corrections(request: HttpRequest, before: int | None = None) -> HttpResponse:
    """The corrections and withdrawals, with their notes."""
    return _archive(request, CORRECTIONS, before)


@dataclass(frozen=True)
class Archive:
    """A list of published editions, in parts that go back in time."""

    title: str
    url: str
    template: str
    kinds: tuple[str, ...] = ()

    def part_url(self, before: int) -> str:
        """The address of the part that begins with the edition before a number."""
        return f"{self.url}before-{before}/"


EDITIONS = Archive("Editions", "/editions/", "public/editions.html")
CORRECTIONS = Archive(
    "Corrections",
    "/corrections/",
    "public/corrections.html",
    (EditionKind.CORRECTION.value, EditionKind.WITHDRAWAL.value),
)


def archive_addresses() -> Iterator[str]:
    """The addresses of the archive’s parts."""
    for archive in (EDITIONS, CORRECTIONS):
        yield archive.url
        listed = reading.numbers(archive.kinds)
        yield from (archive.part_url(number) for number in listed[EDITIONS_ON_A_PAGE - 1 :: EDITIONS_ON_A_PAGE])


def _archive(request: HttpRequest, archive: Archive, before: int | None) -> HttpResponse:
    """One part of an archive; the addresses of old (`?before=`) lead to those that stand in a file’s name too."""
    asked = request.GET.get("before", "")
    if before is None and asked.isascii() and asked.isdigit() and len(asked) < 10:
        return HttpResponsePermanentRedirect(archive.part_url(int(asked)))
    if before is not None and len(str(before)) > 9:
        return missing(None)
    title, url, kinds = archive.title, archive.url, archive.kinds
    found = reading.archive(before=before, most=EDITIONS_ON_A_PAGE, kinds=kinds)
    now = next((line for line in found if line.is_current), None)
    lines = [
        line
        for line in found
        if (before is None or line.number < before) and (not kinds or line.kind in kinds)
    ][:EDITIONS_ON_A_PAGE]  # fmt: skip
    etag = etag_of(title, str(before), *(line.sha256 for line in found))
    if unchanged := get_conditional_response(request, etag=etag):
        unchanged["Cache-Control"] = f"public, max-age={MAX_AGE}"
        unchanged["ETag"] = etag
        return unchanged
    edition = {"number": now.number, "hash": now.sha256, "published_on": now.published_on} if now else None
    context = frame(edition=edition, trail=[(title, "")]) | {
        "page_title": title,
        "lines": lines,
        "older_url": archive.part_url(lines[-1].number) if len(lines) == EDITIONS_ON_A_PAGE else "",
        "permalink": url,
    }
    return _answer(render_to_string(archive.template, context), etag=etag)
