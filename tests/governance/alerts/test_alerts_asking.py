"""Asking for alerts, confirming, stopping: what readers who never sign in can do, and what nobody can do to them."""

import re

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection

from governance.alerts.limits import source_of
from governance.alerts.tokens import stop_url
from governance.models import AlertCount, AlertReader, AlertRequest, AlertTopic
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.alerts import CUT_OFF, Troubled, ask, form_token, link_in, make_alert_reader
from tests.factories.telling import publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
ALERT_TABLES = {"governance_alertcount", "governance_alertreader", "governance_alertrequest", "governance_alerttopic"}


@pytest.fixture
def world():
    kent = p.make_force(name="Kent", **PUBLIC)
    office = p.make_body(force=kent, name="Kent PCC", official_title="The PCC for Kent", **PUBLIC)
    p.make_body(force=kent, name="Kent Police Authority", kind="police_authority", succeeded_by=office, **PUBLIC)
    alliance = p.make_alliance(short_name="7F", **PUBLIC)
    board = g.make_board(name="Summit", **PUBLIC)
    p.make_force(name="Surrey")
    publish_record()
    return {
        "force": kent.reference,
        "office": office.reference,
        "alliance": alliance.reference,
        "board": board.reference,
    }


def said(response):
    return response.content.decode().replace("&#x27;", "'")


# The form --------------------------------------------------------------------------------------------------------------


def test_the_form_offers_what_is_published_and_nothing_else(client, world):
    page = said(client.get("/alerts/"))

    offered = re.findall(r'name="(\w+)" value="(\w+-\d+)"', page)
    assert offered == [
        ("alliances", world["alliance"]), ("forces", world["force"]), ("offices", world["office"]),
        ("boards", world["board"]),
    ]  # fmt: skip
    assert "Kent PCC" in page
    assert "Police Authority" not in page
    assert "Surrey" not in page


