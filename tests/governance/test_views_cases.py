"""Cases, their board and the offices' decisions: where each stands, on any day, and what is needed next."""

import datetime as dt

import pytest
from django.test import Client

from governance.choices import CaseEventKind, CaseState, LocalOutcome, Stage
from governance.reports.standing import age_words, since_phrase
from programmes.choices import Marking, Role
from programmes.navigation import reference_url
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


@pytest.fixture
def vetting():
    """A case drafted in April 2016, circulated in July, deferred in autumn."""
    case = g.make_business_case(title="Vetting", purpose="One team")
    g.make_case_event(case=case, on="2016-04")
    g.make_case_event(case=case, kind=CaseEventKind.CIRCULATE, state=CaseState.CIRCULATED, on="2016-07-26")
    g.make_case_event(
        case=case, kind=CaseEventKind.DEFER, state=CaseState.DEFERRED, on="2016-23", on_words="autumn",
        reason="more work is needed", target="2020-01",
    )  # fmt: skip
    return case


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2016-04-30", "OBC: drafting"),
        ("2016-07-25", "OBC: drafting"),
        ("2016-07-26", "OBC: circulated for comment"),
        ("2016-11-29", "OBC: circulated for comment"),
        ("2016-11-30", "OBC: deferred"),
    ],
)
def test_case_stands_on_a_day_where_its_last_sure_event_left_it(day, state, vetting, reader):
    address = f"{reference_url(vetting.reference)}?as_at={day}"

    assert f">{state}</span>" in page(reader, address)
    assert f">{state}</span>" in page(reader, f"/register/cases/board?as_at={day}")


def test_case_not_begun_by_a_day_is_not_there(vetting, reader):
    assert reader.get(f"{reference_url(vetting.reference)}?as_at=2016-04-29").status_code == 404
    assert "Vetting" not in page(reader, "/register/cases/?as_at=2016-04-29")


def test_events_after_the_day_are_not_shown(vetting, reader):
    text = page(reader, f"{reference_url(vetting.reference)}?as_at=2016-07-26")

    assert "Circulated for comment (OBC)" in text
    assert "more work is needed" not in text


@pytest.mark.parametrize(
    ("kind", "stage", "state", "expected"),
    [("agree", "fbc", "drafting", ""), ("waive", "fbc", "drafting", ""), ("stop", "obc", "stopped", ""),
     ("note", "obc", "deferred", ", expected January 2020")],
)  # fmt: skip
def test_date_that_was_said_for_a_stage_ends_with_it_and_with_the_case(vetting, reader, kind, stage, state, expected):
    g.make_case_event(case=vetting, kind=kind, stage=stage, state=state, on="2020-02-01", reason="Said.", words="Said.")

    text = page(reader, reference_url(vetting.reference))

    said = {
        "drafting": "Circulate a version for comment, or refer it to Oversight", "stopped": "Nothing: the case is closed",
        "deferred": "A place on a new Summit agenda",
    }  # fmt: skip
    assert f"<strong>Next:</strong> {said[state]}{expected}</p>" in text


def test_case_shows_purpose_first_then_what_is_next_and_when(vetting, reader):
    text = page(reader, reference_url(vetting.reference))

    assert text.index("One team") < text.index("Life of the case") < text.index("What happened")
    assert "A place on a new Summit agenda, expected January 2020" in text
    assert "Because: more work is needed" in text


def test_event_shows_its_words_positions_and_source(reader):
    case = g.make_business_case()
    event = g.make_case_event(case=case, words="It was proposed.", minute_reference="Minute 5")
    g.make_case_position(event=event, body=p.make_body(name="Kent PCC"))
    paragraph = p.make_source_paragraph(text="It was proposed at the meeting.", label="5.2")
    p.make_citation(about=case, paragraph=paragraph, quote="It was proposed", field="event 1")

    response = reader.get(reference_url(case.reference))
    text = response.content.decode()

    assert "It was proposed." in text
    assert "Minute: Minute 5" in text
    assert "Positions: Kent PCC: In" in text
    assert f"{paragraph.source.code}</a>, 5.2" in text
    assert response.context["citations"] == []


