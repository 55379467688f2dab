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
        editor, publisher = (self._user(options[part]) for part in ("editor", "publisher"))
        try:
            edition = publish_first_edition(editor=editor, publisher=publisher)
        except PublicationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{edition} is public, {edition.pages.count()} pages.")

    def _user(self, name: str) -> User:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no user called “{name}”.")
        return user
