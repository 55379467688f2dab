"""The net position of each force: nothing counted twice, nothing unknown as nought, every number beside its rows."""

import re
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.choices import CaseEventKind, CaseState, Stage
from governance.models import CaseShares
from governance.net_position import CASE, SHARE, Payment, Saving, Standing, finding
from programmes.choices import Marking, Role
from tests.factories import case_file as f
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

KINDS = {"cashable": "Cashable", "quality": "Quality"}


def standing(paid=("10",), saved="30", silent=0, kind="cashable"):
    payments = tuple(Payment(SHARE, "CSS-1", "Team", None if a is None else D(a), "" if a else "No.") for a in paid)
    return Standing(1, payments, {kind: Saving(None if saved is None else D(saved), 2, silent)} if kind else {})


@pytest.mark.parametrize(
    ("made", "net"),
    [
        (standing(), "20"), (standing(paid=("10", "5")), "15"), (standing(paid=("40",)), "-10"),
        (standing(paid=()), None), (standing(paid=("10", None)), None), (standing(saved=None), None),
        (standing(silent=1), None), (standing(kind=""), None), (standing(saved="0"), "-10"),
    ],
)  # fmt: skip
def test_a_net_is_given_only_where_both_are_wholly_known(made, net):
    assert made.net("cashable") == (None if net is None else D(net))


def test_kinds_are_never_added_to_one_another():
    both = Standing(1, (Payment(CASE, "DOC-1", "x", D(5)),), {"cashable": Saving(D(7), 1), "quality": Saving(D(9), 1)})

    assert (both.net("cashable"), both.net("quality")) == (D(2), D(4))
    assert both.paid(SHARE) == (None, 0)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (standing(), []),
        (standing(paid=()), ["No payment is recorded."]),
        (standing(paid=(None,)), ["Team: No."]),
        (standing(silent=1), ["Cashable: 1 line states no figure."]),
        (standing(silent=2), ["Cashable: 2 lines state no figure."]),
        (standing(kind=""), ["Nothing saved is recorded."]),
        (standing(kind="quality"), ["Cashable: nothing saved is recorded."]),
    ],
)
def test_what_stands_in_the_way_is_said(made, words):
    assert made.not_known(KINDS) == words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "No force’s net position in 2016/17 is known"),
        ([standing(paid=())], "No force’s net position in 2016/17 is known"),
        ([standing()], "The one force whose net position is known saves more than it pays in 2016/17"),
        (
            [standing(saved="1"), standing(paid=())],
            "The one force whose net position is known does not save more than it pays in 2016/17; of 1 it is not known",
        ),
        (
            [standing(), standing(), standing(saved="10")],
            "2 of the 3 forces whose net position is known save more than they pay in 2016/17",
        ),
        (
            [standing(saved="1"), standing(saved="10"), standing(paid=())],
            "None of the 2 forces whose net position is known save more than they pay in 2016/17; of 1 it is not known",
        ),
    ],
)
def test_the_finding_of_the_chart(found, words):
    assert finding(found, "cashable", "2016/17") == words


# Through the pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def reader(db):
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


@pytest.fixture
def kent(db):
    return p.make_force(name="Kent", in_seven_force=True)


@pytest.fixture
def norfolk(db):
    return p.make_force(name="Norfolk", in_seven_force=True)


def shared(*forces, **fields):
    fields = {"cost": "90.00", "basis": "equal", "recurrence": "a_year", "starts": "2015-04-01"} | fields
    made = p.make_cost_share_set(**fields)
    for force in forces:
        p.make_cost_share(share_set=made, force=force)
    return made


def agreed_case(*amounts, state=CaseState.LIVE, frozen=True):
    """A case whose newest document states costs in 2016/17: pairs of force and pounds."""
    case = g.make_business_case()
    document = g.make_case_document(case=case, stage=Stage.FBC)
    line = f.make_case_line(document=document, kind="revenue", name="Staff")
    for force, amount in amounts:
        f.make_case_amount(line=line, force=force, amount=D(amount))
    f.make_case_amount(line=f.make_case_line(document=document, kind="cashable"), force=amounts[0][0], amount=D(999))
    if frozen:
        document.frozen_at = timezone.now()
        document.content_hash = "0" * 64
        document.save()
    g.make_case_event(case=case, kind=CaseEventKind.GO_LIVE, stage=Stage.FBC, state=state, document=document)
    return case


