"""The reason of a change is typed into a box that takes a paragraph, is kept whole, and says when it is too long."""

import pytest
from django.test import Client

from programmes.admin_site import address
from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.form_reader import form_data

pytestmark = pytest.mark.django_db

PARAGRAPH = "The Summit asked for it. " * 40 + "The end."
TOO_LONG = "x" * 2001
SENTENCE = "This reason has 2,001 characters; the history keeps at most 2,000. Shorten it."


@pytest.fixture
def editor():
    client = Client()
    client.force_login(p.make_user(Role.EDITOR, username="anna"))
    return client


@pytest.fixture
def norfolk():
    return p.make_force(name="Norfolk")


@pytest.fixture
def contributor(norfolk):
    client = Client()
    client.force_login(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk))
    return client


@pytest.mark.parametrize("reason", [PARAGRAPH, "x" * 2000], ids=["paragraph", "limit"])
def test_reason_typed_on_the_desk_is_kept_whole(editor, reason):
    alliance = p.make_alliance()
    url = address(type(alliance), "change", alliance.pk)
    form = form_data(editor.get(url), "alliance_form")

    answer = editor.post(url, {**form, "note": "New.", "change_reason": reason})

    assert answer.status_code == 302
    assert alliance.history.first().history_change_reason == reason
    assert reason in editor.get(f"/register/r/{alliance.reference}/history/").content.decode()


def test_longer_reason_on_the_desk_is_refused_with_a_sentence_and_stays_in_its_box(editor):
    alliance = p.make_alliance()
    url = address(type(alliance), "change", alliance.pk)
    form = form_data(editor.get(url), "alliance_form")

    answer = editor.post(url, {**form, "note": "New.", "change_reason": TOO_LONG})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert SENTENCE in text
    assert f">\n{TOO_LONG}</textarea>" in text
    assert alliance.history.count() == 1


def test_box_has_no_maxlength_that_would_cut_a_pasted_text(editor):
    alliance = p.make_alliance()

    text = editor.get(address(type(alliance), "change", alliance.pk)).content.decode()

    box = text[text.index('<textarea name="change_reason"') :]
    assert "maxlength" not in box[: box.index(">")]


def test_reason_of_a_force_is_kept_whole_and_a_longer_one_refused(norfolk, contributor):
    milestone = w.make_milestone(force=norfolk, forecast="2017-01")
    url = f"/register/milestones/{milestone.reference}/dates"
    typed = {"forecast": "2017-04", "opened_version": milestone.version}

    refused = contributor.post(url, {**typed, "change_reason": TOO_LONG}).content.decode()
    saved = contributor.post(url, {**typed, "change_reason": PARAGRAPH})

    assert SENTENCE in refused
    assert f">\n{TOO_LONG}</textarea>" in refused
    assert saved.status_code == 302
    assert milestone.moves.get().reason == PARAGRAPH
    assert milestone.history.first().history_change_reason == PARAGRAPH


def test_home_of_the_desk_shows_the_start_of_a_long_reason(editor):
    alliance = p.make_alliance()
    alliance._change_reason = "y" * 400
    alliance.save()

    text = editor.get("/admin/").content.decode()

    assert "y" * 159 + "…" in text
    assert "y" * 160 not in text
