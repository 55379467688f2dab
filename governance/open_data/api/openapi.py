"""The description of the API (OpenAPI 3.1), made from the tables that are declared; examples are rows of the edition."""

import json
from typing import Any

from django.conf import settings

from governance.open_data.api.answers import PROBLEMS, ROOT, has_records, index_text, list_text, record_text
from governance.open_data.api.asking import MOST, USUAL, Asked
from governance.open_data.api.filters import REFERENCE, Filter, filters_of
from governance.open_data.api.reading import Found
from governance.open_data.columns import Column, Table, Type
from governance.open_data.licence import licence
from governance.open_data.tables import TABLES

Described = dict[str, Any]

_TEXT = {"type": "string"}
_VALUES: dict[Type, Described] = {
    Type.REFERENCE: {"type": "string", "pattern": f"^{REFERENCE}$"},
    Type.REFERENCES: {"type": "array", "items": {"type": "string", "pattern": f"^{REFERENCE}$"}},
    Type.POUNDS: {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
    Type.YEAR: {"type": "string", "pattern": "^[0-9]{4}/[0-9]{2}$"},
    Type.NUMBER: {"type": "integer"},
    Type.FLAG: {"type": "boolean"},
}
_UNITS = {
    Type.EDTF: "EDTF, such as 2016-04-21, 2016-04, 2016-23 (autumn 2016) or 2017-04-01/2020-03-31.",
    Type.POUNDS: "Pounds sterling with pence.",
    Type.URL: "An address.",
}
_EDITION: Described = {
    "name": "edition",
    "in": "query",
    "description": "The number of an earlier edition; the one that is public now when left out.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}
_LIMIT: Described = {
    "name": "limit",
    "in": "query",
    "description": "How many rows an answer has at most.",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
}
_CURSOR: Described = {
    "name": "cursor",
    "in": "query",
    "description": "Where to go on. Take it from “next” unchanged: it stays in the edition in which the list was begun.",
    "schema": {"type": "string"},
}
_INTRO = (
    "The tables of the open data, read-only: lists in parts, with filters, and single records. Everything is from "
    "published editions. Null means not known; it never means nought or no. A row holds its reference alone where a part "
    "of the record, or of one it names, is withheld; such references are listed under “withheld”. Version 1 may gain "
    "tables, columns and parameters; it loses none."
)


def described(found: dict[str, Found]) -> Described:
    """The whole description; `found` are the tables of the edition by name, for the examples."""
    terms = licence()
    paths: Described = {ROOT: {"get": _index(found)}}
    for table in TABLES:
        paths[f"{ROOT}{table.name}/"] = {"get": _list(table, found.get(table.name))}
        if has_records(table):
            paths[f"{ROOT}{table.name}/{{reference}}/"] = {"get": _record(table, found.get(table.name))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Police collaboration in the seven forces: open data",
            "version": "1",
            "description": f"{_INTRO} {terms.attribution}",
            "license": {"name": terms.name, "url": terms.url},
        },
        "servers": [{"url": settings.PUBLIC_ADDRESS or "/"}],
        "externalDocs": {"url": f"{settings.PUBLIC_ADDRESS}/api/", "description": "The same for people"},
        "tags": [{"name": table.name, "description": table.intro} for table in TABLES],
        "paths": paths,
        "components": {
            "schemas": _SHARED | {table.name: _row(table) for table in TABLES},
            "parameters": {"edition": _EDITION, "limit": _LIMIT, "cursor": _CURSOR},
            "headers": {"ETag": {"schema": _TEXT, "description": "Send it back as If-None-Match to be told 304."}},
            "responses": {
                "NotModified": {"description": "What you have is still so."},
                **{str(status): _problem(status) for status in (400, 404, 410)},
            },
        },
    }


_SHARED: Described = {
    "Edition": {
        "type": "object",
        "required": ["number", "published", "published_on", "sha256", "is_current", "current_number"],
        "properties": {
            "number": {"type": "integer"},
            "published": {"type": "string", "format": "date"},
            "published_on": {"type": "string", "description": "The day in words."},
            "sha256": {"type": "string", "description": "The fingerprint of the edition."},
            "is_current": {"type": "boolean", "description": "Whether it is the edition that is public now."},
            "current_number": {"type": "integer"},
        },
    },
    "Licence": {
        "type": "object",
        "required": ["name", "url", "attribution"],
        "properties": {"name": _TEXT, "url": _TEXT, "attribution": _TEXT},
    },
    "Withheld": {
        "type": "object",
        "required": ["references", "note"],
        "properties": {"references": {"type": "array", "items": _TEXT}, "note": _TEXT},
    },
    "Problem": {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong and how to mend it, in a sentence."},
            "parameter": {"type": "string", "description": "The parameter that is wrong."},
        },
    },
}
_HEAD: Described = {
    "table": _TEXT,
    "title": _TEXT,
    "edition": {"$ref": "#/components/schemas/Edition"},
    "licence": {"$ref": "#/components/schemas/Licence"},
    "page": {"type": "string", "description": "The page that tells people the same."},
    "withheld": {"$ref": "#/components/schemas/Withheld"},
}
_REQUIRED = ["table", "title", "edition", "licence", "page"]


