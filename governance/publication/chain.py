"""The chain of editions: each page has its fingerprint, each edition that of its pages and of the edition before."""

from collections.abc import Iterable

from governance.choices import EditionEventKind
from governance.models import Edition
from governance.publication.canonical import FrozenPage, edition_fingerprint, fingerprint
from governance.publication.errors import EditionDamaged


def stored_pages(edition: Edition | None) -> dict[str, FrozenPage]:
    """The pages of an edition by path; none for None."""
    if edition is None:
        return {}
    return {
        page.path: FrozenPage(page.path, page.kind, page.title, page.payload, page.sha256)
        for page in edition.pages.all()
    }


def problems_of(edition: Edition) -> list[str]:
    """The sentences that say where an edition’s stored rows do not agree with its fingerprints; none when all do."""
    pages = stored_pages(edition).values()
    found = [
        f"{edition}, page {page.path}: the content does not agree with the page’s fingerprint."
        for page in pages
        if not _agrees(page)
    ]
    expected = edition_fingerprint(
        number=edition.number,
        kind=edition.kind,
        note=edition.note,
        previous=edition.previous_hash,
        pages=((page.path, page.sha256) for page in pages),
    )
    if expected != edition.sha256:
        found.append(f"{edition}: its pages do not agree with the edition’s fingerprint.")
    return found


def _agrees(page: FrozenPage) -> bool:
    if fingerprint(page.payload) != page.sha256:
        return False
    content = page.content
    return (content.get("path"), content.get("kind"), content.get("title", "")[:300]) == (
        page.path, page.kind, page.title,
    )  # fmt: skip


def check_whole(edition: Edition) -> None:
    """Raise EditionDamaged, with the sentences, when an edition’s rows do not agree with its fingerprints."""
    if problems := problems_of(edition):
        raise EditionDamaged(problems)


def verify() -> list[str]:
    """Check every edition and the chain of those published; the sentences found, none when the chain is whole."""
    found: list[str] = []
    editions = list(Edition.objects.order_by("number").prefetch_related("events"))
    for edition in editions:
        found += problems_of(edition)
    found += _broken_links(e for e in editions if _was_published(e))
    return found


def _was_published(edition: Edition) -> bool:
    return any(event.kind == EditionEventKind.PUBLISHED for event in edition.events.all())


def _broken_links(published: Iterable[Edition]) -> list[str]:
    found, before = [], ""
    for edition in published:
        if edition.previous_hash != before:
            found.append(f"{edition}: it does not follow the edition published before it.")
        before = edition.sha256
    return found
