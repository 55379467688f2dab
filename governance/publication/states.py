"""Where an edition stands, from its events and the one pointer."""

from enum import StrEnum

from governance.choices import EditionEventKind
from governance.models import Edition


class EditionState(StrEnum):
    COMPOSED = "waiting for approval"
    APPROVED = "approved"
    CURRENT = "public now"
    PAST = "published earlier"
    ABANDONED = "abandoned"
    OVERTAKEN = "overtaken"


#: States in which an edition may still be approved, published or abandoned.
OPEN_STATES = (EditionState.COMPOSED, EditionState.APPROVED, EditionState.OVERTAKEN)


def current_edition() -> Edition | None:
    """The edition that the public reads now; None before the first."""
    return Edition.objects.current().first()


def state_of(edition: Edition, current: Edition | None) -> EditionState:
    """Where an edition stands; overtaken means that another was published since it was composed."""
    kinds = {event.kind for event in edition.events.all()}
    if current is not None and edition.pk == current.pk:
        return EditionState.CURRENT
    if EditionEventKind.PUBLISHED in kinds:
        return EditionState.PAST
    if EditionEventKind.ABANDONED in kinds:
        return EditionState.ABANDONED
    if edition.previous_hash != (current.sha256 if current else ""):
        return EditionState.OVERTAKEN
    return EditionState.APPROVED if EditionEventKind.APPROVED in kinds else EditionState.COMPOSED
