"""The files of a published paper, and their ETags."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

from governance.models import Edition, Publication
from governance.papers.document import PaperDocument
from governance.papers.docx import render_docx
from governance.papers.pdf import render_pdf
from governance.public.papers import document_of
from governance.public.reading import Reading
from governance.public.rendering import File, etag_of

#: Ending of the name: media type, and what makes the file of a document at the moment its edition was published.
FORMATS: dict[str, tuple[str, Callable[[PaperDocument, dt.datetime | None], bytes]]] = {
    "pdf": ("application/pdf", render_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", render_docx),
}


def paper_file(content: dict[str, Any], *, number: int, at: dt.datetime | None, ending: str) -> bytes:
    """A paper of edition `number`, published at `at`, as a file; the same arguments give the same bytes."""
    return FORMATS[ending][1](document_of(content, number), at)


def etag_of_file(sha256: str, page_sha256: str, ending: str) -> str:
    """The ETag: the foot of a file names the edition, so it changes with each."""
    return etag_of(sha256, page_sha256, ending)


def etag_of_reading(found: Reading, ending: str) -> str:
    """The ETag of the file that the page which was read makes."""
    return etag_of_file(found.sha256, found.page_sha256, ending)


def paper_files(edition: Edition, publication: Publication) -> Iterator[File]:
    """Every paper of the current edition in every format."""
    for page in edition.pages.filter(kind="report").order_by("path"):
        content = json.loads(page.payload)
        for ending, (content_type, _) in FORMATS.items():
            body = paper_file(content, number=edition.number, at=publication.moved_at, ending=ending)
            etag = etag_of_file(edition.sha256, page.sha256, ending)
            yield File(f"{page.path.rstrip('/')}.{ending}", content_type, etag, body)
