"""What the public pages say of how things stand: decided by whom, which offices have not, what is to come, what it saves."""

import datetime as dt

import pytest

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
def alliance():
    return p.make_alliance(short_name="Seven", **PUBLIC)


@pytest.fixture
def programme(alliance):
    programme = p.make_programme(short_name="7F", alliance=alliance, **PUBLIC)
    p.make_contact(kind="role_mailbox", role="Queries", email="team@example.org", programme=programme, **PUBLIC)
    p.make_contact(kind="named_officer", role="Head", name="A Person", email="a@example.org", programme=programme)
    return programme


@pytest.fixture
def stream(programme):
    return w.make_workstream(name="Vetting work", programme=programme, **PUBLIC)


@pytest.fixture
def summit(programme):
    return g.make_board(name="Summit", programme=programme, may_decide="in_principle", **PUBLIC)


@pytest.fixture
def case(programme, stream):
    return g.make_business_case(title="Vetting", programme=programme, workstream=stream, **PUBLIC)


def with_the_offices(case):
    """The case is with four offices: one approved, one deferred, one with open conditions, one silent."""
    opened = g.make_case_event(case=case, kind="agree", stage="fbc", state="local_decisions", on="2016-07-26")
    made = {}
    for name, outcome in (("A", "approved"), ("B", "deferred"), ("C", "approved_with_conditions"), ("D", "")):
        body = p.make_body(name=f"Office {name}", **PUBLIC)
        local = g.make_local_decision(case=case, body=body, opened_by=opened, **PUBLIC)
        made[name] = local
        if outcome:
            reason = {"reason": "Not yet."} if outcome == "deferred" else {}
            g.make_local_decision_event(
                local_decision=local, outcome=outcome, wording=f"We decide {name}.", notice_reference=f"DN {name}",
                notice_url="https://example.org/dn" if name == "A" else "", **reason,
            )  # fmt: skip
    g.make_condition(local_decision=made["C"], set_by=made["C"].events.get(), words="A report by May", **PUBLIC)
    g.make_condition(local_decision=made["C"], set_by=made["C"].events.get(), words="A secret price")
    return made


# A case ------------------------------------------------------------------------------------------------------------------


def test_case_says_where_it_stands_and_who_has_not_decided(case):
    with_the_offices(case)

    told = page(f"/cases/{case.reference}/")

    assert told["standing"] == "Local decisions, since 26 July 2016."
    assert told["offices"] == (
        "2 of 4 offices have approved; 1 of these with conditions still open; 1 not decided yet; 1 deferred."
    )
    assert told["undecided"] == [{"label": "Office B", "note": "deferred its decision"}, {"label": "Office D"}]
    assert told["next_step"] == "The decision of each office"
    assert told["coming"] == "No date stated, Office B\nNo date stated, Office D"
    assert [row["conditions"] for row in told["local_decisions"] if "conditions" in row] == ["A report by May"]
    assert told["contacts"] == [{"who": "Queries", "email": "team@example.org"}]


def test_case_says_that_no_office_was_asked_or_has_decided(case):
    kent = p.make_force(name="Kent", **PUBLIC)
    for kind in ("pcc", "chief_constable"):
        p.make_body(force=kent, kind=kind, name=f"Kent {kind}", **PUBLIC)
    case.participating_forces.add(kent)
    g.make_case_event(case=case, kind="commission", stage="obc", state="drafting", on="2016-09-21")

    before = page(f"/cases/{case.reference}/")
    g.make_case_event(case=case, kind="go_live", stage="fbc", state="live", on="2019-10-31")
    after = page(f"/cases/{case.reference}/")

    assert (
        before["offices"]
        == "None has been asked yet: each office decides for itself once a case is agreed in principle."
    )
    assert before["standing"] == "Outline business case (OBC): drafting, since 21 September 2016."
    assert after["offices"] == (
        "No office’s own decision on this case is published: 0 of 2. "
        "The offices are the commissioner and the chief constable of each force taking part."
    )
    assert after["standing"] == "Live, since 31 October 2019."
    assert "undecided" not in after


