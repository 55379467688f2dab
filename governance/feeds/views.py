"""The feeds and calendars. Each answers from one query through the `public` connection."""

import gzip
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from governance.feeds import reading
from governance.feeds.atom import ATOM
from governance.feeds.calendar import ICALENDAR
from governance.feeds.making import calendar_file, etag_of_file, feed_file, subject_in
from governance.feeds.reading import Issue
from governance.public.reading import Ready
from governance.public.ready import send
from governance.public.views import missing, public


@public
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """What each edition changed, of everything or of one body."""
    path = f"/feeds/{name}.atom"
    return _answer(request, reading.news(path), name, path, ATOM, feed_file)


@public
def calendar(request: HttpRequest, name: str) -> HttpResponse:
    """Meetings, decisions to come and reviews, of everything or of one body."""
    path = f"/feeds/{name}.ics"
    return _answer(
        request, reading.dates(path), name, path, ICALENDAR, lambda subject, issues: calendar_file(subject, issues[0])
    )


def _answer(
    request: HttpRequest, found: Ready | list[Issue], name: str, path: str, content_type: str,
    make: Callable[[Any, list[Issue]], bytes],
) -> HttpResponse:  # fmt: skip
    if not isinstance(found, Ready):
        subject = subject_in(found, name)
        if subject is None:
            return missing(None)
        etag = etag_of_file(found[0], path)
        known = request.META.get("HTTP_IF_NONE_MATCH") == etag
        found = Ready(content_type, etag, gzip.compress(b"" if known else make(subject, found), mtime=0))
    response = send(request, found)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
