"""Slip of milestones: literal cases, what holds for all dates, and the database saying the same as the rule."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dates import VagueDate, bounds
from tests.factories import workstreams as w
from workstreams.choices import SlipKind, Standing
from workstreams.models import Milestone
from workstreams.slip import NOTHING, slip, standing

TODAY = dt.date(2026, 11, 23)


def vague(edtf: str, words: str = "") -> VagueDate:
    return VagueDate(edtf, words, *bounds(edtf))


@pytest.mark.parametrize(
    ("baseline", "forecast", "actual", "kind", "words", "low", "high"),
    [
        ("2016-23", "", "2019-10-31", "late", "1,065 to 1,155 days late", 1065, 1155),
        ("2016-04-01", "", "2016-04-15", "late", "14 days late", 14, 14),
        ("2016-04-01", "", "2016-04-02", "late", "1 day late", 1, 1),
        ("2016-04-01", "", "2016-04-01", "on_date", "On its baseline date", 0, 0),
        ("2016-04-15", "", "2016-04-01", "early", "14 days early", -14, -14),
        ("2016-05", "", "2016-03", "early", "31 to 91 days early", -91, -31),
        ("2017-01", "2017-04", "", "late", "Expected 60 to 119 days late", 60, 119),
        ("2017-04-30", "2017-04-01", "", "early", "Expected 29 days early (moved earlier)", -29, -29),
        ("2017-01", "2017-01", "", "either", "Expected on the same vague date as its baseline, up to 30 days either way",
         -30, 30),
        ("2017-01", "2017-01-16", "", "either", "Expected up to 15 days early or up to 15 days late", -15, 15),
        ("2017-01-31", "2017-01", "", "either", "Expected up to 30 days early or on its baseline date", -30, 0),
        ("2017-01-01", "", "2017-01", "either", "On its baseline date or up to 30 days late", 0, 30),
        ("2017-04-01", "2017-05-01/..", "", "late", "Expected at least 30 days late", 30, None),
        ("2017-04-01", "2017-04-01/..", "", "either", "Expected on its baseline date or late", 0, None),
        ("2017-04-01", "2017-03-22/..", "", "either", "Expected up to 10 days early or late", -10, None),
        ("2017-04-01", "", "../2016-09-21", "early", "At least 192 days early", None, -192),
        ("2017-04-01", "", "../2017-04-01", "either", "Early or on its baseline date", None, 0),
        ("2017-04-01", "", "../2017-04-11", "either", "Early or up to 10 days late", None, 10),
        ("", "2017-04", "", "unknown", "Unknown: no baseline is recorded", None, None),
        ("2017-04", "", "", "unknown", "Unknown: no forecast and no actual date is recorded", None, None),
        ("../2016", "../2017", "", "unknown", "Unknown: the dates do not say which days they mean", None, None),
    ],
)  # fmt: skip
def test_slip(baseline, forecast, actual, kind, words, low, high):
    found = slip(baseline=vague(baseline), forecast=vague(forecast), actual=vague(actual))

    assert (found.kind, found.words, found.low, found.high) == (kind, words, low, high)


def test_the_actual_date_counts_and_not_the_forecast():
    found = slip(baseline=vague("2017-01-01"), forecast=vague("2019-01-01"), actual=vague("2017-01-11"))

    assert found.words == "10 days late"


def test_a_date_in_words_alone_has_no_days():
    assert slip(baseline=vague("2017"), actual=VagueDate("", "early on")).kind == SlipKind.UNKNOWN


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))


@st.composite
def intervals(draw: st.DrawFn) -> VagueDate:
    """A vague date of any width, open at one end now and then."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    shape = draw(st.sampled_from(["day", "both", "both", "open start", "open end"]))
    if shape == "day":
        return VagueDate(first.isoformat(), "", first, first)
    return VagueDate("x", "", None if shape == "open start" else first, None if shape == "open end" else last)


def inside(draw, day: VagueDate) -> dt.date:
    return draw(st.dates(day.earliest or dt.date(1980, 1, 1), day.latest or dt.date(2050, 12, 31)))


@given(st.data(), intervals(), intervals())
def test_the_true_slip_lies_within_the_range_whatever_the_dates_meant(data, baseline, actual):
    found = slip(baseline=baseline, actual=actual)
    true = (inside(data.draw, actual) - inside(data.draw, baseline)).days

    assert found.low is None or found.low <= true
    assert found.high is None or true <= found.high
    if found.kind == SlipKind.LATE:
        assert true > 0
    if found.kind == SlipKind.EARLY:
        assert true < 0
    if found.kind == SlipKind.ON_DATE:
        assert true == 0


@given(intervals(), intervals())
def test_looked_at_from_the_other_side_late_is_early(one, other):
    there, back = slip(baseline=one, actual=other), slip(baseline=other, actual=one)

    assert (there.low, there.high) == tuple(None if n is None else -n for n in (back.high, back.low))
    mirrored = {SlipKind.LATE: SlipKind.EARLY, SlipKind.EARLY: SlipKind.LATE}
    assert there.kind == mirrored.get(back.kind, back.kind)


@given(DAYS, DAYS)
def test_two_days_give_one_number(one, other):
    found = slip(baseline=VagueDate("x", "", one, one), actual=VagueDate("x", "", other, other))

    assert found.low == found.high == (other - one).days


@given(intervals())
def test_nothing_to_compare_with_is_unknown(day):
    assert slip(baseline=NOTHING, actual=day).kind == slip(baseline=day).kind == SlipKind.UNKNOWN


@pytest.mark.parametrize(
    ("baseline", "forecast", "actual", "expected"),
    [
        ("", "2030", "2016", Standing.REACHED),
        ("", "2017-01", "", Standing.PAST),
        ("2017", "2030", "", Standing.TO_COME),
        ("2017", "", "", Standing.PAST),
        ("", "2026-11-22", "", Standing.PAST),
        ("", "2026-11-23", "", Standing.TO_COME),
        ("", "2026", "", Standing.TO_COME),
        ("", "2017-04/..", "", Standing.TO_COME),
        ("", "", "", Standing.UNDATED),
    ],
)
def test_standing(baseline, forecast, actual, expected):
    found = standing(baseline=vague(baseline), forecast=vague(forecast), actual=vague(actual), today=TODAY)

    assert found == expected


DATES = ["", "2016-23", "2016-11-30", "2016-09-01", "2019-10-31", "../2016-09-21", "2017-04/..", "2026", "2027"]


@pytest.mark.django_db
def test_the_database_says_the_same_as_the_rule():
    stream = w.make_workstream()
    for baseline in DATES:
        for forecast in DATES[::2]:
            for actual in ("", "2019-10-31", "../2016-09-01"):
                w.make_milestone(workstream=stream, baseline=baseline, forecast=forecast, actual=actual)
    w.make_milestone(workstream=stream, forecast="2016", actual_words="some time ago", baseline="2015")
    w.make_milestone(workstream=stream, forecast_words="soon", baseline="2015")

    for found in Milestone.objects.with_standing(TODAY).with_slip():
        rule = found.slipped
        assert found.standing == found.standing_on(TODAY), str(found.__dict__)
        assert found.slip_kind == rule.kind
        assert [None if days is None else days.days for days in (found.slip_low, found.slip_high)] == [
            rule.low,
            rule.high,
        ]
