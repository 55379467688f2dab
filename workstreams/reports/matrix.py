"""The collaboration matrix: business areas by partnerships, as it was observed by a day (S2 Appendix B)."""

import datetime as dt
from collections import Counter
from typing import Any

from programmes.fields import vague
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.reports.citations import CitedWords, citations_of
from workstreams.choices import AreaState
from workstreams.matrix_changes import SKIPPED, Seen, judged, skipped_a_step
from workstreams.models import AreaComment, AreaGroup, AreaStatus, BusinessArea
from workstreams.reports.matrix_parts import (
    CHANGE_KINDS,
    Cell,
    Comment,
    Difference,
    Group,
    Matrix,
    Observation,
    Place,
    Row,
)
from workstreams.tables.area import STATUS_KINDS


class _Observed:
    """The observations a reader may read, cell by cell in the order they were made, and what they rest on."""

    def __init__(self, reader: Reader, until: dt.date | None) -> None:
        self.reader = reader
        self.cells: dict[tuple[int, int], list[AreaStatus]] = {}
        self.alliances: dict[int, Any] = {}
        rows = _until(reader.rows(AreaStatus.objects).select_related("alliance"), until)
        for row in rows:
            if reader.sees(row.alliance):
                self.cells.setdefault((row.area_id, row.alliance_id), []).append(row)
                self.alliances[row.alliance_id] = row.alliance
        self.comments = {c.area_id: c for c in _until(reader.rows(AreaComment.objects), until)}
        codes = [row.reference for found in self.cells.values() for row in found]
        codes += [comment.reference for comment in self.comments.values()]
        self.cited: dict[str, list[CitedWords]] = {}
        for citation in citations_of(dict.fromkeys(codes, ""), reader):
            self.cited.setdefault(citation.about, []).append(citation)

    def surveyed(self, after: dt.date) -> set[int]:
        """The partnerships of which something was observed after a day."""
        return {place[1] for place, rows in self.cells.items() if any(_made_by(row) > after for row in rows)}

    def observation(self, row: AreaStatus) -> Observation:
        return Observation(**self.fields(row))

    def fields(self, row: AreaStatus) -> dict[str, Any]:
        return {
            "code": row.reference,
            "words": row.words,
            "status": row.status,
            "status_words": AreaState(row.status).label,
            "kind": STATUS_KINDS[row.status],
            "as_at": row.as_at,
            "as_at_words": str(vague(row, "as_at")),
            "citations": tuple(self.cited.get(row.reference, ())),
        }

    def cell(self, place: tuple[int, int], against: dt.date | None, surveyed: set[int]) -> Cell | None:
        """The cell of an area and a partnership, compared with an earlier day when one is given."""
        rows = self.cells.get(place)
        if not rows:
            return None
        earlier = tuple(self.observation(row) for row in reversed(rows[:-1]))
        difference = None
        if against:
            seen = [row for row in rows if _made_by(row) <= against]
            difference = self._difference(seen[-1] if seen else None, rows[-1], place[1] in surveyed)
        return Cell(**self.fields(rows[-1]), earlier=earlier, difference=difference)

    def _difference(self, before: AreaStatus | None, after: AreaStatus, surveyed: bool) -> Difference:
        was = Seen(before.reference, before.status, before.words) if before else None
        now = Seen(after.reference, after.status, after.words)
        change = judged(was, now, surveyed=surveyed)
        observation = self.observation(before) if before else None
        return Difference(change, CHANGE_KINDS[change], skipped_a_step(was, now), observation)

    def comment(self, area: BusinessArea) -> Comment | None:
        found = self.comments.get(area.pk)
        if found is None:
            return None
        return Comment(found.words, str(vague(found, "as_at")), tuple(self.cited.get(found.reference, ())))


def matrix(
    reader: Reader,
    *,
    group: str = "",
    partnership: str = "",
    status: str = "",
    change: str = "",
    against: dt.date | None = None,
) -> Matrix:
    """The latest observation of each cell by the reader's day, narrowed to a group, a partnership or a status.

    `group` and `partnership` are references. With a status or a change only the rows that have a cell of it are left,
    and only those cells. With `against` the cells of the later of the two days say what became of them since the
    earlier one.
    """
    later, earlier = reader.as_at, against
    if later and against and against > later:
        later, earlier = against, later
    observed = _Observed(reader, later)
    surveyed = observed.surveyed(earlier) if earlier else set()
    chosen = [a for a in observed.alliances.values() if partnership in ("", a.reference)]
    shown = sorted(chosen, key=lambda a: (a.position, a.short_name))
    areas: dict[int, list[BusinessArea]] = {}
    for area in reader.rows(BusinessArea.objects).order_by("position", "pk"):
        areas.setdefault(area.group_id, []).append(area)
    groups, statuses, changes = [], Counter[str](), Counter[str]()
    for heading in reader.rows(AreaGroup.objects):
        if group not in ("", heading.reference):
            continue
        rows = []
        for area in areas.get(heading.pk, []):
            found = [observed.cell((area.pk, alliance.pk), earlier, surveyed) for alliance in shown]
            statuses.update(c.status for c in found if c and (not c.difference or c.difference.is_of(change)))
            changes.update(c.difference.change for c in found if c and c.difference and status in ("", c.status))
            changes[SKIPPED[0]] += sum(
                1 for c in found if c and c.difference and c.difference.skipped and status in ("", c.status)
            )
            places = tuple(
                Place(alliance.short_name, cell if cell and _is_asked(cell, status, change) else None)
                for alliance, cell in zip(shown, found, strict=True)
            )
            if any(place.cell for place in places) or not (status or change):
                rows.append(Row(Link(area.name, reader.url(area)), places, observed.comment(area)))
        if rows or not (status or change):
            groups.append(Group(heading.name, heading.reference, tuple(rows)))
    dates = {vague(rows[-1], "as_at") for rows in observed.cells.values()}
    words = sorted({(date.latest or dt.date.max, str(date)) for date in dates})
    return Matrix(
        partnerships=tuple(Link(a.short_name, reader.url(a)) for a in shown),
        groups=tuple(groups),
        observed=tuple(dict.fromkeys(said for _, said in words)),
        statuses=dict(statuses),
        changes=dict(changes),
        against=earlier,
    )


def _is_asked(cell: Cell, status: str, change: str) -> bool:
    return status in ("", cell.status) and (cell.difference is None or cell.difference.is_of(change))


def _until(rows: Any, day: dt.date | None) -> Any:
    """The rows that had surely been observed by a day, the oldest first."""
    if day:
        rows = rows.filter(as_at_latest__lte=day)
    return rows.order_by("as_at_latest", "as_at_earliest", "pk")


def _made_by(row: Any) -> dt.date:
    """The day by which an observation had surely been made."""
    return row.as_at_latest or dt.date.max
