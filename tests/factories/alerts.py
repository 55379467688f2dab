"""Readers of alerts, through the pages they use, and mail servers that refuse."""

import re
import smtplib
from itertools import count
from typing import Any, ClassVar

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from governance.alerts.tokens import new_key
from governance.choices import AlertState, EditionEventKind
from governance.models import AlertDelivery, AlertReader
from tests.factories.governance import make_edition, make_edition_event

_number = count(1)
_LINK = re.compile(r"^https?://[^/\s]+(/alerts/\S+)$", re.MULTILINE)


def form_token(client: Client) -> str:
    """The token that the form carries now."""
    return re.search(r'name="token" value="([^"]+)"', client.get("/alerts/").content.decode())[1]


def ask(client: Client, mailbox: str = "reader@example.org", **given: Any) -> Any:
    """Send the form off, for everything unless something is given."""
    sent = {"token": form_token(client), "mailbox": mailbox} | (given or {"everything": "on"})
    return client.post("/alerts/", sent)


def link_in(message: Any) -> str:
    """The path of the last link below /alerts/ in a message."""
    return _LINK.findall(message.body)[-1]


def make_alert_reader(client: Client, mailbox: str = "reader@example.org", **given: Any) -> None:
    """A reader who asked and confirmed; the mail about it is taken out of the box."""
    assert ask(client, mailbox, **given).status_code == 302
    assert client.post(link_in(mail.outbox.pop())).status_code == 200


def make_alert_delivery() -> AlertDelivery:
    """A message that was sent to a reader of one thing about an edition of its own."""
    number, now = next(_number), timezone.now()
    reader = AlertReader.objects.create(key=new_key(), mailbox=f"reader{number}@example.org", confirmed_at=now)
    reader.topics.create(code=f"FOR-{number}")
    edition = make_edition_event(edition=make_edition(), kind=EditionEventKind.PUBLISHED).edition
    return AlertDelivery.objects.create(reader=reader, edition=edition, state=AlertState.SENT, tried_at=now)


class Troubled(EmailBackend):
    """A mail server that has trouble with some mailboxes: `trouble` is mailbox -> what it answers."""

    trouble: ClassVar[dict[str, Exception]] = {}
    closed: ClassVar[list[bool]] = []

    def open(self) -> None:
        if error := self.trouble.get("the server"):
            raise error

    def close(self) -> None:
        self.closed.append(True)

    def send_messages(self, messages: list) -> int:
        for message in messages:
            if error := self.trouble.get(message.to[0]):
                raise error
        return super().send_messages(messages)


REFUSED = smtplib.SMTPRecipientsRefused({"reader@example.org": (450, b"Try again later")})
CUT_OFF = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
