"""Fifty people record the outcome of one agenda item at once: one decision, and each is told what became of it."""

import pytest
from django.test import Client

from governance.models import Action, CaseEvent, Decision
from tests.factories import governance as g
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.at_once import RECORDERS, post_at_once, said
from tests.governance.case_story import Story
from tests.governance.meeting_table import url

pytestmark = pytest.mark.django_db(transaction=True)


def summit():
    story = Story("Kent").put("recommended", "obc")
    story.do("schedule", "2016-10-01")
    return (
        story.meeting,
        story.case.agenda_items.get(),
        {"outcome": "in_principle", "minute_reference": "S/16/7", "all_in": "on"},
    )


def note():
    meeting = g.make_meeting(board=g.make_board(name="Advisers"), held="2016-10-10")
    return meeting, g.make_agenda_item(meeting=meeting, title="Progress"), {"outcome": "noted"}


def recorders(number=RECORDERS):
    clients = []
    for n in range(number):
        client = Client()
        client.force_login(make_user("editor", username=f"recorder-{n}"))
        clients.append(client)
    return clients


def filled(client, meeting, item, said_, n):
    data = form_data(client.get(url(meeting)), "event-form") | {"item": item.reference, "on": "2016-10-10"}
    own = {**said_, "wording": f"Words of {n}.", "action_1_words": f"Act {n}"}
    return data | {f"{item.reference}-{name}": value for name, value in own.items()}


@pytest.mark.parametrize(("place", "outcome"), [(summit, "Agreed in principle"), (note, "Noted")])
def test_fifty_recorders_of_one_item_leave_one_decision_and_get_fifty_clear_answers(place, outcome):
    meeting, item, said_ = place()
    clients = recorders()
    given = [filled(client, meeting, item, said_, n) for n, client in enumerate(clients)]

    answers = post_at_once(clients, url(meeting), given)

    decision = Decision.objects.get()
    winner = int(decision.wording.removeprefix("Words of ").removesuffix("."))
    assert [action.words for action in Action.objects.all()] == [f"Act {winner}"]
    assert CaseEvent.objects.filter(kind="agree").count() == (1 if item.case else 0)
    assert [answer.status_code for answer in answers] == [302 if n == winner else 200 for n in range(RECORDERS)]
    told = f"“{outcome}” is recorded on this item already ({decision.reference}). Correct it there, or in the minutes."
    for n, answer in enumerate(answers):
        if n != winner:
            html = said(answer)
            assert (told in html, f"Words of {n}." in html, f"Act {n}" in html) == (True, True, True)


def test_one_form_sent_fifty_times_at_once_leaves_one_decision_and_fifty_good_answers():
    meeting, item, said_ = note()
    user = make_user("editor")
    clients = [Client() for _ in range(RECORDERS)]
    for client in clients:
        client.force_login(user)
    given = filled(clients[0], meeting, item, said_, 0)

    answers = post_at_once(clients, url(meeting), [given] * RECORDERS)

    assert [answer.status_code for answer in answers] == [302] * RECORDERS
    assert (Decision.objects.count(), Action.objects.count()) == (1, 1)


def test_a_form_opened_before_the_outcome_is_recorded_tells_it_and_keeps_what_was_typed():
    meeting, item, said_ = note()
    first, second = recorders(2)
    late = filled(second, meeting, item, said_, 2)
    first.post(url(meeting), filled(first, meeting, item, said_, 1))

    html = said(second.post(url(meeting), late))

    decision = Decision.objects.get()
    assert f"“Noted” is recorded on this item already ({decision.reference})." in html
    assert "What you typed, which is not recorded" in html
    assert ("Words of 1." in html, "Words of 2." in html) == (True, True)
