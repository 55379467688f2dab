"""What the pages say: words, dates and hedges as in the record, and nothing that may not be named."""

import datetime as dt
import re

import pytest

from governance.choices import CaseEventKind, CaseState, LocalOutcome, Stage
from governance.publication.composing import compose_pages
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db

PUBLIC = {"marking": Marking.PUBLIC}


def page(path):
    return compose_pages()[path].content


@pytest.fixture
def programme():
    return p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)


@pytest.fixture
def case(programme):
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


def steps_of(case):
    return [
        (step["label"], step["state"], step.get("words", "")) for step in page(f"/cases/{case.reference}/")["stages"]
    ]


# Cases -------------------------------------------------------------------------------------------------------------


def test_case_not_yet_commissioned_has_all_before_it(case):
    assert steps_of(case) == [
        ("OBC", "to-come", ""), ("FBC", "to-come", ""),
        ("Local decisions", "to-come", ""), ("Implementation", "to-come", ""), ("Live", "to-come", ""),
    ]  # fmt: skip
    assert page(f"/cases/{case.reference}/")["state"] == "Not yet commissioned"


def test_stage_bar_tells_as_done_only_what_an_event_tells(programme):
    case = g.make_business_case("local_decisions", "fbc", programme=programme, **PUBLIC)
    g.make_case_event(case=case, kind="go_live", stage="fbc", state="live", on="2020-01-01")

    assert steps_of(case)[2:] == [
        ("Local decisions", "done", ""), ("Implementation", "not-needed", "Nothing recorded"), ("Live", "current", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "stage", "expected"),
    [
        (CaseState.DRAFTING, Stage.OBC, ["current", "to-come", "to-come", "to-come", "to-come"]),
        (CaseState.STOPPED, Stage.OBC, ["stopped", "not-needed", "not-needed", "not-needed", "not-needed"]),
        (CaseState.LOCAL_DECISIONS, Stage.FBC, ["not-needed", "done", "current", "to-come", "to-come"]),
        (CaseState.IMPLEMENTING, Stage.FBC, ["not-needed", "done", "not-needed", "current", "to-come"]),
        (CaseState.LIVE, Stage.FBC, ["not-needed", "done", "not-needed", "not-needed", "current"]),
        (CaseState.REVIEWED, Stage.FBC, ["not-needed", "done", "not-needed", "not-needed", "not-needed"]),
    ],
)
def test_stage_bar_follows_the_state(programme, state, stage, expected):
    case = g.make_business_case(state, stage, programme=programme, **PUBLIC)

    assert [state for _, state, _ in steps_of(case)] == expected


def test_split_case_goes_on_in_its_children(programme):
    case = g.make_business_case(CaseState.SPLIT, Stage.OBC, programme=programme, **PUBLIC)
    child = g.make_business_case(title="One half", parent=case, programme=programme, **PUBLIC)
    g.make_business_case(title="The hidden half", parent=case, programme=programme)

    assert steps_of(case)[0] == ("OBC", "done", "Split")
    assert steps_of(case)[1] == ("FBC", "not-needed", "In the new cases")
    assert page(f"/cases/{case.reference}/")["children"] == [
        {"label": "One half", "url": f"/cases/{child.reference}/", "note": "not yet commissioned"}
    ]  # fmt: skip


def test_corrected_event_keeps_its_place_and_loses_its_words(case):
    wrong = g.make_case_event(case=case, words="Said by mistake", on="2016", on_words="in 2016")
    g.make_case_event(
        case=case, kind=CaseEventKind.CORRECT, corrects=wrong, reason="It was another case.", on="2017-02-01"
    )

    first, second = page(f"/cases/{case.reference}/")["events"]

    assert first == {"date": "in 2016", "title": "Commissioned", "is_corrected": True}
    assert second["words"] == "Reason: It was another case."
    assert second["corrects"] == "Commissioned"
    assert second["date"] == "1 February 2017"