def csv_of(client, **asked):
    query = "&".join(f"{name}={value}" for name, value in ({"year": "2016/17"} | asked).items())
    response = client.get(f"{reverse('governance:net-position-csv')}?{query}")
    return b"".join(response.streaming_content).decode().lstrip("\ufeff").split("\r\n")[:-1]


def test_a_force_pays_its_parts_and_its_costs_and_saves_by_kind(reader, kent, norfolk):
    shared(kent, norfolk)
    agreed_case((kent, "12.50"), (norfolk, "7.50"))
    cash = w.make_benefit(kind="cashable")
    w.make_benefit_line(benefit=cash, force=kent, delivered="100.00")
    w.make_benefit_line(benefit=w.make_benefit(kind="quality"), force=kent, delivered="5.00")
    w.make_benefit_line(benefit=cash, force=kent, financial_year="2017/18", delivered="999.00")

    assert csv_of(reader) == [
        "force,financial_year,pays_cost_shares,pays_cases,pays,saves_cashable,saves_quality,net_cashable,net_quality,"
        "not_known",
        "Kent,2016/17,45.00,12.50,57.50,100.00,5.00,42.50,'-52.50,",
        "Norfolk,2016/17,45.00,7.50,52.50,,,,,Nothing saved is recorded.",
    ]


@pytest.mark.parametrize(
    ("fields", "paid", "why"),
    [
        ({}, "90.00", ""),
        ({"starts": "2016-04-01", "ends": "2017-03-31"}, "90.00", ""),
        ({"starts": "2017-04-01"}, "", "No payment is recorded."),
        ({"ends": "2016-03-31"}, "", "No payment is recorded."),
        ({"starts": "2016-10-01"}, "", "It is shared for a part of 2016/17 only."),
        ({"ends": "2016-12-31"}, "", "It is shared for a part of 2016/17 only."),
        ({"starts": "2016-04"}, "", "Its dates do not say whether it is shared for the whole of 2016/17."),
        ({"ends": "2017-03"}, "", "Its dates do not say whether it is shared for the whole of 2016/17."),
        ({"starts": "2016-04", "ends": "2016"}, "", "It is shared for a part of 2016/17 only."),
        ({"starts": "2016-05"}, "", "It is shared for a part of 2016/17 only."),
        ({"starts": ""}, "", "No source says from when it is shared."),
        ({"recurrence": ""}, "", "No source says whether it is paid once or each year."),
        ({"recurrence": "one_off", "starts": "2016-05"}, "90.00", ""),
        ({"recurrence": "one_off", "starts": "2015-05"}, "", "No payment is recorded."),
        ({"recurrence": "one_off", "starts": "2016"}, "", "No source says that it is paid in 2016/17."),
        ({"cost": None}, "", "The cost to share is not stated."),
        ({"basis": "nre"}, "", "Not in our sources: net revenue expenditure of Kent."),
    ],
)
def test_a_shared_cost_counts_in_the_years_it_surely_covers(reader, kent, fields, paid, why):
    shared(kent, title="Team", **fields)
    row = csv_of(reader)[1].split(",", 6)

    assert row[4] == paid
    assert (why in row[6]) if why else ("Team" not in row[6])


def test_a_force_that_saves_nothing_cashable_is_named_among_what_is_not_known(reader, kent):
    shared(kent)
    w.make_benefit_line(benefit=w.make_benefit(kind="quality"), force=kent, delivered="5.00")

    assert csv_of(reader)[1] == "Kent,2016/17,90.00,,90.00,5.00,'-85.00,Cashable: nothing saved is recorded."


@pytest.mark.parametrize("state", [CaseState.DRAFTING, CaseState.LOCAL_DECISIONS, CaseState.REJECTED])
def test_what_a_case_would_cost_is_no_payment_until_it_is_approved(reader, kent, state):
    agreed_case((kent, "12.50"), state=state)

    assert csv_of(reader)[1].split(",")[4] == ""


