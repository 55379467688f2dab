"""The public forward plan: what is to come, how often its date moved and why, and nothing that is not public."""

import pytest

from governance.publication.composing import compose_pages
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


def page(path):
    return compose_pages()[path].content


@pytest.fixture
def programme():
    return p.make_programme(short_name="7F", **PUBLIC)


@pytest.fixture
def summit(programme):
    return g.make_board(name="Summit", programme=programme, may_decide="in_principle", **PUBLIC)


@pytest.fixture
def case(programme):
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


def test_forward_plan_says_how_often_a_date_moved_and_why_in_public_words(case, summit):
    g.make_case_event(case=case, kind="commission", stage="obc", state="drafting", on="2016-09-21", target="2016-23")
    g.make_case_event(
        case=case, kind="circulate", stage="obc", state="circulated", on="2019-12-31", target="2020-01",
        reason="A secret quarrel", words="To be considered in January.", board=summit,
    )  # fmt: skip

    row = page("/forward-plan/")["rows"][0]

    assert row["subject"] == {"label": "Vetting", "url": f"/cases/{case.reference}/"}
    assert (row["who"], row["date"]) == ("Summit", "January 2020")
    assert row["passed"] == "The date has passed; no outcome is recorded"
    assert row["moved"] == (
        "Moved once:\nautumn 2016, then January 2020 (said 31 December 2019; To be considered in January.)"
    )  # fmt: skip
    assert row["state"] == "Outline business case (OBC): circulated for comment"
    assert "quarrel" not in str(compose_pages())


def test_forward_plan_counts_a_meeting_as_a_date_and_leaves_out_what_was_struck(case, summit):
    meeting = g.make_meeting(board=summit, held="2016-11", **PUBLIC)
    told = {"case": case, "stage": "obc", "board": summit}
    g.make_case_event(kind="commission", state="drafting", on="2016-09-21", target="2016-23", **told)
    wrong = g.make_case_event(kind="circulate", state="circulated", on="2016-09-30", target="2017-05", **told)
    g.make_case_event(
        kind="correct",
        state="circulated",
        on="2016-10-01",
        corrects=wrong,
        reason="No such date.",
        detail={"strikes": True},
        **told,
    )
    g.make_case_event(kind="schedule", state="on_agenda", on="2016-10-02", meeting=meeting, **told)
    g.make_case_event(kind="circulate", state="circulated", on="2016-12-01", target="2017-02", **told)
    g.make_case_event(kind="circulate", state="circulated", on="2017-02-01", target="2017-04-01/..", **told)

    assert page("/forward-plan/")["rows"][0]["moved"] == (
        "Moved twice:\nNovember 2016, then February 2017 (said 1 December 2016)"
        "\nFebruary 2017, then from 1 April 2017 (said 1 February 2017)"
    )  # fmt: skip


def test_forward_plan_keeps_to_what_is_public(case, summit, programme):
    meeting = g.make_meeting(board=summit, held="2030-01-15", **PUBLIC)
    hidden = g.make_business_case("drafting", title="Hidden case", programme=programme)
    g.make_agenda_item(meeting=meeting, title="Hidden thing", case=hidden, **PUBLIC)
    g.make_agenda_item(meeting=meeting, title="Open thing", recommendation="To note it", **PUBLIC)
    g.make_agenda_item(meeting=meeting, title="Closed thing", recommendation="To note it")

    assert [row["subject"]["label"] for row in page("/forward-plan/")["rows"]] == ["Open thing"]
