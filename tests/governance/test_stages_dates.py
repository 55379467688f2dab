"""Late paper, forms sent twice, and where a case stands."""

import datetime as dt

import pytest

from governance.models import CaseEvent
from governance.stages import advance, unusual_order
from governance.stages.facts import standing
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


# Dates and tokens --------------------------------------------------------------------------------------------------


def test_paper_is_entered_late_and_said_to_be_out_of_order():
    story = Story().put("circulated")

    assert unusual_order(story.case, "2016-01-02") == ""
    assert unusual_order(story.case, "2016") == ""
    assert unusual_order(story.case, "2015/..") == ""
    assert unusual_order(story.case, "2015-12") == (
        "Recorded, though its date lies before the last step (“Refer to Oversight”). Check that both dates are right."
    )
    assert story.do("revise", on="2015-12").state == "drafting"


def test_the_first_event_and_one_after_an_open_date_are_in_no_unusual_order():
    story = Story()
    assert unusual_order(story.case, "1990") == ""
    CaseEvent.objects.create(case=story.case, seq=1, kind="commission", stage="obc", state="drafting", on="../2016")

    assert unusual_order(story.case, "1990") == ""


def test_notes_and_struck_steps_do_not_count_for_the_order():
    story = Story().put("drafting")
    step = story.do("circulate", on="2018")
    story.do("note", on="2019")
    story.do("correct", corrects=step, strikes=True, on="2019")

    assert unusual_order(story.case, "2017") == ""


def test_a_form_sent_twice_leaves_one_row_and_returns_it():
    story = Story().put("drafting")
    facts = story.facts("circulate")
    given = {"case": story.case, "kind": "circulate", "by": story.editor, "on": "2016", "token": "form-1", **facts}

    first, second = advance(**given), advance(**given)

    assert first == second
    assert story.case.events.count() == 2


def test_forms_without_a_token_are_each_recorded():
    story = Story().put("drafting")

    story.do("note", token="")
    story.do("note", token=None)

    assert [e.form_token for e in story.case.events.all()] == [None, None, None]


def test_a_case_stands_where_its_last_event_left_it():
    story = Story(needs_soc=True)
    assert (standing(story.case).stage, standing(story.case).state_label) == ("soc", "not yet commissioned")

    story.put("oversight")

    assert (standing(story.case).last_seq, standing(story.case).state_label) == (2, "With Oversight")
    assert story.now.last_seq == 2
    assert story.now.state_since == dt.date(2016, 1, 2)
