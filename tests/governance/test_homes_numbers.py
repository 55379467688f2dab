"""Every number on each home is a link to the list whose count equals it: on the real record, and on a filled one."""

import datetime as dt
import html as entities
import re

import pytest
import time_machine
from django.test import Client

from programmes.choices import Role
from programmes.demo import make_demo_users
from programmes.models import Body, Force, User
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.models import Workstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
WHO = (
    "editor", "publisher", "viewer-cambridgeshire-pcc", "recorder-kent-cc", "contributor-norfolk", "auditor",
)  # fmt: skip
#: A number that a link of a home says, beginning it.
NUMBER = re.compile(r'<a(?: class="home-count")? href="([^"]+)">(?:<strong>)?(\d[\d,]*)(?:</strong>)? ')
#: How many rows a list says it has.
COUNT = re.compile(r'<span class="table-count">(\d[\d,]*) ')


@pytest.fixture
def _today():
    with time_machine.travel(NOW, tick=True):
        make_demo_users()
        yield


def numbers(page: str) -> list[tuple[str, int]]:
    return [(entities.unescape(url), int(n.replace(",", ""))) for url, n in NUMBER.findall(page)]


def crawl(who: str) -> int:
    """Follow every number of a home, and say how many there were."""
    client = Client()
    client.force_login(User.objects.get(username=who))
    answer = client.get("/register/")
    assert answer.status_code == 200
    found = numbers(answer.content.decode())
    said = {url: COUNT.search(client.get(url).content.decode()) for url, _ in found}
    assert {url: match and int(match[1].replace(",", "")) for url, match in said.items()} == dict(found)
    return len(found)


def fill() -> None:
    """Returns with colours, decisions and signatures that wait, milestones and differences that come due."""
    kent, cambridgeshire = Body.objects.get(reference="BOD-7"), Body.objects.get(reference="BOD-9")
    norfolk = Force.objects.get(reference="FOR-4")
    period = w.make_period(name="November 2026", opens_on=dt.date(2026, 11, 1), due_on=dt.date(2026, 11, 20))
    told = Workstream.objects.filter(participating_forces=norfolk).order_by("pk")[:3]
    for workstream, rag in zip(told, ("green", "amber", "red"), strict=True):
        off = {} if rag == "green" else {"rag_reason": "Late.", "action": "Hurry.", "green_by": "2027-01"}
        w.make_status_update(workstream=workstream, period=period, rag=rag, as_at="2026-11", submitted_at=NOW, **off)
    w.make_milestone(workstream=told[0], force=norfolk, name="Past", forecast="2026-10")
    w.make_milestone(workstream=told[0], force=norfolk, name="Soon", forecast="2026-12-05")
    asked = g.make_case_event(case=g.make_business_case("local_decisions", "fbc", title="Vetting"), kind="note",
                              stage="fbc", state="local_decisions", on="2026-10-01")  # fmt: skip
    for n, body in enumerate((kent, cambridgeshire, p.make_body(name="Before", succeeded_by=kent))):
        local = g.make_local_decision(case=asked.case, body=body, opened_by=asked, due="2026-11-10")
        if n == 1:
            said = g.make_local_decision_event(
                local_decision=local, outcome="approved_with_conditions", on="2026-10-09"
            )
            g.make_condition(local_decision=local, set_by=said)
    refused = g.make_local_decision(case=asked.case, body=p.make_body(name="Refuses"), opened_by=asked)
    g.make_local_decision_event(local_decision=refused, outcome="rejected", reason="No.", on="2026-10-09")
    for title in ("Vetting agreement", "Another"):
        agreement = p.make_agreement(title=title)
        for body in (kent, cambridgeshire):
            p.make_party(agreement=agreement, body=body)
        p.make_agreement_event(
            agreement=agreement, kind="out_for_signature", sets_state="out_for_signature", on="2026-09-01"
        )
    p.make_agreement_event(agreement=agreement, kind="party_signed", body=kent, on="2026-09-03")
    g.make_business_case(title="Not commissioned")
    g.make_divergence(force=norfolk, review_on=dt.date(2026, 11, 1))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("_today")
def test_every_number_is_the_length_of_its_list_on_the_real_record(who):
    assert crawl(who) >= {"publisher": 8, "editor": 8, "auditor": 8, "contributor-norfolk": 1}.get(who, 2)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("_today")
def test_every_number_is_the_length_of_its_list_on_a_filled_register(who):
    fill()
    least = {"contributor-norfolk": 7, "recorder-kent-cc": 5, "viewer-cambridgeshire-pcc": 5}.get(who, 18)

    assert crawl(who) >= least


@pytest.mark.usefixtures("_today")
def test_a_person_of_two_offices_has_the_numbers_of_both_and_the_home_asks_no_more():
    fill()
    user = User.objects.get(username="recorder-kent-cc")
    p.make_grant(user=user, role=Role.OFFICE_RECORDER, body=Body.objects.get(reference="BOD-9"))
    client = Client()
    client.force_login(user)

    page = client.get("/register/").content.decode()

    assert "Waiting for Chief Constable of Kent and Cambridgeshire PCC" in page
    assert f"{crawl('recorder-kent-cc')} numbers" != "0 numbers"
    assert [item.title for item in client.get("/register/").context["home"].work[0].items].count("CASE-13 Vetting") in (
        0,
        3,
    )
