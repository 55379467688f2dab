"""Publish the record’s first edition through the doors."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.publication import PublicationError, publish_first_edition
from programmes.models import User


class Command(BaseCommand):
    help = (
        "Composes the first edition as one user, approves and publishes it as another. Does nothing when one is public."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--editor", default="editor", help="Name of the user who composes (default: editor).")
        parser.add_argument(
            "--publisher", default="publisher", help="Name of the user who approves and publishes (default: publisher)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        people = {}
        for part in ("editor", "publisher"):
            people[part] = User.objects.filter(username=options[part]).first()
            if people[part] is None:
                raise CommandError(f"There is no user called “{options[part]}”.")
        try:
            edition = publish_first_edition(**people)
        except PublicationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{edition} is public, {edition.pages.count()} pages.")
