"""Whole lives of a case, from mandate to review, for two forces and for all seven."""

import datetime as dt

import pytest

from governance.choices import Stage
from governance.models import BusinessCase
from governance.stages import ChildCase, StageNotAllowed
from programmes.agreements import record
from tests.factories.governance import make_meeting
from tests.factories.programmes import make_agreement, make_party
from tests.governance.case_story import SEVEN, Story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("forces", "offices"), [(("Kent", "Essex"), 4), (SEVEN, 14)])
def test_a_case_goes_all_the_way(forces, offices):
    story = Story(*forces, needs_soc=True)
    case = story.case

    story.do("commission", "2015-11-01")
    story.do("waive", "2015-11-02")
    story.do("circulate", "2016-04-21", document=story.document("obc"))
    story.do("refer", "2016-06-01", document=case.documents.get())
    story.do("recommend", "2016-06-15", board=story.oversight)
    story.do("schedule", "2016-07-01", waives="")
    assert story.do("agree", "2016-10-10").stage == "fbc"

    story.do("circulate", "2017-02-01", document=story.document("fbc"))
    story.do("revise", "2017-03-01")
    story.do("circulate", "2017-03-15", document=story.document("fbc"))
    story.do("refer", "2017-04-01", document=case.documents.get(stage="fbc", number=2))
    story.do("send_back", "2017-04-15")
    story.do("refer", "2017-05-01", document=case.documents.get(stage="fbc", number=2))
    story.do("recommend", "2017-05-15", board=story.oversight)
    second = make_meeting(board=story.summit, held="2017-06-30")
    story.do("schedule", "2017-06-01", meeting=second, waives="")
    story.do("agree", "2017-06-30", words="Agreed in principle, for decision by each corporation.")
    assert story.place == ("fbc", "local_decisions")

    names = [office.name for office in story.offices()]
    assert len(names) == offices
    for day, name in enumerate(names, start=1):
        assert story.place == ("fbc", "local_decisions")
        story.approve(name, on=f"2017-07-{day:02d}")
    assert story.place == ("fbc", "approved")
    approved = case.events.last()
    assert (approved.kind, approved.on, approved.recorded_by) == ("approve", f"2017-07-{offices:02d}", story.editor)

    agreement = make_agreement(
        title="S22A",
        has_force_provision=True,
        document_url="https://example.org/s22a.pdf",
        accountability="The commissioners, at the Summit.",
    )
    with pytest.raises(StageNotAllowed, match=r"^Agreement in force: S22A is not recorded as in force\.$"):
        story.do("implement", agreement=agreement)
    for office in story.offices():
        make_party(agreement=agreement, body=office)
    record(agreement=agreement, kind="drafted", by=story.editor, on="2017-08")
    record(agreement=agreement, kind="out_for_signature", by=story.editor, on="2017-08")
    for office in story.offices():
        record(agreement=agreement, kind="party_signed", by=story.editor, on="2017-09-01", body=office)
    record(agreement=agreement, kind="signed", by=story.editor, on="2017-09-01")
    record(agreement=agreement, kind="in_force", by=story.editor, on="2017-10-01")
    story.do("implement", "2017-10-01", agreement=agreement)

    first, *others = story.forces
    story.do("go_live", "2018-04-01", force_dates={first: "2018-04-01"})
    story.do("go_live", "2019-04-01", force_dates=dict.fromkeys(others, "2019-04-01"))
    story.do("review", "2020")

    assert story.place == ("fbc", "reviewed")
    events = list(case.events.order_by("seq"))
    assert [e.seq for e in events] == list(range(1, 22))
    assert [d.kind for d in case.decisions.order_by("pk")] == [
        "recommended", "in_principle", "recommended", "in_principle",
    ]  # fmt: skip

    def state_on(day):
        return BusinessCase.objects.with_stage(dt.date.fromisoformat(day)).get(pk=case.pk).state

    assert [state_on(day) for day in ("2015-10-31", "2016-04-20", "2016-10-09", "2017-06-30", "2017-07-01")] == [
        None, "drafting", "on_agenda", "local_decisions", "local_decisions",
    ]  # fmt: skip
    assert [state_on(day) for day in ("2017-07-14", "2018-03-31", "2019-12-31", "2020-12-31")] == [
        "approved", "implementing", "live", "reviewed",
    ]  # fmt: skip


def test_one_outline_case_becomes_two_full_cases_that_go_their_own_way():
    story = Story(*SEVEN, title="Procurement").put("drafting")
    story.do("circulate", "2016-04", document=story.document("obc", title="Procurement OBC"))
    story.do(
        "split",
        "2016-07-26",
        children=(ChildCase("Permanent head", (Stage.FBC,)), ChildCase("Structure", (Stage.FBC,))),
    )
    parent, head = story.case, BusinessCase.objects.get(title="Permanent head")

    story.case = head
    story.do("schedule", "2016-09-01")
    story.do("agree", "2016-10-10")

    assert story.place == ("fbc", "local_decisions")
    assert BusinessCase.objects.with_stage().get(title="Structure").state == "drafting"
    assert BusinessCase.objects.with_stage().get(pk=parent.pk).state == "split"


def test_one_office_refuses_and_the_rest_go_on():
    from governance.decisions import record_local

    story = Story("Kent", "Norfolk", "Suffolk").to_local_decisions()
    story.approve("Kent CC", "Kent PCC", "Norfolk CC", "Norfolk PCC", "Suffolk CC")
    record_local(
        local_decision=story.local("Suffolk PCC"), outcome="rejected", by=story.editor, on="2016-05-01",
        reason="Against the interests of Suffolk.",
    )  # fmt: skip
    assert story.place == ("fbc", "local_decisions")

    story.do("rescope", "2016-06-01", participants=(story.force("Kent"), story.force("Norfolk")))

    assert story.place == ("fbc", "approved")
    assert [f.name for f in story.case.participating_forces.all()] == ["Kent", "Norfolk"]
    assert story.local("Suffolk PCC").outcome == "rejected"


def test_forces_leave_one_after_another_and_are_asked_no_more():
    story = Story("Kent", "Norfolk", "Suffolk").to_local_decisions()

    story.do("rescope", "2016-05-01", participants=(story.force("Kent"), story.force("Norfolk")))
    story.do("rescope", "2016-06-01", participants=(story.force("Kent"),))

    assert {d.body.name: d.is_required for d in story.case.local_decisions.all()} == {
        "Kent CC": True, "Kent PCC": True, "Norfolk CC": False, "Norfolk PCC": False, "Suffolk CC": False,
        "Suffolk PCC": False,
    }  # fmt: skip
    assert story.local("Suffolk PCC").version == 2
