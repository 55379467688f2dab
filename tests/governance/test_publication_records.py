"""What the pages of agreements, offices and decisions say, and what they may not name."""

import datetime as dt

import pytest

from governance.publication.canonical import plain
from governance.publication.composing import compose_pages, reference_in
from governance.publication.difference import words_of
from governance.publication.record import PublicRecord, name_of
from programmes.choices import BodyKind, Marking, PublicationMode
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db

PUBLIC = {"marking": Marking.PUBLIC}


def page(path):
    return compose_pages()[path].content


@pytest.fixture
def programme():
    return p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)


@pytest.fixture
def case(programme):
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


# Agreements, offices, decisions --------------------------------------------------------------------------------------


def test_agreement_published_as_a_summary_tells_no_more_than_that():
    agreement = p.make_agreement(
        title="Covert policing", publication_mode=PublicationMode.SUMMARY, publication_reason="Tactics.",
        functions="Secret functions", document_url="https://example.org/copy.pdf", notice_months=12,
        has_force_provision=True, has_body_and_force_provision=False, **PUBLIC,
    )  # fmt: skip

    told = page(f"/agreements/{agreement.reference}/")

    assert told["publication_reason"] == "Tactics."
    assert (told["notice"], told["provisions"]) == ("12 months", "force provision")
    assert "document" not in told
    assert "functions" not in told


def test_agreement_tells_its_parties_and_events_that_may_be_named():
    agreement = p.make_agreement(title="The seven", **PUBLIC)
    kent = p.make_body(name="Kent PCC", **PUBLIC)
    p.make_party(agreement=agreement, body=kent, signed="2016-03-31", signatory="A Person", **PUBLIC)
    p.make_party(agreement=agreement, body=p.make_body(name="Hidden"), **PUBLIC)
    wrong = p.make_agreement_event(agreement=agreement, kind="signed", body=kent, words="Signed", on="2016-03")
    p.make_agreement_event(agreement=agreement, kind="corrected", corrects=wrong, reason="Later.", on="2016-04")

    told = page(f"/agreements/{agreement.reference}/")

    assert [row["body"]["label"] for row in told["parties"]] == ["Kent PCC"]
    assert told["events"][0] == {"date": "March 2016", "title": "Signed", "is_corrected": True}
    assert "A Person" not in str(told)
    assert page("/agreements/")["rows"][0]["parties"] == "Kent PCC"


def test_office_without_a_public_force_is_named_without_a_link():
    agreement = p.make_agreement(**PUBLIC)
    p.make_party(agreement=agreement, body=p.make_body(name="Fire service", kind=BodyKind.OTHER, **PUBLIC), **PUBLIC)

    assert page(f"/agreements/{agreement.reference}/")["parties"][0]["body"] == {"label": "Fire service"}


def test_force_page_tells_offices_and_who_held_them():
    kent = p.make_force(
        name="Kent", force_site="www.kent.police.uk", commissioner_site="https://kent-pcc.gov.uk", **PUBLIC
    )
    pcc = p.make_body(force=kent, name="Kent PCC", starts="2012-11-22", **PUBLIC)
    p.make_body(
        force=kent, name="Kent Police Authority", kind=BodyKind.POLICE_AUTHORITY, ends="2012-11-21", succeeded_by=pcc, **PUBLIC
    )  # fmt: skip
    p.make_holder(body=pcc, name="Ann Barnes", starts="2012-11-22", ends="2016-05", **PUBLIC)
    p.make_holder(body=pcc, name="Matthew Scott", seen="2019", capacity="acting", **PUBLIC)
    p.make_holder(body=pcc, name="Somebody", **PUBLIC)
    stream = w.make_workstream(alliance=p.make_alliance(short_name="KE", **PUBLIC), **PUBLIC)
    stream.participating_forces.add(kent)

    told = page(f"/forces/{kent.reference}/")

    offices = {row["office"]: row for row in told["offices"]}
    assert {holder["label"]: holder.get("note") for holder in offices["Kent PCC"]["holders"]} == {
        "Somebody": None,
        "Ann Barnes": "22 November 2012 to May 2016",
        "Matthew Scott": "acting, in office 2019",
    }
    assert offices["Kent Police Authority"]["succeeded_by"] == "Kent PCC"
    assert "force_site" not in told
    assert told["commissioner_site"] == {"label": "https://kent-pcc.gov.uk", "url": "https://kent-pcc.gov.uk"}
    assert told["workstreams"][0]["note"] == "KE"


def test_decisions_are_told_latest_first_and_undated_last():
    for title, decided in (("Old", "2013"), ("Undated", ""), ("New", "2016-09-21"), ("Until", "../2015")):
        g.make_decision(title=title, decided=decided, decided_by="Somebody", board=None, **PUBLIC)

    rows = page("/decisions/")["rows"]

    assert [row["decision"]["label"] for row in rows] == ["New", "Until", "Old", "Undated"]
    assert rows[0]["by"] == "Somebody"


def test_decision_tells_its_actions(programme):
    decision = g.make_decision(significant_public_interest=True, programme=programme, **PUBLIC)
    g.make_action(decision=decision, words="Report back", closed_on=dt.date(2016, 11, 1), owner="A Person", **PUBLIC)
    g.make_action(decision=decision, words="Go on", **PUBLIC)

    told = page(f"/decisions/{decision.reference}/")

    assert told["actions"] == [{"words": "Report back", "closed": "1 November 2016"}, {"words": "Go on"}]
    assert told["public_interest"] == "Of significant public interest"
    assert "by" not in told


# Small rules ---------------------------------------------------------------------------------------------------------


