"""Make the role that the public site reads with, or put it right."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from governance.public_database import PUBLIC_TABLES
from governance.public_database.role import ROLE, put_right


class Command(BaseCommand):
    help = (
        f"Makes the PostgreSQL role {ROLE}, lets it select from the edition tables, and takes away whatever else it was "
        "given. Run again, it changes nothing. Needs a login with CREATEROLE, or the role made beforehand."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            self.stdout.write(
                "SQLite has no roles: the public connection opens the file read-only, behind its own fence."
            )
            return
        try:
            with transaction.atomic():
                taken = put_right(connection)
        except DatabaseError as error:
            raise CommandError(f"The role {ROLE} could not be made or put right: {error}") from error
        for what in taken:
            self.stdout.write(f"Taken away: {what}")
        self.stdout.write(f"{ROLE} may select from {', '.join(PUBLIC_TABLES)}, and nothing else.")
