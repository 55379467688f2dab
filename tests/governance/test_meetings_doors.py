"""What the doors of meetings refuse and repeat, past any form."""

import datetime as dt

import pytest

from governance.meetings import agenda, closing, minutes, outcomes, series
from governance.meetings.agenda import MeetingNotAllowed
from governance.models import AgendaItem, CaseDocument, Decision, Meeting
from governance.stages import StageNotAllowed
from programmes.access import NotAllowed
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story
from tests.governance.meeting_table import Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return p.make_user(Role.EDITOR)


def said(**words):
    return outcomes.Said(**{"wording": "It was said.", "minute_reference": "S/1", **words})


def record(item, outcome, by, token="t", on="2016-10-10", **more):
    return outcomes.record(item=item, outcome=outcome, by=by, on=on, token=token, **{"said": said(), **more})


# The agenda --------------------------------------------------------------------------------------------------------


def test_item_needs_a_title(by):
    with pytest.raises(MeetingNotAllowed, match="Title: say what the item is."):
        agenda.add(meeting=g.make_meeting(), by=by, title="  ")


def test_what_stands_on_an_agenda_is_not_put_there_twice(by):
    meeting, agreement = g.make_meeting(), p.make_agreement(title="Service")

    made = [agenda.add(meeting=meeting, by=by, about=agreement) for _ in range(2)]
    notes = [agenda.add(meeting=meeting, by=by, title="Service") for _ in range(2)]

    assert [item.pk for item in made + notes] == [made[0].pk] * 4


def test_item_of_a_sensitive_agreement_is_sensitive(by):
    item = agenda.add(meeting=g.make_meeting(), by=by, about=p.make_agreement(marking="sensitive"))

    assert item.marking == "sensitive"


def test_item_of_another_agenda_has_no_place_here(by):
    item = g.make_agenda_item(is_struck=True)

    with pytest.raises(MeetingNotAllowed, match="This item is no longer on the agenda."):
        agenda.place(item=item, to=1, by=by)
    agenda.strike(item=item, by=by)
    assert AgendaItem.objects.get().version == 1


def test_item_with_an_outcome_stays(by):
    item = g.make_agenda_item(meeting=g.make_meeting(board=g.make_board(may_decide="final")))
    record(item, "noted", by)

    with pytest.raises(MeetingNotAllowed, match="An outcome is recorded on this item; it stays on the agenda."):
        agenda.strike(item=item, by=by)


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.AUDITOR, Role.OFFICE_RECORDER, Role.ADMINISTRATOR])
def test_nobody_but_editors_uses_the_doors(role):
    item = g.make_agenda_item()
    user = p.make_user(role)
    doors = (
        lambda: agenda.add(meeting=item.meeting, by=user, title="X"),
        lambda: agenda.place(item=item, to=1, by=user),
        lambda: agenda.strike(item=item, by=user),
        lambda: closing.close(meeting=item.meeting, by=user),
        lambda: record(item, "noted", user),
        lambda: outcomes.set_actions(item=item, actions=[], by=user),
        lambda: minutes.draft(meeting=item.meeting, text="X", opened=0, by=user, token="t"),
        lambda: series.make(board=item.meeting.board, dates=[], by=user),
    )

    for door in doors:
        with pytest.raises(NotAllowed):
            door()


def test_board_of_an_office_is_offered_the_cases_its_office_is_asked_on(by):
    story = Story().to_local_decisions()
    office = next(o for o in story.offices() if o.name == "Kent PCC")
    own = g.make_meeting(board=g.make_board(body=office))
    other = g.make_meeting(board=g.make_board(body=p.make_body()))

    assert list(agenda.waiting_cases(own, by)) == [story.case]
    assert list(agenda.waiting_cases(other, by)) == []
    assert list(agenda.waiting_cases(g.make_meeting(), by)) == []
    story.approve("Kent PCC")
    assert list(agenda.waiting_cases(own, by)) == []


def test_board_is_offered_what_belongs_to_its_programme_or_alliance(by):
    programme, alliance = p.make_programme(), p.make_alliance()
    for title, whose in (
        ("A", {"programme": programme}),
        ("B", {"alliance": alliance}),
        ("C", {"programme": p.make_programme()}),
    ):
        g.make_business_case(title=title, state="oversight", **whose)
    board = g.make_board(may_decide="advise", programme=programme, alliance=alliance)

    assert [case.title for case in agenda.waiting_cases(g.make_meeting(board=board), by)] == ["A", "B"]
    everything = g.make_meeting(board=g.make_board(may_decide="advise"))
    assert [case.title for case in agenda.waiting_cases(everything, by)] == ["A", "B", "C"]