def test_event_tells_where_with_whom_and_what_next(case):
    board = g.make_board(name="Summit", **PUBLIC)
    meeting = g.make_meeting(board=board, held="2020-01", **PUBLIC)
    hidden = g.make_meeting(board=board, held="2020-02")
    event = g.make_case_event(
        case=case, kind=CaseEventKind.AGREE_IN_PART, words="Agreed by two.", conditions="A review.",
        meeting=meeting, minute_reference="minute 4", target="2020-23", reason="Kept inside",
    )  # fmt: skip
    for position, body in (("in", "Kent PCC"), ("out", "Essex PFCC")):
        g.make_case_position(event=event, position=position, body=p.make_body(name=body, **PUBLIC))
    g.make_case_position(event=event, position="in", body=p.make_body(name="Hidden"))
    g.make_case_event(case=case, kind=CaseEventKind.NOTE, board=board)
    g.make_case_event(case=case, kind=CaseEventKind.NOTE, meeting=hidden)

    first, second, third = page(f"/cases/{case.reference}/")["events"]

    assert first["words"].splitlines() == [
        "Agreed by two.", "Conditions: A review.", "In: Kent PCC.", "Out: Essex PFCC.", "Next target: autumn 2020.",
    ]  # fmt: skip
    assert first["where"] == "Summit, January 2020, minute 4"
    assert second["where"] == "Summit"
    assert "where" not in third


def test_local_decisions_tell_outcome_notice_and_ground_but_no_exempt_part(case):
    office = p.make_body(name="Kent PCC", **PUBLIC)
    local = g.make_local_decision(case=case, body=office, **PUBLIC)
    waiting = g.make_local_decision(
        case=case, body=p.make_body(name="Kent CC", **PUBLIC), opened_by=local.opened_by, **PUBLIC
    )  # fmt: skip
    g.make_local_decision(case=case, body=p.make_body(), opened_by=local.opened_by, **PUBLIC)
    optional = g.make_local_decision(
        case=case, body=p.make_body(name="Essex CC", **PUBLIC), opened_by=local.opened_by, is_required=False, **PUBLIC
    )  # fmt: skip
    g.make_local_decision_event(
        local_decision=local, outcome=LocalOutcome.APPROVED, wording="Approved.", notice_reference="DN 4",
        exempt_part="A price", exempt_ground="commercial",
    )  # fmt: skip

    rows = {row["office"]["label"]: row for row in page(f"/cases/{case.reference}/")["local_decisions"]}

    assert set(rows) == {"Kent PCC", "Kent CC", "Essex CC"}
    told = {key: value for key, value in rows["Kent PCC"].items() if key != "office"}
    assert told == {
        "outcome": "Approved", "decided": "1 November 2016", "notice": {"label": "DN 4"}, "wording": "Approved.",
        "exempt": "Commercial", "page": {"label": "Read it", "url": f"/decisions/{local.reference}/"},
    }  # fmt: skip
    assert rows[waiting.body.name]["outcome"] == "Awaiting"
    assert rows[optional.body.name]["outcome"] == "Not required"


# Work ----------------------------------------------------------------------------------------------------------------


def test_workstream_names_no_force_that_is_not_public(programme):
    stream = w.make_workstream(programme=programme, **PUBLIC)
    kent, other = p.make_force(name="Kent", **PUBLIC), p.make_force(name="Hidden")
    benefit = w.make_benefit(workstream=stream, title="Saving", **PUBLIC)
    for force in (kent, other):
        w.make_milestone(workstream=stream, force=force, name=f"Live in {force.name}", **PUBLIC)
        w.make_benefit_line(benefit=benefit, force=force, financial_year="2016/17", predicted_obc="0", **PUBLIC)
    w.make_milestone(workstream=stream, name="All live", actual="2019-10-31", **PUBLIC)
    w.make_benefit_line(benefit=benefit, force=kent, financial_year="2017/18", delivered="1350000.50", **PUBLIC)

    told = page(f"/workstreams/{stream.reference}/")

    assert {row["milestone"] for row in told["milestones"]} == {"All live", "Live in Kent"}
    assert told["benefit_lines"] == [
        {"benefit": "Saving", "force": "Kent", "financial_year": "2016/17", "predicted": "£0 (OBC)"},
        {"benefit": "Saving", "force": "Kent", "financial_year": "2017/18", "delivered": "£1,350,000.50"},
    ]
    assert "Hidden" not in str(told)


