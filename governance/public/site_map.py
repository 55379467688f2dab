"""The site map and robots.txt: which addresses of the current edition machines are asked to read."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

from governance.public import reading
from governance.public.ready import CACHE_CONTROL
from governance.public.rendering import etag_of
from governance.public.views import public
from governance.publication.narrowing import is_combined

#: The most addresses that one site map may hold (sitemaps.org).
IN_A_PART = 50_000
_OUTSIDE = ("/editions/", "/corrections/", "/api/")


def addresses() -> Iterator[str]:
    """The addresses answered here."""
    yield "/robots.txt"
    yield "/sitemap.xml"
    parts = _parts(len(_listed()[0]))
    yield from (f"/sitemap-{part}.xml" for part in range(1, parts + 1) if parts > 1)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read: everything that is public, which is all there is on the public site’s own process."""
    closed = () if settings.PUBLIC_SITE else ("/register/", "/admin/", "/accounts/", "/alerts/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += [] if closed else ["Allow: /"]
    return _sent(request, "\n".join([*lines, f"Sitemap: {_site(request)}/sitemap.xml", ""]), "text/plain")


@public
def site_map(request: HttpRequest, part: int = 0) -> HttpResponse:
    """The addresses of the current edition; of very many, a list of parts."""
    listed, day = _listed()
    parts = _parts(len(listed))
    if part > parts or (part and parts == 1):
        return HttpResponse("There is no such part of the site map.\n", status=404, content_type="text/plain")
    context: dict[str, Any] = {"site": _site(request), "day": day}
    if parts > 1 and not part:
        context["parts"] = [f"/sitemap-{number}.xml" for number in range(1, parts + 1)]
        return _sent(request, render_to_string("public/sitemap_index.xml", context), "application/xml")
    first = max(part - 1, 0) * IN_A_PART
    context["paths"] = listed[first : first + IN_A_PART]
    return _sent(request, render_to_string("public/sitemap.xml", context), "application/xml")


def _listed() -> tuple[list[str], str]:
    """The addresses of the map and the day of the edition: what several choices narrow is left to those of one."""
    paths, day = reading.readable_now()
    return [*(path for path in paths if not is_combined(path)), *_OUTSIDE], day


def _parts(number: int) -> int:
    return -(-number // IN_A_PART) or 1


def _site(request: HttpRequest) -> str:
    """The address of the site as it is set, else as it was asked for; ALLOWED_HOSTS has checked that host."""
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def _sent(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    etag = etag_of(text)
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        text, content_type=f"{content_type}; charset=utf-8"
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = CACHE_CONTROL
    return answer
