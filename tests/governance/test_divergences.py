"""Local differences: whose, from what, why, at what cost; reviewed and closed through their doors; overdue in words."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from governance import divergences
from governance.divergences import DivergenceNotAllowed, standing_words
from programmes.access import NotAllowed
from programmes.choices import Marking
from tests.factories.governance import make_business_case, make_divergence
from tests.factories.programmes import make_agreement, make_body, make_force, make_user

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC), tick=True):
        yield


def client_of(role="office_viewer"):
    client = Client()
    client.force_login(make_user(role))
    return client


def exported(query=""):
    text = b"".join(client_of().get(f"/register/differences.csv{query}").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def page(record, role="office_viewer"):
    return client_of(role).get(f"/register/differences/{record.reference}/").content.decode()


def test_list_and_csv_say_whose_from_what_why_at_what_cost():
    case = make_business_case(title="7F Vetting")
    make_divergence(
        title="Own vetting form", body=make_body(name="Chief Constable of Kent"), case=case, cost_low=Decimal(20000),
        cost_qualifier="up_to", cost_recurrence="a_year", review_on=dt.date(2026, 5, 11), starts="2019",
    )  # fmt: skip

    assert exported() == [
        {
            "Difference": "Own vetting form", "Force or office": "Chief Constable of Kent", "From": "7F Vetting",
            "What is done otherwise": "Its own shift pattern.", "Why": "Its contract runs on.",
            "Owner": "Head of custody", "Cost": "up to £20,000 a year", "Since": "2019",
            "Review": "Review overdue by 21 days", "Reference": "DIV-1",
        }
    ]  # fmt: skip


def test_a_cost_not_stated_is_not_nought():
    assert "not stated" in page(make_divergence())


@pytest.mark.parametrize(
    ("closed_on", "review_on", "words"),
    [
        (None, dt.date(2026, 5, 31), "Review overdue by 1 day"),
        (None, TODAY, "Review due today"),
        (None, dt.date(2026, 6, 11), "Review in 10 days"),
        (None, None, "No review date"),
        (dt.date(2026, 5, 3), dt.date(2026, 5, 1), "Closed on 3 May 2026"),
    ],
)
def test_where_a_difference_stands_is_said_in_words(closed_on, review_on, words):
    assert standing_words(closed_on, review_on, TODAY) == words
    assert words in page(make_divergence(closed_on=closed_on, review_on=review_on))


def test_list_narrows_to_overdue_undated_closed_and_to_a_force_with_its_offices():
    kent = make_force(name="Kent Police")
    make_divergence(title="Late", review_on=dt.date(2026, 5, 1), force=kent)
    make_divergence(title="Undated", body=make_body(force=kent))
    make_divergence(title="Due", review_on=dt.date(2026, 7, 1))
    make_divergence(title="Over", closed_on=dt.date(2026, 1, 1), review_on=dt.date(2025, 1, 1))

    def titles(query):
        return sorted(row["Difference"] for row in exported(query))

    assert titles("?standing=overdue") == ["Late"]
    assert titles("?standing=no_date") == ["Undated"]
    assert titles("?standing=open") == ["Due", "Late", "Undated"]
    assert titles("?standing=closed") == ["Over"]
    assert titles(f"?force={kent.reference}") == ["Late", "Undated"]


def test_review_keeps_a_difference_until_its_next_review_and_says_so_in_its_history():
    difference, client = make_divergence(review_on=dt.date(2026, 5, 1)), client_of("editor")
    given = {"outcome": "keep", "on": "2026-05-30", "words": "The contract runs to 2027.", "review_on": "2027-05-01"}

    answer = client.post(f"/register/differences/{difference.reference}/review", given)

    assert answer.status_code == 302
    difference.refresh_from_db()
    assert difference.review_on == dt.date(2027, 5, 1)
    history = client.get(f"/register/r/{difference.reference}/history/").content.decode()
    assert "Reviewed on 30 May 2026, stays: The contract runs to 2027." in history


def test_closing_says_how_it_ended_and_offers_no_more_reviews():
    difference, client = make_divergence(), client_of("editor")
    given = {"outcome": "close", "on": "2026-05-30", "words": "One pattern for all."}
    assert "Review or close" in page(difference, "editor")

    client.post(f"/register/differences/{difference.reference}/review", given)

    shown = page(difference, "editor")
    assert "Closed on 30 May 2026" in shown
    assert "One pattern for all." in shown
    assert "Review or close" not in shown
    assert client.get(f"/register/differences/{difference.reference}/review").status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"on": "2026-06-02"}, "On – This lies in the future."),
        ({"words": " "}, "Fill this in; it is needed."),
        ({"review_on": ""}, "Next review by – Give the day by which it is looked at again."),
        ({"review_on": "2026-05-30"}, "Next review by – This is not after the day of the review."),
        ({"review_on": "soon"}, "Write the date as 2016-04-21 (year, month, day)."),
        ({"outcome": "burn"}, "Select a valid choice."),
    ],
)
def test_a_bad_review_is_refused_in_words_and_nothing_typed_is_lost(given, sentence):
    difference = make_divergence(review_on=dt.date(2026, 5, 1))
    good = {"outcome": "keep", "on": "2026-05-30", "words": "The contract runs.", "review_on": "2027-05-01"}

    text = (
        client_of("editor").post(f"/register/differences/{difference.reference}/review", good | given).content.decode()
    )

    assert sentence in text
    assert (given.get("words") or "The contract runs.") in text
    difference.refresh_from_db()
    assert difference.review_on == dt.date(2026, 5, 1)


def test_only_who_edits_the_record_reviews_and_nobody_a_closed_one():
    difference = make_divergence()
    facts = {"divergence": difference, "on": TODAY, "words": "Over."}
    with pytest.raises(NotAllowed):
        divergences.close(**facts, by=make_user("auditor"))
    with pytest.raises(NotAllowed):
        divergences.keep(**facts, by=make_user("office_recorder"), review_on=dt.date(2027, 1, 1))
    with pytest.raises(DivergenceNotAllowed, match="say how the difference ended"):
        divergences.close(**facts | {"words": " "}, by=make_user("editor"))

    divergences.close(**facts, by=make_user("editor"))

    with pytest.raises(DivergenceNotAllowed, match="was closed on 1 June 2026"):
        divergences.close(**facts, by=make_user("editor"))


def test_a_difference_from_what_one_may_not_read_is_not_there():
    hidden = make_divergence(case=None, agreement=make_agreement(marking=Marking.SENSITIVE))

    assert exported() == []
    assert client_of().get(f"/register/differences/{hidden.reference}/").status_code == 404
    assert client_of("editor").get(f"/register/differences/{hidden.reference}/").status_code == 200


def test_search_finds_a_difference_by_its_words():
    difference = make_divergence(title="Own rota", difference="A twelve-hour pattern of its own.")

    assert difference.reference in client_of().get("/register/search?q=twelve-hour").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"force": None},
        {"case": None},
        {"closed_on": dt.date(2026, 1, 1), "closed_how": ""},
        {"cost_qualifier": "between", "cost_low": Decimal(5)},
        {"cost_qualifier": "between", "cost_low": Decimal(5), "cost_high": Decimal(4)},
    ],
    ids=["nobody's", "from nothing", "closed without words", "between one", "upside down"],
)
def test_database_refuses_what_must_never_be(wrong):
    difference = make_divergence()
    for name, value in wrong.items():
        setattr(difference, name, value)

    with pytest.raises(IntegrityError):
        difference.save()
