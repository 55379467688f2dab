"""The matrix between two days: what became live, went quiet, skipped a step, changed, came new, each by its rule."""

import csv
import io
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.choices import AreaState
from workstreams.matrix_changes import STEPS, Change, Seen, judged, skipped_a_step

WORDS = st.sampled_from(["Live", "live", "Being progressed", "Op. Lockdown"])
SEEN = st.builds(Seen, st.sampled_from(["OBS-1", "OBS-2"]), st.sampled_from(AreaState.values), WORDS)
#: business area -> what was observed in January 2011, and in June 2014 (None: nothing).
STORY = {
    "Vetting": (("to_be_considered", "To be considered"), ("live", "Live")),
    "Dogs": (("being_progressed", "Being progressed"), ("live", "Live")),
    "Fleet": (("to_be_considered", "To be considered"), ("being_progressed", "Being progressed")),
    "Finance": (("being_considered", "Being considered"), ("being_progressed", "Being progressed")),
    "ANPR": (("initial_research", "Initial research"), ("live", "Live")),
    "Uniform": (("live", "Live"), ("live", "Live")),
    "Pensions": (("being_considered", "Being considered"), None),
    "Robotics": (None, ("live", "Live")),
}
BOTH = "as_at=2014-12-31&against=2011-01-31"


