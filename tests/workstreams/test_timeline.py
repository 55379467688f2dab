"""The drawing of the timeline: where dates lie, what always holds of it, and how long lists are cut."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dates import VagueDate, bounds
from workstreams.timeline import FIRST, LEAST, LEFT, RIGHT, TALLEST, WIDTH, Line, Span, drawn, mark, span_of, ticks

TODAY = dt.date(2026, 11, 23)
SPAN = Span(dt.date(2016, 1, 1), dt.date(2020, 1, 1))


def vague(edtf: str) -> VagueDate:
    return VagueDate(edtf, "", *bounds(edtf))


def line(group: str = "ERP", name: str = "Live", **dates: str) -> Line:
    return Line(1, group, name, tuple((kind, vague(edtf)) for kind, edtf in dates.items()))


def test_a_day_lies_in_proportion():
    assert SPAN.x(dt.date(2016, 1, 1)) == LEFT
    assert SPAN.x(dt.date(2020, 1, 1)) == WIDTH - RIGHT
    assert SPAN.x(dt.date(2018, 1, 1)) == pytest.approx((LEFT + WIDTH - RIGHT) / 2, abs=1)
    assert SPAN.x(dt.date(2030, 1, 1)) == WIDTH - RIGHT


@pytest.mark.parametrize(
    ("edtf", "fade", "words"),
    [
        ("2017-04-01", "", "Forecast 1 April 2017"),
        ("2017", "both", "Forecast 2017"),
        ("2017-04/..", "end", "Forecast from April 2017"),
        ("../2016-09-21", "start", "Forecast until 21 September 2016"),
    ],
)
def test_a_vague_date_has_soft_ends(edtf, fade, words):
    made = mark("forecast", vague(edtf), SPAN, 10)

    assert (made.fade, made.words) == (fade, words)


def test_an_open_end_runs_to_the_edge_and_its_sign_stands_at_the_known_end():
    made = mark("forecast", vague("2018-01/.."), SPAN, 10)

    assert made.x + made.width == WIDTH - RIGHT
    assert made.middle == pytest.approx(SPAN.x(dt.date(2018, 1, 1)), abs=LEAST)
    before = mark("actual", vague("../2018-01-01"), SPAN, 10)
    assert before.x == LEFT
    assert before.middle == pytest.approx(SPAN.x(dt.date(2018, 1, 1)), abs=LEAST)


@pytest.mark.parametrize(
    ("edtf", "anchor", "place"),
    [("2016-09-21", "start", "right"), ("2020-01-01", "end", "left"), ("../2020-01-01", "end", "on the bar")],
)
def test_words_stand_right_of_the_mark_else_left_of_it_else_on_it(edtf, anchor, place):
    made = mark("actual", vague(edtf), SPAN, 10)
    places = {"right": made.words_x > made.x + made.width, "left": made.words_x < made.x}

    assert made.anchor == anchor
    assert next((name for name, is_so in places.items() if is_so), "on the bar") == place


def test_what_lies_outside_or_has_no_day_is_not_drawn():
    assert mark("actual", vague("2014"), SPAN, 10) is None
    assert mark("actual", vague("2022"), SPAN, 10) is None
    assert mark("actual", VagueDate("", "some day"), SPAN, 10) is None


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(DAYS, DAYS, DAYS, DAYS)
def test_every_mark_lies_within_the_drawing(one, other, first, last):
    low, high = sorted((one, other))
    span = Span(*sorted((first, last)))

    made = mark("actual", VagueDate("x", "", low, high), span, 10)

    if made is not None:
        assert made.width >= LEAST
        assert made.x >= LEFT - LEAST
        assert made.x + made.width <= WIDTH - RIGHT + LEAST
        assert made.x <= made.middle <= made.x + made.width


@given(st.lists(st.tuples(DAYS, DAYS), max_size=8), DAYS)
def test_the_span_holds_every_date_and_today_and_few_lines(pairs, today):
    lines = [Line(n, "g", "m", (("actual", VagueDate("x", "", *sorted(pair))),)) for n, pair in enumerate(pairs)]

    span = span_of(lines, today)

    for pair in pairs:
        assert span.first <= min(pair)
        assert max(pair) <= span.last
    assert span.first <= today <= span.last
    assert len(ticks(span)) <= 14


def test_the_span_is_as_asked():
    span = span_of([line(forecast="2017")], TODAY, dt.date(2016, 1, 1), dt.date(2018, 1, 1))

    assert span == Span(dt.date(2016, 1, 1), dt.date(2018, 1, 1))
    assert drawn([line(forecast="2017")], span, TODAY)[0].today is None
    assert span_of([], TODAY, dt.date(2018, 1, 1), dt.date(2016, 1, 1)).first == dt.date(2016, 1, 1)


def test_lines_of_the_axis():
    assert [words for _, words in ticks(SPAN)] == [
        "Jan 2016", "Jul 2016", "Jan 2017", "Jul 2017", "Jan 2018", "Jul 2018", "Jan 2019", "Jul 2019", "Jan 2020",
    ]  # fmt: skip
    assert [words for _, words in ticks(Span(dt.date(2010, 5, 1), dt.date(2022, 1, 1)))][:2] == ["2011", "2012"]
    assert ticks(Span(dt.date(1, 1, 1), dt.date(9999, 12, 31)))


def test_what_is_past_is_dotted_up_to_today():
    late = Line(1, "ERP", "Live", (("forecast", vague("2017-04")),), past_since=dt.date(2017, 4, 30))

    part = drawn([late], span_of([late], TODAY), TODAY)[0]

    row = part.rows[-1]
    assert row.tail[1] == part.today[0]
    assert row.marks[0].words == "Forecast April 2017, past, nothing recorded"
    assert part.today[1] == "Today, 23 November 2026"


def test_long_lists_are_cut_into_sheets_that_repeat_the_heading():
    lines = [line(group=f"G{n // 20}", forecast="2017", actual="2018") for n in range(60)]

    parts = drawn(lines, SPAN, TODAY)

    assert parts[0].height <= FIRST + 10
    assert all(part.height <= TALLEST + 60 for part in parts)
    assert [part.rows[0].words for part in parts] == [
        "G0", "G0 (continued)", "G1 (continued)", "G2", "G2 (continued)",
    ]  # fmt: skip
    assert sum(row.kind == "milestone" for part in parts for row in part.rows) == 60


def test_warnings_stand_below_what_they_are_about():
    warned = Line(1, "ERP", "Live", (), warnings=("Warning: late",), group_warnings=("Warning: early",))

    rows = drawn([warned], SPAN, TODAY)[0].rows

    assert [(row.kind, row.words) for row in rows] == [
        ("heading", "ERP"), ("warning", "Warning: early"), ("milestone", "Live"), ("warning", "Warning: late"),
    ]  # fmt: skip


def test_long_names_are_cut_in_the_drawing():
    assert drawn([line(name="x" * 90)], SPAN, TODAY)[0].rows[1].words == "x" * 51 + "…"
