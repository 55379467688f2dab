"""The desk and the register’s home with more of every kind than they show: the newest and longest waiting, in order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance import publication
from governance.models import Condition
from programmes import clock_memory, record_state
from programmes.choices import Marking, Role
from programmes.history import Record
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.marked import Tokens, World
from workstreams.models import ImportRun

pytestmark = pytest.mark.django_db

#: More than either home shows of any work, and than is read of the history of one kind.
MANY = 27


@pytest.fixture(scope="module")
def many(made_once):
    return made_once(make_many)


@pytest.fixture
def editor(client, many):
    client.force_login(many)
    return many


def make_many():
    """Many open cases, offices asked, meetings to come, and many changes by a person of every kind of record."""
    editor = p.make_user(Role.EDITOR, username="an.editor")
    p.make_grant(user=editor, role=Role.PUBLISHER)
    summit = g.make_board(name="Summit")
    for n in range(MANY):
        case = g.make_business_case("local_decisions", "fbc", title=f"Case {n:02}")
        asked = g.make_case_event(case=case, kind="note", stage="fbc", state="local_decisions", on=f"20{n:02}-01-01")
        g.make_local_decision(case=case, body=p.make_body(name=f"Office {n:02}"), opened_by=asked, due=f"20{n:02}")
        g.make_meeting(board=summit, held=f"2{100 + n}-01-01")
    world = World("many", Marking.INTERNAL, Tokens())
    # An import is kept as it was; every other record may be changed.
    records = [made for made in world.made.values() if isinstance(made, Record) and not isinstance(made, ImportRun)]
    for n in range(MANY):
        for record in records if n % 9 == 0 else records[:1]:
            record._history_user, record._change_reason = editor, f"Change {n}"
            record.save()
    return editor


def test_the_register_home_shows_the_first_of_each(client, editor):
    page = client.get("/register/")

    home = page.context["home"]
    work = {part.title: part for part in home.work}
    assert page.status_code == 200
    assert [item.title.partition(" ")[2] for item in work["Cases under way"].items][:3] == [
        "Case 00", "Case 01", "Case 02",
    ]  # fmt: skip
    assert [item.title for item in work["Offices still to decide"].items] == [f"Office {n:02}" for n in range(10)]
    assert work["Offices still to decide"].count == "27 decisions"
    assert [link.label for link in home.meetings] == [f"Summit, 1 January 2{100 + n}" for n in range(5)]
    assert home.changes[0].reason == "Change 26"
    assert len(home.changes) == 12


def test_the_desk_shows_the_first_of_each(client, editor):
    html = client.get("/admin/").content.decode()

    assert re.findall(r">(Office \d\d)</a>", html) == [f"Office {n:02}" for n in range(10)]
    lately = html[html.index("Lately changed") :]
    assert re.findall(r"Change (\d+)", lately) == ["18"] * 8
    assert re.findall(r"\b(Case \d\d)</a>", html)[:3] == ["Case 00", "Case 01", "Case 02"]


@pytest.fixture
def office(client, editor):
    """More still: agreements to be signed, decisions whose conditions are open, and notices that are missing."""
    kent = p.make_body(kind="pcc", name="Kent PCC")
    p.make_body(name="Kent PFCC before", succeeded_by=kent)
    for n in range(MANY):
        agreement = p.make_agreement(title=f"Agreement {n:02}", review_months=12)
        for body in (kent, p.make_body(name=f"Party {n:02}")):
            p.make_party(agreement=agreement, body=body)
        p.make_agreement_event(
            agreement=agreement, kind="out_for_signature", sets_state="out_for_signature", on="2019-01-01"
        )
        p.make_agreement_event(agreement=agreement, kind="party_signed", body=body, on="2019-02-01")
        p.make_programme(funded_until=f"20{n:02}")
        asked = g.make_case_event(
            case=g.make_business_case("local_decisions", "fbc", title=f"Told {n:02}"),
            kind="note", stage="fbc", state="local_decisions", on="2018",
        )  # fmt: skip
        local = g.make_local_decision(case=asked.case, body=kent, opened_by=asked, due="1999")
        outcome = "approved_with_conditions" if n % 2 else "approved"
        said = g.make_local_decision_event(local_decision=local, outcome=outcome, on=f"2019-03-{n + 1:02}")
        if n % 2:
            g.make_condition(local_decision=local, set_by=said)
            g.make_condition(local_decision=local, set_by=said)
    return p.make_user(Role.OFFICE_RECORDER, body=kent)


def asked_of(client, address: str) -> tuple[int, int]:
    """How many queries a page makes when the clocks of agreements are counted anew, and when they are remembered."""
    clock_memory.forget()
    record_state.forget()
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200, address
        numbers.append(len(asked))
    return numbers[0], numbers[1]


def test_homes_ask_three_questions_until_something_changes_and_then_fifteen_at_most(client, editor, office):
    """Each page anew after a change of the record, and while the record stays as it is."""
    client.get("/register/")  # the first visit is written down once
    pages = {
        "team": asked_of(client, "/register/"),
        "team, since": asked_of(client, "/register/?since=2010-01-01"),
        "desk": asked_of(client, "/admin/"),
    }
    client.force_login(office)
    client.get("/register/")
    pages["office"] = asked_of(client, "/register/")
    pages["office, since"] = asked_of(client, "/register/?since=2010-01-01")

    assert {page: again for page, (_, again) in pages.items()} == {
        "team": 3, "team, since": 3, "desk": 4, "office": 3, "office, since": 3,
    }  # fmt: skip
    # The first after a change works everything out.
    assert {page: number for page, (number, _) in pages.items()} == {
        "team": 15, "team, since": 14, "desk": 15, "office": 14, "office, since": 15,
    }  # fmt: skip


def test_an_edition_waits_on_the_home_of_who_may_approve_it_as_soon_as_it_is_composed(client, many):
    """Of an edition alone no row of the record tells: a withdrawal was not seen until something else was changed."""
    publisher, editor = p.make_user(Role.PUBLISHER), p.make_user(Role.EDITOR)
    client.force_login(publisher)
    assert "Edition 1" not in client.get("/register/").content.decode()

    publication.compose(by=editor)

    assert "Edition 1" in client.get("/register/").content.decode()


def test_what_comes_due_asks_at_most_eight(client, editor, office):
    number = office.current_grants(office.grants.get().starts)[0].body.reference
    asked = {
        address: asked_of(client, f"/register/clocks{address}")
        for address in ("/", "/?page=2", f"/?office={number}", "/?sort=title", ".ics", ".csv")
    }
    client.force_login(office)
    asked["/?whose=mine"] = asked_of(client, "/register/clocks/?whose=mine")

    assert asked == {
        "/": (7, 6), "/?page=2": (7, 6), f"/?office={number}": (8, 7), "/?sort=title": (7, 6), ".ics": (6, 5),
        ".csv": (6, 5), "/?whose=mine": (7, 6),
    }  # fmt: skip


def test_the_homes_show_each_part_once_with_what_is_done_next(client, editor, office):
    work = {part.title: part for part in client.get("/register/").context["home"].work}

    assert list(work) == [
        "Cases under way", "Offices still to decide", "Agreements out for signature", "Editions awaiting approval",
        "What comes due",
    ]  # fmt: skip
    assert work["Agreements out for signature"].count == "27 agreements"
    assert work["Agreements out for signature"].items[0].status == "1 of 2 signed"
    assert work["Agreements out for signature"].items[0].hint == "Still to sign: Kent PCC"
    client.force_login(office)
    mine = {part.title: part for part in client.get("/register/").context["home"].work}
    assert mine["Waiting for Kent PCC"].count == "13 decisions"
    first = mine["Waiting for Kent PCC"].items[0]
    condition = Condition.objects.filter(local_decision__body__name="Kent PCC").earliest("pk")
    assert first.title.endswith("Told 01")
    assert (first.action.label, first.action.url) == (
        "Close the condition", f"/register/conditions/{condition.reference}/close",
    )  # fmt: skip
    assert mine["To be signed by Kent PCC"].count == "27 agreements"
