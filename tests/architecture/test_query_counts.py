"""Every list asks the database the same number of questions at one row and at three, and never more than eight.

The lists are found by walking the addresses: a new list is measured as soon as it has one.
"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from governance.choices import CaseEventKind, CaseState, Stage
from governance.views.clocks import ClockList
from programmes.choices import Role
from tests.architecture.test_urls import walk
from tests.factories import case_file as f
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.alerts import make_alert_delivery
from tests.factories.reports import make_approved_report

MOST_OF_A_LIST, MOST_OF_A_PAGE = 8, 15


def _is_table(view: Any) -> bool:
    """Whether a page is a list that a table shows: what comes due is one, though no query gives its rows."""
    return hasattr(view, "table_class") or view is ClockList


LISTS = sorted(
    name
    for name, route, pattern in walk(get_resolver().url_patterns)
    if route.startswith("register/") and name.endswith("-list") and _is_table(pattern.callback.view_class)
)
OTHER_PAGES = [
    "governance:home", "governance:contents", "governance:case-board", "governance:forward-plan", "workstreams:matrix",
    "workstreams:work-plan", "workstreams:ledger-totals", "workstreams:savings",
    "programmes:nre", "governance:net-position", "programmes:cost-share-calculator",
    "governance:decision-latency", "governance:data-quality", "governance:alert-readers",
]  # fmt: skip


def add_parts_of_a_case(document: Any) -> Any:
    """The rows that a case’s document shows, one file among them."""
    f.add_parts(document)
    f.make_case_attachment(document=document)
    return document


def add_one_of_everything() -> dict[str, Any]:
    """One more record of every kind, each with all that a list shows of it, on one alliance and programme."""
    alliance = p.make_alliance()
    force = p.make_force()
    p.make_membership(alliance=alliance, force=force)
    programme = p.make_programme(alliance=alliance)
    body = p.make_body(force=force)
    holder = p.make_holder(body=body)
    p.make_contact(body=body)
    agreement = p.make_agreement(alliance=alliance, programme=programme)
    p.make_party(agreement=agreement, body=body)
    p.make_agreement_event(agreement=agreement, body=body)
    p.make_legal_reference()
    p.make_citation(about=holder)
    area = w.make_business_area()
    w.make_area_status(area=area, alliance=alliance)
    w.make_area_comment(area=area)
    entry = w.make_area_plan(area=area, row=w.make_plan_row(programme=programme))
    w.make_plan_outcome(entry=entry, alliance=alliance)
    workstream = w.make_workstream(programme=programme, alliance=alliance, area=area, lead=body)
    workstream.participating_forces.add(force)
    w.make_status_update(workstream=workstream)
    w.make_milestone(workstream=workstream, force=force)
    risk = w.make_risk(workstream=workstream, programme=programme)
    w.make_risk_event(risk=risk)
    w.make_dependency(workstream=workstream)
    dependency = w.make_dependency(milestone=w.make_milestone(workstream=workstream), on_workstream=w.make_workstream())
    w.make_savings_figure(workstream=workstream, programme=programme, alliance=alliance)
    benefit = w.make_benefit(workstream=workstream)
    w.make_benefit_line(benefit=benefit, force=force, delivered=1)
    share_set = p.make_cost_share_set(programme=programme, alliance=alliance, agreement=agreement)
    p.make_cost_share(share_set=share_set, force=force, payer=body)
    p.make_net_revenue_expenditure(force=force)
    p.make_measured_quantity(force=force)
    w.make_enabling_group(programme=programme)
    period = w.make_period()
    returned = w.make_status_update(workstream=workstream, period=period, rag="green", submitted_at=timezone.now())
    w.make_return_chase(workstream=workstream, period=period)
    w.make_workstream(programme=programme, name="Has not returned")
    run = w.make_import_run(period=period)
    w.make_import_row(run=run, reference=workstream.reference)
    board = g.make_board(programme=programme, alliance=alliance)
    g.make_board_chair(board=board, body=body)
    g.make_board_member(board=board, body=body)
    meeting = g.make_meeting(board=board)
    paper = g.make_paper(meeting=meeting)
    g.make_recommendation(paper=paper, to_board=board)
    g.make_panel_item(panel=board, body=body, meeting=meeting)
    case = g.make_business_case(programme=programme, alliance=alliance, workstream=workstream)
    case.participating_forces.add(force)
    g.make_case_event(case=case, board=board, meeting=meeting)
    g.make_agenda_item(meeting=meeting, case=case)
    document = add_parts_of_a_case(g.make_case_document(case=case))
    event = g.make_case_event(
        case=case, kind=CaseEventKind.AGREE, stage=Stage.FBC, state=CaseState.LOCAL_DECISIONS, document=document
    )
    local = g.make_local_decision(case=case, body=body, opened_by=event, document=document)
    g.make_condition(local_decision=local)
    decision = g.make_decision(board=board, case=case, meeting=meeting, workstream=workstream, agreement=agreement)
    g.make_action(decision=decision)
    divergence = g.make_divergence(force=force, agreement=agreement, case=case, workstream=workstream)
    report = make_approved_report(
        programme=programme, alliance=alliance, board=board, meeting=meeting, paper=paper, marking="internal"
    )
    make_alert_delivery()
    return {
        "programmes:programme-detail": programme, "programmes:alliance-detail": alliance,
        "programmes:force-detail": force, "governance:body-detail": body, "programmes:agreement-detail": agreement,
        "workstreams:period-detail": period, "workstreams:return-detail": returned,
        "workstreams:import-detail": run, "workstreams:workstream-detail": workstream, "workstreams:area-detail": area,
        "workstreams:benefit-detail": benefit, "programmes:cost-share-set-detail": share_set,
        "workstreams:risk-detail": risk, "workstreams:dependency-detail": dependency,
        "governance:board-detail": board, "governance:meeting-detail": meeting, "governance:case-detail": case,
        "governance:local-decision-detail": local, "governance:decision-detail": decision,
        "governance:paper-detail": paper, "governance:divergence-detail": divergence,
        "governance:report-detail": report,
         "programmes:history": workstream, "governance:case-document-detail": document,
    }  # fmt: skip


@pytest.fixture
def editor(db):
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))
    client.get("/register/")  # the first visit is written down once
    return client


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        assert response.status_code == 200, address
        if response.streaming:
            b"".join(response.streaming_content)
    return len(asked)


def test_there_are_lists():
    assert len(LISTS) > 20


def test_lists_ask_the_same_at_one_row_and_at_three(editor):
    add_one_of_everything()
    at_one = {name: questions(editor, reverse(name)) for name in LISTS + OTHER_PAGES}
    add_one_of_everything()
    add_one_of_everything()

    at_three = {name: questions(editor, reverse(name)) for name in LISTS + OTHER_PAGES}

    assert at_three == at_one
    assert {name: n for name, n in at_one.items() if name in LISTS and n > MOST_OF_A_LIST} == {}
    assert {name: n for name, n in at_one.items() if n > MOST_OF_A_PAGE} == {}


def test_exports_ask_the_same_at_one_row_and_at_three(editor):
    exports = [name.replace("-list", "-csv") for name in LISTS] + [
        "workstreams:matrix-csv",
        "workstreams:work-plan-csv",
        "workstreams:ledger-totals-csv",
        "governance:net-position-csv",
    ]
    add_one_of_everything()
    at_one = {name: questions(editor, reverse(name)) for name in exports}
    add_one_of_everything()
    add_one_of_everything()

    assert {name: questions(editor, reverse(name)) for name in exports} == at_one


def test_filtered_and_sorted_lists_ask_no_more(editor):
    made = add_one_of_everything()
    add_one_of_everything()
    programme = made["programmes:programme-detail"].reference

    period = made["workstreams:period-detail"].reference
    asked = {
        address: questions(editor, address)
        for address in (
            f"/register/cases/?programme={programme}&state=open&sort=-since&as_at=2026-01-01",
            f"/register/workstreams/?owing={period}&programme={programme}&sort=-name",
            "/register/cases/board",
        )
    }

    assert {address: n for address, n in asked.items() if n > MOST_OF_A_LIST} == {}


def test_pages_of_records_ask_at_most_fifteen_and_no_more_with_more_parts(editor):
    made = add_one_of_everything()
    for kind in ("programme", "alliance", "force"):
        made[f"governance:{kind}-overview"] = made[f"programmes:{kind}-detail"]
    at_one = {name: questions(editor, reverse(name, args=[r.reference])) for name, r in made.items()}
    add_parts(made)

    at_three = {name: questions(editor, reverse(name, args=[r.reference])) for name, r in made.items()}

    assert {name: n for name, n in at_three.items() if n > MOST_OF_A_PAGE} == {}
    assert at_three == at_one


def add_parts(made: dict[str, Any]) -> None:
    """Two more of everything that the pages of these records show as their parts."""
    programme, alliance = made["programmes:programme-detail"], made["programmes:alliance-detail"]
    force, body = made["programmes:force-detail"], made["governance:body-detail"]
    agreement, area = made["programmes:agreement-detail"], made["workstreams:area-detail"]
    workstream, board = made["workstreams:workstream-detail"], made["governance:board-detail"]
    meeting, case = made["governance:meeting-detail"], made["governance:case-detail"]
    event = case.events.last()
    for year in ("2012", "2013"):
        other = p.make_body()
        p.make_membership(alliance=alliance, starts=year)
        p.make_membership(force=force, starts=year)
        p.make_holder(body=body, starts=year)
        p.make_contact(body=body)
        p.make_party(agreement=agreement, body=other)
        p.make_party(body=body)
        p.make_agreement_event(agreement=agreement, body=other)
        p.make_agreement(programme=programme, alliance=alliance)
        w.make_area_status(area=area, alliance=p.make_alliance())
        w.make_status_update(workstream=workstream, as_at=year)
        period = made["workstreams:period-detail"]
        w.make_status_update(
            period=period, rag="red", submitted_at=timezone.now(), rag_reason="A.", action="B.", green_by=year
        )
        w.make_status_update(workstream=workstream, period=w.make_period(), rag="green", submitted_at=timezone.now())
        w.make_workstream(programme=programme)
        w.make_milestone(workstream=workstream, force=p.make_force())
        w.make_risk(workstream=workstream)
        w.make_savings_figure(workstream=workstream)
        w.make_benefit(workstream=workstream)
        p.make_cost_share(share_set=made["programmes:cost-share-set-detail"])
        w.make_benefit_line(benefit=made["workstreams:benefit-detail"], delivered=1)
        g.make_board_member(board=board, body=other)
        g.make_board_member(body=body)
        g.make_meeting(board=board, held=year)
        g.make_agenda_item(meeting=meeting, case=g.make_business_case())
        g.make_paper(meeting=meeting)
        g.make_case_event(case=case, meeting=meeting, board=board, stage=Stage.FBC, state=CaseState.LOCAL_DECISIONS)
        g.make_case_position(event=event, body=other)
        f.make_case_option(document=event.document)
        f.make_case_amount(line=f.make_case_line(document=event.document), force=p.make_force())
        f.make_case_funding(document=event.document, force=p.make_force())
        f.make_case_attachment(document=event.document)
        g.make_case_document(case=case)
        g.make_business_case(parent=case, relation="part")
        g.make_local_decision(case=case, body=other, opened_by=event)
        g.make_decision(board=board, case=case, meeting=meeting)
        workstream.participating_forces.add(p.make_force())
        workstream.purpose = f"For {year}."
        workstream.save()
