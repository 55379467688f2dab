"""The files of the current edition, and their ETags."""

import json
from collections.abc import Iterable, Iterator

from governance.models import Edition, Publication
from governance.open_data.columns import Table
from governance.open_data.edition import Rows, rows_of
from governance.open_data.files import FORMATS, ZIP, everything, files_of
from governance.open_data.licence import licence
from governance.open_data.tables import BY_NAME
from governance.public.reading import Reading, day_words
from governance.public.rendering import File, etag_of

ALL = "/data/all.zip"


def rows_in(table: Table, found: Reading) -> Rows:
    """The rows of a table in the edition that was read."""
    rows = rows_of(table, found.content or {}, found.withdrawn)
    return Rows(found.number, found.sha256, day_words(found.published_at), rows)


def etag_of_file(number: int, sha256: str, name: str, withdrawn: tuple[str, ...] = ()) -> str:
    """The ETag of a file: it follows from the edition, from what was withdrawn since, and from the licence."""
    return etag_of(str(number), sha256, name, licence().text, *sorted(withdrawn))


def zip_of(found: Iterable[Reading]) -> bytes:
    """Everything of one edition, from its dataset pages."""
    files: dict[str, bytes] = {}
    for page in found:
        if table := BY_NAME.get((page.content or {})["name"]):
            files |= files_of(table, rows_in(table, page))
    return everything(files, licence().text)


def data_files(edition: Edition, publication: Publication) -> Iterator[File]:
    """Every file of the current edition, the zip of everything last."""
    on = day_words(publication.moved_at)
    files: dict[str, bytes] = {}
    for page in edition.pages.filter(kind="dataset").order_by("path"):
        content = json.loads(page.payload)
        if table := BY_NAME.get(content["name"]):
            files |= files_of(table, Rows(edition.number, edition.sha256, on, rows_of(table, content)))
    for name, body in files.items():
        path = f"/data/{name}"
        content_type, _ = FORMATS[name.partition(".")[2]]
        yield File(path, content_type, etag_of_file(edition.number, edition.sha256, path), body)
    if files:
        etag = etag_of_file(edition.number, edition.sha256, ALL)
        yield File(ALL, ZIP, etag, everything(files, licence().text))
