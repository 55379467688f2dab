"""What one edition changes against another, page by page and field by field, in words."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from enum import StrEnum
from typing import Any

from governance.publication import data_pages, deciding_pages, pages, special_pages, telling_pages
from governance.publication.canonical import FrozenPage, canonical
from governance.publication.narrowing import is_combined
from governance.publication.pages import Page
from governance.publication.special_pages import ChangesPage, Tombstone

#: What is told only because of the change itself, or in words beside it, takes no part in the difference.
_TOLD_APART = {
    ("front", "changes"), ("front", "changes_words"), ("decision", "day"), ("local-decision", "day"), ("report", "document"),
}  # fmt: skip

#: Keys that are addresses, not words.
_NOT_WORDS = {"url", "path", "sources"}


def _page_types() -> dict[str, type[Page]]:
    found: dict[str, type[Page]] = {}
    for module in (pages, special_pages, deciding_pages, telling_pages, data_pages):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Page) and value.KIND:
                found[value.KIND] = value
    return found


#: The dataclass of each kind of page.
PAGE_TYPES = _page_types()


def page_fields(kind: str) -> tuple[Field[Any], ...]:
    """What a kind of page shows. Nothing of a kind that only an earlier release knew: its editions stay, its class may go."""
    return fields(PAGE_TYPES[kind]) if kind in PAGE_TYPES else ()


def may_be_withdrawn(kind: str) -> bool:
    """Whether a page of a kind may be withdrawn by itself: the page of a record, in a form that this release knows."""
    return kind in PAGE_TYPES and PAGE_TYPES[kind].IS_WITHDRAWABLE


class What(StrEnum):
    ADDED = "Added"
    CHANGED = "Changed"
    REMOVED = "Removed"
    WITHDRAWN = "Withdrawn"
    RESTORED = "Restored"


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its label, and its words before and after; a list tells what it gains and loses."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class PageChange:
    """One page that differs between two editions."""

    path: str
    title: str
    what: What
    lines: tuple[FieldChange, ...] = ()


def difference(before: Mapping[str, FrozenPage], after: Mapping[str, FrozenPage]) -> tuple[PageChange, ...]:
    """The pages that `after` adds, changes, removes, withdraws or restores against `before`, by path.

    Lists narrowed by several choices are left out: they follow from those of one.
    """
    changes = []
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if (old or new).kind == ChangesPage.KIND or is_combined(path):  # type: ignore[union-attr]
            continue
        change = _page_change(path, old, new)
        if change:
            changes.append(change)
    return tuple(changes)


def _page_change(path: str, old: FrozenPage | None, new: FrozenPage | None) -> PageChange | None:
    if new is None:
        return PageChange(path, old.title if old else "", What.REMOVED)
    was_stone, is_stone = old is not None and old.kind == Tombstone.KIND, new.kind == Tombstone.KIND
    if is_stone and not was_stone:
        return PageChange(path, new.title, What.WITHDRAWN)
    if was_stone and not is_stone:
        return PageChange(path, new.title, What.RESTORED)
    if old is None:
        return PageChange(path, new.title, What.ADDED)
    if old.sha256 == new.sha256:
        return None
    lines = _field_changes(new.kind, old.content, new.content)
    return PageChange(path, new.title, What.CHANGED, lines) if lines or new.kind not in PAGE_TYPES else None


def _field_changes(kind: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    lines: list[FieldChange] = []
    for field in page_fields(kind):
        before, after = old.get(field.name, ""), new.get(field.name, "")
        if before == after or (kind, field.name) in _TOLD_APART:
            continue
        label = field.metadata["label"]
        if (kind, field.name) == ("dataset", "rows"):
            lines += _row_changes(label, before or [], after or [])
        elif isinstance(before or after, list):
            row = field.metadata["row"]
            pairs = _item_changes(before or [], after or [], row)
            lines += [FieldChange(label, *pair) for pair in pairs] or [FieldChange(label, "", "in another order")]
        else:
            lines.append(FieldChange(label, words_of(before), words_of(after)))
    return tuple(lines)


def _item_changes(before: list[Any], after: list[Any], row: type | None) -> list[tuple[str, str]]:
    """The words of each item of a list that came, went or changed, before and after; "" where it was not there."""
    head = fields(row)[0].name if row else ""
    had = [*zip(before, _lines_of(before, row), strict=True)]
    has = [*zip(after, _lines_of(after, row), strict=True)]
    lost = [item for item in had if item[1] not in {words for _, words in has}]
    gained = [item for item in has if item[1] not in {words for _, words in had}]
    is_in_place = len(lost) == len(gained) and not any(isinstance(item, Mapping) for item, _ in lost + gained)
    pairs = []
    for position, (item, words) in enumerate(lost):
        new = gained[position] if is_in_place else next((one for one in gained if _is_same(item, one[0], head)), None)
        pairs.append((words, new[1] if new else ""))
        if new and not is_in_place:
            gained.remove(new)
    return pairs if is_in_place else [*pairs, *(("", words) for _, words in gained)]


def _is_same(old: Any, new: Any, head: str) -> bool:
    """Whether two rows or links tell the same thing: they lead to one address, or else half of what they say agrees."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return False
    here, there = (_leads_to(item, head) for item in (old, new))
    if here or there:
        return here == there
    said = [key for key in {**old, **new} if key not in _NOT_WORDS and (old.get(key) or new.get(key))]
    return 2 * sum(old.get(key) == new.get(key) for key in said) >= len(said)


def _leads_to(item: Mapping[str, Any], head: str) -> str:
    """The address of a link, or of the link that heads a row; of a step, what it is called."""
    first = item.get(head, item)
    return str(first.get("url") or first.get("label", "")) if isinstance(first, Mapping) else ""


def _row_changes(label: str, before: list[dict[str, str]], after: list[dict[str, str]]) -> list[FieldChange]:
    """How many rows of a table of the open data came, went or changed; the pages of the records say what."""
    had, has = ({canonical(row) for row in rows} for rows in (before, after))
    lost, gained = len(had - has), len(has - had)
    if not lost and not gained:
        return [FieldChange(label, "", "in another order")]
    return [FieldChange(label, _rows(lost, "as they were before"), _rows(gained, "new or as they are now"))]


def _rows(count: int, words: str) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'} {words}" if count else ""


def _lines_of(value: Any, row: type | None) -> list[str]:
    """The words of each item of a list; a row of a table in the order of its columns."""
    order = [field.name for field in fields(row)] if row else []  # type: ignore[arg-type]
    return [words_of({key: item[key] for key in order if key in item} if order else item) for item in value or []]


def words_of(value: Any) -> str:
    """The words of a value of a page, addresses and citations left aside."""
    if isinstance(value, Mapping):
        parts = [words_of(item) for key, item in value.items() if key not in _NOT_WORDS]
        return ", ".join(part for part in parts if part) or ", ".join(
            str(item) for key, item in value.items() if key in _NOT_WORDS and isinstance(item, str)
        )
    if isinstance(value, list):
        return "; ".join(words_of(item) for item in value)
    return "yes" if value is True else str(value)
