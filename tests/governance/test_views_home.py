"""Home by role: the work that waits, what changed lately, and nothing of the content for administrators."""

import pytest
from django.test import Client

from governance.choices import CaseState, EditionEventKind, LocalOutcome, Stage
from programmes.choices import Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


def home(role: str, **bound):
    client = Client()
    client.force_login(p.make_user(role, **bound))
    response = client.get("/register/")
    assert response.status_code == 200
    return response


def work(response) -> dict[str, list[str]]:
    return {part.title: [item.title for item in part.items] for part in response.context["home"].work}


def test_editor_sees_open_cases_longest_waiting_first_with_the_next_step():
    newer = g.make_business_case(CaseState.ON_AGENDA, title="Newer")
    g.make_case_event(case=newer, on="2020-01-10", state=CaseState.ON_AGENDA)
    older = g.make_business_case(CaseState.DRAFTING, title="Older")
    g.make_business_case(CaseState.STOPPED, title="Closed")

    response = home(Role.EDITOR)

    assert work(response)["Cases under way"] == [f"{older.reference} Older", f"{newer.reference} Newer"]
    items = response.context["home"].work[0].items
    assert items[0].status == "OBC: drafting"
    assert items[0].hint.startswith("Since 21 April 2016. Next: Circulate a version")
    assert items[0].age == "10 years ago"
    assert items[0].action.label == "Circulate"
    assert "2 cases" in response.content.decode()


def test_editor_sees_the_offices_still_to_decide():
    local = g.make_local_decision(body=p.make_body(name="Kent PCC"))
    decided = g.make_local_decision(case=local.case, opened_by=local.opened_by, body=p.make_body(name="Essex PFCC"))
    g.make_local_decision_event(local_decision=decided, outcome=LocalOutcome.APPROVED)

    assert work(home(Role.EDITOR))["Offices still to decide"] == ["Kent PCC"]


def test_office_sees_what_waits_for_its_decision_and_its_agreements_alone():
    own, other = p.make_body(name="Kent PCC"), p.make_body(name="Essex PFCC")
    case = g.make_business_case(CaseState.LOCAL_DECISIONS, Stage.FBC, title="Vetting")
    local = g.make_local_decision(case=case, body=own)
    g.make_local_decision(case=case, body=other, opened_by=local.opened_by)
    p.make_party(body=own, agreement=p.make_agreement(title="Ours"))
    p.make_party(body=other, agreement=p.make_agreement(title="Theirs"))

    shown = work(home(Role.OFFICE_RECORDER, body=own))

    assert shown["Waiting for Kent PCC"] == [f"{case.reference} Vetting"]
    assert shown["Agreements of Kent PCC"] == ["Ours"]


def test_page_of_an_office_leads_to_its_home_and_that_of_another_body_to_none():
    office, board = p.make_body(name="Kent PCC"), p.make_body(name="Kent Police Authority", kind="police_authority")
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))

    page = client.get(f"/register/bodies/{office.reference}/").content.decode()

    assert f'<a href="/register/bodies/{office.reference}/home">' in page
    assert client.get(f"/register/bodies/{office.reference}/home").status_code == 200
    assert f"{board.reference}/home" not in client.get(f"/register/bodies/{board.reference}/").content.decode()


def test_contributor_sees_the_milestones_of_its_force_that_are_to_come():
    norfolk = p.make_force(name="Norfolk")
    w.make_milestone(name="Go-live", force=norfolk, forecast="2017-04", workstream=w.make_workstream(name="Finance"))
    w.make_milestone(name="Done", force=norfolk, actual="2016")
    w.make_milestone(name="Of others", force=p.make_force(name="Kent"))

    assert work(home(Role.FORCE_CONTRIBUTOR, force=norfolk)) == {
        "Milestones of Norfolk not recorded as reached": ["Finance: Go-live"],
        "What comes due": ["Milestone of a force: Finance: Go-live (Norfolk)"],
        "Workstreams of Norfolk": [],
    }


def test_contributor_is_led_to_the_page_of_own_dates_only_where_there_are_some():
    norfolk = p.make_force(name="Norfolk")
    work = w.make_workstream()
    work.participating_forces.add(norfolk)
    w.make_milestone(name="For all", workstream=work)
    client = Client()
    client.force_login(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk))
    alike = client.get("/register/").content.decode()
    own = client.get("/register/round/milestones").content.decode()
    w.make_milestone(name="Go-live", force=norfolk)

    assert "For all" in alike
    assert "Move several dates at once" not in alike
    assert (
        "No milestone of your force alone is open. A date that is the same for all forces is moved by the programme "
        in own
    )
    assert "Move several dates at once" in client.get("/register/").content.decode()


def test_what_was_last_said_of_the_work_of_a_force_begins_with_its_day():
    norfolk = p.make_force(name="Norfolk")
    work = w.make_workstream(name="Finance")
    work.participating_forces.add(norfolk)
    w.make_status_update(workstream=work, as_at="2026-11-20", public_text="On course.")
    other = w.make_workstream(name="Vetting")
    other.participating_forces.add(norfolk)
    w.make_status_update(workstream=other, as_at="", as_at_words="undated (before the New Year)", public_text="Begun.")
    client = Client()
    client.force_login(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk))

    page = client.get("/register/").content.decode()
    assert '<span class="hint">As at 20 November 2026: On course.</span>' in page
    assert '<span class="hint">Undated (before the New Year): Begun.</span>' in page


