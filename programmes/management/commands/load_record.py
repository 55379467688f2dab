"""Load the record from the fixture files; what the register holds already is left alone."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programmes.record import RecordFault, load_record

#: Problems printed at once; the first ones are mostly the cause of the rest.
SHOWN = 50


class Command(BaseCommand):
    help = "Load the sources and every record that rests on them. Run again: only what is new is added."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="A folder with sources/ and record/ (default: fixtures/).")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_record(folder=options["folder"], say=self.stdout.write)
        except RecordFault as fault:
            shown, more = fault.problems[:SHOWN], len(fault.problems) - SHOWN
            lines = [*shown, f"and {more} more"] if more > 0 else shown
            raise CommandError("\n".join(["Nothing was loaded.", *lines])) from fault
        if not loaded:
            self.stdout.write("The record: nothing new")
