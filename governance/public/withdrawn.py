"""Old editions as they may be read today: what was withdrawn later is named on none of their pages."""

from dataclasses import fields
from typing import Any

from governance.publication.difference import page_fields


def without(content: dict[str, Any], gone: frozenset[str]) -> dict[str, Any]:
    """The content of a page without the links to withdrawn addresses, nor the table rows that such a link heads."""
    if not gone:
        return content
    heads = {
        field.name: fields(field.metadata["row"])[0].name
        for field in page_fields(content["kind"])
        if field.metadata["row"]
    }
    kept = {}
    for name, value in content.items():
        if name in heads:
            value = [row for row in value if not _leads_to(row.get(heads[name]), gone)]
        if not _leads_to(value, gone):
            kept[name] = _stripped(value, gone)
    return kept


def _leads_to(value: Any, gone: frozenset[str]) -> bool:
    return isinstance(value, dict) and value.get("url", "").partition("#")[0] in gone


def _stripped(value: Any, gone: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _stripped(item, gone) for key, item in value.items() if not _leads_to(item, gone)}
    if isinstance(value, list):
        return [_stripped(item, gone) for item in value if not _leads_to(item, gone)]
    return value