def test_corrected_event_is_marked_with_its_correction(reader):
    case = g.make_business_case()
    wrong = g.make_case_event(case=case, on="2016-04")
    g.make_case_event(
        case=case, kind=CaseEventKind.CORRECT, corrects=wrong, reason="it was May", on="2016-06-01",
        detail={"strikes": True},
    )  # fmt: skip

    text = page(reader, reference_url(case.reference))

    assert "Corrected on 1 June 2016: it was May" in text
    assert "event-corrected" in text


def test_board_puts_each_case_in_its_column_once(reader):
    for stage in Stage:
        g.make_business_case(CaseState.DRAFTING, stage)
    g.make_business_case(CaseState.LOCAL_DECISIONS, Stage.FBC)
    g.make_business_case(CaseState.APPROVED, Stage.FBC)
    g.make_business_case(CaseState.IMPLEMENTING, Stage.FBC)
    g.make_business_case(CaseState.LIVE, Stage.FBC)
    g.make_business_case(CaseState.SPLIT, Stage.OBC)
    g.make_business_case()

    columns = reader.get("/register/cases/board").context["columns"]

    assert [(column.title, column.count, len(column.cases)) for column in columns] == [
        ("Not commissioned", "1 case", 1), ("SOC", "1 case", 1), ("OBC", "1 case", 1), ("FBC", "1 case", 1),
        ("Local decisions", "1 case", 1), ("Approved and implementing", "2 cases", 2), ("Live", "1 case", 1),
        ("Closed", "1 case", 1),
    ]  # fmt: skip


def test_board_names_the_columns_without_cases_in_one_line(reader):
    for stage in Stage:
        g.make_business_case(CaseState.DRAFTING, stage)

    text = page(reader, "/register/cases/board")

    assert text.count('<section class="board-column">') == 3
    assert "No cases here: Not commissioned, Local decisions, Approved and implementing, Live, Closed." in text


def test_board_shows_thirty_cards_and_says_how_many_more(reader):
    for _ in range(32):
        g.make_business_case(CaseState.DRAFTING)

    column = reader.get("/register/cases/board").context["columns"][2]

    assert (column.count, len(column.cases), column.more) == ("32 cases", 30, "and 2 more")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=open", {"Open"}),
        ("state=none", {"New"}),
        ("state=split", {"Split"}),
        ("stage=fbc", {"Open"}),
        ("stage=obc&state=split", {"Split"}),
    ],
)
def test_cases_are_filtered_by_stage_and_state(query, titles, reader):
    g.make_business_case(CaseState.ON_AGENDA, Stage.FBC, title="Open")
    g.make_business_case(CaseState.SPLIT, Stage.OBC, title="Split")
    g.make_business_case(title="New")

    found = reader.get(f"/register/cases/?{query}").context["table"].rows
    columns = reader.get(f"/register/cases/board?{query}").context["columns"]

    assert {row.record.title for row in found} == titles
    assert {case.title for column in columns for case in column.cases} == titles


@pytest.mark.parametrize("query", ["state=done", "as_at=soon", "colour=red", "force=FOR-9"])
def test_board_refuses_what_it_does_not_know(query, reader):
    assert reader.get(f"/register/cases/board?{query}").status_code == 400


def test_list_and_board_lead_to_each_other_with_the_same_filters(reader):
    response = reader.get("/register/cases/?state=open&as_at=2020-01-01&sort=title")

    assert {link.label: link.url for link in response.context["links"]} == {
        "List": "/register/cases/?state=open&as_at=2020-01-01",
        "Board by stage": "/register/cases/board?state=open&as_at=2020-01-01",
    }


