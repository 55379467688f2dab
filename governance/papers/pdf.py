"""A written paper as PDF/UA-1: tagged, with headings, table heads and the words that stand for each picture."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from governance.meetings.pack import fonts
from governance.papers.document import PaperDocument, as_json

_TEMPLATE = Path(__file__).with_name("paper.typ")


def render_pdf(document: PaperDocument, at: dt.datetime | None = None) -> bytes:
    """The paper as PDF; the same document made on the same moment gives the same bytes. `at`: when it is made, or now."""
    at = at or timezone.now()
    made = typst.compile(
        str(_TEMPLATE), root=str(_TEMPLATE.parent.parent), font_paths=fonts(), format="pdf", pdf_standards=["ua-1"],
        sys_inputs={"paper": json.dumps(_printed(document, at), ensure_ascii=False)}, timestamp=int(at.timestamp()),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def foot_words(document: PaperDocument) -> str:
    """What the foot of each page says besides the hash: reference, how far it is, day of the record, edition."""
    parts = [document.reference, document.state]
    if document.as_at:
        parts.append(f"the record as at {document.as_at}")
    if document.edition is not None:
        parts.append(f"published in edition {document.edition}")
    return ", ".join(filter(None, parts))


def _printed(document: PaperDocument, at: dt.datetime) -> dict[str, Any]:
    day = timezone.localdate(at)
    sections = zip(json.loads(as_json(document))["sections"], document.sections, strict=True)
    return json.loads(as_json(document)) | {
        "foot": foot_words(document),
        "made": f"{day.day} {day:%B %Y}",
        "sections": [
            {
                "heading": section.full_heading,
                "blocks": plain["blocks"],
                "exempt": section.exempt_ground,
                "withheld": section.withheld_words[:1].upper() + section.withheld_words[1:],
            }
            for plain, section in sections
        ],
    }
