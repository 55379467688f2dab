"""The files of a table of one edition: each a pure function of the edition’s rows, the same bytes each time."""

import io
import zipfile
from collections.abc import Callable

from governance.open_data.columns import Table
from governance.open_data.edition import Rows
from governance.open_data.files import csv_file, csvw, json_file, xlsx
from governance.open_data.files.json_file import dictionary

#: For each ending: the type of the file and who makes it.
FORMATS: dict[str, tuple[str, Callable[[Table, Rows], bytes]]] = {
    "csv": ("text/csv; charset=utf-8; header=present", csv_file.make),
    "csv-metadata.json": ("application/csvm+json", csvw.make),
    "json": ("application/json", json_file.make),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.make),
}
ZIP = "application/zip"
#: The day that stands in zipped files, so that the same content makes the same bytes: the first that zip knows.
_DAY = (1980, 1, 1, 0, 0, 0)


def files_of(table: Table, rows: Rows) -> dict[str, bytes]:
    """The files of a table by name."""
    return {f"{table.name}.{ending}": make(table, rows) for ending, (_, make) in FORMATS.items()}


def everything(files: dict[str, bytes], licence: str) -> bytes:
    """The files of every table, the dictionary and the licence in one zip file."""
    files = {**files, "LICENCE.txt": licence.encode(), "dictionary.json": dictionary()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()