@pytest.fixture
def reader(db):
    """A reader of two surveys of one partnership, and of another partnership that was never observed again."""
    group = w.make_area_group(name="BUSINESS SUPPORT")
    ours, other = p.make_alliance(short_name="Ours", position=1), p.make_alliance(short_name="Other", position=2)
    for place, (name, observed) in enumerate(STORY.items()):
        area = w.make_business_area(group=group, name=name, position=place)
        for day, found in zip(("2011-01", "2014-06"), observed, strict=True):
            if found:
                w.make_area_status(area=area, alliance=ours, as_at=day, status=found[0], words=found[1])
        if name == "Dogs":
            w.make_area_status(area=area, alliance=other, status="live", words="Live")
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def rows(client, query):
    text = b"".join(client.get(f"/register/matrix.csv?{query}").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_two_days_compared_say_what_became_of_each_cell(reader):
    found = {(r["business_area"], r["partnership"]): (r["change"], r["skipped_a_step"]) for r in rows(reader, BOTH)}

    assert found == {
        ("Vetting", "Ours"): ("Became live", "yes"),
        ("Dogs", "Ours"): ("Became live", "no"),
        ("Dogs", "Other"): ("Not observed since", "no"),
        ("Fleet", "Ours"): ("Changed", "yes"),
        ("Finance", "Ours"): ("Changed", "no"),
        ("ANPR", "Ours"): ("Became live", "no"),
        ("Uniform", "Ours"): ("Observed again, the same", "no"),
        ("Pensions", "Ours"): ("Went quiet", "no"),
        ("Robotics", "Ours"): ("New", "no"),
    }


def test_the_order_of_the_two_days_makes_no_difference(reader):
    assert rows(reader, "as_at=2011-01-31&against=2014-12-31") == rows(reader, BOTH)


def test_csv_of_two_days_has_both_sides_in_the_words_of_the_sources(reader):
    found = next(r for r in rows(reader, BOTH) if r["business_area"] == "Fleet")

    assert (found["status_before"], found["words_before"], found["as_at_before"]) == (
        "To be considered", "To be considered", "2011-01",
    )  # fmt: skip
    assert (found["status_after"], found["words_after"], found["as_at_after"]) == (
        "Being progressed", "Being progressed", "2014-06",
    )  # fmt: skip


COUNTS = {
    "Became live": 3, "Changed": 2, "New": 1, "Went quiet": 1, "Observed again, the same": 1, "Not observed since": 1,
    "Skipped a step": 2,
}  # fmt: skip


def test_each_count_links_to_as_many_cells(reader):
    page = reader.get(f"/register/matrix/?{BOTH}")

    assert {count.words: count.number for count in page.context["counts"]} == COUNTS
    for count in page.context["counts"]:
        shown = reader.get(f"/register/matrix/{count.url}")
        assert (count.words, shown.context["matrix"].filled) == (count.words, COUNTS[count.words])
        assert len(re.findall('<details class="cell"', shown.content.decode())) == COUNTS[count.words]
        assert len(rows(reader, count.url.removeprefix("?"))) == COUNTS[count.words]


def test_each_count_of_a_status_links_to_as_many_cells(reader):
    counts = reader.get("/register/matrix/?as_at=2011-01-31").context["counts"]

    assert {count.words: count.number for count in counts} == {
        "Live": 2, "Being progressed": 1, "Being considered": 2, "To be considered": 2, "Initial research": 1, "Other": 0,
    }  # fmt: skip
    for count in counts:
        assert len(rows(reader, count.url.removeprefix("?"))) == count.number


def test_counts_stay_true_under_another_filter(reader):
    page = reader.get(f"/register/matrix/?{BOTH}&status=live")
    counts = {count.words: count.number for count in page.context["counts"]}

    assert counts["Became live"] == 3
    assert counts["Changed"] == 0
    assert counts["New"] == 1
    assert counts["Skipped a step"] == 1
    for count in page.context["counts"]:
        assert reader.get(f"/register/matrix/{count.url}").context["matrix"].filled == count.number


def test_page_of_two_days_says_both_states_and_the_rule(reader):
    text = reader.get(f"/register/matrix/?{BOTH}").content.decode()

    assert "What became of each cell from 31 January 2011 to 31 December 2014" in text
    assert '<span class="cell-words">To be considered → Live</span>' in text
    assert "Nothing of the partnership was observed between the two days" in text


def test_a_cell_opens_all_its_observations_with_their_sources(reader):
    text = reader.get("/register/matrix/").content.decode()

    dogs = text[text.index(">Dogs<") : text.index(">Fleet<")]
    assert "As at June 2014. Words as written: “Live”" in dogs
    assert "As at January 2011. Words as written: “Being progressed”" in dogs


def test_one_day_alone_is_compared_with_today(reader):
    found = reader.get("/register/matrix/?against=2011-01-31")

    assert "from 31 January 2011 to today" in found.content.decode()
    assert {count.words: count.number for count in found.context["counts"]} == COUNTS


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_at=2011-01-31&against=2011-01-31", "are the same day"),
        ("against=soon", "“soon” is not a day. Write against as year, month and day"),
        ("change=new", "“change” in the address needs a second day"),
        ("against=2011-01-31&change=gone", "Between the two days"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(query, sentence, reader):
    answer = reader.get(f"/register/matrix/?{query}")

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert reader.get(f"/register/matrix.csv?{query}").status_code == 400


def test_no_cell_skips_a_step_backwards_or_from_no_step():
    assert not skipped_a_step(Seen("OBS-1", "live", "Live"), Seen("OBS-2", "to_be_considered", "To be considered"))
    assert not skipped_a_step(Seen("OBS-1", "other", "Other"), Seen("OBS-2", "live", "Live"))
    assert not skipped_a_step(Seen("OBS-1", "to_be_considered", "x"), Seen("OBS-2", "initial_research", "y"))
    assert not skipped_a_step(None, Seen("OBS-2", "live", "Live"))


@given(st.none() | SEEN, SEEN, st.booleans())
def test_every_cell_is_one_thing_and_only_a_moved_cell_skips(before, after, surveyed):
    change = judged(before, after, surveyed=surveyed)
    skipped = skipped_a_step(before, after)

    assert change in Change
    assert (change == Change.NEW) == (before is None)
    if skipped:
        assert before is not None
        assert STEPS.index(after.status) >= STEPS.index(before.status) + 2
    if change == Change.BECAME_LIVE:
        assert after.status == AreaState.LIVE
