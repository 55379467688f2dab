"""Dates as the sources say them: the days a value can mean, words to value, value to words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dates import DateNotUnderstood, VagueDate, bounds, financial_year, from_words, in_words

NOT_A_DATE = (
    "“{}” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn 2016 or "
    "1 April 2017 to 31 March 2020."
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2016-04-21", "2016-04-21", "2016-04-21"),
        ("2016-02-29", "2016-02-29", "2016-02-29"),
        ("2016-04", "2016-04-01", "2016-04-30"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-21", "2016-03-01", "2016-05-31"),
        ("2016-22", "2016-06-01", "2016-08-31"),
        ("2016-23", "2016-09-01", "2016-11-30"),
        ("2016-24", "2016-12-01", "2017-02-28"),
        ("2015-24", "2015-12-01", "2016-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("2016-23~", "2016-09-01", "2016-11-30"),
        ("2016~", "2016-01-01", "2016-12-31"),
        ("2016-04-21?", "2016-04-21", "2016-04-21"),
        ("2016-04%", "2016-04-01", "2016-04-30"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2016-XX", "2016-01-01", "2016-12-31"),
        ("2016-04-XX", "2016-04-01", "2016-04-30"),
        ("2017-04-01/2020-03-31", "2017-04-01", "2020-03-31"),
        ("2016-04/2016-23", "2016-04-01", "2016-11-30"),
    ],
)
def test_bounds_give_first_and_last_day(edtf, first, last):
    assert bounds(edtf) == (day(first), day(last))


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2016-04/..", "2016-04-01", None),
        ("2016-04/", "2016-04-01", None),
        ("../2016-09-21", None, "2016-09-21"),
        ("/2016-09-21", None, "2016-09-21"),
        ("", None, None),
    ],
)
def test_bounds_of_an_open_end_are_none(edtf, first, last):
    assert bounds(edtf) == (first and day(first), last and day(last))


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2016-13",
        "2016-00",
        "2016-25",
        "2016-33",
        "2016-02-30",
        "2016-23-05",
        "2016-4",
        "20160421",
        "2016-Q1",
        " 2016",
        "2016-04-21T10:00",
        "[2016,2017]",
        "y17000",
        "-2016",
        "0000",
        "0000-21",
        "²⁰¹⁶-23",
        "/",
        "../..",
        "2017/2016",
        "2016//2017",
        "2016/2017/2018",
    ],
)
def test_bounds_of_what_is_no_date_say_how_to_write_one(text):
    with pytest.raises(DateNotUnderstood) as refusal:
        bounds(text)

    assert str(refusal.value) == NOT_A_DATE.format(text)


@given(st.text(alphabet="0123456789-/.?~%XyTZ[]{}, ", max_size=12))
def test_bounds_are_in_order_whatever_is_written_and_have_words(text):
    try:
        first, last = bounds(text)
    except DateNotUnderstood:
        return

    assert first is None or last is None or first <= last
    assert isinstance(in_words(text), str)


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_day_written_in_words_reads_as_the_same_day(date):
    assert from_words(in_words(date.isoformat())) == date.isoformat()


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("21 April 2016", "2016-04-21"),
        ("21st April 2016", "2016-04-21"),
        (" April 2016 ", "2016-04"),
        ("2016", "2016"),
        ("2016-04", "2016-04"),
        ("2016-04/2016-06", "2016-04/2016-06"),
        ("autumn 2016", "2016-23"),
        ("Winter 2016", "2016-24"),
        ("early 2016", "2016"),
        ("about 2016", "2016~"),
        ("31/10/2019", "2019-10-31"),
        ("31/10/19", "2019-10-31"),
        ("3/4/16", "2016-04-03"),
        ("3.4.2016", "2016-04-03"),
        ("04-05-2016", "2016-05-04"),
        ("2017/18", "2017-04-01/2018-03-31"),
        ("1999/00", "1999-04-01/2000-03-31"),
        ("1 April 2017 to 31 March 2020", "2017-04-01/2020-03-31"),
        ("2017/18 to 2019/20", "2017-04-01/2020-03-31"),
    ],
)
def test_words_read_the_british_way(words, edtf):
    assert from_words(words) == edtf


@pytest.mark.parametrize(
    "words",
    [
        "early",
        "April",
        "10 May",
        "soon",
        "",
        "2016/18",
        "31/02/2016",
        "13/13/2016",
        "Q1 2016",
        "quarter 3 2016",
        "sixteen",
        "early 2018-02",
        "late 2018-02",
        "by 2018-02-03",
        "spring 2018-02",
        "Financial year 2016-17",
    ],
)
def test_words_that_name_no_date_are_refused(words):
    with pytest.raises(DateNotUnderstood):
        from_words(words)


def test_words_before_figures_are_refused_in_the_sentence_of_other_bad_dates():
    with pytest.raises(
        DateNotUnderstood,
        match="^“early 2018-02” is not a date the register can read. Write it as 21/04/2016, April 2016",
    ):
        from_words("early 2018-02")


def test_words_that_the_parser_breaks_on_are_refused_with_the_words(monkeypatch):
    monkeypatch.setattr("programmes.dates.text_to_edtf", lambda text: 1 / 0)

    with pytest.raises(DateNotUnderstood, match="^“some day” is not a date the register can read"):
        from_words("some day")


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("", ""),
        ("2016-04-01", "1 April 2016"),
        ("2016-12", "December 2016"),
        ("2016", "2016"),
        ("2016-21", "spring 2016"),
        ("2016-22", "summer 2016"),
        ("2016-23", "autumn 2016"),
        ("2016-24", "winter 2016"),
        ("201X", "2010s"),
        ("2016-XX", "2016"),
        ("2016-04-XX", "April 2016"),
        ("2016~", "about 2016"),
        ("2016-04?", "April 2016 (uncertain)"),
        ("2016-23%", "about autumn 2016 (uncertain)"),
        ("2017-04-01/2020-03-31", "1 April 2017 to 31 March 2020"),
        ("2016-04/..", "from April 2016"),
        ("2016-04/", "from April 2016"),
        ("../2016-09-21", "until 21 September 2016"),
        ("/2016", "until 2016"),
    ],
)
def test_a_value_in_words(edtf, words):
    assert in_words(edtf) == words


@pytest.mark.parametrize(
    ("date", "words", "is_said"),
    [
        (VagueDate("2016-23", "the autumn"), "the autumn", True),
        (VagueDate("2016-23"), "autumn 2016", True),
        (VagueDate("", "soon"), "soon", True),
        (VagueDate(""), "", False),
    ],
)
def test_a_vague_date_speaks_its_own_words_first(date, words, is_said):
    assert str(date) == words
    assert bool(date) is is_said


@pytest.mark.parametrize(
    ("date", "year"),
    [("2016-03-31", "2015/16"), ("2016-04-01", "2016/17"), ("2000-01-01", "1999/00"), ("2099-12-31", "2099/00")],
)
def test_financial_year_begins_on_the_first_of_april(date, year):
    assert financial_year(day(date)) == year
