"""The public feeds: what each edition changed, of everything and of each body, never more than the site says now."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from governance import publication
from governance.feeds import entries as feed_entries
from governance.models import Edition, EditionEvent, EditionFile, EditionPage, Publication
from governance.public import ready
from governance.publication.canonical import canonical, fingerprint
from governance.publication.withholding import withhold
from programmes.choices import Marking
from programmes.history import ReferenceSeries
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, make_publisher
from tests.governance.feed_story import AUTHORITY, FIRST, SITE, check_atom, let_out, read, told, words

PUBLIC = {"marking": Marking.PUBLIC}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.PUBLIC_ADDRESS = SITE
    settings.FEED_AUTHORITY = AUTHORITY


@pytest.fixture
def case():
    """A case of one alliance in which Kent takes part, published."""
    alliance = p.make_alliance(short_name="Essex and Kent", **PUBLIC)
    force = p.make_force(name="Kent", **PUBLIC)
    p.make_body(name="Kent PCC", force=force, **PUBLIC)
    case = g.make_business_case("drafting", title="Vetting", alliance=alliance, purpose="To vet together.", **PUBLIC)
    case.participating_forces.add(force)
    p.make_alliance(short_name="Elsewhere", **PUBLIC)
    return case


def titles(client, name: str = "everything") -> list[str]:
    return [title for _, title, _ in told(read(client, name))]


def test_withdrawal_and_correction_have_entries_and_what_went_is_named_no_more(client, case):
    let_out(1)
    case.purpose = "To vet everybody together."
    case.save()
    let_out(2, kind="correction", note="The purpose of one case was wrong.")
    assert titles(client) == [
        "Correction in edition 2", "Changed: Vetting (business case)", "Edition 1 was published",
    ]  # fmt: skip
    assert "The purpose of one case was wrong. Edition 2, published 4 October 2016." in words(read(client))[0]

    path = f"/cases/{case.reference}/"
    let_out(3, publication.withdraw, path=path, reason="It named a person.")

    feed = read(client)
    check_atom(feed)
    assert told(feed)[0] == (
        f"tag:collaboration.example.org,2016:edition-3{path}",
        f"Withdrawn: Business case {case.reference}",
        f"{SITE}{path}",
    )
    assert "Reason: It named a person." in words(feed)[0]
    assert "Vetting" not in ElementTree.tostring(feed, encoding="unicode")
    assert "everybody" not in ElementTree.tostring(feed, encoding="unicode")
    kent = case.participating_forces.get().reference
    assert f"Withdrawn: Business case {case.reference}" in titles(client, kent)

    let_out(4, publication.restore, path=path, reason="The name is taken out.")

    assert titles(client)[:3] == [
        "Correction in edition 4",
        "Published again: Vetting (business case)",
        "Changed: Essex and Kent (alliance)",
    ]
    assert f"Withdrawn: Business case {case.reference}" in titles(client)
    assert "everybody" in words(read(client))[1]  # what the page says now
    assert sum("everybody" in said for said in words(read(client))) == 1  # the words of edition 2 may stand no more


def test_what_is_no_longer_public_is_told_by_its_reference_alone(client, case):
    let_out(1)
    case.title = "Vetting of everybody"
    case.save()
    let_out(2)
    case.marking = Marking.INTERNAL
    case.save()
    let_out(3)

    feed = read(client)

    assert told(feed)[-1][1] == "Edition 1 was published"
    assert (
        f"tag:collaboration.example.org,2016:edition-3/cases/{case.reference}/",
        f"No longer published: Business case {case.reference}",
        f"{SITE}/editions/3/changes/",
    ) in told(feed)
    assert "Vetting" not in ElementTree.tostring(feed, encoding="unicode")


def test_only_the_last_words_of_a_field_stand(client, case):
    let_out(1)
    for number, purpose in ((2, "To vet staff."), (3, "To vet staff and visitors.")):
        case.purpose = purpose
        case.save()
        let_out(number)
    case.purpose = ""
    case.save()
    let_out(4)

    said = words(read(client))

    assert [title for title in titles(client) if "Vetting" in title] == ["Changed: Vetting (business case)"] * 3
    assert "Purpose: something was taken out" in said[0]
    assert not [text for text in said if "To vet staff" in text]


def test_nothing_of_an_edition_that_is_not_published_is_told(client, case):
    let_out(1)
    before = client.get("/feeds/everything.atom").content
    case.purpose = "Not to be known yet."
    case.save()
    edition = publication.compose(by=make_editor())
    publication.approve(edition=edition, by=make_publisher(), sha256=edition.sha256)

    assert client.get("/feeds/everything.atom").content == before


def test_each_kind_of_body_has_a_feed_and_others_have_none(client, case):
    force = case.participating_forces.get()
    board = g.make_board(name="Kent Board", **PUBLIC)
    ended = p.make_body(name="Kent Police Authority", kind="police_authority", force=force, ends="2012-11-21", **PUBLIC)
    hidden = p.make_alliance(short_name="Secret", marking=Marking.INTERNAL)
    let_out(1)
    office = force.bodies.get(name="Kent PCC")

    for reference in (case.alliance.reference, force.reference, office.reference, board.reference):
        check_atom(read(client, reference))
    for reference in (hidden.reference, ended.reference, "CASE-1", "nothing", "Everything"):
        assert client.get(f"/feeds/{reference}.atom").status_code == 404
        assert client.get(f"/feeds/{reference}.ics").status_code == 404
    assert client.post("/feeds/everything.atom").status_code == 405


def test_feed_before_the_first_edition_is_not_found(client):
    assert client.get("/feeds/everything.atom").status_code == 404
    assert client.get("/feeds/everything.ics").status_code == 404


def test_feed_of_a_big_edition_stays_small(client, case, monkeypatch):
    monkeypatch.setattr(feed_entries, "MOST_OF_AN_EDITION", 3)
    monkeypatch.setattr(feed_entries, "MOST", 4)
    let_out(1)
    for number in range(2, 5):
        for name in range(4):
            p.make_alliance(short_name=f"Alliance {number}{name}", **PUBLIC)
        let_out(number)

    feed = read(client)

    assert told(feed)[0] == (
        "tag:collaboration.example.org,2016:edition-4", "Edition 4 was published", f"{SITE}/editions/4/changes/",
    )  # fmt: skip
    assert "In this edition: 4 pages added. Edition 4, published 6 October 2016." in words(feed)[0]
    assert len(told(feed)) == 4
    for number in range(5, 7):
        p.make_alliance(short_name=f"Alliance {number}", **PUBLIC)
        let_out(number)
    assert [one[1] for one in told(read(client))] == [
        "New: Alliance 6 (alliance)", "New: Alliance 5 (alliance)", "Edition 4 was published", "Edition 3 was published",
    ]  # fmt: skip


def test_edition_in_which_no_record_changed_says_so(client, case):
    let_out(1)
    p.make_contact(role="Programme office", **PUBLIC)
    let_out(2)

    assert words(read(client))[0].strip() == (
        "No page of a record changed in this edition. Edition 2, published 4 October 2016."
    )


@pytest.mark.parametrize("name", ["everything.atom", "everything.ics"])
def test_same_bytes_ready_and_made_with_one_query_and_304(client, case, name):
    let_out(1)
    path = f"/feeds/{name}"
    with CaptureQueriesContext(connections["public"]) as queries:
        made = client.get(path)
    assert len(queries) == 1
    assert EditionFile.objects.count() == 0

    ready.make_ready()
    with CaptureQueriesContext(connections["public"]) as queries:
        sent = client.get(path)

    assert len(queries) == 1
    assert EditionFile.objects.filter(path=path).count() == 1
    assert sent.content == made.content
    for header in ("ETag", "Cache-Control", "Content-Type", "Access-Control-Allow-Origin"):
        assert sent[header] == made[header]
    assert client.get(path, HTTP_IF_NONE_MATCH=sent["ETag"]).status_code == 304
    EditionFile.objects.all().delete()
    assert client.get(path, HTTP_IF_NONE_MATCH=sent["ETag"]).status_code == 304
    assert client.head(path).status_code == 200


def test_export_writes_the_same_bytes(client, case, tmp_path):
    let_out(1)
    ready.make_ready()
    call_command("export_site", str(tmp_path / "site"))

    for name in ("everything.atom", "everything.ics", f"{case.alliance.reference}.atom"):
        assert (tmp_path / "site" / "feeds" / name).read_bytes() == client.get(f"/feeds/{name}").content


def test_pages_name_their_feeds(client, case):
    let_out(1)
    force = case.participating_forces.get()
    office = force.bodies.get()

    html = client.get(f"/forces/{force.reference}/").content.decode()

    head = re.findall(r'<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">', html)
    assert head == [
        ("application/atom+xml", "Kent: what changed", f"/feeds/{force.reference}.atom"),
        ("text/calendar", "Kent: what is to come", f"/feeds/{force.reference}.ics"),
        ("application/atom+xml", "Kent PCC: what changed", f"/feeds/{office.reference}.atom"),
        ("text/calendar", "Kent PCC: what is to come", f"/feeds/{office.reference}.ics"),
        ("application/atom+xml", "Everything: what changed", "/feeds/everything.atom"),
        ("text/calendar", "Everything: what is to come", "/feeds/everything.ics"),
    ]
    main = html.partition("<main")[2].partition("</main>")[0]
    assert f'<a href="/feeds/{office.reference}.ics">Kent PCC: what is to come</a>' in main
    assert '<a href="/told/">How to use a feed or a calendar</a>' in main
    assert "/feeds/" not in client.get(f"/editions/1/forces/{force.reference}/").content.decode()
    front = client.get("/").content.decode()
    assert '<a href="/told/">Feeds and calendars</a>' in front
    assert '<a href="/told/#boards">how to be told</a>' in client.get("/boards/").content.decode()


def test_page_that_says_how_to_be_told_lists_every_feed(client, case):
    board = g.make_board(name="Kent Board", **PUBLIC)
    let_out(1)
    html = client.get("/told/").content.decode()
    force = case.participating_forces.get()

    assert "<h1>How to be told</h1>" in html
    for reference in (
        "everything",
        case.alliance.reference,
        force.reference,
        force.bodies.get().reference,
        board.reference,
    ):
        assert f'href="/feeds/{reference}.atom"' in html
        assert f'href="/feeds/{reference}.ics"' in html
    assert f'<a href="/boards/#{board.reference}">Kent Board</a>' in html


def test_whom_a_page_concerns(client):
    """A decision concerns whom its case concerns and the board; an agreement its parties and who took over from them."""
    alliance = p.make_alliance(short_name="Essex and Kent", **PUBLIC)
    programme = p.make_programme(short_name="Together", alliance=alliance, **PUBLIC)
    kent, essex = (p.make_force(name=name, **PUBLIC) for name in ("Kent", "Essex"))
    pfcc = p.make_body(name="Essex PFCC", force=essex, **PUBLIC)
    authority = p.make_body(
        name="Essex Police Authority", kind="police_authority", force=essex, succeeded_by=pfcc, **PUBLIC
    )
    board = g.make_board(name="Kent Board", **PUBLIC)
    let_out(1)
    case = g.make_business_case("drafting", title="Vetting", programme=programme, **PUBLIC)
    case.participating_forces.add(kent)
    meeting = g.make_meeting(board=board, held="2016-07-05", **PUBLIC)
    g.make_agenda_item(meeting=meeting, case=case, title="Vetting", **PUBLIC)
    g.make_decision(title="Vetting agreed", board=board, meeting=meeting, case=case, **PUBLIC)
    agreement = p.make_agreement(title="Custody", **PUBLIC)
    p.make_party(agreement=agreement, body=authority, **PUBLIC)
    let_out(2)

    def new(reference):
        return {title.removeprefix("New: ") for title in titles(client, reference) if title.startswith("New: ")}

    of_case = {"Vetting (business case)", "Kent Board, 5 July 2016 (meeting)", "Vetting agreed (decision)"}
    assert new("everything") == {*of_case, "Custody (agreement)"}
    assert new(alliance.reference) == of_case
    assert new(kent.reference) == of_case
    assert new(board.reference) == {"Kent Board, 5 July 2016 (meeting)", "Vetting agreed (decision)"}
    assert new(essex.reference) == new(pfcc.reference) == {"Custody (agreement)"}


def test_office_that_is_withheld_as_a_whole_has_no_feed(client, case):
    office = case.participating_forces.get().bodies.get()
    board = g.make_board(name="Kent Board", **PUBLIC)
    for record in (office, board):
        withhold(
            about=record.reference, part="", ground="commercial", reason="Not yet.", by=make_editor(),
            review_on=dt.date(2999, 1, 1),
        )  # fmt: skip
    let_out(1)
    assert client.get("/boards/").status_code == 200

    assert client.get(f"/feeds/{office.reference}.atom").status_code == 404
    assert f"{office.reference}.atom" not in client.get("/told/").content.decode()
    assert "/feeds/withheld" not in client.get(f"/forces/{case.participating_forces.get().reference}/").content.decode()


def test_edition_composed_before_there_were_feeds_has_none(client, case):
    """Such an edition is made ready all the same; the next one brings the feeds, and tells what it changed."""
    edition = Edition.objects.create(
        number=1, kind="ordinary", composed_at=FIRST, composed_by_id_number=1, composed_by="Editor", sha256="0" * 64
    )
    payload = canonical({"kind": "front", "path": "/", "title": "Police collaboration"})
    EditionPage.objects.create(
        edition=edition,
        path="/",
        kind="front",
        title="Police collaboration",
        payload=payload,
        sha256=fingerprint(payload),
    )
    EditionEvent.objects.create(edition=edition, kind="published", at=FIRST, by_id_number=1, by="Publisher")
    Publication.objects.create(pk=Publication.THE_ONE, edition=edition, moved_at=FIRST)
    ReferenceSeries.objects.create(prefix="EDN", last=1)

    ready.make_ready()
    assert not EditionFile.objects.filter(path__startswith="/feeds/").exists()
    assert client.get("/feeds/everything.atom").status_code == 404
    assert client.get("/feeds/everything.ics").status_code == 404

    let_out(2)
    assert "New: Vetting (business case)" in titles(client)
