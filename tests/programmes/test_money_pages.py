"""The pages of shared costs: the calculator saves nothing, made-up figures say so, schedules tie to the penny."""

import io
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from programmes.access import NotAllowed
from programmes.calculator import Question, answer
from programmes.choices import Marking, Role
from programmes.cost_share_sets import SetRefused, keep_set
from programmes.demo import NotADemonstration
from programmes.example_figures import WARNING, example_figure
from programmes.models import CostShareSet, NetRevenueExpenditure
from programmes.reading import Reader
from programmes.reports.schedule import schedule
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
CALCULATOR = "/register/cost-shares/calculator/"


def signed_in(role):
    client = Client()
    client.force_login(p.make_user(role))
    return client


@pytest.fixture
def forces():
    return [p.make_force(name=name, in_seven_force=True) for name in ("Essex", "Kent", "Norfolk")]


@pytest.fixture
def nre(forces):
    for force, amount in zip(forces, ("300.00", "200.00", "100.00"), strict=True):
        p.make_net_revenue_expenditure(force=force, financial_year="2016/17", amount=amount)
    return forces


def asked(forces, **more):
    query = "".join(f"&force={force.reference}" for force in forces)
    return "?" + "&".join(f"{name}={value}" for name, value in more.items()) + query


def text_of(response):
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def csv_of(client, address):
    return text_of(client.get(address)).lstrip("\ufeff").split("\r\n")[:-1]


def test_the_calculator_answers_from_the_figures_of_the_base_year(nre):
    lines = csv_of(
        signed_in(Role.OFFICE_VIEWER),
        "/register/cost-shares/calculator.csv"
        + asked(nre, cost=1000, grant=400, order="last", basis="nre", base_year="2016/17", leaving=nre[0].reference),
    )

    assert lines == [
        "force,figure,percentage,part_of_cost,part_of_grant,pays,pays_after,difference",
        "Essex,300.00,50.0000,500.00,200.00,300.00,,'-300.00",
        "Kent,200.00,33.3333,333.33,133.33,200.00,400.00,200.00",
        "Norfolk,100.00,16.6667,166.67,66.67,100.00,200.00,100.00",
        "Sum,,100.0000,1000.00,400.00,600.00,600.00,0.00",
    ]


def test_the_page_says_who_bears_what_a_force_paid(nre):
    page = text_of(
        signed_in(Role.AUDITOR).get(
            CALCULATOR + asked(nre, cost=600, basis="nre", base_year="2016/17", leaving=nre[2].reference)
        )
    )

    assert "If Norfolk leaves, the others bear the £100 it pays now." in page
    assert '<td class="number">£360.00</td><td class="number">+£60.00</td>' in page
    assert '<td class="number">Left</td><td class="number">-£100.00</td>' in page
    assert '<td class="number">£600.00</td><td class="number">£0.00</td>' in page
    assert "Keep these shares" not in page


def test_what_the_register_does_not_know_is_said_and_never_made_up(forces):
    p.make_net_revenue_expenditure(force=forces[0], financial_year="2016/17", amount="300.00")
    page = text_of(
        signed_in(Role.OFFICE_VIEWER).get(CALCULATOR + asked(forces, cost=600, basis="nre", base_year="2016/17"))
    )

    assert "Not in the register, so nothing can be worked out: the figure of Kent, Norfolk." in page


@pytest.mark.parametrize("basis", ["headcount", "usage", "beneficial"])
def test_counts_of_the_base_year_share_a_cost(forces, basis):
    for force, count in zip(forces, (10, 20, 70), strict=True):
        p.make_measured_quantity(force=force, kind=basis, what="calls", quantity=count)
        p.make_measured_quantity(force=force, kind=basis, what="other", quantity=1)
    lines = csv_of(
        signed_in(Role.OFFICE_VIEWER),
        "/register/cost-shares/calculator.csv"
        + asked(forces, cost="0.10", basis=basis, base_year="2016/17", measured="calls"),
    )

    assert [line.split(",")[-1] for line in lines[1:]] == ["0.01", "0.02", "0.07", "0.10"]


