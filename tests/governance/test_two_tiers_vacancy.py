"""Cambridgeshire in November 2019, as the record has it: an office without a holder cannot decide; an acting one can."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from governance.decisions import DecisionNotAllowed, record_local
from governance.models import BusinessCase
from governance.stages import advance
from programmes.models import Body, Force, Programme
from tests.factories.governance import make_board, make_case_document, make_meeting
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import LEGAL_TEST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def asked(record_db):
    """The decision of Cambridgeshire’s commissioner on a case that was agreed in principle on 21 October 2019."""
    editor = make_user("editor")
    case = BusinessCase.objects.create(
        title="Forensics", purpose="One.", scope="All.", sponsor="A chief", needs_obc=False,
        programme=Programme.objects.get(reference="PRG-3"),
    )  # fmt: skip
    case.participating_forces.set(Force.objects.filter(name="Cambridgeshire"))
    make_case_document(case=case, stage="fbc")
    meeting = make_meeting(board=make_board(is_summit=True), held="2019-10-21")
    advance(case=case, kind="commission", by=editor, on="2019-09-01", waives="Written in the paper.")
    advance(case=case, kind="schedule", by=editor, on="2019-10-01", meeting=meeting, waives="In haste.")
    offices = Body.objects.offices_on(dt.date(2019, 10, 21)).filter(force__name="Cambridgeshire")
    advance(
        case=case, kind="agree", by=editor, on="2019-10-21", words="Agreed.", minute_reference="S/1",
        positions=dict.fromkeys(offices, "in"),
    )  # fmt: skip
    return case.local_decisions.select_related("body").get(body__name="Cambridgeshire PCC"), editor


@pytest.mark.parametrize("day", ["2019-11-12", "2019-11-19", "2019-11-26"])
def test_cambridgeshire_could_not_decide_while_it_had_no_commissioner(asked, day):
    local, editor = asked

    with pytest.raises(DecisionNotAllowed) as refusal:
        record_local(local_decision=local, outcome="approved", by=editor, on=day, notice_reference="DN")

    assert str(refusal.value) == (
        f"Cambridgeshire PCC was vacant on {day[-2:]} November 2019; a vacant office cannot decide or sign. "
        "Check the date."
    )
    assert refusal.value.fields == ("on",)
    assert local.events.count() == 0


@pytest.mark.parametrize(
    ("day", "name", "capacity"),
    [
        ("2019-11-11", "Jason Ablewhite", "substantive"),
        ("2019-11-27", "Ray Bisby", "acting"),
        ("2021-05-13", "Darryl Preston", "substantive"),
    ],
)
def test_before_and_after_it_its_holder_decides_in_his_capacity(asked, day, name, capacity):
    local, editor = asked

    event = record_local(local_decision=local, outcome="approved", by=editor, on=day, notice_reference="DN")

    assert (event.holder.name, event.holder.capacity) == (name, capacity)


def test_the_page_names_the_acting_holder_and_refuses_the_vacant_day_without_losing_what_was_typed(asked):
    local, editor = asked
    client = Client()
    client.force_login(make_user("office_recorder", body=local.body))
    url = f"/register/local-decisions/{local.reference}/record"
    given = {
        **form_data(client.get(url), "event-form"),
        "outcome": "approved",
        "wording": "We approve it.",
        **LEGAL_TEST,
    }

    refused = client.post(url, {**given, "on": "2019-11-20"}).content.decode()
    assert "Cambridgeshire PCC was vacant on 20 November 2019; a vacant office cannot decide or sign." in refused
    assert "We approve it." in refused
    done = client.post(url, {**given, "on": "2019-11-28"}, follow=True).content.decode()

    assert "Holder of the office on that day: Ray Bisby, acting" in done


def test_a_reader_on_the_vacant_day_is_told_so(asked):
    local, _ = asked
    client = Client()
    client.force_login(make_user("office_recorder", body=local.body))
    with time_machine.travel(dt.datetime(2019, 11, 20, 12, tzinfo=dt.UTC)):
        page = client.get(f"/register/local-decisions/{local.reference}/record").content.decode()

    assert "Vacant: it cannot decide today" in page
