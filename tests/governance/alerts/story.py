"""What the tests of alerts do between one edition and the next."""

import time_machine
from django.core import mail
from django.core.management import call_command

from governance import publication
from programmes.choices import Marking
from programmes.models import Alliance, Force
from tests.factories.telling import publish

PUBLIC = {"marking": Marking.PUBLIC}


def code(model_name):
    found = Force.objects.filter(name=model_name).first() or Alliance.objects.get(short_name=model_name)
    return found.reference


def change(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def compose_and_publish(editor, publisher, at="2026-11-21 10:00", door=publication.compose, **given):
    with time_machine.travel(at, tick=False):
        return publish(door(by=editor, **given), by=publisher)


def run(at="2026-11-21 11:00"):
    """Run the command as the timer does; what was sent, as mailbox -> message."""
    mail.outbox.clear()
    with time_machine.travel(at, tick=False):
        call_command("send_alerts")
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox)
    return {message.to[0]: message for message in mail.outbox}
