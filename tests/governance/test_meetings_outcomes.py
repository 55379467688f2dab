"""At the Summit: the outcome of each item through the door of its case, its positions and conditions."""

import pytest
from django.test import Client

from governance.models import Action, CasePosition, Decision
from programmes.choices import Role
from programmes.models import Body
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story
from tests.governance.meeting_table import AGREED, Table, url

pytestmark = pytest.mark.django_db


def test_agreement_in_principle_moves_the_case_and_makes_its_decision():
    table = Table()

    html = table.told(**AGREED, conditions="Costs are checked.")

    decision = Decision.objects.get()
    assert f"Recorded, item 1: Agreed in principle ({decision.reference})." in html
    assert table.story.place == ("fbc", "drafting")
    assert (decision.kind, decision.wording, decision.conditions, decision.minute_reference) == (
        "in_principle",
        "To proceed to FBC.",
        "Costs are checked.",
        "S/16/7",
    )
    assert (decision.meeting, decision.board, decision.item, decision.decided) == (
        table.meeting,
        table.story.summit,
        table.item,
        "2016-10-10",
    )
    assert decision.case_event.kind == "agree"
    assert sorted(CasePosition.objects.values_list("body__name", "position")) == [
        ("Essex CC", "in"),
        ("Essex PCC", "in"),
        ("Kent CC", "in"),
        ("Kent PCC", "in"),
    ]
    assert "To proceed to FBC." in html


def test_form_sent_twice_records_one_outcome():
    table = Table()

    table.send(**AGREED, action_1_words="Write to all")
    table.send(**AGREED, action_1_words="Write to all")

    assert Decision.objects.count() == 1
    assert Action.objects.count() == 1
    assert table.story.case.events.filter(kind="agree").count() == 1


def test_agreement_in_part_takes_the_positions_named():
    table = Table("fbc")
    out = next(o for o in table.story.offices() if o.name == "Essex PCC")

    table.send(
        outcome="in_part",
        wording="Kent goes on.",
        minute_reference="S/1",
        all_in="on",
        **{f"positions_{out.pk}": "out"},
    )

    assert table.story.place == ("fbc", "local_decisions")
    assert dict(CasePosition.objects.values_list("body__name", "position"))["Essex PCC"] == "out"
    assert [f.name for f in table.story.case.participating_forces.all()] == ["Kent"]


@pytest.mark.parametrize(
    ("fields", "place", "kind"),
    [
        (
            {
                "outcome": "deferred",
                "wording": "Put off.",
                "reason": "No time.",
                "target_words": "early 2017",
                "target": "2017-01/2017-04",
            },
            ("obc", "deferred"),
            "deferred",
        ),
        (
            {"outcome": "deferred", "wording": "Put off.", "reason": "No time.", "target_words": "autumn 2017"},
            ("obc", "deferred"),
            "deferred",
        ),
        (
            {"outcome": "returned", "wording": "More work.", "reason": "Costs are missing."},
            ("obc", "drafting"),
            "returned",
        ),
        ({"outcome": "rejected", "wording": "No.", "reason": "Too dear."}, ("obc", "rejected"), "rejected"),
        ({"outcome": "noted", "wording": "The Summit noted it."}, ("obc", "on_agenda"), "noted"),
        ({"outcome": "recommended", "wording": "To go on."}, ("obc", "on_agenda"), "recommended"),
    ],
)
def test_each_outcome_of_the_summit(fields, place, kind):
    table = Table()

    table.send(minute_reference="S/1", **fields)

    assert table.story.place == place
    assert Decision.objects.get().kind == kind


def test_deferral_keeps_the_words_of_its_target():
    table = Table()

    table.send(
        outcome="deferred",
        reason="No time.",
        minute_reference="S/1",
        target="2017-01/2017-04",
        target_words="early 2017",
    )

    event = table.story.case.events.last()
    assert (event.target, event.target_words) == ("2017-01/2017-04", "early 2017")


def test_words_that_name_no_date_are_told_and_kept():
    html = Table().told(outcome="deferred", reason="No time.", minute_reference="S/1", target_words="before long")

    assert "The words “before long” name no date by themselves." in html
    assert 'value="before long"' in html
    assert not Decision.objects.exists()


