"""What happened to a case, told alike on the desk, in the register and to the public."""

import re

import pytest

from governance.publication import publish_first_edition
from tests.factories.governance import make_case_event
from tests.factories.programmes import make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """An OBC agreed in principle, which leaves the case in its FBC; live in Kent in January 2017."""
    story = Story("Kent", "Essex", marking="public")
    for record in (*story.forces, story.summit, story.meeting):
        record.marking = "public"
        record.save()
    kent, essex = story.forces
    for kind, stage, state, on in (
        ("commission", "obc", "drafting", "2016-01-01"),
        ("schedule", "obc", "on_agenda", "2016-02-01"),
        ("agree", "fbc", "drafting", "2016-03-01"),
        ("agree", "fbc", "local_decisions", "2016-07-01"),
    ):
        make_case_event(case=story.case, kind=kind, stage=stage, state=state, on=on)
    dates = {kent.reference: "2017-01", essex.reference: "2017-04-03"}
    make_case_event(
        case=story.case, kind="go_live", stage="fbc", state="live", on="2017-04-03", detail={"force_dates": dates}
    )
    return story.case


def titles(html):
    return [" ".join(found.split()) for found in re.findall(r'class="event-title"[^>]*>(.*?)<', html, re.S)]


@pytest.mark.parametrize(
    ("who", "address", "expected"),
    [
        (
            "editor",
            "/register/cases/{0.reference}/",
            ["Went live", "Agreed in principle (FBC)", "Agreed in principle (OBC)", "Put on a Summit agenda (OBC)",
             "Commissioned (OBC)"],
        ),
        (
            "editor",
            "/admin/governance/businesscase/{0.pk}/change/",
            ["Commissioned (OBC)", "Put on a Summit agenda (OBC)", "Agreed in principle (OBC)",
             "Agreed in principle (FBC)", "Went live"],
        ),
        (
            "",
            "/cases/{0.reference}/",
            ["Commissioned", "Put on a Summit agenda", "Agreed in principle (OBC)", "Agreed in principle (FBC)",
             "Went live"],
        ),
    ],
)  # fmt: skip
def test_agreement_names_the_stage_that_was_agreed_and_go_live_each_force(client, case, who, address, expected):
    if who:
        client.force_login(make_user(who))
    else:
        publish_first_edition(editor=make_user("editor"), publisher=make_user("publisher"))

    html = client.get(address.format(case)).content.decode()

    assert titles(html) == expected
    assert "By force: Kent (January 2017); Essex (3 April 2017)" in html
