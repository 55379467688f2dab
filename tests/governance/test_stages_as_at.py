"""What was so on a day: from the steps that had surely happened by then and stand."""

import datetime as dt

import pytest

from governance.models import BusinessCase, LocalDecision
from tests.factories.governance import make_case_event, make_condition
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


def place(story: Story, day: str | None) -> tuple[str | None, str | None, str | None]:
    as_at = day and dt.date.fromisoformat(day)
    case = BusinessCase.objects.with_stage(as_at).get(pk=story.case.pk)
    return case.stage, case.state, case.state_on


@pytest.fixture
def story():
    """Commissioned in January 2016, circulated in spring, referred on 5 July."""
    story = Story()
    story.do("commission", "2016-01-15")
    story.do("circulate", "2016-21", on_words="the spring")
    story.do("refer", "2016-07-05")
    return story


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-01-14", (None, None, None)),
        ("2016-01-15", ("obc", "drafting", "2016-01-15")),
        ("2016-03-01", ("obc", "drafting", "2016-01-15")),
        ("2016-05-30", ("obc", "drafting", "2016-01-15")),  # “the spring” may still have been to come
        ("2016-05-31", ("obc", "circulated", "2016-21")),
        ("2016-07-04", ("obc", "circulated", "2016-21")),
        ("2016-07-05", ("obc", "oversight", "2016-07-05")),
        ("2026-11-22", ("obc", "oversight", "2016-07-05")),
        (None, ("obc", "oversight", "2016-07-05")),
    ],
)
def test_the_state_of_a_day_is_that_of_the_last_step_surely_past(story, day, expected):
    assert place(story, day) == expected


def test_words_and_number_of_the_last_step(story):
    case = BusinessCase.objects.with_stage(dt.date(2016, 6, 1)).get(pk=story.case.pk)

    assert (case.state_on_words, case.state_since, case.last_seq) == ("the spring", dt.date(2016, 5, 31), 2)


def test_a_note_entered_later_about_an_earlier_day_carries_no_state_back(story):
    story.do("note", "2016-02-01")

    assert place(story, "2016-03-01") == ("obc", "drafting", "2016-01-15")
    assert place(story, None) == ("obc", "oversight", "2016-07-05")


def test_a_struck_step_never_happened_on_any_day(story):
    step = story.case.events.last()
    story.do("correct", "2016-09-01", corrects=step, strikes=True)

    for day in ("2016-07-05", "2016-08-31", "2016-09-01", None):
        assert place(story, day) == ("obc", "circulated", "2016-21")


def test_a_correction_back_dated_carries_no_state_back(story):
    story.do("correct", "2016-02-01", corrects=story.case.events.first())

    assert place(story, "2016-03-01") == ("obc", "drafting", "2016-01-15")


def test_a_statement_of_a_source_that_moved_the_case_counts(story):
    make_case_event(case=story.case, kind="note", stage="fbc", state="drafting", on="2016-09-21")

    assert place(story, "2016-09-20") == ("obc", "oversight", "2016-07-05")
    assert place(story, "2016-09-21") == ("fbc", "drafting", "2016-09-21")
    assert place(story, None) == ("fbc", "drafting", "2016-09-21")


def test_an_approval_whose_papers_come_in_any_order_bears_the_latest_date():
    story = Story("Kent").to_local_decisions()
    story.approve("Kent CC", on="2016-12-01")

    story.approve("Kent PCC", on="2016-06-01")

    assert story.case.events.last().on == "2016-12-01"
    assert place(story, "2016-11-30")[1] == "local_decisions"
    assert place(story, "2016-12-01")[1] == "approved"


def test_an_offices_outcome_and_open_conditions_of_a_day():
    story = Story("Kent").to_local_decisions()
    story.approve("Kent CC", on="2016-05-01")
    make_condition(local_decision=story.local("Kent CC"), closed_on=dt.date(2016, 8, 1), closed_how="Done.")
    make_condition(local_decision=story.local("Kent CC"))

    def outcome(day):
        found = LocalDecision.objects.with_outcome(dt.date.fromisoformat(day)).get(body__name="Kent CC")
        return found.outcome, found.decided, found.open_conditions

    assert outcome("2016-04-30") == ("awaiting", None, 2)
    assert outcome("2016-07-31") == ("approved", "2016-05-01", 2)
    assert outcome("2016-08-01") == ("approved", "2016-05-01", 1)


def test_open_cases_are_those_not_closed():
    story = Story("Kent").put("live")
    make_case_event(kind="note", stage="obc", state="stopped")

    assert list(BusinessCase.objects.with_stage().open()) == [story.case]
