"""The one query behind each public page: the edition, and the page in it, through the connection that reads nothing else."""

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from governance.choices import EditionEventKind, EditionKind
from governance.models import Edition, EditionEvent, EditionFile, EditionPage, Publication
from governance.models.edition import EditionQuerySet
from governance.public.connection import DATABASE, asked_again_when_lost
from governance.public.look import look
from governance.public.withdrawn import without
from governance.publication.canonical import edition_statement
from programmes.dates import in_words


@dataclass(frozen=True)
class Reading:
    """One address as one edition answers it; `content` is None where the edition has no such page."""

    number: int
    sha256: str
    published_at: dt.datetime | None
    current_number: int | None
    content: dict[str, Any] | None = None
    page_sha256: str = ""
    #: The addresses withdrawn since, which an old edition’s pages must not name.
    withdrawn: tuple[str, ...] = ()

    @property
    def edition(self) -> dict[str, Any]:
        """The edition as the frame’s line shows it."""
        return {"number": self.number, "hash": self.sha256, "published_on": day_words(self.published_at)}

    @property
    def is_current(self) -> bool:
        return self.number == self.current_number


def day_words(at: dt.datetime | None) -> str:
    """The day of a moment in words, in the register’s time zone; "" for None."""
    return in_words(timezone.localdate(at).isoformat()) if at else ""


def _editions() -> EditionQuerySet:
    return EditionQuerySet(Edition, using=DATABASE)


def _event(kind: str, column: str) -> Subquery:
    return Subquery(EditionEvent.objects.filter(edition=OuterRef("pk"), kind=kind).values(column)[:1])


@dataclass(frozen=True)
class Ready:
    """What an address of the current edition answers, as it was made ready: compressed bytes, their type and ETag."""

    content_type: str
    etag: str
    body: bytes

    @cached_property
    def plain(self) -> bytes:
        """The bytes as they were before they were compressed."""
        return gzip.decompress(self.body)


#: What this process sent lately, by address. The database is asked each time whether it still stands (an ETag names
#: its bytes), and gives the bytes only where it does not.
_sent: dict[str, Ready] = {}
#: So many are kept before all are read anew, and none that is larger when compressed: some 20 MB at most.
_MOST_SENT, _LARGEST = 500, 40_000

#: One statement for what is ready and for what is not: the page itself is read only where nothing is ready. It is
#: written out because the ORM took longer to write it than the database to answer it (bench/).
_CURRENT = """
SELECT f.content_type, f.etag, CASE WHEN f.etag = %s THEN NULL ELSE f.body END,
       e.number, e.sha256, n.moved_at, p.sha256, p.payload
FROM governance_publication n
JOIN governance_edition e ON e.id = n.edition_id
LEFT JOIN governance_editionfile f ON f.edition_id = n.edition_id AND f.path = %s AND f.look = %s
LEFT JOIN governance_editionpage p ON p.edition_id = n.edition_id AND {wanted} AND f.id IS NULL
WHERE n.id = 1
"""
_ONE_PAGE = _CURRENT.format(wanted="p.path = %s")
_TABLES = _CURRENT.format(wanted="p.kind = %s")


@asked_again_when_lost
def current(path: str, page: str = "") -> Ready | Reading | None:
    """An address in the edition that is public now; None before the first edition.

    `page` is where the page stands from which the address is answered, when that is another.
    """
    sent = _sent.get(path)
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(_ONE_PAGE, (sent.etag if sent else "", path, look(), page or path))
        row = cursor.fetchone()
    if sent and row and row[1] == sent.etag:
        return sent
    found = _read(row) if row else None
    if isinstance(found, Ready) and len(found.body) <= _LARGEST:
        if len(_sent) >= _MOST_SENT:
            _sent.clear()
        _sent[path] = found
    return found


def is_ready() -> bool:
    """Whether pages of the current edition are kept for the look of this process; true before the first edition."""
    if not Publication.objects.using(DATABASE).exists():
        return True
    return EditionFile.objects.using(DATABASE).filter(edition__publication__isnull=False, look=look()).exists()


