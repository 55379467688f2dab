"""What the tests of imports share: a table as a file, and a person who hands it in, checks and confirms it."""

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

START = "/register/imports/new"


def table(*rows: Any, mark: str = ",", bom: bool = False) -> bytes:
    """Rows as CSV in UTF-8; the first holds the headings."""
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=mark).writerows(rows)
    return (b"\xef\xbb\xbf" if bom else b"") + kept.getvalue().encode()


def workbook(*rows: Any, title: str = "Milestones", **made: Any) -> bytes:
    """Rows as a workbook; `made` may give more sheets: name -> what is done to it."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, change in made.items():
        change(book.create_sheet(name) if name != "first" else book.active)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


class Importer:
    """A person at the import pages."""

    def __init__(self, user: Any) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def send(self, content: bytes, kind: str = "milestones", name: str = "table.csv", **more: Any) -> Any:
        """Hand a file in; the answer."""
        return self.client.post(START, {"kind": kind, "file": SimpleUploadedFile(name, content), **more})

    def check(self, content: bytes, kind: str = "milestones", name: str = "table.csv", **more: Any) -> Any:
        """Hand a file in and read what it would change."""
        answer = self.send(content, kind, name, **more)
        assert answer.status_code == 302, text_of(answer)[-3000:]
        self.address = answer.url
        return self.client.get(answer.url)

    def confirm(self, **sent: Any) -> Any:
        """Confirm what was checked."""
        return self.client.post(self.address, sent)

    def errors(self, content: bytes, kind: str = "milestones", **more: Any) -> list[list[Any]]:
        """What is wrong with a file: row, column, sentence."""
        return self.check(content, kind, **more).context["check"].faults

    def refused(self, content: bytes, kind: str = "milestones", name: str = "table.csv", **more: Any) -> dict[str, Any]:
        """What the form says of a file that cannot be read."""
        answer = self.send(content, kind, name, **more)
        assert answer.status_code == 200
        return dict(answer.context["form"].errors)

    def cells(self, page: Any) -> list[tuple[Any, ...]]:
        """The difference that a check shows: row, record, column, before, after."""
        return [(r["number"], r["reference"], r["column"], r["before"], r["after"]) for r in page.context["rows"]]


def counts(page: Any) -> tuple[int, int, int, int]:
    """Of a check: rows unchanged, changed, new, with errors."""
    check = page.context["check"]
    return check.unchanged, check.changed, check.added, check.faulty
