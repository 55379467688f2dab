"""Agreements in a browser: the signature sheet and its papers, forms a kind of event, checklist, law, chain, any day."""

import datetime as dt
import hashlib
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from programmes.choices import Marking, Role
from programmes.models import Body
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_holder,
    make_party,
    make_user,
)
from tests.form_reader import form_data
from tests.programmes.agreement_story import at, bodies, lawful, state_of

pytestmark = pytest.mark.django_db

PAGE = b"Signed by Ann Example on 20 May 2026.\n"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC), tick=True):
        yield


def signed_in(role, **fields):
    client = Client()
    if role == Role.OFFICE_VIEWER:
        fields["body"] = Body.objects.first() or make_body()
    client.force_login(make_user(role, is_staff=True, **fields))
    return client


@pytest.fixture
def desk():
    return signed_in("editor")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(agreement, rest):
    return f"/admin/programmes/agreement/{agreement.pk}/{rest}/"


def post(desk, agreement, kind, **given):
    """Fill in the form of an event as a person does."""
    page = url(agreement, f"event/{kind}")
    return desk.post(page, {**form_data(desk.get(page), "event-form"), **given}, follow=True)


def out():
    """An agreement that has been out for signature since 1 May 2026."""
    agreement = lawful()
    make_agreement_event(agreement=agreement, kind="drafted", sets_state="draft", on="2026-04-01")
    make_agreement_event(agreement=agreement, kind="out_for_signature", sets_state="out_for_signature", on="2026-05-01")
    return agreement


# Signing ---------------------------------------------------------------------------------------------------------


def test_the_sheet_is_signed_party_by_party_with_the_paper_and_its_hash(desk):
    agreement = out()
    office = bodies(agreement)["Kent PCC"]
    make_holder(body=office, name="Ann Example", starts="2024-05-09")
    sheet = text(desk.get(url(agreement, "signatures")))
    assert "Out for signature</strong>: 0 of 4 signed; out for signature since 1 May 2026, for 31 days" in sheet
    assert "Ann Example" in sheet

    form = desk.get(f"{url(agreement, 'event/party_signed')}?party={office.reference}")
    assert "today that is Ann Example" in text(form)
    data = form_data(form, "event-form")
    assert data["body"] == str(office.pk)
    done = desk.post(
        url(agreement, "event/party_signed"),
        {**data, "on": "2026-05-20", "evidence": SimpleUploadedFile("page 9.txt", PAGE)}, follow=True,
    )  # fmt: skip

    sha256 = hashlib.sha256(PAGE).hexdigest()
    sheet = text(done)
    assert "Recorded: signed by a party." in sheet
    assert "1 of 4 signed" in sheet
    assert f'page 9.txt</a><br><span class="quiet small file-hash">{sha256}</span>' in sheet
    assert "<td>20 May 2026</td><td>Ann Example</td><td>Holder of the office</td>" in sheet
    event = agreement.events.get(kind="party_signed")
    assert b"".join(desk.get(f"/register/files/{event.evidence.pk}/").streaming_content) == PAGE
    page = text(signed_in(Role.OFFICE_VIEWER).get(f"/register/agreements/{agreement.reference}/"))
    assert "1 of 4 signed" in page
    assert f'<a href="/register/files/{event.evidence.pk}/">page 9.txt</a>' in page


def test_when_the_last_has_signed_the_sheet_offers_the_next_step(desk):
    agreement = out()
    for body in bodies(agreement).values():
        assert "All have signed" not in text(desk.get(url(agreement, "signatures")))
        post(desk, agreement, "party_signed", body=body.pk, on="2026-05-20")
    assert "All have signed" in text(desk.get(url(agreement, "signatures")))
    post(desk, agreement, "signed", on="2026-05-21")
    post(desk, agreement, "in_force", on="2026-05-22")
    assert state_of(agreement) == "in_force"


def test_a_refused_signature_keeps_everything_typed_and_the_file(desk):
    agreement = out()
    office = bodies(agreement)["Kent PCC"]
    make_holder(body=office, name="Ann Example", starts="2024-05-09")
    refused = post(
        desk, agreement, "party_signed", body=office.pk, on="2026-05-20", signatory="Somebody Else", words="Page nine.",
        evidence=SimpleUploadedFile("page 9.txt", PAGE),
    )  # fmt: skip

    page = text(refused)
    assert "Signed by – Ann Example held the office on that day." in page
    assert 'value="Somebody Else"' in page
    assert "Page nine." in page
    assert "Chosen already: <strong>page 9.txt" in page
    again = form_data(refused, "event-form") | {"signatory": ""}
    desk.post(url(agreement, "event/party_signed"), again)
    assert agreement.events.get(kind="party_signed").evidence.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_a_file_of_another_kind_is_refused_at_its_box(desk):
    agreement = out()
    page = post(
        desk, agreement, "party_signed", body=bodies(agreement)["Kent PCC"].pk, on="2026-05-20",
        evidence=SimpleUploadedFile("page.pdf", b"<!DOCTYPE html><html></html>"),
    )  # fmt: skip
    assert "Paper – “page.pdf” is not a kind of file the register takes." in text(page)
    assert not agreement.events.filter(kind="party_signed").exists()