def test_steps_tell_what_was_decided_where_no_decision_is_published(case, summit):
    kent = p.make_force(name="Kent", **PUBLIC)
    for kind in ("pcc", "chief_constable"):
        p.make_body(force=kent, kind=kind, name=f"Kent {kind}", **PUBLIC)
    case.participating_forces.add(kent)
    place = f"/cases/{case.reference}/"
    agreed = {"case": case, "kind": "agree", "board": summit}
    g.make_case_event(case=case, kind="commission", stage="obc", state="drafting", on="2016-01-04")
    assert page(place)["decided"] == "No decision is published."
    wrong = g.make_case_event(**agreed, stage="fbc", state="drafting", on="2016-02-05")
    assert page(place)["decided"] == "Agreed in principle (OBC) by Summit, 5 February 2016."

    g.make_case_event(
        case=case, kind="correct", stage="obc", state="drafting", corrects=wrong, reason="Not so.", on="2016-02-06"
    )
    assert page(place)["decided"] == "No decision is published."

    g.make_case_event(case=case, kind="defer", stage="fbc", state="deferred", on="2016-03", reason="Later.")
    g.make_case_event(**agreed, stage="fbc", state="local_decisions", on="2016-04-21")
    g.make_case_event(case=case, kind="approve", stage="fbc", state="approved", on="2016-11-01")
    told = page(place)
    assert told["decided"] == "Agreed in principle (FBC) by Summit, 21 April 2016.\nDeferred, March 2016."
    assert told["offices"] == (
        "Approved by every office required, 1 November 2016. Their own decisions are not published."
    )

    # A decision says its own step; beside others the steps that none says are told, the latest first.
    g.make_decision(title="Go on", case=case, board=summit, kind="deferred", decided="2016-03", **PUBLIC)
    g.make_decision(title="Note", case=case, board=summit, kind="recommended", decided="2016-01-12", **PUBLIC)
    assert page(place)["decided"].split("\n") == [
        "Agreed in principle (FBC) by Summit, 21 April 2016.",
        "Deferred by Summit, March 2016: Go on.",
        "Recommended by Summit, 12 January 2016: Note.",
    ]

    g.make_case_event(case=case, kind="rescope", stage="fbc", state="local_decisions", on="2016-12-01", reason="New.")
    assert page(place)["offices"].startswith("No office’s own decision on this case is published: 0 of 2.")


def test_case_tells_its_decisions_and_those_of_the_case_it_was_split_from(case, summit, programme):
    part = g.make_business_case(title="Part", parent=case, programme=programme, relation="part", **PUBLIC)
    g.make_decision(title="Go on", case=case, board=summit, kind="in_principle", decided="2016-07-26", **PUBLIC)
    g.make_decision(title="Wait", case=part, board=None, decided_by="“agreed”", kind="final", decided="2017", **PUBLIC)

    told = page(f"/cases/{part.reference}/")

    assert told["decided"] == (
        "Decided, 2017: Wait (“agreed”).\nAgreed in principle by Summit, 26 July 2016: Go on."
    )  # fmt: skip
    assert [(row["decision"]["label"], row.get("tier")) for row in told["decisions"]] == [
        ("Wait", None), ("Go on", "In principle"),
    ]  # fmt: skip
    assert page(f"/cases/{case.reference}/")["decided"] == "Agreed in principle by Summit, 26 July 2016: Go on."


def test_case_and_workstream_say_what_is_saved_with_its_hedge_and_never_a_sum(case, stream):
    w.make_savings_figure(
        workstream=stream, title="Won", low=200000, qualifier="over", figure_status="delivered", words="over £200k", **PUBLIC
    )  # fmt: skip
    w.make_savings_figure(
        workstream=stream, title="Hoped", low=110000, figure_status="predicted", words="£110k", **PUBLIC
    )
    w.make_savings_figure(workstream=stream, title="Secret", low=5, words="£5")

    told = page(f"/cases/{case.reference}/")["money"]

    assert sorted(told.splitlines()) == ["Delivered: over £200,000 (Won).", "Predicted: £110,000 (Hoped)."]
    assert page(f"/workstreams/{stream.reference}/")["money"] == told
    assert "310" not in told


def test_last_verified_is_the_date_of_the_latest_source_and_says_so(case):
    for code, dated in (("S1", "2016-09-21"), ("S4", "2019"), ("S9", "2024")):
        marking = {} if code == "S9" else PUBLIC
        paragraph = p.make_source_paragraph(source=p.make_source(code=code, dated=dated, **marking), text="Vetting")
        p.make_citation(about=case, paragraph=paragraph, quote="Vetting")

    assert page(f"/cases/{case.reference}/")["verified"] == "By its latest source, S4: 2019"


# An office’s own decision ------------------------------------------------------------------------------------------------


