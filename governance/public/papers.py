"""What the public page of a paper shows beside its frame: the document, and where each figure comes from."""

from dataclasses import replace
from typing import Any

from governance.papers.document import from_json


def paper_context(content: dict[str, Any], edition: dict[str, Any]) -> dict[str, Any]:
    """The document with the edition it was published in, and the address behind each of its figures."""
    document = replace(
        from_json(content["document"]),
        state=f"Approved, version {content['version']}",
        edition=edition["number"],
        sha256=content["fingerprint"],
    )
    figures = {row["key"]: {"url": row.get("record", {}).get("url", "")} for row in content.get("figures", ())}
    shown = [{"section": section, "edit_url": ""} for section in document.sections]
    return {"document": document, "figures": figures, "shown": shown}
