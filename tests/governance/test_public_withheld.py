"""What is withheld of a record comes back in no sentence, sum or list that is worked out from it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.publication.composing import compose_pages
from governance.publication.withholding import withhold
from governance.publication.withholding.doors import WithholdingNotAllowed
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def programme():
    return p.make_programme(short_name="7F", **PUBLIC)


@pytest.fixture
def stream(programme):
    return w.make_workstream(name="Vetting work", programme=programme, **PUBLIC)


@pytest.fixture
def case(programme, stream):
    return g.make_business_case(title="Vetting", programme=programme, workstream=stream, **PUBLIC)


@pytest.fixture
def summit(programme):
    return g.make_board(name="Summit", programme=programme, may_decide="in_principle", **PUBLIC)


def hold(record, part):
    day = timezone.localdate() + dt.timedelta(days=90)
    withhold(
        about=record.reference, part=part, ground="commercial", by=make_editor(), reason="The tender is out.", review_on=day
    )  # fmt: skip


def test_where_a_case_stands_is_withheld_from_every_sentence_that_would_say_it(case, stream, programme):
    g.make_case_event(case=case, kind="reject", stage="obc", state="rejected", on="2016-07-26", reason="Too dear.")
    hold(case, "state")

    pages = compose_pages()

    told = pages[f"/cases/{case.reference}/"].content
    assert told["standing"] == told["next_step"] == told["offices"] == "Withheld (commercial)"
    assert pages[f"/workstreams/{stream.reference}/"].content["standing"] == "Vetting: Withheld (commercial)"
    assert pages["/"].content["headline"] == "1 business case: 1 withheld (commercial)."
    assert pages[f"/programmes/{programme.reference}/"].content["standing"].endswith("1 withheld (commercial).")


def test_withheld_figure_is_in_no_sentence_and_in_no_sum(case, stream):
    claim = w.make_savings_figure(workstream=stream, title="Won", low=200000, words="£200k", **PUBLIC)
    benefit = w.make_benefit(workstream=stream, kind="cashable", **PUBLIC)
    lines = [
        w.make_benefit_line(
            benefit=benefit, force=p.make_force(**PUBLIC), financial_year="2016/17", delivered=n, **PUBLIC
        )
        for n in (70001, 80002)
    ]
    hold(claim, "amount")
    hold(lines[0], "delivered")

    pages = compose_pages()

    assert pages[f"/cases/{case.reference}/"].content["money"].startswith("Withheld (commercial)")
    assert pages["/savings/ledger/"].content["rows"][0]["delivered"] == "Withheld (commercial)"
    everything = "".join(page.payload for page in pages.values())
    assert not [figure for figure in ("200,000", "150,003", "70,001") if figure in everything]


def test_withheld_outcome_and_state_are_not_told_by_the_page_they_would_stand_on(case, summit):
    decision = g.make_decision(title="No", case=case, board=summit, kind="rejected", **PUBLIC)
    agreement = p.make_agreement(title="One", **PUBLIC)
    p.make_agreement_event(agreement=agreement, kind="signed", sets_state="signed", on="2016-03")
    hold(decision, "what_kind")
    hold(agreement, "state")

    pages = compose_pages()

    assert [path for path in pages if "/outcome/" in path] == []
    assert "/agreements/state/signed/" not in pages
    assert pages[f"/cases/{case.reference}/"].content["decided"] == "No: withheld (commercial)."


def narrowed(reference):
    """By what the lists of one choice on which a decision stands are narrowed."""
    return [
        path.split("/")[2]
        for path, page in compose_pages().items()
        if page.kind == "decisions" and f"/decisions/{reference}/" in page.payload and path.count("/") == 4
    ]


def test_decision_stands_on_no_list_that_would_say_what_is_withheld_of_it(programme):
    """Of a board and of an office; the years are worked out from events, the area from the workstream."""
    area = w.make_business_area(group=w.make_area_group(**PUBLIC), **PUBLIC)
    stream = w.make_workstream(programme=programme, area=area, **PUBLIC)
    case = g.make_business_case(title="Fleet", programme=programme, workstream=stream, **PUBLIC)
    board = g.make_decision(body=p.make_body(**PUBLIC), case=case, workstream=stream, decided="2016-03-01", **PUBLIC)
    local = g.make_local_decision(case=case, body=p.make_body(**PUBLIC), **PUBLIC)
    g.make_local_decision_event(local_decision=local, on="2016-11-01")
    everywhere = ["by", "year", "area", "outcome"]
    assert sorted(narrowed(board.reference)) == sorted(narrowed(local.reference)) == sorted(everywhere)

    for part, office_part, gone in (
        ("decided", "decided", "year"), ("by", "office", "by"), ("workstream", "workstream", "area"),
        ("what_kind", "outcome", "outcome"),
    ):  # fmt: skip
        hold(board, part)
        hold(local, office_part)
        everywhere.remove(gone)
        assert sorted(narrowed(board.reference)) == sorted(narrowed(local.reference)) == sorted(everywhere), gone


def test_decision_of_an_office_that_is_withheld_as_a_whole_is_told_nowhere(programme):
    case = g.make_business_case(title="Fleet", programme=programme, **PUBLIC)
    opened = g.make_case_event(case=case, kind="agree", stage="fbc", state="local_decisions", on="2016-07-26")
    whole, part, told = (
        g.make_local_decision(case=case, body=p.make_body(name=f"Office {name}", **PUBLIC), opened_by=opened, **PUBLIC)
        for name in "ABC"
    )
    for local in (whole, part, told):
        g.make_local_decision_event(local_decision=local, on="2016-11-01", wording=f"We decide {local.reference}.")
    hold(whole, "")
    hold(part, "outcome")

    pages = compose_pages()

    assert f"/decisions/{whole.reference}/" not in pages
    assert [path for path, page in pages.items() if f"/decisions/{whole.reference}/" in page.payload] == []
    assert [path for path, page in pages.items() if f"We decide {whole.reference}." in page.payload] == []
    assert pages[f"/decisions/{told.reference}/"].content["others"] == [
        {"label": "Withheld (commercial)"},
        {"label": "Office B: withheld (commercial)", "url": f"/decisions/{part.reference}/"},
    ]


def about_offices(path):
    """Whether a page tells of forces and their offices alone: it names each, whatever any was asked or decided."""
    return path.startswith(("/forces/", "/a-to-z/", "/data/offices/", "/told/"))


def test_decision_to_come_of_an_office_is_told_without_what_is_withheld(programme):
    case = g.make_business_case(title="Fleet", programme=programme, **PUBLIC)
    opened = g.make_case_event(case=case, kind="agree", stage="fbc", state="local_decisions", on="2016-07-26")
    offices = [p.make_body(name=f"Office{name}", force=p.make_force(**PUBLIC), **PUBLIC) for name in "ABCD"]
    whole, office, outcome, _ = (
        g.make_local_decision(case=case, body=body, opened_by=opened, due="2016-12-01", **PUBLIC) for body in offices
    )
    hold(whole, "")
    hold(office, "office")
    hold(outcome, "outcome")

    pages = compose_pages()

    subject = {"label": "Fleet", "url": f"/cases/{case.reference}/"}
    late, date = "The date has passed; no outcome is recorded", "1 December 2016"
    rows = [
        {"subject": subject, "who": "OfficeC", "date": date, "state": "Withheld (commercial)", "passed": "The date has passed"},
        {"subject": subject, "who": "OfficeD", "date": date, "state": "Local decision: awaiting", "passed": late},
        {"subject": subject, "who": "Withheld (commercial)", "date": date, "state": "Local decision: awaiting", "passed": late},
    ]  # fmt: skip
    assert pages["/forward-plan/"].content["rows"] == rows
    assert pages[f"/programmes/{programme.reference}/"].content["coming"] == rows
    assert pages["/"].content["coming"] == rows[::-1]
    assert (
        pages["/"]
        .content["headline"]
        .endswith("3 decisions are still to come. Of these 3 are past the date given, without an outcome.")
    )
    assert pages[f"/cases/{case.reference}/"].content["coming"].split("\n") == [
        f"{date}, OfficeC. The date has passed", f"{date}, OfficeD. {late}", f"{date}, Withheld (commercial). {late}",
    ]  # fmt: skip
    told = {path: page.payload for path, page in pages.items() if not about_offices(path)}
    assert [path for path, payload in told.items() if "OfficeA" in payload or "OfficeB" in payload] == []


def test_withheld_office_is_named_by_nothing_that_tells_its_decision(client, programme):
    """Not by its row, by the title of its page, by the case, by the lists, and not by what machines read of them."""
    case = g.make_business_case(title="Fleet", programme=programme, **PUBLIC)
    opened = g.make_case_event(case=case, kind="agree", stage="fbc", state="local_decisions", on="2016-07-26")
    offices = [p.make_body(name=f"Office{name}", force=p.make_force(**PUBLIC), **PUBLIC) for name in "AB"]
    held, told = (g.make_local_decision(case=case, body=body, opened_by=opened, **PUBLIC) for body in offices)
    hold(held, "office")
    publish_record()
    for local, day in ((held, "2016-11-01"), (told, "2016-10-01")):
        g.make_local_decision_event(local_decision=local, on=day, wording=f"We decide {local.reference}.")
    publish_record()

    pages = compose_pages()

    own, title = f"/decisions/{held.reference}/", "Fleet: Withheld (commercial)"
    assert (pages[own].content["title"], pages[own].content["office"]) == (title, {"label": "Withheld (commercial)"})
    for path in (
        "/",
        "/decisions/",
        "/decisions/year/2016/",
        "/decisions/sorted-by-body/",
        "/decisions/outcome/decided/",
    ):
        rows = pages[path].content["decisions" if path == "/" else "rows"]
        row = next(row for row in rows if row["decision"]["url"] == own)
        assert (row["decision"]["label"], row["by"]) == (title, "Withheld (commercial)"), path
    assert pages["/decisions/sorted-by-body/"].content["rows"][-1]["decision"]["url"] == own
    of_case = pages[f"/cases/{case.reference}/"].content
    assert of_case["offices"] == "Withheld (commercial)"
    assert [row["office"]["label"] for row in of_case["local_decisions"]] == ["Withheld (commercial)", "OfficeB"]
    named = {path for path, page in pages.items() if "OfficeA" in page.payload or offices[0].reference in page.payload}
    assert {path for path in named if not about_offices(path)} == set()
    assert {path for path in named if held.reference in pages[path].payload} == set()
    for path in (
        own, "/decisions/", f"/cases/{case.reference}/", "/changes/", "/feeds/everything.atom",
        "/data/local-decisions.csv", "/data/local-decisions.json", "/api/v1/local-decisions/",
        f"/api/v1/local-decisions/{held.reference}/",
    ):  # fmt: skip
        answer = b"".join(client.get(path)).decode()
        assert (held.reference in answer, "OfficeA" in answer) == (True, False), path
    feeds = [client.get(f"/feeds/{office.reference}.atom").content.decode() for office in offices]
    assert [f"/decisions/{told.reference}/" in feed for feed in feeds] == [False, True]
    assert held.reference not in feeds[0]


def test_decision_of_an_office_is_told_with_its_case_or_withheld_as_a_whole(client, programme):
    """Its title, its row and its place among the offices of the case all say of which case it is."""
    case = g.make_business_case(title="Fleet", programme=programme, **PUBLIC)
    local = g.make_local_decision(case=case, body=p.make_body(name="Office A", **PUBLIC), **PUBLIC)
    client.force_login(make_editor())

    form = client.get(reverse("governance:record-withhold", args=[local.reference]))

    parts = [value for value, _ in form.context["form"].fields["part"].choices]
    assert "case" not in parts
    assert {"", "office", "outcome"} <= set(parts)
    with pytest.raises(WithholdingNotAllowed, match="choose one from the list"):
        hold(local, "case")
