"""What readers of alerts are sent after an edition is published: once, of published rows alone, in words of now."""

import re

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from governance import publication
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.alerts import link_in, make_alert_reader
from tests.factories.leaks import hidden_tokens
from tests.factories.marked import Tokens, World
from tests.governance.alerts.story import PUBLIC, change, code, compose_and_publish, run

pytestmark = pytest.mark.django_db

# What is told ----------------------------------------------------------------------------------------------------------


def test_the_message_says_what_changed_in_words_of_now_with_links_and_how_to_stop(case, reader, editor, publisher):
    reader(forces=code("Kent"))
    change(case, purpose="To vet once for all seven.", title="Vetting together")
    compose_and_publish(editor, publisher)

    message = run()["reader@example.org"]

    text = re.sub(r"stop/[\w.-]+/", "stop/…/", message.body)
    assert message.subject == "Police collaboration in the seven forces: edition 2, 2 pages"
    assert text == (
        "Edition 2 of “Police collaboration in the seven forces” was published on 21 November 2026.\n\n"
        "You asked for: Kent.\n\n"
        "Changed: Vetting together\n"
        "  Title: Vetting together\n"
        "  Purpose: To vet once for all seven.\n"
        f"  http://127.0.0.1:8000/cases/{case.reference}/\n\n"
        "Changed: Kent\n"
        "  Business cases it takes part in: Vetting together, Sharing; 7F, Not yet commissioned\n"
        f"  http://127.0.0.1:8000/forces/{code('Kent')}/\n\n"
        "All that the latest edition changed: http://127.0.0.1:8000/changes/\n\n"
        "-- \n"
        "You get this because somebody who reads this mailbox confirmed that they want it. To stop it, at once and without\n"
        "signing in, follow this link and press the button; the address is then deleted from our database:\n"
        "http://127.0.0.1:8000/alerts/stop/…/"
    )
    stop = f"http://127.0.0.1:8000{link_in(message)}"
    assert message.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_each_is_told_of_what_they_asked_for_alone(case, reader, editor, publisher):
    reader("all@example.org")
    reader("kent@example.org", forces=code("Kent"))
    reader("seven@example.org", alliances=code("7F"))
    reader("surrey@example.org", forces=code("Surrey"))
    change(case, purpose="To vet once for all seven.")
    compose_and_publish(editor, publisher)

    assert sorted(run()) == ["all@example.org", "kent@example.org", "seven@example.org"]


def test_an_edition_that_changes_no_page_of_a_record_is_told_to_nobody(case, reader, editor, publisher):
    reader()
    p.make_contact(role="Queries", kind="role_mailbox", email="queries@example.org", **PUBLIC)
    compose_and_publish(editor, publisher)

    assert run() == {}


def test_a_board_and_an_office_are_told_of_their_decisions(case, reader, editor, publisher):
    office = p.make_body(name="Kent PCC", official_title="The PCC", force=case.participating_forces.get(), **PUBLIC)
    board = g.make_board(name="Summit", **PUBLIC)
    compose_and_publish(editor, publisher, "2026-11-20 11:00")
    reader("summit@example.org", boards=board.reference)
    reader("pcc@example.org", offices=office.reference)
    g.make_decision(title="Go on with it", board=board, **PUBLIC)
    g.make_decision(title="Kent goes on", body=office, **PUBLIC)
    compose_and_publish(editor, publisher)

    sent = run()

    assert "New: Go on with it" in sent["summit@example.org"].body
    assert "Kent goes on" not in sent["summit@example.org"].body
    assert "New: Kent goes on" in sent["pcc@example.org"].body
    assert "Go on with it" not in sent["pcc@example.org"].body


def test_the_first_edition_is_told_as_such_and_long_messages_end(client, editor, publisher):
    with time_machine.travel("2026-11-20 09:00", tick=False):
        make_alert_reader(client)
    p.make_force(**PUBLIC)
    compose_and_publish(editor, publisher)

    first = run()["reader@example.org"]
    for _ in range(45):
        p.make_force(**PUBLIC)
    compose_and_publish(editor, publisher, "2026-11-22 10:00")
    second = run("2026-11-22 11:00")["reader@example.org"]

    assert first.subject == "Police collaboration in the seven forces: edition 1"
    assert "You asked for: Everything.\n\nThis is the first edition, so everything in it is new.\n\n" in first.body
    assert second.subject == "Police collaboration in the seven forces: edition 2, 45 pages"
    assert second.body.count("\nNew: ") == 40
    assert "\n\nAnd 5 more pages.\n" in second.body


def test_many_changes_of_one_page_are_cut_short_and_long_words_too(case, reader, editor, publisher):
    agreement = p.make_agreement(alliance=case.alliance, **PUBLIC)
    compose_and_publish(editor, publisher, "2026-11-20 11:00")
    reader(alliances=code("7F"))
    texts = ("scope", "note", "functions", "exclusions", "accountability", "cost_basis", "exit_rule")
    change(agreement, **dict.fromkeys(texts, "word " * 59 + "end"))
    compose_and_publish(editor, publisher)

    body = run()["reader@example.org"].body

    assert f"\n  and 1 more change\n  http://127.0.0.1:8000/agreements/{agreement.reference}/\n" in body
    assert max(len(line) for line in body.splitlines() if "stop/" not in line) <= 282


