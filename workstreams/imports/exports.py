"""Where the tables to edit are, and where they are handed back."""

from typing import Any

from django.urls import reverse

from programmes.access import may
from programmes.navigation import Link
from workstreams.choices import ImportKind

_LISTS = {ImportKind.MILESTONES: "workstreams:milestone-edit", ImportKind.BENEFITS: "workstreams:ledger-edit"}


def edit_links(kind: ImportKind, period: Any = None) -> list[Link]:
    """The tables of a kind to edit, as CSV and as a workbook; those of returns are of a period."""
    forms = (("CSV", "csv"), ("Excel", "xlsx"))
    if kind is ImportKind.RETURNS:
        if period is None:
            return []
        name, args = "workstreams:period-edit", [period.reference]
        return [Link(f"Download to edit: {words}", reverse(f"{name}-{form}", args=args)) for words, form in forms]
    return [Link(words, reverse(f"{_LISTS[kind]}-{form}")) for words, form in forms]


def import_link(user: Any, kind: ImportKind, period: Any = None) -> list[Link]:
    """The way to the import of a kind, for who may make it."""
    from workstreams.imports.runs import KINDS  # the pages that link here are read by what the import reads

    wanted = KINDS[kind].capability
    if not any(may(user, one) for one in (wanted if isinstance(wanted, tuple) else (wanted,))):
        return []
    asked = f"?kind={kind}" + (f"&period={period.reference}" if period else "")
    return [Link("Import from a file", reverse("workstreams:import-start") + asked)]
