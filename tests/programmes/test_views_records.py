"""Pages of records: what they show to whom, on which day; permanent addresses; history; search; sources."""

import pytest
from django.test import Client

from programmes.choices import AgreementState, Marking, Role
from programmes.navigation import LISTED_ON, PAGES, SHOWN_ON, reference_url
from programmes.records import models_by_prefix
from programmes.search import marked, words_of
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


def signed_in(role: str = Role.OFFICE_VIEWER, **fields) -> Client:
    client = Client()
    client.force_login(p.make_user(role, **fields))
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# Permanent addresses -----------------------------------------------------------------------------------------------


def test_every_kind_of_record_has_an_address():
    assert set(models_by_prefix()) == set(PAGES) | set(SHOWN_ON) | set(LISTED_ON)


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: p.make_force(), "/register/forces/FOR-1/"),
        (lambda: p.make_holder(), "/register/bodies/BOD-1/#HOL-1"),
        (lambda: p.make_cost_share(share_set=p.make_cost_share_set()), "/register/cost-shares/CSS-1/#SHR-1"),
        (lambda: w.make_benefit_line(), "/register/benefits/BEN-1/#BLN-1"),
        (lambda: w.make_area_status(), "/register/areas/ARE-1/#OBS-1"),
        (lambda: w.make_area_group(), "/register/matrix/#AGP-1"),
        (lambda: g.make_condition(), "/register/local-decisions/LOC-1/#CND-1"),
        (lambda: p.make_contact(), "/register/contacts/#CON-1"),
        (lambda: p.make_contact(body=p.make_body()), "/register/bodies/BOD-1/#CON-1"),
    ],
)
def test_permanent_address_leads_to_where_the_record_stands(make, address):
    record = make()

    assert signed_in().get(f"/register/r/{record.reference}/").url == address


def test_permanent_address_of_what_one_may_not_read_is_a_404():
    hidden = p.make_force(marking=Marking.SENSITIVE)
    below = w.make_milestone(workstream=w.make_workstream(marking=Marking.SENSITIVE), marking=Marking.PUBLIC)
    client = signed_in()

    for code in (hidden.reference, below.reference, "FOR-999", "NOTHING"):
        assert client.get(f"/register/r/{code}/").status_code == 404
        assert client.get(f"/register/r/{code}/history/").status_code == 404


def test_page_of_what_one_may_not_read_is_a_404_like_a_missing_one():
    hidden = p.make_agreement(marking=Marking.SENSITIVE)

    assert signed_in().get(reference_url(hidden.reference)).status_code == 404
    assert signed_in().get("/register/agreements/AGR-999/").status_code == 404
    assert signed_in(Role.AUDITOR).get(reference_url(hidden.reference)).status_code == 200


# Pages -------------------------------------------------------------------------------------------------------------


def test_page_shows_words_facts_parts_and_sources():
    agreement = p.make_agreement(title="Dogs", scope="Dogs in three forces", signed="2013-12")
    party = p.make_party(agreement=agreement)
    paragraph = p.make_source_paragraph(text="It was signed in December 2013.", label="3.2")
    p.make_citation(about=agreement, paragraph=paragraph, quote="signed in December 2013", field="signed")

    text = page(signed_in(), reference_url(agreement.reference))

    assert "Dogs in three forces" in text
    assert "December 2013" in text
    assert str(party.body) in text
    assert f'id="{party.reference}"' in text
    assert "signed in December 2013" in text
    assert f'href="/register/sources/{paragraph.source.reference}/#paragraph-1"' in text
    assert f'href="/register/r/{agreement.reference}/history/"' in text


def test_columns_that_no_part_fills_are_named_once():
    agreement = p.make_agreement()
    p.make_party(agreement=agreement, signed="2013")

    text = page(signed_in(), reference_url(agreement.reference))

    assert "Not recorded of any of them: Signed by, As, Commences, Left, Published at." in text


def test_state_of_an_agreement_is_that_of_the_day():
    agreement = p.make_agreement(signed="2013-06")
    p.make_agreement_event(agreement=agreement, sets_state=AgreementState.SIGNED, on="2013-06")
    p.make_agreement_event(agreement=agreement, kind="ended", sets_state=AgreementState.ENDED, on="2015-03-31")
    client, address = signed_in(), reference_url(agreement.reference)

    assert ">Ended<" in page(client, address)
    then = page(client, f"{address}?as_at=2013-07-18")
    assert ">Signed<" in then
    assert "31 March 2015" not in then


