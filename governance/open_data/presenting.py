"""What the pages of the open data show."""

from typing import Any

from governance.open_data.licence import licence
from governance.open_data.tables import BY_NAME

#: The files of a table: ending, what it is called, what it is for.
FILES = (
    ("csv", "CSV", "for any program; UTF-8, one header row"),
    ("xlsx", "Excel workbook (XLSX)", "with a cover, notes and one marked table"),
    ("json", "JSON", "for programs, with the edition and the licence"),
    ("csv-metadata.json", "CSVW", "what the columns of the CSV file mean, for programs"),
)


def data_context(content: dict[str, Any], base: str) -> dict[str, Any]:
    """What data.html and dataset.html need beside the page itself."""
    found: dict[str, Any] = {"licence": licence(), "all_url": f"{base}/data/all.zip"}
    if content["kind"] == "data":
        return found
    table = BY_NAME.get(content["name"])
    name = content["name"]
    return found | {
        "page_title": f"{content['title']}: open data",
        "trail_url": f"{base}/data/",
        "intro": table.intro if table else "",
        "columns": table.columns if table else (),
        "files": [(f"{base}/data/{name}.{ending}", label, what) for ending, label, what in FILES],
    }