def test_what_is_missing_is_told_in_the_doors_sentence_and_nothing_is_lost():
    table = Table()

    html = table.told(outcome="in_principle", wording="To proceed.", minute_reference="S/1")

    assert "Still needed: Positions of the corporations." in html
    assert "To proceed.</textarea>" in html
    assert table.story.place == ("obc", "on_agenda")
    html = table.told(outcome="deferred", wording="Put off.", minute_reference="S/1", reason="No time.")
    assert "Still needed: Next target." in html


def test_board_that_decides_in_principle_does_not_decide_a_case_finally():
    table = Table()
    table.story.summit.may_decide = "in_principle"
    table.story.summit.save()

    html = table.told(outcome="final", wording="Done.", minute_reference="S/1")

    assert "Summit decides in principle; it may not decide “Decided”." in html
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("may_decide", "sentence"),
    [
        ("advise", "Advisers advises and recommends; it may not decide “Agreed in principle”."),
        ("", "What Advisers may decide is not stated, so “Agreed in principle” cannot be recorded there."),
    ],
)
def test_board_that_may_not_decide_is_refused(may_decide, sentence):
    table = Table()
    meeting = g.make_meeting(board=g.make_board(name="Advisers", may_decide=may_decide), held="2016-10-10")
    item = g.make_agenda_item(meeting=meeting, title="Vetting", case=table.story.case)

    html = table.told(item=item, meeting=meeting, **AGREED)

    assert sentence in html
    assert table.story.place == ("obc", "on_agenda")


def test_outcome_belongs_to_the_meeting_whose_agenda_has_the_case():
    table = Table()
    later = g.make_meeting(board=table.story.summit, held="2016-10-20")
    item = g.make_agenda_item(meeting=later, title="Vetting", case=table.story.case)

    assert "stands on the agenda of another meeting" in table.told(item=item, meeting=later, on="2016-10-20", **AGREED)


def test_case_that_only_stands_there_by_name_is_refused_in_the_doors_words():
    story = Story().put("drafting")
    item = g.make_agenda_item(meeting=story.meeting, title="Vetting", case=story.case)
    table = Table.__new__(Table)
    table.story, table.meeting, table.item, table.client = story, story.meeting, item, Client()
    table.client.force_login(story.editor)

    assert "“Record agreement in principle” is not possible: the case is drafting." in table.told(**AGREED)


def test_meeting_to_come_says_so():
    meeting = g.make_meeting(held="2999-01-01")
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))

    assert "Outcomes are recorded once it was held." in client.get(url(meeting)).content.decode()


def test_outcome_recorded_on_the_page_of_the_case_shows_here():
    table = Table()
    table.story.do("agree", "2016-10-10", words="To go on.")

    html = table.client.get(url(table.meeting)).content.decode()

    assert "To go on." in html
    assert f"{table.item.reference}-outcome" not in html


def test_office_that_did_not_agree_is_named_at_its_own_position():
    table = Table()
    kent = f"positions_{Body.objects.get(name='Kent CC').pk}"

    page = table.send(**AGREED, **{kent: "undecided"})

    sentence = "Item 1: Kent CC – Kent CC did not agree. Record agreement in part instead."
    assert page.context["problems"] == [(f"#id_{table.item.reference}-{kent}", sentence)]


def test_reason_of_what_an_advising_board_returned_is_told_once():
    story = Story().put("oversight")
    board = g.make_board(name="Oversight", may_decide="advise")
    meeting = g.make_meeting(board=board, held="2016-10-10")
    item = g.make_agenda_item(meeting=meeting, title="Vetting", case=story.case)
    client = Client()
    client.force_login(story.editor)
    fields = {"outcome": "returned", "wording": "Once more.", "reason": "Costs are open.", "minute_reference": "O/1"}
    client.post(
        url(meeting),
        {"item": item.reference, "on": "2016-10-10", f"{item.reference}-token": "t"}
        | {f"{item.reference}-{name}": value for name, value in fields.items()},
    )

    draft = client.get(f"/admin/governance/meeting/{meeting.pk}/minutes/").content.decode()
    assert "Returned: Once more.\nReason: Costs are open." in draft
    assert draft.count("Costs are open.") == 1
