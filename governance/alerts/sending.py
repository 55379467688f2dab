"""Sends each confirmed reader one message for each edition.

A row is written, for good, before its message leaves. What the mail server did not take is tried again; where it is not
known whether it took it, because this process or the connection died, it is not: nobody is told twice.
"""

import datetime as dt
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from governance.alerts.mails import alert
from governance.alerts.telling import News
from governance.alerts.topics import Topics
from governance.choices import AlertState
from governance.models import AlertDelivery, AlertReader

#: A message that was not taken is tried so often in all, after so long a rest.
MOST_TRIES = 5
REST = dt.timedelta(minutes=20)
#: With these the server said that it does not take the message.
NOT_TAKEN = (
    smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)  # fmt: skip

Say = Callable[[int, int], None]


@dataclass
class Sent:
    """What came of one edition’s messages in one run."""

    sent: int = 0
    not_taken: int = 0
    unknown: int = 0


class NoMailServer(Exception):
    """The mail server cannot be reached; what is not sent waits for the next run."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"The mail server does not answer ({type(error).__name__}). What is left waits for the next run."
        )


def send_news(news: News, topics: Topics, say: Say = lambda done, of: None) -> Sent:
    """Send what is due of one edition; `say` hears after each reader how many are done, of how many.

    Raises NoMailServer; what was sent by then stays sent.
    """
    counted = Sent()
    connection = get_connection()
    waiting = list(due(news, timezone.now()))
    try:
        for done, pk in enumerate(waiting, start=1):
            _send_one(pk, news, topics, connection, counted)
            say(done, len(waiting))
    finally:
        connection.close()
    return counted


def due(news: News, at: dt.datetime) -> Iterator[int]:
    """The readers whom a change of this edition concerns, who had confirmed before, and who wait for it."""
    own = AlertDelivery.objects.filter(edition=news.edition_id, reader__isnull=False)
    again = own.filter(state=AlertState.FAILED, tries__lt=MOST_TRIES, tried_at__lte=at - REST)
    readers = AlertReader.objects.filter(confirmed_at__lt=news.published_at, topics__code__in=news.topics)
    readers = readers.exclude(Q(pk__in=own.values("reader")) & ~Q(pk__in=again.values("reader")))
    yield from readers.distinct().order_by("pk").values_list("pk", flat=True)


def _send_one(pk: int, news: News, topics: Topics, connection: Any, counted: Sent) -> None:
    reader = AlertReader.objects.filter(pk=pk).first()
    if reader is None:  # stopped meanwhile
        return
    codes = set(reader.topics.values_list("code", flat=True))
    told = news.for_topics(codes)
    message = alert(reader, news, told, topics.in_words(codes))
    message.connection = connection
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NoMailServer(error) from error
    delivery = _claim(reader, news)
    if delivery is None:
        return
    try:
        message.send()
    except NOT_TAKEN as error:
        counted.not_taken += 1
        _say_how(delivery, AlertState.FAILED, error)
    except (OSError, smtplib.SMTPException) as error:
        counted.unknown += 1
        _say_how(delivery, AlertState.SENDING, error)
        connection.close()
    else:
        counted.sent += 1
        _say_how(delivery, AlertState.SENT, None)


def _claim(reader: AlertReader, news: News) -> AlertDelivery | None:
    """The row of a message that is ours to send; None where another run has it."""
    at = timezone.now()
    try:
        with transaction.atomic():
            return AlertDelivery.objects.create(
                reader=reader, edition_id=news.edition_id, state=AlertState.SENDING, tried_at=at
            )
    except IntegrityError:
        pass
    row = AlertDelivery.objects.filter(reader=reader, edition=news.edition_id).first()
    if row is None:
        return None
    mine = AlertDelivery.objects.filter(pk=row.pk, state=AlertState.FAILED, tries=row.tries, tried_at__lte=at - REST)
    taken = mine.update(state=AlertState.SENDING, tries=row.tries + 1, tried_at=at)
    return row if taken else None


def _say_how(delivery: AlertDelivery, state: AlertState, error: Exception | None) -> None:
    problem = type(error).__name__ if error else ""
    AlertDelivery.objects.filter(pk=delivery.pk).update(state=state, problem=problem)
