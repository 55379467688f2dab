"""The feeds and calendars of the record as its sources give it, to the letter."""

from typing import Any

import pytest
from icalendar import Calendar

from governance.models import BusinessCase
from tests.governance.feed_story import ATOM, AUTHORITY, SITE, check_atom, let_out, parsed, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.PUBLIC_ADDRESS = SITE
    settings.FEED_AUTHORITY = AUTHORITY


SEVEN, NORFOLK_SUFFOLK = "ALL-6", "ALL-3"
#: The answers of one run: the record is the same for every test here.
_ANSWERS: dict[str, Any] = {}


@pytest.fixture
def site(client, record_db):
    """Answers of the site after two editions: the record as its sources give it, then one case that says more."""
    if not _ANSWERS:
        let_out(1)
        case = BusinessCase.objects.get(reference="CASE-5")
        case.purpose = "To share <criminal justice> & more."
        case.save()
        let_out(2)
        names = ("everything.atom", f"{SEVEN}.atom", f"{NORFOLK_SUFFOLK}.atom", f"{SEVEN}.ics")
        _ANSWERS.update((path, client.get(path)) for path in ("/calendar/", *(f"/feeds/{name}" for name in names)))
    return _ANSWERS


def test_feed_of_everything_tells_what_each_edition_changed(site):
    feed = parsed(site["/feeds/everything.atom"])

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


def test_feeds_of_bodies_tell_what_concerns_them(site):
    """7F Criminal Justice is of the alliance of the seven; the alliance of Norfolk and Suffolk has no part in it."""
    title = "Changed: 7F Criminal Justice (business case)"

    seven = parsed(site[f"/feeds/{SEVEN}.atom"])

    check_atom(seven)
    assert seven.findtext(f"{ATOM}title") == "7F: what changed – Police collaboration in the seven forces"
    assert [one[1] for one in told(seven)] == [title, "Edition 1 was published"]
    feed = parsed(site[f"/feeds/{NORFOLK_SUFFOLK}.atom"])
    check_atom(feed)
    assert told(feed) == [
        (
            f"tag:collaboration.example.org,2016:edition-1/{NORFOLK_SUFFOLK}",
            "Edition 1 was published",
            f"{SITE}/editions/1/changes/",
        )
    ]
    assert feed.findtext(f"{ATOM}updated") == "2016-10-03T09:00:00+00:00"


def test_calendar_of_the_seven_forces_is_as_their_documents_say(site):
    """Each entry of the alliance’s calendar, the latest first: first day, day after the last, what it is."""
    events = Calendar.from_ical(site[f"/feeds/{SEVEN}.ics"].content).walk("VEVENT")

    assert [(f"{e['dtstart'].dt}", f"{e['dtend'].dt}", str(e["summary"])) for e in events] == [
        ("2020-01-01", "2020-02-01", "Eastern Regions Summit (day to be fixed: January 2020)"),
        (
            "2020-01-01", "2020-02-01",
            "Decision to come: 7F Enterprise Resource System (ERP) (day to be fixed: January 2020)",
        ),
        (
            "2020-01-01", "2020-02-01",
            "Decision to come: 7F ICT Convergence: business case for investment (day to be fixed: January 2020)",
        ),
        ("2020-01-01", "2020-02-01", "Decision to come: 7F Vetting (day to be fixed: January 2020)"),
        (
            "2017-03-01", "2017-04-01",
            "Review due: Section 22A collaboration agreement for the seven force collaboration programme "
            "(day to be fixed: every 12 months, counted from March 2016)",
        ),
        ("2016-10-10", "2016-10-11", "Alliance Summit"),
        ("2016-10-01", "2016-11-01", "Decision to come: 7F Criminal Justice (day to be fixed: October 2016)"),
        (
            "2016-10-01", "2016-11-01",
            "Decision to come: 7F programme: overarching business case (day to be fixed: October 2016)",
        ),
        ("2016-07-26", "2016-07-27", "Eastern Region meeting"),
    ]  # fmt: skip
    html = site["/calendar/"].content.decode()
    assert html.count("Left out: the date is vaguer than a quarter of a year") == 3
    assert html.count("Left out: no date is known") == 2