def test_decision_of_an_office_has_a_page_and_stands_in_the_register(case, summit):
    made = with_the_offices(case)
    decision = g.make_decision(
        title="Go on", case=case, board=summit, kind="in_principle", decided="2016-07-26", **PUBLIC
    )

    pages = compose_pages()
    told = pages[f"/decisions/{made['A'].reference}/"].content

    assert (told["title"], told["outcome"], told["tier"]) == (
        "Vetting: Office A", "Approved", "Finally, by the office for itself",
    )  # fmt: skip
    assert told["wording"] == "We decide A."
    assert told["notice"] == {"label": "DN A", "url": "https://example.org/dn"}
    assert told["before"] == [
        {"label": "Agreed in principle by Summit, 26 July 2016: Go on.", "url": f"/decisions/{decision.reference}/"}
    ]
    assert [link["label"] for link in told["others"]] == [
        "Office B: deferred", "Office C: approved with conditions", "Office D: awaiting",
    ]  # fmt: skip
    assert f"/decisions/{made['D'].reference}/" not in pages
    rows = pages["/decisions/"].content["rows"]
    assert [(row["by"], row["kind"]) for row in rows] == [
        ("Office A", "Approved"), ("Office B", "Deferred"), ("Office C", "Approved with conditions"),
        ("Summit", "Agreed in principle"),
    ]  # fmt: skip
    assert [row["by"] for row in pages["/decisions/outcome/deferred/"].content["rows"]] == ["Office B"]


# The register of decisions -----------------------------------------------------------------------------------------------


def test_decisions_are_narrowed_by_body_year_area_and_outcome_on_pages_made_beforehand(programme, summit):
    area = w.make_business_area(name="Procurement", group=w.make_area_group(**PUBLIC), **PUBLIC)
    stream = w.make_workstream(programme=programme, area=area, **PUBLIC)
    g.make_decision(title="One", board=summit, kind="rejected", decided="2014-04-30", workstream=stream, **PUBLIC)
    g.make_decision(title="Two", board=None, decided_by="BCH", kind="final", decided="2013-12/2015", **PUBLIC)
    g.make_decision(title="Three", board=None, decided_by="BCH", kind="final", **PUBLIC)

    pages = compose_pages()

    def titles(path):
        return [row["decision"]["label"] for row in pages[path].content["rows"]]

    assert titles("/decisions/") == ["Two", "One", "Three"]
    assert titles("/decisions/sorted-by-body/") == ["One", "Two", "Three"]
    assert titles(f"/decisions/by/{summit.reference.lower()}/") == ["One"]
    assert titles("/decisions/by/words/") == ["Two", "Three"]
    assert titles("/decisions/year/2014/") == ["Two", "One"]
    assert titles("/decisions/year/2013/") == ["Two"]
    assert titles("/decisions/year/no-date/") == ["Three"]
    assert titles(f"/decisions/area/{area.reference.lower()}/") == ["One"]
    assert titles("/decisions/outcome/rejected/") == ["One"]
    ways = {way["heading"]: way["links"] for way in pages["/decisions/"].content["ways"]}
    assert [(link["label"], link["note"]) for link in ways["Year"]] == [
        ("No date", "1"), ("2015", "1"), ("2014", "2"), ("2013", "1"),
    ]  # fmt: skip
    assert ways["Business area"] == [
        {"label": "Procurement", "url": f"/decisions/area/{area.reference.lower()}/", "note": "1"}
    ]


def test_agreements_are_narrowed_by_state():
    signed = p.make_agreement(title="Signed one", **PUBLIC)
    p.make_agreement_event(agreement=signed, kind="signed", sets_state="signed", on="2016-03")
    p.make_agreement(title="Unsaid one", **PUBLIC)

    pages = compose_pages()

    assert [row["agreement"]["label"] for row in pages["/agreements/state/signed/"].content["rows"]] == ["Signed one"]
    assert [row["agreement"]["label"] for row in pages["/agreements/state/not-stated/"].content["rows"]] == [
        "Unsaid one"
    ]
    assert pages["/agreements/"].content["rows"][0]["publication"] == "No publication recorded"


# Savings -----------------------------------------------------------------------------------------------------------------


def test_ledger_adds_up_within_one_kind_and_year_and_says_what_is_not_stated(stream):
    kinds = {"cashable": (100, 200, None), "non_cashable": (7, 8, 9)}
    for kind, figures in kinds.items():
        benefit = w.make_benefit(workstream=stream, kind=kind, title=kind, **PUBLIC)
        for figure in figures:
            force = p.make_force(**PUBLIC)
            w.make_benefit_line(
                benefit=benefit, force=force, financial_year="2016/17", predicted_fbc=figure, delivered=None, **PUBLIC
            )  # fmt: skip

    rows = page("/savings/ledger/")["rows"]

    assert [(row["kind"], row["financial_year"], row["predicted_fbc"]) for row in rows] == [
        ("Cashable", "2016/17", "£300 (2 of 3 stated)"), ("Non-cashable", "2016/17", "£24"),
    ]  # fmt: skip
    assert all("delivered" not in row for row in rows)