def test_alliance_shows_its_members_on_the_day():
    alliance = p.make_alliance(short_name="ERSOU")
    kent, norfolk = p.make_force(name="Kent"), p.make_force(name="Norfolk")
    p.make_membership(alliance=alliance, force=kent, starts="2016-11")
    p.make_membership(alliance=alliance, force=norfolk, starts="2010", ends="2015")
    client, address = signed_in(), reference_url(alliance.reference)

    then, now = page(client, f"{address}?as_at=2013-07-18"), page(client, f"{address}?as_at=2017-01-01")

    assert ">Norfolk</a>" in then
    assert ">Kent</a>" not in then
    assert ">Kent</a>" in now
    assert ">Norfolk</a>" not in now


def test_contacts_that_are_internal_stay_with_the_register():
    body = p.make_body()
    p.make_contact(body=body, role="Mailbox of the office", marking=Marking.PUBLIC)
    p.make_contact(body=body, name="Jo Bloggs", kind="named_officer", marking=Marking.SENSITIVE)

    assert "Jo Bloggs" not in page(signed_in(), reference_url(body.reference))
    assert "Jo Bloggs" in page(signed_in(Role.EDITOR), reference_url(body.reference))


# Sources -----------------------------------------------------------------------------------------------------------


def test_source_shows_every_paragraph_with_the_records_that_cite_it():
    source = p.make_source()
    first = p.make_source_paragraph(source=source, text="Kent leads.", heading="Background")
    p.make_source_paragraph(source=source, text="Page 3 of 9", no_data="A page number.")
    force = p.make_force(name="Kent")
    hidden = p.make_force(name="Hidden force", marking=Marking.SENSITIVE)
    p.make_citation(about=force, paragraph=first, quote="Kent")
    p.make_citation(about=hidden, paragraph=first, quote="leads")

    text = page(signed_in(), reference_url(source.reference))

    assert "Kent leads." in text
    assert "<h3>Background</h3>" in text
    assert "Cited by 1 record<" in text
    assert f"{force.reference} Kent" in text
    assert "No data: A page number." in text
    assert "Hidden force" not in text


# History -----------------------------------------------------------------------------------------------------------


def change(record, by, reason="", **values):
    for name, value in values.items():
        setattr(record, name, value)
    record._history_user, record._change_reason = by, reason
    record.save()


def test_history_says_who_changed_what_from_what_to_what_and_why():
    herts, beds = p.make_force(name="Hertfordshire"), p.make_force(name="Bedfordshire")
    lead = p.make_lead_force(force=herts)
    editor = p.make_user(Role.EDITOR, first_name="Demo", last_name="editor")
    change(lead, editor, "the agreement was varied", force=beds, starts="2016-11", starts_words="November 2016")

    entries = signed_in().get(f"/register/r/{lead.reference}/history/").context["changes"]

    assert [entry.title for entry in entries] == ["Changed", "Recorded"]
    assert entries[0].by == "Demo editor"
    assert entries[0].reason == "the agreement was varied"
    assert [(line.field, line.before, line.after) for line in entries[0].lines] == [
        ("Force", "Hertfordshire", "Bedfordshire"),
        ("From", "", "November 2016"),
    ]


def test_history_tells_choices_dates_and_yes_or_no_in_words():
    agreement = p.make_agreement(signed="2013-12")
    change(agreement, None, kind="mou", has_force_provision=True, signed="2013-12-09", marking=Marking.PUBLIC)

    lines = signed_in().get(f"/register/r/{agreement.reference}/history/").context["changes"][0].lines

    assert {(line.field, line.before, line.after) for line in lines} == {
        ("Kind", "Section 22A agreement", "Memorandum of understanding"),
        ("Force provision", "", "Yes"),
        ("Signed", "December 2013", "9 December 2013"),
        ("Marking", "Internal", "Public when published"),
    }


def test_history_takes_the_two_rows_of_one_save_as_one_change():
    workstream = w.make_workstream()
    workstream.participating_forces.add(p.make_force(name="Kent"))

    entries = signed_in().get(f"/register/r/{workstream.reference}/history/").context["changes"]

    assert [entry.title for entry in entries] == ["Recorded"]