def test_status_is_told_as_said_and_drafts_are_not(programme):
    stream = w.make_workstream(programme=programme, **PUBLIC)
    w.make_status_update(
        workstream=stream, public_text="Going well.", as_at="2016-09-21", rag="amber", rag_reason="Late.",
        next_steps="Go on.", internal_note="A secret", **PUBLIC,
    )  # fmt: skip
    period = w.make_period(**PUBLIC)
    w.make_status_update(workstream=stream, public_text="A draft", period=period, **PUBLIC)
    w.make_status_update(
        workstream=stream, public_text="Submitted.", period=w.make_period(**PUBLIC), as_at="2017", rag="green",
        submitted_at=dt.datetime(2017, 1, 1, tzinfo=dt.UTC), **PUBLIC,
    )  # fmt: skip

    updates = page(f"/workstreams/{stream.reference}/")["updates"]

    assert [update["words"] for update in updates] == ["Submitted.", "Going well."]
    assert updates[1]["note"] == "Amber: needs attention. Late.\nNext steps: Go on."


def test_a_long_list_of_cases_points_to_the_whole(programme):
    for number in range(43):
        g.make_business_case(title=f"Case {number:02d}", programme=programme, **PUBLIC)

    rows = page(f"/programmes/{programme.reference}/")["cases"]

    assert len(rows) == 41
    assert rows[-1] == {"case": {"label": "and 3 more in the whole list", "url": "/cases/"}}


def test_a_long_list_is_told_in_parts(programme):
    for number in range(81):
        g.make_business_case(title=f"Case {number:02d}", programme=programme, **PUBLIC)

    pages = compose_pages()

    first, second = pages["/cases/"].content, pages["/cases/part-2/"].content
    assert (len(first["rows"]), len(second["rows"]), first["total"]) == (80, 1, "81")
    assert second["title"] == "Business cases, part 2 of 2"


def test_claims_keep_their_words_hedge_and_pair(programme):
    predicted = w.make_savings_figure(
        programme=programme, workstream=None, title="Licensing", low="110000", words="£110k predicted",
        figure_status="predicted", measure="saving", said="2016", **PUBLIC,
    )  # fmt: skip
    w.make_savings_figure(
        programme=programme, workstream=None, title="Licensing", low="200000", qualifier="over", recurrence="a_year",
        words="over £200k", figure_status="delivered", measure="saving", pair=predicted, baseline="£2m",
        period="2016", said="2017", **PUBLIC,
    )  # fmt: skip
    w.make_savings_figure(
        programme=programme, workstream=None, title="Unknown", low=None, words="significant", said="2018", **PUBLIC
    )  # fmt: skip

    rows = page("/savings/")["rows"]

    assert [row.get("amount", "") for row in rows] == [
        "£110,000", "over £200,000 a year\nperiod: 2016\nmeasured against £2m", "",
    ]  # fmt: skip
    assert rows[1]["beside"] == "Predicted: £110k predicted"
    assert rows[1]["what"] == "Saving, delivered"


# Matrix --------------------------------------------------------------------------------------------------------------


