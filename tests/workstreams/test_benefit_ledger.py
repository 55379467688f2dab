"""The ledger: kinds apart, unknown empty, every number a link to as many lines as it says."""

import re
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programmes.amounts import net_tie, tie
from programmes.choices import Marking, Role
from programmes.grids import Sum, make_grid
from programmes.navigation import Link
from programmes.years import days_of
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


@pytest.fixture
def ledger():
    """Kent and Norfolk, two years, two kinds and one not stated; one line states nothing delivered."""
    kent, norfolk = p.make_force(name="Kent"), p.make_force(name="Norfolk")
    cash = w.make_benefit(title="Fewer buildings", kind="cashable", stated_fbc="1000.00", stated_delivered="350.00")
    time = w.make_benefit(title="Less typing", kind="non_cashable")
    vague = w.make_benefit(title="Something", workstream=cash.workstream)
    line = w.make_benefit_line
    line(benefit=cash, force=kent, financial_year="2016/17", predicted_fbc="600.10", delivered="100.10")
    line(benefit=cash, force=kent, financial_year="2017/18", predicted_fbc="399.90", delivered="200.20",
         reinvested="50.20", net="140.00", validated_by="CFO of Kent")  # fmt: skip
    line(benefit=cash, force=norfolk, financial_year="2017/18", delivered="0")
    line(benefit=cash, force=norfolk, financial_year="2016/17")
    line(benefit=time, force=kent, financial_year="2016/17", delivered="7")
    line(benefit=vague, force=kent, financial_year="2016/17", delivered="9")
    return cash


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def rows_of(client, address):
    return client.get(address).context["table"].paginator.count


def test_totals_stand_by_kind_with_sums_of_rows_and_columns(reader, ledger):
    csv = text_of(reader, reverse("workstreams:ledger-totals-csv"))

    assert csv.lstrip("\ufeff").split("\r\n") == [
        "kind,force,2016/17,2017/18,sum",
        "Cashable,Kent,100.10,200.20,300.30",
        "Cashable,Norfolk,,0.00,0.00",
        "Cashable,Sum,100.10,200.20,300.30",
        "Non-cashable,Kent,7.00,,7.00",
        "Non-cashable,Sum,7.00,,7.00",
        "Kind not stated,Kent,9.00,,9.00",
        "Kind not stated,Sum,9.00,,9.00",
        "",
    ]


def test_every_number_leads_to_as_many_lines_as_it_says(reader, ledger):
    for figure in ("delivered", "predicted_fbc", "net"):
        text = text_of(reader, f"{reverse('workstreams:ledger-totals')}?figure={figure}")
        cells = re.findall(r'<a href="(/register/benefits/\?[^"]*)" title="(\d+) rows?">', text)
        assert cells
        for url, said in cells:
            assert rows_of(reader, url.replace("&amp;", "&")) == int(said), url


def test_totals_keep_the_filters_of_the_address(reader, ledger):
    workstream = ledger.workstream.reference
    csv = text_of(reader, f"{reverse('workstreams:ledger-totals-csv')}?workstream={workstream}&force=FOR-3")

    assert "Cashable,Norfolk,0.00,0.00" in csv
    assert "Non-cashable" not in csv


def test_the_page_of_a_benefit_says_by_how_much_its_totals_do_not_tie(reader, ledger):
    text = text_of(reader, reverse("workstreams:benefit-detail", args=[ledger.reference]))

    assert "Predicted at FBC: the lines add up to £1,000, as stated. 2 of 4 lines state no figure." in text
    assert (
        "Delivered: the lines add up to £300.30, £49.70 less than the £350 stated. 1 of 4 lines state no figure."
        in text
    )
    assert "Kent 2017/18: net is stated as £140, £10 less than delivered less reinvested (£150)." in text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 6), ("?kind=cashable", 4), ("?kind=unstated", 1), ("?validated=yes", 1), ("?validated=no", 4),
        ("?figure=delivered", 5), ("?figure=predicted_soc", 0), ("?ties=no", 1), ("?year=2016/17", 4),
        ("?force=FOR-3", 2), ("?benefit=BEN-1&year=2017/18", 2), ("?workstream=WS-2", 1),
    ],
)  # fmt: skip
def test_filters_of_the_ledger(reader, ledger, asked, count):
    assert rows_of(reader, reverse("workstreams:ledger-list") + asked) == count


@pytest.mark.parametrize("asked", ["?year=2016", "?year=2016/18", "?kind=money", "?figure=profit", "?colour=red"])
@pytest.mark.parametrize("name", ["ledger-list", "ledger-totals"])
def test_an_address_that_makes_no_sense_gets_a_sentence(reader, ledger, name, asked):
    assert reader.get(reverse(f"workstreams:{name}") + asked).status_code == 400


