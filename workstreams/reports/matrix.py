"""The collaboration matrix: business areas by partnerships, as it was observed by a day (S2 Appendix B)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from programmes.fields import vague
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.reports.citations import CitedWords, citations_of
from workstreams.choices import AreaState
from workstreams.models import AreaComment, AreaGroup, AreaStatus, BusinessArea
from workstreams.tables.area import STATUS_KINDS

CSV_COLUMNS = ("group", "business_area", "partnership", "status", "words", "as_at", "comment", "source", "paragraph")


@dataclass(frozen=True)
class Cell:
    """One filled cell: the words as written, the normalised status, what it rests on."""

    code: str
    words: str
    status: str
    status_words: str
    kind: str
    as_at: str
    as_at_words: str
    url: str
    citations: tuple[CitedWords, ...]


@dataclass(frozen=True)
class Comment:
    """What a source says of an area across partnerships."""

    words: str
    as_at_words: str
    citations: tuple[CitedWords, ...]


@dataclass(frozen=True)
class Row:
    """One business area: a cell for each partnership, None where no source says anything, and the comment."""

    area: Link
    cells: tuple[Cell | None, ...]
    comment: Comment | None


@dataclass(frozen=True)
class Group:
    """A heading of the matrix and the areas under it; Local Policing has none."""

    name: str
    anchor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole matrix as asked for."""

    partnerships: tuple[Link, ...]
    groups: tuple[Group, ...]
    observed: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells are filled."""
        return sum(1 for group in self.groups for row in group.rows for cell in row.cells if cell)

    @property
    def columns(self) -> int:
        """How many columns the table has: area, partnerships, comment."""
        return len(self.partnerships) + 2

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """The column heads, then one row for each filled cell."""
        yield CSV_COLUMNS
        for group in self.groups:
            for row in group.rows:
                for partnership, cell in zip(self.partnerships, row.cells, strict=True):
                    if cell:
                        yield (
                            group.name,
                            row.area.label,
                            partnership.label,
                            cell.status_words,
                            cell.words,
                            cell.as_at,
                            row.comment.words if row.comment else "",
                            "; ".join(c.code for c in cell.citations),
                            "; ".join(c.paragraph for c in cell.citations),
                        )


def matrix(
    reader: Reader,
    *,
    group: str = "",
    partnership: str = "",
    status: str = "",
) -> Matrix:
    """The latest observation of each cell by the reader's day, narrowed to a group, a partnership or a status.

    `group` and `partnership` are references.
    With a status only the rows that have a cell of it are left, and only those cells.
    """
    latest = _latest(reader)
    comments = _comments(reader)
    alliances = {o.alliance_id: o.alliance for o in latest.values() if reader.sees(o.alliance)}
    chosen = [a for a in alliances.values() if partnership in ("", a.reference)]
    shown = sorted(chosen, key=lambda a: (a.position, a.short_name))
    cited = _citations(reader, [*latest.values(), *comments.values()])
    areas: dict[int, list[BusinessArea]] = {}
    for area in reader.rows(BusinessArea.objects).order_by("position", "pk"):
        areas.setdefault(area.group_id, []).append(area)
    groups = []
    for heading in reader.rows(AreaGroup.objects):
        if group not in ("", heading.reference):
            continue
        rows = []
        for area in areas.get(heading.pk, []):
            found = [latest.get((area.pk, alliance.pk)) for alliance in shown]
            cells = tuple(_cell(o, reader, cited) if o and status in ("", o.status) else None for o in found)
            if any(cells) or not status:
                rows.append(Row(Link(area.name, reader.url(area)), cells, _comment(comments.get(area.pk), cited)))
        if rows or not status:
            groups.append(Group(heading.name, heading.reference, tuple(rows)))
    dates = {vague(o, "as_at") for o in latest.values()}
    observed = sorted({(date.latest or dt.date.max, str(date)) for date in dates})
    return Matrix(
        partnerships=tuple(Link(a.short_name, reader.url(a)) for a in shown),
        groups=tuple(groups),
        observed=tuple(dict.fromkeys(words for _, words in observed)),
    )


def _latest(reader: Reader) -> dict[tuple[int, int], AreaStatus]:
    """The last observation of each cell that had surely been made by the reader's day."""
    rows: Any = reader.rows(AreaStatus.objects).select_related("alliance")
    if reader.as_at:
        rows = rows.filter(as_at_latest__lte=reader.as_at)
    return {(o.area_id, o.alliance_id): o for o in rows.order_by("as_at_latest", "as_at_earliest", "pk")}


def _comments(reader: Reader) -> dict[int, AreaComment]:
    rows: Any = reader.rows(AreaComment.objects)
    if reader.as_at:
        rows = rows.filter(as_at_latest__lte=reader.as_at)
    return {c.area_id: c for c in rows.order_by("as_at_latest", "as_at_earliest", "pk")}


def _citations(reader: Reader, records: list[Any]) -> dict[str, tuple[CitedWords, ...]]:
    found: dict[str, list[CitedWords]] = {}
    for citation in citations_of({record.reference: "" for record in records}, reader):
        found.setdefault(citation.about, []).append(citation)
    return {code: tuple(citations) for code, citations in found.items()}


def _cell(observation: AreaStatus, reader: Reader, cited: dict[str, tuple[CitedWords, ...]]) -> Cell:
    return Cell(
        code=observation.reference,
        words=observation.words,
        status=observation.status,
        status_words=AreaState(observation.status).label,
        kind=STATUS_KINDS[observation.status],
        as_at=observation.as_at,
        as_at_words=str(vague(observation, "as_at")),
        url=reader.url(observation),
        citations=cited.get(observation.reference, ()),
    )


def _comment(comment: AreaComment | None, cited: dict[str, tuple[CitedWords, ...]]) -> Comment | None:
    if comment is None:
        return None
    return Comment(comment.words, str(vague(comment, "as_at")), cited.get(comment.reference, ()))