def test_grid_of_offices_shows_each_with_its_own_decision(reader):
    case = g.make_business_case()
    g.make_case_event(case=case, on="2016-01")
    document = g.make_case_document(case=case, stage=Stage.FBC, content_hash="a" * 64)
    asked = g.make_case_event(case=case, kind=CaseEventKind.AGREE, stage=Stage.FBC, state=CaseState.LOCAL_DECISIONS)
    offices = [p.make_body(name=name) for name in ("Essex PFCC", "Kent PCC", "Norfolk PCC")]
    local = [g.make_local_decision(case=case, body=b, opened_by=asked, document=document) for b in offices]
    g.make_local_decision_event(local_decision=local[0], document_hash="a" * 64, on="2016-11-01")
    g.make_local_decision_event(local_decision=local[1], document_hash="b" * 64, on="2016-11-02")

    response = reader.get(reference_url(case.reference))
    text = response.content.decode()

    assert "1 of 3 offices approved" in text
    assert "An earlier version or offer; asked again" in text
    assert "The current version" in text
    assert "Awaiting" in text
    then = page(reader, f"{reference_url(local[0].reference)}?as_at=2016-10-31")
    assert ">Awaiting</span>" in then


def test_exempt_part_is_for_its_office_and_the_team(reader):
    event = g.make_local_decision_event(exempt_part="The price is £5.", exempt_ground="commercial")
    address = reference_url(event.local_decision.reference)
    own = Client()
    own.force_login(p.make_user(Role.OFFICE_VIEWER, body=event.local_decision.body))

    assert "The price is £5." not in page(reader, address)
    assert "withheld from your role" in page(reader, address)
    assert "The price is £5." in page(own, address)


def test_editor_is_led_to_where_the_case_is_moved(vetting, reader):
    editor = Client()
    editor.force_login(p.make_user(Role.EDITOR, is_staff=True))

    assert "Move or edit this case" in page(editor, reference_url(vetting.reference))
    assert "Move or edit this case" not in page(reader, reference_url(vetting.reference))
    assert "Move or edit this case" not in page(editor, f"{reference_url(vetting.reference)}?as_at=2020-01-01")


def test_meeting_that_is_hidden_is_not_named_in_an_event(reader):
    hidden = g.make_meeting(board=g.make_board(name="Secret board", marking=Marking.SENSITIVE))
    case = g.make_business_case()
    g.make_case_event(case=case, meeting=hidden)

    assert "Secret board" not in page(reader, reference_url(case.reference))


def test_office_page_shows_what_it_holds_decides_and_signs(reader):
    body = p.make_body(name="Kent PCC")
    p.make_holder(body=body, name="Ann Barnes", starts="2012-11-22", ends="2016-05-11")
    p.make_holder(body=body, name="Matthew Scott", starts="2016-05-12")
    p.make_party(body=body, agreement=p.make_agreement(title="The first", signed="2013"))
    p.make_party(body=body, agreement=p.make_agreement(title="The second", signed="2016"))
    g.make_board_member(body=body, board=g.make_board(name="Summit"))
    g.make_local_decision_event(
        local_decision=g.make_local_decision(body=body), outcome=LocalOutcome.APPROVED, on="2016-11-01"
    )

    now = page(reader, reference_url(body.reference))
    then = page(reader, f"{reference_url(body.reference)}?as_at=2014-01-01")

    for words in ("Ann Barnes", "Matthew Scott", "The first", "The second", "Summit", "Approved"):
        assert words in now
    assert "Holder on 1 January 2014" in then
    assert "Ann Barnes" in then
    assert "The first" in then
    for words in ("Matthew Scott", "The second", ">Approved<"):
        assert words not in then


@pytest.mark.parametrize(
    ("words", "phrase"), [("26 July 2016", "since 26 July 2016"), ("by April 2016", "by April 2016"), ("", "")]
)
def test_since_when_reads_as_a_phrase(words, phrase):
    assert since_phrase(words) == phrase


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "1 day ago"), (45, "45 days ago"), (70, "2 months ago"), (800, "2 years ago")]
)
def test_age_is_told_in_days_then_months_then_years(days, words):
    on = dt.date(2026, 11, 22)

    assert age_words(on - dt.timedelta(days=days), on) == words
    assert age_words(None) == ""
    assert age_words(on + dt.timedelta(days=3), on) == ""
