"""The collaboration matrix: business areas by partnerships, as at each date that a source observes it."""

from collections.abc import Iterable
from typing import Any

from governance.publication.parts import Cited, Link
from governance.publication.record import PublicRecord, when
from governance.publication.special_pages import MatrixCell, MatrixGroup, MatrixPage, MatrixRow
from programmes.fields import vague
from programmes.models import Alliance
from workstreams.models import AreaComment, AreaGroup, AreaStatus, BusinessArea

INTRO = (
    "Which areas of police business the forces share in which partnership. Each cell keeps the words of its source; "
    "an empty cell means that the source says nothing."
)


def matrix_pages(record: PublicRecord) -> list[MatrixPage]:
    """The matrix at /matrix/ with what was last said of each cell, and one page for each date of observation."""
    seen = sorted({(vague(row, "as_at").latest, row.as_at) for row in record.rows(AreaStatus).values()}, key=str)
    dates = [date for _, date in seen]
    words = {row.as_at: when(row, "as_at") for row in record.rows(AreaStatus).values()}
    links = tuple(Link(words[date], f"/matrix/{address(date)}/") for date in dates)
    latest = words[dates[-1]] if dates else ""
    pages = [matrix_page(record, "/matrix/", "Collaboration matrix", latest, links, dates)]
    for number, date in enumerate(dates, start=1):
        title = f"Collaboration matrix as at {words[date]}"
        pages.append(matrix_page(record, f"/matrix/{address(date)}/", title, words[date], links, dates[:number]))
    return pages


def address(edtf: str) -> str:
    """An EDTF date as part of an address: the slash of an interval becomes “to”."""
    return "".join(c if c.isalnum() or c == "-" else "x" for c in edtf.replace("/", "to"))


def matrix_page(
    record: PublicRecord, path: str, title: str, as_at: str, links: tuple[Link, ...], dates: list[str]
) -> MatrixPage:
    """The matrix from the observations of `dates`, the last of them winning in each cell."""
    order = {date: number for number, date in enumerate(dates)}
    cells: dict[tuple[int, int], AreaStatus] = {}
    used: dict[int, Any] = {}
    observed = (row for row in record.rows(AreaStatus).values() if row.as_at in order)
    for row in sorted(observed, key=lambda row: order[row.as_at]):
        if alliance := record.one(Alliance, row.alliance_id):
            used[alliance.pk] = alliance
            cells[row.area_id, row.alliance_id] = row
    comments = {
        row.area_id: row
        for row in sorted(
            (row for row in record.rows(AreaComment).values() if row.as_at in order),
            key=lambda row: order[row.as_at],
        )
    }
    columns = sorted(used.values(), key=lambda alliance: (alliance.position, alliance.short_name))
    latest = dates[-1] if dates else ""
    groups = []
    for group in record.rows(AreaGroup).values():
        rows = [
            MatrixRow(
                area=area.name,
                cells=tuple(cell(cells.get((area.pk, column.pk)), latest) for column in columns),
                comment=comments[area.pk].words if area.pk in comments else "",
            )
            for area in record.group(BusinessArea, "group_id", group.pk)
        ]
        groups.append(MatrixGroup(group=group.name, rows=tuple(rows)))
    return MatrixPage(
        path=path,
        title=title,
        intro=INTRO,
        as_at=as_at,
        dates=links,
        partnerships=record.links(columns),
        groups=tuple(groups),
        sources=sources(record, cells.values()),
    )


def cell(row: AreaStatus | None, latest: str) -> MatrixCell:
    """One cell; it names its date only when that is not the date of the whole matrix."""
    if row is None:
        return MatrixCell()
    return MatrixCell(
        status=row.get_status_display(),
        words=row.words,
        as_at=when(row, "as_at") if row.as_at != latest else "",
    )


def sources(record: PublicRecord, rows: Iterable[AreaStatus]) -> tuple[Cited, ...]:
    """The sources of the cells, each once."""
    found: dict[str, Cited] = {}
    for row in rows:
        for cited in record.cited(row, quotes=False):
            found.setdefault(cited.code, Cited(title=cited.title, code=cited.code, url=cited.url, paragraph=""))
    return tuple(found.values())
