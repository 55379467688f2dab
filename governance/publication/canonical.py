"""Canonical JSON and the fingerprints (SHA-256) of pages and editions.

Keys are sorted, text is UTF-8, and what is empty is left out: the same page always gives the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class FrozenPage:
    """One page as it is stored: the payload is canonical JSON, the fingerprint that of its UTF-8 bytes."""

    path: str
    kind: str
    title: str
    payload: str
    sha256: str

    @property
    def content(self) -> dict[str, Any]:
        """The payload read back."""
        return json.loads(self.payload)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass’s fields; none for any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def plain(value: Any) -> Any:
    """A dataclass, tuple or mapping as JSON knows them, without what is empty."""
    if type(value) is str:  # nearly all there is: asked first, for an edition holds millions
        return value
    if names := _field_names(type(value)):  # type: ignore[arg-type]  # every class can be a key
        value = {name: getattr(value, name) for name in names}
    if isinstance(value, Mapping):
        cleaned = {key: plain(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in ("", None, [], {}, False)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def canonical(value: Any) -> str:
    """Canonical JSON of a page or of plain values."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 of a text’s UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(page: Any) -> FrozenPage:
    """A page dataclass as it is stored; `path`, `kind` and `title` are part of what the fingerprint covers."""
    payload = canonical({"kind": page.KIND, **{f.name: getattr(page, f.name) for f in fields(page)}})
    return FrozenPage(
        path=page.path, kind=page.KIND, title=page.title[:300], payload=payload, sha256=fingerprint(payload)
    )


def edition_statement(
    *, number: int, kind: str, note: str, previous: str, pages: Iterable[tuple[str, str]]
) -> str:  # fmt: skip
    """What an edition’s fingerprint covers: its number, kind and note, the previous one’s, each page’s path and own."""
    return json.dumps(
        {"kind": kind, "note": note, "number": number, "pages": sorted(map(list, pages)), "previous": previous},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def edition_fingerprint(
    *, number: int, kind: str, note: str, previous: str, pages: Iterable[tuple[str, str]]
) -> str:  # fmt: skip
    """The fingerprint of an edition: SHA-256 of its statement."""
    return fingerprint(edition_statement(number=number, kind=kind, note=note, previous=previous, pages=pages))
