"""The doors of publishing: compose, approve, publish, correct, withdraw, restore, abandon.

Each takes the lock on the editions, checks the person and the state, and writes in one transaction. Whatever stands in
the way is a PublicationError whose sentence the person reads. A step repeated by the same person does no harm.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import EditionEventKind, EditionKind
from governance.models import DuePublication, Edition, EditionPage, Publication
from governance.publication.canonical import FrozenPage, edition_fingerprint
from governance.publication.chain import check_whole, stored_pages
from governance.publication.changes import with_changes
from governance.publication.composing import compose_pages, reference_in
from governance.publication.difference import PageChange, What, difference, may_be_withdrawn
from governance.publication.errors import (
    AuthorCannotApprove,
    CannotWithdraw,
    EditionClosed,
    EditionOutOfDate,
    NoSuchPage,
    NotApproved,
    NoteMissing,
    NothingChanged,
    NothingPublished,
    NotTheEditionSeen,
    NotTheSuccessor,
    NotWithdrawn,
)
from governance.publication.sensitive import check_nothing_sensitive
from governance.publication.special_pages import Tombstone
from governance.publication.states import OPEN_STATES, EditionState, current_edition, state_of
from governance.publication.writing import fresh, lock, next_number, office_words, tell
from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.dates import in_words
from programmes.history import Reference


def compose(
    *, by: Any, kind: str = EditionKind.ORDINARY, note: str = "", at: dt.datetime | None = None
) -> Edition:  # fmt: skip
    """Freeze what the register may publish now into a new edition that waits for approval.

    Needs the right to compose. Raises NothingChanged when no page differs from the edition that is public, NoteMissing
    for a correction without its note. The same person composing the same pages again gets the edition already there.
    """
    check(by, Capability.COMPOSE)
    note = note.strip()
    if kind != EditionKind.ORDINARY and not note:
        raise NoteMissing("correction")
    with transaction.atomic():
        lock()
        current = current_edition()
        return _compose(by=by, kind=kind, note=note, at=at, stones=tombstones_in(stored_pages(current)))


def correct(*, by: Any, note: str, at: dt.datetime | None = None) -> Edition:
    """Compose an edition that puts something right, with the note the public reads beside it.

    The register is corrected first; the old edition stays readable. Raises NothingPublished before the first edition.
    """
    if current_edition() is None:
        raise NothingPublished
    return compose(by=by, kind=EditionKind.CORRECTION, note=note, at=at)


def withdraw(*, by: Any, path: str, reason: str, at: dt.datetime | None = None) -> Edition:
    """Compose an edition in which one record’s page is a tombstone with today’s date and the reason.

    The record is then named on no other page, in this and in later editions, until it is restored. Raises NoSuchPage,
    CannotWithdraw for lists and the front page, EditionClosed when it is withdrawn already.
    """
    check(by, Capability.COMPOSE)
    reason = reason.strip()
    if not reason:
        raise NoteMissing("withdrawal")
    at = at or timezone.now()
    with transaction.atomic():
        lock()
        current = current_edition()
        if current is None:
            raise NothingPublished
        pages = stored_pages(current)
        if path not in pages:
            raise NoSuchPage(path)
        if pages[path].kind == Tombstone.KIND:
            raise EditionClosed(f"The page “{path}”", "withdrawn")
        if not may_be_withdrawn(pages[path].kind):
            raise CannotWithdraw(path)
        stone = Tombstone(
            path=path,
            title=f"Withdrawn page {reference_in(path)}",
            withdrawn_on=in_words(timezone.localdate(at).isoformat()),
            reason=reason,
        )
        note = f"The page {path} is withdrawn. {reason}"
        return _compose(
            by=by, kind=EditionKind.WITHDRAWAL, note=note, at=at, stones=(*tombstones_in(pages), stone)
        )  # fmt: skip


def restore(*, by: Any, path: str, reason: str, at: dt.datetime | None = None) -> Edition:
    """Compose a correction in which a withdrawn page stands again, as the register has it now. Raises NotWithdrawn."""
    check(by, Capability.COMPOSE)
    reason = reason.strip()
    if not reason:
        raise NoteMissing("restoration")
    with transaction.atomic():
        lock()
        stones = tombstones_in(stored_pages(current_edition()))
        left = tuple(stone for stone in stones if stone.path != path)
        if len(left) == len(stones):
            raise NotWithdrawn(path)
        note = f"The page {path} is published again. {reason}"
        return _compose(by=by, kind=EditionKind.CORRECTION, note=note, at=at, stones=left)


def approve(*, edition: Edition, by: Any, sha256: str, at: dt.datetime | None = None) -> Edition:
    """Approve exactly the edition that was seen, named by its fingerprint; never by the person who composed it.

    Raises AuthorCannotApprove, NotTheEditionSeen, NotTheSuccessor, EditionClosed, SensitiveBelow.
    """
    check(by, Capability.PUBLISH)
    with transaction.atomic():
        lock()
        edition = fresh(edition)
        if edition.composed_by_id_number == by.pk:
            raise AuthorCannotApprove(edition)
        if sha256 != edition.sha256:
            raise NotTheEditionSeen(edition)
        state = state_of(edition, current_edition())
        approvals = [event for event in edition.events.all() if event.kind == EditionEventKind.APPROVED]
        if state == EditionState.APPROVED and approvals[0].by_id_number == by.pk:
            return edition
        _check_state(edition, state, EditionState.COMPOSED)
        check_whole(edition)
        check_nothing_sensitive(stored_pages(edition).values())
        tell(edition, EditionEventKind.APPROVED, by, at)
    return fresh(edition)


def publish(*, edition: Edition, by: Any, at: dt.datetime | None = None) -> Edition:
    """Make an approved edition the one the public reads, by moving the one pointer.

    The register is composed again and compared: raises EditionOutOfDate, naming each page, when anything changed or was
    marked since. Raises NotApproved, NotTheSuccessor, EditionClosed, EditionDamaged, SensitiveBelow.
    """
    check(by, Capability.PUBLISH)
    at = at or timezone.now()
    with transaction.atomic():
        lock()
        edition = fresh(edition)
        current = current_edition()
        state = state_of(edition, current)
        if state == EditionState.CURRENT:
            return edition
        if state == EditionState.COMPOSED:
            raise NotApproved(edition)
        _check_state(edition, state, EditionState.APPROVED)
        check_whole(edition)
        _check_unchanged(edition, current)
        check_nothing_sensitive(stored_pages(edition).values())
        DuePublication.objects.filter(edition=edition).delete()
        Publication.objects.update_or_create(
            pk=Publication.THE_ONE, defaults={"edition": edition, "moved_at": at}
        )  # fmt: skip
        tell(edition, EditionEventKind.PUBLISHED, by, at)
        transaction.on_commit(_make_ready, robust=True)
    return fresh(edition)


def _make_ready() -> None:
    """What the public site sends, made from the pages; where that fails, each page is rendered as it is asked for."""
    from governance.public.ready import make_ready  # here: the public site is built on this package

    make_ready()


def abandon(*, edition: Edition, by: Any, note: str = "", at: dt.datetime | None = None) -> Edition:
    """Give up an edition that is not published; its number is not used again. Raises EditionClosed."""
    check(by, Capability.COMPOSE)
    with transaction.atomic():
        lock()
        edition = fresh(edition)
        state = state_of(edition, current_edition())
        if state == EditionState.ABANDONED:
            return edition
        if state not in OPEN_STATES:
            raise EditionClosed(edition, state.value)
        DuePublication.objects.filter(edition=edition).delete()
        tell(edition, EditionEventKind.ABANDONED, by, at, note)
    return fresh(edition)


def tombstones_in(pages: dict[str, FrozenPage]) -> tuple[Tombstone, ...]:
    """The tombstones among the pages of an edition, to be carried into the next."""
    return tuple(
        Tombstone(**{name: value for name, value in page.content.items() if name != "kind"})
        for page in pages.values()
        if page.kind == Tombstone.KIND
    )


def _compose(*, by: Any, kind: str, note: str, at: dt.datetime | None, stones: tuple[Tombstone, ...]) -> Edition:
    at = at or timezone.now()
    current = current_edition()
    pages, changes = with_changes(compose_pages(stones), stored_pages(current))
    if not changes and kind == EditionKind.ORDINARY:
        raise NothingChanged(current)
    if same := _already_composed(by, kind, note, current, pages):
        return same
    number = next_number()
    previous = current.sha256 if current else ""
    edition = Edition.objects.create(
        number=number,
        kind=kind,
        note=note,
        composed_at=at,
        composed_by_id_number=by.pk,
        composed_by=office_words(by),
        previous_hash=previous,
        sha256=edition_fingerprint(
            number=number,
            kind=kind,
            note=note,
            previous=previous,
            pages=((page.path, page.sha256) for page in pages.values()),
        ),
    )
    EditionPage.objects.bulk_create(
        EditionPage(
            edition=edition,
            path=page.path,
            kind=page.kind,
            title=page.title,
            payload=page.payload,
            sha256=page.sha256,
        )
        for page in pages.values()
    )
    tell(edition, EditionEventKind.COMPOSED, by, at)
    return edition


def _already_composed(
    by: Any, kind: str, note: str, current: Edition | None, pages: dict[str, FrozenPage]
) -> Edition | None:  # fmt: skip
    """The last edition, when it is open and this person composed the very same: a form posted twice."""
    last = Edition.objects.prefetch_related("events").order_by("-number").first()
    if last is None or state_of(last, current) not in (EditionState.COMPOSED, EditionState.APPROVED):
        return None
    if (last.composed_by_id_number, last.kind, last.note) != (by.pk, kind, note):
        return None
    same = {path: page.sha256 for path, page in stored_pages(last).items()} == {
        path: page.sha256 for path, page in pages.items()
    }
    return last if same else None


def _check_state(edition: Edition, state: EditionState, wanted: EditionState) -> None:
    if state == EditionState.OVERTAKEN:
        raise NotTheSuccessor(edition, current_edition())
    if state != wanted:
        raise EditionClosed(edition, state.value)


def _check_unchanged(edition: Edition, current: Edition | None) -> None:
    """Compose the register again as this edition was composed, and refuse it when a page differs."""
    stored = stored_pages(edition)
    now, _ = with_changes(compose_pages(tombstones_in(stored)), stored_pages(current))
    if {p: page.sha256 for p, page in stored.items()} == {p: page.sha256 for p, page in now.items()}:
        return
    # The pages of records come first: lists and sums follow from them.
    changes = sorted(difference(stored, now), key=lambda change: not reference_in(change.path))
    items = [_out_of_date_words(change) for change in changes]
    raise EditionOutOfDate(edition, items or ["this version of the register makes its pages differently"])


def _out_of_date_words(change: PageChange) -> str:
    """What happened to one page since the edition was composed, for the person who tries to publish it."""
    if change.what == What.REMOVED:
        reference = Reference.objects.filter(code=reference_in(change.path)).first()
        if reference and reference.marking != Marking.PUBLIC:
            marking = Marking(reference.marking).label.lower()
            return f"“{change.title}” ({reference.code}) is now marked {marking}"
        return f"“{change.title}” ({change.path}) is no longer public"
    if change.what == What.ADDED:
        return f"“{change.title}” ({change.path}) is new"
    labels = ", ".join(dict.fromkeys(line.field for line in change.lines))
    return f"“{change.title}” ({change.path}) has changed: {labels}"


def publish_first_edition(*, editor: Any, publisher: Any, at: dt.datetime | None = None) -> Edition:
    """The record’s first edition: composed by an editor, approved and published by somebody else.

    Does nothing when an edition is public already, and gives that one.
    """
    current = current_edition()
    if current is not None:
        return current
    edition = compose(by=editor, at=at)
    approve(edition=edition, by=publisher, sha256=edition.sha256, at=at)
    return publish(edition=edition, by=publisher, at=at)