def test_citations_of_sources_that_are_not_public_are_left_out(case):
    public = p.make_source(code="S1", title="Report", **PUBLIC)
    hidden = p.make_source(code="S9", title="Hidden report")
    for source in (public, hidden):
        p.make_citation(
            about=case, paragraph=p.make_source_paragraph(source=source, text="Vetting once."), quote="Vetting"
        )

    g.make_case_event(case=case, on="2016-09-21", on_words="by 21 September 2016")
    p.make_citation(about=case, field="event 1", paragraph=p.make_source_paragraph(source=public), quote="began")
    p.make_citation(about=case, field="purpose", paragraph=p.make_source_paragraph(source=public), quote="to vet")

    told = page(f"/cases/{case.reference}/")

    assert [(cited["code"], cited["paragraph"]) for cited in told["events"][0]["sources"]] == [("S1", "2")]
    assert [(cited["quote"], cited.get("field")) for cited in told["sources"]] == [
        ("Vetting", None), ("began", "Commissioned, by 21 September 2016"), ("to vet", "purpose"),
    ]  # fmt: skip
    rests = page(f"/sources/{public.reference}/")["rests_on_it"]
    assert rests == [{"label": "Vetting", "url": f"/cases/{case.reference}/"}]
    assert "Hidden report" not in str(compose_pages())


def test_small_words():
    class Nameless:
        reference = "XYZ-1"

    assert name_of(Nameless()) == "XYZ-1"
    assert PublicRecord().link(None) is None
    assert reference_in("/cases/CASE-12/") == "CASE-12"
    assert reference_in("/cases/") == ""
    assert plain({"a": "", "b": [(1, "x")], "c": False, "d": {"e": None}}) == {"b": [[1, "x"]]}
    assert words_of([{"label": "A", "note": True}, {"url": "/x/"}]) == "A, yes; /x/"


def test_agreement_span_in_words():
    alliance = p.make_alliance(short_name="Past", ends="2015-03-31", **PUBLIC)
    p.make_alliance(short_name="Coming", starts="2015", position=200, **PUBLIC)
    assert [row["dates"] for row in page("/alliances/")["rows"]] == ["until 31 March 2015", "from 2015"]
    assert page(f"/alliances/{alliance.reference}/")["ends"] == "31 March 2015"


# Notes ----------------------------------------------------------------------------------------------------------------


def test_what_is_noted_of_a_public_record_is_told_with_it():
    force = p.make_force(name="Kent", **PUBLIC)
    office = p.make_body(force=force, name="Kent PCC", note="Title changed.", **PUBLIC)
    p.make_holder(body=office, name="A Person", seen="2013-01", note="Appointed Oct 2010.", **PUBLIC)
    alliance = p.make_alliance(short_name="ERSOU", note="Whether these names are one unit is not said.", **PUBLIC)
    agreement = p.make_agreement(title="The memorandum", note="Its date is not given.", **PUBLIC)
    source = p.make_source(code="P1", note="The paper itself is given by its address alone.", **PUBLIC)
    board = g.make_board(name="Summit", note="One of five names.", remit="To decide", members_words="all 14", **PUBLIC)
    g.make_board_chair(board=board, words="a PCC", seen="2019", **PUBLIC)
    g.make_meeting(board=board, held="2016-10-10", note="The date of the report.", **PUBLIC)
    w.make_savings_figure(
        workstream=w.make_workstream(**PUBLIC), words="some", low=None, note="No figure is given.", **PUBLIC
    )

    assert page(f"/alliances/{alliance.reference}/")["note"] == "Whether these names are one unit is not said."
    assert page(f"/agreements/{agreement.reference}/")["note"] == "Its date is not given."
    assert page(f"/sources/{source.reference}/")["note"] == "The paper itself is given by its address alone."
    told = page("/boards/")["rows"][0]
    assert [told[name] for name in ("note", "remit", "chair", "members")] == [
        "One of five names.", "To decide", "a PCC (2019)", "all 14",
    ]  # fmt: skip
    assert page("/meetings/")["rows"][0]["note"] == "The date of the report."
    assert page("/savings/")["rows"][0]["amount"] == "No figure is given."
    offices = page(f"/forces/{force.reference}/")["offices"]
    assert [(row["note"], row["holders"]) for row in offices] == [
        ("Title changed.", [{"label": "A Person", "note": "in office January 2013; Appointed Oct 2010"}])
    ]


def test_an_agreement_published_as_a_summary_keeps_its_note():
    agreement = p.make_agreement(
        publication_mode=PublicationMode.SUMMARY, publication_reason="Tactics.", note="Covers sources.", **PUBLIC
    )

    assert "note" not in page(f"/agreements/{agreement.reference}/")


def test_a_public_mailbox_is_told_with_its_telephone_number():
    p.make_contact(kind="role_mailbox", role="Enquiries", email="a@example.org", phone="0300 333 3456", **PUBLIC)

    told = page("/about/")["contacts"]

    assert told == [{"who": "Enquiries", "email": "a@example.org", "phone": "0300 333 3456"}]


def test_citation_of_an_event_says_which_and_of_one_between_the_parties_is_not_told():
    agreement = p.make_agreement(**PUBLIC)
    paragraph = p.make_source_paragraph(source=p.make_source(code="S1", **PUBLIC))
    p.make_agreement_event(agreement=agreement, kind="consulted", on="2013-05")
    p.make_agreement_event(agreement=agreement, kind="signed", on="2013-06")
    p.make_citation(about=agreement, field="event 1", paragraph=paragraph, quote="They were asked")
    p.make_citation(about=agreement, field="event 2", paragraph=paragraph, quote="They signed")

    told = page(f"/agreements/{agreement.reference}/")

    assert [event["title"] for event in told["events"]] == ["Signed"]
    assert [(cited["quote"], cited["field"]) for cited in told["sources"]] == [("They signed", "Signed, June 2013")]
