"""Updating many workstreams on one page: saved as drafts or submitted together, or nothing is and every row says why."""

import pytest
import time_machine

from tests.factories.programmes import make_alliance
from tests.factories.workstreams import make_workstream
from tests.form_reader import form_data
from tests.workstreams.round_story import AMBER, TODAY, Round
from tests.workstreams.test_round_form import problems
from workstreams.models import StatusUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


@pytest.fixture
def fleet():
    return make_workstream(name="Fleet", alliance=make_alliance(short_name="7F"))


def address(cast):
    return f"/register/periods/{cast.november.reference}/many"


def fill(cast, client, rows, button):
    """Post the page as it stands with some boxes of some rows filled in."""
    data = form_data(client.get(address(cast)), "bulk")
    for workstream, boxes in rows.items():
        data |= {f"{workstream.reference}-{name}": value for name, value in boxes.items()}
    return client.post(address(cast), data | {button: "1"})


def test_two_rows_are_submitted_together(cast, fleet):
    client = cast.client()
    rows = {
        cast.workstream: {"rag": "green", "public_text": "On course.", "chosen": "on"},
        fleet: {**AMBER, "chosen": "on"},
    }

    response = fill(cast, client, rows, "submit")

    assert response.url == f"/register/periods/{cast.november.reference}/"
    found = (
        StatusUpdate.objects.current().order_by("workstream__name").values_list("workstream__name", "rag", "green_by")
    )
    assert list(found) == [("Fleet", "amber", "2027-01"), ("Vetting", "green", "")]
    assert "Submitted: 2 returns." in client.get(response.url).content.decode()


def test_two_workstreams_of_one_name_are_told_apart_by_whose_they_are(cast):
    ours = make_workstream(name="Armed policing", alliance=make_alliance(short_name="BCH"))
    theirs = make_workstream(name="Armed policing", alliance=make_alliance(short_name="7F"))
    client = cast.client()

    response = fill(cast, client, {ours: {"chosen": "on"}, theirs: {"chosen": "on"}}, "submit")

    assert problems(response) == [
        "Armed policing (BCH), RAG – Choose green, amber or red; the definitions say which.",
        "Armed policing (BCH), Status – Say how the work stands, or tick “no change”.",
        "Armed policing (7F), RAG – Choose green, amber or red; the definitions say which.",
        "Armed policing (7F), Status – Say how the work stands, or tick “no change”.",
    ]
    period = f"/register/periods/{cast.november.reference}/"
    assert '<span class="hint">BCH. No earlier return</span>' in client.get(period).content.decode()
    assert (
        '<p class="quiet">7F. No lead is recorded; the return is not begun'
        in client.get(f"{period}late").content.decode()
    )


def test_a_date_that_cannot_be_read_does_not_hide_what_other_rows_lack(cast, fleet):
    client = cast.client()
    rows = {
        cast.workstream: {**AMBER, "green_by": "soon", "chosen": "on"},
        fleet: {"rag": "red", "public_text": "Stopped.", "rag_reason": "No money.", "chosen": "on"},
    }

    response = fill(cast, client, rows, "submit")

    assert [sentence.partition(" – ")[2] for sentence in problems(response)] == [
        "Say what is being done so that it is green again.",
        "Give the date by which it is green again.",
        "“soon” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn 2016 or 1 April 2017 "
        "to 31 March 2020.",
    ]
    assert not StatusUpdate.objects.exists()


def test_a_row_of_a_late_period_describes_its_due_date(cast, fleet):
    client = cast.client()
    page = f"/register/periods/{cast.october.reference}/many"
    data = form_data(client.get(page), "bulk")

    client.post(page, data | {f"{fleet.reference}-rag": "green", "save": "1"})

    assert StatusUpdate.objects.drafts().get().as_at == "2026-10-30"


def test_drafts_are_saved_without_being_complete(cast, fleet):
    client = cast.client()

    response = fill(cast, client, {fleet: {"rag": "red"}}, "save")

    assert response.url == address(cast)
    draft = StatusUpdate.objects.drafts().get()
    assert (draft.workstream, draft.rag) == (fleet, "red")
    assert form_data(client.get(address(cast)), "bulk")[f"{fleet.reference}-rag"] == "red"


