"""An entry that an office or the team made in error is taken back; what was said before stands again."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from governance.decisions import DecisionNotAllowed, correct_local, record_local
from programmes.access import NotAllowed
from programmes.models import Body
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import LEGAL_TEST, Story
from tests.governance.test_two_tiers_asking import agreed, approve_all, decide, required

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2016, 6, 30, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    return Story("Essex", "Kent", "Norfolk").put("on_agenda", "fbc")


def test_what_was_recorded_in_error_is_taken_back_and_what_was_said_before_stands(story):
    agreed(story)
    decide(story, "Kent PCC", "deferred", on="2016-04-20", reason="To the next board.")
    wrong = decide(story, "Kent PCC", "approved_with_conditions", conditions=("Costs.",))

    correct_local(event=wrong, by=story.editor, reason="The notice was of Kent’s other case.")

    local = required(story)["Kent PCC"]
    assert (local.outcome, local.decided, local.open_conditions) == ("deferred", "2016-04-20", 0)
    assert local.events.count() == 3
    last = decide(story, "Kent PCC", "approved", on="2016-05-03")
    assert last.seq == 4


def test_after_the_only_entry_is_taken_back_the_office_is_waited_for(story):
    agreed(story)
    wrong = decide(story, "Kent PCC", "rejected", reason="No.")

    correct_local(event=wrong, by=story.editor, reason="It was Essex.")

    local = required(story)["Kent PCC"]
    assert (local.outcome, local.decided, local.waits_for) == ("awaiting", None, "decision")


def test_taking_a_refusal_back_may_be_the_last_approval(story):
    agreed(story)
    approve_all(story, "Essex CC", "Essex PCC", "Kent CC", "Norfolk CC", "Norfolk PCC")
    with_doubts = decide(story, "Kent PCC", "deferred", reason="Later.")
    assert story.place == ("fbc", "local_decisions")
    correct_local(event=with_doubts, by=story.editor, reason="A slip.")
    decide(story, "Kent PCC", "approved", on="2016-05-03")
    assert story.place == ("fbc", "approved")


def test_an_approval_that_stood_before_a_refusal_in_error_approves_the_case(story):
    agreed(story)
    decide(story, "Kent PCC", "approved", on="2016-05-05")
    wrong = decide(story, "Kent PCC", "rejected", on="2016-05-06", reason="No.")
    approve_all(story, "Essex CC", "Essex PCC", "Kent CC", "Norfolk CC", "Norfolk PCC")

    correct_local(event=wrong, by=story.editor, reason="It was another case.")

    approval = story.case.events.get(kind="approve")
    assert (story.place, approval.on) == (("fbc", "approved"), "2016-05-05")


def test_only_the_last_entry_of_a_case_with_the_offices_is_taken_back_with_a_reason(story):
    agreed(story)
    first = decide(story, "Kent PCC", "deferred", reason="Later.")
    second = decide(story, "Kent PCC", "rejected", on="2016-05-02", reason="No.")

    def refused(event, reason="A slip.", by=story.editor):
        with pytest.raises(DecisionNotAllowed) as refusal:
            correct_local(event=event, by=by, reason=reason)
        return str(refusal.value)

    assert refused(first) == "Only the last entry of an office can be taken back."
    assert refused(second, reason=" ") == "Reason: say what was recorded wrongly."
    with pytest.raises(NotAllowed):
        correct_local(
            event=second, by=make_user("office_recorder", body=Body.objects.get(name="Essex PCC")), reason="x"
        )
    done = correct_local(event=second, by=story.editor, reason="A slip.", token="t")
    assert correct_local(event=second, by=story.editor, reason="A slip.", token="t") == done
    assert refused(second) == "Only the last entry of an office can be taken back."
    story.do("reject", "2016-06-01")
    assert refused(first) == (
        "This case is rejected; strike out its last step first, with a correction of the case."
    )  # fmt: skip


def test_an_office_takes_its_own_entry_back_on_its_page(story):
    agreed(story)
    kent = Body.objects.get(name="Kent PCC")
    client = Client()
    client.force_login(make_user("office_recorder", body=kent))
    local = story.local("Kent PCC")
    url = f"/register/local-decisions/{local.reference}/correct"
    assert client.get(url).status_code == 404
    record_local(
        local_decision=local,
        outcome="approved",
        by=make_user("office_recorder", body=kent),
        on="2016-05-01",
        **LEGAL_TEST,
    )

    assert "Our last entry was wrong" in client.get(f"/register/local-decisions/{local.reference}/").content.decode()
    given = form_data(client.get(url), "event-form")
    assert "Fill this in; it is needed." in client.post(url, {**given, "reason": ""}).content.decode()
    answer = client.post(url, {**given, "reason": "We meant another case."}, follow=True).content.decode()

    assert "Taken back: approved." in answer
    assert "We meant another case." in answer
    assert story.local("Kent PCC").outcome == "awaiting"


def test_a_form_that_was_open_while_an_entry_was_taken_back_says_so_and_keeps_what_was_typed(story):
    agreed(story)
    kent = Body.objects.get(name="Kent PCC")
    wrong = decide(story, "Kent PCC", "deferred", on="2016-04-20", reason="Later.")
    client = Client()
    client.force_login(make_user("office_recorder", body=kent))
    url = f"/register/local-decisions/{story.local('Kent PCC').reference}/record"
    given = {**form_data(client.get(url), "event-form"), "outcome": "approved", "on": "2016-05-01", **LEGAL_TEST}
    correct_local(event=wrong, by=story.editor, reason="It was Essex.")

    answer = client.post(url, {**given, "wording": "Kent approves."}).content.decode()

    assert "An entry for Kent PCC was taken back by " in answer
    assert " while this form was open. Look at it before you record." in answer
    assert "Kent approves." in answer
    assert story.local("Kent PCC").outcome == "awaiting"
