"""Corrections: amend a step, or strike out the last; the case, its decision and its offices go back."""

import pytest

from governance.models import BusinessCase, Decision
from governance.stages import next_events, struck_ids
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


def required(story: Story) -> list[str]:
    return [local.body.name for local in story.case.local_decisions.filter(is_required=True).order_by("body__name")]


def strike(story: Story, on: str = "2016-12-01"):
    last = BusinessCase.objects.get(pk=story.case.pk).events.steps().order_by("seq").last()
    return story.do("correct", on, corrects=last, strikes=True, words="", reason="It did not happen.")


def test_amending_says_what_was_meant_and_moves_nothing():
    story = Story().put("circulated")
    first = story.case.events.first()

    event = story.do("correct", corrects=first, words="It was in March.", reason="A slip.")

    assert (event.corrects, event.words, event.reason, event.state, event.detail) == (
        first, "It was in March.", "A slip.", "circulated", {},
    )  # fmt: skip
    assert story.place == ("obc", "circulated")
    assert struck_ids(story.case) == set()


def test_striking_the_last_step_puts_the_case_back_to_where_it_was():
    story = Story().put("drafting")
    step = story.do("circulate", "2016-05-01")
    story.do("note", "2016-06-01")

    event = strike(story)

    assert (event.kind, event.corrects, event.detail, event.state) == ("correct", step, {"strikes": True}, "drafting")
    assert struck_ids(story.case) == {step.pk}
    now = story.now
    assert (now.stage, now.state, now.state_on, now.last_seq) == ("obc", "drafting", "2016-01-01", 4)


def test_steps_are_struck_out_one_after_another_and_the_case_goes_on():
    story = Story().put("drafting")
    story.do("circulate")
    story.do("refer")
    story.do("recommend")

    places = []
    for _ in range(3):
        strike(story)
        places.append(story.place)
    story.do("refer", "2017-01-01")

    assert places == [("obc", "oversight"), ("obc", "circulated"), ("obc", "drafting")]
    assert story.place == ("obc", "oversight")


def test_a_stage_goes_back_with_its_state():
    story = Story(needs_soc=True)
    story.do("commission")
    story.do("waive")

    strike(story)

    assert story.place == ("soc", "drafting")


@pytest.mark.parametrize(
    ("state", "kind"), [("implementing", "stop"), ("local_decisions", "reject"), ("live", "review")]
)
def test_a_closed_case_opens_again(state, kind):
    story = Story().put(state)
    story.do(kind)

    strike(story)

    assert story.place == ("obc", state)
    assert [e.kind for e in next_events(story.case, story.editor) if e.is_possible] != ["note", "correct"]


def test_a_state_that_a_note_brought_is_kept():
    """A case known from a source alone may have reached a stage by a statement: striking what follows keeps it."""
    from tests.factories.governance import make_case_event

    story = Story().put("circulated")
    make_case_event(case=story.case, kind="note", stage="fbc", state="drafting", on="2016-09-21")
    story.do("circulate")

    strike(story)

    assert story.place == ("fbc", "drafting")


def test_the_decision_of_a_struck_outcome_says_it_was_recorded_in_error():
    story = Story().put("recommended")
    story.do("schedule", waives="")
    story.do("agree")

    strike(story)

    decision = Decision.objects.get()
    assert (decision.kind, decision.title, decision.wording) == ("in_error", "Vetting: recorded in error", "Agreed.")
    after, before = decision.history.all()
    assert (before.kind, after.history_change_reason, after.history_user) == (
        "in_principle", "It did not happen.", story.editor,
    )  # fmt: skip
    assert story.place == ("obc", "on_agenda")


def test_after_a_struck_outcome_the_next_belongs_to_the_same_meeting():
    story = Story().put("recommended")
    story.do("schedule", waives="")
    story.do("defer")
    strike(story)

    event = story.do("agree")

    assert event.meeting == story.meeting
    assert [d.kind for d in Decision.objects.order_by("pk")] == ["in_error", "in_principle"]


def test_striking_the_agreement_of_the_last_stage_withdraws_the_questions_to_the_offices():
    story = Story().to_local_decisions()
    assert required(story) == ["Essex CC", "Essex PCC", "Kent CC", "Kent PCC"]

    strike(story)

    assert required(story) == []
    assert story.place == ("fbc", "on_agenda")
    assert story.case.local_decisions.first().history.first().history_change_reason == "It did not happen."


