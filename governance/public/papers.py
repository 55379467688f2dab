"""What the public page of a paper shows beside its frame: the document, its files, where each figure comes from."""

from dataclasses import replace
from typing import Any

from governance.papers.document import PaperDocument, from_json

#: What a paper is offered as beside its page: ending of the file’s name, words of the link.
FILES = (("pdf", "PDF"), ("docx", "Word document"))


def document_of(content: dict[str, Any], number: int | None) -> PaperDocument:
    """The document of a paper’s page in edition `number`, None in the preview of one that has none yet."""
    return replace(
        from_json(content["document"]),
        state=f"Approved, version {content['version']}",
        edition=number,
        sha256=content["fingerprint"],
    )


def paper_context(content: dict[str, Any], edition: dict[str, Any], base: str) -> dict[str, Any]:
    """The document with the edition it was published in, its files, and the address behind each of its figures."""
    document = document_of(content, edition["number"])
    figures = {row["key"]: {"url": row.get("record", {}).get("url", "")} for row in content.get("figures", ())}
    shown = [{"section": section, "edit_url": ""} for section in document.sections]
    name = content["path"].rstrip("/")
    # An earlier edition keeps the page; the files are those of the edition that is public now.
    files = [] if base else [{"url": f"{name}.{ending}", "words": words} for ending, words in FILES]
    return {"document": document, "figures": figures, "shown": shown, "paper_files": files}
