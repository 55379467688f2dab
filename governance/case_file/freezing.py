"""A version of a case's document is fixed for ever when it is circulated: its hash covers all its parts."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.case_file.parts import CASE_FIELDS, HEAD, ROW_FIELDS, parts_of, plain
from governance.models import CaseAmount, CaseDocument


def freeze(document: CaseDocument, by: Any) -> None:
    """Fix a document version with all its parts and give it its hash; a version already frozen stays as it is.

    The version is held meanwhile, so that no part is added between the hash and the freezing.
    """
    if document.frozen_at:
        return
    with transaction.atomic():
        now = CaseDocument.objects.select_for_update().get(pk=document.pk)
        if not now.frozen_at:
            now.content_hash = content_hash(now)
            now.frozen_at = timezone.now()
            now._history_user = by
            now._change_reason = "Circulated: this version is fixed from now on"
            now.save()
    document.refresh_from_db()


def content_hash(document: CaseDocument) -> str:
    """SHA-256 of what the version says: every field and every part of it as canonical JSON."""
    content = content_of(document)
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def content_of(document: CaseDocument) -> dict[str, Any]:
    """All that a version says, as plain data, as it is stored; its rows in their order, its amounts by line, force, year."""
    document = CaseDocument.objects.select_related("lead_force").get(pk=document.pk)
    parts = parts_of(document)
    rows = {
        name: [plain(row, ROW_FIELDS[type(row)]) for row in getattr(parts, name)]
        for name in ("options", "lines", "funding", "risks", "steps", "attachments")
    }
    places = {line.pk: place for place, line in enumerate(parts.lines)}
    amounts = [_amount(row, places[row.line_id]) for row in parts.amounts]
    head = plain(document, ("stage", "number", *HEAD, *CASE_FIELDS))
    return {
        **head,
        **rows,
        "amounts": sorted(amounts, key=lambda a: (a["line"], a["financial_year"], a["force"] or "")),
    }


def _amount(row: CaseAmount, line: int) -> dict[str, Any]:
    return {"line": line, **plain(row, ("force", "financial_year", "amount"))}
