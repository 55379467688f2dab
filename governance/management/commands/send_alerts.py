"""Tell each confirmed reader by e-mail what each published edition changed, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.alerts.asking import forget
from governance.alerts.mails import body, subject
from governance.alerts.sending import NoMailServer, Sent, due, send_news
from governance.alerts.telling import DAYS_TOLD, News, news
from governance.alerts.topics import EVERYTHING, topics_now
from governance.models import AlertReader
from programmes.tables.base import count_words

#: How often progress is told, in seconds.
EVERY = 2.0


class Command(BaseCommand):
    help = (
        f"Sends the alerts of the editions published in the last {DAYS_TOLD} days: one message a reader and edition, never "
        "two. What the mail server did not take is tried again by later runs, so let a timer run it every ten minutes. "
        "Deletes first what nobody confirmed in time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="send and delete nothing; print the message of who asked for all"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALERTS_ADDRESS:
            raise CommandError("Alerts are off. ALERTS_ADDRESS names the address at which readers ask for them.")
        if not options["dry_run"] and (forgotten := forget()):
            self.stdout.write(f"{count_words(forgotten, 'request', 'requests')} that nobody confirmed: deleted.")
        found = news(timezone.now())
        if not found:
            self.stdout.write(f"No edition was published in the last {DAYS_TOLD} days.")
        self.stdout.write(f"{count_words(AlertReader.objects.count(), 'reader', 'readers')} confirmed.")
        left = 0
        for one in found:
            if options["dry_run"]:
                self.show(one)
            else:
                left += self.send(one)
        if left:
            raise CommandError(
                f"{count_words(left, 'message was', 'messages were')} not sent. A later run tries again."
            )

    def show(self, one: News) -> None:
        """What would be sent of one edition."""
        waiting = len(list(due(one, timezone.now())))
        told = one.for_topics([EVERYTHING])
        self.stdout.write(
            f"Edition {one.number}: {count_words(waiting, 'message', 'messages')} would be sent, such as:\n"
        )
        self.stdout.write(f"Subject: {subject(one, told)}\n\n{body(one, told, topics_now().in_words([EVERYTHING]))}\n")

    def send(self, one: News) -> int:
        """Send what is due of one edition; how many messages were not taken. Raises CommandError without a server."""
        self.told = time.monotonic()
        try:
            counted = send_news(one, topics_now(), self.say)
        except NoMailServer as error:
            raise CommandError(f"Edition {one.number}: {error} Check EMAIL_HOST.") from error
        self.stdout.write(f"Edition {one.number}: {_words(counted)}")
        return counted.not_taken

    def say(self, done: int, of: int) -> None:
        if time.monotonic() - self.told >= EVERY:
            self.told = time.monotonic()
            self.stdout.write(f"  {done:,} of {of:,} readers")
            self.stdout.flush()


def _words(counted: Sent) -> str:
    said = f"{count_words(counted.sent, 'message', 'messages')} sent."
    if counted.not_taken:
        said += f" {counted.not_taken:,} not taken by the mail server."
    if counted.unknown:
        said += f" {counted.unknown:,} not known whether sent, and not tried again."
    return said
