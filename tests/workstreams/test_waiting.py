"""Whether what is waited for comes in time, and whether waits go in a circle: literal cases, and what always holds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dates import VagueDate, bounds
from workstreams.choices import WaitKind
from workstreams.waiting import End, circle, earliest_of, latest_of, wait


def vague(edtf: str) -> VagueDate:
    return VagueDate(edtf, "", *bounds(edtf))


@pytest.mark.parametrize(
    ("starts", "expected", "done", "kind", "words"),
    [
        ("2017-04", "2017-03", False, "in_time", "Waits for ERP, now expected March 2017, before this starts (April 2017)"),
        ("2017-04-01", "2017-04-01", False, "in_time",
         "Waits for ERP, now expected 1 April 2017, before this starts (1 April 2017)"),
        ("2016-23", "2019-10-31", False, "clash",
         "Waits for ERP, now expected 31 October 2019, after this starts (autumn 2016)"),
        ("2017", "2017-06", False, "may_clash",
         "Waits for ERP, now expected June 2017, which may be after this starts (2017)"),
        ("2017", "2016-06/..", False, "may_clash",
         "Waits for ERP, now expected from June 2016, which may be after this starts (2017)"),
        ("2016-23", "2019-10-31", True, "clash", "Waited for ERP, done 31 October 2019, after this starts (autumn 2016)"),
        ("2017", "2017-06", True, "done", "Waited for ERP, done June 2017"),
        ("2017", "2016-06", True, "done", "Waited for ERP, done June 2016"),
        ("", "2016-06", True, "done", "Waited for ERP, done June 2016"),
        ("2017", "", True, "done", "Waited for ERP, which is done"),
        ("2017", "", False, "unknown",
         "Waits for ERP; no date is recorded for that, so nobody can say whether it comes in time"),
        ("", "2017", False, "unknown",
         "Waits for ERP, now expected 2017; no date is recorded for this to start, so nobody can say whether it comes in time"),
    ],
)  # fmt: skip
def test_wait(starts, expected, done, kind, words):
    found = wait(waiting=End("Vetting", vague(starts)), awaited=End("ERP", vague(expected), done))

    assert (found.kind, found.words) == (kind, words)
    assert found.is_warning == (kind in ("clash", "may_clash"))


def test_wait_that_ended():
    found = wait(waiting=End("Vetting", vague("2016")), awaited=End("ERP", vague("2019")), ended="March 2017")

    assert (found.kind, found.words) == (WaitKind.ENDED, "Waited for ERP until March 2017")


def test_latest_and_earliest_of_vague_dates():
    days = [vague("2017-04"), vague("2016"), vague(""), vague("2017-04-01/2017-10-31")]

    assert latest_of(days).edtf == "2017-04-01/2017-10-31"
    assert earliest_of(days).edtf == "2016"
    assert latest_of([*days, vague("2017-01/..")]).edtf == "2017-01/.."
    assert earliest_of([*days, vague("../2030")]).edtf == "../2030"
    assert not latest_of([vague("")])
    assert not earliest_of([])


def test_circle_is_named_from_its_start_the_shortest_first():
    after = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": {"e"}, "e": {"a"}}

    assert circle(after, "a") == ["a", "b", "c", "a"]
    assert circle(after, "e") == ["e", "a", "b", "d", "e"]
    assert circle({"a": {"a"}}, "a") == ["a", "a"]
    assert circle({"a": {"b"}, "b": {"b", "c"}}, "a") == []
    assert circle({}, "a") == []


EDGES = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


def can_all_be_done_in_some_order(edges: set[tuple[int, int]]) -> bool:
    """Take away, again and again, what waits for nothing; all goes exactly when there is no circle."""
    left = set(range(7))
    while free := {one for one in left if not any(a == one and b in left for a, b in edges)}:
        left -= free
    return not left


@given(EDGES)
def test_there_is_a_circle_exactly_when_the_work_has_no_order(edges):
    after: dict[int, set[int]] = {}
    for one, other in edges:
        after.setdefault(one, set()).add(other)

    ways = [circle(after, one) for one in range(7)]

    assert any(ways) is not can_all_be_done_in_some_order(edges)
    for start, way in enumerate(ways):
        if way:
            assert way[0] == way[-1] == start
            assert all(step in edges for step in pairwise(way))
            assert len(set(way[1:])) == len(way) - 1
