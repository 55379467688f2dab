"""Send each person by e-mail what comes due by their roles, each thing once at each of its steps."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.reminders import digests, send
from programmes.tables.base import count_words


class Command(BaseCommand):
    help = "Send reminders of what comes due; run it once a working day. With --dry-run, show what would be sent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print the e-mails; send and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        if not dry:
            self._check_settings()
        sent = failed = 0
        for digest in digests(timezone.localdate()):
            if dry:
                self.stdout.write(f"To: {digest.user.email}\nSubject: {digest.subject}\n\n{digest.text}\n\n")
                sent += 1
                continue
            try:
                sent += send(digest)
            except (OSError, smtplib.SMTPException) as error:
                failed += 1
                self.stderr.write(
                    f"Not sent to user {digest.user.pk}: {type(error).__name__}. It is tried again the next time."
                )
        said = f"{count_words(sent, 'e-mail', 'e-mails')} {'would be ' if dry else ''}sent."
        self.stdout.write(said)
        if failed:
            raise CommandError(
                f"{count_words(failed, 'e-mail was', 'e-mails were')} not sent. Check EMAIL_HOST and try again."
            )

    def _check_settings(self) -> None:
        if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not settings.EMAIL_HOST:
            raise CommandError("EMAIL_HOST is not set, so nothing can be sent. Name the mail server, or use --dry-run.")
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set, so no e-mail can lead to the register. Give its address.")
