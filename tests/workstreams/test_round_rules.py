"""What a return must say, what “no change” fills in, direction of travel: literal cases of the rules."""

import datetime as dt
from types import SimpleNamespace

import pytest

from workstreams.choices import PeriodState
from workstreams.reports.trend import Point, drawn, trend_words
from workstreams.round.periods import state_on
from workstreams.round.rules import problems, said, since_words, travel

AS_AT = dt.date(2026, 11, 23)


def update(**fields):
    empty = dict.fromkeys(
        ("rag", "public_text", "next_steps", "rag_reason", "action", "green_by", "green_by_words", "unchanged_since"),
        "",
    )
    said_on = {"as_at": "2016", "as_at_words": "", "as_at_latest": None}
    rest = said_on | {
        "is_unchanged": False,
        "green_by_latest": None,
        "as_at_earliest": AS_AT,
        "period_id": None,
        "period": None,
    }
    return SimpleNamespace(**{**empty, **rest, **fields})


def in_period(name, **fields):
    return update(period_id=1, period=SimpleNamespace(name=name), **fields)


AMBER = {
    "rag": "amber", "public_text": "Slow.", "rag_reason": "Late.", "action": "Calls.", "green_by": "2027-01",
    "green_by_words": "the New Year", "green_by_latest": dt.date(2027, 1, 31),
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "last", "expected"),
    [
        ({"rag": "green", "public_text": "Fine."}, None, []),
        ({}, None, ["rag", "public_text"]),
        ({"rag": "green", "public_text": " \n"}, None, ["public_text"]),
        ({"rag": "red", "public_text": "Stuck."}, None, ["rag_reason", "action", "green_by"]),
        (AMBER, None, []),
        ({**AMBER, "green_by_latest": AS_AT}, None, []),
        ({**AMBER, "green_by_latest": AS_AT - dt.timedelta(days=1)}, None, ["green_by"]),
        ({**AMBER, "as_at_earliest": None}, None, []),
        ({"is_unchanged": True}, None, ["is_unchanged", "rag", "public_text"]),
        ({"is_unchanged": True}, update(**AMBER), []),
        ({"is_unchanged": True}, update(**{**AMBER, "green_by_latest": dt.date(2026, 10, 31)}), ["green_by"]),
        ({"is_unchanged": True}, update(public_text="As in the paper."), ["rag"]),
        ({"is_unchanged": True, "public_text": "New."}, update(**AMBER), ["is_unchanged"]),
        ({"is_unchanged": True, "rag": "green"}, update(**AMBER), []),
    ],
)
def test_what_is_missing(fields, last, expected):
    assert [problem.field for problem in problems(update(**fields), last)] == expected


def test_no_change_fills_in_what_was_left_empty():
    last = in_period("October 2026", next_steps="Go live.", **AMBER)

    now = said(update(is_unchanged=True, action="Daily calls."), last)

    assert (now.rag, now.public_text, now.next_steps, now.rag_reason) == ("amber", "Slow.", "Go live.", "Late.")
    assert (now.action, now.green_by, now.green_by_words) == ("Daily calls.", "2027-01", "the New Year")
    assert now.unchanged_since == "October 2026"


def test_back_on_green_the_old_reason_falls_away():
    now = said(update(is_unchanged=True, rag="green"), in_period("October 2026", **AMBER))

    assert (now.rag, now.rag_reason, now.action, now.green_by) == ("green", "", "", "")
    assert not now.is_off_green


def test_a_date_of_its_own_counts_whole():
    now = said(update(is_unchanged=True, green_by="2027-06"), in_period("October 2026", **AMBER))

    assert (now.green_by, now.green_by_words) == ("2027-06", "")


def test_without_the_tick_nothing_is_filled_in():
    assert said(update(rag="red"), in_period("October 2026", **AMBER)).public_text == ""


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (in_period("October 2026"), "October 2026"),
        (in_period("October 2026", unchanged_since="May 2026"), "May 2026"),
        (
            update(as_at="2016-09", as_at_words="", as_at_latest=None),
            "September 2016",
        ),
        (update(as_at="2019", as_at_words="late 2019", as_at_latest=None), "late 2019"),
    ],
)
def test_since_when_it_stands(last, words):
    assert since_words(last) == words


@pytest.mark.parametrize(
    ("now", "before", "way"),
    [
        ("green", "green", "same"), ("green", "amber", "better"), ("green", "red", "better"), ("green", "", "new"),
        ("amber", "green", "worse"), ("amber", "amber", "same"), ("amber", "red", "better"), ("amber", "", "new"),
        ("red", "green", "worse"), ("red", "amber", "worse"), ("red", "red", "same"), ("red", "", "new"),
    ],
)  # fmt: skip
def test_direction_of_travel(now, before, way):
    assert travel(now, before) == way


@pytest.mark.parametrize(
    ("day", "last_lock", "state"),
    [
        ("2026-11-01", "", PeriodState.PLANNED),
        ("2026-11-02", "", PeriodState.OPEN),
        ("2026-11-27", "", PeriodState.OPEN),
        ("2026-11-28", "", PeriodState.OVERDUE),
        ("2026-11-28", "locked", PeriodState.LOCKED),
        ("2026-11-28", "reopened", PeriodState.OVERDUE),
    ],
)
def test_where_a_period_stands(day, last_lock, state):
    period = SimpleNamespace(opens_on=dt.date(2026, 11, 2), due_on=dt.date(2026, 11, 27), last_lock=last_lock)

    assert state_on(period, dt.date.fromisoformat(day)) == state


def test_the_drawing_says_in_words_what_it_shows():
    points = (Point("May", "green"), Point("June", ""), Point("July & on", "red"))

    assert trend_words(points) == "May green, June no return, July & on red"
    drawing = drawn(points)
    assert 'aria-label="May green, June no return, July &amp; on red"' in drawing
    assert [letter for letter in ("G", "–", "R") if f">{letter}</text>" in drawing] == ["G", "–", "R"]
    assert drawn(()) == ""