def test_a_working_version_is_no_payment(reader, kent):
    agreed_case((kent, "12.50"), frozen=False)

    assert csv_of(reader)[1].split(",")[4] == ""


def test_a_cost_that_a_case_states_by_force_is_not_counted_again_from_its_shares(reader, kent, norfolk):
    case = agreed_case((kent, "12.50"))
    CaseShares.objects.create(case=case, share_set=shared(kent, norfolk, cost="500.00"))
    CaseShares.objects.create(case=case, share_set=shared(kent, norfolk, cost="25.00"))

    paid = {line.split(",")[0]: line.split(",")[2:5] for line in csv_of(reader)[1:]}

    assert paid == {"Kent": ["", "12.50", "12.50"], "Norfolk": ["12.50", "", "12.50"]}


def test_pennies_fall_as_on_the_schedule(reader, kent, norfolk):
    made = shared(norfolk, kent, cost="0.03")
    schedule = reader.get(reverse("programmes:cost-share-schedule-csv", args=[made.reference]))
    lines = b"".join(schedule.streaming_content).decode().split("\r\n")

    assert [line.split(",")[-1] for line in lines[1:3]] == ["0.02", "0.01"]
    assert [line.split(",")[4] for line in csv_of(reader)[1:]] == ["0.02", "0.01"]


def test_every_number_leads_to_as_many_rows_as_it_says(reader, kent, norfolk):
    shared(kent, norfolk)
    shared(kent, cost="10.00")
    agreed_case((kent, "12.50"), (norfolk, "7.50"))
    cash = w.make_benefit(kind="cashable")
    w.make_benefit_line(benefit=cash, force=kent, delivered="100.00")
    w.make_benefit_line(benefit=w.make_benefit(kind="cashable"), force=kent, delivered="1.00")
    text = reader.get("/register/net-position/?year=2016/17").content.decode()
    cells = re.findall(r'<a href="([^"]*)" title="(\d+) rows?">', text)

    assert len(cells) == 7
    for url, said in cells:
        page = reader.get(url.replace("&amp;", "&").partition("#")[0])
        assert page.status_code == 200
        if "#" not in url:
            assert page.context["table"].paginator.count == int(said)
        elif url.endswith("#pays"):
            assert len(page.context["rows"].shares) + len(page.context["rows"].cases) == int(said)
        else:
            assert len(getattr(page.context["rows"], url.partition("#")[2])) == int(said)


def test_the_chart_has_its_finding_its_summary_and_words_on_each_bar(reader, kent, norfolk):
    shared(kent, norfolk)
    w.make_benefit_line(benefit=w.make_benefit(kind="cashable"), force=kent, delivered="100.00")
    text = reader.get("/register/net-position/?year=2016/17").content.decode()

    assert (
        "<h2>The one force whose net position is known saves more than it pays in 2016/17; of 1 it is not known</h2>"
        in text
    )
    assert "Hatched: what a force pays." in text
    assert "Kent: pays £45, saves £100<" in text
    assert "Norfolk: pays £45, saves: not known<" in text


def test_nothing_known_draws_nothing_and_says_so(reader, kent):
    text = reader.get("/register/net-position/").content.decode()

    assert '<svg class="bars"' not in text
    assert "There is nothing to draw" in text


def test_sensitive_sets_cases_and_lines_are_no_part_of_what_others_read(reader, kent):
    shared(kent, marking=Marking.SENSITIVE)
    case = agreed_case((kent, "12.50"))
    case.marking = Marking.SENSITIVE
    case.save()
    w.make_benefit_line(benefit=w.make_benefit(kind="cashable", marking=Marking.SENSITIVE), force=kent, delivered="9")

    assert csv_of(reader)[1] == "Kent,2016/17,,,,,,No payment is recorded. Nothing saved is recorded."


@pytest.mark.parametrize("asked", ["year=2016", "figure=profit", "colour=red"])
def test_a_question_that_makes_no_sense_gets_a_sentence(reader, asked):
    assert reader.get(f"/register/net-position/?{asked}").status_code == 400


def test_a_force_that_is_none_is_not_found(reader):
    assert reader.get("/register/net-position/FOR-99/").status_code == 404
