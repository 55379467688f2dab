"""The feeds and calendars of the current edition, and their ETags."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from governance.feeds import reading
from governance.feeds.atom import ATOM, feed_of
from governance.feeds.calendar import ICALENDAR, calendar_of
from governance.feeds.entries import entries_of, standing
from governance.feeds.reading import TOLD, Issue
from governance.feeds.subjects import Subject, subjects_in
from governance.models import Edition, Publication
from governance.open_data.licence import licence
from governance.public.rendering import File, etag_of


def subject_in(issues: Sequence[Issue], name: str) -> Subject | None:
    """The subject of a name in the edition that is public now, which comes first; None when it has none."""
    found = subjects_in(issues[0].pages.get(TOLD)) if issues else ()
    return next((subject for subject in found if subject.name == name), None)


def feed_file(subject: Subject, issues: Sequence[Issue]) -> bytes:
    """The feed of a subject from the newest editions."""
    return feed_of(subject, issues[0], entries_of(standing(issues), subject))


def calendar_file(subject: Subject, current: Issue) -> bytes:
    """The calendar of a subject from the edition that is public now."""
    return calendar_of(subject, current, _rows(current))


def _rows(current: Issue) -> list[dict[str, object]]:
    pages = [page for page in current.pages.values() if page["kind"] == "calendar"]
    return [row for page in sorted(pages, key=lambda page: int(page["part"])) for row in page.get("rows", [])]


def etag_of_file(current: Issue, path: str) -> str:
    """The ETag: the fingerprint of an edition covers those before it, of which a feed tells too."""
    return etag_of(current.sha256, path, current.at.isoformat(), licence().text, settings.FEED_AUTHORITY)


def feed_files(edition: Edition, publication: Publication) -> Iterator[File]:
    """Every feed and every calendar of the current edition."""
    issues, dated = reading.stored(edition)
    told = standing(issues)
    for current in dated:  # none, where the edition was composed before there were feeds
        rows = _rows(current)
        for subject in subjects_in(current.pages.get(TOLD)):
            feed, calendar = subject.paths
            entries = entries_of(told, subject)
            yield File(feed, ATOM, etag_of_file(current, feed), feed_of(subject, current, entries))
            yield File(calendar, ICALENDAR, etag_of_file(current, calendar), calendar_of(subject, current, rows))
