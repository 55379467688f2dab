"""The metadata of a CSV file (W3C “Metadata Vocabulary for Tabular Data”), at the address the standard looks for first."""

import re
from typing import Any

from governance.open_data.columns import Column, Table, Type
from governance.open_data.edition import Rows
from governance.open_data.files.json_file import written
from governance.open_data.licence import licence

_DATATYPES: dict[Type, Any] = {
    Type.POUNDS: {"base": "decimal", "dc:description": "pounds sterling (GBP)"},
    Type.NUMBER: "integer",
    Type.URL: "anyURI",
    Type.FLAG: "boolean",
    Type.EDTF: {"base": "string", "dc:conformsTo": "http://www.loc.gov/standards/datetime/"},
    Type.YEAR: {"base": "string", "format": "[0-9]{4}/[0-9]{2}"},
    Type.REFERENCE: {"base": "string", "format": "[A-Z]+-[0-9]+"},
    Type.REFERENCES: {"base": "string", "format": "[A-Z]+-[0-9]+"},
}


def make(table: Table, rows: Rows) -> bytes:
    """The bytes of the file."""
    terms = licence()
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    if table.columns[0].name == "reference":
        schema["primaryKey"] = "reference"
    return written(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": f"{table.name}.csv",
            "dc:title": table.title,
            "dc:description": table.intro,
            "dc:publisher": terms.publisher,
            "dc:license": {"@id": terms.url},
            "dc:isPartOf": rows.edition,
            "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
            "tableSchema": schema,
        }
    )


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _DATATYPES.get(column.type, "string"),
        "null": "",
    }
    if column.type == Type.CODE:
        codes = "|".join(re.escape(code) for code, _ in column.values)
        found["datatype"] = {"base": "string", "format": codes}
    if column.type == Type.REFERENCES:
        found["separator"] = " "
    return found
