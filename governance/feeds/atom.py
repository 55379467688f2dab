"""A feed as Atom (RFC 4287), written by Django’s own generator; its ids are tag URIs (RFC 4151)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join

from governance.feeds.entries import MOST, Entry
from governance.feeds.reading import Issue
from governance.feeds.subjects import Subject
from governance.open_data.licence import licence
from governance.public.metadata import SITE
from governance.public.reading import day_words

ATOM = "application/atom+xml; charset=utf-8"


class _Feed(Atom1Feed):
    """Atom with the moment of the edition in place of that of writing, and with a link to what is older."""

    def latest_post_date(self) -> dt.datetime:
        return self.feed["moved_at"]

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        archive = {"rel": "related", "href": self.feed["archive"], "title": "Every edition that was published"}
        handler.addQuickElement("link", "", archive)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("link", "", {"rel": "via", "href": item["via"], "title": item["via_title"]})


def tag(key: str) -> str:
    """The id of an entry or a feed, the same wherever the site moves to."""
    return f"tag:{settings.FEED_AUTHORITY}:{key}"


def feed_of(subject: Subject, current: Issue, entries: Sequence[Entry]) -> bytes:
    """The feed of a subject as the edition that is public now makes it."""
    site = settings.PUBLIC_ADDRESS
    whose = "Everything" if subject.is_everything else subject.words
    feed = _Feed(
        title=f"{whose}: what changed – {SITE}",
        link=f"{site}{subject.url}",
        description="",
        subtitle=f"What each published edition added, changed, corrected or withdrew. The newest {MOST} entries at most; "
        f"all that was published before is in the archive of editions, {site}/editions/.",
        language="en-GB",
        author_name=licence().publisher,
        feed_url=f"{site}{subject.paths[0]}",
        feed_guid=tag(f"feeds/{subject.name}"),
        feed_copyright=f"{licence().attribution} {licence().url}",
        moved_at=entries[0].issue.at if entries else current.at,
        archive=f"{site}/editions/",
    )
    for entry in entries:
        number = entry.issue.number
        feed.add_item(
            title=entry.title,
            link=f"{site}{entry.url}",
            description=_words(entry),
            pubdate=entry.issue.at,
            updateddate=entry.issue.at,
            unique_id=tag(entry.key),
            categories=(entry.what, f"Edition {number}"),
            via=f"{site}/editions/{number}/",
            via_title=f"Edition {number}",
        )
    return feed.writeString("utf-8").encode()


def _words(entry: Entry) -> str:
    """What an entry says, as HTML: Atom has it escaped once more."""
    edition = f"Edition {entry.issue.number}, published {day_words(entry.issue.at)}."
    parts = [format_html("<p>{} {}</p>", entry.words, edition)]
    if entry.lines:
        parts.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", _said(entry.lines))))
    return "".join(parts)


def _said(lines: Iterable[tuple[str, str]]) -> Iterable[tuple[str]]:
    for label, now in lines:
        yield (f"{label}: {now}" if now else f"{label}: something was taken out",)
