"""Publishing at a time: set by whoever approves, cancelled, and carried out by a timer (`manage.py publish_due`)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from governance.choices import EditionEventKind
from governance.models import DuePublication, Edition, EditionEvent
from governance.publication.doors import approve, publish
from governance.publication.errors import (
    AnotherWaits,
    AuthorCannotApprove,
    NoTimeSet,
    PublicationError,
    TimeNotAhead,
    TimeNotOnce,
)
from governance.publication.states import EditionState, current_edition, state_of
from governance.publication.writing import fresh, lock, tell
from programmes.access import Capability, NotAllowed, check
from programmes.models import User

#: Who refuses an edition at its time.
TIMER = "The timer"


def moment(at: dt.datetime) -> str:
    """A moment as the register writes it, in the time of London: “22 November 2026, 14:05”."""
    return date_format(timezone.localtime(at), "j F Y, H:i")


def london(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment at which the clocks in London show a time on a day.

    Raises TimeNotOnce for the hour that is left out when the clocks go forward, and that which comes twice when they go
    back: nobody could tell which is meant.
    """
    zone = timezone.get_default_timezone()
    first = dt.datetime.combine(day, time.replace(fold=0), zone)
    second = dt.datetime.combine(day, time.replace(fold=1), zone)
    if first.utcoffset() != second.utcoffset():
        shown_again = first.astimezone(dt.UTC).astimezone(zone)
        raise TimeNotOnce(exists=shown_again.time() == time)
    return first.astimezone(dt.UTC)


def schedule(
    *, edition: Edition, by: Any, sha256: str, due_at: dt.datetime, at: dt.datetime | None = None
) -> Edition:  # fmt: skip
    """Approve exactly the edition that was seen, unless that is done, and let it be published at a time.

    One edition waits at most. The same time set again changes nothing; another time takes the place of the first.
    Raises TimeNotAhead, AnotherWaits, and whatever `approve` raises.
    """
    check(by, Capability.PUBLISH)
    at = at or timezone.now()
    if due_at <= at:
        raise TimeNotAhead(moment(due_at))
    with transaction.atomic():
        lock()
        edition = fresh(edition)
        if edition.composed_by_id_number == by.pk:
            raise AuthorCannotApprove(edition)
        waiting = DuePublication.objects.select_related("edition").first()
        if waiting and waiting.edition_id != edition.pk:
            raise AnotherWaits(waiting.edition, moment(waiting.due_at))
        if waiting and waiting.due_at == due_at:
            return edition
        if state_of(edition, current_edition()) != EditionState.APPROVED:
            edition = approve(edition=edition, by=by, sha256=sha256, at=at)
        if waiting:
            tell(edition, EditionEventKind.UNSCHEDULED, by, at)
        DuePublication.objects.update_or_create(
            pk=DuePublication.THE_ONE, defaults={"edition": edition, "due_at": due_at, "by_id_number": by.pk}
        )
        tell(edition, EditionEventKind.SCHEDULED, by, at, due_at=due_at)
    return fresh(edition)


def cancel_time(*, edition: Edition, by: Any, at: dt.datetime | None = None) -> Edition:
    """Let an edition wait for its time no longer; it stays approved. Anyone on the team may. Raises NoTimeSet."""
    check(by, Capability.COMPOSE)
    with transaction.atomic():
        lock()
        deleted, _ = DuePublication.objects.filter(edition=edition).delete()
        if not deleted:
            raise NoTimeSet(edition)
        tell(edition, EditionEventKind.UNSCHEDULED, by, at)
    return fresh(edition)


@dataclass(frozen=True)
class Outcome:
    """What came of an edition whose time had come; `refusal` is empty when it was published."""

    edition: Edition
    due_at: dt.datetime
    at: dt.datetime
    refusal: str = ""

    @property
    def minutes_late(self) -> int:
        """Whole minutes between its time and the run."""
        return int((self.at - self.due_at).total_seconds() // 60)


def publish_due(*, at: dt.datetime | None = None) -> Outcome | None:
    """Publish the edition whose time has come, as the person who set the time; None when none is due.

    The register is composed again and compared, as always. What is refused waits no longer, so that it is not published
    unlooked-for when the register happens to agree again; the edition keeps the reason.
    """
    at = at or timezone.now()
    with transaction.atomic():
        lock()
        due = DuePublication.objects.select_related("edition").filter(due_at__lte=at).first()
        if due is None:
            return None
        try:
            with transaction.atomic():
                edition = publish(edition=due.edition, by=_person(due), at=at)
        except (PublicationError, NotAllowed) as error:
            due.delete()
            EditionEvent.objects.create(
                edition=due.edition, kind=EditionEventKind.REFUSED, at=at, by_id_number=due.by_id_number, by=TIMER,
                note=str(error),
            )  # fmt: skip
            return Outcome(due.edition, due.due_at, at, str(error))
    return Outcome(edition, due.due_at, at)


def _person(due: DuePublication) -> User | None:
    return User.objects.filter(pk=due.by_id_number).first()