def test_a_vacant_office_is_said_on_the_sheet_and_cannot_sign_on_that_day(desk):
    agreement = out()
    office = bodies(agreement)["Kent PCC"]
    make_holder(body=office, name="Ann Example", starts="2024-05-09", ends="2026-05-10")
    make_holder(body=office, name="Bo Example", starts="2026-06-20")
    assert "Vacant today: a vacant office cannot sign." in text(desk.get(url(agreement, "signatures")))
    refused = post(desk, agreement, "party_signed", body=office.pk, on="2026-05-20")
    assert "Date – Kent PCC was vacant on 20 May 2026; a vacant office cannot decide or sign. Check the date." in text(
        refused
    )


def test_who_may_not_edit_reads_the_sheet_and_signs_nothing():
    agreement = out()
    client = signed_in("publisher")
    assert "Record its signature" not in text(client.get(url(agreement, "signatures")))
    assert client.get(url(agreement, "event/party_signed")).status_code == 403
    assert client.post(url(agreement, "checklist")).status_code == 403
    assert signed_in("administrator").get(url(agreement, "signatures")).status_code == 403


# Forms -----------------------------------------------------------------------------------------------------------


def test_each_kind_of_event_asks_only_for_what_it_needs(desk):
    agreement = at("in_force")
    fields = {
        kind: set(form_data(desk.get(url(agreement, f"event/{kind}")), "event-form")) - {"csrfmiddlewaretoken", "token"}
        for kind in ("expired", "ended", "notice_given", "directed", "reviewed", "party_left", "corrected")
    }
    when = {"on", "on_words"}
    assert fields == {
        "expired": when | {"words"},
        "ended": when | {"basis", "other", "words", "evidence"},
        "notice_given": when | {"body", "effective", "effective_words", "reason", "words", "evidence"},
        "directed": when | {"words", "effective", "effective_words", "evidence"},
        "reviewed": when | {"body", "words", "evidence"},
        "party_left": when | {"body", "basis", "other", "words", "evidence"},
        "corrected": when | {"corrects", "reason", "words"},
    }


def test_a_step_that_the_state_forbids_says_so_and_offers_no_form(desk):
    agreement = at("in_force")
    page = text(desk.get(url(agreement, "event/party_signed")))
    assert "“Signed by a party” is not possible: the agreement is in force." in page
    assert 'class="event-form"' not in page
    assert desk.get(url(agreement, "event/nothing")).status_code == 404


def test_the_page_offers_the_steps_of_its_state(desk):
    agreement = at("in_force")
    page = text(desk.get(url(agreement, "change")))
    for words in ("Notice was given", "A party left", "Record a review", "It expired", "Correct an entry"):
        assert f">{words}</a>" in page
    assert "Record a signature" not in page


def test_a_party_leaves_by_notice_in_the_browser(desk):
    agreement = at("in_force")
    office = bodies(agreement)["Kent PCC"]
    refused = post(desk, agreement, "party_left", body=office.pk, on="2026-05-01", basis="clause")
    assert "On the basis of – Kent PCC gave no notice that is recorded here; record the notice first." in text(refused)
    post(desk, agreement, "notice_given", body=office.pk, on="2025-05-01")
    done = post(desk, agreement, "party_left", body=office.pk, on="2026-05-01", basis="clause")
    assert "Recorded: left by a party." in text(done)
    page = text(desk.get(f"/register/agreements/{agreement.reference}/"))
    assert "Left by Kent PCC" in page
    assert "Takes effect: 1 May 2026." in page


# The checklist ---------------------------------------------------------------------------------------------------


def test_the_checklist_is_made_on_request_and_never_before(desk):
    agreement = lawful()
    assert "No checklist yet." in text(desk.get(url(agreement, "change")))
    assert agreement.checklist.count() == 0
    done = desk.post(url(agreement, "checklist"), follow=True)
    assert "30 topics added to the checklist, none of them checked yet." in text(done)
    assert "Of 30 topics 0 present, 0 absent, 30 not checked." in text(done)
    assert "on its checklist</button>" not in text(done)
    assert desk.get(url(agreement, "checklist")).status_code == 405


# In the register -------------------------------------------------------------------------------------------------


