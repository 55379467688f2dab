"""Leaks planted on purpose, each in another place and form, to see that the search for leaks finds every one."""

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import escape

Plant = Callable[[str, HttpResponse, str], HttpResponse]


def _in_body(wrap: Callable[[str], str]) -> Plant:
    """The secret, wrapped, before the end of every page."""

    def plant(path: str, response: HttpResponse, secret: str) -> HttpResponse:
        response.content = response.content.replace(b"</main>", f"{wrap(secret)}</main>".encode())
        return response

    return plant


def _instead(make: Callable[[str], bytes], media_type: str, at: str) -> Plant:
    """Another answer at one address of the site."""

    def plant(path: str, response: HttpResponse, secret: str) -> HttpResponse:
        return HttpResponse(make(secret), content_type=media_type) if path == at else response

    return plant


def _in_header(name: str) -> Plant:
    def plant(path: str, response: HttpResponse, secret: str) -> HttpResponse:
        response[name] = f'"{secret}"'
        return response

    return plant


def _on(path_begins: str, wanted: int, plant: Plant) -> Plant:
    """Only at some addresses, and only in answers of one status."""

    def planted(path: str, response: HttpResponse, secret: str) -> HttpResponse:
        is_there = path.startswith(path_begins) and response.status_code == wanted
        return plant(path, response, secret) if is_there else response

    return planted


def _zip(secret: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", f"reference,note\nCASE-1,{secret}\n")
    return packed.getvalue()


def _redirect(path: str, response: HttpResponse, secret: str) -> HttpResponse:
    return HttpResponseRedirect(f"/cases/?from={quote(secret)}") if path == "/corrections/" else response


def _refused(path: str, response: HttpResponse, secret: str) -> HttpResponse:
    return HttpResponse(f"Not allowed: {secret}", status=405) if response.status_code == 405 else response


#: What each leak is, and how it is made.
PLANTS: dict[str, Plant] = {
    "in plain words": _in_body(lambda secret: f"<p>{secret}</p>"),
    "escaped": _in_body(lambda secret: f"<p>{escape(secret)}</p>"),
    "every letter escaped": _in_body(lambda secret: "".join(f"&#{ord(letter)};" for letter in secret)),
    "in a comment": _in_body(lambda secret: f"<!-- {secret} -->"),
    "in an attribute": _in_body(lambda secret: f'<p title="{escape(secret)}"></p>'),
    "in an address": _in_body(lambda secret: f'<a href="/cases/?q={quote(secret)}">more</a>'),
    "in base64": _in_body(lambda secret: base64.b64encode(f"a{secret} note".encode()).decode()),
    "in the middle of base64": _in_body(lambda secret: base64.b64encode(f"some words, {secret}, more".encode()).decode()),
    "in hexadecimal": _in_body(lambda secret: f"x:{secret.encode().hex()}"),
    "in JSON for machines": _in_body(lambda secret: json.dumps({"note": secret}).replace("&", "\\u0026")),
    "in a header": _in_header("X-Note"),
    "in the ETag": _in_header("ETag"),
    "in a cookie": _in_header("Set-Cookie"),
    "on the page of no address": _on("/nowhere/", 404, _in_body(lambda secret: f"<p>Did you mean {secret}?</p>")),
    "in an old edition": _on("/editions/1/", 200, _in_body(lambda secret: f"<p>{secret}</p>")),
    "on a tombstone": _on("/agreements/", 410, _in_body(lambda secret: f"<p>{secret}</p>")),
    "in the refusal of a method": _refused,
    "in a redirect": _redirect,
    "packed in a ZIP file": _instead(_zip, "application/zip", "/x.json"),
    "packed by gzip": _instead(lambda secret: gzip.compress(secret.encode()), "application/gzip", "/favicon.ico"),
    "in a feed": _instead(lambda s: f"<feed><summary>{escape(s)}</summary></feed>".encode(), "text/xml", "/sitemap.xml"),
    "in a feed of news": _instead(
        lambda secret: f"<title>{escape(secret)}</title>".encode(), "application/atom+xml", "/feeds/everything.atom"
    ),
    "on two lines of a calendar": _instead(
        lambda secret: f"BEGIN:VCALENDAR\r\nSUMMARY:{secret[:3]}\r\n {secret[3:]}\r\n".encode(), "text/calendar",
        "/feeds/everything.ics",
    ),
    "in a text for robots": _instead(lambda secret: f"Disallow: /{quote(secret)}".encode(), "text/plain", "/robots.txt"),
}  # fmt: skip


class Leak:
    """Middleware outside all others that plants the leak named in the settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name, secret = settings.PLANTED
        return PLANTS[name](request.path, response, secret)
