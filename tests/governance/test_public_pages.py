"""The public site: what each address answers, with which headers, before and after editions."""

import hashlib
import json
import re

import pytest

from governance import publication
from governance.public import reading, views
from governance.public.presenting import list_parts, within
from governance.public.withdrawn import without
from programmes.choices import Marking, PublicationMode
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def case():
    alliance = p.make_alliance(short_name="Seven", **PUBLIC)
    programme = p.make_programme(short_name="7F", purpose="To share <b>work</b>.", alliance=alliance, **PUBLIC)
    stream = w.make_workstream(name="Vetting work", programme=programme, **PUBLIC)
    w.make_status_update(workstream=stream, public_text="Going well.", as_at="2016-09-21", **PUBLIC)
    case = g.make_business_case("drafting", title="Vetting", programme=programme, workstream=stream, **PUBLIC)
    source = p.make_source(code="S1", title="Report", **PUBLIC)
    p.make_citation(about=case, paragraph=p.make_source_paragraph(source=source), quote="one vetting unit")
    p.make_statement(programme=programme, words="Save money", number="1", **PUBLIC)
    p.make_statement(programme=programme, words="Be resilient", number="2", **PUBLIC)
    area = w.make_business_area(name="Vetting area", group=w.make_area_group(name="Standards", **PUBLIC), **PUBLIC)
    w.make_area_status(area=area, alliance=alliance, words="Being progressed", **PUBLIC)
    p.make_agreement(title="The seven", publication_mode=PublicationMode.FULL_COPY, **PUBLIC)
    p.make_force(name="Kent", **PUBLIC)
    g.make_decision(title="Go on", case=case, **PUBLIC)
    return case


def path_of(case):
    return f"/cases/{case.reference}/"


def text(response):
    return response.content.decode()