def test_agreed_again_the_same_offices_are_asked_and_it_can_be_struck_again():
    story = Story().to_local_decisions()
    strike(story)

    event = story.do("agree", words="Agreed at last.")

    assert story.case.local_decisions.count() == 4
    assert {(d.is_required, d.asked, d.opened_by) for d in story.case.local_decisions.all()} == {
        (True, "Agreed at last.", event)
    }
    strike(story)
    assert required(story) == []


def test_striking_an_agreement_in_part_brings_the_other_forces_back():
    story = Story().put("on_agenda")
    story.do("agree_in_part")
    assert [f.name for f in story.case.participating_forces.all()] == ["Kent"]

    strike(story)

    assert [f.name for f in story.case.participating_forces.all()] == ["Essex", "Kent"]


def test_striking_a_rescope_asks_the_old_offices_about_the_old_version():
    story = Story().to_local_decisions()
    first = story.case.documents.get()
    agreed = story.case.events.get(kind="agree")
    story.do("rescope", document=story.document("fbc"))
    assert required(story) == ["Kent CC", "Kent PCC"]

    strike(story)

    assert required(story) == ["Essex CC", "Essex PCC", "Kent CC", "Kent PCC"]
    assert {(d.document, d.opened_by, d.asked) for d in story.case.local_decisions.all()} == {
        (first, agreed, "Agreed.")
    }
    assert [f.name for f in story.case.participating_forces.all()] == ["Essex", "Kent"]
    assert story.place == ("fbc", "local_decisions")
    story.approve("Essex CC", "Essex PCC", "Kent CC", "Kent PCC")
    assert story.place == ("fbc", "approved")


def test_a_rescope_with_a_new_version_that_offices_have_answered_is_not_struck():
    story = Story().to_local_decisions()
    story.approve("Kent PCC")
    rescope = story.do("rescope", participants=tuple(story.forces), document=story.document("fbc"))
    story.approve("Essex PCC")

    assert story.refused("correct", corrects=rescope, strikes=True) == (
        "Strike it out: offices have recorded decisions on it since.", ("strikes",),
    )  # fmt: skip


def test_answers_to_the_old_version_do_not_keep_a_rescope_from_being_struck():
    story = Story().to_local_decisions()
    story.approve("Kent PCC")
    story.do("rescope", participants=tuple(story.forces), document=story.document("fbc"))

    strike(story)

    story.approve("Kent CC", "Essex CC", "Essex PCC")
    assert story.place == ("fbc", "approved")


def test_an_approval_is_struck_and_an_office_changes_its_mind():
    from governance.decisions import record_local

    story = Story().to_local_decisions()
    story.approve("Essex CC", "Essex PCC", "Kent CC", "Kent PCC")

    strike(story)
    assert story.place == ("fbc", "local_decisions")
    record_local(
        local_decision=story.local("Kent PCC"), outcome="rejected", by=story.editor, on="2016-06-01", reason="No.",
    )  # fmt: skip
    assert story.place == ("fbc", "local_decisions")
    story.approve("Kent PCC", on="2016-07-01")

    assert story.place == ("fbc", "approved")
    assert story.case.events.last().on == "2016-07-01"


def test_an_agreement_loaded_from_a_source_can_be_struck_too():
    from tests.factories.governance import make_case_event, make_local_decision

    story = Story().put("on_agenda", "fbc")
    event = make_case_event(case=story.case, kind="agree", stage="fbc", state="local_decisions")
    make_local_decision(case=story.case, body=story.offices()[0], opened_by=event)

    strike(story)

    assert required(story) == []
    assert [f.name for f in story.case.participating_forces.all()] == ["Essex", "Kent"]


def test_a_force_that_was_said_live_by_mistake_can_go_live_again():
    story = Story().put("implementing")
    kent, essex = story.forces
    story.do("go_live", force_dates={kent: "2016"})
    story.do("go_live", force_dates={essex: "2016"})

    strike(story)

    assert story.place == ("obc", "live")
    assert story.do("go_live", force_dates={essex: "2016-10"}).state == "live"