def test_a_correction_is_told_as_such_and_does_not_repeat_what_was_wrong(case, reader, editor, publisher):
    reader(forces=code("Kent"))
    change(case, purpose="To vet never.")
    compose_and_publish(editor, publisher)
    run()
    change(case, purpose="To vet once.")
    compose_and_publish(editor, publisher, "2026-11-22 10:00", publication.correct, note="The purpose was wrong.")

    message = run("2026-11-22 11:00")["reader@example.org"]

    assert message.subject == "Police collaboration in the seven forces: Correction, edition 3, 1 page"
    assert "It is a correction. The purpose was wrong." in message.body
    assert "  Purpose: To vet once.\n" in message.body
    assert "never" not in message.body


def test_a_withdrawal_is_told_without_what_was_withdrawn(case, reader, editor, publisher):
    reader("kent@example.org", forces=code("Kent"))
    reader("all@example.org")
    path = f"/cases/{case.reference}/"
    compose_and_publish(editor, publisher, door=publication.withdraw, path=path, reason="Published too early.")

    sent = run()

    assert sorted(sent) == ["all@example.org", "kent@example.org"]
    for message in sent.values():
        assert "Withdrawal, edition 2" in message.subject
        assert f"It is a withdrawal. The page {path} is withdrawn. Published too early." in message.body
        assert (
            f"Withdrawn: Withdrawn page {case.reference}\n  Reason: Published too early.\n  http://127.0.0.1:8000{path}"
            in message.body
        )
        assert "Vetting" not in message.body


def test_what_was_withdrawn_before_the_messages_went_out_is_not_told_by_the_edition_before(
    case, reader, editor, publisher
):
    reader()
    change(case, purpose="To vet once for all seven.")
    p.make_force(name="Essex", **PUBLIC)
    compose_and_publish(editor, publisher)
    path = f"/cases/{case.reference}/"
    compose_and_publish(editor, publisher, "2026-11-21 10:30", publication.withdraw, path=path, reason="Too early.")
    mail.outbox.clear()
    with time_machine.travel("2026-11-21 11:00", tick=False):
        call_command("send_alerts")

    told, withdrawn = mail.outbox
    assert "edition 2" in told.subject
    assert "New: Essex" in told.body
    assert "Vetting" not in told.body
    assert "seven." not in told.body
    assert case.reference not in told.body
    assert "Withdrawal, edition 3" in withdrawn.subject


def test_a_page_that_is_gone_is_told_by_its_reference_alone(case, reader, editor, publisher):
    reader(forces=code("Kent"))
    change(case, marking=Marking.INTERNAL)
    compose_and_publish(editor, publisher)

    body = run()["reader@example.org"].body

    assert f"No longer published: {case.reference}\n" in body
    assert "Vetting" not in body
    assert f"/cases/{case.reference}/" not in body


def test_nothing_of_an_edition_that_is_not_public_is_told(case, reader, editor, publisher):
    reader()
    change(case, purpose="To vet once for all seven.")
    with time_machine.travel("2026-11-21 10:00", tick=False):
        composed = publication.compose(by=editor)
        publication.approve(edition=composed, by=publisher, sha256=composed.sha256)

    assert run() == {}
    with time_machine.travel("2026-11-21 12:00", tick=False):
        publication.publish(edition=composed, by=publisher)
    assert list(run("2026-11-21 12:10")) == ["reader@example.org"]


def test_only_editions_since_the_confirmation_and_of_the_last_days_are_told(client, case, editor, publisher, capsys):
    with time_machine.travel("2026-11-21 10:30", tick=False):
        make_alert_reader(client)
    change(case, purpose="Of old.")
    compose_and_publish(editor, publisher, "2026-11-21 10:20")
    change(case, purpose="Of now.")
    compose_and_publish(editor, publisher, "2026-11-21 10:40")

    assert run("2026-12-05 10:41") == {}
    assert "No edition was published in the last 14 days.\n1 reader confirmed.\n" in capsys.readouterr().out
    assert "Of now." in run("2026-12-05 10:39")["reader@example.org"].body


def test_no_hidden_text_stands_in_any_message(client, editor, publisher):
    with time_machine.travel("2026-11-20 09:00", tick=False):
        make_alert_reader(client)
    tokens = Tokens()
    public = World("public", Marking.PUBLIC, tokens)
    compose_and_publish(editor, publisher)
    messages = list(run().values())
    internal = World("internal", Marking.INTERNAL, tokens)
    World("other", Marking.PUBLIC, tokens)
    World("crossed", Marking.PUBLIC, tokens, parents=internal)
    for number, record in enumerate((public.business_case, public.workstream, internal.business_case)):
        change(record, purpose=f"{record.purpose} {number}")
    compose_and_publish(editor, publisher, "2026-11-22 10:00")
    messages += run("2026-11-22 11:00").values()

    everything = "\n".join(message.message().as_string() + message.body for message in messages)
    assert len(messages) == 2
    assert len(tokens.seen_in(everything, "other")) > 5
    assert hidden_tokens(everything, tokens) == set()
