"""The bodies of the answers, as JSON: a part of a table, one record, what tables there are, and what went wrong."""

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from governance.open_data.api.asking import Asked, Refused
from governance.open_data.api.filters import filters_of
from governance.open_data.api.reading import Found
from governance.open_data.api.shelf import Shelf
from governance.open_data.columns import Table
from governance.open_data.licence import licence
from governance.open_data.tables import TABLES
from governance.publication.record import ADDRESSES

ROOT = "/api/v1/"
DOCUMENTATION = "/api/"
DESCRIPTION = "/api/v1/openapi.json"

#: What can go wrong: the status and the title of each kind; the page of the API explains them under the same names.
PROBLEMS = {
    "unknown-parameter": (400, "There is no such parameter"),
    "wrong-value": (400, "A parameter has a value that it cannot take"),
    "not-found": (404, "There is nothing at this address"),
    "no-edition": (404, "There is no such edition"),
    "withdrawn": (410, "The record was withdrawn"),
}
WITHHELD = (
    "Of the records named here a part is withheld, or a part of a record that they name; so only their reference is "
    "given. A record’s page says what is withheld, and why."
)


def address(path: str) -> str:
    """An address of the site, whole where the settings name the site."""
    return f"{settings.PUBLIC_ADDRESS}{path}"


def table_address(table: Table) -> str:
    """Where the rows of a table are listed."""
    return f"{ROOT}{table.name}/"


def has_records(table: Table) -> bool:
    """Whether each row of a table has a reference of its own, and so an address."""
    return table.columns[0].name == "reference"


def page_of(table: Table, reference: str = "") -> str:
    """The page that tells people the same: the record’s own, or that of its table where it has none."""
    own = f"/{table.name}/{{}}/"
    return own.format(reference) if reference and own in ADDRESSES.values() else table.path


def list_text(table: Table, found: Found, shelf: Shelf, asked: Asked) -> str:
    """A part of a table."""
    matching = shelf.matching(asked.wanted)
    rest = [number for number in matching if shelf.places[number] > asked.after]
    shown = rest[: asked.limit]
    more = len(rest) > len(shown)
    query = urlencode(asked.next_query(found.number, shelf.places[shown[-1]])) if more else ""
    withheld = [shelf.references[number] for number in shown if number in shelf.withheld]
    head = _head(table, found, page_of(table), withheld) | {
        "total": len(matching),
        "next": address(f"{table_address(table)}?{query}") if more else None,
    }
    return _with(head, "rows", "[" + ",\n".join(shelf.lines[number] for number in shown) + "]")


def record_text(table: Table, found: Found, shelf: Shelf, number: int) -> str:
    """One record."""
    reference = shelf.references[number]
    withheld = [reference] if number in shelf.withheld else []
    return _with(_head(table, found, page_of(table, reference), withheld), "record", shelf.lines[number])


def index_text(found: Found) -> str:
    """What tables there are, and by what each can be narrowed."""
    tables = [
        {
            "name": table.name,
            "title": table.title,
            "description": table.intro,
            "rows": address(table_address(table)),
            "record": address(f"{table_address(table)}{{reference}}/") if has_records(table) else None,
            "filters": [*filters_of(table)],
            "page": address(table.path),
        }
        for table in TABLES
    ]
    links = {
        "documentation": address(DOCUMENTATION),
        "openapi": address(DESCRIPTION),
        "editions": address("/editions/"),
    }
    return written({"edition": _edition(found), "licence": _licence(), **links, "tables": tables})


def problem_text(refused: Refused) -> str:
    """What went wrong, as problem details (RFC 9457)."""
    status, title = PROBLEMS[refused.kind]
    found: dict[str, Any] = {
        "type": address(f"{DOCUMENTATION}#{refused.kind}"),
        "title": title,
        "status": status,
        "detail": refused.detail,
    }
    return written(found | ({"parameter": refused.parameter} if refused.parameter is not None else {}))


def _head(table: Table, found: Found, page: str, withheld: list[str]) -> dict[str, Any]:
    head = {
        "table": table.name,
        "title": table.title,
        "edition": _edition(found),
        "licence": _licence(),
        "page": address(page),
    }
    return head | ({"withheld": {"references": withheld, "note": WITHHELD}} if withheld else {})


def _edition(found: Found) -> dict[str, Any]:
    return {
        "number": found.number,
        "published": found.published,
        "published_on": found.published_on,
        "sha256": found.sha256,
        "is_current": found.is_current,
        "current_number": found.current_number,
    }


def _licence() -> dict[str, str]:
    terms = licence()
    return {"name": terms.name, "url": terms.url, "attribution": terms.attribution}


def written(value: Any) -> str:
    """JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False)


def _with(head: dict[str, Any], name: str, text: str) -> str:
    """JSON of an object with one more member, whose JSON is there already."""
    return f'{written(head)[:-1]}, "{name}": {text}}}'
