"""How much of each gap there is, counted in one query for all, and the rows of one gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Value
from django.urls import reverse
from django.utils.http import urlencode

from governance.quality import GAPS, MONTHS, Gap, Looking
from programmes.admin_site import address
from programmes.models import Reference
from programmes.tables.base import count_words
from programmes.together import Part, kept_together, together


@dataclass(frozen=True)
class Counted:
    """One gap with the number of its rows and the list whose length that is."""

    gap: Gap
    rule: str
    number: int
    url: str

    @property
    def words(self) -> str:
        """The number with what it counts: “3 cases”."""
        return count_words(self.number, *self.gap.noun)


def gap_url(gap: Gap, months: int = MONTHS, name: str = "governance:data-quality") -> str:
    """The list of one gap."""
    asked = {"gap": gap.code} | ({"months": months} if months != MONTHS else {})
    return f"{reverse(name)}?{urlencode(asked)}"


def counted(looking: Looking, gaps: Sequence[Gap] = GAPS) -> list[Counted]:
    """Every gap, or some, with its number of rows; one query for all of them."""
    key = ("data quality", looking.reader.sight, looking.today, looking.months, tuple(gap.code for gap in gaps))
    read = kept_together(key, lambda: {gap.code: _number(gap.rows(looking)) for gap in gaps})
    return [
        Counted(gap, gap.rule_for(looking.months), sum(n for (n,) in read[gap.code]), gap_url(gap, looking.months))
        for gap in gaps
    ]


def _number(rows: Any) -> Part:
    one = rows.order_by().annotate(one=Value(1)).values("one")
    return Part(one.annotate(in_all=Count("pk")), ("in_all",))


def give_places(rows: list[Any]) -> None:
    """Give index rows, which are of many kinds, the address of their record on the desk; one query for all kinds."""
    kinds: dict[str, list[str]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row.code)
    if not kinds:
        return
    parts = {
        kind: Part(apps.get_model(kind)._base_manager.filter(reference__in=codes), ("pk", "reference"))
        for kind, codes in kinds.items()
    }
    keys = {code: (kind, pk) for kind, found in together(parts).items() for pk, code in found}
    for row in rows:
        kind, pk = keys[row.code]
        row.desk_url = f"{address(apps.get_model(kind), 'change', pk)}#citations-group"


def code_of(row: Any) -> str:
    """The reference of a row, of a record or of the index."""
    return str(row.code if isinstance(row, Reference) else row.reference)


def name_of(row: Any) -> str:
    """What a row is called."""
    return str(row.title if isinstance(row, Reference) else row)


def csv_counts(found: list[Counted]) -> Iterator[tuple[str, ...]]:
    """The column heads, then one row for each gap."""
    yield ("gap", "rule", "why", "number", "of")
    for one in found:
        yield (one.gap.title, one.rule, one.gap.why, str(one.number), one.gap.noun[1])


def csv_rows(gap: Gap, rows: Any) -> Iterator[tuple[str, ...]]:
    """The column heads, then one row for each row of a gap."""
    yield ("reference", "name", "gap", "detail")
    for row in rows:
        yield (code_of(row), name_of(row), gap.title, gap.detail(row))
