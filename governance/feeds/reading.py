"""The one query behind a feed or a calendar: what is ready, else the pages of published editions that it is made from."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.utils import timezone

from governance.choices import EditionEventKind
from governance.models import Edition, EditionPage, Publication
from governance.public.connection import DATABASE, asked_again_when_lost
from governance.public.look import look
from governance.public.reading import Ready

#: The feeds look so many editions back; what is older is in the archive.
EDITIONS = 60

TOLD, CHANGES = "/told/", "/changes/"

#: Editions that were published, the latest first: an edition composed, approved or waiting for its time is none.
_STATEMENT = """
SELECT f.content_type, f.etag, f.body, e.number, e.kind, e.note, e.sha256, v.at, p.path, p.kind, p.payload
FROM governance_publication n
LEFT JOIN governance_editionfile f ON f.edition_id = n.edition_id AND f.path = %s AND f.look = %s
LEFT JOIN governance_editionevent v ON v.kind = %s AND f.id IS NULL {editions}
LEFT JOIN governance_edition e ON e.id = v.edition_id
LEFT JOIN governance_editionpage p ON p.edition_id = e.id
  AND (p.path = %s OR (p.edition_id = n.edition_id AND p.{wanted} = %s))
WHERE n.id = 1 AND (f.id IS NOT NULL OR p.id IS NOT NULL)
ORDER BY e.number DESC, p.id
LIMIT %s
"""
_NEWS = _STATEMENT.format(editions="", wanted="path")
_DATES = _STATEMENT.format(editions="AND v.edition_id = n.edition_id", wanted="kind")
#: More pages of a calendar than any edition has.
_ALL_PAGES = 100_000


@dataclass(frozen=True)
class Issue:
    """One published edition with those of its pages that are asked for, by address."""

    number: int
    kind: str
    note: str
    sha256: str
    at: dt.datetime
    pages: dict[str, dict[str, Any]]


@asked_again_when_lost
def news(path: str) -> Ready | list[Issue]:
    """The file at an address where it is ready, else the newest editions with their news; none before the first."""
    return _asked(_NEWS, [path, look(), EditionEventKind.PUBLISHED, CHANGES, TOLD, EDITIONS + 1])


@asked_again_when_lost
def issues() -> list[Issue]:
    """The newest editions with their news, the latest first, whatever is ready; none before the first."""
    return list(_asked(_NEWS, ["", "", EditionEventKind.PUBLISHED, CHANGES, TOLD, EDITIONS + 1]))  # type: ignore[arg-type]


@asked_again_when_lost
def dates(path: str) -> Ready | list[Issue]:
    """The file at an address where it is ready, else the edition that is public now with its calendar."""
    return _asked(_DATES, [path, look(), EditionEventKind.PUBLISHED, TOLD, "calendar", _ALL_PAGES])


def stored(edition: Edition) -> tuple[list[Issue], list[Issue]]:
    """What the feeds and the calendar of the edition that is public now are made from, through its own connection."""
    using = edition._state.db or DATABASE
    issues = _asked(_NEWS, ["", "", EditionEventKind.PUBLISHED, CHANGES, TOLD, EDITIONS + 1], using)
    dated = _asked(_DATES, ["", "", EditionEventKind.PUBLISHED, TOLD, "calendar", _ALL_PAGES], using)
    return list(issues), list(dated)  # type: ignore[arg-type]


def told_now() -> dict[str, Any] | None:
    """The page that says of whom there are feeds, in the edition that is public now."""
    pages = EditionPage.objects.using(DATABASE).filter(edition__publication=Publication.THE_ONE, path=TOLD)
    payload = pages.values_list("payload", flat=True).first()
    return json.loads(payload) if payload else None


def _asked(statement: str, values: list[Any], using: str = DATABASE) -> Ready | list[Issue]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    if rows and rows[0][2] is not None:
        content_type, etag, body, *_ = rows[0]
        return Ready(content_type, etag, bytes(body))
    return list(_issues(row[3:] for row in rows))


def _issues(rows: Iterable[tuple[Any, ...]]) -> Iterator[Issue]:
    issue: Issue | None = None
    for number, kind, note, sha256, at, path, _, payload in rows:
        if issue is None or issue.number != number:
            if issue is not None:
                yield issue
            aware = at.astimezone(dt.UTC) if timezone.is_aware(at) else timezone.make_aware(at, dt.UTC)
            issue = Issue(number, kind, note, sha256, aware, {})
        issue.pages[path] = json.loads(payload)
    if issue is not None:
        yield issue
