"""Data quality: each gap finds what lacks it and nothing else, its number is the length of its list, and it respects
what one may read."""

import csv
import datetime as dt
import html as entities
import re

import pytest
import time_machine
from django.test import Client

from governance.choices import CaseState
from governance.quality import GAPS
from programmes.choices import AgreementState, Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.governance.test_homes_with_many import asked_of

pytestmark = pytest.mark.django_db

PAGE = "/register/data-quality/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2020, 3, 1, 12, tzinfo=dt.UTC), tick=True):
        yield


def reading(role: str = Role.EDITOR) -> Client:
    client = Client()
    client.force_login(p.make_user(role))
    return client


def listed(client: Client, gap: str, **asked) -> list[str]:
    """The names in the list of a gap, and that each of its lists has as many."""
    page = client.get(PAGE, {"gap": gap, **asked})
    assert page.status_code == 200
    rows = re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>', page.content.decode())
    sheet = b"".join(client.get("/register/data-quality.csv", {"gap": gap, **asked}).streaming_content).decode()
    assert len(list(csv.reader(sheet.splitlines()))) - 1 == len(rows)
    return [entities.unescape(row) for row in rows]


def case(title: str, state: str | None = CaseState.DRAFTING, **fields):
    return g.make_business_case(state, title=title, **{"purpose": "For.", "success_measure": "By.", **fields})


def work(name: str, **fields):
    return w.make_workstream(name=name, **{"purpose": "For.", "success_measure": "By.", "sro": "Someone", **fields})


def agreement(title: str, state: str = AgreementState.IN_FORCE, **fields):
    whole = {
        "starts": "2019",
        "notice_months": 12,
        "accountability": "The Summit.",
        "document_url": "https://x.example",
    }
    made = p.make_agreement(title=title, **{**whole, **fields})
    p.make_party(agreement=made)
    p.make_agreement_event(agreement=made, kind="in_force", sets_state=state, on="2019")
    return made


def lacks_source() -> None:
    p.make_citation(about=p.make_body(kind="other", name="Sourced"))
    p.make_body(kind="other", name="Lacks")


def lacks_holder() -> None:
    office, vacant = p.make_body(name="Kent PCC"), p.make_body(name="Essex PFCC")
    p.make_holder(body=office, starts="2016-05-12")
    p.make_holder(body=vacant, starts="2012", ends="2016-05-11")
    g.make_decision(title="Whole", body=office, decided="2019-01-24")
    g.make_decision(title="Lacks", body=vacant, decided="2019-01-24")
    g.make_decision(title="Of a board", decided="2019-01-24")


def lacks_holder_of_local() -> None:
    office, vacant = p.make_body(name="Kent PCC"), p.make_body(name="Essex PFCC")
    p.make_holder(body=office, seen="2016-11")
    opened = g.make_case_event(case=case("Vetting", CaseState.LOCAL_DECISIONS))
    for body in (office, vacant, p.make_body(name="Silent")):
        local = g.make_local_decision(case=opened.case, body=body, opened_by=opened)
        if body.name != "Silent":
            g.make_local_decision_event(local_decision=local, on="2016-11-01")


def lacks_holder_now() -> None:
    kent, essex = (p.make_force(name=name, in_seven_force=True) for name in ("Kent", "Essex"))
    p.make_holder(body=p.make_body(name="Kent PCC", force=kent), starts="2016-05-12")
    p.make_holder(body=p.make_body(name="Lacks", force=essex), seen="2019")
    p.make_body(name="Elsewhere")


def stale_work() -> None:
    w.make_status_update(workstream=work("Fresh"), as_at="2019-12-20")
    w.make_status_update(workstream=work("Lacks"), as_at="2019-10")
    w.make_status_update(workstream=work("Ended", ends="2019-11"), as_at="2018")
    work("Lacks too")


def milestones() -> None:
    w.make_milestone(name="Reached", forecast="2019-10", actual="2019-11")
    w.make_milestone(name="To come", forecast="2020-03")
    w.make_milestone(name="Lacks", forecast="2020-01")