def test_one_incomplete_row_holds_all_back_and_every_error_names_row_and_field(cast, fleet):
    client = cast.client()
    rows = {
        cast.workstream: {"rag": "green", "public_text": "On course.", "chosen": "on"},
        fleet: {"rag": "red", "public_text": "It stands still.", "chosen": "on"},
    }

    response = fill(cast, client, rows, "submit")

    assert problems(response) == [
        "Fleet (7F), Reason – Say why it is red.",
        "Fleet (7F), What is being done – Say what is being done so that it is green again.",
        "Fleet (7F), Back to green by – Give the date by which it is green again.",
    ]
    assert StatusUpdate.objects.count() == 0
    typed = form_data(response, "bulk")
    assert typed[f"{cast.workstream.reference}-public_text"] == "On course."
    rows[fleet] |= {"rag_reason": "Why.", "action": "What.", "green_by": "2027-03-01"}
    again = client.post(address(cast), typed | {
        f"{fleet.reference}-{name}": rows[fleet][name] for name in ("rag_reason", "action", "green_by")
    } | {"submit": "1"})  # fmt: skip
    assert again.status_code == 302
    assert StatusUpdate.objects.current().count() == 2


def test_no_change_repeats_the_whole_status(cast):
    cast.returned(period=cast.october, **AMBER)
    client = cast.client()

    fill(cast, client, {cast.workstream: {"is_unchanged": "on", "chosen": "on"}}, "submit")

    row = StatusUpdate.objects.current().get(period=cast.november)
    assert (row.rag, row.public_text, row.unchanged_since) == ("amber", "The supplier is slow.", "October 2026")
    assert (row.rag_reason, row.action, row.green_by) == (
        "Two modules are late.", "Weekly calls with the supplier.", "2027-01",
    )  # fmt: skip


def test_the_same_page_sent_twice_leaves_one_return(cast):
    client = cast.client()
    data = form_data(client.get(address(cast)), "bulk")
    code = cast.workstream.reference
    data |= {f"{code}-rag": "green", f"{code}-public_text": "On course.", f"{code}-chosen": "on", "submit": "1"}

    first, second = client.post(address(cast), data), client.post(address(cast), data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert StatusUpdate.objects.count() == 1
    assert "Submitted already" in client.get(second.url).content.decode()


def test_nothing_is_submitted_when_none_is_ticked(cast):
    response = fill(cast, cast.client(), {cast.workstream: {"rag": "green", "public_text": "Fine."}}, "submit")

    assert "Choose at least one to submit" in response.content.decode()
    assert StatusUpdate.objects.count() == 0


def test_an_empty_page_says_so(cast):
    response = fill(cast, cast.client(), {}, "save")

    assert "Nothing was filled in." in response.content.decode()


def test_a_row_that_somebody_else_saved_shows_both_versions(cast):
    edith, oscar = cast.client(), cast.client(cast.other)
    data = form_data(oscar.get(address(cast)), "bulk")
    cast.draft(rag="green", public_text="What Edith says.")
    code = cast.workstream.reference

    response = oscar.post(
        address(cast), data | {f"{code}-rag": "red", f"{code}-public_text": "What Oscar says.", "save": "1"}
    )

    text = response.content.decode()
    assert "What Edith says." in text
    assert "What Oscar says." in text
    assert StatusUpdate.objects.get().public_text == "What Edith says."
    assert edith.get(address(cast)).status_code == 200


def test_a_locked_period_takes_none(cast):
    client = cast.client()
    data = form_data(client.get(address(cast)), "bulk")
    code = cast.workstream.reference
    with time_machine.travel("2026-11-30 10:00", tick=False):
        client = cast.client()  # a week later one signs in again
        client.post(f"/register/periods/{cast.november.reference}/lock", {"reason": ""})
        response = client.post(
            address(cast), data | {f"{code}-rag": "green", f"{code}-public_text": "Late.", "save": "1"}
        )

    assert "November 2026 is locked and takes no return." in response.content.decode()
    assert StatusUpdate.objects.count() == 0


@pytest.mark.parametrize("number", ["0", "9", "x", "²"])
def test_a_page_that_is_not_there_is_a_sentence(cast, number):
    response = cast.client().get(address(cast), {"page": number})

    assert response.status_code == 400
    assert "the last page is 1" in response.content.decode()