def test_closing_fixes_the_documents_that_papers_bring(by):
    document = Story().document()
    meeting = g.make_meeting()
    g.make_paper(meeting=meeting, document=document)

    closing.close(meeting=meeting, by=by)

    frozen = CaseDocument.objects.get(pk=document.pk)
    assert frozen.frozen_at
    assert len(frozen.content_hash) == 64
    with pytest.raises(MeetingNotAllowed, match="is closed; its agenda is fixed."):
        closing.close(meeting=meeting, by=by)


# Outcomes ----------------------------------------------------------------------------------------------------------


def test_cancelled_meeting_decided_nothing(by):
    item = g.make_agenda_item(meeting=g.make_meeting(status="cancelled"))

    with pytest.raises(MeetingNotAllowed, match="was cancelled; it decided nothing."):
        record(item, "noted", by)


def test_error_is_no_outcome_of_a_meeting(by):
    with pytest.raises(MeetingNotAllowed, match="Outcome: choose one of the list."):
        record(g.make_agenda_item(), "in_error", by)


def test_second_outcome_is_refused_and_the_same_token_repeats_the_first(by):
    item = g.make_agenda_item()
    first = record(item, "noted", by, token="a")

    assert record(item, "noted", by, token="a") == first
    with pytest.raises(MeetingNotAllowed, match=f"“Noted” is recorded on this item already \\({first.reference}\\)"):
        record(item, "recommended", by, token="b")


def test_outcome_recorded_in_error_makes_room_for_the_true_one(by):
    item = g.make_agenda_item()
    wrong = record(item, "noted", by, token="a")
    wrong.kind = "in_error"
    wrong.save()

    assert record(item, "recommended", by, token="b").kind == "recommended"


def test_board_that_decides_finally_leaves_a_case_to_its_offices(by):
    table = Table()
    table.story.summit.may_decide = "final"
    table.story.summit.save()

    with pytest.raises(StageNotAllowed, match="a case is decided finally by each of its offices."):
        record(table.item, "final", by)


def test_panel_that_returns_a_case_does_not_move_it(by):
    table = Table()
    panel = g.make_meeting(board=g.make_board(may_decide="scrutiny"), held="2016-10-10")
    item = g.make_agenda_item(meeting=panel, title="Vetting", case=table.story.case)

    record(item, "returned", by, said=said(reason="More is asked."))

    assert table.story.place == ("obc", "on_agenda")
    assert Decision.objects.get().wording == "It was said.\nReason: More is asked."


def test_adviser_that_returns_what_is_not_with_it_moves_nothing(by):
    story = Story().put("drafting")
    board = g.make_board(may_decide="advise")
    item = g.make_agenda_item(meeting=g.make_meeting(board=board), case=story.case)

    record(item, "returned", by, said=said(reason="Too soon."))

    assert story.place == ("obc", "drafting")


@pytest.mark.parametrize("outcome", ["deferred", "returned", "rejected"])
def test_reason_is_asked_of_what_was_put_off_or_refused_on_a_case_too(by, outcome):
    table = Table()

    with pytest.raises(MeetingNotAllowed, match=f"Reason: say why it was {outcome}."):
        record(table.item, outcome, by, said=said(reason="", target="2017"))

    assert table.story.place == ("obc", "on_agenda")


def test_action_with_a_date_that_is_none_is_refused(by):
    item = g.make_agenda_item()

    with pytest.raises(MeetingNotAllowed, match="Action, due: “soon” is not a date the register can read."):
        outcomes.set_actions(item=item, actions=[outcomes.ToDo("Write", due="soon")], by=by)


def test_long_title_is_shortened_for_the_decision(by):
    item = g.make_agenda_item(title="T" * 250)

    title = record(item, "noted", by).title

    assert (len(title), title[-8:]) == (200, "…: noted")


