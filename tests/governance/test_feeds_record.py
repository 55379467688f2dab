"""The feeds and calendars of the record as its sources give it, to the letter."""

import pytest

from governance.models import BusinessCase
from programmes.choices import Marking
from programmes.models import Alliance
from tests.governance.feed_story import ATOM, AUTHORITY, SITE, check_atom, let_out, read, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.PUBLIC_ADDRESS = SITE
    settings.FEED_AUTHORITY = AUTHORITY


@pytest.fixture
def two_editions(record_db):
    """The record as its sources give it, and an edition after it in which one case says more."""
    let_out(1)
    case = BusinessCase.objects.get(reference="CASE-5")
    case.purpose = "To share <criminal justice> & more."
    case.save()
    let_out(2)
    return case


def test_feed_of_everything_tells_what_each_edition_changed(client, two_editions):
    feed = read(client)

    check_atom(feed)
    assert feed.findtext(f"{ATOM}title") == "Everything: what changed – Police collaboration in the seven forces"
    assert feed.findtext(f"{ATOM}id") == "tag:collaboration.example.org,2016:feeds/everything"
    assert feed.findtext(f"{ATOM}updated") == "2016-10-04T09:00:00+00:00"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{SITE}/feeds/everything.atom"
    assert feed.find(f"{ATOM}link[@rel='related']").get("href") == f"{SITE}/editions/"
    assert told(feed) == [
        (
            "tag:collaboration.example.org,2016:edition-2/cases/CASE-5/",
            "Changed: 7F Criminal Justice (business case)",
            f"{SITE}/cases/CASE-5/",
        ),
        (
            "tag:collaboration.example.org,2016:edition-1",
            "Edition 1 was published",
            f"{SITE}/editions/1/changes/",
        ),
    ]
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2016-10-04T09:00:00+00:00"
    assert entry.findtext(f"{ATOM}summary") == (
        "<p>This page says something else or something more. Edition 2, published 4 October 2016.</p>"
        "<ul><li>Purpose: To share &lt;criminal justice&gt; &amp; more.</li></ul>"
    )
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["Changed", "Edition 2"]


def test_feeds_of_bodies_tell_what_concerns_them(client, two_editions):
    """7F Criminal Justice is of the alliance of the seven; the alliance of Norfolk and Suffolk has no part in it."""
    title = "Changed: 7F Criminal Justice (business case)"

    seven = read(client, two_editions.alliance.reference)

    check_atom(seven)
    assert seven.findtext(f"{ATOM}title") == "7F: what changed – Police collaboration in the seven forces"
    assert [one[1] for one in told(seven)] == [title, "Edition 1 was published"]
    other = Alliance.objects.exclude(pk=two_editions.alliance_id).filter(marking=Marking.PUBLIC).first()
    feed = read(client, other.reference)
    check_atom(feed)
    assert told(feed) == [
        (
            f"tag:collaboration.example.org,2016:edition-1/{other.reference}",
            "Edition 1 was published",
            f"{SITE}/editions/1/changes/",
        )
    ]
    assert feed.findtext(f"{ATOM}updated") == "2016-10-03T09:00:00+00:00"