def test_history_tells_lists_of_records():
    workstream = w.make_workstream()
    type(workstream).history.update(history_date="2020-01-01T10:00Z")
    workstream.participating_forces.add(p.make_force(name="Kent"), p.make_force(name="Essex"))

    lines = signed_in().get(f"/register/r/{workstream.reference}/history/").context["changes"][0].lines

    assert [(line.field, line.before, line.after) for line in lines] == [("Participating forces", "", "Kent, Essex")]


def test_history_tells_internal_notes_and_hidden_records_to_nobody_else():
    workstream = w.make_workstream(alliance=p.make_alliance(short_name="Open"))
    hidden = p.make_alliance(short_name="Hidden ones", marking=Marking.SENSITIVE)
    change(workstream, None, internal_note="Between us.", alliance=hidden)
    address = f"/register/r/{workstream.reference}/history/"

    assert "Between us." not in page(signed_in(), address)
    assert "Hidden ones" not in page(signed_in(), address)
    assert "Between us." in page(signed_in(Role.AUDITOR), address)
    assert "Hidden ones" in page(signed_in(Role.AUDITOR), address)


# Search ------------------------------------------------------------------------------------------------------------


def codes(client: Client, **query: str) -> list[str]:
    return [result.code for result in client.get("/register/search", query).context["results"]]


def test_search_finds_records_of_every_kind_that_hold_all_words():
    force = p.make_force(name="Café County")
    workstream = w.make_workstream(name="Vetting in the café")
    w.make_workstream(name="Vetting")
    case = g.make_business_case(title="Vetting", purpose="For the cafe")
    client = signed_in()

    assert set(codes(client, q="CAFE")) == {case.reference, force.reference, workstream.reference}
    assert set(codes(client, q="vetting café")) == {case.reference, workstream.reference}
    assert codes(client, q="vetting café", kind="governance.businesscase") == [case.reference]
    assert codes(client, q=case.reference.lower()) == [case.reference]


def test_search_finds_no_internal_note_and_nothing_hidden():
    w.make_workstream(name="Dogs", internal_note="Between us.")
    p.make_force(name="Secret county", marking=Marking.SENSITIVE)

    assert codes(signed_in(), q="between") == []
    assert codes(signed_in(), q="secret") == []
    assert codes(signed_in(Role.EDITOR), q="secret") == ["FOR-1"]


def test_search_hides_what_stands_below_a_parent_marked_later():
    workstream = w.make_workstream()
    w.make_milestone(workstream=workstream, name="Kennels open", marking=Marking.PUBLIC)
    assert codes(signed_in(), q="kennels") == ["MIL-1"]

    workstream.marking = Marking.SENSITIVE
    workstream.save()

    assert codes(signed_in(), q="kennels") == []


def test_search_without_words_asks_for_some():
    text = page(signed_in(), "/register/search")

    assert "Give one word or more" in text


def test_search_that_finds_nothing_says_so():
    assert "No record holds all of these words." in page(signed_in(), "/register/search?q=unicorns")


def test_search_goes_over_pages():
    for number in range(30):
        p.make_force(name=f"County {number}")
    client = signed_in()

    assert len(codes(client, q="county")) == 25
    assert len(codes(client, q="county", page="2")) == 5
    assert client.get("/register/search?q=county&page=3").status_code == 400


@pytest.mark.parametrize("query", ["kind=nothing", "colour=red", f"q={'x' * 201}", "page=x"])
def test_search_refuses_what_it_does_not_know(query):
    assert signed_in().get(f"/register/search?{query}").status_code == 400


def test_words_found_are_marked_whatever_their_accents_and_capitals():
    assert marked("Un Café à <Paris>", words_of("CAFE paris")) == ("Un <mark>Café</mark> à &lt;<mark>Paris</mark>&gt;")
    assert marked("plain", []) == "plain"


def test_citation_of_an_agreement_on_its_alliance_names_the_event_in_words():
    agreement = p.make_agreement(title="Memorandum", alliance=p.make_alliance())
    p.make_agreement_event(agreement=agreement, on="2013-06")
    p.make_agreement_event(agreement=agreement, kind="ended")
    for field in ("event 1", "event 2"):
        p.make_citation(about=agreement, field=field, quote=f"On {field}")

    cited = signed_in().get(reference_url(agreement.alliance.reference)).context["part_citations"]

    assert [(c.quote, c.field) for c in cited] == [
        ("On event 1", "Memorandum: Signed, June 2013"), ("On event 2", "Memorandum: Ended"),
    ]  # fmt: skip