def test_any_day_can_be_asked_for_party_by_party():
    """7F firearms training: Kent and Essex start a year after the others."""
    agreement = lawful(starts="2018-04-01")
    make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2018-04-01")
    party = agreement.parties.get(body__name="Kent CC")
    party.commences = "2019-04-01"
    party.save()
    reader = signed_in(Role.OFFICE_VIEWER)
    page = f"/register/agreements/{agreement.reference}/"

    then = text(reader.get(f"{page}?as_at=2018-06-01"))
    assert "On <strong>1 June 2018</strong>, by what the record says." in then
    assert (
        '<tr><th scope="row">Kent CC</th><td data-label="In force"><span class="tag tag-outline">No</span> </td>'
        '<td data-label="Why">Not yet: commences 1 April 2019' in then
    )
    assert "In force since 1 April 2018" in then
    now = text(reader.get(page))
    assert (
        '<th scope="row">Kent CC</th><td data-label="In force"><span class="tag tag-good">Yes</span> </td>'
        '<td data-label="Why">In force since 1 April 2019' in now
    )
    assert "Not yet: commences 1 April 2018" in text(reader.get(f"{page}?as_at=2017-01-01"))


def test_the_chain_is_drawn_and_told_in_words():
    first = make_agreement(title="First agreement", signed="2010")
    second = make_agreement(title="Second agreement", signed="2014", varies=first)
    hidden = make_agreement(title="Hidden agreement", varies=second, marking=Marking.SENSITIVE)
    page = text(signed_in(Role.OFFICE_VIEWER).get(f"/register/agreements/{second.reference}/"))
    assert 'role="img" aria-label="The chain drawn; the list below says the same"' in page
    assert f'class="chain-title">{first.reference} First agreement</text>' in page
    assert "<strong>Second agreement</strong> (this one): varies the one it hangs below; signed 2014." in page
    assert "Hidden agreement" not in page
    assert "Chain of variations" not in text(
        signed_in(Role.OFFICE_VIEWER).get(f"/register/agreements/{make_agreement().reference}/")
    )
    assert "Hidden agreement" in text(signed_in("editor").get(f"/register/agreements/{hidden.reference}/"))


def test_the_law_is_told_rule_by_rule_to_the_team_and_auditors():
    agreement = lawful(document_url="")
    page = f"/register/agreements/{agreement.reference}/law/"
    told = text(signed_in("auditor").get(page))
    assert "1 rule it cannot come into force without; " in told
    assert "Document: an agreement is in writing (s23C(2)); give its address." in told
    assert "Missing: it cannot come into force" in told
    assert signed_in(Role.OFFICE_VIEWER).get(page).status_code == 403
    memorandum = make_agreement(kind="mou")
    assert signed_in("editor").get(f"/register/agreements/{memorandum.reference}/law/").status_code == 404


def test_what_comes_due_stands_on_the_page_of_the_agreement():
    agreement = out()
    page = text(signed_in(Role.OFFICE_VIEWER).get(f"/register/agreements/{agreement.reference}/"))
    assert "4 of 4 parties still to sign" in page
    assert "Overdue by 3 days" in page


def test_an_office_that_may_not_be_read_is_withheld_everywhere():
    agreement = at("in_force")
    secret = make_body(name="Secret office", marking=Marking.SENSITIVE)
    make_party(agreement=agreement, body=secret, marking=Marking.SENSITIVE)
    make_agreement_event(
        agreement=agreement, kind="notice_given", body=secret, on="2026-01-01", effective="2026-07-01", signatory="Spy"
    )
    page = text(signed_in(Role.OFFICE_VIEWER).get(f"/register/agreements/{agreement.reference}/"))
    assert "Secret office" not in page
    assert "Spy" not in page
    assert "The notice of a party takes effect" in page
    assert "Secret office" in text(signed_in("editor").get(f"/register/agreements/{agreement.reference}/"))


def test_of_an_agreement_that_a_source_calls_signed_nobody_is_said_not_to_have_signed(desk):
    """The seven force agreement was signed in March 2016 (S1 3.5); no source gives the signatures of its parties."""
    agreement = lawful()
    make_agreement_event(agreement=agreement, kind="signed", sets_state="signed", on="2016-03")

    sheet = text(desk.get(url(agreement, "signatures")))
    assert "<strong>Signed</strong>: 0 of 4 signatures recorded one by one" in sheet
    assert sheet.count("<td>Not recorded</td>") == 4
    assert "Not signed" not in sheet
    assert "0 of 4 signatures recorded one by one" in text(desk.get(url(agreement, "change")))
    assert text(desk.get(url(out(), "signatures"))).count("Record its signature") == 4
