"""What the addresses of the current edition answer, made ready when it is published, and sent as it stands.

Rendering a page takes milliseconds, reading its bytes a tenth of one. The rows of `EditionFile` follow from the pages
alone: where one is missing or of another look, the page is rendered as it is asked for, to the same bytes.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from governance.feeds.making import feed_files
from governance.models import Edition, EditionFile, Publication
from governance.open_data.api.making import api_files
from governance.open_data.making import data_files
from governance.paper_files.making import paper_files
from governance.public.look import look
from governance.public.reading import Reading, Ready
from governance.public.rendering import File, etag_of_page, render_page

#: How long a browser or a cache on the way may keep a page without asking; a withdrawal is seen after that at the latest.
MAX_AGE = 60
CACHE_CONTROL = f"public, max-age={MAX_AGE}"
HTML = "text/html; charset=utf-8"
#: So many rows are written in one statement.
_BATCH = 200


def pages_of(edition: Edition, publication: Publication) -> Iterator[File]:
    """The pages of the current edition as HTML; a tombstone is answered with 410 and is not among them."""
    pages = edition.pages.exclude(kind="tombstone").order_by("path")
    for page in pages.iterator(chunk_size=_BATCH):
        found = Reading(
            number=edition.number,
            sha256=edition.sha256,
            published_at=publication.moved_at,
            current_number=edition.number,
            content=json.loads(page.payload),
            page_sha256=page.sha256,
        )
        yield File(page.path, HTML, etag_of_page(found, ""), render_page(found, "").encode())


#: What is made ready for the edition that is current.
MADE: tuple[Callable[[Edition, Publication], Iterable[File]], ...] = (
    pages_of,
    data_files,
    api_files,
    feed_files,
    paper_files,
)


def make_ready(say: Callable[[int], None] = lambda count: None) -> int:
    """Make ready what the current edition answers, and forget what older ones did; returns how many addresses.

    Idempotent; each batch is written by itself, so that nobody waits for the whole. `say` hears how many are done.
    """
    publication = Publication.objects.select_related("edition").first()
    current = EditionFile.objects.filter(edition=publication.edition_id if publication else None, look=look())
    EditionFile.objects.exclude(pk__in=current.values("pk")).delete()
    if publication is None:
        return 0
    files = files_of(publication)
    count = 0
    while batch := list(islice(files, _BATCH)):
        EditionFile.objects.bulk_create(
            (_row(publication.edition, file) for file in batch),
            update_conflicts=True,
            unique_fields=["edition", "path"],
            update_fields=["look", "content_type", "etag", "body"],
        )
        count += len(batch)
        say(count)
    return count


def files_of(publication: Publication) -> Iterator[File]:
    """Everything that is made ready for the current edition."""
    return chain.from_iterable(make(publication.edition, publication) for make in MADE)


def differing(publication: Publication) -> list[str]:
    """The addresses whose ready bytes are not those that the edition’s pages make now, or are missing."""
    kept = {
        path: (look_then, content_type, etag, gzip.decompress(body))
        for path, look_then, content_type, etag, body in publication.edition.files.values_list(
            "path", "look", "content_type", "etag", "body"
        )
    }
    made = {file.path: (look(), file.content_type, file.etag, file.body) for file in files_of(publication)}
    return sorted(path for path in kept.keys() | made.keys() if kept.get(path) != made.get(path))


def _row(edition: Edition, file: File) -> EditionFile:
    return EditionFile(
        edition=edition,
        path=file.path,
        look=look(),
        content_type=file.content_type,
        etag=file.etag,
        body=gzip.compress(file.body, mtime=0),
    )


def send(request: HttpRequest, found: Ready) -> HttpResponse:
    """What is ready, compressed for whoever takes that; 304 for whoever has it."""
    if "HTTP_IF_NONE_MATCH" in request.META and (unchanged := get_conditional_response(request, etag=found.etag)):
        response = unchanged
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(found.body, content_type=found.content_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(found.plain, content_type=found.content_type)
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = found.etag
    return response
