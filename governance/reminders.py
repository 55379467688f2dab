"""Reminders by e-mail: to each person what comes due by their roles, each clock once at each of its steps.

What was sent is written to a log that is only ever added to, in the same transaction that sends it: an e-mail that
cannot be sent leaves no row and is tried again the next time, and two runs at once send it once.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q

from governance.clocks import clocks_for
from programmes.choices import ClockStage, Role
from programmes.clocks import Clock
from programmes.dates import in_words
from programmes.models import ReminderSent, User
from programmes.reading import Reader
from programmes.tables.base import count_words

#: The roles that are reminded; auditors and administrators have nothing to record.
REMINDED = (Role.EDITOR, Role.PUBLISHER, Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR)


@dataclass(frozen=True)
class Digest:
    """What one person is reminded of on a day."""

    user: User
    clocks: tuple[Clock, ...]
    today: dt.date

    @property
    def subject(self) -> str:
        """The line a mailbox shows."""
        overdue = sum(clock.stage(self.today) == ClockStage.OVERDUE for clock in self.clocks)
        count = count_words(len(self.clocks), "thing comes", "things come")
        return f"Collaboration register: {count} due" + (f", {overdue} overdue" if overdue else "")

    @property
    def text(self) -> str:
        """The e-mail: each clock with its day, what is asked, why that day, and the address of its record."""
        lines = [
            f"What comes due in the collaboration programme register, as at {in_words(self.today.isoformat())}.",
            "",
        ]
        for clock in self.clocks:
            lines += [
                f"{clock.words(self.today)} ({clock.due_words}): {clock.title}",
                f"  {clock.asks}. {clock.why[:1].upper()}{clock.why[1:]}.",
                f"  {settings.SITE_URL}{clock.url}",
                "",
            ]
        lines += [
            f"All of it: {settings.SITE_URL}/register/clocks/?whose=mine",
            "You are told of each once as it comes near and once when it is overdue; what is recorded falls silent.",
        ]
        return "\n".join(lines)


def people(today: dt.date) -> Iterator[User]:
    """Those who are reminded: active, with an address, and a role today that has something to record."""
    holds = Q(grants__role__in=REMINDED, grants__starts__lte=today)
    holds &= Q(grants__ends__isnull=True) | Q(grants__ends__gte=today)
    yield from User.objects.filter(holds, is_active=True).exclude(email="").distinct().order_by("pk")


def digests(today: dt.date) -> Iterator[Digest]:
    """What each person is to be reminded of and was not yet; nobody without anything."""
    for user in people(today):
        near = [clock for clock in clocks_for(Reader.for_user(user)) if clock.step(today)]
        sent = set(ReminderSent.objects.filter(user=user).values_list("key", flat=True))
        if new := tuple(clock for clock in near if clock.key(today) not in sent):
            yield Digest(user, new, today)


def send(digest: Digest) -> bool:
    """Write down what is sent and send it; False when another run has sent it in the meantime.

    Raises what the mail server raises; then nothing is written down.
    """
    try:
        with transaction.atomic():
            for clock in digest.clocks:
                ReminderSent.objects.create(
                    user=digest.user, key=clock.key(digest.today), address=digest.user.email,
                    words=f"{clock.words(digest.today)}: {clock.kind.label}: {clock.title}"[:400],
                )  # fmt: skip
            EmailMessage(digest.subject, digest.text, to=[digest.user.email]).send()
    except IntegrityError:
        return False
    return True
