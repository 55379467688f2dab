"""Shares of a cost: parts that sum to the total by largest remainder, and new shares when fewer forces take part."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.shares import PLACE, divide, shares_without
from tests.factories.programmes import (
    make_cost_share,
    make_cost_share_set,
    make_force,
    make_net_revenue_expenditure,
)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("348884.90", ["43.5", "56.5"], ["151764.93", "197119.97"]),  # the consultancy of 2014, as Suffolk said it
        ("122540", ["1", "1"], ["61270", "61270"]),
        ("100", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        ("0.02", ["1", "1", "1"], ["0.01", "0.01", "0.00"]),
        ("-100", ["1", "1", "1"], ["-33.34", "-33.33", "-33.33"]),
        ("10", ["0", "3"], ["0", "10"]),
        ("0", ["1", "2"], ["0", "0"]),
    ],
)
def test_parts_sum_to_the_total(total, weights, parts):
    assert divide(D(total), [D(w) for w in weights]) == [D(p) for p in parts]


@pytest.mark.parametrize(
    ("total", "weights", "sentence"),
    [
        ("1", [], "Weights are nought or more, and one at least is more."),
        ("1", ["0", "0"], "Weights are nought or more, and one at least is more."),
        ("1", ["-1", "2"], "Weights are nought or more, and one at least is more."),
        ("1.005", ["1"], "1.005 is no multiple of 0.01."),
    ],
)
def test_what_cannot_be_divided_is_refused(total, weights, sentence):
    with pytest.raises(ValueError, match="^" + sentence.replace(".", r"\.") + "$"):
        divide(D(total), [D(w) for w in weights])


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.decimals(0, 10**9, places=4), min_size=1, max_size=14).filter(any),
)
def test_whatever_is_divided_the_parts_sum_to_it_and_none_is_a_penny_off(pence, weights):
    total = D(pence) / 100

    parts = divide(total, weights)

    assert sum(parts) == total
    whole = sum(weights)
    assert all(abs(part - total * weight / whole) < D("0.0100001") for part, weight in zip(parts, weights, strict=True))


def test_seven_equal_shares_sum_to_a_hundred():
    assert divide(D(100), [D(1)] * 7, place=PLACE) == [D("14.2858"), D("14.2857")] + [D("14.2857")] * 5


# Fewer forces --------------------------------------------------------------------------------------------------------

NAMES = ("Bedfordshire", "Kent", "Norfolk")


def share_set(basis, *percentages, base_year=""):
    """A set of the forces of NAMES."""
    made = make_cost_share_set(basis=basis, base_year=base_year)
    forces = [make_force(name=name) for name in NAMES]
    for force, percentage in zip(forces, percentages, strict=True):
        make_cost_share(share_set=made, force=force, percentage=percentage and D(percentage))
    return made, forces


def without_norfolk(made, forces):
    return [share and str(share) for share in shares_without(made, forces[:2]).values()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("basis", "before", "after"),
    [
        ("equal", ("33.3334", "33.3333", "33.3333"), ["50.0000", "50.0000"]),
        ("equal", (None, None, None), ["50.0000", "50.0000"]),
        ("fixed", ("20", "40", "40"), ["33.3333", "66.6667"]),
        ("headcount", ("10", "30", "60"), ["25.0000", "75.0000"]),
        ("usage", ("10", None, "60"), [None, None]),
        ("beneficial", ("10", "10", None), ["50.0000", "50.0000"]),
        ("nre", ("0", "0", "100"), [None, None]),
    ],
)
def test_the_shares_of_those_who_stay_by_the_basis(basis, before, after):
    made, forces = share_set(basis, *before)

    assert without_norfolk(made, forces) == after


@pytest.mark.django_db
def test_nre_shares_follow_the_figures_of_the_base_year():
    made, forces = share_set("nre", "10", "30", "60", base_year="2016/17")
    make_net_revenue_expenditure(force=forces[0], financial_year="2016/17", amount=D("100000000"))
    assert without_norfolk(made, forces) == ["25.0000", "75.0000"]  # one figure is not known: in proportion

    make_net_revenue_expenditure(force=forces[1], financial_year="2016/17", amount=D("200000000"))
    make_net_revenue_expenditure(force=forces[1], financial_year="2017/18", amount=D("1"))

    assert without_norfolk(made, forces) == ["33.3333", "66.6667"]


@pytest.mark.django_db
def test_of_nobody_there_are_no_shares():
    made, _ = share_set("equal", None, None, None)

    assert shares_without(made, []) == {}
