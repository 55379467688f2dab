"""The order of the rows of a document: one is moved at a time, and each version keeps its order."""

from typing import Any

from django.db import models, transaction

from governance.case_file.saving import note_change
from governance.models import CaseDocument
from governance.models.case_file import DocumentRow, refuse_when_frozen
from programmes.access import Capability, check


class RowNotMoved(Exception):
    """A row cannot be moved so; the sentence says why and what to do."""


def place_row(
    *, document: CaseDocument, model: type[DocumentRow], pk: int, to: str, by: Any, title: str
) -> DocumentRow:
    """Move a row of a working version up, down, or to a place counted from 1; the others follow.

    `to` is “up”, “down” or a number as typed. Nobody else’s typing is disturbed: a place is the document’s, not the
    row’s. Raises NotAllowed, AppendOnlyError under a circulated version, RowNotMoved.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        refuse_when_frozen(document.pk)
        every: Any = model._default_manager
        rows = every.filter(document=document)
        found = list(rows)
        row = next((row for row in found if row.pk == pk), None)
        if row is None:
            raise RowNotMoved("This row is off the document already. Reload the page to see how it stands.")
        at = found.index(row)
        target = _target(to, at, len(found), row)
        found.insert(target, found.pop(at))
        for position, other in enumerate(found):
            if other.position != position:
                # Past save() on purpose: no version of a row grows, so that who types into it meets no conflict.
                models.QuerySet.update(rows.filter(pk=other.pk).order_by(), position=position)
        if target != at:
            note_change(document, by, f"{title}: “{row}” moved from place {at + 1} to place {target + 1}.")
    return row


def _target(to: str, at: int, number: int, row: DocumentRow) -> int:
    if to == "up":
        return max(at - 1, 0)
    if to == "down":
        return min(at + 1, number - 1)
    text = to.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= number):
        raise RowNotMoved(f"Place of “{row}”: give a number from 1 to {number}.")
    return int(text) - 1
