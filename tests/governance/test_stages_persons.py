"""Who may move a case: an editor whose grant holds, and nobody else."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.stages import advance, next_events
from programmes.access import NotAllowed
from programmes.models import User
from tests.factories.programmes import make_grant, make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db

SENTENCE = "Your role does not let you take a case through its stages."
EVERYTHING = {
    "commission", "circulate", "revise", "refer", "recommend", "send_back", "schedule", "agree", "agree_in_part",
    "defer", "return", "reject", "waive", "rescope", "approve", "implement", "go_live", "review", "split", "stop",
    "note", "correct",
}  # fmt: skip


def expired() -> User:
    user = make_user()
    make_grant(user=user, role="editor", starts=dt.date(2016, 1, 1), ends=dt.date(2016, 12, 31))
    return user


def to_come() -> User:
    user = make_user()
    make_grant(user=user, role="editor", starts=dt.date(2999, 1, 1))
    return user


OTHERS = {
    "publisher": lambda: make_user("publisher"),
    "office viewer": lambda: make_user("office_viewer"),
    "office recorder": lambda: make_user("office_recorder"),
    "force contributor": lambda: make_user("force_contributor"),
    "auditor": lambda: make_user("auditor"),
    "administrator": lambda: make_user("administrator"),
    "superuser without a grant": lambda: make_user(is_superuser=True, is_staff=True),
    "inactive editor": lambda: make_user("editor", is_active=False),
    "editor whose grant has ended": expired,
    "editor whose grant is to come": to_come,
    "nobody signed in": AnonymousUser,
}


@pytest.mark.parametrize("who", OTHERS)
def test_others_move_nothing(who):
    story, user = Story().put("drafting"), OTHERS[who]()

    for kind in EVERYTHING:
        with pytest.raises(NotAllowed) as refusal:
            advance(case=story.case, kind=kind, by=user, on="2016-10-10", **story.facts(kind))
        assert str(refusal.value) == SENTENCE

    assert story.case.events.count() == 1
    offered = next_events(story.case, user)
    assert {e.why_not for e in offered} == {SENTENCE}
    assert {e.is_possible for e in offered} == {False}


def test_an_editor_moves_a_case():
    story = Story().put("drafting")

    event = advance(case=story.case, kind="stop", by=make_user("editor"), on="2016", reason="No.", sunk_cost="£5")

    assert event.state == "stopped"


def test_an_editor_who_is_more_besides_is_an_editor():
    story, user = Story().put("drafting"), make_user("auditor")
    make_grant(user=user, role="editor")

    assert advance(case=story.case, kind="note", by=user, on="2016", words="Said.").kind == "note"


def test_what_follows_is_kept_as_done_by_the_editor_with_the_reason():
    story = Story().to_local_decisions()
    document = story.case.documents.get()

    story.do("rescope", reason="Essex is out.")

    assert document.history.first().history_user == story.editor
    assert {d.history.first().history_user for d in story.case.decisions.all()} == {story.editor}
    assert story.meeting.items.get().history.get().history_user == story.editor
    essex = story.local("Essex PCC").history.first()
    assert (essex.history_user, essex.history_change_reason, essex.is_required) == (
        story.editor, "Essex is out.", False,
    )  # fmt: skip
    case = story.case.history.first()
    assert (case.history_user, case.history_change_reason) == (story.editor, "Essex is out.")
    assert [row.force.name for row in case.participating_forces.all()] == ["Kent"]
