"""The two files of the API that follow from an edition: its page for people and its description for programs."""

import gzip
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from governance.models import Edition, Publication
from governance.open_data.api.answers import DESCRIPTION, DOCUMENTATION, ROOT, has_records
from governance.open_data.api.asking import MOST, USUAL
from governance.open_data.api.filters import filters_of
from governance.open_data.api.openapi import described
from governance.open_data.api.reading import Found
from governance.open_data.api.shelf import lay_out
from governance.open_data.licence import licence
from governance.open_data.tables import BY_NAME, TABLES
from governance.public.presenting import frame
from governance.public.reading import Reading, Ready
from governance.public.rendering import File, etag_of

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CASES = BY_NAME["cases"]


def documentation(found: Reading | None) -> Ready:
    """The page for people; `found` is the page of the table of cases, from which its examples are."""
    return _ready(_documentation(found))


def description(found: Iterable[Reading]) -> Ready:
    """The description (OpenAPI); `found` are the pages of all tables, from which its examples are."""
    return _ready(_description(list(found)))


def api_files(edition: Edition, publication: Publication) -> Iterator[File]:
    """Both files, of the current edition."""
    pages = [
        Reading(edition.number, edition.sha256, publication.moved_at, edition.number, json.loads(payload), sha256)
        for payload, sha256 in edition.pages.filter(kind="dataset").order_by("path").values_list("payload", "sha256")
    ]
    yield _documentation(next((page for page in pages if (page.content or {})["name"] == CASES.name), None))
    yield _description(pages)


def _ready(file: File) -> Ready:
    return Ready(file.content_type, file.etag, gzip.compress(file.body, mtime=0))


def _documentation(found: Reading | None) -> File:
    rows: list[dict[str, str]] = ((found.content or {}) if found else {}).get("rows", [])
    context: dict[str, Any] = frame(
        edition=found.edition if found else None, trail=[("Open data", "/data/"), ("For programs (API)", "")]
    )
    context |= {
        "page_title": "Open data for programs (API)",
        "permalink": DOCUMENTATION,
        "licence": licence(),
        "site": settings.PUBLIC_ADDRESS,
        "root": ROOT,
        "description_url": DESCRIPTION,
        "case": next((row for row in rows if row.get("state")), None),
        "number": found.number if found else 1,
        "usual": USUAL,
        "most": MOST,
        "tables": [(table, has_records(table), filters_of(table)) for table in TABLES],
    }
    body = render_to_string("public/api.html", context).encode()
    marks = (found.sha256, str(found.number)) if found else ("nothing",)
    return File(DOCUMENTATION, HTML, etag_of(DOCUMENTATION, *marks, licence().text), body)


def _description(pages: list[Reading]) -> File:
    found: dict[str, Found] = {}
    for page in pages:
        content = page.content or {}
        if (table := BY_NAME.get(content["name"])) and page.published_at:
            shelf = lay_out(table, page.page_sha256, content, page.withdrawn)
            found[table.name] = Found(
                page.number, page.sha256, page.number, page.published_at, page.published_at, shelf, (), None
            )  # fmt: skip
    body = json.dumps(described(found), ensure_ascii=False).encode() + b"\n"
    marks = [f"{page.number}-{page.sha256}" for page in pages[:1]]
    return File(DESCRIPTION, JSON, etag_of(DESCRIPTION, *marks, licence().text), body)
