"""At Oversight, at an office’s own board, and on items without a case: outcomes, actions, and bad entries."""

import pytest
from django.test import Client

from governance.meetings import outcomes
from governance.models import Action, Decision, DecisionPosition
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story
from tests.governance.meeting_table import Table, url

pytestmark = pytest.mark.django_db


# Oversight and the offices’ own boards ------------------------------------------------------------------------------


def at(table, board, held="2016-10-10", **fields):
    meeting = g.make_meeting(board=board, held=held)
    item = g.make_agenda_item(meeting=meeting, title="Vetting", case=table.story.case)
    return table.told(item=item, meeting=meeting, **fields), meeting


def with_oversight():
    table = Table.__new__(Table)
    table.story = Story().put("oversight")
    table.client = Client()
    table.client.force_login(table.story.editor)
    return table


def test_oversight_recommends_and_sends_back():
    table = with_oversight()
    board = g.make_board(name="Advisers", may_decide="advise")

    _, meeting = at(table, board, outcome="recommended", wording="To agree it.", minute_reference="OG/1")

    assert table.story.place == ("obc", "recommended")
    decision = Decision.objects.get()
    assert (decision.kind, decision.meeting, decision.board, decision.wording) == (
        "recommended",
        meeting,
        board,
        "To agree it.",
    )

    table = with_oversight_again(table)
    at(
        table,
        board,
        held="2016-10-11",
        on="2016-10-11",
        outcome="returned",
        wording="Once more.",
        reason="Costs.",
        minute_reference="OG/2",
    )
    assert table.story.place == ("obc", "drafting")
    assert Decision.objects.filter(kind="returned", case_event__kind="send_back").count() == 1


def with_oversight_again(table):
    g.make_case_event(case=table.story.case, kind="refer", state="oversight", on="2016-10-10")
    return table


def test_oversight_defers_without_moving_the_case():
    table = with_oversight()

    at(table, g.make_board(may_decide="advise"), outcome="deferred", wording="Next time.", reason="No time.")

    assert table.story.place == ("obc", "oversight")
    assert Decision.objects.get().kind == "deferred"


def office_board(table, name="Kent PCC"):
    office = next(o for o in table.story.offices() if o.name == name)
    return g.make_board(name=f"Board of {name}", may_decide="final", body=office)


def before_the_offices():
    table = with_oversight()
    story = table.story
    g.make_case_event(case=story.case, kind="refer", state="on_agenda", on="2016-02-01", stage="fbc")
    story.do("agree", "2016-04-01")
    return table


def test_board_of_an_office_records_its_local_decision():
    table = before_the_offices()

    at(
        table,
        office_board(table),
        outcome="final",
        wording="Approved.",
        minute_reference="BCB/9",
        conditions="A break clause.",
    )

    local = table.story.local("Kent PCC")
    assert local.outcome == "approved_with_conditions"
    assert local.events.get().notice_reference == "BCB/9"
    assert local.conditions.get().words == "A break clause."
    assert Decision.objects.filter(kind="final", board__name="Board of Kent PCC").count() == 1


def test_board_of_an_office_that_refuses_says_why():
    table = before_the_offices()
    board = office_board(table)

    html, _ = at(table, board, outcome="final", wording="Approved.")
    assert "Notice reference or address: name the notice or letter" in html
    at(table, board, held="2016-10-11", outcome="rejected", wording="No.", reason="Too dear.", minute_reference="B/2")

    local = table.story.local("Kent PCC")
    assert (local.outcome, local.events.get().reason) == ("rejected", "Too dear.")


def test_board_of_an_office_that_was_not_asked_is_refused():
    table = before_the_offices()
    stranger = g.make_board(may_decide="final", body=p.make_body(name="Strangers"))

    html, _ = at(table, stranger, outcome="final", wording="Approved.", minute_reference="X/1")

    assert "Strangers was not asked to decide on this case." in html


# Items without a case, actions ---------------------------------------------------------------------------------------


def plain_table():
    table = Table.__new__(Table)
    board = g.make_board(name="Group", may_decide="final")
    office = g.make_board_member(board=board, body=p.make_body(name="Kent PCC")).body
    table.meeting = g.make_meeting(board=board, held="2016-10-10")
    table.item = g.make_agenda_item(meeting=table.meeting, title="Budget")
    table.client = Client()
    table.client.force_login(p.make_user(Role.EDITOR))
    return table, office