#: Each gap with rows that lack it, called “Lacks”, and rows that do not.
WORLDS = {
    "live-without-review": lambda: (case("Lacks", CaseState.LIVE), case("Done", CaseState.REVIEWED)),
    "case-without-purpose": lambda: (case("Lacks", None, purpose=""), case("Closed", "stopped", purpose=""), case("X")),
    "case-without-measure": lambda: (case("Lacks", success_measure=""), case("Whole")),
    "work-without-purpose": lambda: (work("Lacks", purpose=""), work("Ended", purpose="", ends="2019"), work("Whole")),
    "work-without-measure": lambda: (work("Lacks", success_measure=""), work("Whole")),
    "work-without-lead": lambda: (work("Lacks", sro=""), work("Led", sro="", lead=p.make_body()), work("Owned")),
    "stale-status": stale_work,
    "milestone-past": milestones,
    "milestone-without-date": lambda: (w.make_milestone(name="Lacks"), w.make_milestone(name="Dated", baseline="2021")),
    "risk-without-owner": lambda: (
        w.make_risk(title="Lacks"), w.make_risk(title="Owned", owner="Someone"), w.make_risk(title="Past", status="closed"),
    ),
    "benefit-without-baseline": lambda: (w.make_benefit(title="Lacks"), w.make_benefit(title="Whole", baseline="£1m")),
    "saving-without-baseline": lambda: (
        w.make_savings_figure(title="Lacks", words=""), w.make_savings_figure(title="Whole", baseline="2015/16"),
        w.make_savings_figure(title="Itself", measure="baseline"),
    ),
    "in-force-without-document": lambda: (
        agreement("Lacks", document_url=""), agreement("Whole"), agreement("Draft", "draft", document_url=""),
        p.make_stored_file(about=agreement("Filed", document_url="")),
        p.make_agreement_event(agreement=agreement("Shown", document_url=""), kind="reviewed",
                               evidence=p.make_stored_file(about=p.make_force())),
    ),
    "unknown-commencement": lambda: (agreement("Lacks", starts=""), agreement("Whole"),
                                     agreement("Draft", "draft", starts="")),
    "agreement-without-parties": lambda: (
        p.make_agreement(title="Lacks"), p.make_agreement(title="In words", parties_words="all 14"), agreement("Whole"),
    ),
    "agreement-without-exit": lambda: (
        agreement("Lacks", notice_months=None), agreement("Ruled", notice_months=None, exit_rule="None."), agreement("W"),
    ),
    "agreement-without-accountability": lambda: (
        agreement("Lacks", accountability=""), agreement("Memorandum", accountability="", kind="mou"), agreement("Whole"),
    ),
    "decision-without-date": lambda: (g.make_decision(title="Lacks"), g.make_decision(title="Dated", decided="2019")),
    "holder-unknown": lacks_holder,
    "local-holder-unknown": lacks_holder_of_local,
    "office-without-holder": lacks_holder_now,
    "without-source": lacks_source,
}  # fmt: skip
#: Where the row that lacks is not called “Lacks”.
NAMES = {
    "stale-status": ["Lacks", "Lacks too"],
    "saving-without-baseline": ["Lacks: "],
    "local-holder-unknown": ["Essex PFCC on Vetting"],
}


