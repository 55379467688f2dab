"""What each event leaves behind: its row, the decision register, documents, offices, further cases."""

from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from governance.choices import Position, Stage
from governance.models import BusinessCase, Decision
from governance.stages import ChildCase, DividedFigure, counts_as_approved, settle
from tests.factories.governance import make_meeting
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


def decisions(story: Story) -> list[tuple[str, str, str]]:
    return [(d.kind, d.title, d.wording) for d in Decision.objects.filter(case=story.case).order_by("pk")]


# Documents ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["circulate", "refer"])
def test_circulating_or_referring_freezes_the_document_with_its_hash(kind):
    story = Story().put("drafting")
    document = story.document(title="Vetting OBC")

    story.do(kind, document=document)

    document.refresh_from_db()
    assert document.frozen_at is not None
    assert len(document.content_hash) == 64
    with pytest.raises(Exception, match=r"^A circulated document version is part of the record and cannot be changed"):
        document.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(document)._base_manager.filter(pk=document.pk).update(summary="Forged.")


def test_a_frozen_document_keeps_its_hash_when_it_goes_on_to_oversight():
    story = Story().put("drafting")
    document = story.document()
    story.do("circulate", document=document)
    document.refresh_from_db()
    before = (document.frozen_at, document.content_hash, document.version)

    story.do("refer", document=document)

    document.refresh_from_db()
    assert (document.frozen_at, document.content_hash, document.version) == before


# Oversight and Summit ----------------------------------------------------------------------------------------------


def test_oversights_recommendation_enters_the_decision_register_when_the_board_is_named():
    story = Story().put("oversight")

    event = story.do("recommend", board=story.oversight, conditions="Costs by June.", on="2016-05")

    decision = Decision.objects.get(case=story.case)
    assert (decision.kind, decision.title, decision.wording, decision.conditions, decision.minute_reference) == (
        "recommended", "Vetting: recommended", "To agree.", "Costs by June.", "OG/7",
    )  # fmt: skip
    assert (decision.board, decision.meeting, decision.case_event, decision.decided) == (
        story.oversight, None, event, "2016-05",
    )  # fmt: skip


def test_oversights_recommendation_without_a_board_is_an_event_alone():
    story = Story().put("oversight")

    story.do("recommend")

    assert decisions(story) == []


def test_the_case_stands_on_the_meetings_agenda_once():
    story = Story(marking="sensitive").put("recommended")

    story.do("schedule", waives="")
    story.do("defer")
    story.do("schedule", waives="")

    items = story.meeting.items.all()
    assert [(i.title, i.case, i.position, i.marking) for i in items] == [("Vetting", story.case, 1, "sensitive")]


@pytest.mark.parametrize(
    ("kind", "decision"),
    [
        ("agree", ("in_principle", "Vetting: agreed in principle", "Agreed.")),
        ("agree_in_part", ("in_part", "Vetting: agreed in part", "Agreed for one.")),
        ("defer", ("deferred", "Vetting: deferred", "No time.")),
        ("return", ("returned", "Vetting: returned", "More work.")),
        ("reject", ("rejected", "Vetting: rejected", "Too dear.")),
    ],
)
def test_a_summits_outcome_enters_the_decision_register_with_its_meeting(kind, decision):
    story = Story(marking="sensitive").put("recommended")
    story.do("schedule", waives="")
    story.do("note")

    event = story.do(kind, on_words="at the Summit")

    assert decisions(story) == [decision]
    entry = Decision.objects.get()
    assert (entry.meeting, entry.board, entry.case_event, entry.decided_words, entry.marking) == (
        story.meeting, story.summit, event, "at the Summit", "sensitive",
    )  # fmt: skip
    assert (event.meeting, event.board) == (story.meeting, story.summit)


def test_a_long_title_leaves_room_for_the_decision():
    story = Story(title="V" * 200).put("recommended")
    story.do("schedule", waives="")

    story.do("agree")

    assert decisions(story)[0][1] == "V" * 178 + "…: agreed in principle"


def test_a_rejection_by_the_offices_is_not_a_summits():
    story = Story().to_local_decisions()

    event = story.do("reject", sunk_cost="£348,884.90")

    assert (event.state, event.meeting, event.detail) == ("rejected", None, {"sunk_cost": "£348,884.90"})
    assert [d[0] for d in decisions(story)] == ["in_principle"]


def test_deferred_and_put_on_the_next_agenda():
    story = Story().put("recommended")
    story.do("schedule", waives="")
    event = story.do("defer", target="2017-01", target_words="January")
    assert (event.reason, event.target, event.target_words, story.place) == (
        "No time.", "2017-01", "January", ("obc", "deferred"),
    )  # fmt: skip
    january = make_meeting(board=story.summit, held="2017-01")

    story.do("schedule", meeting=january, waives="", on="2016-12")
    agreed = story.do("agree", on="2017-01")

    assert agreed.meeting == january
    assert story.place == ("fbc", "drafting")


