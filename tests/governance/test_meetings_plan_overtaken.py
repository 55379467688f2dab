"""What an earlier meeting was to decide on a case leaves the forward plan once a board dealt with the case since."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from governance.models import BusinessCase
from governance.publication.composing import compose_pages
from programmes.choices import Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.test_meetings_plan_as_at import entered, rows_of

pytestmark = pytest.mark.django_db
PASSED = "The date has passed; no outcome is recorded"


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def a_case_before(held: str) -> BusinessCase:
    """A case on the agenda of a meeting that nobody recorded as held."""
    case = g.make_business_case(title="Vetting", marking=Marking.PUBLIC)
    g.make_case_event(case=case, kind="commission", stage="obc", state="drafting", on="2019-01-01")
    board = g.make_board(name="Summit", marking=Marking.PUBLIC)
    meeting = g.make_meeting(board=board, held=held, marking=Marking.PUBLIC)
    entered(meeting, "2019-06-01")
    entered(g.make_agenda_item(meeting=meeting, case=case, title="Vetting", marking=Marking.PUBLIC), "2019-06-01")
    return case


def said(client, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return [(row["when"], row["state"], row["passed"]) for row in rows_of(client, asked)]


def told_to_the_public() -> list[tuple[str, str]]:
    return [(row["date"], row.get("passed", "")) for row in compose_pages()["/forward-plan/"].content["rows"]]


@pytest.mark.parametrize(
    ("kind", "state", "now"),
    [("agree", "drafting", "FBC: drafting"), ("defer", "deferred", "FBC: deferred"), ("return", "drafting", "FBC: drafting"),
     ("schedule", "on_agenda", "FBC: on a Summit agenda"), ("recommend", "recommended", "FBC: recommended to the Summit")],
)  # fmt: skip
def test_item_of_an_earlier_meeting_is_overtaken(reader, kind, state, now):
    case = a_case_before("2020")
    assert said(reader) == [("2020, month not stated", "OBC: drafting", PASSED)]

    g.make_case_event(case=case, kind=kind, stage="fbc", state=state, on="2021-03-01", reason="Said.")

    assert said(reader) == [("No date stated", now, "")]
    assert told_to_the_public() == [("No date stated", "")]
    assert [row[0] for row in said(reader, as_at="2021-02-28")] == ["2020, month not stated"]
    assert [row[0] for row in said(reader, as_at="2021-03-01")] == ["No date stated"]


@pytest.mark.parametrize("on", ["2020-12-31", "2020", "2019-06"])
def test_step_that_may_be_of_the_meeting_itself_or_earlier_overtakes_nothing(reader, on):
    case = a_case_before("2020")

    g.make_case_event(case=case, kind="defer", stage="obc", state="deferred", on=on, reason="Said.")

    assert said(reader) == [("2020, month not stated", "OBC: deferred", PASSED)]
    assert told_to_the_public() == [("2020", PASSED)]


def test_step_that_was_struck_out_or_is_no_boards_overtakes_nothing(reader):
    case = a_case_before("2020")
    wrong = g.make_case_event(case=case, kind="defer", stage="obc", state="deferred", on="2021-01-01", reason="Said.")
    g.make_case_event(
        case=case,
        kind="correct",
        stage="obc",
        state="drafting",
        on="2021-01-02",
        corrects=wrong,
        detail={"strikes": True},
        reason="Wrong.",
    )
    g.make_case_event(case=case, kind="circulate", stage="obc", state="circulated", on="2021-01-03")

    assert said(reader) == [("2020, month not stated", "OBC: circulated for comment", PASSED)]
    assert told_to_the_public() == [("2020", PASSED)]


def test_meeting_to_come_is_overtaken_by_nothing(reader):
    case = a_case_before(f"{timezone.localdate() + dt.timedelta(days=400)}")

    g.make_case_event(case=case, kind="recommend", stage="obc", state="recommended", on="2021-01-01")

    assert [row[1:] for row in said(reader)] == [("OBC: recommended to the Summit", "")]
