"""Each reader of alerts is told once of an edition, whatever happens to the mail; what the programme team sees of it."""

import datetime as dt
import re
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance.alerts.sending import send_news
from governance.alerts.telling import news
from governance.alerts.topics import topics_now
from governance.models import AlertDelivery, AlertReader
from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories.alerts import CUT_OFF, REFUSED, Troubled, link_in
from tests.governance.alerts.story import change, compose_and_publish, run

pytestmark = pytest.mark.django_db

# Once, whatever happens ------------------------------------------------------------------------------------------------


@pytest.fixture
def changed(case, reader, editor, publisher):
    """Three readers wait to be told of edition 2."""
    for name in ("one", "two", "three"):
        reader(f"{name}@example.org")
    change(case, purpose="To vet once for all seven.")
    compose_and_publish(editor, publisher)
    return case


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.factories.alerts.Troubled"
    monkeypatch.setattr(Troubled, "trouble", {})
    return Troubled.trouble


def states():
    rows = AlertDelivery.objects.order_by("reader__pk").values_list("reader__mailbox", "state", "tries", "problem")
    return [(mailbox.partition("@")[0], *rest) for mailbox, *rest in rows]


def test_a_second_run_sends_nothing(changed, capsys):
    assert sorted(run()) == ["one@example.org", "three@example.org", "two@example.org"]
    assert run("2026-11-21 11:10") == {}
    assert capsys.readouterr().out.splitlines() == [
        "3 readers confirmed.", "Edition 1: 0 messages sent.", "Edition 2: 3 messages sent.",
        "3 readers confirmed.", "Edition 1: 0 messages sent.", "Edition 2: 0 messages sent.",
    ]  # fmt: skip


def test_what_is_not_taken_is_tried_again_after_a_rest_and_the_others_are_told_once(changed, server, capsys):
    server["two@example.org"] = REFUSED
    with pytest.raises(CommandError, match="1 message was not sent. A later run tries again."):
        run()
    assert [message.to[0] for message in mail.outbox] == ["one@example.org", "three@example.org"]
    assert "Edition 2: 2 messages sent. 1 not taken by the mail server." in capsys.readouterr().out
    assert states() == [
        ("one", "sent", 1, ""), ("two", "failed", 1, "SMTPRecipientsRefused"), ("three", "sent", 1, ""),
    ]  # fmt: skip
    server.clear()

    assert run("2026-11-21 11:10") == {}
    assert list(run("2026-11-21 11:20")) == ["two@example.org"]
    assert states()[1] == ("two", "sent", 2, "")
    assert run("2026-11-21 12:00") == {}


def test_after_five_tries_it_is_given_up(changed, server):
    server["two@example.org"] = smtplib.SMTPDataError(554, b"No")
    for number in range(5):
        with pytest.raises(CommandError):
            run(f"2026-11-21 {11 + number}:00")
    assert states()[1] == ("two", "failed", 5, "SMTPDataError")

    assert run("2026-11-21 20:00") == {}


def test_where_it_is_not_known_whether_it_was_sent_it_is_not_sent_again(changed, server, capsys):
    server["two@example.org"] = CUT_OFF
    Troubled.closed.clear()
    assert sorted(run()) == ["one@example.org", "three@example.org"]
    assert "2 messages sent. 1 not known whether sent, and not tried again." in capsys.readouterr().out
    assert states()[1] == ("two", "sending", 1, "SMTPServerDisconnected")
    assert len(Troubled.closed) == 3  # each run of an edition, and the line that was cut
    server.clear()

    assert run("2026-11-22 11:20") == {}


