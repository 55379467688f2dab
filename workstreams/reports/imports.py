"""The page of an import: the file, who brought it, when and why, and cell by cell what it did."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from programmes.files import files_about
from programmes.navigation import Link, reference_url
from programmes.pages import Fact, PageParts, Section, record, text
from programmes.reading import Reader
from programmes.reports.changes import moment_words
from programmes.tables.base import count_words
from workstreams.choices import ImportKind
from workstreams.models import BenefitLine, ImportRow, ImportRun, Milestone, StatusUpdate

#: How many rows of the file the page shows; the CSV has all of them.
SHOWN = 100
_MODELS: dict[str, Any] = {
    ImportKind.MILESTONES: Milestone,
    ImportKind.BENEFITS: BenefitLine,
    ImportKind.RETURNS: StatusUpdate,
}


def import_page(run: ImportRun, reader: Reader) -> PageParts:
    """An import that was confirmed."""
    rows = readable_rows(run, reader)
    shown = list(rows[: SHOWN + 1])
    all_rows = run.changed + run.added
    return PageParts(
        kind="Import",
        facts=(
            text("What it held", run.get_kind_display()),
            *((record("Period", run.period, reader),) if run.period else ()),
            text("Imported", f"{moment_words(run.imported_at)}, by {run.imported_by}"),
            Fact("File", run.file_name, links=(), url=_file_url(run, reader)),
            text("SHA-256 of the file", run.sha256),
            text("Rows", f"{run.changed:,} changed, {run.added:,} new, {run.unchanged:,} unchanged"),
            text("Reason given for all", run.reason, empty="None; each row that needed one gives its own"),
        ),
        sections=(
            Section(
                title="What it changed",
                anchor="changes",
                template="workstreams/_import_changes.html",
                extra={
                    "lines": list(lines_of(shown[:SHOWN])),
                    "counted": _counted(len(shown), all_rows),
                    "csv_url": reverse("workstreams:import-changes-csv", args=[run.reference]),
                },
                empty="" if shown else "It changed only records that your role may not read.",
            ),
        ),
        see_also=(Link("All imports", reverse("workstreams:import-list")),),
    )


def _counted(shown: int, total: int) -> str:
    words = count_words(total, "row of the file", "rows of the file")
    return f"The first {SHOWN} of {words}" if shown > SHOWN else words


def _file_url(run: ImportRun, reader: Reader) -> str:
    """Where the file itself is, for those who may have it."""
    if not run.hands_files_to(reader):
        return ""
    kept = files_about([run.reference], reader.user).first()
    return reverse("programmes:file", args=[kept.pk]) if kept else ""


def readable_rows(run: ImportRun, reader: Reader) -> QuerySet[ImportRow]:
    """What the import wrote to records that this person may read now."""
    seen = reader.rows(_MODELS[run.kind].objects).values("reference")
    return run.rows.filter(reference__in=seen).order_by("number")


def lines_of(rows: Any) -> Iterator[dict[str, Any]]:
    """A line for each cell that an import wrote."""
    for row in rows:
        for place, (column, before, after) in enumerate(row.cells):
            yield {
                "number": row.number, "reference": row.reference, "url": reference_url(row.reference), "title": row.title,
                "is_new": row.is_new, "is_first": place == 0, "column": column, "before": before, "after": after,
                "reason": row.reason,
            }  # fmt: skip


def csv_rows(run: ImportRun, reader: Reader) -> Iterator[list[Any]]:
    """All that an import wrote, cell by cell."""
    yield ["row", "reference", "record", "new", "column", "before", "after", "reason"]
    for line in lines_of(readable_rows(run, reader).iterator()):
        new = "yes" if line["is_new"] else ""
        yield [
            line["number"],
            line["reference"],
            line["title"],
            new,
            line["column"],
            line["before"],
            line["after"],
            line["reason"],
        ]