def _shared(parameter: str) -> Described:
    return {"$ref": f"#/components/parameters/{parameter}"}


def _row(table: Table) -> Described:
    columns = table.columns
    return {
        "type": "object",
        "title": f"A row of {table.title}",
        "required": [column.name for column in columns],
        "properties": {column.name: _cell(column) for column in columns},
        "additionalProperties": False,
    }


def _cell(column: Column) -> Described:
    found = dict(_VALUES.get(column.type, _TEXT))
    words = [column.meaning.rstrip(".") + ".", _UNITS.get(column.type, "")]
    if column.name != "reference":
        found["type"] = [found["type"], "null"]
    if column.values:
        found["enum"] = [*(code for code, _ in column.values), None]
        words.append("; ".join(f"{code}: {title}" for code, title in column.values) + ".")
    return found | {"description": " ".join(filter(None, words))}


def _index(found: dict[str, Found]) -> Described:
    properties = {
        "edition": _HEAD["edition"],
        "licence": _HEAD["licence"],
        "documentation": _TEXT,
        "openapi": _TEXT,
        "editions": _TEXT,
        "tables": {"type": "array", "items": {"type": "object"}},
    }
    answer = {"type": "object", "required": [*properties], "properties": properties}
    example = json.loads(index_text(next(iter(found.values())))) if found else None
    if example:
        example["tables"] = example["tables"][:1]
    return _operation("list-tables", "What tables there are", [], answer, example, (400, 404))


def _list(table: Table, found: Found | None) -> Described:
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}}
    answer = {
        "type": "object",
        "required": [*_REQUIRED, "total", "next", "rows"],
        "properties": _HEAD
        | {
            "total": {"type": "integer", "description": "How many rows the filters leave."},
            "next": {"type": ["string", "null"], "description": "The address of the next part; null at the end."},
            "rows": rows,
        },
    }
    parameters = [*map(_parameter, filters_of(table).values()), *map(_shared, ("limit", "cursor", "edition"))]
    example = json.loads(list_text(table, found, found.shelf, Asked(limit=1))) if found and found.shelf else None
    return {"tags": [table.name], "description": table.intro} | _operation(
        f"list-{table.name}", f"{table.title}: a list", parameters, answer, example, (400, 404)
    )


def _record(table: Table, found: Found | None) -> Described:
    answer = {
        "type": "object",
        "required": [*_REQUIRED, "record"],
        "properties": _HEAD | {"record": {"$ref": f"#/components/schemas/{table.name}"}},
    }
    reference: Described = {
        "name": "reference",
        "in": "path",
        "required": True,
        "description": table.columns[0].meaning,
        "schema": {"type": "string", "pattern": f"^{REFERENCE}$"},
    }
    example = None
    if found and found.shelf and found.shelf.lines:
        reference["example"] = found.shelf.references[0]
        example = json.loads(record_text(table, found, found.shelf, 0))
    return {"tags": [table.name]} | _operation(
        f"read-{table.name}", f"{table.title}: one record", [reference, _shared("edition")], answer, example,
        (400, 404, 410),
    )  # fmt: skip


def _parameter(one: Filter) -> Described:
    schema: Described = {"type": "string"}
    if one.values:
        schema["enum"] = list(one.values)
    elif one.pattern:
        schema["pattern"] = f"^{one.pattern}$"
    else:
        schema["minLength"] = 1
    return {"name": one.name, "in": "query", "description": f"{one.meaning.rstrip('.')}.", "schema": schema}


def _operation(
    name: str, summary: str, parameters: list[Described], answer: Described, example: Any, problems: tuple[int, ...]
) -> Described:
    content: Described = {"schema": answer}
    if example is not None:
        content["example"] = example
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
                "content": {"application/json": content},
            },
            "304": {"$ref": "#/components/responses/NotModified"},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in problems},
        },
    }


def _problem(status: int) -> Described:
    kinds = [f"{kind}: {title}." for kind, (of, title) in PROBLEMS.items() if of == status]
    return {
        "description": " ".join(kinds),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
