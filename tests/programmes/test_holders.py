"""Who held an office on a day."""

import datetime as dt

import pytest

from programmes.holders import VacantOffice, holder_between, holder_on
from tests.factories.programmes import make_body, make_holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def cambridgeshire():
    """The office of 2016 to 2021, vacant from 12 to 26 November 2019."""
    body = make_body(name="Cambridgeshire PCC")
    make_holder(body=body, name="Jason Ablewhite", starts="2016-05-12", ends="2019-11-11")
    make_holder(body=body, name="Ray Bisby", starts="2019-11-27", ends="2021-05-12", capacity="acting")
    make_holder(body=body, name="Darryl Preston", starts="2021-05-13")
    make_holder(body=body, name="Sir Graham", seen="2013-07-18")
    return body


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2016-05-12", "Jason Ablewhite"),
        ("2019-11-11", "Jason Ablewhite"),
        ("2019-11-27", "Ray Bisby"),
        ("2021-05-13", "Darryl Preston"),
        ("2026-11-22", "Darryl Preston"),
    ],
)
def test_the_holder_of_the_day(cambridgeshire, day, name):
    assert holder_on(cambridgeshire, dt.date.fromisoformat(day)).name == name


@pytest.mark.parametrize("day", ["2019-11-12", "2019-11-20", "2019-11-26"])
def test_between_two_holders_the_office_is_vacant(cambridgeshire, day):
    with pytest.raises(VacantOffice) as refusal:
        holder_on(cambridgeshire, dt.date.fromisoformat(day))

    assert str(refusal.value) == (
        f"Cambridgeshire PCC was vacant on {int(day[-2:])} November 2019; a vacant office cannot decide or sign. "
        "Check the date."
    )


def test_before_the_first_known_holder_the_record_does_not_say(cambridgeshire):
    assert holder_on(cambridgeshire, dt.date(2013, 7, 18)) is None


def test_after_the_last_known_holder_the_record_does_not_say():
    body = make_body()
    make_holder(body=body, starts="2012-11-22", ends="2016-05-11")

    assert holder_on(body, dt.date(2017, 1, 1)) is None


def test_an_office_without_holders_says_nothing():
    assert holder_on(make_body(), dt.date(2016, 1, 1)) is None


def test_a_term_without_a_known_end_ends_when_the_next_surely_began():
    body = make_body()
    make_holder(body=body, name="Lorne Green", starts="2016-05-12")
    make_holder(body=body, name="Giles Orpen-Smellie", starts="2021-05", ends="2024-05")

    assert holder_on(body, dt.date(2020, 1, 1)).name == "Lorne Green"
    assert holder_on(body, dt.date(2021, 5, 20)) is None  # either may have held it
    assert holder_on(body, dt.date(2022, 1, 1)).name == "Giles Orpen-Smellie"


def test_in_the_month_of_a_change_known_by_month_alone_the_record_does_not_say():
    body = make_body()
    make_holder(body=body, name="David Lloyd", starts="2012-11-22", ends="2024-05")
    make_holder(body=body, name="Jonathan Ash-Edwards", starts="2024-05")

    assert holder_on(body, dt.date(2024, 5, 2)) is None
    assert holder_on(body, dt.date(2024, 6, 1)).name == "Jonathan Ash-Edwards"


def test_who_acts_for_a_holder_comes_first_and_the_holder_returns():
    body = make_body()
    make_holder(body=body, name="Holder", starts="2012-11-22", ends="2020-01-01")
    make_holder(body=body, name="Deputy", starts="2015-01-01", ends="2015-06-30", capacity="acting")

    assert holder_on(body, dt.date(2015, 3, 1)).name == "Deputy"
    assert holder_on(body, dt.date(2015, 9, 1)).name == "Holder"


def test_a_term_known_by_its_end_alone_is_not_guessed():
    body = make_body()
    make_holder(body=body, ends="2013")

    assert holder_on(body, dt.date(2012, 1, 1)) is None


def span(first, last):
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2016-06-01", "2016-06-30", "Jason Ablewhite"),
        ("2019-11-27", "2019-11-27", "Ray Bisby"),
        ("2019-11-01", "2019-11-30", None),
        ("2019-11-01", "2019-11-20", None),
        ("2019-11-20", "2019-11-30", None),
        ("2013-01-01", "2013-12-31", None),
        ("2013-01-01", "2019-11-20", None),
    ],
)
def test_the_holder_between_two_days_is_named_only_when_it_is_the_same(cambridgeshire, first, last, name):
    holder = holder_between(cambridgeshire, *span(first, last))

    assert (holder and holder.name) == name


@pytest.mark.parametrize(("first", "last"), [("2019-11-20", "2019-11-20"), ("2019-11-12", "2019-11-26")])
def test_an_office_vacant_on_both_days_is_vacant(cambridgeshire, first, last):
    with pytest.raises(VacantOffice, match=r"^Cambridgeshire PCC was vacant on \d+ November 2019; "):
        holder_between(cambridgeshire, *span(first, last))
