"""The words of the messages: plain text, with the links to public pages and the one that stops them."""

import textwrap
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage

from governance.alerts.telling import News, Row
from governance.alerts.tokens import DAYS_TO_CONFIRM, confirm_url, stop_url
from governance.choices import EditionKind
from governance.feeds.entries import BEGINS
from governance.models import AlertReader, AlertRequest
from governance.public.metadata import SITE
from governance.publication.difference import What
from programmes.tables.base import count_words

#: So many pages are told in a message, so many lines of each, so long; the rest is on the page that tells all.
MOST_PAGES, MOST_LINES, LONGEST = 40, 6, 280

_SUBJECTS = {EditionKind.CORRECTION: "Correction", EditionKind.WITHDRAWAL: "Withdrawal"}


def public_url(path: str) -> str:
    """The whole address of a public page."""
    return f"{settings.PUBLIC_ADDRESS or settings.SITE_URL}{path}"


def confirmation(request: AlertRequest) -> EmailMessage:
    """What the mailbox is sent that alerts were asked for. It does not repeat what was asked: a stranger may have."""
    lines = [
        f"Somebody, perhaps you, asked for alerts from “{SITE}” to this mailbox.",
        "",
        "To get them, follow this link and press the button on the page:",
        confirm_url(request.key),
        "",
        f"The link works for {DAYS_TO_CONFIRM} days. If it was not you, do nothing: the request is then deleted.",
    ]
    return EmailMessage(f"Confirm your alerts: {SITE}", "\n".join(lines), to=[request.mailbox], headers=_AUTOMATIC)


#: No mail system need answer these messages with one of its own (RFC 3834).
_AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def alert(reader: AlertReader, news: News, told: tuple[Row, ...], names: Iterable[str]) -> EmailMessage:
    """One reader’s message about one edition. One click stops it, in the mail programme (RFC 8058) or by the link."""
    stop = stop_url(reader.key)
    return EmailMessage(
        subject(news, told),
        f"{body(news, told, names)}\n\n{_foot(stop)}",
        to=[reader.mailbox],
        headers=_AUTOMATIC | {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def subject(news: News, told: tuple[Row, ...]) -> str:
    """The line a mailbox shows."""
    edition = f"edition {news.number}"
    if news.kind in _SUBJECTS:
        edition = f"{_SUBJECTS[news.kind]}, {edition}"
    return f"{SITE}: {edition}" + (f", {count_words(len(told), 'page', 'pages')}" if told else "")


def body(news: News, told: tuple[Row, ...], names: Iterable[str]) -> str:
    """What changed, in words; the same for all who asked for the same."""
    parts = [f"Edition {news.number} of “{SITE}” was published on {news.day}."]
    if news.kind in _SUBJECTS:
        parts.append(f"It is a {_SUBJECTS[news.kind].lower()}. {news.told.issue.note}")
    parts.append(f"You asked for: {'; '.join(names)}.")
    if not told:
        parts.append(news.told.summary)
    parts += ["\n".join(_page(row)) for row in told[:MOST_PAGES]]
    if len(told) > MOST_PAGES:
        parts.append(f"And {count_words(len(told) - MOST_PAGES, 'more page', 'more pages')}.")
    parts.append(f"All that the latest edition changed: {public_url('/changes/')}")
    return "\n\n".join(parts)


def _page(row: Row) -> Iterable[str]:
    what, lines = What(row["change"]), row.get("lines", [])
    yield _short(f"{BEGINS[what]}: {row['page']['label']}")
    for line in lines[:MOST_LINES]:
        yield "  " + _short(f"{line['field']}: {line.get('now', 'something was taken out')}")
    if len(lines) > MOST_LINES:
        yield f"  and {count_words(len(lines) - MOST_LINES, 'more change', 'more changes')}"
    if what != What.REMOVED:
        yield f"  {public_url(row['path'])}"


def _short(words: str) -> str:
    """One line of words, cut at a blank where it is too long."""
    return textwrap.shorten(words, LONGEST, placeholder=" …")


def _foot(stop: str) -> str:
    return (
        "-- \n"
        "You get this because somebody who reads this mailbox confirmed that they want it. To stop it, at once and without\n"
        "signing in, follow this link and press the button; the address is then deleted from our database:\n"
        f"{stop}"
    )
