"""The pages of alerts: no cookie, no person, no table but their own; where they are off, nothing."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from governance.alerts.tokens import stop_url
from governance.models import AlertCount, AlertDelivery, AlertReader, AlertRequest, AlertTopic
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.alerts import ask, link_in, make_alert_reader
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


# What the pages are ----------------------------------------------------------------------------------------------------


def test_no_page_sets_a_cookie_or_looks_at_who_is_signed_in(client, world):
    client.force_login(p.make_user())
    asked = [client.get("/alerts/"), ask(client), client.get("/alerts/asked/")]
    link = link_in(mail.outbox[0])
    asked += [client.get(link), client.post(link), client.get(link)]

    for response in asked:
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert [client.put("/alerts/").status_code, client.post("/alerts/asked/").status_code] == [405, 405]


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_asking_touches_the_tables_of_alerts_alone_and_reads_editions_through_the_public_connection(client):
    p.make_force(name="Kent", **PUBLIC)
    publish_record()
    with CaptureQueriesContext(connection) as asked, CaptureQueriesContext(connections["public"]) as public:
        make_alert_reader(client)
        client.post(stop_url(AlertReader.objects.get().key).removeprefix("http://127.0.0.1:8000"))

    tables = {name for query in asked for name in re.findall(r'"((?:governance|programmes|django)_\w+)"', query["sql"])}
    assert {name for name in tables if name.count("_") == 1} == ALERT_TABLES | {"governance_alertdelivery"}
    assert {name for query in public for name in re.findall(r'FROM "(\w+)"', query["sql"])} == {
        "governance_editionpage"
    }


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
@pytest.mark.parametrize("model", [AlertReader, AlertRequest, AlertTopic, AlertDelivery, AlertCount])
def test_no_table_of_alerts_is_read_through_the_public_connection(model):
    with pytest.raises(DatabaseError):
        list(model.objects.using("public"))


def test_where_alerts_are_off_there_is_no_such_page_and_no_link(client, settings):
    settings.ALERTS_ADDRESS = settings.ALERTS_LINK = ""

    assert [client.get(path).status_code for path in ("/alerts/", "/alerts/asked/", "/alerts/stop/x/")] == [404] * 3
    assert client.post("/alerts/", {"mailbox": "reader@example.org"}).status_code == 404


def test_in_a_demonstration_the_page_says_where_the_mail_went(client, settings):
    settings.MAIL_FOLDER = "data/mail"
    shown = said(client.get("/alerts/asked/"))
    settings.EMAIL_HOST = "mail.example.org"

    assert "This demonstration sends no mail: the message is the newest file in <code>data/mail</code>." in shown
    assert "demonstration" not in said(client.get("/alerts/asked/"))


def test_the_front_page_links_to_alerts_where_they_are_on(client, world):
    assert '<a href="/alerts/">E-mail alerts</a>' in said(client.get("/"))


def test_where_they_are_off_the_front_page_does_not(client, settings):
    settings.ALERTS_LINK = ""
    p.make_force(name="Kent", **PUBLIC)
    publish_record()

    assert "E-mail alerts" not in said(client.get("/"))


def test_the_message_says_what_to_do_and_keeps_what_was_asked_to_itself(client, world):
    with time_machine.travel(dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC), tick=False):
        ask(client, forces=world["force"])
    message = mail.outbox[0]

    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert "The link works for 7 days. If it was not you, do nothing" in message.body
    assert "Kent" not in message.body
    assert re.search(r"^http://127\.0\.0\.1:8000/alerts/confirm/[\w.-]+/$", message.body, re.MULTILINE)


@pytest.mark.parametrize("more", [0, 20])
def test_each_page_asks_few_questions_however_much_there_is_to_choose_from(client, world, more):
    for number in range(more):
        p.make_force(name=f"Force {number}", **PUBLIC)
    if more:
        publish_record()
    ask(client, forces=world["force"])
    link = link_in(mail.outbox[0])
    client.post(link)
    stop = stop_url(AlertReader.objects.get().key).removeprefix("http://127.0.0.1:8000")
    ask(client, "other@example.org")
    counted = {}
    for path in ("/alerts/", "/alerts/asked/", link_in(mail.outbox[1]), stop):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counted[path.split("/")[2]] = len(asked)

    assert counted == {"": 1, "asked": 0, "confirm": 2, "stop": 3}
