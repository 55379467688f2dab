"""From the news of editions to the entries of a feed.

A feed says nothing that the site no longer says: what a later edition took away is told by its reference alone or not at all,
and of a field that changed again only the last words stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.choices import EditionKind
from governance.feeds.reading import CHANGES, Issue
from governance.feeds.subjects import Subject
from governance.public.menu import KINDS
from governance.publication.changes import FIRST, tally
from governance.publication.difference import What

#: A feed holds so many entries at most.
MOST = 60
#: Of an edition that concerns more pages than this one entry tells how many, and where they all are.
MOST_OF_AN_EDITION = 30

_GONE = (What.REMOVED, What.WITHDRAWN)
#: What happened to a page, as a reader is told.
BEGINS = {
    What.ADDED: "New", What.CHANGED: "Changed", What.REMOVED: "No longer published", What.WITHDRAWN: "Withdrawn",
    What.RESTORED: "Published again",
}  # fmt: skip
_SENTENCES = {
    What.ADDED: "This page is new.", What.CHANGED: "This page says something else or something more.",
    What.REMOVED: "This page is no longer published.", What.WITHDRAWN: "This page was withdrawn.",
    What.RESTORED: "This page was withdrawn and is published again.",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One entry of a feed: what its id ends with, what it says, where it leads, and the edition it tells of."""

    key: str
    title: str
    url: str
    what: str
    words: str
    issue: Issue
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """The news of one edition as far as they stand today, and the sentence that sums them up."""

    issue: Issue
    rows: tuple[dict[str, Any], ...]
    summary: str

    @property
    def is_first(self) -> bool:
        return self.summary == FIRST


@dataclass
class _Later:
    """What later editions said of a page, read from the newest back."""

    change: str
    title: str
    fields: set[str] = field(default_factory=set)
    is_anew: bool = False


def standing(issues: Sequence[Issue]) -> list[Told]:
    """The news of each edition, the newest first, without what later editions took away or said anew."""
    later: dict[str, _Later] = {}
    found = []
    for issue in issues:
        changes = issue.pages.get(CHANGES, {})
        news = changes.get("news", [])
        rows = tuple(row for row in (_kept(row, later.get(row["path"])) for row in news) if row)
        for row in news:
            _remember(later, row)
        found.append(Told(issue, rows, changes.get("intro", "")))
    return found


def _kept(row: dict[str, Any], later: _Later | None) -> dict[str, Any] | None:
    if later is None:
        return row
    if row["change"] in _GONE:
        return row  # by its reference alone
    if later.change in _GONE:
        return None
    lines = [] if later.is_anew else [line for line in row.get("lines", []) if line["field"] not in later.fields]
    return row | {"page": row["page"] | {"label": later.title}, "lines": lines}


def _remember(later: dict[str, _Later], row: dict[str, Any]) -> None:
    known = later.setdefault(row["path"], _Later(row["change"], row["page"]["label"]))
    known.fields |= {line["field"] for line in row.get("lines", [])}
    known.is_anew = known.is_anew or row["change"] != What.CHANGED


def entries_of(told: Sequence[Told], subject: Subject) -> list[Entry]:
    """The newest entries of a feed."""
    found: list[Entry] = []
    for one in told:
        found += _of_edition(one, subject)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _of_edition(told: Told, subject: Subject) -> Iterator[Entry]:
    issue = told.issue
    rows = [row for row in told.rows if subject.is_concerned(row)]
    if issue.kind == EditionKind.CORRECTION and (rows or subject.is_everything):
        yield Entry(
            f"edition-{issue.number}/correction", f"Correction in edition {issue.number}", "/corrections/",
            "Corrected", issue.note, issue,
        )  # fmt: skip
    gone = [row for row in rows if row["change"] == What.WITHDRAWN]
    others = [row for row in rows if row["change"] != What.WITHDRAWN]
    yield from (_of_page(row, issue) for row in gone)
    if len(others) > MOST_OF_AN_EDITION:
        yield _whole(issue, subject, tally(What(row["change"]) for row in others))
    elif others:
        yield from (_of_page(row, issue) for row in others)
    elif told.is_first or (not rows and subject.is_everything and issue.kind == EditionKind.ORDINARY):
        yield _whole(issue, subject, told.summary)


def _whole(issue: Issue, subject: Subject, words: str) -> Entry:
    """One entry for all that an edition tells of a subject."""
    key = f"edition-{issue.number}" if subject.is_everything else f"edition-{issue.number}/{subject.name}"
    return Entry(
        key, f"Edition {issue.number} was published", f"/editions/{issue.number}/changes/", "Edition", words, issue
    )


def _of_page(row: dict[str, Any], issue: Issue) -> Entry:
    change, path, label = What(row["change"]), row["path"], row["page"]["label"]
    kind = KINDS.get(row["kind"], ("", "", ""))[0]
    if change in _GONE:
        reference = path.strip("/").rpartition("/")[2]
        title = f"{BEGINS[change]}: {kind or 'page'} {reference}".replace("  ", " ")
    else:
        title = f"{BEGINS[change]}: {label} ({kind.lower()})" if kind else f"{BEGINS[change]}: {label}"
    return Entry(
        key=f"edition-{issue.number}{path}",
        title=title,
        url=f"/editions/{issue.number}/changes/" if change == What.REMOVED else path,
        what=BEGINS[change],
        words=_SENTENCES[change],
        issue=issue,
        lines=tuple((line["field"], line.get("now", "")) for line in row.get("lines", [])),
    )
