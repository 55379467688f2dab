"""Check that no published word was changed after the fact."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.models import Edition
from governance.publication import verify


class Command(BaseCommand):
    help = "Checks the fingerprints of every edition and page, and that each published edition follows the one before."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = verify()
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems found.")
        self.stdout.write(f"{Edition.objects.count()} editions: every fingerprint agrees and the chain is whole.")