def test_before_the_first_edition_there_is_everything_to_ask_for(client):
    page = said(client.get("/alerts/"))

    assert "Everything that an edition changes" in page
    assert "Or choose from these" not in page
    make_alert_reader(client)
    assert list(AlertTopic.objects.values_list("code", flat=True)) == ["everything"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mailbox": "", "everything": "on"}, "Fill this in; it is needed."),
        ({"mailbox": "nobody", "everything": "on"}, "Write an e-mail address, such as name@example.org."),
        ({"mailbox": "a@example.org\nBcc: b@example.org", "everything": "on"}, "Write an e-mail address"),
        ({"mailbox": "a\x00@example.org", "everything": "on"}, "a null character"),
        ({"mailbox": "reader@example.org"}, "Choose what you want to be told of: everything, or at least one"),
        ({"mailbox": "reader@example.org", "forces": "FOR-999"}, "Select a valid choice."),
        ({"mailbox": "reader@example.org", "forces": "!\x00"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(client, world, given, sentence):
    response = client.post("/alerts/", {"token": form_token(client), **given})

    assert (response.status_code, sentence in said(response)) == (200, True)
    assert (AlertRequest.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("token", ["", "alerts", "alerts.1x2y3z.abc", "\x00"])
def test_a_form_not_fetched_here_is_refused(client, token):
    response = client.post("/alerts/", {"token": token, "mailbox": "reader@example.org", "everything": "on"})

    assert "The form was open for more than 12 hours, or was not fetched here. Send it again." in said(response)
    assert mail.outbox == []


def test_a_form_open_for_too_long_is_refused_and_can_be_sent_again(client):
    with time_machine.travel("2026-11-20 08:00", tick=False):
        token = form_token(client)
    with time_machine.travel("2026-11-20 20:01", tick=False):
        response = client.post("/alerts/", {"token": token, "mailbox": "reader@example.org", "everything": "on"})
        fresh = re.search(r'name="token" value="([^"]+)"', said(response))[1]
        again = client.post("/alerts/", {"token": fresh, "mailbox": "reader@example.org", "everything": "on"})

    assert "The form was open for more than 12 hours" in said(response)
    assert 'value="reader@example.org"' in said(response)
    assert (again.status_code, len(mail.outbox)) == (302, 1)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 302),
        ({"sec-fetch-site": "none"}, 302),
        ({"origin": "http://testserver"}, 302),
        ({"origin": "http://127.0.0.1:8000"}, 302),
        ({}, 302),
    ],
)
def test_a_form_that_a_browser_sends_from_another_site_is_refused(client, headers, status):
    sent = {"token": form_token(client), "mailbox": "reader@example.org", "everything": "on"}
    response = client.post("/alerts/", sent, headers=headers)

    assert (response.status_code, len(mail.outbox)) == (status, int(status == 302))
    if status == 403:
        assert "The form was sent from a page of another site. Send it from this page." in said(response)


# Limits ----------------------------------------------------------------------------------------------------------------


def test_a_mailbox_known_here_and_one_unknown_are_answered_the_same(client):
    make_alert_reader(client, "known@example.org")
    answers = [ask(client, mailbox) for mailbox in ("known@example.org", "unknown@example.org")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [answer.url for answer in answers] == ["/alerts/asked/", "/alerts/asked/"]
    assert {message.subject for message in mail.outbox} == {
        "Confirm your alerts: Police collaboration in the seven forces"
    }
    bodies = {re.sub(r"confirm/\S+", "confirm/…", message.body) for message in mail.outbox}
    assert len(bodies) == 1


def test_a_mailbox_gets_three_messages_a_day_however_it_is_written_and_nobody_is_told(client):
    with time_machine.travel("2026-11-20 08:00", tick=False):
        spelled = ["reader@example.org", "Reader@Example.org", " READER@example.org ", "reader@example.org"]
        answers = [ask(client, mailbox) for mailbox in spelled]
        assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/alerts/asked/")}
        assert [message.to for message in mail.outbox] == [["reader@example.org"]] * 3
        assert AlertRequest.objects.count() == 3
        ask(client, "other@example.org")
        assert len(mail.outbox) == 4
    with time_machine.travel("2026-11-21 08:00", tick=False):
        ask(client)
        assert len(mail.outbox) == 5


def test_a_source_asks_twenty_times_an_hour(client):
    with time_machine.travel("2026-11-20 08:10", tick=False):
        for number in range(20):
            assert ask(client, f"reader{number}@example.org").status_code == 302
        refused = ask(client, "one-more@example.org")
        other = client.post(
            "/alerts/",
            {"token": form_token(client), "mailbox": "one-more@example.org", "everything": "on"},
            REMOTE_ADDR="192.0.2.7",
        )
    with time_machine.travel("2026-11-20 09:00", tick=False):
        later = ask(client, "one-more@example.org")

    assert refused.status_code == 429
    assert "Alerts were asked for too often from your connection within this hour. Try again in an hour." in said(
        refused
    )
    assert (other.status_code, later.status_code) == (302, 302)
    assert len(mail.outbox) == 22


@pytest.mark.parametrize(
    ("behind", "forwarded", "remote", "source"),
    [
        (False, "", "192.0.2.7", "192.0.2.7"),
        (False, "203.0.113.9", "192.0.2.7", "192.0.2.7"),
        (True, "203.0.113.9", "192.0.2.7", "203.0.113.9"),
        (True, "10.0.0.1, 203.0.113.9", "192.0.2.7", "203.0.113.9"),
        (True, "", "192.0.2.7", "192.0.2.7"),
        (True, "rubbish", "192.0.2.7", "unknown"),
        (False, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (False, "", "::ffff:192.0.2.7", "192.0.2.7"),
        (False, "", "", "unknown"),
    ],
)
def test_the_source_is_an_address_or_the_network_of_one(settings, behind, forwarded, remote, source):
    settings.BEHIND_PROXY = behind
    assert source_of({"HTTP_X_FORWARDED_FOR": forwarded, "REMOTE_ADDR": remote}) == source


def test_neither_mailboxes_nor_sources_stand_in_the_counts(client):
    ask(client)

    assert AlertCount.objects.count() == 2
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for mark in AlertCount.objects.values_list("mark", flat=True))


def test_a_message_that_cannot_be_sent_leaves_nothing_but_the_count(client, settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.factories.alerts.Troubled"
    monkeypatch.setattr(Troubled, "trouble", {"reader@example.org": CUT_OFF})

    response = ask(client)

    assert response.status_code == 503
    assert "The message could not be sent, so nothing was kept." in said(response)
    assert AlertRequest.objects.count() == 0


# Confirming ------------------------------------------------------------------------------------------------------------


def test_looking_at_the_link_confirms_nothing_and_the_button_does(client, world):
    ask(client, forces=world["force"], boards=world["board"])
    link = link_in(mail.outbox[0])

    looked = client.get(link)
    client.head(link)

    assert AlertReader.objects.count() == 0
    assert "<li>Kent</li><li>Summit</li>" in said(looked)
    confirmed = client.post(link)
    assert "Your alerts are set up" in said(confirmed)
    reader = AlertReader.objects.get()
    assert reader.mailbox == "reader@example.org"
    assert set(reader.topics.values_list("code", flat=True)) == {world["force"], world["board"]}
    assert AlertRequest.objects.count() == 0
    assert [client.post(link).status_code, client.get(link).status_code] == [404, 404]
    assert "If you have confirmed your alerts with it, there is nothing more to do." in said(client.get(link))


def test_asking_anew_takes_the_place_of_what_was_asked_once_it_is_confirmed(client, world):
    make_alert_reader(client, forces=world["force"])
    key = AlertReader.objects.get().key
    ask(client, alliances=world["alliance"])
    assert list(AlertTopic.objects.values_list("code", flat=True)) == [world["force"]]

    client.post(link_in(mail.outbox[0]))

    assert list(AlertTopic.objects.values_list("code", flat=True)) == [world["alliance"]]
    assert AlertReader.objects.get().key == key


@pytest.mark.parametrize(
    "link", ["/alerts/confirm/x/", "/alerts/confirm/a.b.c/", "/alerts/stop/x/", "/alerts/stop/a.b/"]
)
def test_links_that_are_not_ours_open_nothing(client, link):
    assert [client.get(link).status_code, client.post(link).status_code] == [404, 404]


def test_a_link_of_one_kind_does_not_serve_as_another(client):
    ask(client)
    token = link_in(mail.outbox[0]).split("/")[3]

    assert client.post(f"/alerts/stop/{token}/").status_code == 404
    make_alert_reader(client)
    reader = AlertReader.objects.get()
    assert client.post(f"/alerts/stop/{reader.key}/").status_code == 404


def test_after_seven_days_the_link_is_dead_and_the_request_is_deleted_by_the_command(client):
    with time_machine.travel("2026-11-20 08:00", tick=False):
        ask(client)
        link = link_in(mail.outbox[0])
    with time_machine.travel("2026-11-27 07:59", tick=False):
        call_command("send_alerts")
        assert client.get(link).status_code == 200
    with time_machine.travel("2026-11-27 08:01", tick=False):
        assert [client.get(link).status_code, client.post(link).status_code] == [404, 404]
        assert AlertRequest.objects.count() == 1
        call_command("send_alerts")
        assert (AlertRequest.objects.count(), AlertCount.objects.count()) == (0, 0)


# Stopping --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stop_link(client):
    make_alert_reader(client)
    return stop_url(AlertReader.objects.get().key).removeprefix("http://127.0.0.1:8000")


def test_one_click_of_a_mail_programme_deletes_the_mailbox(client, stop_link):
    ask(client)

    response = client.post(stop_link, {"List-Unsubscribe": "One-Click"}, headers={"origin": "https://mail.example"})

    assert response.status_code == 200
    assert [model.objects.count() for model in (AlertReader, AlertTopic, AlertRequest)] == [0, 0, 0]
    with connection.cursor() as cursor:
        for table in ALERT_TABLES | {"governance_alertdelivery"}:
            cursor.execute(f"SELECT * FROM {table}")
            assert "reader@example.org" not in str(cursor.fetchall())


def test_looking_at_the_link_stops_nothing_and_the_button_does(client, stop_link):
    looked = client.get(stop_link)
    assert "Stop my alerts and delete my address" in said(looked)
    assert "<li>Everything</li>" in said(looked)
    assert AlertReader.objects.count() == 1

    assert "Your alerts are stopped" in said(client.post(stop_link))
    assert AlertReader.objects.count() == 0
    assert "Your alerts are stopped" in said(client.post(stop_link))
    assert "Your alerts are stopped" in said(client.get(stop_link))


def test_an_old_link_does_not_stop_who_has_asked_anew(client, stop_link):
    client.post(stop_link)
    make_alert_reader(client)

    client.post(stop_link)

    assert AlertReader.objects.count() == 1
