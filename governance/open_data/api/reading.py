"""The one query behind each answer: the edition, one of its tables, and what was withdrawn since."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.utils import timezone

from governance.open_data.api.shelf import Shelf, lay_out
from governance.open_data.columns import Table
from governance.public.connection import DATABASE, asked_again_when_lost
from governance.public.reading import day_words

#: Written out, as that of the pages is. The table itself comes along only when this process has not laid it out yet.
_ASKED = """
SELECT e.number, e.sha256, {current}, n.moved_at, p.path, p.kind, p.sha256,
       CASE WHEN p.sha256 = %s AND e.id = n.edition_id THEN '' ELSE p.payload END, {published}
FROM governance_publication n
JOIN governance_edition e ON {edition}
LEFT JOIN governance_editionpage p ON {pages}
WHERE n.id = 1
"""
_OF_NOW = "p.edition_id = n.edition_id AND p.path IN (%s, %s) AND p.kind IN ('dataset', 'tombstone')"
_OF_THEN = "(p.edition_id = e.id AND p.path IN (%s, %s) OR p.edition_id = n.edition_id AND p.kind = 'tombstone')"
_CURRENT = _ASKED.format(current="e.number", published="NULL", edition="e.id = n.edition_id", pages=_OF_NOW)
_EARLIER = _ASKED.format(
    current="(SELECT number FROM governance_edition WHERE id = n.edition_id)",
    published="v.at",
    edition="e.number = %s JOIN governance_editionevent v ON v.edition_id = e.id AND v.kind = 'published'",
    pages=_OF_THEN,
)

#: The tables of the current edition as they were laid out last, by name.
_laid_out: dict[str, Shelf] = {}


@dataclass(frozen=True)
class Found:
    """A table of one edition; `shelf` is None where the edition has no such table."""

    number: int
    sha256: str
    current_number: int
    published_at: dt.datetime
    #: When the public was given another edition last, so since when nothing here has changed.
    moved_at: dt.datetime
    shelf: Shelf | None
    #: The addresses withdrawn since the edition, and what is said in the place of the record asked for.
    withdrawn: tuple[str, ...]
    tombstone: dict[str, Any] | None

    @property
    def is_current(self) -> bool:
        """Whether it is the edition that is public now."""
        return self.number == self.current_number

    @property
    def published(self) -> str:
        """The day it was published, as 2016-04-21."""
        return timezone.localdate(self.published_at).isoformat()

    @property
    def published_on(self) -> str:
        """The same in words."""
        return day_words(self.published_at)


@asked_again_when_lost
def read(table: Table | None, page: str = "", number: int | None = None) -> Found | None:
    """A table of the edition with a number, or of the one that is public now; None when there is no such edition.

    `page` is the address of the record asked for, to learn whether it was withdrawn.
    """
    path = table.path if table else ""
    kept = _laid_out.get(table.name) if table else None
    asked = (kept.sha256 if kept else "", *(() if number is None else (number,)), path, page)
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(_CURRENT if number is None else _EARLIER, asked)
        rows = cursor.fetchall()
    if not rows:
        return None
    edition, sha256, current, moved_at, *_, published_at = rows[0]
    stones = {row[4]: row[7] for row in rows if row[5] == "tombstone"}
    own = next(((row[6], row[7]) for row in rows if row[4] == path and row[5] == "dataset"), None)
    is_current = edition == current
    gone = () if is_current else tuple(sorted(stones))
    shelf = None
    if table and own:
        page_sha256, payload = own
        shelf = kept if kept and not payload else lay_out(table, page_sha256, json.loads(payload), gone)
        if is_current:
            _laid_out[table.name] = shelf
    return Found(
        number=edition,
        sha256=sha256,
        current_number=current,
        published_at=_aware(moved_at if is_current else published_at),
        moved_at=_aware(moved_at),
        shelf=shelf,
        withdrawn=gone,
        tombstone=json.loads(stones[page]) if page in stones else None,
    )


def _aware(at: dt.datetime) -> dt.datetime:
    return at if timezone.is_aware(at) else timezone.make_aware(at, dt.UTC)