def test_typed_percentages_go_before_what_the_register_holds(forces):
    typed = {f"figure_{force.reference}": share for force, share in zip(forces, ("50", "25.5", "24.5"), strict=True)}
    lines = csv_of(
        signed_in(Role.OFFICE_VIEWER),
        "/register/cost-shares/calculator.csv" + asked(forces, cost=200, basis="fixed", **typed),
    )

    assert [line.split(",")[-1] for line in lines[1:]] == ["100.00", "51.00", "49.00", "200.00"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cost": "much"}, "Write a number in figures"),
        ({"cost": "1", "grant": "2"}, "The grant is more than the cost."),
        ({"base_year": "2016"}, "Write the financial year as 2016/17."),
        ({"leaving": "FOR-99"}, "Select a valid choice."),
    ],
)
def test_a_bad_question_gets_a_sentence_and_loses_nothing(nre, wrong, sentence):
    client = signed_in(Role.OFFICE_VIEWER)
    page = text_of(client.get(CALCULATOR + asked(nre, **({"cost": "600", "measured": "kept", "basis": "nre"} | wrong))))

    assert sentence in page
    assert 'value="kept"' in page
    assert client.get("/register/cost-shares/calculator.csv" + asked(nre, **wrong)).status_code == 400


def test_an_unknown_parameter_is_refused():
    assert signed_in(Role.OFFICE_VIEWER).get(f"{CALCULATOR}?colour=red").status_code == 400


# Made-up figures ---------------------------------------------------------------------------------------------------


@pytest.fixture
def seven():
    return [p.make_force(name=f"Force {n}", in_seven_force=True) for n in range(1, 8)]


def test_made_up_figures_say_so_on_the_page_and_in_every_row_of_the_csv(seven, settings):
    settings.DEMO = True
    client = signed_in(Role.EDITOR)
    chosen = seven[:6]
    question = asked(chosen, cost=210, basis="nre", figures="example")
    page = text_of(client.get(CALCULATOR + question))
    response = client.get("/register/cost-shares/calculator.csv" + question)
    lines = text_of(response).lstrip("\ufeff").split("\r\n")[1:-1]

    assert WARNING in page
    assert "Keep these shares" not in page
    assert "fictional" in response["Content-Disposition"]
    assert lines
    assert all(WARNING in line for line in lines)
    assert not NetRevenueExpenditure.objects.exists()


def test_made_up_figures_are_never_kept(seven, settings):
    settings.DEMO = True
    editor = p.make_user(Role.EDITOR)
    found = answer(Question(cost=D(210), basis="nre", forces=tuple(seven[:3]), is_example=True))

    with pytest.raises(SetRefused) as refusal:
        keep_set(answer=found, title="T", belongs_to=p.make_programme(), by=editor)

    assert str(refusal.value) == "These figures are made up; they are no force’s, and make no set of shares."


def test_there_are_no_made_up_figures_in_earnest(seven, settings):
    settings.DEMO = False
    page = text_of(signed_in(Role.EDITOR).get(CALCULATOR + asked(seven, cost=210, basis="nre", figures="example")))

    assert "Select a valid choice." in page
    assert WARNING not in page
    with pytest.raises(NotADemonstration):
        example_figure("FOR-1")


def test_a_force_without_a_made_up_figure_is_named(seven, settings):
    settings.DEMO = True
    others = tuple(p.make_force(name=f"Other {n}") for n in range(3))

    assert "Other" in answer(Question(cost=D(9), basis="nre", forces=others, is_example=True)).why_not


def test_figures_that_are_all_nought_share_nothing(forces):
    nought = tuple((force.pk, D(0)) for force in forces)
    found = answer(Question(cost=D(9), basis="fixed", forces=tuple(forces), typed=nought))

    assert found.why_not == "This cannot be shared. Weights are nought or more, and one at least is more."


def test_fixed_percentages_of_a_base_year_are_nowhere_but_on_the_form(forces):
    found = answer(Question(cost=D(9), basis="fixed", forces=tuple(forces), base_year="2016/17"))

    assert found.why_not == "Not in the register, so nothing can be worked out: the figure of Essex, Kent, Norfolk."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Title: say what is shared."),
        ({"starts": "one day"}, "Effective from and to: “one day” is not a date the register can read."),
        ({"starts": "2018", "ends": "2017"}, "Effective to: it lies before the day it is effective from."),
    ],
)
def test_the_door_itself_refuses_a_set_that_is_not_whole(nre, wrong, sentence):
    found = answer(Question(cost=D(600), basis="nre", forces=tuple(nre), base_year="2016/17"))
    with pytest.raises(SetRefused) as refusal:
        keep_set(answer=found, belongs_to=p.make_programme(), by=p.make_user(Role.EDITOR), **{"title": "T"} | wrong)

    assert str(refusal.value).startswith(sentence)
    assert not CostShareSet.objects.exists()