def test_what_is_not_stated_is_a_dash_on_the_page_and_empty_in_the_csv(reader, ledger):
    csv = text_of(reader, f"{reverse('workstreams:ledger-csv')}?force=FOR-3&year=2016/17")

    assert csv.split("\r\n")[1] == (
        "Fewer buildings," + ledger.workstream.name + ",Cashable,Norfolk,2016/17,,,,,,,,,,,BLN-4"
    )


def test_sensitive_benefits_are_no_part_of_what_others_read(reader, ledger):
    ledger.marking = Marking.SENSITIVE
    ledger.save()

    assert rows_of(reader, reverse("workstreams:ledger-list")) == 2
    assert "Cashable,Kent" not in text_of(reader, reverse("workstreams:ledger-totals-csv"))
    assert reader.get(reverse("workstreams:benefit-detail", args=[ledger.reference])).status_code == 404


def test_claims_of_the_sources_stand_beside_the_ledger_and_are_never_added_to_it(reader, ledger):
    common = {"measure": "saving", "figure_status": "delivered", "period": "2016", "alliance": p.make_alliance()}
    w.make_savings_figure(title="One", low="100", qualifier="over", words="over £100", **common)
    w.make_savings_figure(title="Two", low="20", qualifier="about", words="some £20", **common)
    w.make_savings_figure(title="Later", low="5", words="£5", **common | {"period": "2017"})
    text = text_of(reader, reverse("workstreams:savings"))

    assert "Together at least about £120. Its hedges: over £100; some £20." in text
    assert text.count("Together") == 1
    assert "£300.30" in text
    assert "£420.30" not in text


def test_a_claim_that_is_not_stated_makes_no_sum(reader):
    common = {"period": "2016", "alliance": p.make_alliance()}
    w.make_savings_figure(title="One", **common)
    w.make_savings_figure(title="Two", low="20", **common)

    assert "One of these figures is not stated; the sum is not known." in text_of(
        reader, reverse("workstreams:savings")
    )


@pytest.mark.parametrize(
    ("stated", "parts", "words"),
    [
        (None, ["1"], ""),
        ("5", [None], "FBC: £5 is stated in all; none of the lines states its part."),
        ("5", ["2", "3"], "FBC: the lines add up to £5, as stated."),
        ("5", ["2", "4.50"], "FBC: the lines add up to £6.50, £1.50 more than the £5 stated."),
    ],
)
def test_a_total_ties_or_says_by_how_much_it_does_not(stated, parts, words):
    made = [None if part is None else D(part) for part in parts]

    assert tie("FBC", None if stated is None else D(stated), made) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (("5", "2", "3"), ""), ((None, "2", "3"), ""), (("5", None, "3"), ""), (("5", "2", None), ""),
        (("5", "2", "4"), "net is stated as £4, £1 more than delivered less reinvested (£3)"),
    ],
)  # fmt: skip
def test_net_ties_or_says_by_how_much_it_does_not(figures, words):
    assert net_tie(*(None if figure is None else D(figure) for figure in figures)) == words


def test_a_number_without_a_list_is_shown_and_not_linked():
    grid = make_grid("T", "t", {(1, "2016/17"): Sum(D(5), 2)}, heads=[(1, Link("Kent"))], columns=["2016/17"],
                     url=lambda row, column: "")  # fmt: skip

    assert grid.total.html == '<span title="2 rows">£5</span>'


@pytest.mark.parametrize("year", ["2016", "2016/18", "1816/17", "２０16/17", "2016/17 "])
def test_what_is_no_financial_year_has_no_days(year):
    with pytest.raises(ValueError, match="is not a financial year"):
        days_of(year)


def test_the_days_of_a_financial_year():
    assert [day.isoformat() for day in days_of("1999/00")] == ["1999-04-01", "2000-03-31"]


_CELLS = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from(["2015/16", "2016/17", "2017/18"])),
    st.builds(Sum, st.decimals(-(10**9), 10**9, places=2), st.integers(1, 9)),
)


@given(_CELLS)
def test_sums_of_rows_and_of_columns_are_the_same_whole(cells):
    heads = [(n, Link(f"Force {n}")) for n in range(1, 5)]
    columns = ["2015/16", "2016/17", "2017/18"]
    grid = make_grid("T", "t", cells, heads=heads, columns=columns, url=lambda row, column: "")

    def whole(found):
        found = list(found)
        return sum((c.amount for c in found if c.amount is not None), D(0)), sum(c.rows for c in found)

    assert whole(row.total for row in grid.rows) == whole(grid.totals) == whole([grid.total])
    assert {n: c.amount is None for n, row in enumerate(grid.rows, 1) for c in [row.total]} == {
        n: all((n, column) not in cells for column in columns) for n in range(1, 5)
    }
