"""The whole public site as files: each address asked of the site itself, so that a file is what a reader would be sent.

Pages become `…/index.html`, everything else keeps its name; `404.html` is what an unknown address answers. The files are
written into a folder beside the one asked for, which is a link: it is turned to the new folder in one step, and what
died is gone with the old one.
"""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import set_urlconf

from governance.public import reading
from governance.public.addresses import public_addresses

#: An address that no edition has, to get the page that says so.
NOWHERE = "/no-such-page/"
#: What an address of the site may answer: a page, or the tombstone of one.
_ANSWERS = (200, 410)

_LINKED = re.compile(r"(?:href|src|content)=\"([^\"]+)\"|url\(['\"]?([^'\")]+)")

Say = Callable[[int, int], None]


class ExportRefused(Exception):
    """The site cannot be written out; the sentence is what the person at the command line reads."""


class PublicSite:
    """The public site, asked in this process as a reader asks it from outside."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def answer(self, address: str) -> tuple[int, bytes]:
        """The status and the bytes that the public process sends for an address."""
        request = WSGIRequest(_environment(address))
        request.urlconf = settings.PUBLIC_URLCONF
        try:
            response = self.handler.get_response(request)
            body: Any = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
            made = response.status_code, b"".join(body)  # not closed: that would end the connection of this run
        finally:
            set_urlconf(None)
        return made


def _environment(address: str) -> dict[str, Any]:
    """A request as a server hands it on: over HTTPS, to the first of the site’s own host names."""
    hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": hosts[0] if hosts else "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.version": (1, 0),
    }


def export_site(target: Path, say: Say = lambda done, of: None) -> int:
    """Write the site to `target`, which becomes a link to a folder beside it; the number of files.

    `say` is told after each address how many are done, of how many. Raises ExportRefused when nothing is published, the
    target is in the way, an address does not answer, or another edition was published meanwhile; the old files then stay.
    """
    mark = reading.current_mark()
    if mark is None:
        raise ExportRefused("No edition is published yet, so there is no site to write.")
    _check(target)
    folder = target.with_name(f"{target.name}.edition-{mark[0]}-{os.getpid()}")
    try:
        files = _write(folder, say)
        if reading.current_mark() != mark:
            raise ExportRefused("Another edition was published while the files were written. Run the command again.")
        _turn(target, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return files


def _check(target: Path) -> None:
    if target.is_symlink() or not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    raise ExportRefused(
        f"{target} is there already and is not a link that this command made. Name an address where nothing is yet: "
        "the files are written beside it, and it becomes a link to them."
    )


def _write(folder: Path, say: Say) -> int:
    site = PublicSite()
    addresses = list(public_addresses())
    assets: dict[str, None] = {}
    for done, address in enumerate(addresses, start=1):
        status, body = site.answer(address)
        if status not in _ANSWERS:
            raise ExportRefused(f"{address} answers {status}, so the site would be written with a hole.")
        _keep(folder, address, body)
        assets.update(dict.fromkeys(_assets_in(address, body)))
        say(done, len(addresses))
    _keep(folder, "/404.html", site.answer(NOWHERE)[1])
    for name in assets:
        _keep(folder, f"{settings.STATIC_URL}{name}", asset(name))
    return len(addresses) + 1 + len(assets)


def file_of(address: str) -> str:
    """The file, below the folder of the export, that holds what an address answers."""
    name = address.strip("/")
    if address.endswith("/"):
        name = f"{name}/index.html" if name else "index.html"
    if ".." in name.split("/") or "?" in name or "\\" in name:
        raise ExportRefused(f"{address} cannot be a file’s name.")
    return name


def _keep(folder: Path, address: str, body: bytes) -> None:
    file = folder / file_of(address)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def _assets_in(address: str, body: bytes) -> Iterator[str]:
    """The names of the static files that a page links to."""
    if not address.endswith("/"):
        return
    for found in _LINKED.finditer(body.decode()):
        link = (found.group(1) or found.group(2)).removeprefix(settings.PUBLIC_ADDRESS)
        if link.startswith(settings.STATIC_URL):
            yield link.removeprefix(settings.STATIC_URL).partition("?")[0]


def asset(name: str) -> bytes:
    """The bytes of a static file, by the name under which pages link to it."""
    kept = Path(settings.STATIC_ROOT) / name
    found = kept if kept.is_file() else finders.find(name)
    if not found:
        raise ExportRefused(f"The static file {name} is not there. Run `manage.py collectstatic` first.")
    return Path(str(found)).read_bytes()


def _turn(target: Path, folder: Path) -> None:
    """Make the link lead to the new folder, in one step, and take the old folder away."""
    before = target.resolve() if target.is_symlink() else None
    if target.is_dir() and not target.is_symlink():
        target.rmdir()
    link = target.with_name(f"{folder.name}.link")
    link.symlink_to(folder.name)
    os.replace(link, target)
    if before and before.parent == folder.parent.resolve() and before.name.startswith(f"{target.name}.edition-"):
        shutil.rmtree(before, ignore_errors=True)