@asked_again_when_lost
def current_tables(path: str) -> Ready | list[Reading]:
    """A file made of all tables of the edition that is public now, or else those tables; none before there are any."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(_TABLES, ("", path, look(), "dataset"))
        found = [_read(row) for row in cursor.fetchall()]
    if len(found) == 1 and isinstance(found[0], Ready):
        return found[0]
    return [page for page in found if isinstance(page, Reading) and page.content]


def _read(row: tuple[Any, ...]) -> Ready | Reading:
    content_type, etag, body, number, sha256, moved_at, page_sha256, payload = row
    if body is not None:
        return Ready(content_type, etag, bytes(body))
    return Reading(
        number=number,
        sha256=sha256,
        published_at=moved_at if timezone.is_aware(moved_at) else timezone.make_aware(moved_at, dt.UTC),
        current_number=number,
        content=json.loads(payload) if payload else None,
        page_sha256=page_sha256 or "",
    )


@asked_again_when_lost
def earlier(number: int, path: str) -> Reading | None:
    """An address in one published edition; None when no such edition was ever published.

    What is withdrawn now is withdrawn in the old editions too: its tombstone answers, and lists do not name it.
    """
    asked = Q(edition__number=number, path__in=[path, "/"])
    now = Q(edition__publication=Publication.THE_ONE)
    published = EditionEvent.objects.filter(edition=OuterRef("edition"), kind=EditionEventKind.PUBLISHED)
    rows = list(
        EditionPage.objects.using(DATABASE)
        .filter(asked | now & (Q(kind="tombstone") | Q(path="/")))
        .annotate(published_at=Subquery(published.values("at")[:1]))
        .values_list("edition__number", "edition__sha256", "published_at", "path", "kind", "payload", "sha256")
        .order_by("edition__number", "path")
    )
    own = {row[3]: row for row in rows if row[0] == number and row[2]}
    if "/" not in own:
        return None
    _, sha256, published_at, *_ = own["/"]
    # The current edition always has its front page, so it is the last one here.
    current_number = rows[-1][0]
    stones = {row[3]: row[5] for row in rows if row[0] == current_number and row[4] == "tombstone"}
    payload = stones.get(path) or (own[path][5] if path in own else None)
    content = json.loads(payload) if payload else None
    return Reading(
        number=number,
        sha256=sha256,
        published_at=published_at,
        current_number=current_number,
        content=without(content, frozenset(stones)) if content and path not in stones else content,
        page_sha256=own[path][6] if path in own else "",
        withdrawn=tuple(stones),
    )


@asked_again_when_lost
def earlier_tables(number: int) -> list[Reading]:
    """The tables of one published edition; none when no such edition was ever published."""
    asked = Q(edition__number=number, kind="dataset")
    stones = Q(edition__publication=Publication.THE_ONE, kind="tombstone")
    published = EditionEvent.objects.filter(edition=OuterRef("edition"), kind=EditionEventKind.PUBLISHED)
    rows = list(
        EditionPage.objects.using(DATABASE)
        .filter(asked | stones)
        .annotate(published_at=Subquery(published.values("at")[:1]))
        .values_list("edition__number", "edition__sha256", "published_at", "path", "kind", "payload", "sha256")
        .order_by("path")
    )
    gone = tuple(row[3] for row in rows if row[4] == "tombstone")
    return [
        Reading(number, sha256, at, None, json.loads(payload), page_sha256, gone)
        for _, sha256, at, _, kind, payload, page_sha256 in rows
        if kind == "dataset" and at
    ]


def dataset_paths() -> Iterator[tuple[int | None, list[str]]]:
    """The pages of tables: those that are public now under None, then those of each edition ever published."""
    pages = EditionPage.objects.using(DATABASE).filter(kind="dataset").order_by("path")
    now = list(pages.filter(edition__publication=Publication.THE_ONE).values_list("path", flat=True))
    if now:
        yield None, now
    events = EditionEvent.objects.filter(kind=EditionEventKind.PUBLISHED)
    found: dict[int, list[str]] = {}
    for number, path in pages.filter(edition__in=events.values("edition")).values_list("edition__number", "path"):
        found.setdefault(number, []).append(path)
    yield from sorted(found.items())


@dataclass(frozen=True)
class EditionLine:
    """One published edition in the archive; the approver by role, never by name."""

    number: int
    kind: str
    note: str
    sha256: str
    published_at: dt.datetime
    approved_by: str
    is_current: bool

    @property
    def published_on(self) -> str:
        return day_words(self.published_at)

    @property
    def kind_words(self) -> str:
        return EditionKind(self.kind).label

    @property
    def url(self) -> str:
        return f"/editions/{self.number}/"


@asked_again_when_lost
def archive(*, before: int | None, most: int, kinds: tuple[str, ...] = ()) -> list[EditionLine]:
    """The published editions, the latest first: at most `most`, numbered below `before`, of `kinds` when given.

    The edition that is public now comes along in every answer, so that the frame can name it.
    """
    wanted = Q(number__lt=before) if before else Q()
    if kinds:
        wanted &= Q(kind__in=kinds)
    if wanted:
        wanted |= Q(publication__pk=Publication.THE_ONE)
    rows = (
        _editions()
        .published()
        .filter(wanted)
        .annotate(approved_by=_event(EditionEventKind.APPROVED, "by"))
        .values_list("number", "kind", "note", "sha256", "events__at", "approved_by", "publication__pk")
    )
    return [
        EditionLine(number, kind, note, sha256, at, approved_by or "", pk is not None)
        for number, kind, note, sha256, at, approved_by, pk in rows[: most + 1]
    ]


def paths_now(kind: str = "") -> list[str]:
    """The paths of the edition that is public now, of the pages of one kind when it is given."""
    now = EditionPage.objects.using(DATABASE).filter(edition__publication=Publication.THE_ONE)
    if kind:
        now = now.filter(kind=kind)
    return list(now.order_by("path").values_list("path", flat=True))


def readable_now() -> tuple[list[str], str]:
    """The paths that answer with a page now, tombstones left out, and the day since when (ISO 8601); in one query."""
    now = EditionPage.objects.using(DATABASE).filter(edition__publication=Publication.THE_ONE)
    rows = list(now.exclude(kind="tombstone").order_by("path").values_list("path", "edition__publication__moved_at"))
    day = timezone.localdate(rows[0][1]).isoformat() if rows and rows[0][1] else ""
    return [path for path, _ in rows], day


def paths_ever() -> Iterator[tuple[int, str]]:
    """The number of each edition ever published, with each of its paths."""
    events = EditionEvent.objects.filter(kind=EditionEventKind.PUBLISHED)
    pages = EditionPage.objects.using(DATABASE).filter(edition__in=events.values("edition"))
    yield from pages.order_by("edition__number", "path").values_list("edition__number", "path").iterator()


def numbers(kinds: tuple[str, ...] = ()) -> list[int]:
    """The numbers of the published editions, of `kinds` when given, the latest first."""
    found = _editions().published()
    return list((found.filter(kind__in=kinds) if kinds else found).values_list("number", flat=True))


def current_mark() -> tuple[int, str] | None:
    """The number and the fingerprint of the edition that is public now; None before the first."""
    return _editions().current().values_list("number", "sha256").first()


def statement(number: int) -> str | None:
    """What the fingerprint of a published edition covers, to the byte; None when no such edition was ever published."""
    published = EditionEvent.objects.filter(edition=OuterRef("edition"), kind=EditionEventKind.PUBLISHED)
    rows = list(
        EditionPage.objects.using(DATABASE)
        .filter(Exists(published), edition__number=number)
        .values_list("edition__kind", "edition__note", "edition__previous_hash", "path", "sha256")
    )
    if not rows:
        return None
    kind, note, previous, *_ = rows[0]
    return edition_statement(
        number=number, kind=kind, note=note, previous=previous, pages=((path, own) for *_, path, own in rows)
    )  # fmt: skip