def test_returned_for_more_work_it_comes_back():
    story = Story().put("recommended")
    story.do("schedule", waives="")

    story.do("return", words="Look at cost.", target="2017")

    assert story.place == ("obc", "drafting")
    assert decisions(story) == [("returned", "Vetting: returned", "Look at cost.")]
    assert story.do("circulate").state == "circulated"


def test_positions_are_kept_by_corporation():
    story = Story().put("on_agenda")

    event = story.do(
        "agree_in_part", positions=story.positions(**{"Essex CC": Position.OUT, "Essex PCC": Position.UNDECIDED})
    )

    assert {str(p.body): p.position for p in event.positions.all()} == {
        "Kent CC": "in", "Kent PCC": "in", "Essex CC": "out", "Essex PCC": "undecided",
    }  # fmt: skip


def test_agreement_in_part_leaves_the_forces_whose_two_corporations_are_in():
    story = Story("Kent", "Essex", "Norfolk").put("on_agenda", "fbc")

    story.do("agree_in_part", positions=story.positions(**{"Essex PCC": "undecided"}))

    assert sorted(f.name for f in story.case.participating_forces.all()) == ["Kent", "Norfolk"]
    assert sorted(local.body.name for local in story.case.local_decisions.all()) == [
        "Kent CC", "Kent PCC", "Norfolk CC", "Norfolk PCC",
    ]  # fmt: skip
    assert story.case.history.first().history_change_reason == "Agreed in part: Agreed for one."


# Offices -----------------------------------------------------------------------------------------------------------


def test_agreement_at_the_last_stage_asks_each_office_about_the_circulated_version():
    story = Story(marking="public").put("drafting", "fbc")
    story.do("circulate", document=story.document(title="First"))
    story.do("revise")
    story.do("circulate", document=story.document(title="Second"))
    story.document(title="Draft that nobody saw")
    story.do("schedule")

    event = story.do("agree")

    asked = story.case.local_decisions.with_outcome().select_related("document", "body")
    assert {(a.body.name, a.document.title, a.asked, a.outcome, a.is_required, a.marking) for a in asked} == {
        (office, "Second", "Agreed.", "awaiting", True, "public")
        for office in ("Kent CC", "Kent PCC", "Essex CC", "Essex PCC")
    }
    assert {a.opened_by for a in asked} == {event}


def test_agreement_at_an_earlier_stage_asks_no_office():
    story = Story().put("on_agenda")

    story.do("agree")

    assert story.case.local_decisions.count() == 0


def test_an_office_that_was_succeeded_and_an_outside_force_are_not_asked():
    from tests.factories.programmes import make_body, make_force

    story = Story("Essex")
    old = make_body(kind="police_authority", force=story.force("Essex"), name="Essex Police Authority")
    old.succeeded_by = story.offices()[1]
    old.save()
    outside = make_force(name="Surrey")
    make_body(force=outside, name="Surrey PCC")
    story.case.participating_forces.add(outside)
    story.put("on_agenda", "fbc")

    story.do("agree", positions={b: "in" for b in story.offices() if b != old})

    assert [local.body.name for local in story.case.local_decisions.order_by("body__name")] == ["Essex CC", "Essex PCC"]


def test_a_rescope_to_fewer_forces_withdraws_the_question_and_keeps_the_answers():
    story = Story().to_local_decisions()
    story.approve("Kent PCC")

    story.do("rescope", reason="Essex has left.")

    assert {(d.body.name, d.is_required, d.outcome) for d in story.case.local_decisions.with_outcome()} == {
        ("Kent CC", True, "awaiting"), ("Kent PCC", True, "approved"),
        ("Essex CC", False, "not_required"), ("Essex PCC", False, "not_required"),
    }  # fmt: skip
    assert story.place == ("fbc", "local_decisions")
    assert story.case.events.last().detail["participants"] == [story.forces[0].reference]
    story.approve("Kent CC")
    assert story.place == ("fbc", "approved")


def test_a_second_rescope_leaves_the_offices_withdrawn_by_the_first_alone():
    story = Story("Kent", "Essex", "Norfolk").to_local_decisions()

    story.do("rescope", participants=tuple(story.forces[:2]), reason="Norfolk has left.")
    story.do("rescope", participants=tuple(story.forces[:1]), reason="Essex has left.")

    asked = story.case.local_decisions.filter(body__kind="pcc").order_by("body__name")
    told = [(d.body.name, d.is_required, d.history.count()) for d in asked]
    assert told == [("Essex PCC", False, 2), ("Kent PCC", True, 1), ("Norfolk PCC", False, 2)]


def test_a_rescope_that_leaves_nobody_open_approves_the_case():
    story = Story().to_local_decisions()
    story.approve("Kent PCC", "Kent CC", on="2016-05-01")

    event = story.do("rescope", "2016-06-01", reason="Essex has left.")

    assert event.kind == "rescope"
    last = story.case.events.last()
    assert (last.kind, last.state, last.on, last.seq) == ("approve", "approved", "2016-06-01", event.seq + 1)


