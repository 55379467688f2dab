"""Every reason an event is refused for, in the words the user reads, and the entries at fault."""

import datetime as dt

import pytest
import time_machine

from governance.choices import Position
from governance.stages import advance, next_events
from programmes.models import Body
from tests.factories.governance import make_case_document, make_meeting
from tests.factories.programmes import make_body
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


# When --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "Date: say when it happened."),
        ("../2016", "Date: say when it happened."),
        ("2016/..", "Date: say when it happened."),
        ("soon", f"Date: {NOT_A_DATE}"),
        ("2026-11-23", "Date: this lies in the future; record an event once it has happened."),
        ("2026-12", "Date: this lies in the future; record an event once it has happened."),
    ],
)
def test_an_event_has_a_day_that_has_come(on, sentence):
    assert Story().put("drafting").refused("note", on) == (sentence, ("on",))


@pytest.mark.parametrize("on", ["2026-11-22", "2026-11", "2026", "2011-01"])
def test_today_a_vague_date_with_a_day_that_has_come_and_the_past_are_good(on):
    assert Story().put("drafting").do("note", on).on == on


# What is needed ----------------------------------------------------------------------------------------------------

NEEDED = [
    ("drafting", "circulate", "Document version, Comments by", ("document", "comment_deadline")),
    ("circulated", "revise", "Words", ("words",)),
    ("drafting", "refer", "Document version", ("document",)),
    ("oversight", "recommend", "Words, Minute reference", ("words", "minute_reference")),
    ("oversight", "send_back", "Reason, Minute reference", ("reason", "minute_reference")),
    ("recommended", "schedule", "Meeting", ("meeting",)),
    (
        "on_agenda", "agree", "Words, Minute reference, Positions of the corporations",
        ("words", "minute_reference", "positions"),
    ),
    (
        "on_agenda", "agree_in_part", "Words, Minute reference, Positions of the corporations",
        ("words", "minute_reference", "positions"),
    ),
    ("on_agenda", "defer", "Reason, Minute reference, Next target", ("reason", "minute_reference", "target")),
    ("on_agenda", "return", "Reason, Minute reference", ("reason", "minute_reference")),
    ("on_agenda", "reject", "Reason", ("reason",)),
    ("drafting", "waive", "Reason", ("reason",)),
    ("local_decisions", "rescope", "Reason, Participating forces", ("reason", "participants")),
    ("implementing", "go_live", "Go-live by force", ("force_dates",)),
    ("live", "review", "Benefits, actual beside forecast, Lessons", ("benefits", "lessons")),
    ("drafting", "split", "Reason, Cases it is split into", ("reason", "children")),
    ("drafting", "stop", "Reason, Sunk cost", ("reason", "sunk_cost")),
    ("drafting", "note", "Words", ("words",)),
    ("drafting", "correct", "Event to correct, Reason", ("corrects", "reason")),
]  # fmt: skip


@pytest.mark.parametrize(("state", "kind", "labels", "fields"), NEEDED, ids=[row[1] for row in NEEDED])
def test_what_is_still_needed_is_named(state, kind, labels, fields):
    story = Story().put(state)

    with pytest.raises(Exception, match="^Still needed: ") as refusal:
        advance(case=story.case, kind=kind, by=story.editor, on="2016")

    assert (str(refusal.value), refusal.value.fields) == (f"Still needed: {labels}.", fields)


def test_blank_words_are_no_words():
    assert Story().put("drafting").refused("note", words=" \n ") == ("Still needed: Words.", ("words",))


def test_what_does_not_belong_to_an_event_is_refused():
    story = Story().put("drafting")

    assert story.refused("note", minute_reference="S/1", positions=story.positions()) == (
        "Not part of this event: Minute reference, Positions of the corporations.", ("minute_reference", "positions"),
    )  # fmt: skip
    assert story.refused("stop", target_words="soon") == ("Not part of this event: Next target.", ("target",))
    assert story.refused("stop", target="2017", target_words="soon") == (
        "Not part of this event: Next target.", ("target",),
    )  # fmt: skip


def test_a_target_is_a_date():
    story = Story().put("on_agenda")

    assert story.refused("defer", target="soon") == (f"Next target: {NOT_A_DATE}", ("target",))
    event = story.do("defer", target="2017-21", target_words=" early 2017 ")
    assert (event.target, event.target_words, event.target_latest) == ("2017-21", "early 2017", dt.date(2017, 5, 31))


# The mandate -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"purpose": ""}, "Purpose"),
        ({"scope": "", "sponsor": ""}, "Scope, Sponsor"),
        ({"purpose": "", "scope": "", "sponsor": ""}, "Purpose, Scope, Sponsor"),
    ],
)
def test_a_mandate_is_complete_before_a_case_is_commissioned(fields, labels):
    story = Story(**fields)
    sentence = f"The mandate is not complete. Still to be filled in on the case: {labels}."

    assert story.refused("commission") == (sentence, ())
    assert [(e.kind, e.is_possible, e.why_not) for e in next_events(story.case, story.editor)] == [
        ("commission", False, sentence)
    ]


