"""Say for each paragraph of each source how many records cite it, or why it is no data."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from programmes.record import source_coverage


class Command(BaseCommand):
    help = "List the paragraphs of the sources with the records that cite them. Ends with 1 when one has neither."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", help="The code of one source, such as S1.")
        parser.add_argument("--summary", action="store_true", help="One line a source, and what is missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = [s for s in source_coverage() if options["source"] in (None, s.code)]
        if not sources:
            self.stderr.write("The register holds no such source; load it with `manage.py load_record`.")
            sys.exit(1)
        for source in sources:
            if not options["summary"]:
                self.stdout.write(f"\n{source.code}  {source.title}")
                for paragraph in source.paragraphs:
                    self.stdout.write(f"  {paragraph}")
        self.stdout.write("")
        for source in sources:
            self.stdout.write(str(source))
        missing = [(s.code, p.label) for s in sources for p in s.missing]
        if missing:
            self.stderr.write(f"{len(missing)} paragraphs are neither cited nor said to be no data:")
            for code, label in missing:
                self.stderr.write(f"  {code}, {label}")
            sys.exit(1)
        self.stdout.write("Every paragraph is cited, or says why it is no data.")
