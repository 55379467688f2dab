"""Risks and issues through their pages: the list and its matrix, the page, and each thing that can happen to one."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from programmes.choices import Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.models import Risk

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(p.make_user(role))
    return client


@pytest.fixture
def editor():
    return signed_in(Role.EDITOR)


def text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(content.decode().split())


def send(client, risk, step, **typed):
    typed = {"on": "2016-09-21", "words": "As agreed.", "version": str(risk.version), **typed}
    return client.post(f"/register/risks/{risk.reference}/{step}", typed)


def test_a_risk_is_scored_and_shown_before_and_after(editor):
    risk = w.make_risk(title="Late")

    response = send(editor, risk, "score", likelihood="4", impact="5", residual_likelihood="2", residual_impact="5")

    assert response.url == f"/register/risks/{risk.reference}/"
    page = text(editor.get(response.url))
    assert "Recorded: scored, Late." in page
    assert "20 of 25, extreme (likelihood 4, impact 5)" in page
    assert "10 of 25, high (likelihood 2, impact 5)" in page
    assert 'role="img"' in page
    assert "As agreed." in page
    listed = text(editor.get("/register/risks/"))
    assert "1 of 1 open risks and issues scored before the response: 1 extreme" in listed
    assert 'href="/register/risks/?status=open&amp;likelihood=4&amp;impact=5"' in listed
    assert "20 extreme</span>" in listed
    assert '<td data-label="Words as written" class="wide">' in listed


def test_half_a_score_is_refused_and_nothing_typed_is_lost(editor):
    risk = w.make_risk()

    page = text(send(editor, risk, "score", likelihood="4", words="It grows."))

    assert "Likelihood and impact: give both, or neither." in page
    assert "It grows." in page
    assert Risk.objects.get().likelihood is None


def test_a_refused_review_names_its_box_once(editor):
    risk = w.make_risk()

    page = text(send(editor, risk, "review", on="2016-09-21", next_on="2016-09-20"))

    assert "Next review – choose a day after this review." in page


def test_a_risk_not_scored_says_so(editor):
    risk = w.make_risk()

    page = text(editor.get(f"/register/risks/{risk.reference}/"))
    assert page.count("Not scored") == 2
    assert "Nothing is recorded since it was raised." in page
    assert "1 risk or issue open; none is scored." in text(editor.get("/register/risks/"))


def test_escalated_to_a_board_since_when(editor):
    board = g.make_board(name="Oversight Group")
    risk = w.make_risk()

    send(editor, risk, "escalate", board=board.reference)

    page = text(editor.get(f"/register/risks/{risk.reference}/"))
    assert f'<a href="/register/boards/{board.reference}/">Oversight Group, since 21 September 2016</a>' in page
    w.make_risk(title="Another")
    assert "Another" not in text(editor.get("/register/risks/?escalated=yes"))
    assert "Another" in text(editor.get("/register/risks/?escalated=no"))
    assert risk.title not in text(editor.get("/register/risks/?escalated=no"))
    stored = Risk.objects.get(pk=risk.pk)
    send(editor, stored, "take-back")
    assert "Not escalated" in text(editor.get(f"/register/risks/{risk.reference}/"))


def test_escalated_to_nobody_or_to_two_is_refused(editor):
    board, risk = g.make_board(), w.make_risk()

    assert "say which board or person it is put before." in text(send(editor, risk, "escalate"))
    assert "A board is chosen above: leave this empty, or choose no board." in text(
        send(editor, risk, "escalate", board=board.reference, to="The chief")
    )


def test_overdue_reviews_are_said_in_words_and_found(editor):
    today = timezone.localdate()
    w.make_risk(title="Forgotten", review_on=today - dt.timedelta(days=3))
    w.make_risk(title="Watched", review_on=today)
    w.make_risk(title="Done with", review_on=today - dt.timedelta(days=3), status="closed")

    found = text(editor.get("/register/risks/?review=overdue"))

    assert "overdue by 3 days" in found
    assert "Forgotten" in found
    assert "Watched" not in found
    assert "Done with" not in found
    assert "Watched" in text(editor.get("/register/risks/?review=planned"))
    assert "No risk or issue matches these filters." in text(editor.get("/register/risks/?review=none"))


def test_filters_by_owner_and_band(editor):
    w.make_risk(title="Great", owner="Chief Finance Officer", likelihood=4, impact=4)
    w.make_risk(title="Small", owner="Head of ICT", likelihood=1, impact=1)
    w.make_risk(title="Unknown")

    for query, expected in (
        ("owner=finance", {"Great"}), ("score=extreme", {"Great"}), ("score=low", {"Small"}),
        ("score=not_scored", {"Unknown"}), ("likelihood=1&impact=1", {"Small"}), ("score__not=low", {"Great", "Unknown"}),
    ):  # fmt: skip
        page = text(editor.get(f"/register/risks/?{query}"))
        assert {title for title in ("Great", "Small", "Unknown") if f">{title}</a>" in page} == expected, query


def test_sorted_by_score_the_greatest_first(editor):
    for title, likelihood, impact in (("Two", 2, 1), ("Twenty", 5, 4), ("Twelve", 3, 4)):
        w.make_risk(title=title, likelihood=likelihood, impact=impact)

    page = text(editor.get("/register/risks/?sort=-before"))

    assert page.index(">Twenty<") < page.index(">Twelve<") < page.index(">Two<")


def test_the_csv_says_what_the_list_says(editor):
    risk = w.make_risk(title="Late", likelihood=4, impact=5)

    lines = text(editor.get("/register/risks.csv"))

    assert "20 of 25, extreme (likelihood 4, impact 5)" in lines
    assert risk.reference in lines


def test_a_form_opened_before_a_change_comes_back_with_what_was_typed(editor):
    risk = w.make_risk()
    send(editor, risk, "review", next_on="2030-01-01")

    page = text(send(editor, risk, "close", words="It is over."))

    assert "Somebody changed this risk after you opened the form." in page
    assert "It is over." in page
    assert Risk.objects.get().status == "open"


def test_only_the_steps_that_can_be_taken_are_offered(editor):
    risk = w.make_risk()

    def offered():
        page = text(editor.get(f"/register/risks/{risk.reference}/"))
        return [step for step in ("score", "review", "escalate", "take-back", "close", "reopen") if f'/{step}"' in page]

    assert offered() == ["score", "review", "escalate", "close"]
    send(editor, risk, "close")
    assert offered() == ["reopen"]
    reader = text(signed_in(Role.AUDITOR).get(f"/register/risks/{risk.reference}/"))
    assert "reopen" not in reader


def test_nobody_else_writes_and_a_sensitive_risk_is_missing():
    risk = w.make_risk(marking=Marking.SENSITIVE)
    for role in (Role.PUBLISHER, Role.AUDITOR):
        assert send(signed_in(role), risk, "close").status_code == 403
    viewer = Client()
    viewer.force_login(p.make_user(Role.OFFICE_VIEWER, body=p.make_body()))
    assert viewer.get(f"/register/risks/{risk.reference}/").status_code == 404
    assert not risk.events.exists()
