"""What machines read of a public page: its description, its lasting address, and its subject as JSON-LD.

JSON-LD is data, not script: a browser runs nothing of it, and the content policy allows no script at all. Bodies are
schema.org GovernmentOrganization and Popolo organizations, decisions are Popolo motions; only what the page shows is said.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from governance.publication.narrowing import is_combined

SITE = "Police collaboration in the seven forces"
_SCHEMA = "https://schema.org"
_POPOLO = "http://www.popoloproject.com/contexts/{}.jsonld"
_ORGANIZATION = "http://www.w3.org/ns/org#Organization"
_MOTION = "http://www.w3.org/ns/opengov#Motion"
#: As `json_script` does: no text of a page can end the element it stands in.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_LONGEST = 200
#: Where a page without words of its own is described by what the site is.
_DESCRIPTION = (
    "What the police forces and commissioners of Bedfordshire, Cambridgeshire, Hertfordshire, Norfolk, Suffolk, Essex and "
    "Kent share, propose and decide, each statement with its source."
)


@dataclass(frozen=True)
class Meta:
    """The head of a page for machines; `canonical` is empty where the site’s own address is not set.

    Search engines are asked not to list a page that says nothing of its own: of an old edition, or one that shows what
    several choices leave of a list.
    """

    description: str
    site: str
    canonical: str
    kind: str
    is_listed: bool
    json_ld: SafeString


def meta_of(content: dict[str, Any], path: str, lead: str, *, is_old: bool) -> Meta:
    """The head of one page. A page of an old edition names the page of today and asks not to be listed."""
    site = settings.PUBLIC_ADDRESS
    address = f"{site}{path}"
    nodes = [] if is_old else [_crumbs(content, site, path), *_subject(content, site, address)]
    return Meta(
        description=shortened(lead or content.get("standing", "") or _DESCRIPTION),
        site=site,
        canonical=address if site else "",
        kind="website" if path == "/" else "article",
        is_listed=not is_old and not is_combined(path),
        json_ld=as_script([node for node in nodes if node]),
    )


def shortened(words: str) -> str:
    """Words on one line, cut between words where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rpartition(' ')[0]}…"


def as_script(nodes: list[dict[str, Any]]) -> SafeString:
    """JSON-LD that is safe inside a script element; nothing for no nodes."""
    text = json.dumps(nodes, ensure_ascii=False, separators=(",", ":")) if nodes else ""
    return mark_safe(text.translate(_ESCAPES))


def _crumbs(content: dict[str, Any], site: str, path: str) -> dict[str, Any]:
    """The page within the site; with a site’s address also where it lies."""
    node = {
        "@context": _SCHEMA,
        "@type": "WebSite" if path == "/" else "WebPage",
        "name": content["title"],
        "inLanguage": "en-GB",
    }
    if site:
        node["url"] = f"{site}{path}"
    if path != "/":
        node["isPartOf"] = {"@type": "WebSite", "name": SITE, **({"url": f"{site}/"} if site else {})}
    return node


def _subject(content: dict[str, Any], site: str, address: str) -> Iterable[dict[str, Any]]:
    kind = content["kind"]
    if kind == "force":
        yield _government(content, address)
        yield _organization(content["title"], address, "police force", content.get("ons_code", ""))
        for office in _named(content.get("offices", []), "office"):
            yield _organization(office["office"], f"{address}#{office['anchor']}", "office")
    elif kind == "alliance":
        yield _organization(content.get("name") or content["title"], address, "alliance")
    elif kind == "boards":
        for board in _named(content.get("rows", []), "board"):
            yield _organization(board["board"], f"{site}/boards/#{board['anchor']}", "board")
    elif kind in ("decision", "local-decision"):
        yield _motion(content, address)


def _named(rows: Iterable[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The rows that name what they are of: one that is withheld as a whole does not."""
    return [row for row in rows if name in row]


def _government(force: dict[str, Any], address: str) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "GovernmentOrganization",
        "@id": address,
        "name": force.get("official_name") or force["title"],
    }
    if code := force.get("ons_code"):
        node["identifier"] = {"@type": "PropertyValue", "propertyID": "ONS", "value": code}
    if link := force.get("force_site"):
        node["url"] = link["url"]
    offices = [
        {"@type": "GovernmentOrganization", "name": row.get("official_title") or row["office"]}
        for row in _named(force.get("offices", []), "office")
        if "ends" not in row
    ]
    return node | ({"subOrganization": offices} if offices else {})


def _organization(name: str, address: str, classification: str, code: str = "") -> dict[str, Any]:
    node: dict[str, Any] = {
        "@context": _POPOLO.format("organization"),
        "@type": _ORGANIZATION,
        "id": address,
        "name": name,
        "classification": classification,
    }
    return node | ({"identifiers": [{"scheme": "ONS", "identifier": code}]} if code else {})


def _motion(decision: dict[str, Any], address: str) -> dict[str, Any]:
    """A decision; its date only where it is known to the day, for Popolo knows no vaguer ones with words."""
    office = decision.get("office") or {}
    body = decision.get("by") or office.get("label", "")
    node: dict[str, Any] = {
        "@context": _POPOLO.format("motion"),
        "@type": _MOTION,
        "id": address,
        "identifier": decision["reference"],
        "name": decision["title"],
        "text": decision.get("wording", ""),
        "classification": decision.get("tier", ""),
        "date": decision.get("day", ""),
        "result": decision.get("what_kind") or decision.get("outcome", ""),
        "organization": {"name": body} if body else {},
        "sources": [{"note": f"{cited['title']}, {cited['paragraph']}"} for cited in decision.get("sources", [])[:5]],
    }
    return {key: value for key, value in node.items() if value}
