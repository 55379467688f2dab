"""What machines read of the public site: canonical addresses, social cards, JSON-LD, site map, robots.txt."""

import json
import re
from xml.etree import ElementTree

import pytest

from governance import publication
from governance.public import site_map
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
SITE = "https://collaboration.example.org"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def decision():
    programme = p.make_programme(short_name="7F", purpose="To share.", **PUBLIC)
    case = g.make_business_case(title="Vetting", programme=programme, purpose="</script><b>one & all</b>", **PUBLIC)
    board = g.make_board(name="Summit", may_decide="in_principle", **PUBLIC)
    return g.make_decision(
        title="Go on", wording="“Go on” </script>", case=case, board=board, kind="in_principle", decided="2016-07-26", **PUBLIC
    )  # fmt: skip


def json_ld(html):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(blocks) == html.count("<script")
    return [node for block in blocks for node in json.loads(block)]


def test_without_the_address_of_the_site_no_page_names_one(client, decision):
    publish_record()

    html = client.get(f"/decisions/{decision.reference}/").content.decode()

    assert 'rel="canonical"' not in html
    assert "og:url" not in html
    assert '<meta property="og:title" content="Go on">' in html


def test_page_names_its_lasting_address_and_its_card(client, decision, settings):
    settings.PUBLIC_ADDRESS = SITE
    publish_record()

    html = client.get(f"/decisions/{decision.reference}/").content.decode()
    old = client.get(f"/editions/1/decisions/{decision.reference}/").content.decode()

    assert f'<link rel="canonical" href="{SITE}/decisions/{decision.reference}/">' in html
    assert f'<meta property="og:image" content="{SITE}/static/card.png">' in html
    assert '<meta name="description" content="“Go on” &lt;/script&gt;">' in html
    assert f'<link rel="canonical" href="{SITE}/decisions/{decision.reference}/">' in old
    assert '<meta name="robots" content="noindex">' in old
    assert f">{SITE}/decisions/{decision.reference}/</a>" in html
    assert f">{SITE}/editions/1/decisions/{decision.reference}/</a>" in html
    assert "noindex" not in html


def test_decision_is_a_popolo_motion_and_no_text_ends_its_block(client, decision, settings):
    settings.PUBLIC_ADDRESS = SITE
    publish_record()

    page, motion = json_ld(client.get(f"/decisions/{decision.reference}/").content.decode())

    assert (page["@type"], page["name"]) == ("WebPage", "Go on")
    assert motion == {
        "@context": "http://www.popoloproject.com/contexts/motion.jsonld",
        "@type": "http://www.w3.org/ns/opengov#Motion",
        "id": f"{SITE}/decisions/{decision.reference}/",
        "identifier": decision.reference,
        "name": "Go on",
        "text": "“Go on” </script>",
        "classification": "In principle",
        "date": "2016-07-26",
        "result": "Agreed in principle",
        "organization": {"name": "Summit"},
    }


def test_motion_has_no_date_that_is_not_known_to_the_day(client):
    decision = g.make_decision(title="Some time", board=None, decided_by="BCH", decided="2016-23", **PUBLIC)
    publish_record()

    motion = json_ld(client.get(f"/decisions/{decision.reference}/").content.decode())[1]

    assert "date" not in motion


def test_force_is_a_government_organization_with_its_offices(client):
    kent = p.make_force(name="Kent", official_name="Kent Police", ons_code="E23000032", **PUBLIC)
    p.make_body(force=kent, name="Kent PCC", official_title="The Police and Crime Commissioner for Kent", **PUBLIC)
    p.make_body(force=kent, kind="police_authority", name="Kent Police Authority", ends="2012-11-21", **PUBLIC)
    publish_record()

    _, government, force, *offices = json_ld(client.get(f"/forces/{kent.reference}/").content.decode())

    assert (government["@type"], government["name"]) == ("GovernmentOrganization", "Kent Police")
    assert government["identifier"]["value"] == "E23000032"
    assert [one["name"] for one in government["subOrganization"]] == ["The Police and Crime Commissioner for Kent"]
    assert force["classification"] == "police force"
    assert [office["name"] for office in offices] == ["Kent PCC", "Kent Police Authority"]


def test_site_map_names_every_page_but_what_was_withdrawn(client, decision, settings):
    settings.PUBLIC_ADDRESS = SITE
    publish_record()
    path = f"/decisions/{decision.reference}/"
    publish(publication.withdraw(by=make_editor(), path=path, reason="Too early."))

    answer = client.get("/sitemap.xml")

    listed = [url.text for url in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert f"{SITE}/" in listed
    assert f"{SITE}/corrections/" in listed
    assert f"{SITE}{path}" not in listed
    assert all(client.get(url.removeprefix(SITE)).status_code == 200 for url in listed[:10])
    assert client.get("/sitemap.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_site_map_of_very_many_pages_comes_in_parts(client, decision, monkeypatch):
    monkeypatch.setattr(site_map, "IN_A_PART", 10)
    publish_record()

    parts = [one.text for one in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{MAP}loc")]
    listed = [
        url.text
        for part in parts
        for url in ElementTree.fromstring(client.get(part.removeprefix("http://testserver")).content).iter(f"{MAP}loc")
    ]

    assert len(parts) > 2
    assert len(listed) == len(set(listed)) > 20
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 200


def test_robots_are_told_the_map_and_kept_from_the_desk(client, settings):
    told = client.get("/robots.txt").content.decode()
    settings.PUBLIC_SITE = True
    public = client.get("/robots.txt").content.decode()

    assert told.splitlines() == [
        "User-agent: *", "Disallow: /register/", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /alerts/",
        "Sitemap: http://testserver/sitemap.xml",
    ]  # fmt: skip
    assert public.splitlines() == ["User-agent: *", "Allow: /", "Sitemap: http://testserver/sitemap.xml"]