def test_claims_stand_by_what_they_are_and_beside_the_ledger(stream):
    for title, status, measure in (
        ("Won", "delivered", "saving"), ("Hoped", "predicted", "saving"), ("Asked", "target", "saving_required"),
        ("Funds", "stated", "combined_funding"),
    ):  # fmt: skip
        w.make_savings_figure(
            workstream=stream, title=title, figure_status=status, measure=measure, words=title, **PUBLIC
        )  # fmt: skip

    pages = compose_pages()

    found = {
        kind: [row["claim"] for row in pages[f"/savings/{kind}/"].content["rows"]]
        for kind in ("delivered", "predicted", "targets", "other")
    }
    assert found == {"delivered": ["Won"], "predicted": ["Hoped"], "targets": ["Asked"], "other": ["Funds"]}
    assert len(pages["/savings/"].content["rows"]) == 4


# Meetings ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(summit):
    meeting = g.make_meeting(board=summit, held="2016-07-26", is_public=True, starts_at=dt.time(10, 30), **PUBLIC)
    g.make_minutes_event(meeting=meeting, text="We met.")
    return meeting


def agree(meeting):
    g.make_minutes_event(meeting=meeting, kind="circulated", text="")
    g.make_minutes_event(meeting=meeting, kind="agreed", text="", agreed_at=meeting)


def test_meeting_tells_agenda_and_papers_and_an_exempt_paper_by_its_ground_alone(meeting, case):
    source = p.make_source(title="Report", **PUBLIC)
    g.make_agenda_item(meeting=meeting, title="Vetting", number="1", case=case, recommendation="To agree", **PUBLIC)
    paper = g.make_paper(
        meeting=meeting, title="Open paper", source=source, from_words="The team", position=1, **PUBLIC
    )
    g.make_recommendation(paper=paper, number="2.1", words="To note", to_board=meeting.board, **PUBLIC)
    exempt = g.make_paper(
        meeting=meeting, title="Price paper", is_exempt=True, exempt_ground="commercial", url="https://example.org/x",
        text="A price", from_words="A firm", position=2, **PUBLIC,
    )  # fmt: skip
    g.make_recommendation(paper=exempt, words="To pay", to_board=meeting.board, **PUBLIC)

    told = page(f"/meetings/{meeting.reference}/")

    assert (told["title"], told["time"], told["is_open"]) == ("Summit, 26 July 2016", "10:30", "Yes")
    assert told["agenda"] == [
        {"title": "Vetting", "number": "1", "asked": "To agree"}
        | {"about": [{"label": "Vetting", "url": f"/cases/{case.reference}/"}]}
    ]
    assert told["papers"] == [
        {"title": "Open paper", "from_words": "The team", "asks": "2.1 To note"}
        | {"source": {"label": "Report", "url": f"/sources/{source.reference}/"}},
        {"title": "Price paper", "exempt": "Commercial"},
    ]


def test_minutes_are_told_once_they_are_agreed_and_never_before(meeting):
    before = page(f"/meetings/{meeting.reference}/")
    agree(meeting)
    g.make_minutes_event(meeting=meeting, kind="corrected", text="We met at ten.", reason="Asked by A Person")
    after = page(f"/meetings/{meeting.reference}/")

    assert (before["minutes_words"], "minutes" in before) == ("No agreed minutes are recorded", False)
    assert (after["minutes_words"], after["minutes"]) == ("Agreed, and published below", "We met.")
    assert [part["words"] for part in after["corrections"]] == ["We met at ten."]
    assert "A Person" not in str(after)


@pytest.mark.parametrize("what", ["item", "paper", "exempt paper", "decision", "action", "hidden case"])
def test_minutes_of_a_meeting_with_anything_closed_are_held_back(meeting, what):
    agree(meeting)
    if what == "item":
        g.make_agenda_item(meeting=meeting, title="Closed")
    elif what == "paper":
        g.make_paper(meeting=meeting, title="Closed")
    elif what == "exempt paper":
        g.make_paper(meeting=meeting, title="Closed", is_exempt=True, exempt_ground="legal", **PUBLIC)
    elif what == "decision":
        g.make_decision(meeting=meeting, board=meeting.board)
    elif what == "action":
        g.make_action(meeting=meeting, decision=None)
    else:
        g.make_agenda_item(meeting=meeting, title="Closed", case=g.make_business_case(title="Hidden"), **PUBLIC)

    told = page(f"/meetings/{meeting.reference}/")

    assert told["minutes_words"] == (
        "Agreed. They are not published here, because the meeting dealt with matters that are not public."
    )
    assert "minutes" not in told


def test_minutes_of_a_meeting_that_was_not_open_are_not_published(summit):
    meeting = g.make_meeting(board=summit, held="2016-07-26", **PUBLIC)
    g.make_minutes_event(meeting=meeting, text="We met.")
    agree(meeting)

    told = page(f"/meetings/{meeting.reference}/")

    assert told["minutes_words"] == "Agreed. They are not published here: the meeting was not open to the public."
    assert "We met." not in str(compose_pages())
