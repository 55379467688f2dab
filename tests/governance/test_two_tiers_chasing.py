"""The chase list with the text to send to each office, and the log of who was reminded when and by whom."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from governance.chasing import ChaseNotAllowed, chase, take_back
from governance.models import Chase
from programmes.access import NotAllowed
from programmes.history import AppendOnlyError
from programmes.models import Body
from tests.factories.programmes import make_contact, make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db

LETTER = """To the office of Kent PCC

Waited for from your office on 31 May 2016: 1 decision.

1. Vetting ({case})
   Asked: To approve the full business case.
   Document: {document}, fingerprint {hash}
   Asked on 1 April 2016; due 20 May 2016 (overdue)
   Now: awaiting
   Record it: http://testserver/register/local-decisions/{local}/

Please record the decision at the address above, or send us the decision notice. If a meeting is to decide, please \
tell us which, and when."""


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2016, 5, 31, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    story = Story("Kent").put("drafting", "fbc")
    story.do("circulate", "2016-02-01")
    story.do("schedule", "2016-03-01")
    story.do("agree", "2016-04-01", due="2016-05-20", asked="To approve the full business case.")
    return story


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def remind(story, *offices, **given):
    facts = {"on": "2016-05-30", "means": "email", "words": "Please decide.", "by": story.editor}
    return chase(local_decisions=[story.local(office) for office in offices or ("Kent PCC",)], **{**facts, **given})


def refused(story, *offices, **given):
    with pytest.raises(ChaseNotAllowed) as refusal:
        remind(story, *offices, **given)
    assert Chase.objects.count() == 0
    return str(refusal.value), refusal.value.fields


def test_the_list_has_the_text_to_send_to_each_office(story):
    story.approve("Kent CC")
    response = client_of(story.editor).get("/register/chase-list/")

    office, mail = response.context["offices"][0]

    local = story.local("Kent PCC")
    assert [o.office for o, _ in response.context["offices"]] == ["Kent PCC"]
    assert office.text == LETTER.format(
        case=story.case.reference, document=local.document, hash=local.document.content_hash[:12],
        local=local.reference,
    )  # fmt: skip
    assert (office.count_words, office.last, mail) == ("1 decision, 1 overdue", "", "")
    page = response.content.decode()
    assert "Overdue" in page
    assert "not reminded of it yet" in page


def test_an_office_is_written_to_at_its_role_mailbox(story):
    body = Body.objects.get(name="Kent PCC")
    make_contact(body=body, kind="role_mailbox", email="office@example.org", role="Office")
    make_contact(body=body, kind="named_officer", email="a.person@example.org", name="A Person")

    offices = {o.office: m for o, m in client_of(story.editor).get("/register/chase-list/").context["offices"]}

    assert offices["Kent PCC"].startswith("mailto:office@example.org?subject=Decisions%20of%20Kent%20PCC")
    assert "a.person" not in offices["Kent PCC"]
    assert offices["Kent CC"] == ""


def test_open_conditions_are_chased_and_refusals_are_not(story):
    from governance.decisions import record_local

    given = {"by": story.editor, "on": "2016-05-02", "notice_reference": "DN"}
    record_local(
        local_decision=story.local("Kent PCC"),
        outcome="approved_with_conditions",
        conditions=("A break clause.",),
        **given,
    )
    record_local(local_decision=story.local("Kent CC"), outcome="rejected", reason="No.", **given)

    offices = client_of(story.editor).get("/register/chase-list/").context["offices"]

    assert [(o.office, o.waiting[0].words) for o, _ in offices] == [("Kent PCC", "1 condition open")]
    assert "   Condition to be closed: A break clause." in offices[0][0].text.splitlines()


def test_a_reminder_is_logged_and_shown_by_office_case_and_person(story):
    client = client_of(story.editor)
    url = f"/register/chase-list/{Body.objects.get(name='Kent PCC').reference}/"
    given = {
        **form_data(client.get(url), "event-form"),
        "on": "2016-05-30",
        "means": "telephone",
        "to": "Chief executive",
    }

    first, second = client.post(url, given), client.post(url, given)

    assert (first.status_code, second.status_code, first.url) == (302, 302, "/register/chase-list/")
    entry = Chase.objects.get()
    assert (entry.local_decision, entry.on, entry.means, entry.to, entry.recorded_by) == (
        story.local("Kent PCC"), "2016-05-30", "telephone", "Chief executive", story.editor,
    )  # fmt: skip
    assert entry.words.startswith("To the office of Kent PCC")
    assert "last reminded on 30 May 2016" in client.get("/register/chase-list/").content.decode()
    log = client.get("/register/reminders/").content.decode()
    assert "Chief executive" in log
    assert str(story.editor) in log
    local = client.get(f"/register/local-decisions/{story.local('Kent PCC').reference}/").content.decode()
    assert "Telephone, to Chief executive" in local


def test_one_message_about_two_decisions_is_two_rows(story):
    remind(story, "Kent PCC", "Kent CC", token="form-1")
    remind(story, "Kent PCC", "Kent CC", token="form-1")

    assert Chase.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"means": "pigeon"}, ("How: choose how the office was reminded.", ("means",))),
        ({"words": " "}, ("Words: say what was said to the office.", ("words",))),
        ({"on": "2016-06-01"}, (
            "Date: this lies in the future; record an event once it has happened.", ("on",))),
        ({"on": "2016-03-31"}, ("Date: Kent PCC had not been asked about Vetting then.", ("on",))),
    ],
)  # fmt: skip
def test_what_cannot_be_logged_says_why(story, given, answer):
    assert refused(story, **given) == answer


def test_no_office_is_chased_that_nothing_is_waited_for_from(story):
    story.approve("Kent PCC")

    assert refused(story) == (
        "Decisions: nothing is waited for from Kent PCC on Vetting any more.", ("decisions",)
    )  # fmt: skip
    with pytest.raises(ChaseNotAllowed, match=r"^Decisions: choose at least one\.$"):
        chase(local_decisions=[], by=story.editor, on="2016-05-30", means="email", words="x")


def test_what_was_typed_is_kept_when_it_is_refused(story):
    client = client_of(story.editor)
    url = f"/register/chase-list/{Body.objects.get(name='Kent PCC').reference}/"
    given = {**form_data(client.get(url), "event-form"), "on": "2016-03-01", "means": "letter", "words": "Dear all"}

    page = client.post(url, given).content.decode()

    assert "Kent PCC had not been asked about Vetting then." in page
    assert "Dear all" in page


def test_an_entry_made_in_error_stays_struck_out(story):
    (entry,) = remind(story)
    client = client_of(story.editor)
    url = f"/register/reminders/{entry.pk}/take-back"

    assert "Fill this in; it is needed." in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "Sent to another office."}).status_code == 302

    assert list(Chase.objects.that_stand()) == []
    assert "not reminded of it yet" in client.get("/register/chase-list/").content.decode()
    assert "Sent to another office." in client.get("/register/reminders/").content.decode()
    with pytest.raises(ChaseNotAllowed, match=r"^This entry has been taken back already\.$"):
        take_back(chase=entry, by=story.editor, reason="Again.")
    with pytest.raises(ChaseNotAllowed, match=r"^Reason: say what was entered wrongly\.$"):
        take_back(chase=entry, by=story.editor, reason=" ")
    assert "taken back already" in client.post(url, {"reason": "Again."}).content.decode()


def test_the_log_is_never_changed(story):
    (entry,) = remind(story)
    entry.words = "Other."

    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        Chase.objects.all().delete()


@pytest.mark.parametrize("role", ["publisher", "office_viewer", "auditor"])
def test_the_programme_team_alone_logs(story, role):
    user = make_user(role, body=Body.objects.get(name="Kent PCC") if role == "office_viewer" else None)

    with pytest.raises(NotAllowed):
        remind(story, by=user)
    (entry,) = remind(story)
    with pytest.raises(NotAllowed):
        take_back(chase=entry, by=user, reason="No.")


def test_an_office_sees_the_reminders_of_its_own_decisions_alone(story):
    remind(story, to="The office")
    page = f"/register/local-decisions/{story.local('Kent PCC').reference}/"

    def sees(office):
        user = make_user("office_viewer", body=Body.objects.get(name=office))
        return "Please decide." in client_of(user).get(page).content.decode()

    assert (sees("Kent PCC"), sees("Kent CC")) == (True, False)


def test_the_log_comes_as_csv(story):
    remind(story, to="The office")

    text = b"".join(client_of(story.editor).get("/register/reminders.csv").streaming_content).decode()

    assert "30 May 2016,Kent PCC,Vetting,E-mail,The office,Please decide." in text


def test_a_long_list_of_one_office_names_the_first_and_says_how_many_more(story):
    from tests.factories.governance import make_business_case, make_local_decision

    body = Body.objects.get(name="Kent PCC")
    for n in range(12):
        case = make_business_case("local_decisions", "fbc", title=f"Case {n}")
        make_local_decision(case=case, body=body, opened_by=case.events.first(), due="2016-07-01")

    office = next(
        o for o, _ in client_of(story.editor).get("/register/chase-list/").context["offices"] if o.office == "Kent PCC"
    )

    assert (office.count, len(office.waiting), office.rest) == (13, 10, 3)
    assert office.waiting[0].case == f"{story.case.reference} Vetting"
    assert f"and 3 more: http://testserver/register/local-decisions/?office={body.reference}" in office.text
