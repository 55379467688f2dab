"""Import milestones, lines of the benefit ledger or returns from a file, as the page does, saying how far it has come."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from programmes import files
from programmes.access import NotAllowed
from programmes.models import User
from programmes.sheets.reading import SheetRefused
from programmes.tables.base import count_words
from workstreams.choices import ImportKind
from workstreams.imports.runs import KINDS, ImportRefused, RegisterChanged, Steps, check_file, confirm
from workstreams.models import ImportCheck, Period
from workstreams.round.periods import PeriodRefused

_REFUSED = (NotAllowed, PeriodRefused, SheetRefused, ImportRefused, files.FileRefused, files.FileDamaged)


class Command(BaseCommand):
    help = "Say what a CSV or XLSX file would change; with --confirm, change all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV (UTF-8) or XLSX file in the columns of “Download to edit”")
        parser.add_argument("--kind", required=True, choices=list(KINDS))
        parser.add_argument(
            "--as", dest="by", required=True, metavar="USERNAME", help="who imports; their role decides"
        )
        parser.add_argument("--period", help="for returns: the reference of the period, such as PER-3")
        parser.add_argument("--reason", default="", help="given to every row that needs one and has none of its own")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--dry-run", action="store_true", help="change nothing; this is so without --confirm as well")
        what.add_argument("--confirm", action="store_true", help="change the register")

    def handle(self, *args: Any, **options: Any) -> None:
        by, period = self._person(options["by"]), self._period(options["kind"], options["period"])
        try:
            held = files.hold(self._upload(options["file"]))
            check = self._told(check_file(kind=options["kind"], held=held, by=by, period=period))
            self._show(check)
            if check.faults:
                raise CommandError("Nothing was changed. Mend the errors and try again.")
            if not options["confirm"]:
                self.stdout.write("Nothing was changed; --confirm imports it.")
            elif not check.rows:
                self.stdout.write("There is nothing to import.")
            else:
                run = self._told(confirm(check=check, by=by, reason=options["reason"]))
                self.stdout.write(f"Imported: {run.reference}.")
        except RegisterChanged as changed:
            raise CommandError(f"{changed} Run it again.") from changed
        except _REFUSED as refused:
            told = "".join(f"\nRow {fault.row}: {fault.sentence}" for fault in getattr(refused, "faults", ()))
            raise CommandError(f"{refused}{told}") from refused

    def _person(self, username: str) -> User:
        found = User.objects.filter(username=username).first()
        if found is None:
            raise CommandError(f"There is no user {username}.")
        return found

    def _period(self, kind: str, code: str | None) -> Period | None:
        if kind != ImportKind.RETURNS:
            return None
        found = Period.objects.filter(reference=code or "").first()
        if found is None:
            raise CommandError("Returns are for a period: name it with --period, such as --period PER-3.")
        return found

    def _upload(self, path: Path) -> SimpleUploadedFile:
        try:
            return SimpleUploadedFile(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _told(self, steps: Steps[Any]) -> Any:
        """Go through the steps, a line for each; what they come to."""
        while True:
            try:
                self.stdout.write(f"{next(steps)}.")
            except StopIteration as end:
                return end.value

    def _show(self, check: ImportCheck) -> None:
        for row, column, sentence in check.faults:
            self.stdout.write(f"Row {row}, {column}: {sentence}")
        for number, reference, title, _, _, cells, _ in check.rows:
            for column, before, after in cells:
                self.stdout.write(f"Row {number}, {reference or 'new'} {title}, {column}: {before!r} -> {after!r}")
        self.stdout.write(
            f"{count_words(check.unchanged, 'row unchanged', 'rows unchanged')}, {check.changed:,} changed, "
            f"{check.added:,} new, {check.faulty:,} with errors."
        )
