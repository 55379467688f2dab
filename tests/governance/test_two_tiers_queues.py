"""What waits for the team and for an office: every line with its age and one action; home and desk agree."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from governance.decisions import record_local
from programmes.models import Body
from tests.factories.programmes import make_agreement, make_agreement_event, make_party, make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2016, 5, 30, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    """Asked on 1 April 2016, due on 20 May: one approved, one with a condition, one refused, one silent."""
    story = Story("Essex", "Kent").put("drafting", "fbc")
    story.do("circulate", "2016-02-01")
    story.do("schedule", "2016-03-01")
    story.do("agree", "2016-04-01", due="2016-05-20")
    story.approve("Essex CC", on="2016-04-20")
    decide(story, "Kent CC", "approved_with_conditions", conditions=("A break clause.",))
    decide(story, "Kent PCC", "rejected", reason="Too dear.")
    return story


def decide(story, office, outcome, **given):
    facts = {"by": story.editor, "notice_reference": "DN", "on": "2016-05-02", "local_decision": story.local(office)}
    return record_local(outcome=outcome, **{**facts, **given})


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def queue(client, title):
    """The lines of a queue of the register’s home: title, where it stands, age, action and its address."""
    work = {part.title: part for part in client.get("/register/").context["home"].work}[title]
    return [(i.title, i.status, i.age, i.action.label, i.action.url) for i in work.items]


def test_the_team_sees_refusals_first_then_what_is_due_each_with_one_action(story):
    desk = f"/admin/governance/businesscase/{story.case.pk}"
    condition = story.local("Kent CC").conditions.get()

    assert queue(client_of(story.editor), "Offices still to decide") == [
        ("Kent PCC", "Rejected", "refused 28 days ago", "Re-scope without it, or close the case",
         f"{desk}/event/rescope/"),
        ("Essex PCC", "Awaiting", "asked 59 days ago, overdue since 20 May 2016", "Record its decision",
         f"{desk}/local/{story.local('Essex PCC').pk}/"),
        ("Kent CC", "1 condition open", "asked 59 days ago, overdue since 20 May 2016", "Close the condition",
         f"{desk}/condition/{condition.pk}/"),
    ]  # fmt: skip


def test_every_action_opens(story):
    client = client_of(story.editor)
    for title in ("Offices still to decide", "Cases under way"):
        for _, _, _, _, url in queue(client, title):
            assert client.get(url).status_code == 200, url


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (None, "Commission"),
        ("drafting", "Circulate"),
        ("circulated", "Refer to Oversight"),
        ("oversight", "Record Oversight’s recommendation"),
        ("recommended", "Put on a Summit agenda"),
        ("on_agenda", "Record agreement in principle"),
        ("deferred", "Put on a Summit agenda"),
        ("local_decisions", "Chase its offices"),
        ("approved", "Start implementing"),
        ("implementing", "Record go-live"),
        ("live", "Record the post-implementation review"),
    ],
)
def test_each_open_case_has_the_action_of_its_state(state, action):
    story = Story()
    if state:
        story.put(state)
    client = client_of(story.editor)

    (line,) = queue(client, "Cases under way")

    assert (line[2], line[3]) == ({None: "", "drafting": "5 months ago"}.get(state, "4 months ago"), action)
    assert client.get(line[4]).status_code == 200


def test_home_and_desk_agree_line_by_line(story):
    client = client_of(story.editor)
    home = client.get("/register/").context["home"]
    desk = client.get("/admin/")

    shown = {work.title: work for work in desk.context["work"]}
    for work in home.work:
        if work.title == "What comes due":
            continue
        rows = shown[work.title].rows
        assert [(row.title, row.cells[0], row.cells[1], row.action) for row in rows] == [
            (item.title, item.status, item.age or "–", (item.action.label, item.action.url)) for item in work.items
        ]
        assert shown[work.title].total == work.total
    assert "Re-scope without it, or close the case" in desk.content.decode()


def test_an_office_sees_its_own_with_its_action(story):
    recorder = client_of(make_user("office_recorder", body=Body.objects.get(name="Essex PCC")))
    local = story.local("Essex PCC")

    assert queue(recorder, "Waiting for Essex PCC") == [
        (f"{story.case.reference} Vetting", "Awaiting", "asked 59 days ago, overdue since 20 May 2016",
         "Record our decision", f"/register/local-decisions/{local.reference}/record"),
    ]  # fmt: skip
    assert recorder.get(f"/register/local-decisions/{local.reference}/record").status_code == 200


def test_an_office_closes_its_conditions_from_there_and_a_refusal_no_longer_waits_for_it(story):
    chief = client_of(make_user("office_recorder", body=Body.objects.get(name="Kent CC")))
    refusing = client_of(make_user("office_recorder", body=Body.objects.get(name="Kent PCC")))
    condition = story.local("Kent CC").conditions.get()

    ((_, status, _, action, url),) = queue(chief, "Waiting for Kent CC")

    assert (status, action, url) == (
        "1 condition open", "Close the condition", f"/register/conditions/{condition.reference}/close",
    )  # fmt: skip
    assert queue(refusing, "Waiting for Kent PCC") == []


def test_a_viewer_reads_what_is_asked(story):
    viewer = client_of(make_user("office_viewer", body=Body.objects.get(name="Essex PCC")))

    ((_, _, _, action, url),) = queue(viewer, "Waiting for Essex PCC")

    assert (action, url) == ("Read what is asked", f"/register/local-decisions/{story.local('Essex PCC').reference}/")


def test_what_is_asked_again_says_so(story):
    story.do("rescope", "2016-05-10", participants=tuple(story.forces), document=story.document("fbc"))

    lines = queue(client_of(story.editor), "Offices still to decide")

    assert [(name, status) for name, status, *_ in lines] == [
        ("Essex CC", "Asked again"), ("Essex PCC", "Awaiting"), ("Kent CC", "Asked again"), ("Kent PCC", "Asked again"),
    ]  # fmt: skip


def test_agreements_out_for_signature_wait_for_the_team_and_for_those_who_have_not_signed(story):
    agreement = make_agreement(title="Vetting agreement")
    kent, essex = Body.objects.get(name="Kent PCC"), Body.objects.get(name="Essex PCC")
    for body in (kent, essex):
        make_party(agreement=agreement, body=body)
    make_agreement_event(agreement=agreement, kind="out_for_signature", sets_state="out_for_signature", on="2016-05-10")
    make_agreement_event(agreement=agreement, kind="party_signed", sets_state="", body=kent, on="2016-05-12")

    ((title, status, age, action, url),) = queue(client_of(story.editor), "Agreements out for signature")

    assert (title, status, age, action) == (
        "Vetting agreement", "1 of 2 signed", "sent out 20 days ago", "Record a signature",
    )  # fmt: skip
    assert url == f"/admin/programmes/agreement/{agreement.pk}/event/party_signed/"
    office = client_of(make_user("office_recorder", body=essex))
    assert [line[0] for line in queue(office, "To be signed by Essex PCC")] == ["Vetting agreement"]
    signed = client_of(make_user("office_recorder", body=kent))
    assert queue(signed, "To be signed by Kent PCC") == []


def test_the_page_shows_age_and_action(story):
    page = client_of(story.editor).get("/register/").content.decode()

    assert re.search(r'<span class="task-action"><a href="[^"]+/event/rescope/">Re-scope without it', page)
    assert "asked 59 days ago, overdue since 20 May 2016" in page


def test_the_queries_of_the_home_do_not_grow(story, django_assert_max_num_queries):
    from tests.factories.governance import make_business_case, make_local_decision

    client = client_of(story.editor)
    client.get("/register/")
    for n in range(20):
        case = make_business_case("local_decisions", "fbc", title=f"Case {n}")
        make_local_decision(case=case, body=Body.objects.get(name="Kent CC"), opened_by=case.events.first())

    with django_assert_max_num_queries(17):
        home = client.get("/register/").context["home"]

    assert {work.title: work.total for work in home.work}["Offices still to decide"] == 23