def test_item_of_words_is_decided_with_positions_and_actions():
    table, office = plain_table()

    html = table.told(
        outcome="final",
        wording="Agreed.",
        **{f"positions_{office.pk}": "in"},
        action_1_words="Pay it",
        action_1_owner="The treasurer",
        action_1_due="March 2017",
        action_2_words="Tell the Panel",
    )

    decision = Decision.objects.get()
    assert (decision.title, decision.kind, decision.marking, decision.case) == (
        "Budget: decided",
        "final",
        "internal",
        None,
    )
    assert list(DecisionPosition.objects.values_list("body__name", "position")) == [("Kent PCC", "in")]
    assert list(Action.objects.order_by("pk").values_list("words", "owner", "due", "due_words", "meeting")) == [
        ("Pay it", "The treasurer", "2017-03", "March 2017", table.meeting.pk),
        ("Tell the Panel", "", "", "", table.meeting.pk),
    ]
    assert "Pay it (The treasurer), due March 2017. Open." in html


def test_further_actions_are_set_after_the_outcome():
    table, _ = plain_table()
    table.send(outcome="noted", wording="Noted.")

    html = table.told(action_1_words="Write to all")

    assert "Item 1: 1 action set." in html
    assert Action.objects.get().decision == Decision.objects.get()


def test_second_outcome_on_an_item_is_refused_with_the_first_named():
    table, _ = plain_table()
    stale = table.client.get(url(table.meeting))
    assert stale.status_code == 200
    table.send(outcome="noted", wording="Noted.")
    decision = Decision.objects.get()

    with pytest.raises(outcomes.MeetingNotAllowed, match=f"recorded on this item already \\({decision.reference}\\)"):
        outcomes.record(
            item=table.item,
            outcome="final",
            by=p.make_user(Role.EDITOR),
            on="2016-10-10",
            token="other",
            said=outcomes.Said(wording="Other."),
        )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"wording": "Agreed."}, "Outcome – Choose what the meeting decided; what you typed is kept."),
        ({"outcome": "noted"}, "Wording – Give the decision word for word."),
        ({"outcome": "rejected", "wording": "No."}, "Reason – Say why it was rejected."),
        ({"outcome": "noted", "wording": "X", "action_1_owner": "Me"}, "Action 1 – Say what is to be done."),
        (
            {"outcome": "noted", "wording": "X", "action_1_words": "Y", "action_1_due": "soon"},
            "“soon” is no date the register can read.",
        ),
        ({"outcome": "noted", "wording": "X", "on": "2999-01-01"}, "Date – this lies in the future"),
        ({"outcome": "nonsense", "wording": "X"}, "Outcome – Select a valid choice."),
    ],
)
def test_bad_entries_get_a_sentence_and_record_nothing(fields, sentence):
    table, _ = plain_table()

    html = table.told(**fields)

    assert sentence in html
    assert not Decision.objects.exists()
    assert not Action.objects.exists()


def test_what_is_typed_into_other_items_is_kept_when_one_is_recorded():
    table, _ = plain_table()
    other = g.make_agenda_item(meeting=table.meeting, title="Estate", position=2)

    html = (
        table.told(outcome="noted", wording="Noted.", asked=table.item.reference)
        and table.client.post(
            url(table.meeting),
            {
                "item": other.reference,
                "on": "2016-10-10",
                f"{other.reference}-token": "o",
                f"{other.reference}-outcome": "",
                f"{table.item.reference}-token": "x",
                f"{table.item.reference}-action_1_words": "Half typed",
            },
        ).content.decode()
    )

    assert "Half typed</textarea>" in html
    assert "it is not recorded yet" in html
    assert not Action.objects.exists()


def test_all_that_is_filled_in_is_recorded_at_once():
    table, _ = plain_table()
    other = g.make_agenda_item(meeting=table.meeting, title="Estate", position=2)
    data = {"item": "all", "on": "2016-10-10"}
    for item in (table.item, other):
        data |= {
            f"{item.reference}-token": item.reference,
            f"{item.reference}-outcome": "noted",
            f"{item.reference}-wording": "Noted.",
        }

    table.client.post(url(table.meeting), data)

    assert sorted(Decision.objects.values_list("title", flat=True)) == ["Budget: noted", "Estate: noted"]
