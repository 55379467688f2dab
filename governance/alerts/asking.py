"""The doors of alerts: ask, confirm, stop, forget. Whoever reads the mailbox decides; nobody signs in.

Asking does the same and says the same whether the mailbox is known here or not.
"""

import datetime as dt
import smtplib
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from governance.alerts.errors import AskedTooOften, NotSentNow
from governance.alerts.limits import Limit, count, forget_counts
from governance.alerts.mails import confirmation
from governance.alerts.tokens import DAYS_TO_CONFIRM, key_to_confirm, key_to_stop, new_key
from governance.models import AlertReader, AlertRequest, AlertTopic


def plain_mailbox(mailbox: str) -> str:
    """One spelling of a mailbox, so that it is told once: without blanks around it, in small letters."""
    return mailbox.strip().lower()


def ask(*, mailbox: str, topics: Iterable[str], source: str, at: dt.datetime | None = None) -> None:
    """Send a mailbox the link that confirms alerts about topics; nothing else comes of it until that is followed.

    A mailbox that was sent as many today as it may be is sent no more, without a word. Raises AskedTooOften for the
    source, NotSentNow where the mail server does not take the message.
    """
    at = at or timezone.now()
    mailbox = plain_mailbox(mailbox)
    if not count(Limit.SOURCE, source, at):
        raise AskedTooOften
    if not count(Limit.MAILBOX, mailbox, at):
        return
    request = AlertRequest.objects.create(key=new_key(), mailbox=mailbox, topics=sorted(topics), asked_at=at)
    try:
        confirmation(request).send()
    except (OSError, smtplib.SMTPException) as error:
        request.delete()
        raise NotSentNow from error


def asked_by(token: str) -> AlertRequest | None:
    """The request that a link confirms; None where the link is not ours, used, or too old."""
    key = key_to_confirm(token)
    return AlertRequest.objects.filter(key=key).first() if key else None


def confirm(token: str, at: dt.datetime | None = None) -> AlertReader | None:
    """Let a request take effect: its topics take the place of those the mailbox had. None as for `asked_by`."""
    key = key_to_confirm(token)
    with transaction.atomic():
        request = AlertRequest.objects.select_for_update().filter(key=key).first() if key else None
        if request is None:
            return None
        reader, _ = AlertReader.objects.get_or_create(
            mailbox=request.mailbox, defaults={"key": new_key(), "confirmed_at": at or timezone.now()}
        )
        reader.topics.all().delete()
        AlertTopic.objects.bulk_create(AlertTopic(reader=reader, code=code) for code in request.topics)
        request.delete()
    return reader


def reader_of(token: str) -> AlertReader | None:
    """The reader whom a link stops; None where it is stopped already or the link is not ours."""
    key = key_to_stop(token)
    return AlertReader.objects.filter(key=key).first() if key else None


def stop(token: str) -> bool:
    """Delete a mailbox with its topics and whatever was asked for it. False for a link that is not ours.

    Again, it changes nothing and is True all the same. What was sent stays counted, without a reader.
    """
    if key_to_stop(token) is None:
        return False
    with transaction.atomic():
        if reader := reader_of(token):
            AlertRequest.objects.filter(mailbox=reader.mailbox).delete()
            reader.delete()
    return True


def forget(at: dt.datetime | None = None) -> int:
    """Delete what nobody confirmed in time, and counts that are over; how many requests that were."""
    at = at or timezone.now()
    forget_counts(at)
    return AlertRequest.objects.filter(asked_at__lt=at - dt.timedelta(days=DAYS_TO_CONFIRM)).delete()[0]