def test_a_crash_in_the_middle_tells_nobody_twice(changed, server):
    server["two@example.org"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        run()
    assert [message.to[0] for message in mail.outbox] == ["one@example.org"]
    server.clear()

    assert list(run("2026-11-21 11:10")) == ["three@example.org"]
    assert states()[1] == ("two", "sending", 1, "")


def test_without_a_mail_server_nothing_is_lost(changed, server):
    server["the server"] = ConnectionRefusedError("no")
    said = "Edition 2: The mail server does not answer .ConnectionRefusedError.. What is left waits for the next run."
    with pytest.raises(CommandError, match=said):
        run()
    assert states() == []
    server.clear()

    assert len(run("2026-11-21 11:10")) == 3


def test_two_runs_at_once_send_one_message(changed, server, monkeypatch):
    """The other run begins while this one has read who waits: it takes all, and this one finds nothing left."""
    with time_machine.travel("2026-11-21 11:00", tick=False):
        found = news(timezone.now())[1]
        other = send_news(news(timezone.now())[1], topics_now(), lambda done, of: None)
        assert other.sent == 3
        AlertDelivery.objects.filter(reader__mailbox="two@example.org").update(
            state="failed", tried_at=timezone.now() - dt.timedelta(hours=1)
        )
        mail.outbox.clear()

        class Overtaken(Troubled):
            """While the line is opened, the other run sends the message and the reader of another one stops."""

            def open(self):
                AlertDelivery.objects.filter(reader__mailbox="two@example.org").update(state="sending", tries=2)

        monkeypatch.setattr(Troubled, "open", Overtaken.open)
        assert vars(send_news(found, topics_now())) == {"sent": 0, "not_taken": 0, "unknown": 0}
    assert mail.outbox == []


def test_who_stops_meanwhile_is_not_told(changed, server, monkeypatch):
    with time_machine.travel("2026-11-21 11:00", tick=False):
        found = news(timezone.now())[1]

        def stop_the_others(backend):
            AlertReader.objects.exclude(mailbox="one@example.org").delete()

        monkeypatch.setattr(Troubled, "open", stop_the_others)
        heard = []
        assert send_news(found, topics_now(), lambda done, of: heard.append((done, of))).sent == 1
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert [message.to for message in mail.outbox] == [["one@example.org"]]


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_who_stops_just_before_the_message_is_not_told(changed, server, monkeypatch):
    with time_machine.travel("2026-11-21 11:00", tick=False):
        found = news(timezone.now())[1]
        monkeypatch.setattr(Troubled, "open", lambda backend: AlertReader.objects.all().delete())
        assert send_news(found, topics_now()).sent == 0
    assert (mail.outbox, AlertDelivery.objects.count()) == ([], 0)


def test_a_dry_run_shows_the_message_and_changes_nothing(changed, capsys):
    with time_machine.travel("2026-11-21 11:00", tick=False):
        call_command("send_alerts", dry_run=True)

    said = capsys.readouterr().out
    assert "Edition 2: 3 messages would be sent, such as:" in said
    assert "Purpose: To vet once for all seven." in said
    assert "example.org" not in said
    assert (states(), mail.outbox) == ([], [])


def test_where_alerts_are_off_the_command_says_so(settings):
    settings.ALERTS_ADDRESS = ""
    with pytest.raises(CommandError, match="Alerts are off. ALERTS_ADDRESS names the address at which readers ask"):
        call_command("send_alerts")


# The page of the programme team ----------------------------------------------------------------------------------------


def row_of(page, head):
    """The cells of an edition’s row but the last, which is the moment of the last try."""
    row = next(row for row in page.split("<tr ") if f"{head}</a>" in row)
    return re.findall(r"<td [^>]*>([^<]*)</td>", row)[:-1]


def test_the_team_reads_numbers_and_no_address(client, changed, server):
    server["two@example.org"] = REFUSED
    with pytest.raises(CommandError):
        run()
    client.post(link_in(mail.outbox[0]))
    client.force_login(p.make_user(Role.EDITOR))

    page = client.get("/register/editions/alerts/").content.decode()

    assert "2 confirmed readers. 0 requests not confirmed yet" in page
    assert '<th scope="row">Everything</th><td></td><td class="number">2</td>' in page
    assert row_of(page, "Edition 2") == ["21 November 2026, 10:00", "2", "1", "0", "0", "SMTPRecipientsRefused"]
    assert "example.org" not in page


def test_the_page_tells_what_was_given_up_and_what_is_not_known(client, changed, server):
    server["one@example.org"] = REFUSED
    server["two@example.org"] = CUT_OFF
    with pytest.raises(CommandError):
        run()
    AlertDelivery.objects.filter(state="failed").update(tries=5)
    client.force_login(p.make_user(Role.PUBLISHER))

    page = client.get("/register/editions/alerts/").content.decode()

    refused = "SMTPRecipientsRefused, SMTPServerDisconnected"
    assert row_of(page, "Edition 2") == ["21 November 2026, 10:00", "1", "0", "1", "1", refused]


def test_before_anything_the_page_says_so(client, settings):
    settings.ALERTS_ADDRESS = ""
    client.force_login(p.make_user(Role.EDITOR))

    page = client.get("/register/editions/alerts/").content.decode()

    assert "Alerts are switched off: no address for them is set." in page
    assert "No alert has been sent yet." in page