# Sets and their schedules --------------------------------------------------------------------------------------------


def test_an_editor_keeps_an_answer_as_a_set_and_nobody_else_does(nre):
    programme = p.make_programme()
    question = CALCULATOR + asked(nre, cost=1000, basis="nre", base_year="2016/17", leaving=nre[2].reference)
    sent = {"title": "Annual cost", "belongs_to": programme.reference, "starts": "April 2017", "recurrence": "a_year"}
    refused = signed_in(Role.PUBLISHER).post(question, sent)
    kept = signed_in(Role.EDITOR).post(question, sent, follow=True)

    assert refused.status_code == 403
    made = CostShareSet.objects.get()
    assert (made.programme, made.cost, made.base_year, made.starts, made.marking) == (
        programme, D("1000.00"), "2016/17", "2017-04", "internal",
    )  # fmt: skip
    assert [(str(s.force), s.weight, s.percentage) for s in made.shares.order_by("pk")] == [
        ("Essex", D("300"), D("60")), ("Kent", D("200"), D("40")),
    ]  # fmt: skip
    assert "£600.00" in text_of(kept)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Fill this in; it is needed."),
        ({"belongs_to": "PRG-99"}, "Select a valid choice."),
        ({"starts": "one day"}, "is no date the register can read"),
        ({"starts": "2018", "ends": "2017"}, "it lies before the day it is effective from."),
    ],
)
def test_a_set_that_is_not_whole_is_refused_with_what_was_typed(nre, wrong, sentence):
    programme = p.make_programme()
    sent = {"title": "Annual cost", "belongs_to": programme.reference, "words": "as the paper says"} | wrong
    question = CALCULATOR + asked(nre, cost=1000, basis="nre", base_year="2016/17")
    page = text_of(signed_in(Role.EDITOR).post(question, sent))

    assert sentence in page
    assert "as the paper says" in page
    assert not CostShareSet.objects.exists()


def test_a_set_stays_as_it_was_when_the_figures_change(nre):
    editor = p.make_user(Role.EDITOR)
    found = answer(Question(cost=D(600), basis="nre", forces=tuple(nre), base_year="2016/17"))
    made = keep_set(answer=found, title="T", belongs_to=p.make_programme(), by=editor)
    row = NetRevenueExpenditure.objects.first()
    row.amount = 1
    row.save()

    assert [row.pays for row in schedule(made, Reader.for_user(editor)).rows] == ["£300.00", "£200.00", "£100.00"]


def test_an_answer_that_is_none_makes_no_set(forces):
    found = answer(Question(cost=D(600), basis="nre", forces=tuple(forces), base_year="2016/17"))
    with pytest.raises(SetRefused):
        keep_set(answer=found, title="T", belongs_to=p.make_programme(), by=p.make_user(Role.EDITOR))
    with pytest.raises(NotAllowed):
        keep_set(answer=found, title="T", belongs_to=p.make_programme(), by=p.make_user(Role.AUDITOR))


def test_a_schedule_is_a_page_a_csv_and_a_tagged_pdf(nre):
    made = p.make_cost_share_set(title="Annual cost", cost="1000.01", basis="nre", base_year="2016/17")
    for force in nre:
        p.make_cost_share(share_set=made, force=force, payer=p.make_body(force=force))
    client = signed_in(Role.OFFICE_VIEWER)
    page = text_of(client.get(reverse("programmes:cost-share-set-detail", args=[made.reference])))
    lines = csv_of(client, reverse("programmes:cost-share-schedule-csv", args=[made.reference]))
    pdf = client.get(reverse("programmes:cost-share-schedule-pdf", args=[made.reference]))

    assert [line.split(",")[-1] for line in lines] == ["pays", "500.00", "333.34", "166.67", "1000.01"]
    assert "£1,000.01" in page
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content
    assert b"pdfuaid:part" in pdf.content


