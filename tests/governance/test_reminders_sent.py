"""The list of reminders sent: for the team and auditors, with who, what, when due and when sent."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command

from programmes.choices import Role
from programmes.models import ReminderSent
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
KEY = "review:AGR-7::2017-10-10:overdue"


@pytest.fixture
def row():
    user = p.make_user(Role.OFFICE_RECORDER, username="kent")
    return p.make_reminder_sent(
        user=user, key=KEY, address="kent@example.org", words="Overdue by 9 years: Annual review: Firearms",
        recorded_at=dt.datetime(2026, 11, 20, 7, 30, tzinfo=dt.UTC),
    )  # fmt: skip


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.AUDITOR])
def test_the_team_and_auditors_read_who_was_told_what_and_when(client, row, role):
    client.force_login(p.make_user(role))

    page = client.get("/register/reminders/sent/").content.decode()
    rows = b"".join(client.get("/register/reminders/sent.csv").streaming_content).decode("utf-8-sig").splitlines()

    assert rows[0] == 'Sent,To,At the address,"What, as it was said",Due,Reference'
    assert rows[1].endswith(",kent,kent@example.org,Overdue by 9 years: Annual review: Firearms,2017-10-10,AGR-7")
    assert rows[1].startswith("20 November 2026")
    assert "10 October 2017" in page
    assert 'href="/register/agreements/AGR-7/"' in page


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR, Role.ADMINISTRATOR])
def test_nobody_else_reads_it(client, row, role):
    client.force_login(p.make_user(role))

    assert client.get("/register/reminders/sent/").status_code == 403


def test_the_list_is_found_from_what_comes_due_by_those_who_may_read_it(client):
    link = 'href="/register/reminders/sent/"'
    client.force_login(p.make_user(Role.AUDITOR))
    assert link in client.get("/register/clocks/").content.decode()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    assert link not in client.get("/register/clocks/").content.decode()


def test_it_is_filtered_by_kind_and_words(client, row):
    p.make_reminder_sent(user=row.user, key="expiry:AGR-8::2018-01-01:soon-90", words="Due in 5 days: Expiry: Dogs")
    client.force_login(p.make_user(Role.AUDITOR))

    def shown(query):
        page = client.get(f"/register/reminders/sent/?{query}").content.decode()
        return [word for word in ("Firearms", "Dogs") if word in page]

    assert [shown("kind=review"), shown("kind=expiry"), shown("q=kent+firearms"), shown("q=nothing")] == [
        ["Firearms"], ["Dogs"], ["Firearms"], [],
    ]  # fmt: skip


def test_what_the_command_sends_stands_in_the_list(client, settings):
    settings.SITE_URL = "https://register.example.org"
    editor = p.make_user(Role.EDITOR, username="edith", email="edith@example.org")
    agreement = p.make_agreement(title="Firearms", review_months=12)
    p.make_agreement_event(agreement=agreement, kind="signed", sets_state="in_force", on="2016-10-10")

    call_command("remind")

    assert len(mail.outbox) == 1
    assert {(sent.code, sent.user) for sent in ReminderSent.objects.all()} == {(agreement.reference, editor)}
    client.force_login(editor)
    assert (
        f'href="/register/agreements/{agreement.reference}/"'
        in client.get("/register/reminders/sent/").content.decode()
    )