def test_what_is_recorded_on_items_is_read_at_once(by, django_assert_num_queries):
    table = Table()
    record(
        table.item, "in_principle", by, said=said(positions=table.story.positions()), actions=[outcomes.ToDo("Write")]
    )
    plain = g.make_agenda_item(meeting=table.meeting, title="Budget")
    office = p.make_body(name="An office")
    record(plain, "noted", by, token="b", said=said(positions={office: "out"}))
    again = Decision.objects.get(item=plain)
    g.make_decision(meeting=table.meeting, item=plain, board=table.meeting.board)

    with django_assert_num_queries(4):
        found = outcomes.recorded_on([table.item, plain])

    assert found[table.item.pk].positions == {"In": ["Essex CC", "Essex PCC", "Kent CC", "Kent PCC"]}
    assert [action.words for action in found[table.item.pk].actions] == ["Write"]
    assert (found[plain.pk].decision, found[plain.pk].positions) == (again, {"Out": ["An office"]})


# Minutes and series ------------------------------------------------------------------------------------------------


def test_minutes_are_refused_past_the_form(by):
    meeting = g.make_meeting(held="2016-10-10")
    later = g.make_meeting(board=meeting.board, held="2016-11-10", status="cancelled")
    vague = g.make_meeting(board=meeting.board, held="2016-12/..")
    for sentence, door in (
        ("Minutes: write them first.", lambda: minutes.draft(meeting=meeting, text=" ", opened=0, by=by, token="a")),
        ("choose a later meeting of", lambda: minutes.agree(meeting=meeting, at=meeting, by=by, token="b")),
        ("was cancelled.", lambda: minutes.agree(meeting=meeting, at=later, by=by, token="c")),
        ("these are: not begun.", lambda: minutes.agree(meeting=meeting, at=vague, by=by, token="d")),
    ):
        with pytest.raises(MeetingNotAllowed, match=sentence):
            door()


def test_correction_says_what_and_why(by):
    meeting = g.make_meeting(held="2016-10-10")
    later = g.make_meeting(board=meeting.board, held="2016-11-10")
    minutes.draft(meeting=meeting, text="Words.", opened=0, by=by, token="a")
    minutes.circulate(meeting=meeting, on="2016-10-20", by=by, token="b")
    minutes.agree(meeting=meeting, at=later, by=by, token="c")

    for text, reason, sentence in (("", "Y", "Correction: say what"), ("X", " ", "Reason: say why")):
        with pytest.raises(MeetingNotAllowed, match=sentence):
            minutes.correct(meeting=meeting, text=text, reason=reason, on="2016-12-01", by=by, token="d")


def test_first_draft_tells_positions_and_closed_actions(by):
    item = g.make_agenda_item(meeting=g.make_meeting(held="2016-10-10"), title="Budget")
    record(item, "noted", by, said=said(positions={p.make_body(name="An office"): "out"}))
    before = g.make_meeting(board=item.meeting.board, held="2016-09-10")
    g.make_action(meeting=before, words="Ask", closed_on="2016-10-11", outcome="Asked.")

    text = minutes.first_draft(item.meeting, by)

    assert "Noted: It was said.\nOut: An office." in text
    assert "Action: Ask Closed on 11 October 2016." in text


def test_series_has_at_most_sixty_meetings():
    first, last = dt.date(2027, 1, 1), dt.date(2031, 12, 31)

    assert len(series.propose(board=g.make_board(), first=first, last=last, months=1)) == 60
    with pytest.raises(MeetingNotAllowed, match="To: this makes 61 meetings; a series has at most 60."):
        series.propose(board=g.make_board(), first=first, last=dt.date(2032, 1, 1), months=1, week=1, weekday=3)


def test_cancelled_meeting_does_not_stand_against_a_new_one_of_the_series(by):
    board = g.make_board()
    g.make_meeting(board=board, held="2027-01-05", status="cancelled")
    day = dt.date(2027, 1, 5)

    (proposed,) = series.propose(board=board, first=day, last=day, months=1, weekday=1)

    assert proposed.there is None
    assert series.make(board=board, dates=[proposed], by=by) == []
    assert Meeting.objects.count() == 1


def test_the_same_action_is_set_once(by):
    item = g.make_agenda_item(meeting=g.make_meeting(held="2016-10-10"))

    first = outcomes.set_actions(item=item, actions=[outcomes.ToDo("Write")], by=by)
    again = outcomes.set_actions(item=item, actions=[outcomes.ToDo("Write"), outcomes.ToDo("Call")], by=by)

    assert ([a.words for a in first], [a.words for a in again]) == (["Write"], ["Call"])
