"""The family of a case: what it was split from, its phases, what was submitted again, what replaces what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import RawSQL

from governance.choices import STAGE_SHORT, CaseRelation, CaseState, Stage
from governance.models import BusinessCase
from programmes.phrases import lower_first

#: Every case of the tree that a case belongs to: up to its first case, and down from there. UNION ends a circle.
_FAMILY = """
WITH RECURSIVE
up(id, parent_id) AS (
    SELECT id, parent_id FROM governance_businesscase WHERE id = %s
    UNION SELECT c.id, c.parent_id FROM governance_businesscase c JOIN up ON c.id = up.parent_id
),
down(id) AS (
    SELECT id FROM up WHERE parent_id IS NULL
    UNION SELECT c.id FROM governance_businesscase c JOIN down ON c.parent_id = down.id
)
SELECT id FROM down
"""


@dataclass(frozen=True)
class Branch:
    """A case in the tree: how it comes from the one above, where it stands, and the cases that come from it."""

    code: str
    title: str
    url: str
    relation: str
    standing: str
    is_here: bool
    branches: tuple["Branch", ...] = ()


def family_of(case: BusinessCase, rows: Any, url: Callable[[Any], str]) -> Branch | None:
    """The tree a case stands in, or None when it stands alone; `rows` are the cases a reader may see, with_stage.

    One query. A case whose parent the reader may not see stands at the top.
    """
    found = list(rows.filter(pk__in=RawSQL(_FAMILY, [case.pk])).order_by("pk"))  # noqa: S611 (no words of a user)
    if len(found) < 2:
        return None
    known = {row.pk for row in found}
    tops = [row for row in found if row.parent_id not in known]
    above = _top_of(case.pk, {row.pk: row for row in found})
    top = next((row for row in tops if row.pk == above), None)
    return _branch(top, found, case.pk, url) if top is not None else None


def _top_of(pk: int, rows: dict[int, Any]) -> int | None:
    """The highest case above one that the reader may see."""
    seen: set[int] = set()
    while pk in rows and pk not in seen:
        seen.add(pk)
        parent = rows[pk].parent_id
        if parent not in rows:
            return pk
        pk = parent
    return None


def _branch(row: Any, rows: Iterable[Any], here: int, url: Callable[[Any], str]) -> Branch:
    below = [child for child in rows if child.parent_id == row.pk]
    return Branch(
        code=row.reference,
        title=row.title,
        url=url(row),
        relation=relation_words(row),
        standing=standing_words(row),
        is_here=row.pk == here,
        branches=tuple(_branch(child, rows, here, url) for child in below),
    )


def relation_words(case: Any) -> str:
    """How a case comes from the one above: “Phase”, “Submitted again”; of a source that does not say, “Follows from it”."""
    if case.parent_id is None:
        return ""
    return str(CaseRelation(case.relation).label) if case.relation else "Follows from it"


def standing_words(case: Any) -> str:
    """Stage and state in a few words; `case` comes with_stage."""
    if not case.state:
        stages = ", ".join(STAGE_SHORT[stage] for stage in case.needed_stages())
        return f"{stages}, not yet commissioned"
    return f"{STAGE_SHORT[Stage(case.stage)]}, {lower_first(CaseState(case.state).label)}"
