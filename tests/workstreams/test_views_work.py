"""Pages of the work: status word for word, milestones, risks, figures; what is for the team alone."""

import pytest
from django.test import Client

from programmes.choices import FigureStatus, Marking, Role
from programmes.navigation import reference_url
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.choices import Measure, Rag

pytestmark = pytest.mark.django_db


def page(record, role: str = Role.OFFICE_VIEWER) -> str:
    client = Client()
    client.force_login(p.make_user(role))
    response = client.get(reference_url(record.reference))
    assert response.status_code == 200
    return response.content.decode()


def test_workstream_shows_each_status_with_its_date_the_newest_first():
    workstream = w.make_workstream(purpose="One team for vetting")
    w.make_status_update(workstream=workstream, as_at="2016-09-21", public_text="OBC circulated.")
    w.make_status_update(
        workstream=workstream, as_at="2019", as_at_words="late 2019", public_text="OBC again.", rag=Rag.AMBER,
        rag_reason="it was late before",
    )  # fmt: skip

    text = page(workstream)

    assert "One team for vetting" in text
    assert text.index("OBC again.") < text.index("OBC circulated.")
    assert "late 2019" in text
    assert "21 September 2016" in text
    assert "<strong>Reason:</strong> it was late before" in text
    assert "Amber: needs attention" in text


def test_internal_notes_are_for_the_team_and_the_auditor():
    workstream = w.make_workstream(internal_note="Between us.")
    w.make_status_update(workstream=workstream, internal_note="Not to be told.")

    for role, told in ((Role.OFFICE_VIEWER, False), (Role.FORCE_CONTRIBUTOR, False), (Role.AUDITOR, True)):
        text = page(workstream, role)
        assert ("Between us." in text) is told
        assert ("Not to be told." in text) is told


def test_milestone_tells_each_move_of_its_dates():
    milestone = w.make_milestone(name="Go-live", forecast="2017-04", force=p.make_force(name="Norfolk"))
    w.make_milestone_move(milestone=milestone, was="2017-01", now="2017-04", reason="The supplier is late.")

    text = page(milestone)

    assert "January 2017" in text
    assert "April 2017" in text
    assert "The supplier is late." in text
    assert "Not reached, as far as is recorded" in text


def test_milestones_of_a_force_hold_those_of_all_forces_in_its_work():
    norfolk = p.make_force(name="Norfolk")
    shared = w.make_workstream()
    shared.participating_forces.add(norfolk)
    w.make_milestone(workstream=shared, name="For all")
    w.make_milestone(force=norfolk, name="For Norfolk")
    w.make_milestone(name="Of others")
    client = Client()
    client.force_login(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk))

    found = client.get(f"/register/milestones/?force={norfolk.reference}").context["table"].rows

    assert {row.record.name for row in found} == {"For all", "For Norfolk"}


def test_figure_stands_beside_the_one_it_answers():
    predicted = w.make_savings_figure(title="Licensing, predicted", figure_status=FigureStatus.PREDICTED)
    delivered = w.make_savings_figure(
        title="Licensing, delivered", figure_status=FigureStatus.DELIVERED, low="200000", qualifier="over",
        words="over £200k", measure=Measure.SAVING, pair=predicted,
    )  # fmt: skip

    assert "over £200,000" in page(delivered)
    assert "Licensing, predicted" in page(delivered)
    assert "Licensing, delivered" in page(predicted)


def test_figure_of_hidden_work_is_not_named_beside_another():
    hidden = w.make_workstream(marking=Marking.SENSITIVE)
    predicted = w.make_savings_figure(title="Secret figure", workstream=hidden)
    delivered = w.make_savings_figure(title="Open figure", pair=predicted)

    assert "Secret figure" not in page(delivered)
    assert "Secret figure" in page(delivered, Role.EDITOR)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: w.make_risk(likelihood=3, impact=4), "12 of 25, high (likelihood 3, impact 4)"),
        (lambda: w.make_risk(), "Not scored"),
        (lambda: w.make_period(), "Not locked"),
        (lambda: w.make_enabling_group(remit="Computers"), "Computers"),
        (lambda: w.make_benefit_line(delivered="5").benefit.workstream, "Benefits by force and year"),
        (lambda: w.make_area_comment(words="Operation Utah").area, "Operation Utah"),
    ],
)
def test_page_says(make, sentence):
    assert sentence in page(make())
