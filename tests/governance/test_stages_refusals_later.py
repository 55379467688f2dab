"""Refusals from the offices on: re-scope, service, split, corrections; in the words the user reads."""

import datetime as dt
from decimal import Decimal as D

import pytest
import time_machine

from governance.choices import Stage
from governance.stages import ChildCase, DividedFigure, next_events
from tests.factories.governance import make_business_case, make_case_event
from tests.factories.programmes import make_force
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db

NOT_A_DATE = (
    "“soon” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn 2016 or "
    "1 April 2017 to 31 March 2020."
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


# After the Summit --------------------------------------------------------------------------------------------------


def test_the_last_stage_is_not_skipped():
    story = Story().put("drafting", "fbc")
    sentence = "Full business case is the last stage this case needs; it cannot be skipped."

    assert story.refused("waive") == (sentence, ())
    assert {e.kind: e.why_not for e in next_events(story.case, story.editor)}["waive"] == sentence


def test_a_rescope_makes_the_case_smaller_or_its_document_new():
    story = Story().to_local_decisions()
    norfolk, suffolk = make_force(name="Norfolk"), make_force(name="Suffolk")

    assert story.refused("rescope", participants=(*story.forces, suffolk, norfolk)) == (
        "Participating forces: Norfolk, Suffolk took no part before; a new case is needed.", ("participants",),
    )  # fmt: skip
    assert story.refused("rescope", participants=tuple(story.forces)) == (
        "Re-scoping changes the participating forces or the document version; nothing is changed here.",
        ("participants",),
    )
    assert story.refused("rescope", document=story.document("obc")) == (
        "Document version: choose an FBC version of this case.", ("document",),
    )  # fmt: skip


def test_implementing_rests_on_an_agreement_in_force_or_a_reason():
    story = Story().put("approved")

    assert story.refused("implement", agreement=None) == (
        "Choose the agreement in force, or say why no agreement is needed.", ("agreement", "no_agreement_reason"),
    )  # fmt: skip
    assert story.refused("implement", no_agreement_reason="One force’s own.") == (
        "Give the agreement or the reason why none is needed, not both.", ("no_agreement_reason",),
    )  # fmt: skip
    assert story.refused("implement", agreement=story.agreement("signed")) == (
        "Agreement in force: The agreement is not recorded as in force.", ("agreement",),
    )  # fmt: skip
    event = story.do("implement", agreement=None, no_agreement_reason=" One force’s own. ")
    assert event.detail == {"no_agreement_reason": "One force’s own."}


def test_a_force_goes_live_once_on_a_day_that_has_come():
    story = Story().put("implementing")
    kent, essex = story.forces
    norfolk, bedfordshire = make_force(name="Norfolk"), make_force(name="Bedfordshire")

    assert story.refused("go_live", force_dates={norfolk: "2016", bedfordshire: "2016", kent: "2016"}) == (
        "Go-live by force: Bedfordshire, Norfolk takes no part in this case.", ("force_dates",),
    )  # fmt: skip
    assert story.refused("go_live", force_dates={kent: "soon"}) == (
        f"Go-live by force: Kent: {NOT_A_DATE}", ("force_dates",),
    )  # fmt: skip
    assert story.refused("go_live", force_dates={kent: ""}) == (
        "Go-live by force: say when Kent went live.", ("force_dates",),
    )  # fmt: skip
    assert story.refused("go_live", force_dates={kent: "2016", essex: "2027-04"}) == (
        "Go-live by force: the date of Essex lies in the future; record it once it is live.", ("force_dates",),
    )  # fmt: skip
    story.do("go_live", force_dates={kent: "2016"})
    assert story.refused("go_live", force_dates={kent: "2017", essex: "2017"}) == (
        "Go-live by force: Kent is live already.", ("force_dates",),
    )  # fmt: skip


HEAD, STRUCTURE = ChildCase("Head post", (Stage.FBC,)), ChildCase("Structure", (Stage.FBC,))


@pytest.mark.parametrize(
    ("children", "figures", "sentence", "field"),
    [
        ((HEAD,), (), "Cases it is split into: give at least two, each with a title.", "children"),
        ((HEAD, ChildCase(" ", (Stage.FBC,))), (), "Cases it is split into: give at least two, each with a title.", "children"),
        ((HEAD, ChildCase(" Head post ", (Stage.OBC,))), (), "Cases it is split into: two have the same title.", "children"),
        ((HEAD, ChildCase("Structure", ())), (), "Cases it is split into: choose at least one stage for each.", "children"),
        (
            (HEAD, STRUCTURE), (DividedFigure("Saving", D(10), (D(10),)),),
            "Figures divided: give a part of “Saving” for each new case.", "figures",
        ),
        (
            (HEAD, STRUCTURE), (DividedFigure("Saving", D("10.00"), (D("3.33"), D("6.66"))),),
            "Figures divided: the parts of “Saving” add up to £9.99, £0.01 less than the total of £10.", "figures",
        ),
    ],
)  # fmt: skip
def test_a_split_opens_two_cases_and_loses_no_penny(children, figures, sentence, field):
    story = Story().put("circulated")

    assert story.refused("split", children=children, figures=figures) == (sentence, (field,))
    assert story.case.children.count() == 0


# Corrections -------------------------------------------------------------------------------------------------------


def test_a_correction_is_of_this_case_and_says_what():
    story = Story().put("circulated")

    assert story.refused("correct", corrects=make_case_event(case=make_business_case())) == (
        "Event to correct: choose an event of this case.", ("corrects",),
    )  # fmt: skip
    assert story.refused("correct", words="") == (
        "Words: say what the event should have said, or strike it out.", ("words",),
    )  # fmt: skip


ONLY_THE_LAST = "Strike it out: only the last step of a case can be struck out, and not its first."


def test_only_the_last_step_is_struck_out():
    story = Story().put("circulated")
    first, second = story.case.events.all()
    note = story.do("note")

    assert story.refused("correct", corrects=first, strikes=True) == (ONLY_THE_LAST, ("strikes",))
    assert story.refused("correct", corrects=note, strikes=True) == (ONLY_THE_LAST, ("strikes",))
    story.do("correct", corrects=second, strikes=True)
    assert story.refused("correct", corrects=second, strikes=True) == (ONLY_THE_LAST, ("strikes",))
    assert story.refused("correct", corrects=first, strikes=True) == (ONLY_THE_LAST, ("strikes",))


def test_a_split_is_not_struck_out():
    story = Story().put("circulated")
    event = story.do("split")

    assert story.refused("correct", corrects=event, strikes=True) == (
        "Strike it out: the new cases exist already; stop them instead.", ("strikes",),
    )  # fmt: skip


def test_what_offices_have_decided_on_is_not_struck_out():
    story = Story().to_local_decisions()
    agreed = story.case.events.get(kind="agree")
    story.approve("Kent PCC")

    assert story.refused("correct", corrects=agreed, strikes=True) == (
        "Strike it out: offices have recorded decisions on it since.", ("strikes",),
    )  # fmt: skip


def test_an_unknown_fact_or_event_is_the_callers_mistake():
    story = Story().put("drafting")

    with pytest.raises(TypeError):
        story.do("note", colour="red")
    with pytest.raises(ValueError, match="^'dance' is not a valid CaseEventKind$"):
        story.do("dance")
