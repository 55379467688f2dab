"""What the page of a dependency says, and the parts of other pages that show them."""

from collections.abc import Iterable
from typing import Any

from programmes import pages
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from workstreams.models import Dependency
from workstreams.reports.waits import wait_of
from workstreams.tables.dependency import WAIT_KINDS, DependencyTable


def dependency_page(dependency: Dependency, reader: Reader) -> PageParts:
    """A dependency: who waits for what, and whether it comes in time."""
    found = wait_of(dependency)
    return PageParts(
        kind="Dependency",
        lead=f"{found.words}.",
        facts=(
            pages.record("Who waits", dependency.waiting, reader),
            pages.record("What it waits for", dependency.awaited, reader),
            Fact("In time?", str(found.kind.label), kind=WAIT_KINDS[found.kind]),
            pages.choice("Kind", dependency, "kind"),
            pages.date("From", dependency, "starts"),
            pages.date("To", dependency, "ends", empty="Still waited for"),
            pages.text("Note", dependency.note, empty="None"),
        ),
    )


def dependency_section(found: Iterable[Any], reader: Reader, *, empty: str) -> Section:
    """The dependencies of a record, on its page."""
    return table_section(
        "Dependencies", DependencyTable, found, reader, anchor="dependencies", empty=empty, without=("reference",)
    )
