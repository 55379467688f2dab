"""Lists narrowed to one programme, alliance or force: the forward plan, what comes due, risks and figures."""

import pytest
from django.test import Client

from governance.choices import CaseState
from programmes.choices import Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:3000]
    return [row.record.title for row in response.context["table"].paginated_rows]


def test_forward_plan_of_a_programme_has_its_cases_and_items_about_its_agreements(viewer):
    programme = p.make_programme(name="Trial programme")
    g.make_business_case(CaseState.DRAFTING, title="Ours", programme=programme)
    g.make_business_case(CaseState.DRAFTING, title="Theirs")
    meeting = g.make_meeting(held="2099-01-01", status="planned")
    g.make_agenda_item(meeting=meeting, title="Item", agreement=p.make_agreement(title="Our deal", programme=programme))
    g.make_agenda_item(meeting=meeting, title="Other item", agreement=p.make_agreement(title="Their deal"))

    text = viewer.get(f"/register/forward-plan/?programme={programme.reference}").content.decode()

    assert "<p>2 decisions. " in text
    assert "Of the programme: " in text
    assert ("Ours" in text, "Our deal" in text, "Theirs" in text, "Their deal" in text) == (True, True, False, False)
    rows = b"".join(
        viewer.get(f"/register/forward-plan.csv?programme={programme.reference}").streaming_content
    ).decode()
    assert len(rows.strip().splitlines()) == 3


def test_forward_plan_of_a_force_has_its_own_offices_decisions_and_not_those_of_others(viewer):
    force = p.make_force()
    case = g.make_business_case(title="Shared")
    case.participating_forces.add(force)
    own = g.make_local_decision(case=case, body=p.make_body(force=force, name="Own office"))
    g.make_local_decision(case=case, opened_by=own.opened_by, body=p.make_body(name="Other office"))

    text = viewer.get(f"/register/forward-plan/?force={force.reference}").content.decode()

    assert "<p>1 decision. " in text
    assert "Own office" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("programme=PRG-999", "“PRG-999” is no programme that you may read. Give a reference such as PRG-1."),
        ("programme=PRG-1&force=FOR-1", "The address names more than one programme, alliance or force."),
    ],
)
def test_forward_plan_refuses_what_it_cannot_be_about(viewer, query, sentence):
    response = viewer.get(f"/register/forward-plan/?{query}")

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_forward_plan_of_what_is_withheld_is_refused_as_if_it_were_not_there(viewer):
    programme = p.make_programme(marking=Marking.SENSITIVE)

    response = viewer.get(f"/register/forward-plan/?programme={programme.reference}")

    assert response.status_code == 400
    assert f"“{programme.reference}” is no programme that you may read." in response.content.decode()


def test_clocks_of_the_agreements_of_a_programme_alliance_or_force(viewer):
    force, alliance = p.make_force(), p.make_alliance()
    programme = p.make_programme(alliance=alliance, funded_until="2020")
    agreement = p.make_agreement(title="Ours", programme=programme, alliance=alliance, ends="2017-01-31")
    other = p.make_agreement(title="Theirs", ends="2017-01-31")
    p.make_party(agreement=agreement, body=p.make_body(force=force))
    for one in (agreement, other):
        p.make_agreement_event(agreement=one, sets_state="in_force", on="2015-01-10", kind="in_force")

    for owner in (programme, alliance, force):
        table = viewer.get(f"/register/clocks/?agreements_of={owner.reference}").context["table"]
        assert {row.record.title for row in table.paginated_rows} == {"Ours"}, owner


def test_clocks_refuse_a_record_of_another_kind(viewer):
    response = viewer.get("/register/clocks/?agreements_of=CASE-1")

    assert response.status_code == 400
    assert "Agreements of: Give a programme, alliance or force such as PRG-1." in response.content.decode()


def test_risks_and_figures_of_a_programme_are_those_of_its_workstreams_too(viewer):
    alliance = p.make_alliance()
    programme = p.make_programme(alliance=alliance)
    stream = w.make_workstream(programme=programme, alliance=alliance)
    w.make_risk(title="Own", programme=programme, workstream=None)
    w.make_risk(title="Of its work", workstream=stream)
    w.make_risk(title="Elsewhere", workstream=w.make_workstream(programme=None, alliance=p.make_alliance()))
    w.make_savings_figure(title="Claim", programme=programme)
    w.make_savings_figure(title="Claim of its work", workstream=stream)
    w.make_savings_figure(title="Elsewhere", alliance=alliance)

    risks, figures = "/register/risks/", "/register/savings-figures/"
    code = programme.reference
    assert sorted(titles(viewer, f"{risks}?programme={code}")) == ["Of its work", "Own"]
    assert titles(viewer, f"{risks}?programme__empty=1") == ["Elsewhere"]
    assert sorted(titles(viewer, f"{risks}?alliance={alliance.reference}")) == ["Of its work", "Own"]
    assert sorted(titles(viewer, f"{figures}?programme={code}")) == ["Claim", "Claim of its work"]
    assert titles(viewer, f"{figures}?programme__empty=1") == ["Elsewhere"]


def test_workstreams_by_the_colour_of_their_last_return_that_counts(viewer):
    from django.utils import timezone

    before, now = w.make_period(opens_on="2016-08-01", due_on="2016-08-31"), w.make_period()
    turned, quiet, draft = (w.make_workstream(name=name) for name in ("Turned", "Quiet", "Draft"))
    off = {"rag_reason": "Late.", "action": "Calls.", "green_by": "2017"}
    w.make_status_update(workstream=turned, period=before, rag="green", submitted_at=timezone.now())
    w.make_status_update(workstream=turned, period=now, rag="red", submitted_at=timezone.now(), **off)
    w.make_status_update(workstream=quiet, as_at="2016-09-21")
    w.make_status_update(workstream=draft, period=now, rag="green")

    def names(query: str) -> list[str]:
        table = viewer.get(f"/register/workstreams/?{query}").context["table"]
        return sorted(row.record.name for row in table.paginated_rows)

    assert names("rag=red") == ["Turned"]
    assert names("rag=green") == []
    assert names("rag__empty=1") == ["Draft", "Quiet"]
    assert names("rag__not=green") == ["Turned"]
