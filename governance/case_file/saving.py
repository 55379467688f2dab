"""Writing the parts of a working version: one transaction, one entry in the document’s history that says what changed."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from governance.case_file.comparing import said_row
from governance.case_file.parts import ROW_FIELDS, label_of, words_of
from governance.case_file.row_forms import RowForm, Rows
from governance.models import CaseDocument
from governance.models.case_file import DocumentRow, refuse_when_frozen
from programmes.access import Capability, check
from programmes.history import StaleRecord


class RowsNotSaved(Exception):
    """The database refused the rows together; the sentence says what to change."""


def save_rows(*, rows: Rows, by: Any, reason: str = "", title: str = "") -> int:
    """Save the rows of a valid form; returns how many were added, changed or taken off.

    Raises NotAllowed, AppendOnlyError under a circulated version, RowsNotSaved; a row that somebody saved in the last
    moment shows its conflict in the form, and nothing is saved: then RowsNotSaved too.
    """
    check(by, Capability.EDIT)
    said: list[str] = []
    stale: list[RowForm] = []
    try:
        with transaction.atomic():
            refuse_when_frozen(rows.document.pk)
            # What gives something up goes first, so that another row may take it.
            for form in sorted(rows.forms, key=lambda f: (not f.is_removed, bool(f.cleaned_data.get("is_preferred")))):
                try:
                    said += _save(form, rows, by, reason)
                except StaleRecord:
                    stale.append(form)
            if stale:
                raise RowsNotSaved("Somebody else saved these rows in the last moment.")
            if said:
                note_change(rows.document, by, f"{title}: {'; '.join(said)}.", reason)
    except IntegrityError as error:
        raise RowsNotSaved(
            "Not saved: two rows would bear the same name or code for a moment, as when two are exchanged. "
            "Change one of them, save, and then change the other."
        ) from error
    except RowsNotSaved:
        for form in stale:
            form.refuse_as_stale()
        raise
    return len(said)


def _save(form: RowForm, rows: Rows, by: Any, reason: str) -> list[str]:
    row = form.instance
    row._history_user, row._change_reason = by, reason or None
    if form.is_removed:
        words = f"“{row}” taken off{_said(row)}"
        row.delete()
        return [words]
    if not form.is_kept or not form.changed_own_fields:
        return []
    before = type(row).objects.filter(pk=row.pk).first() if row.pk else None
    row.position = before.position if before is not None else next_position(type(row), row.document_id)
    row.save()
    if before is None:
        return [f"“{row}” added{_said(row)}"]
    changes = [
        f"{label_of(type(row), name).lower()} “{words_of(before, name)}” to “{words_of(row, name)}”"
        for name in ROW_FIELDS[type(row)]
        if words_of(before, name) != words_of(row, name)
    ]
    return [f"“{row}” changed: {', '.join(changes)}"] if changes else []


def next_position(model: type[DocumentRow], document_pk: int) -> int:
    """The position of a row that is added: after all that are there."""
    rows: Any = model._default_manager
    last = rows.filter(document=document_pk).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _said(row: DocumentRow) -> str:
    """What else a row said, in brackets; nothing when its name is all."""
    words = said_row(row)
    return f" ({words})" if words else ""


def note_change(document: CaseDocument, by: Any, words: str, reason: str = "") -> None:
    """Say in the document’s history what changed in its parts; the document’s own fields and version stay."""
    reason = reason.strip()
    manager: Any = CaseDocument.history  # type: ignore[attr-defined]
    now = CaseDocument.objects.get(pk=document.pk)
    now._change_reason = f"{words} {reason}".strip()
    manager.bulk_history_create([now], update=True, default_user=by, default_change_reason=now._change_reason)


def take_off(*, row: DocumentRow, by: Any, title: str) -> None:
    """Take one row off a working version. Raises NotAllowed, AppendOnlyError under a circulated one."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        words = f"{title}: “{row}” taken off{_said(row)}."
        document = row.document
        row._history_user, row._change_reason = by, None  # type: ignore[attr-defined]
        row.delete()
        note_change(document, by, words)