def test_a_rescope_with_a_new_version_asks_again():
    story = Story().to_local_decisions()
    first = story.case.documents.get()
    story.approve("Kent PCC", "Essex PCC")
    second = story.document("fbc", title="Second")

    event = story.do("rescope", participants=tuple(story.forces), document=second)

    second.refresh_from_db()
    assert second.frozen_at is not None
    locals_ = story.case.local_decisions.with_outcome().select_related("document")
    assert {d.document for d in locals_} == {second}
    assert {d.opened_by for d in locals_} == {event}
    kent = story.local("Kent PCC")
    assert (kent.outcome, kent.decided_document_hash) == ("approved", first.content_hash)
    assert not counts_as_approved(kent)
    story.approve("Kent CC", "Essex CC")
    assert story.place == ("fbc", "local_decisions")
    story.approve("Kent PCC", "Essex PCC")
    assert story.place == ("fbc", "approved")


def test_a_case_nobody_is_asked_about_is_not_approved():
    story = Story().put("local_decisions", "fbc")

    assert settle(case=story.case, by=story.editor, on="2016") is None


def test_settling_a_case_that_is_elsewhere_does_nothing():
    story = Story().put("drafting")

    assert settle(case=story.case, by=story.editor, on="2016") is None


# Service -----------------------------------------------------------------------------------------------------------


def test_implementing_names_the_agreement():
    story = Story().put("approved")
    agreement = story.agreement()

    assert story.do("implement", agreement=agreement).detail == {"agreement": agreement.reference}


def test_a_service_goes_live_force_by_force_and_is_reviewed():
    story = Story().put("implementing")
    kent, essex = story.forces

    first = story.do("go_live", "2016-10-31", force_dates={kent: "2016-10-31"})
    second = story.do("go_live", "2017-01", force_dates={essex: "2017-01"})
    review = story.do("review", "2019")

    assert (first.state, first.detail) == ("live", {"force_dates": {kent.reference: "2016-10-31"}})
    assert (second.state, second.detail) == ("live", {"force_dates": {essex.reference: "2017-01"}})
    assert (review.state, review.detail) == ("reviewed", {"benefits": "As forecast.", "lessons": "Begin sooner."})


# Split, stop, note -------------------------------------------------------------------------------------------------


def test_a_split_opens_drafting_cases_that_know_where_they_come_from():
    story = Story(marking="public").put("circulated")
    kent = story.force("Kent")

    event = story.do(
        "split",
        on="2016-07-26",
        on_words="26 July 2016",
        minute_reference="ER/5",
        children=(
            ChildCase(" Head post ", (Stage.FBC,)),
            ChildCase("Structure", (Stage.OBC, Stage.FBC), (kent,), purpose=" Its own. ", scope="Less."),
        ),
        figures=(DividedFigure("Saving", D("10.01"), (D("3.34"), D("6.67"))),),
    )

    assert story.place == ("obc", "split")
    assert event.detail == {"figures": [{"label": "Saving", "total": "10.01", "parts": ["3.34", "6.67"]}]}
    head, structure = BusinessCase.objects.with_stage().filter(parent=story.case).order_by("pk")
    assert [
        (c.title, c.stage, c.state, c.state_on, c.purpose, c.scope, c.sponsor, c.marking, c.programme)
        for c in (head, structure)
    ] == [
        ("Head post", "fbc", "drafting", "2016-07-26", "One way.", "All.", "A chief", "public", story.case.programme),
        ("Structure", "obc", "drafting", "2016-07-26", "Its own.", "Less.", "A chief", "public", story.case.programme),
    ]
    assert sorted(f.name for f in head.participating_forces.all()) == ["Essex", "Kent"]
    assert [f.name for f in structure.participating_forces.all()] == ["Kent"]
    begun = head.events.get()
    assert (begun.kind, begun.words, begun.reason, begun.on_words, begun.recorded_by) == (
        "commission", f"Split from {story.case.reference}, Vetting.", "Two parts.", "26 July 2016", story.editor,
    )  # fmt: skip


def test_stopping_keeps_the_reason_and_what_was_spent():
    event = Story().put("implementing").do("stop", sunk_cost=" £5.37m ")

    assert (event.state, event.reason, event.detail) == ("stopped", "No longer wanted.", {"sunk_cost": "£5.37m"})


@pytest.mark.parametrize("state", ["reviewed", "rejected", "split", "stopped"])
def test_a_closed_case_still_takes_a_note(state):
    story = Story().put(state)

    event = story.do("note", on="2026", words=" Looked at again. ", target="2027", target_words="next year")

    assert (event.state, event.words, event.target) == (state, "Looked at again.", "2027")


def test_a_stage_waived_keeps_its_reason():
    story = Story(needs_soc=True)
    story.do("commission", words="To look at vetting.")

    event = story.do("waive", reason="The outline is the mandate.")

    assert (event.kind, event.stage, event.state, event.reason) == (
        "waive", "obc", "drafting", "The outline is the mandate.",
    )  # fmt: skip
