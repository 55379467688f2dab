"""Money as the sources say it: ranges, words, sums with their hedges."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.amounts import AmountNotStated, AmountsNotAddable, Hedged, HedgedSum, add, pounds
from programmes.choices import FigureStatus, Qualifier, Recurrence
from programmes.models import Funding


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1350000", "£1,350,000"),
        ("151764.93", "£151,764.93"),
        ("0", "£0"),
        ("5.00", "£5"),
        ("5.10", "£5.10"),
        ("-5", "-£5"),
        ("-1234.5", "-£1,234.50"),
    ],
)
def test_pounds_show_pence_only_when_there_are_some(value, words):
    assert pounds(D(value)) == words


@pytest.mark.parametrize(
    ("figure", "least", "most", "words"),
    [
        (Hedged(D(5)), D(5), D(5), "£5"),
        (Hedged(D(5), qualifier=Qualifier.AT_LEAST), D(5), None, "at least £5"),
        (Hedged(D(200000), qualifier=Qualifier.OVER), D(200000), None, "over £200,000"),
        (Hedged(D(20), qualifier=Qualifier.UP_TO), None, D(20), "up to £20"),
        (Hedged(D(7), qualifier=Qualifier.ABOUT), D(7), D(7), "about £7"),
        (Hedged(D(3), D(4), Qualifier.BETWEEN), D(3), D(4), "between £3 and £4"),
        (Hedged(None), None, None, "not stated"),
        (Hedged(D(20), qualifier=Qualifier.UP_TO, recurrence="a_year"), None, D(20), "up to £20 a year"),
        (Hedged(D(5), recurrence="one_off"), D(5), D(5), "£5"),
        (Hedged(D(5), words="some five pounds"), D(5), D(5), "some five pounds"),
    ],
)
def test_a_figure_keeps_its_hedge(figure, least, most, words):
    assert (figure.least, figure.most, str(figure)) == (least, most, words)


EXACT, AT_LEAST, UP_TO = (
    Hedged(D(5)),
    Hedged(D(7), qualifier=Qualifier.AT_LEAST),
    Hedged(D(3), qualifier=Qualifier.UP_TO),
)
ABOUT, BETWEEN = Hedged(D(10), qualifier=Qualifier.ABOUT), Hedged(D(1), D(2), Qualifier.BETWEEN)


@pytest.mark.parametrize(
    ("figures", "total", "words"),
    [
        ([EXACT, EXACT], HedgedSum(D(10), D(10)), "£10"),
        ([EXACT, BETWEEN], HedgedSum(D(6), D(7), ("between £1 and £2",)), "between £6 and £7"),
        ([EXACT, AT_LEAST], HedgedSum(D(12), None, ("at least £7",)), "at least £12"),
        ([EXACT, UP_TO], HedgedSum(None, D(8), ("up to £3",)), "up to £8"),
        ([AT_LEAST, UP_TO], HedgedSum(None, None, ("at least £7", "up to £3")), "no figure can be given"),
        ([EXACT, ABOUT], HedgedSum(D(15), D(15), ("about £10",), is_about=True), "about £15"),
        (
            [ABOUT, BETWEEN],
            HedgedSum(D(11), D(12), ("about £10", "between £1 and £2"), True),
            "between about £11 and £12",
        ),
        ([ABOUT, AT_LEAST], HedgedSum(D(17), None, ("about £10", "at least £7"), True), "at least about £17"),
        ([ABOUT, UP_TO], HedgedSum(None, D(13), ("about £10", "up to £3"), True), "up to about £13"),
        ([], HedgedSum(None, None), "no figure can be given"),
    ],
)
def test_a_sum_is_a_range_that_lists_its_hedges(figures, total, words):
    assert add(figures) == total
    assert str(total) == words


@pytest.mark.parametrize(
    "other",
    [Hedged(D(1), measure="cost"), Hedged(D(1), recurrence="a_year"), Hedged(D(1), period="2016-04-01/2017-03-31")],
)
def test_figures_of_different_kind_are_not_added(other):
    with pytest.raises(AmountsNotAddable) as refusal:
        add([EXACT, other])

    assert str(refusal.value) == (
        "These figures differ in what they measure, in being one-off or yearly, or in their period; they are not added."
    )


def test_a_figure_that_is_not_stated_makes_no_sum():
    with pytest.raises(AmountNotStated) as refusal:
        add([EXACT, Hedged(None)])

    assert str(refusal.value) == "One of these figures is not stated; the sum is not known."


_PENCE = st.decimals(min_value=0, max_value=10**9, places=2)
_FIGURES = st.one_of(
    st.builds(Hedged, _PENCE, qualifier=st.sampled_from([q for q in Qualifier if q != Qualifier.BETWEEN])),
    st.builds(lambda low, more: Hedged(low, low + more, Qualifier.BETWEEN), _PENCE, _PENCE),
)


@given(st.lists(_FIGURES, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_sum_is_exact_in_order_and_the_same_whatever_the_order(figures, random):
    total = add(figures)
    shuffled = random.sample(figures, len(figures))

    assert total.least is None or total.most is None or total.least <= total.most
    assert (add(shuffled).least, add(shuffled).most) == (total.least, total.most)
    assert total.least is None or total.least == sum(f.low for f in figures)
    assert len(total.hedges) == sum(f.qualifier != Qualifier.EXACTLY for f in figures)


def test_the_columns_of_a_record_make_one_figure():
    funding = Funding(
        low=D("151764.93"), qualifier=Qualifier.UP_TO, recurrence=Recurrence.A_YEAR, period="2016",
        figure_status=FigureStatus.STATED, words="up to £151,764.93 each year",
    )  # fmt: skip

    assert funding.amount == Hedged(
        D("151764.93"), None, "up_to", "up to £151,764.93 each year", recurrence="a_year", period="2016"
    )
