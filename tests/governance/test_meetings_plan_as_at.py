"""The forward plan as it was on a day: what had been said by then, at the dates of then."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.views import meetings
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db
PAGE = "/register/forward-plan/"


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))
    return client


def rows_of(client, query):
    response = client.get(f"/register/forward-plan.csv?{query}")
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def said(client, day):
    return [(row["when"], row["reference"], row["times_moved"]) for row in rows_of(client, f"as_at={day}")]


def entered(record, day, **values):
    """Make a record’s last entry be of a day; the values too, as they then were."""
    row = record.history.latest("history_id")
    type(row).objects.filter(pk=row.pk).update(history_date=dt.datetime.fromisoformat(f"{day}T09:00+00:00"), **values)


# Cases -------------------------------------------------------------------------------------------------------------


def test_date_is_the_one_said_last_by_the_day(reader):
    case = g.make_business_case(title="Vetting")
    code = case.reference
    g.make_case_event(case=case, on="2016-05-01", target="2017-01")
    g.make_case_event(case=case, on="2016-09", kind="note", target="2017-06", reason="More work.")

    assert said(reader, "2016-04-30") == []
    assert said(reader, "2016-05-01") == [("January 2017", code, "0")]
    assert said(reader, "2016-09-29") == [("January 2017", code, "0")]  # in September, perhaps on its last day
    assert said(reader, "2016-09-30") == [("June 2017", code, "1")]


def test_date_that_was_struck_out_since_was_never_said(reader):
    case = g.make_business_case()
    g.make_case_event(case=case, on="2016-05-01", target="2017-01")
    wrong = g.make_case_event(case=case, on="2016-05-02", kind="note", target="2018-01")
    g.make_case_event(
        case=case, on="2016-06-01", kind="correct", corrects=wrong, reason="A slip.", detail={"strikes": True}
    )

    assert said(reader, "2016-05-02") == [("January 2017", case.reference, "0")]


def test_case_that_came_back_had_no_date_from_that_day(reader):
    case = g.make_business_case()
    g.make_case_event(case=case, on="2016-05-01", target="2017-01")
    g.make_case_event(case=case, on="2016-06-01", kind="return", reason="More work.")

    assert said(reader, "2016-05-31") == [("January 2017", case.reference, "0")]
    assert said(reader, "2016-06-01") == [("No date stated", case.reference, "0")]


def test_case_that_was_decided_was_in_the_plan_until_then(reader):
    story = Story().put("recommended")
    story.do("schedule", "2016-10-01", waives="")
    story.do("agree", "2016-10-10")

    plans = {day: rows_of(reader, f"as_at={day}") for day in ("2016-10-01", "2016-10-09", "2016-10-10")}

    assert {day: [(row["when"], row["state"]) for row in rows] for day, rows in plans.items()} == {
        "2016-10-01": [("October 2016", "OBC: on a Summit agenda")],
        "2016-10-09": [("October 2016", "OBC: on a Summit agenda")],
        "2016-10-10": [("No date stated", "FBC: drafting")],
    }


def test_sensitive_case_stays_withheld_on_every_day():
    viewer = Client()
    viewer.force_login(p.make_user(Role.OFFICE_VIEWER))
    hidden = g.make_business_case(title="Hidden", marking="sensitive")
    g.make_case_event(case=hidden, on="2016-05-01", target="2017-01")
    g.make_agenda_item(meeting=g.make_meeting(held="2030-01-16"), case=hidden, title="Hidden item")

    for day in ("2016-05-01", "2030-01-01"):
        assert "Hidden" not in viewer.get(f"{PAGE}?as_at={day}").content.decode()


# Agendas and offices -----------------------------------------------------------------------------------------------


def test_item_stands_from_its_entry_until_it_is_struck_on_the_day_its_meeting_then_had(reader):
    meeting = g.make_meeting(board=g.make_board(name="The Summit"), held="2031-10-10")
    entered(meeting, "2030-05-01")
    meeting.held, meeting._change_reason = "2031-11-14", "The hall is let."
    meeting.save()
    entered(meeting, "2030-09-01")
    item = g.make_agenda_item(meeting=meeting, title="The agreement", recommendation="To agree it.")
    entered(item, "2030-06-01")
    item.is_struck = True
    item.save()
    entered(item, "2030-09-15")

    assert said(reader, "2030-05-31") == []
    assert said(reader, "2030-06-01") == [("October 2031", item.reference, "0")]
    assert said(reader, "2030-08-31") == [("October 2031", item.reference, "0")]
    assert said(reader, "2030-09-01") == [("November 2031", item.reference, "1")]
    assert said(reader, "2030-09-15") == []


def test_item_of_a_case_stands_once_and_at_its_meeting(reader):
    case = g.make_business_case(title="Vetting")
    g.make_case_event(case=case, on="2030-05-01", target="2031-01")
    item = g.make_agenda_item(meeting=g.make_meeting(held="2031-10-10"), case=case)
    entered(item.meeting, "2030-06-01")
    entered(item, "2030-06-01")

    assert said(reader, "2030-05-31") == [("January 2031", case.reference, "0")]
    assert said(reader, "2030-06-01") == [("October 2031", case.reference, "1")]


def test_cancelled_meeting_brings_nothing_from_its_day_on(reader):
    meeting = g.make_meeting(held="2031-10-10")
    item = g.make_agenda_item(meeting=meeting, recommendation="To agree it.")
    for record in (meeting, item):
        entered(record, "2030-05-01")
    meeting.status = "cancelled"
    meeting.save()
    entered(meeting, "2030-07-01")

    assert said(reader, "2030-06-30") == [("October 2031", item.reference, "0")]
    assert said(reader, "2030-07-01") == []


def test_item_that_was_decided_stands_until_then(reader):
    meeting = g.make_meeting(held="2031-10-10")
    item = g.make_agenda_item(meeting=meeting, recommendation="To agree it.")
    for record in (meeting, item):
        entered(record, "2030-05-01")
    g.make_decision(board=meeting.board, meeting=meeting, item=item, decided="2031-10-10")

    assert said(reader, "2031-10-09") == [("October 2031", item.reference, "0")]
    assert said(reader, "2031-10-10") == []


def test_office_is_awaited_from_the_day_it_was_asked_until_it_decided(reader):
    case = g.make_business_case(title="Vetting")
    opened = g.make_case_event(case=case, on="2016-10-10", kind="agree", stage="fbc", state="local_decisions")
    local = g.make_local_decision(case=case, body=p.make_body(name="Kent PCC"), opened_by=opened, due="2016-12")
    entered(local, "2016-10-11")
    local.due = "2017-02"
    local.save()
    entered(local, "2016-11-20")
    g.make_local_decision_event(local_decision=local, on="2017-01-15")

    assert said(reader, "2016-10-09") == []
    assert said(reader, "2016-10-10") == [("December 2016", local.reference, "0")]
    assert said(reader, "2016-11-19") == [("December 2016", local.reference, "0")]
    assert said(reader, "2016-11-20") == [("February 2017", local.reference, "1")]
    assert said(reader, "2017-01-14") == [("February 2017", local.reference, "1")]
    assert said(reader, "2017-01-15") == []


def test_office_that_is_no_longer_asked_was_awaited_while_it_was(reader):
    local = g.make_local_decision(due="2016-12")
    entered(local, "2016-05-01")
    local.is_required = False
    local.save()
    entered(local, "2016-08-01")

    assert said(reader, "2016-07-31") == [("December 2016", local.reference, "0")]
    assert said(reader, "2016-08-01") == []


# The page ----------------------------------------------------------------------------------------------------------


def test_page_tells_its_day_and_its_links_keep_it(reader, monkeypatch):
    monkeypatch.setattr(meetings, "ROWS_ON_A_PAGE", 1)
    board = g.make_board(name="The Summit")
    for title in ("First", "Second"):
        g.make_case_event(case=g.make_business_case(title=title), board=board, target="2017-01")
    who = board.reference

    html = " ".join(reader.get(f"{PAGE}?who={who}&as_at=2016-05-01").content.decode().split())

    assert "What was true on 1 May 2016." in html
    assert f'<a href="{PAGE}?who={who}">Show what is true today</a>' in html
    assert 'name="as_at" value="2016-05-01"' in html
    assert f'<option value="{who}" selected>The Summit</option>' in html
    assert f'href="/register/forward-plan.csv?who={who}&amp;as_at=2016-05-01"' in html
    assert re.findall(r'<th scope="row"><a href="([^"]*)">(\w+)</a>', html)[0][0].endswith("/?as_at=2016-05-01")
    assert f'href="?who={who}&amp;as_at=2016-05-01&amp;page=2"' in html
    assert "2 decisions." in html


def test_day_before_the_record_has_a_sentence(reader):
    html = reader.get(f"{PAGE}?as_at=0001-01-01").content.decode()

    assert "No decision was to come." in html


def test_file_bears_its_day(reader):
    response = reader.get("/register/forward-plan.csv?as_at=2016-05-01")

    assert 'filename="forward-plan-2016-05-01.csv"' in response["Content-Disposition"]


def test_day_that_is_none_gets_a_sentence(reader):
    response = reader.get(f"{PAGE}?as_at=2016-02-30")

    assert response.status_code == 400
    assert "“2016-02-30” is not a day." in response.content.decode()


def test_questions_do_not_grow_with_the_rows(reader):
    def add():
        board = g.make_board()
        case = g.make_business_case()
        g.make_case_event(case=case, board=board, target="2017-01")
        g.make_agenda_item(meeting=g.make_meeting(board=board, held="2030-01-16"), case=g.make_case_event().case)
        g.make_local_decision(due="2017-01")

    def asked(query):
        with CaptureQueriesContext(connection) as found:
            rows_of(reader, query)
            reader.get(f"{PAGE}?{query}")
        return len(found)

    add()
    at_one = {query: asked(query) for query in ("as_at=2016-05-01", "as_at=2029-01-01")}
    add()
    add()

    assert {query: asked(query) for query in at_one} == at_one
    assert max(at_one.values()) <= 16
