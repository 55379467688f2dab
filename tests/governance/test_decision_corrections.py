"""A recorded decision stands; a correction is a decision of its own that names it and says why."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from governance.choices import DecisionKind
from governance.corrections import CorrectionNotAllowed, correct
from governance.meetings.outcomes import outcome_of
from governance.models import Decision
from governance.publication.record import PublicRecord
from programmes.choices import Role
from programmes.history import AppendOnlyError
from tests.factories import governance as g
from tests.factories.programmes import make_user
from tests.form_reader import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_user(Role.EDITOR))
    return client


@pytest.fixture
def decision():
    board = g.make_board(name="Advisers")
    meeting = g.make_meeting(board=board, held="2016-10-10")
    item = g.make_agenda_item(meeting=meeting, title="Progress")
    return g.make_decision(
        title="Progress: noted", kind="noted", board=board, meeting=meeting, item=item, decided="2016-10-10",
        wording="To note the paper.", marking="internal",
    )  # fmt: skip


def change_url(decision):
    return f"/admin/governance/decision/{decision.pk}/change/"


def correct_url(decision):
    return f"/admin/governance/decision/add/?corrects={decision.reference}"


def correction(client, decision, **given):
    return form_data(client.get(correct_url(decision)), "decision_form") | given


WHY = {"wording": "To note and publish the paper.", "why_corrected": "The minutes say so."}


def test_the_page_of_a_recorded_decision_shows_it_and_offers_to_correct_it(editor, decision):
    html = editor.get(change_url(decision)).content.decode()

    assert 'name="wording"' not in html
    assert "To note the paper." in html
    assert f'<a href="{correct_url(decision)}">Correct</a>' in html


def test_a_correction_is_a_new_decision_that_names_the_old_one_with_the_reason(editor, decision):
    data = correction(editor, decision, **WHY)
    assert (data["title"], data["kind"], data["board"], data["decided"]) == (
        "Progress: noted", "noted", str(decision.board_id), "2016-10-10",
    )  # fmt: skip

    answer = editor.post(correct_url(decision), data)

    assert answer.status_code == 302
    new = Decision.objects.get(corrects=decision)
    old = Decision.objects.get(pk=decision.pk)
    assert (new.wording, new.correction_reason, new.item, new.meeting) == (
        "To note and publish the paper.", "The minutes say so.", decision.item, decision.meeting,
    )  # fmt: skip
    assert (old.wording, old.is_corrected, new.is_corrected) == ("To note the paper.", True, False)
    assert outcome_of(decision.item) == new
    assert list(Decision.objects.standing()) == [new]
    html = editor.get(f"/register/decisions/{old.reference}/").content.decode()
    assert (f'href="/register/decisions/{new.reference}/"' in html, "The minutes say so." in html) == (True, True)
    assert old.reference in editor.get(f"/register/decisions/{new.reference}/").content.decode()
    listed = editor.get("/register/decisions/").content.decode()
    assert listed.count("Corrected since") == 1
    assert "What stands is there." in html
    assert ">Correct</a>" not in editor.get(change_url(old)).content.decode()


def test_a_correction_sent_twice_records_one_and_says_so(editor, decision):
    data = correction(editor, decision, **WHY)
    editor.post(correct_url(decision), data)

    html = editor.post(correct_url(decision), data).content.decode()

    new = Decision.objects.get(corrects=decision)
    assert f"{decision.reference} is corrected already by {new.reference}." in html
    assert "To note and publish the paper." in html


def test_a_correction_without_a_reason_is_asked_for_it_and_keeps_what_was_typed(editor, decision):
    html = editor.post(
        correct_url(decision), correction(editor, decision, **WHY | {"why_corrected": " "})
    ).content.decode()

    assert "Fill this in; it is needed." in html
    assert "To note and publish the paper." in html
    assert Decision.objects.count() == 1


def test_a_correction_can_itself_be_corrected(editor, decision):
    editor.post(correct_url(decision), correction(editor, decision, **WHY))
    second = Decision.objects.get(corrects=decision)
    editor.post(correct_url(second), correction(editor, second, wording="To agree it.", why_corrected="Misread."))

    assert list(Decision.objects.standing().values_list("wording", flat=True)) == ["To agree it."]


def test_a_decision_that_moved_a_case_is_corrected_by_its_event(editor):
    event = g.make_case_event()
    decision = g.make_decision(case=event.case, case_event=event)

    html = editor.get(change_url(decision)).content.decode()
    told = editor.post(correct_url(decision), correction(editor, decision, **WHY)).content.decode()

    assert f"/admin/governance/businesscase/{event.case_id}/" in html
    assert "moved its case by an event. Correct that event on the page of the case." in told
    assert Decision.objects.count() == 1


def test_the_public_reads_the_decision_that_stands(editor, decision):
    for record in (decision.board, decision.meeting, decision):
        record.marking = "public"
        record.save()
    assert list(PublicRecord().rows(Decision)) == [decision.pk]
    editor.post(correct_url(decision), correction(editor, decision, **WHY))

    assert [row.wording for row in PublicRecord().rows(Decision).values()] == ["To note and publish the paper."]


def test_no_save_changes_a_recorded_decision_but_who_may_read_it(decision):
    decision.marking = "sensitive"
    decision.save()
    decision.wording = "Forged."

    with pytest.raises(AppendOnlyError, match="record a correction instead"):
        decision.save()


@pytest.mark.parametrize(
    "change", ["wording = 'forged'", "conditions = 'forged'", "decided = '2017'", "kind = 'final'"]
)
def test_the_database_refuses_to_change_or_delete_a_recorded_decision(decision, change):
    for sql in (
        f"UPDATE governance_decision SET {change} WHERE id = %s",
        "DELETE FROM governance_decision WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [decision.pk])


def test_a_decision_recorded_in_error_may_be_said_to_be(decision):
    decision.kind = DecisionKind.IN_ERROR
    decision.save()

    assert list(Decision.objects.standing()) == []


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.AUDITOR, Role.OFFICE_RECORDER])
def test_only_an_editor_corrects(decision, role):
    client = Client()
    client.force_login(make_user(role))

    assert client.get(correct_url(decision)).status_code in (302, 403)
    assert client.post(correct_url(decision), WHY).status_code in (302, 403)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("code", ["DEC-999", "x", "DEC-1'"])
def test_what_is_not_there_is_not_found(editor, code):
    assert editor.get(f"/admin/governance/decision/add/?corrects={code}").status_code == 404


def test_a_correction_without_a_reason_is_refused_at_the_door(decision):
    with pytest.raises(CorrectionNotAllowed, match="say why the decision is corrected"):
        correct(old=decision, new=Decision(), by=make_user(Role.EDITOR), reason=" ")
