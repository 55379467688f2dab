"""What came into the register since the last visit, or a day: in sentences, of what one may read and what concerns one."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.choices import CaseEventKind, CaseState, LocalOutcome
from programmes.choices import Marking, Role
from programmes.models import Visit
from programmes.visits import last_visit
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2020, 3, 1, 12, tzinfo=dt.UTC)


def at(**later):
    return time_machine.travel(NOON + dt.timedelta(**later), tick=True)


def sentences(client: Client, address: str = "/register/?since=2020-03-01") -> dict[str, list[str]]:
    """The sentences under each heading of what changed."""
    page = client.get(address).content.decode()
    part = page[page.index('<section id="since">') :]
    part = part[: part.index("</section>")]
    found = {}
    for block in re.split(r"<h3>", part)[1:]:
        title, _, rest = block.partition("</h3>")
        items = re.findall(r"<li>(.*?)</li>", rest, re.S)
        found[title] = [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in items]
    return found


def signed_in(role: str, **bound) -> Client:
    client = Client()
    client.force_login(p.make_user(role, **bound))
    return client


@pytest.fixture
def kent():
    return p.make_body(name="Kent PCC", force=p.make_force(name="Kent"))


def test_a_visit_ends_with_a_pause_of_half_an_hour():
    user = p.make_user(Role.EDITOR)

    def look(**later):
        fresh = type(user).objects.get(pk=user.pk)
        return last_visit(user=fresh, now=NOON + dt.timedelta(**later))

    assert look() is None
    assert look(minutes=29) is None
    assert look(minutes=58) is None
    assert look(hours=2) == NOON + dt.timedelta(minutes=58)
    assert look(hours=2, minutes=10) == NOON + dt.timedelta(minutes=58)
    assert Visit.objects.get().seen_at == NOON + dt.timedelta(hours=2, minutes=10)
    assert look(hours=2, minutes=10, seconds=30) == NOON + dt.timedelta(minutes=58)
    assert Visit.objects.get().seen_at == NOON + dt.timedelta(hours=2, minutes=10)  # not on every request


def test_two_looks_at_once_are_one_visit():
    """The second request read the person before the first had written down that they are here."""
    user = p.make_user(Role.EDITOR)
    early = type(user).objects.select_related("visit").get(pk=user.pk)
    last_visit(user=user, now=NOON)

    assert last_visit(user=early, now=NOON + dt.timedelta(seconds=1)) is None
    assert Visit.objects.get().seen_at == NOON


def test_home_tells_from_the_second_visit_on_what_came_in_between(kent):
    client = signed_in(Role.OFFICE_VIEWER, body=kent)
    with at():
        assert "From your next visit on" in client.get("/register/").content.decode()
    with at(minutes=40):
        case = g.make_business_case(title="Vetting")
        case.participating_forces.add(kent.force)
        g.make_case_event(case=case, on="2020-02-28")
    with at(hours=5):
        told = sentences(client, "/register/")
        page = client.get("/register/").content.decode()

    assert told == {"Cases": [f"Case {case.reference} Vetting was commissioned on 28 February 2020."]}
    assert "What changed since 1 March 2020 at 12:00" in page
    with at(hours=9):
        assert (
            "Nothing that concerns you came into the register since then." in client.get("/register/").content.decode()
        )


def test_every_kind_has_its_sentence(kent):
    summit = g.make_board(name="Eastern Regions Summit")
    with at():
        case = g.make_business_case(CaseState.ON_AGENDA, title="Vetting")
        case.participating_forces.add(kent.force)
        work = w.make_workstream(name="Procurement", programme=case.programme)
        work.participating_forces.add(kent.force)
        agreement = p.make_agreement(title="The agreement")
        p.make_party(agreement=agreement, body=kent)
        milestone = w.make_milestone(workstream=work, name="Go-live", force=kent.force)
        user = p.make_user(Role.EDITOR, first_name="Demo", last_name="editor")
    with at(days=1):
        agreed = g.make_case_event(
            case=case, kind=CaseEventKind.AGREE, board=summit, on="2020-01-28", stage="fbc", state="local_decisions"
        )
        local = g.make_local_decision(case=case, body=kent, opened_by=agreed)
        g.make_local_decision_event(local_decision=local, outcome=LocalOutcome.APPROVED, on="2020-02-03")
        p.make_agreement_event(agreement=agreement, kind="party_signed", body=kent, on="2020-02-04")
        w.make_status_update(
            workstream=work, period=w.make_period(name="March 2020"), rag="amber", rag_reason="A.", action="B.",
            green_by="2020-05", submitted_at=timezone.now(),
        )  # fmt: skip
        w.make_milestone_move(
            milestone=milestone, which="forecast", was="2020-04", now="2020-06", reason="Supplier late."
        )
        g.make_decision(title="To go on", body=kent, decided="2020-02-05")
        work._history_user, work._change_reason, work.sro = user, "New owner", "Someone"
        work.save()

    assert sentences(signed_in(Role.OFFICE_VIEWER, body=kent), "/register/?since=2020-03-02") == {
        "Cases": [f"The Eastern Regions Summit agreed Case {case.reference} Vetting in principle on 28 January 2020."],
        "Decisions of offices": ["Kent PCC approved Vetting on 3 February 2020."],
        "Decisions": ["Kent PCC decided on 5 February 2020: To go on."],
        "Agreements": [f"{agreement.reference} The agreement: signed by Kent PCC on 4 February 2020."],
        "Status": ["Procurement is amber for March 2020."],
        "Milestones": ["The forecast date of Procurement: Go-live moved from April 2020 to June 2020: Supplier late."],
        "Records changed": [f"Demo editor changed {work.reference} Procurement: New owner."],
    }


def test_an_office_is_told_neither_what_it_may_not_read_nor_what_does_not_concern_it(kent):
    alliance = p.make_alliance()
    p.make_membership(alliance=alliance, force=kent.force)
    with at():
        for title, fields in (
            ("Of our alliance", {"alliance": alliance}),
            ("Secret", {"alliance": alliance, "marking": Marking.SENSITIVE}),
            ("Of others", {}),
        ):
            g.make_case_event(case=g.make_business_case(title=title, **fields), on="2020-02-28")
        board = g.make_board(name="Secret board", marking=Marking.SENSITIVE)
        ours = g.make_business_case(title="Agreed", alliance=alliance)
        g.make_case_event(case=ours, kind=CaseEventKind.AGREE, board=board, on="2020-02-28", state="drafting")

    def cases(client):
        return sorted(sentences(client)["Cases"])

    own = cases(signed_in(Role.OFFICE_VIEWER, body=kent))
    assert [line.partition(" was")[0][-16:] for line in own if "commissioned" in line] == [" Of our alliance"]
    assert [line for line in own if "principle" in line] == [
        f"The Summit agreed Case {ours.reference} Agreed in principle on 28 February 2020."
    ]
    assert cases(signed_in(Role.FORCE_CONTRIBUTOR, force=kent.force)) == own
    assert len(cases(signed_in(Role.AUDITOR))) == 4


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("soon", "“soon” is no day"), ("2999-01-01", "this day lies in the future"), ("2020-13-01", "is no day")],
)
def test_a_day_that_is_none_is_refused_with_how_to_write_it(day, sentence):
    answer = signed_in(Role.EDITOR).get("/register/", {"since": day})

    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_the_home_of_an_office_is_a_page_for_every_reader(kent):
    with at():
        p.make_party(body=kent, agreement=p.make_agreement(title="Ours"))
        page = signed_in(Role.AUDITOR).get(f"/register/bodies/{kent.reference}/home")
    text = page.content.decode()

    assert "<h1>Kent PCC</h1>" in text
    assert "Ours" in text
    assert "Nothing waits for a decision of Kent PCC." in text
    assert "The money is its own (Policing Protocol 2011, paragraph 16)." in text
    assert signed_in(Role.AUDITOR).get("/register/bodies/BOD-999/home").status_code == 404
    secret = p.make_body(name="Secret", marking=Marking.SENSITIVE)
    assert signed_in(Role.OFFICE_VIEWER).get(f"/register/bodies/{secret.reference}/home").status_code == 404
