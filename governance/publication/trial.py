"""What a new edition would change now: the register composed as it stands, and written nowhere.

The last trial is kept in memory, so that its pages can be turned, filtered and previewed as one thing. A large register
takes a minute; it is composed beside the request then, which tells how far it is.
"""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from governance.models import Edition, EditionPage, Publication
from governance.publication.canonical import FrozenPage
from governance.publication.chain import stored_pages
from governance.publication.changes import with_changes
from governance.publication.composing import compose_pages
from governance.publication.difference import PageChange
from governance.publication.doors import tombstones_in
from governance.publication.errors import PublicationError
from governance.publication.sensitive import Below, sensitive_below
from governance.publication.states import current_edition

#: From how many public pages on a trial is made beside the request.
BESIDE_FROM = 2_000
#: How long a request waits for it all the same, in seconds.
PATIENCE = 1.0


@dataclass(frozen=True)
class Trial:
    """The pages as they would be, what differs from the edition that is public, and what blocks them."""

    at: dt.datetime
    current: Edition | None
    pages: dict[str, FrozenPage]
    changes: tuple[PageChange, ...]
    blocks: tuple[Below, ...]
    seconds: float

    @property
    def mark(self) -> str:
        """What names this trial in an address."""
        return self.at.strftime("%Y%m%d%H%M%S%f")


@dataclass
class Running:
    """A trial that is being made: how many pages are composed, of about how many."""

    of: int
    done: int = 0
    trial: Trial | None = None
    refusal: PublicationError | None = None

    def run(self) -> None:
        """Compose, in a thread with a connection of its own."""
        try:
            self.trial = try_now(self._count)
        except PublicationError as error:
            self.refusal = error
        finally:
            connection.close()

    def _count(self, done: int) -> None:
        self.done = done


_lock = threading.Lock()
_kept: dict[str, Trial] = {}
_running: dict[str, tuple[threading.Thread, Running]] = {}


def try_now(say: Callable[[int], None] = lambda done: None) -> Trial:
    """Compose the register as it stands; takes as long as composing an edition does. Raises WithheldElsewhere."""
    begun = timezone.now()
    current = current_edition()
    before = stored_pages(current)
    pages, changes = with_changes(compose_pages(tombstones_in(before), say), before)
    blocks = tuple(sensitive_below(pages.values()))
    trial = Trial(begun, current, pages, changes, blocks, (timezone.now() - begun).total_seconds())
    with _lock:
        _kept.clear()
        _kept[trial.mark] = trial
    return trial


def look() -> Trial | Running:
    """A new trial, or how far the one is that is being made. Raises WithheldElsewhere."""
    pages = EditionPage.objects.filter(edition__publication=Publication.THE_ONE).count()
    if pages < BESIDE_FROM:
        return try_now()
    with _lock:
        if "now" not in _running:
            running = Running(pages)
            _running["now"] = (threading.Thread(target=running.run, daemon=True), running)
            _running["now"][0].start()
        thread, running = _running["now"]
    thread.join(PATIENCE)
    if thread.is_alive():
        return running
    with _lock:
        _running.pop("now", None)
    if running.refusal:
        raise running.refusal
    return running.trial or try_now()


def tried(mark: str) -> Trial | Running:
    """The trial of a mark, or a new one where it is kept no more."""
    with _lock:
        kept = _kept.get(mark)
    return kept or look()
