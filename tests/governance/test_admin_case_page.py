"""What a case’s page on the desk costs, and what it shows after a refused form."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.choices import Stage
from tests.factories.governance import make_business_case, make_condition, make_local_decision
from tests.factories.programmes import make_citation
from tests.factories.workstreams import make_workstream
from tests.form_reader import form_data
from tests.governance.case_story import Story


@pytest.fixture
def story(db):
    return Story("Kent", "Essex")


@pytest.fixture
def editor(story):
    client = Client()
    client.force_login(story.editor)
    return client


@pytest.mark.parametrize(
    ("state", "stage"),
    [(None, None), ("drafting", Stage.OBC), ("circulated", Stage.OBC), ("on_agenda", Stage.FBC),
     ("local_decisions", Stage.FBC), ("implementing", Stage.FBC), ("live", Stage.FBC)],
)  # fmt: skip
def test_page_costs_at_most_fifteen_queries(story, editor, state, stage):
    if state:
        story.put(state, stage)
        story.document(stage)
    story.case.workstream, story.case.parent = make_workstream(), make_business_case()
    story.case.save()
    make_citation(about=story.case)
    make_condition(local_decision=make_local_decision(case=story.case))
    url = f"/admin/governance/businesscase/{story.case.pk}/change/"
    editor.get(url)

    with CaptureQueriesContext(connection) as queries:
        page = editor.get(url)

    assert page.status_code == 200
    assert len(queries) <= 15, [q["sql"][:200] for q in queries]


def test_refused_form_shows_where_the_stored_case_stands(story, editor):
    story.put("drafting")
    url = f"/admin/governance/businesscase/{story.case.pk}/change/"
    data = form_data(editor.get(url), "businesscase_form")

    html = editor.post(url, {**data, "purpose": "", "sponsor": "Typed anew", "title": ""}).content.decode()

    story.case.refresh_from_db()
    assert "Typed anew" in html
    assert story.case.sponsor != "Typed anew"
    assert story.case.purpose
    assert html.count(">There<") == 4


def test_mandate_not_yet_commissioned_is_among_the_open_cases_and_last_of_those_waiting(story, editor):
    make_business_case(title="Longest waiting", state="drafting")
    make_business_case(title="Over", state="stopped")

    home = editor.get("/admin/").content.decode()
    listed = editor.get("/admin/governance/businesscase/?state=open").context["cl"].result_list

    assert "Cases under way (2)" in home
    assert home.index("Longest waiting") < home.index("Complete the mandate and commission it")
    assert sorted(case.title for case in listed) == ["Longest waiting", "Vetting"]