def test_matrix_keeps_each_date_and_shows_the_last_word(programme):
    partnership, hidden = p.make_alliance(short_name="BCH", **PUBLIC), p.make_alliance(short_name="Hidden")
    area = w.make_business_area(
        name="Vetting", position=1, group=w.make_area_group(name="Standards", position=1, **PUBLIC), **PUBLIC
    )
    w.make_business_area(name="Nothing said", group=area.group, position=2, **PUBLIC)
    w.make_area_group(name="Local Policing", position=9, **PUBLIC)
    for as_at, words in (("2013", "Live"), ("2011-01-31", "To be considered"), ("2011-01", "Nothing")):
        w.make_area_status(area=area, alliance=partnership, as_at=as_at, words=words, **PUBLIC)
    other = p.make_alliance(short_name="NS", **PUBLIC)
    w.make_area_status(area=area, alliance=other, as_at="2011-01-31", words="Being progressed", **PUBLIC)
    third = p.make_alliance(short_name="South", **PUBLIC)
    w.make_area_status(area=area, alliance=third, as_at="2011-01-31", words="Being considered", **PUBLIC)
    w.make_area_status(area=area, alliance=hidden, words="Hidden word", **PUBLIC)
    paragraph = p.make_source_paragraph(source=p.make_source(code="S2", title="Strategy", **PUBLIC))
    w.make_area_comment(area=area, as_at="2011-01-31", words="Then", **PUBLIC)
    w.make_area_comment(area=area, as_at="2013", words="Now", **PUBLIC)

    status = w.make_area_status(area=area, alliance=other, as_at="2013", words="Live too", **PUBLIC)
    for number in range(2):
        p.make_citation(about=status, paragraph=paragraph, quote=f"Live {number}")

    pages = compose_pages()
    latest, old = pages["/matrix/"].content, pages["/matrix/2011-01-31/"].content

    assert latest["as_at"] == "2013"
    row = latest["groups"][0]["rows"][0]
    assert row["comment"] == "Now"
    assert [cell.get("words") for cell in row["cells"]] == ["Live", "Live too", "Being considered"]
    assert row["cells"][2]["as_at"] == "31 January 2011"
    assert [(cited["code"], cited["title"]) for cited in latest["sources"]] == [("S2", "Strategy")]
    assert latest["groups"][0]["rows"][1] == {"area": "Nothing said", "cells": [{}, {}, {}]}
    old_row = old["groups"][0]["rows"][0]
    assert [cell.get("words") for cell in old_row["cells"]] == [
        "To be considered",
        "Being progressed",
        "Being considered",
    ]
    assert old_row["comment"] == "Then"
    assert latest["groups"][1] == {"group": "Local Policing"}
    assert "Hidden" not in str(latest)


def test_matrix_of_nothing_is_empty():
    assert "as_at" not in page("/matrix/")


@pytest.mark.usefixtures("record_db")
def test_footnote_of_the_work_plan_stands_once_and_its_rows_refer_to_it():
    told = page("/programmes/PRG-1/")
    footnote = (
        "*Other than region wide ICT - potentially extending to 5 Force collaboration "
        "(Essex and Kent remaining within their own partnership)."
    )
    title = "Preferred Partnership / Strategic Extended Collaboration Alliances potentially developing to Regional"

    assert told["plan_notes"] == f"Note 1, to “{title}”: {footnote}"
    assert str(told["plan"]).count(footnote) == 0
    assert [row["approach"] for row in told["plan"] if "note 1" in row["approach"]] == [f"{title} (note 1)"] * 25
    assert sorted(row["note"] for row in told["plan"] if row.get("note")) == [
        "(Decentralised national functions returned to Forces)", "(national)",
    ]  # fmt: skip


@pytest.mark.usefixtures("record_db")
def test_no_citation_of_the_record_speaks_of_an_event_by_its_number():
    told = {
        cited["field"]
        for page in compose_pages().values()
        for cited in page.content.get("sources", ())
        if cited.get("field")
    }

    assert [words for words in told if re.search(r"event \d", words)] == []
    assert {"Commissioned, by 21 September 2016", "Signed, June 2013"} <= told
