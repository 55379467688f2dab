"""What changed in an edition, told on its own pages: a sentence and a table on the front page, the whole at /changes/."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from governance.publication.canonical import FrozenPage, canonical, fingerprint, freeze
from governance.publication.concerning import Concerns, subjects_of
from governance.publication.difference import PageChange, What, difference, page_fields, words_of
from governance.publication.parts import Link, Shape
from governance.publication.rows import ChangeRow
from governance.publication.special_pages import ChangesPage
from governance.publication.status_rows import NewsLine, NewsRow

ON_THE_FRONT = 8
MOST_CHANGES = 200
#: How many letters of one field the feeds tell.
MOST_LETTERS = 240

FIRST = "This is the first edition, so everything in it is new."

#: The page of one record; other pages below a list are the same list once more, narrowed or sorted.
_RECORD = re.compile(r"/[A-Z]+-[0-9]+/$")

_ORDER = (What.WITHDRAWN, What.RESTORED, What.ADDED, What.CHANGED, What.REMOVED)


def with_changes(
    composed: Mapping[str, FrozenPage], previous: Mapping[str, FrozenPage]
) -> tuple[dict[str, FrozenPage], tuple[PageChange, ...]]:
    """The pages with their own account of what changed since `previous`, and the changes themselves."""
    changes = difference(previous, composed)
    told = sorted((c for c in changes if _is_worth_telling(c)), key=lambda c: (_ORDER.index(c.what), c.path))
    rows = [ChangeRow(page=_link(c), change=c.what.value, fields=_fields(c)) for c in told]
    words = sentence(told) if previous else FIRST
    listed = tuple(rows[:MOST_CHANGES]) if previous else ()
    pages = dict(composed)
    changed = ChangesPage(
        path="/changes/", title="What changed in this edition", intro=words, rows=listed,
        news=tuple(_news(told, composed, previous)) if previous else (),
    )  # fmt: skip
    pages[changed.path] = freeze(changed)
    front = pages["/"]
    content = {**front.content, "changes": listed[:ON_THE_FRONT], "changes_words": words}
    payload = canonical(content)
    pages["/"] = FrozenPage(front.path, front.kind, front.title, payload, fingerprint(payload))
    return pages, changes


def _is_worth_telling(change: PageChange) -> bool:
    """Lists and the front page follow from the records’ own pages; they are not told twice."""
    if _RECORD.search(change.path) or change.path.startswith("/matrix/"):
        return True
    return change.path.count("/") == 2 and change.path != "/data/" and change.what != What.CHANGED


def _link(change: PageChange) -> Link:
    """A page that is gone is told by its reference alone: its title may be what must no longer be public."""
    if change.what == What.REMOVED:
        return Link(change.path.strip("/").rpartition("/")[2])
    return Link(change.title, change.path)


def _news(
    told: list[PageChange], composed: Mapping[str, FrozenPage], previous: Mapping[str, FrozenPage]
) -> Iterator[NewsRow]:
    """The changes as the feeds tell them: what each page says now, and whom it concerns; of one gone, whom it did."""
    now, before = Concerns(composed), Concerns(previous)
    told_of = frozenset(subject["reference"] for subject in subjects_of(composed))
    for change in told:
        is_gone = change.what in (What.REMOVED, What.WITHDRAWN)
        page = (previous if is_gone else composed)[change.path]
        yield NewsRow(
            page=_link(change),
            path=change.path,
            kind=page.kind,
            change=change.what.value,
            lines=_lines(change, composed),
            concerns=tuple(sorted(told_of & (before if is_gone else now).at(change.path))),
        )


def _lines(change: PageChange, composed: Mapping[str, FrozenPage]) -> tuple[NewsLine, ...]:
    """What a page says now where it changed: never what it said before, which may be what must no longer be public."""
    if change.what == What.WITHDRAWN:
        return (NewsLine("Reason", composed[change.path].content["reason"]),)
    if change.what in (What.ADDED, What.RESTORED):
        return _first_words(composed[change.path])
    said: dict[str, list[str]] = {}
    for line in change.lines:
        said.setdefault(line.field, []).extend(filter(None, [line.after]))
    return tuple(NewsLine(field, _shortened("; ".join(words))) for field, words in said.items())


def _first_words(page: FrozenPage) -> tuple[NewsLine, ...]:
    """What a page begins with: the wording of a decision, with the conditions set for it; the purpose of a case."""
    labels = {field.name: field.metadata["label"] for field in page_fields(page.kind)}
    leads = [field.name for field in page_fields(page.kind) if field.metadata["shape"] == Shape.LEAD][:1]
    said = ((labels[name], page.content.get(name)) for name in (*leads, "conditions") if name in labels)
    return tuple(NewsLine(label, _shortened(words_of(value))) for label, value in said if value)


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1].rpartition(' ')[0]}…"


def _fields(change: PageChange) -> str:
    return ", ".join(dict.fromkeys(line.field for line in change.lines))


def sentence(changes: list[PageChange]) -> str:
    """How many pages changes are about, in words."""
    return tally(change.what for change in changes)


def tally(whats: Iterable[What]) -> str:
    """How many pages were added, changed, removed, withdrawn or restored, in words."""
    counts = Counter(whats)
    parts = [f"{counts[what]:,} {_pages(counts[what])} {what.value.lower()}" for what in _ORDER if counts[what]]
    if not parts:
        return "No page of a record changed in this edition."
    return f"In this edition: {', '.join(parts)}."


def _pages(count: int) -> str:
    return "page" if count == 1 else "pages"
