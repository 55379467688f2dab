"""Make ready what the public site sends for the current edition; needed once after new code or templates are installed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.models import Edition, Publication
from governance.public.ready import differing, make_ready
from governance.publication.difference import PAGE_TYPES


class Command(BaseCommand):
    help = (
        "Renders every page of the current edition and keeps the bytes, so that the public site need not. Publishing does "
        "it by itself; run this after an upgrade, when collectstatic has run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; say which kept bytes are not what the pages make."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        publication = Publication.objects.select_related("edition").first()
        if publication is None:
            self.stdout.write("No edition is published yet, so nothing is made ready.")
            return
        if not options["check"]:
            count = make_ready(lambda done: self.stdout.write(f"  {done:,} addresses"))
            self.stdout.write(f"{publication.edition}: {count:,} addresses are ready.")
            self._say_what_is_unknown(publication.edition)
            return
        if wrong := differing(publication):
            listed = "\n".join(f"  {path}" for path in wrong)
            raise CommandError(
                f"{publication.edition}: {len(wrong):,} addresses are not ready as the pages make them:\n{listed}\n"
                "Run `manage.py ready_pages`."
            )
        self.stdout.write(f"{publication.edition}: all that is ready agrees with the pages.")

    def _say_what_is_unknown(self, edition: Edition) -> None:
        """Name the pages that an earlier release published in a form that this one does not know."""
        unknown = edition.pages.exclude(kind__in=PAGE_TYPES).order_by("path").values_list("path", "kind")
        if unknown:
            listed = "\n".join(f"  {path} ({kind})" for path, kind in unknown)
            self.stdout.write(
                "Of these pages only the title is shown, because this release does not know their form; compose and publish "
                f"a new edition:\n{listed}"
            )
