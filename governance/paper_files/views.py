"""A published paper as a file, from one query through the `public` connection."""

import gzip

from django.http import HttpRequest, HttpResponse

from governance.paper_files.making import FORMATS, etag_of_reading, paper_file
from governance.public import reading
from governance.public.reading import Ready
from governance.public.ready import send
from governance.public.views import missing, public, respond


@public
def paper(request: HttpRequest, reference: str, ending: str) -> HttpResponse:
    """A paper of the edition that is public now as PDF or DOCX; a withdrawn one answers as its page does."""
    found = reading.current(f"/papers/{reference}.{ending}", f"/papers/{reference}/")
    if found is None:
        return missing(None)
    if isinstance(found, Ready):
        return send(request, found)
    if found.content is None or found.content["kind"] != "report":
        return respond(request, found, "")
    etag = etag_of_reading(found, ending)
    known = request.META.get("HTTP_IF_NONE_MATCH") == etag
    body = b"" if known else paper_file(found.content, number=found.number, at=found.published_at, ending=ending)
    return send(request, Ready(FORMATS[ending][0], etag, gzip.compress(body, mtime=0)))