def test_a_mandate_names_forces():
    story = Story()
    story.case.participating_forces.clear()

    assert story.refused("commission") == (
        "The mandate is not complete. Still to be filled in on the case: Participating forces.", (),
    )  # fmt: skip


# Documents ---------------------------------------------------------------------------------------------------------


def test_without_a_document_there_is_nothing_to_circulate_or_refer():
    story = Story().put("drafting", "fbc")
    sentence = "There is no FBC document version yet; add one to the case first."
    story.document("obc")

    offered = {e.kind.value: e for e in next_events(story.case, story.editor)}

    for kind in ("circulate", "refer"):
        assert (offered[kind].is_possible, offered[kind].why_not) == (False, sentence)
        assert story.refused(kind, document=story.case.documents.get()) == (sentence, ("document",))


@pytest.mark.parametrize("kind", ["circulate", "refer"])
def test_the_document_is_of_this_case_and_stage(kind):
    story = Story().put("drafting", "fbc")
    story.document("fbc")
    sentence = "Document version: choose an FBC version of this case."

    assert story.refused(kind, document=story.document("obc")) == (sentence, ("document",))
    assert story.refused(kind, document=make_case_document(stage="fbc")) == (sentence, ("document",))


def test_oversight_gets_a_whole_case_or_a_waiver():
    story = Story().put("drafting")
    document = story.document(title="Vetting OBC", commercial="", finance_view=" ")
    sentence = (
        "Vetting OBC, version 1 is not complete for Oversight: commercial case (still empty: the case in brief); "
        "finance officer’s view (still empty). Put this right, or give a waiver with its reason."
    )

    assert story.refused("refer", document=document) == (sentence, ("waives",))
    assert story.refused("refer", document=document, waives=" ") == (sentence, ("waives",))
    assert story.do("refer", document=document, waives=" Finance is on leave. ").waives == "Finance is on leave."


def test_a_case_can_be_circulated_before_it_is_whole():
    story = Story().put("drafting")

    event = story.do("circulate", document=make_case_document(case=story.case))

    assert event.detail == {"comment_deadline": "2016-05-31"}


# The Summit --------------------------------------------------------------------------------------------------------


def test_a_case_goes_to_a_meeting_that_decides_in_principle():
    story = Story().put("recommended")

    assert story.refused("schedule", meeting=make_meeting(board=story.oversight)) == (
        "Meeting: Oversight Group does not decide cases in principle; choose a meeting of the Summit.", ("meeting",),
    )  # fmt: skip


@pytest.mark.parametrize("state", ["drafting", "circulated", "oversight"])
def test_going_round_oversight_needs_a_waiver(state):
    story = Story().put(state)

    assert story.refused("schedule", waives="") == (
        "Oversight has not recommended this case. To put it on the agenda all the same, give a waiver with its reason.",
        ("waives",),
    )
    assert story.do("schedule").waives == "Urgent, agreed by the chair."


@pytest.mark.parametrize("state", ["recommended", "deferred"])
def test_a_recommended_or_deferred_case_needs_none(state):
    assert Story().put(state).do("schedule", waives="").state == "on_agenda"


@pytest.mark.parametrize("kind", ["agree", "agree_in_part"])
def test_every_corporation_has_a_position_and_no_other(kind):
    story = Story().put("on_agenda")
    kent, essex = story.offices("Kent"), story.offices("Essex")

    assert story.refused(kind, positions=dict.fromkeys(kent, Position.IN)) == (
        "Positions: Essex CC, Essex PCC still to be recorded.", (f"positions_{essex[0].pk}", "positions"),
    )  # fmt: skip
    stranger = make_body(name="Norfolk PCC")
    assert story.refused(kind, positions=dict.fromkeys([*kent, *essex, stranger], Position.IN)) == (
        "Positions: Norfolk PCC takes no part in this case.", ("positions",),
    )  # fmt: skip


@pytest.mark.parametrize("position", ["out", "undecided"])
def test_agreement_in_principle_is_of_all(position):
    story = Story().put("on_agenda")

    assert story.refused("agree", positions=story.positions(**{"Kent CC": position, "Essex PCC": position})) == (
        "Positions: Essex PCC, Kent CC did not agree. Record agreement in part instead.",
        (f"positions_{Body.objects.get(name='Essex PCC').pk}", "positions"),
    )  # fmt: skip


def test_agreement_in_part_is_of_some():
    story = Story().put("on_agenda")

    assert story.refused("agree_in_part", positions=story.positions()) == (
        "Positions: all corporations agreed. Record agreement in principle instead.", ("positions",),
    )  # fmt: skip
    assert story.refused("agree_in_part", positions=story.positions(**{"Kent CC": "out", "Essex PCC": "undecided"})) == (
        "Positions: no force has both its corporations in. Record a rejection or a deferral instead.", ("positions",),
    )  # fmt: skip