def test_a_schedule_says_what_is_not_known(forces):
    made = p.make_cost_share_set(title="Annual cost", cost="1000.00", basis="nre", base_year="2016/17")
    for force in forces:
        p.make_cost_share(share_set=made, force=force)
    client = signed_in(Role.OFFICE_VIEWER)
    page = text_of(client.get(reverse("programmes:cost-share-set-detail", args=[made.reference])))
    lines = csv_of(client, reverse("programmes:cost-share-schedule-csv", args=[made.reference]))

    assert "Not in our sources: net revenue expenditure for 2016/17 of Essex, Kent, Norfolk." in page
    assert lines[1] == "Essex,,,,,,"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"basis": "equal"}, "The cost to share is not stated."),
        (
            {"basis": "equal", "cost": D("1.00"), "grant": D("2.00"), "grant_order": "first"},
            "The grant is at most the cost",
        ),
        ({"basis": "fixed", "cost": D("1.00")}, "Not in our sources: fixed percentages of Essex, Kent, Norfolk."),
    ],
)
def test_a_set_that_cannot_be_worked_out_says_why(forces, fields, sentence):
    made = p.make_cost_share_set(**fields)
    for force in forces:
        p.make_cost_share(share_set=made, force=force)

    assert sentence in schedule(made, Reader.for_user(p.make_user(Role.AUDITOR))).why_not


def test_a_set_with_a_withheld_part_is_not_worked_out(forces):
    made = p.make_cost_share_set(basis="equal", cost=D("9.00"))
    for force in forces:
        p.make_cost_share(share_set=made, force=force, marking=Marking.SENSITIVE if force == forces[0] else "internal")
    shown = schedule(made, Reader.for_user(p.make_user(Role.OFFICE_VIEWER)))
    whole = schedule(made, Reader.for_user(p.make_user(Role.AUDITOR)))

    assert shown.why_not == "A part of this set is withheld from your role, so the parts are not worked out."
    assert "Essex" not in [row.force for row in shown.rows]
    assert [row.pays for row in whole.rows] == ["£3.00", "£3.00", "£3.00"]


def test_the_list_of_sets_knows_the_day_and_the_force(forces):
    early = p.make_cost_share_set(starts="2015-04-01", ends="2016-03-31")
    p.make_cost_share_set(starts="2016-04-01")
    p.make_cost_share(share_set=early, force=forces[0])
    client = signed_in(Role.OFFICE_VIEWER)

    def count(query):
        return client.get(f"/register/cost-shares/?{query}").context["table"].paginator.count

    assert [count(q) for q in ("", "as_at=2015-10-01", f"force={forces[0].reference}")] == [2, 1, 1]


# Net revenue expenditure ---------------------------------------------------------------------------------------------


def test_nre_without_a_source_is_empty_and_says_so(forces):
    client = signed_in(Role.OFFICE_VIEWER)

    assert text_of(client.get("/register/nre/")).count("Not in our sources") == 3
    assert csv_of(client, "/register/nre.csv") == [
        "force,financial_year,net_revenue_expenditure,sources", "Essex,,,", "Kent,,,", "Norfolk,,,",
    ]  # fmt: skip


def test_nre_stands_by_force_and_year_with_its_source_and_years_are_not_added(nre):
    p.make_net_revenue_expenditure(force=nre[0], financial_year="2017/18", amount="310.00")
    row = NetRevenueExpenditure.objects.get(force=nre[0], financial_year="2016/17")
    source = p.make_source(code="X1")
    p.make_citation(about=row, paragraph=p.make_source_paragraph(source=source, label="Schedule 2"))
    client = signed_in(Role.OFFICE_VIEWER)
    page = text_of(client.get("/register/nre/"))
    lines = csv_of(client, "/register/nre.csv")

    assert "£600" in page
    assert "£610" not in page
    assert page.count("No source given") == 3
    assert "2017/18: the sum is of 1 of 3 forces; not known: Kent, Norfolk." in page
    assert "2016/17: the sum is of" not in page
    assert lines[1] == "Essex,2016/17,300.00,X1 Schedule 2"
    assert len(io.StringIO("\n".join(lines)).readlines()) == 5
