"""A list as one page, or as several of bounded size."""

from collections.abc import Sequence
from typing import Any

from governance.publication.pages import ListPage

#: Rows of one part of a list; with the longest rows of the record a part stays below 60 kB of HTML.
ROWS_IN_A_PART = 80


def parts_of(
    kind: Any, path: str, title: str, intro: str, rows: Sequence[Any], most: int = ROWS_IN_A_PART, **more: Any
) -> list[ListPage]:
    """A list as one page, or as several, the first at `path` and the next at `path` + “part-2/”.

    `more` are fields that each part shows.
    """
    count = max(1, -(-len(rows) // most))
    return [
        kind(
            path=path if part == 1 else f"{path}part-{part}/",
            title=title if part == 1 else f"{title}, part {part} of {count}",
            intro=intro,
            total=f"{len(rows):,}",
            part=str(part),
            parts=str(count),
            rows=tuple(rows[(part - 1) * most : part * most]),
            **more,
        )
        for part in range(1, count + 1)
    ]
