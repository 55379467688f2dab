"""What every door of publishing writes with: the lock on the editions, their numbers, and what happened to one."""

import datetime as dt
from typing import Any

from django.utils import timezone

from governance.models import Edition, EditionEvent
from programmes.access import grants_of
from programmes.history import ReferenceSeries

#: The row whose lock every door takes, and which keeps the last edition’s number.
_SERIES = "EDN"


def office_words(user: Any) -> str:
    """What stands in the public record for a person: their roles in words, never a name."""
    return ", ".join(dict.fromkeys(grant.get_role_display() for grant in grants_of(user)))


def lock() -> None:
    """Let one door at a time change what is published."""
    ReferenceSeries.objects.get_or_create(prefix=_SERIES)
    ReferenceSeries.objects.select_for_update().get(prefix=_SERIES)


def fresh(edition: Edition) -> Edition:
    """An edition as it is stored now, with its events."""
    return Edition.objects.prefetch_related("events").get(pk=edition.pk)


def next_number() -> int:
    """The number of the next edition; none is used twice."""
    series = ReferenceSeries.objects.get(prefix=_SERIES)
    series.last += 1
    series.save()
    return series.last


def tell(
    edition: Edition,
    kind: str,
    by: Any,
    at: dt.datetime | None = None,
    note: str = "",
    due_at: dt.datetime | None = None,
) -> None:
    """Add what happened to an edition, by whom in the words of their office."""
    EditionEvent.objects.create(
        edition=edition,
        kind=kind,
        at=at or timezone.now(),
        by_id_number=by.pk,
        by=office_words(by),
        note=note,
        due_at=due_at,
    )
