"""Write the whole public site as files, for any file server to hand out."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.public.export import ExportRefused, export_site

#: How often progress is told, in seconds.
EVERY = 2.0


class Command(BaseCommand):
    help = (
        "Writes every page, feed, data file and asset of the public site as it is now to files. DIR becomes a link to "
        "a new folder beside it, turned in one step when all is written."
    )
    #: Reads the edition tables through the public connection alone, so the public process may run it too.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path, help="Where the site is to be found.")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = self.told = time.monotonic()
        target: Path = options["directory"].absolute()
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            files = export_site(target, self.say)
        except ExportRefused as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - begun
        self.stdout.write(f"{files:,} files in {seconds:.1f} seconds: {target} leads to {target.resolve().name}")

    def say(self, done: int, of: int) -> None:
        if time.monotonic() - self.told >= EVERY or done == of:
            self.told = time.monotonic()
            self.stdout.write(f"  {done:,} of {of:,} addresses written")
            self.stdout.flush()
