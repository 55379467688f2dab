"""Shared costs: parts sum to the penny, none is below nought, grants come first or last, and a force may leave."""

from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.shares import divide, split, what_if

ONE_TO_SEVEN = [D(n) for n in range(1, 8)]


def pays(parts):
    return [str(part.pays) for part in parts]


def test_the_programme_of_2016_on_made_up_weights_by_hand():
    """£1,350,000 less £660,000 is £690,000; by 1 to 7 of 28, three pennies are left and go to 4, 1 and 5."""
    parts = split(D("1350000"), ONE_TO_SEVEN, grant=D("660000"), order="first")

    assert pays(parts) == [
        "24642.86", "49285.71", "73928.57", "98571.43", "123214.29", "147857.14", "172500.00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "weights", "grant", "first", "last"),
    [
        ("100.00", "111", "10.00", ["30.00", "30.00", "30.00"], ["30.00", "30.00", "30.00"]),
        ("10.00", "12", "1.00", ["3.00", "6.00"], ["3.00", "6.00"]),
        # First: 0.50 in three is 0.17, 0.17, 0.16. Last: 0.34, 0.33, 0.33 less 0.17, 0.17, 0.16.
        ("1.00", "111", "0.50", ["0.17", "0.17", "0.16"], ["0.17", "0.16", "0.17"]),
        ("1.00", "13", "1.00", ["0.00", "0.00"], ["0.00", "0.00"]),
        ("1.00", "13", "0.00", ["0.25", "0.75"], ["0.25", "0.75"]),
        ("0.02", "111", "0.01", ["0.01", "0.00", "0.00"], ["0.00", "0.01", "0.00"]),
    ],
)
def test_grant_first_and_grant_last_by_hand(cost, weights, grant, first, last):
    weighed = [D(weight) for weight in weights]

    assert pays(split(D(cost), weighed, grant=D(grant), order="first")) == first
    assert pays(split(D(cost), weighed, grant=D(grant), order="last")) == last


def test_grant_last_says_the_parts_of_cost_and_grant():
    parts = split(D("100.00"), [D(1), D(3)], grant=D("10.00"), order="last")

    assert [(str(p.cost), str(p.grant), str(p.pays)) for p in parts] == [
        ("25.00", "2.50", "22.50"), ("75.00", "7.50", "67.50"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "grant"), [("1.00", "1.01"), ("-1.00", "0"), ("1.00", "-0.01"), ("1.00", "0.005"), ("1.005", "0")]
)
def test_what_cannot_be_shared_is_refused(cost, grant):
    with pytest.raises(ValueError, match=r"The grant is at most the cost|is no multiple of"):
        split(D(cost), [D(1)], grant=D(grant), order="last")


def test_a_force_that_leaves_by_hand():
    changes = what_if(D("900.00"), [D(1), D(2), D(3)], 0)

    assert [(str(c.before.pays), c.after and str(c.after.pays), str(c.difference)) for c in changes] == [
        ("150.00", None, "-150.00"), ("300.00", "360.00", "60.00"), ("450.00", "540.00", "90.00"),
    ]  # fmt: skip


def test_nobody_left_to_share_is_refused():
    with pytest.raises(ValueError, match="Weights are nought or more"):
        what_if(D("9.00"), [D(1), D(0)], 0)


def test_no_digit_is_lost_of_the_largest_figures():
    weights = [D("99999999999999.99"), D("99999999999999.98"), D("0.0001")]

    assert sum(divide(D("99999999999999.99"), weights)) == D("99999999999999.99")


_NRE = st.lists(st.decimals(0, 10**14, places=2), min_size=1, max_size=14).filter(any)
_PENCE = st.decimals(0, 10**13, places=2)


@given(_NRE, _PENCE, st.fractions(0, 1), st.sampled_from(["first", "last", ""]))
def test_parts_always_sum_and_none_is_below_nought(weights, cost, part, order):
    grant = D(int(cost * 100 * part.numerator / part.denominator)) / 100 if cost else D(0)
    grant = min(grant, cost)
    parts = split(cost, weights, grant=grant, order=order)

    assert sum(p.pays for p in parts) == cost - grant
    assert all(p.cost >= p.pays >= 0 and p.grant >= 0 and p.cost - p.grant == p.pays for p in parts)
    assert all(p.pays == 0 for p, weight in zip(parts, weights, strict=True) if weight == 0)
    if order == "last":
        assert (sum(p.cost for p in parts), sum(p.grant for p in parts)) == (cost, grant)


@given(_NRE, _PENCE)
def test_equal_weights_pay_the_same_but_for_a_penny_and_more_weight_never_pays_less(weights, cost):
    parts = sorted(zip(weights, divide(cost, weights), strict=True))

    assert all(high[1] - low[1] >= D("-0.01") for low, high in pairwise(parts))


@given(st.lists(st.decimals("0.01", 10**12, places=2), min_size=2, max_size=8), _PENCE, st.data())
def test_the_differences_when_one_leaves_sum_to_nought(weights, cost, data):
    leaves = data.draw(st.integers(0, len(weights) - 1))
    changes = what_if(cost, weights, leaves)

    assert sum(c.difference for c in changes) == 0
    assert [n for n, c in enumerate(changes) if c.after is None] == [leaves]