def test_publisher_sees_the_editions_that_wait():
    waiting, done = g.make_edition(), g.make_edition()
    for edition in (waiting, done):
        g.make_edition_event(edition=edition)
    g.make_edition_event(edition=done, kind=EditionEventKind.PUBLISHED)

    assert work(home(Role.PUBLISHER))["Editions awaiting approval"] == ["Edition 1"]


def test_administrator_sees_the_way_to_the_users_and_no_content():
    g.make_business_case(CaseState.DRAFTING, title="Vetting")

    response = home(Role.ADMINISTRATOR)
    text = response.content.decode()

    assert "Users and their roles" in text
    assert "Vetting" not in text
    assert "What changed lately" not in text
    assert [link.label for link in response.context["navigation"]] == ["Home"]
    assert 'href="/register/sources/"' not in text


def test_person_with_two_roles_sees_the_work_of_both():
    user = p.make_user(Role.PUBLISHER)
    body = p.make_body(name="Kent PCC")
    p.make_grant(user=user, role=Role.OFFICE_VIEWER, body=body)
    client = Client()
    client.force_login(user)

    shown = work(client.get("/register/"))

    assert {"Editions awaiting approval", "Waiting for Kent PCC", "Cases under way"} <= set(shown)


def test_home_tells_what_people_changed_lately_the_newest_first():
    editor = p.make_user(first_name="Demo", last_name="editor")
    force = p.make_force(name="Kent")
    for name, day in (("Kent (new)", "2026-11-01"), ("Kent (newer)", "2026-11-02")):
        force.name, force._history_user, force._change_reason = name, editor, f"of {day}"
        force.save()
        type(force).history.filter(name=name).update(history_date=f"{day}T10:00Z")

    changes = home(Role.AUDITOR).context["home"].changes

    assert [(c.did, c.code, c.by, c.when, c.reason) for c in changes] == [
        ("Changed", force.reference, "Demo editor", "2 November 2026 at 10:00", "of 2026-11-02"),
        ("Changed", force.reference, "Demo editor", "1 November 2026 at 10:00", "of 2026-11-01"),
    ]
    assert changes[0].history_url == f"/register/r/{force.reference}/history/"


def test_home_tells_nothing_of_what_one_may_not_read():
    hidden = p.make_force(name="Secret county", marking=Marking.SENSITIVE)
    hidden._history_user = p.make_user()
    hidden.save()
    case = g.make_business_case(CaseState.DRAFTING, title="Secret case", marking=Marking.SENSITIVE)
    g.make_case_event(case=case, recorded_by=p.make_user())

    assert "Secret" not in home(Role.OFFICE_VIEWER).content.decode()
    assert "Secret county" in home(Role.AUDITOR).content.decode()


def test_home_tells_the_latest_events_of_cases():
    case = g.make_business_case(title="Vetting")
    g.make_case_event(case=case, recorded_by=p.make_user(username="editor"))

    events = home(Role.AUDITOR).context["home"].events

    assert [(e.title, e.did, e.by) for e in events] == [("Vetting", "Commissioned", "editor")]


def test_home_of_an_empty_register_says_so():
    text = home(Role.EDITOR).content.decode()

    assert "No case is open." in text
    assert "From your next visit on, this tells what came into the register in between." in text


def test_everything_counts_what_one_may_read():
    p.make_force()
    p.make_force(marking=Marking.SENSITIVE)
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER, body=p.make_body(kind="other")))

    groups = dict(client.get("/register/everything/").context["groups"])

    assert ("Forces", "/register/forces/", 1) in groups["Who and what"]


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("drafting", "Circulate a version for comment, or refer it to Oversight"),
        ("circulated", "Refer it to Oversight, or take it back to revise"),
        ("oversight", "Oversight’s recommendation"),
        ("recommended", "A place on a Summit agenda"),
        ("on_agenda", "The Summit’s decision in principle"),
        ("deferred", "A place on a new Summit agenda"),
        ("local_decisions", "The decision of each office"),
        ("approved", "Start of implementation"),
        ("implementing", "Go-live"),
        ("live", "The post-implementation review"),
    ],
)
def test_home_and_the_desk_say_the_same_next_step(client, state, step):
    g.make_business_case(state, title="Vetting")
    client.force_login(p.make_user(Role.EDITOR))

    assert f"Next: {step}" in client.get("/register/").content.decode()
    assert f"Next: {step}</td>" in client.get("/admin/").content.decode()


def test_a_case_that_is_not_commissioned_says_what_it_needs(client):
    case = g.make_business_case(title="Vetting")
    client.force_login(p.make_user(Role.EDITOR))

    assert "Complete the mandate and commission it" in client.get(f"/register/cases/{case.reference}/").content.decode()


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        (Role.EDITOR, "What waits for you"),
        (Role.AUDITOR, "What is under way"),
        (Role.OFFICE_VIEWER, "What is under way"),
    ],
)
def test_home_promises_work_to_those_alone_who_do_some(role, heading):
    client = Client()
    client.force_login(p.make_user(role, body=p.make_body() if role == Role.OFFICE_VIEWER else None))
    assert f"<h1>{heading}</h1>" in client.get("/register/").content.decode()


def test_milestone_past_its_date_says_that_nothing_more_is_recorded():
    norfolk = p.make_force(name="Norfolk")
    w.make_milestone(force=norfolk, name="Go-live", forecast="2020-01", words="As planned.")
    client = Client()
    client.force_login(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk))
    assert "The date has passed and nothing more is recorded. As planned." in client.get("/register/").content.decode()