def test_every_gap_has_its_world():
    assert set(WORLDS) == {gap.code for gap in GAPS}


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.code)
def test_a_gap_finds_what_lacks_and_nothing_else(gap):
    WORLDS[gap.code]()
    names = NAMES.get(gap.code, ["Lacks"])
    client = reading()

    assert [name.strip() for name in listed(client, gap.code) if "Lacks" in name or gap.code in NAMES] == [
        name.strip() for name in names
    ]
    if gap.code != "without-source":  # what the worlds make besides has no source either
        assert len(listed(client, gap.code)) == len(names)
    links = re.findall(r'<a href="([^"]*gap=[^"]*)">(\d+) ', client.get(PAGE).content.decode())
    counted = {entities.unescape(url): int(number) for url, number in links}
    assert counted[f"{PAGE}?gap={gap.code}"] == len(listed(client, gap.code))


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.code)
def test_each_row_leads_the_editor_to_the_place_where_it_is_mended(gap):
    WORLDS[gap.code]()
    client = reading()
    page = client.get(PAGE, {"gap": gap.code}).content.decode()
    places = re.findall(r'<a href="(/admin/[^"]*)">Mend', page)

    assert places
    answer = client.get(entities.unescape(places[0]).partition("#")[0])
    assert answer.status_code == 200
    anchor = places[0].partition("#")[2]
    assert f'id="{anchor}"' in answer.content.decode() or not anchor
    assert "Mend" not in reading(Role.AUDITOR).get(PAGE, {"gap": gap.code}).content.decode()


def test_sensitive_records_are_neither_counted_nor_listed_for_an_office():
    case("Lacks", purpose="", marking=Marking.SENSITIVE)
    office = reading(Role.OFFICE_VIEWER)

    assert listed(office, "case-without-purpose") == []
    assert f"{PAGE}?gap=case-without-purpose" not in office.get(PAGE).content.decode()
    assert listed(reading(Role.AUDITOR), "case-without-purpose") == ["Lacks"]
    assert "No case lacks this." in office.get(PAGE, {"gap": "case-without-purpose"}).content.decode()


def test_a_status_is_stale_after_as_many_months_as_asked():
    stale_work()
    client = reading()

    assert listed(client, "stale-status", months=6) == ["Lacks too"]
    assert listed(client, "stale-status", months=1) == ["Fresh", "Lacks", "Lacks too"]
    page = client.get(PAGE, {"gap": "stale-status", "months": 1}).content.decode()
    assert "nothing has been said of how it stands for a month or more" in page
    assert "Last told of: October 2019" in page
    assert "Nothing was ever said of it" in page
    assert f'href="{PAGE}?gap=stale-status&amp;months=6"' in client.get(PAGE, {"months": 6}).content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"gap": "colour"}, "What is missing"),
        ({"months": "0"}, "Give at least one month."),
        ({"months": "many"}, "Write a whole number in figures"),
        ({"colour": "red"}, "colour"),
        ({"page": "2"}, "The list of all gaps has one page."),
        ({"gap": "stale-status", "page": "9"}, "There is no page 9 of this list."),
    ],
)
def test_an_address_that_is_not_understood_says_so(asked, sentence):
    answer = reading().get(PAGE, asked)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_an_empty_register_has_no_gap():
    text = reading().get(PAGE).content.decode()

    assert text.count(">None</td>") == len(GAPS)


def test_it_asks_as_much_of_many_rows_as_of_one():
    def one_more(n: int) -> None:
        for build in (lacks_source, stale_work, milestones):
            build()
            for model in (w.Workstream, p.Body):
                for row in model.objects.filter(name__in=["Fresh", "Lacks", "Lacks too", "Ended", "Sourced"]):
                    row.name = f"{row.name} {n}"
                    row.save()

    editor = reading()
    pages = [PAGE, f"{PAGE}?gap=without-source", f"{PAGE}?gap=stale-status", f"{PAGE}?gap=milestone-past"]
    one_more(1)
    at_one = [asked_of(editor, page)[1] for page in pages]
    one_more(2)
    one_more(3)

    assert [asked_of(editor, page)[1] for page in pages] == at_one
    assert max(at_one) <= 8


def test_the_homes_name_the_gaps_with_the_same_numbers():
    case("Lacks", purpose="")
    client = reading()

    for home in ("/admin/",):
        text = client.get(home).content.decode()
        assert "Cases without a purpose" in text
        assert f"{PAGE}?gap=case-without-purpose" in text
        assert "Agreements without parties" not in text