def test_before_the_first_edition_there_is_a_friendly_page(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "The first edition of this site is being prepared" in text(response)
    assert client.get("/cases/").status_code == 200
    assert client.get("/editions/1/").status_code == 404
    assert "No edition has been published yet" in text(client.get("/editions/"))
    assert "Nothing that was published has been corrected" in text(client.get("/corrections/"))


def test_composed_edition_is_not_public(client, case):
    edition = publication.compose(by=make_editor())

    assert "being prepared" in text(client.get("/"))
    assert client.get(f"/editions/{edition.number}/").status_code == 404


def test_pages_of_the_edition_are_read(client, case):
    edition = publish_record()

    for path in edition.pages.values_list("path", flat=True):
        response = client.get(path)
        body = text(response)
        assert response.status_code == 200, path
        assert len(response.content) < 60_000, path
        assert body.count("<h1") == 1, path
        assert body.count("<script") == body.count('<script type="application/ld+json">') == 1, path
        assert " style=" not in body, path
        assert "Edition 1" in body, path
        assert path in body, path


def test_changes_of_the_first_edition_are_one_sentence(client, case):
    publish_record()

    page = text(client.get("/changes/"))

    assert "This is the first edition, so everything in it is new." in page
    assert "Nothing of this kind has been published." not in page


def test_cells_name_their_column_where_a_phone_stacks_them(client, case):
    publish_record()

    page = text(client.get("/cases/"))

    assert '<table class="table table-stack">' in page
    assert '<td data-label="Stage">Outline business case (OBC)</td>' in page


def test_statements_of_a_kind_stand_in_one_list_with_their_numbers(client, case):
    p.make_statement(programme=case.programme, words="First point", number="2 bullet 1", kind="principle", **PUBLIC)
    p.make_statement(programme=case.programme, words="Then", number="3", kind="principle", **PUBLIC)
    publish_record()

    page = text(client.get(f"/programmes/{case.programme.reference}/"))

    assert page.count("<h3>Principle") == 1
    assert '<li><span class="quiet">2 bullet 1</span> First point</li>' in page
    assert '<li><span class="quiet">3</span> Then</li>' in page


def test_record_page_says_what_it_is_and_on_what_it_rests(client, case):
    publish_record()

    body = text(client.get(path_of(case)))

    assert "<title>Vetting – Police collaboration in the seven forces</title>" in body
    assert f"Business case {case.reference}" in body
    assert "one vetting unit" in body
    assert f'href="/programmes/{case.programme.reference}/"' in body
    assert f"/editions/1{path_of(case)}" in body


def test_words_of_the_record_are_escaped(client, case):
    publish_record()

    body = text(client.get(f"/programmes/{case.programme.reference}/"))

    assert "To share &lt;b&gt;work&lt;/b&gt;." in body
    assert "Aims" in body
    assert "Save money" in body


def test_page_not_asked_again_when_unchanged(client, case):
    publish_record()
    first = client.get(path_of(case))

    again = client.get(path_of(case), headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["Cache-Control"] == "public, max-age=60"
    archive = client.get("/editions/")
    assert client.get("/editions/", headers={"if-none-match": archive.headers["ETag"]}).status_code == 304


def test_tag_of_a_page_changes_with_the_edition(client, case):
    publish_record()
    before = client.get("/about/").headers["ETag"]
    case.title = "Vetting of staff"
    case.save()
    publish_record()

    response = client.get("/about/", headers={"if-none-match": before})

    assert response.status_code == 200
    assert "Edition 2" in text(response)


def test_head_is_answered_like_get(client, case):
    publish_record()
    assert client.head(path_of(case)).headers["ETag"] == client.get(path_of(case)).headers["ETag"]


def test_unknown_address_is_a_404_in_the_public_frame(client, case):
    publish_record()
    for path in ("/cases/CASE-999/", "/nothing/", "/humans.txt", "/editions/1/nothing/"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert "Page not found" in text(response), path
        assert 'class="register public"' in text(response), path
    assert "Edition 1 has no page" in text(client.get("/nothing/"))


def test_address_without_its_slash_leads_on(client, case):
    publish_record()
    assert client.get(path_of(case).rstrip("/")).headers["Location"] == path_of(case)
    assert client.get("/editions/1/cases").headers["Location"] == "/editions/1/cases/"


def test_staff_addresses_are_not_answered_by_the_public_site(client):
    for path in ("/register/nothing-here/", "/admin/nothing-here/", "/accounts/nothing/", "/register"):
        assert 'class="register public"' not in text(client.get(path)), path


def test_withdrawn_page_is_gone_with_date_and_reason(client, case):
    publish_record()
    publish(publication.withdraw(by=make_editor(), path=path_of(case), reason="Not ours to tell."))

    response = client.get(path_of(case))

    assert response.status_code == 410
    assert "This page was withdrawn" in text(response)
    assert "Not ours to tell." in text(response)
    assert "Vetting</a>" not in text(client.get("/cases/"))
    old = client.get(f"/editions/1{path_of(case)}")
    assert old.status_code == 410
    assert "Not ours to tell." in text(old)
    for listed in (
        "",
        "cases/",
        f"programmes/{case.programme.reference}/",
        f"workstreams/{case.workstream.reference}/",
    ):
        assert ">Vetting<" not in text(client.get(f"/editions/1/{listed}")), listed
        assert path_of(case) not in text(client.get(f"/editions/1/{listed}")), listed
    assert ">Vetting work<" in text(client.get(f"/editions/1/programmes/{case.programme.reference}/"))
    assert "Not ours to tell." in text(client.get("/corrections/"))


def test_only_links_to_what_is_gone_are_taken_out():
    content = {
        "kind": "cases",
        "rows": [{"case": {"label": "A", "url": "/cases/CASE-1/"}}, {"case": {"label": "B", "url": "/x/"}}],
        "intro": "All",
    }
    decision = {"kind": "decision", "case": {"label": "A", "url": "/cases/CASE-1/"}, "wording": "Go on"}

    assert without(content, frozenset()) == content
    assert without(content, frozenset({"/cases/CASE-1/"}))["rows"] == content["rows"][1:]
    assert without(decision, frozenset({"/cases/CASE-1/"})) == {"kind": "decision", "wording": "Go on"}
    assert without(decision, frozenset({"/cases/"})) == decision


def test_old_editions_stay_readable_as_they_were(client, case):
    publish_record()
    case.title = "Vetting of staff"
    case.save()
    publish(publication.correct(by=make_editor(), note="The title was wrong."))

    old = text(client.get(f"/editions/1{path_of(case)}"))
    new = text(client.get(path_of(case)))

    assert '<h1><span class="kicker">' in old
    assert "Vetting of staff" not in old
    assert "A later edition has replaced it." in old
    assert f'href="{path_of(case)}"' in old
    assert 'href="/editions/1/programmes/' in old
    assert "Vetting of staff" in new
    assert "A later edition" not in text(client.get(f"/editions/2{path_of(case)}"))
    archive = text(client.get("/editions/"))
    assert "The title was wrong." in archive
    assert archive.count("Public now") == 1
    assert "Publisher" in archive
    assert "The title was wrong." in text(client.get("/corrections/"))


def test_links_of_an_edition_lead_to_its_own_pages(client, case):
    publish_record()

    body = text(client.get("/editions/1/"))

    links = set(re.findall(r'href="(/[^"#]*)', body)) - {"/"}
    inside = {link for link in links if link.startswith("/editions/1/")}
    assert {link for link in links - inside if not link.startswith("/static/")} == {
        "/editions/",
        "/corrections/",
        "/alerts/",
    }
    assert {client.get(link).status_code for link in inside} == {200}


def test_every_link_of_the_site_leads_somewhere(client, case):
    publish_record()
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("/static/"):
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        if response["Content-Type"].startswith("text/html"):
            waiting += re.findall(r'href="(/[^"#]*)', text(response))
    assert path_of(case) in seen


def test_archive_is_read_in_parts(client, case, monkeypatch):
    monkeypatch.setattr(views, "EDITIONS_ON_A_PAGE", 2)
    for number in range(3):
        case.title = f"Vetting {number}"
        case.save()
        publish_record()

    first = text(client.get("/editions/"))
    second = text(client.get("/editions/before-2/"))

    assert 'href="/editions/before-2/"' in first
    assert ("Edition 3</a>" in first, "Edition 1</a>" in first) == (True, False)
    assert ("Edition 3</a>" in second, "Edition 1</a>" in second) == (False, True)
    assert client.get("/editions/?before=2").headers["Location"] == "/editions/before-2/"
    assert client.get("/editions/?before=nonsense").status_code == 200
    assert client.get("/editions/before-99999999999/").status_code == 404


def test_long_list_is_paged_by_address(client, case):
    for number in range(81):
        g.make_business_case(title=f"Case {number:02d}", programme=case.programme, **PUBLIC)
    publish_record()

    first, second = client.get("/cases/"), client.get("/cases/part-2/")

    assert len(first.content) < 60_000
    assert 'href="/cases/part-2/" rel="next"' in text(first)
    assert 'href="/cases/" rel="prev"' in text(second)


def test_links_between_parts_leave_gaps():
    pages = list_parts({"path": "/cases/part-5/", "part": "5", "parts": "9"}, "")

    assert [link.number for link in pages.links] == [1, None, 3, 4, 5, 6, 7, None, 9]
    assert (pages.previous_url, pages.next_url) == ("/cases/part-4/", "/cases/part-6/")


def test_addresses_are_kept_inside_an_edition_and_outside_ones_left_alone():
    content = {"url": "/x/", "rows": [{"url": "https://example.org/"}, {"url": "//example.org/"}, "text"]}

    assert within(content, "/editions/1") == {
        "url": "/editions/1/x/", "rows": [{"url": "https://example.org/"}, {"url": "//example.org/"}, "text"],
    }  # fmt: skip


def test_reading_of_nothing():
    assert reading.day_words(None) == ""
    assert reading.current("/") is None


def test_anybody_can_check_the_chain(client, case):
    first = publish_record()
    case.title = "Vetting of staff"
    case.save()
    second = publish_record()

    answers = [client.get(f"/editions/{number}/fingerprints.json") for number in (1, 2)]

    assert [hashlib.sha256(a.content).hexdigest() for a in answers] == [first.sha256, second.sha256]
    assert [json.loads(a.content)["previous"] for a in answers] == ["", first.sha256]
    again = client.get("/editions/2/fingerprints.json", headers={"if-none-match": answers[1].headers["ETag"]})
    assert again.status_code == 304
    page = text(client.get("/editions/"))
    assert 'href="/editions/2/fingerprints.json"' in page
    assert "Check it yourself" in page
    publication.compose(by=make_editor(), kind="correction", note="Not published.")
    assert client.get("/editions/3/fingerprints.json").status_code == 404
    assert client.get("/editions/99999999999/fingerprints.json").status_code == 404
