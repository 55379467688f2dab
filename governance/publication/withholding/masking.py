"""What composing puts in place of what is withheld: in the columns it reads, in the rows it makes, on the page itself.

A column is emptied of its words before any page is made, so that nothing further on can name them; what a page or a row
works out from elsewhere is replaced in the page or row.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from governance.publication.canonical import FrozenPage
from governance.publication.parts import Cited, Happened, Link, Shape, StageStep, Statement
from governance.publication.withholding.names import ELSEWHERE, columns_of, told_columns
from governance.publication.withholding.standing import Withheld, withheld_now
from programmes.fields import EdtfField

T = TypeVar("T")

#: The shortest text whose presence elsewhere is no chance: names of offices and words of choices are shorter.
LEAST = 40
#: What the note of a link tells of the record it leads to.
_NOTED = {"outcome", "decided", "signed", "stage", "state", "since", "starts", "ends"}
#: What is written by somebody, though it comes from an event and no column of the record.
_WORDING = {"wording"}
#: What stays as it is: the page could not be found without it.
_KEPT = {"path", "reference"}


class Masks:
    """What is withheld now, and the words that must stand nowhere."""

    def __init__(self, withheld: Mapping[str, Mapping[str, Withheld]] | None = None) -> None:
        self.withheld = withheld_now() if withheld is None else withheld
        #: Each text that was withheld, with the record and the part it belongs to.
        self.texts: dict[str, Withheld] = {}
        #: The parts of which the record holds nothing: the public is not told that what is not there is withheld.
        self.empty: set[tuple[str, str]] = set()
        self._models: dict[str, Any] = {}
        #: Records whose keys lead nowhere now: what is worked out through these is empty for that reason.
        self._keyless: set[str] = set()

    def row(self, row: Any) -> Any:
        """A record as composing may read it: withheld columns say that they are, withheld keys lead nowhere."""
        parts = self.withheld.get(row.reference, {})
        columns = {part: columns_of(type(row), part) if part else words_columns(type(row)) for part in parts}
        for part, names in columns.items():  # before any is emptied: two parts may tell one column
            self._models[row.reference] = type(row)
            if part and names and not any(_holds(row, name) for name in names):
                self.empty.add((row.reference, part))
        for part, held in parts.items():
            for name in columns[part]:
                self._empty(row, type(row)._meta.get_field(name), held)
        return row

    def _empty(self, row: Any, field: Any, held: Withheld) -> None:
        if isinstance(field, models.ForeignKey):
            if field.null and getattr(row, field.attname) is not None:
                self._keyless.add(held.code)
                setattr(row, field.attname, None)
        elif isinstance(field, EdtfField):
            self._keep(getattr(row, f"{field.name}_words"), held)
            for name, value in zip(("", "_words", "_earliest", "_latest"), ("", held.words, None, None), strict=True):
                setattr(row, f"{field.name}{name}", value)
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            self._keep(getattr(row, field.attname), held)
            if getattr(row, field.attname):
                setattr(row, field.attname, held.words)

    def _keep(self, text: str, held: Withheld) -> None:
        if len(text.strip()) >= LEAST:
            self.texts[text] = held

    def hides_members(self, row_reference: str, model: Any, field: str) -> bool:
        """Whether the rows that a many-to-many field of a record names are withheld."""
        return any(field in columns_of(model, part) for part in self.withheld.get(row_reference, {}))

    def hides_quote(self, row: Any, field: str) -> bool:
        """Whether a citation for a field of a record would quote what is withheld."""
        parts = self.withheld.get(row.reference, {})
        return "" in parts or any(field in told_columns(type(row), part) for part in parts)

    def told(self, row: Any, made: T) -> T:
        """A row of a table with what is withheld of its record replaced; `row` is the record it tells."""
        held = self.withheld.get(getattr(row, "reference", ""), {})
        if not held:
            return made
        if "" in held:
            return blank_row(type(made), held[""].words)
        return self._replaced(made, {part: one for part, one in held.items() if hasattr(made, part)})

    def page(self, page: T) -> T:
        """A page with what is withheld of its own record replaced, and of the records that its rows lead to."""
        path, parts = getattr(page, "path", ""), self.withheld.get(getattr(page, "reference", ""), {})
        own = {part: held for part, held in parts.items() if part != "title" and hasattr(page, part)}
        page = self._replaced(page, own) if own and path else page
        if not self.withheld:
            return page
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(page):  # type: ignore[arg-type]
            value = getattr(page, field.name)
            if isinstance(value, tuple) and any(isinstance(item, Link) for item in value):
                links = tuple(self._link(item) for item in value)
                if links != value:
                    changed[field.name] = links
            elif field.metadata.get("row") and value:
                rows = tuple(self._head_row(row) for row in value)
                if rows != tuple(value):
                    changed[field.name] = tuple(row for row in rows if row is not None)
        return dataclasses.replace(page, **changed) if changed else page  # type: ignore[type-var]

    def _link(self, link: Any) -> Any:
        """A link without its note, where that would say what is withheld of the record it leads to."""
        if isinstance(link, Link) and link.note and _NOTED & set(self.withheld.get(reference_at(link.url), {})):
            return dataclasses.replace(link, note="")
        return link

    def _head_row(self, row: Any) -> Any:
        """A row whose first cell leads to a record’s page, without what is withheld of that record."""
        first, *others = [field.name for field in dataclasses.fields(row)]
        head = getattr(row, first)
        if not isinstance(head, Link):
            return self._stage_row(row)
        parts = self.withheld.get(reference_at(head.url), {})
        named = {
            name: held
            for part, held in parts.items()
            for name in (part, *ELSEWHERE.get(part, ()))
            if name in others and getattr(row, name)
        }
        return self._replaced(row, named)

    def _stage_row(self, row: Any) -> Any:
        """The front page’s cases by stage and state without those whose stage or state is withheld; None when empty."""
        cases = getattr(row, "cases", None)
        if not cases or not hasattr(row, "stage"):
            return row
        left = tuple(
            link for link in cases if not {"stage", "state"} & set(self.withheld.get(reference_at(link.url), {}))
        )
        return dataclasses.replace(row, cases=left) if left else None

    def _replaced(self, made: Any, parts: Mapping[str, Withheld]) -> Any:
        changed = {}
        for field in dataclasses.fields(made):
            if field.name in parts and field.name not in _KEPT:
                value, held = getattr(made, field.name), parts[field.name]
                model = self._models.get(held.code)
                is_known = bool(value or held.code in self._keyless or (model and columns_of(model, held.part)))
                if (held.code, held.part) in self.empty or not is_known:
                    continue
                if field.name in _WORDING and value != held.words:
                    self._keep(value, held)
                changed[field.name] = marker(field, held.words)
        return dataclasses.replace(made, **changed) if changed else made

    def found_in(self, pages: Iterable[FrozenPage]) -> list[tuple[Withheld, str]]:
        """The withheld parts whose words stand in a page all the same, with the page’s address."""
        coded = {json.dumps(text, ensure_ascii=False)[1:-1]: held for text, held in self.texts.items()}
        return [(held, page.path) for page in pages for text, held in coded.items() if text in page.payload]


def _holds(row: Any, column: str) -> bool:
    """Whether a record holds anything in a column; of a many-to-many one nothing is known here, so it may."""
    field = type(row)._meta.get_field(column)
    if field.many_to_many:
        return True
    value = getattr(row, field.attname)
    return bool(value or getattr(row, f"{column}_words", "")) if not isinstance(value, bool) else True


def words_columns(model: Any) -> tuple[str, ...]:
    """The columns of a model that hold words or a date, its reference and marking aside."""
    companions = ("_words", "_earliest", "_latest")
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name != "reference"
        and not field.name.endswith(companions)
    )


def reference_at(url: str) -> str:
    """The reference in the address of a record’s page or of its place on another’s."""
    path, _, anchor = url.partition("#")
    return anchor or path.rstrip("/").rpartition("/")[2]


def blank_row(kind: type[T], words: str) -> T:
    """A row that says in its first cell that it is withheld, and nothing else."""
    first = dataclasses.fields(kind)[0]  # type: ignore[arg-type]
    return kind(**{first.name: marker(first, words)})


def marker(field: Any, words: str) -> Any:
    """What stands in a field of the allow-list that is withheld, in the field’s own shape."""
    shape, kind = field.metadata.get("shape"), str(field.type)
    if field.metadata.get("row"):
        return (blank_row(field.metadata["row"], words),)
    if shape == Shape.SOURCES or "Cited" in kind:
        return (Cited(title=words, code=words, url="/sources/", paragraph=""),)
    if shape == Shape.STATEMENTS:
        return (Statement(words=words),)
    if shape == Shape.EVENTS:
        return (Happened(date="", title=words),)
    if shape == Shape.STAGES:
        return (StageStep(words, "not-needed"),)
    if "Link" in kind:
        return (Link(words),) if "tuple" in kind else Link(words)
    return words
