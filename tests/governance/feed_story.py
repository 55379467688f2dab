"""Editions published on known days, and the feeds read as a feed reader reads them."""

import datetime as dt
import re
from xml.etree import ElementTree

from governance import publication
from governance.models import Edition
from tests.factories.telling import make_editor, make_publisher

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://collaboration.example.org"
AUTHORITY = "collaboration.example.org,2016"
FIRST = dt.datetime(2016, 10, 3, 9, 0, tzinfo=dt.UTC)


def let_out(number: int, make=publication.compose, **options) -> Edition:
    """Compose, approve and publish; edition 1 on 3 October 2016, 2 on the next day, and so on."""
    at = FIRST + dt.timedelta(days=number - 1)
    edition = make(by=make_editor(), at=at, **options)
    publisher = make_publisher()
    publication.approve(edition=edition, by=publisher, sha256=edition.sha256, at=at)
    return publication.publish(edition=edition, by=publisher, at=at)


def read(client, name: str = "everything") -> ElementTree.Element:
    return parsed(client.get(f"/feeds/{name}.atom"))


def parsed(response) -> ElementTree.Element:
    """A feed from the answer that brought it."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def told(feed: ElementTree.Element) -> list[tuple[str, str, str]]:
    """The id, the title and the page of each entry."""
    return [
        (
            entry.findtext(f"{ATOM}id"),
            entry.findtext(f"{ATOM}title"),
            entry.find(f"{ATOM}link[@rel='alternate']").get("href"),
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


def words(feed: ElementTree.Element) -> list[str]:
    return [re.sub(r"<[^>]+>", "\n", entry.findtext(f"{ATOM}summary")) for entry in feed.iter(f"{ATOM}entry")]


def check_atom(feed: ElementTree.Element) -> None:
    """The rules of RFC 4287 sections 4.1.1 and 4.1.2 that a feed of ours can break."""
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"tag:collaboration\.example\.org,2016:\S+", element.findtext(f"{ATOM}id"))
        assert dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert all(link.get("href").startswith(SITE) for link in element.findall(f"{ATOM}link"))
    assert len(feed.findall(f"{ATOM}author/{ATOM}name")) == 1
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
