"""The rows of a table laid out to answer from: each as JSON already, found by reference and by filter.

Laying out takes as long as reading the table; answering from it takes a small part of that. A process keeps one for
each table of the current edition. The fingerprint of the page that it was made from says whether it still holds.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.open_data.api.filters import filters_of
from governance.open_data.columns import Table
from governance.open_data.edition import placed_rows
from governance.open_data.files.json_file import as_json


@dataclass(frozen=True)
class Shelf:
    """The rows of a table in their order; `places` are their places in the edition."""

    sha256: str
    places: tuple[int, ...]
    lines: tuple[str, ...]
    references: tuple[str, ...]
    #: Numbers of rows whose reference alone is told, because a part is withheld.
    withheld: frozenset[int]
    numbers: dict[str, int]
    found: dict[tuple[str, str], frozenset[int]]

    def matching(self, wanted: Iterable[tuple[str, str]]) -> list[int]:
        """The numbers of the rows that have all of some values, in order."""
        sets = [self.found.get(pair, frozenset()) for pair in wanted]
        return sorted(frozenset.intersection(*sets)) if sets else list(range(len(self.lines)))


def lay_out(table: Table, sha256: str, content: dict[str, Any], withdrawn: Iterable[str] = ()) -> Shelf:
    """Lay out the rows that a dataset page carries, without those of withdrawn records."""
    filters = filters_of(table)
    placed = list(placed_rows(table, content, withdrawn))
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, (_, row) in enumerate(placed):
        for one in filters.values():
            for key in one.keys(row):
                found[one.name, key].add(number)
    references = tuple(row.get("reference", "") for _, row in placed)
    return Shelf(
        sha256=sha256,
        places=tuple(place for place, _ in placed),
        lines=tuple(json.dumps(as_json(table, row), ensure_ascii=False) for _, row in placed),
        references=references,
        withheld=frozenset(number for number, (_, row) in enumerate(placed) if set(row) == {"reference"}),
        numbers={reference: number for number, reference in enumerate(references) if reference},
        found={pair: frozenset(numbers) for pair, numbers in found.items()},
    )
