"""Every public byte, and the search for what must never be among them: plain, escaped, coded, packed."""

import base64
import gzip
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from django.http import HttpResponseBase
from django.test import Client

from governance.public.addresses import live_addresses, public_addresses
from tests.factories.marked import Tokens

#: The worlds of which no token may show.
HIDDEN = frozenset({"internal", "sensitive", "people"})

#: Addresses that are none, and old forms of some that are.
ASTRAY = (
    "/cases/CASE-999/", "/nowhere/", "/editions/99/", "/cases", "/editions/1/nowhere/", "/cases/?stage=obc", "/x.json",
    "/favicon.ico", "/robots.txt", "/sitemap.xml",
)  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def crawl(client: Client, only: Iterable[str] = ()) -> dict[str, str]:
    """Status, headers and whole content of every public address: those of the book, those linked, and some astray.

    `only` names a few addresses to read in place of all of the book, and follows no link.
    """
    waiting = [*(only or (*public_addresses(), *live_addresses())), *ASTRAY]
    answers: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path in answers:
            continue
        response = client.get(path)
        assert response.status_code in {200, 301, 302, 400, 404, 410}, (path, response.status_code)
        content = content_of(response)
        answers[path] = f"{response.status_code} {response.headers!r}\n" + "\n".join(texts_of(content))
        if not only and response["Content-Type"].startswith("text/html"):
            links = re.findall(r'(?:href|src)="(/[^"#]*)', content.decode())
            waiting += [unescape(link) for link in links if not link.startswith(("/static/", "/accounts/", "/alerts/"))]
    for method in ("post", "put", "delete", "options"):
        response = getattr(client, method)("/")
        answers[f"{method} /"] = f"{response.status_code} {response.headers!r}\n{content_of(response).decode()}"
    return answers


def content_of(response: HttpResponseBase) -> bytes:
    """The bytes of an answer, streamed or not."""
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.content  # type: ignore[attr-defined]


def texts_of(content: bytes) -> Iterator[str]:
    """The text of some bytes, and of what is packed in them: gzip, ZIP (and so XLSX and DOCX), streams of a PDF.

    A calendar (iCalendar) folds its lines, so that a word may stand on two: its text comes unfolded as well.
    """
    yield content.decode("utf-8", "replace")
    if content.startswith(b"BEGIN:VCALENDAR"):
        yield content.replace(b"\r\n ", b"").decode("utf-8", "replace")
    if content.startswith(b"\x1f\x8b"):
        yield from texts_of(gzip.decompress(content))
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                yield from texts_of(packed.read(name))
    elif content.startswith(b"%PDF"):
        for stream in _STREAM.findall(content):
            try:
                yield zlib.decompress(stream).decode("utf-8", "replace")
            except zlib.error:
                continue
        yield _said_by_a_pdf(content)


def _said_by_a_pdf(content: bytes) -> str:
    """The words of a PDF, which stand in its streams as numbers of glyphs; none where nothing can read them."""
    if shutil.which("pdftotext") is None:
        return ""
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def hidden_tokens(text: str, tokens: Tokens) -> set[str]:
    """The fields, as “Model.field”, of what is hidden whose tokens stand in a text: as written, escaped or in base64."""
    found: set[str] = set()
    for form in (text, unquote(text), unescape(text), text.replace("\\u0026", "&")):
        for world in HIDDEN:
            found |= tokens.seen_in(form, world)
    hidden = {token: place for token, place in tokens.places.items() if place[0] in HIDDEN}
    pieces = {piece: place for token, place in hidden.items() for piece in coded(token)}
    for beginning, length in {(piece[:3], len(piece)) for piece in pieces}:
        # All tokens begin alike, so a few beginnings find every piece without a search for each of thousands.
        for piece in re.findall(f"(?=({re.escape(beginning)}.{{{length - 3}}}))", text):
            if piece in pieces:
                _, model, name = pieces[piece]
                found.add(f"{model}.{name} (coded)")
    return found


def coded(token: str) -> Iterator[str]:
    """What a token looks like in base64 and in hexadecimal.

    In base64 a text looks differently by its place modulo three, and the outer letters depend on its neighbours.
    """
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + token.encode()).decode()
        yield whole[-(-8 * shift // 6) : 8 * (shift + len(token)) // 6]
    yield token.encode().hex()
