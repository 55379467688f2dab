"""Files of a working version: added, given anew, taken off; programmes/files.py keeps them and hands them out."""

from typing import Any

from django import forms
from django.db import transaction

from governance.case_file.saving import next_position, note_change
from governance.models import CaseAttachment, CaseDocument
from governance.models.case_file import refuse_when_frozen
from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.files import FileField, Held, keep
from programmes.models import StoredFile
from programmes.plain_forms import PlainForm


class AttachmentForm(PlainForm):
    """A file with what it is; the same title again makes it the next version of that attachment."""

    title = forms.CharField(
        max_length=200, label="What it is",
        help_text="Such as “Equality impact assessment”. The title of an attachment below gives that one a new version.",
    )  # fmt: skip
    file = FileField(label="File")
    is_sensitive = forms.BooleanField(
        required=False, label="Sensitive: for the programme team and auditors alone",
        help_text="Else it is as internal as the document.",
    )  # fmt: skip


def attach(*, document: CaseDocument, title: str, held: Held, by: Any, is_sensitive: bool = False) -> CaseAttachment:
    """Keep a file as an attachment of a working version; under a title that is there it becomes its next version.

    Raises NotAllowed, AppendOnlyError under a circulated version.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        refuse_when_frozen(document.pk)
        row = document.attachments.select_related("file").filter(title=title.strip()).first()
        before = row.file if row else None
        if before is not None and before.sha256 == held.sha256 and before.name == held.name:
            assert row is not None
            return row  # the same file, given twice
        marking = Marking.SENSITIVE if is_sensitive else ""
        # A file that another version shares is replaced there by nothing: its next version has but one.
        replaces = before if before and not StoredFile.objects.filter(replaces=before).exists() else None
        kept = keep(held=held, about=document, by=by, title=title, replaces=replaces, marking=marking)
        if row is None:
            row = CaseAttachment(
                document=document, title=title.strip(), position=next_position(CaseAttachment, document.pk)
            )
        row.file = kept
        row._history_user, row._change_reason = by, None  # type: ignore[attr-defined]
        row.save()
        how = "given anew" if before else "added"
        note_change(document, by, f"Attachments: “{row}” {how} ({kept.name}, SHA-256 {kept.sha256[:12]}…).")
    return row
