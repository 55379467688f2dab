"""Print what a document of the sources says that the report drafted for its day does not carry."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.papers.coverage import DOCUMENTS, drafted, gaps, report_for
from programmes.models import Source


class Command(BaseCommand):
    help = "Draft the report that a source document is, as at its day, and print what the document says beyond it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=sorted(DOCUMENTS), help="The code of the document, such as S0.")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(code=options["source"]).first()
        if source is None:
            raise CommandError(f"{options['source']} is not in this register; load the record first (load_record).")
        found = gaps(source, drafted(report_for(source)))
        for gap in found:
            for line in gap.lines():
                self.stdout.write(line)
        paragraphs = source.paragraphs.filter(no_data="").count()
        missing = [gap for gap in found if gap.is_missing]
        self.stdout.write(
            f"{source.code}: {paragraphs} paragraphs with data, {len(missing)} with a figure or status missing, "
            f"{len(found) - len(missing)} told in other words"
        )
        if missing:
            raise CommandError(f"{source.code}: the draft misses figures or statuses; they are listed above.")
