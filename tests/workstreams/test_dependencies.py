"""Dependencies: what may wait for what, and the circles that are refused."""

import datetime as dt

import pytest

from programmes.access import NotAllowed
from programmes.choices import Role
from programmes.history import StaleRecord
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.dependencies import DependencyRefused, depend
from workstreams.models import Dependency

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return p.make_user(Role.EDITOR)


def ends(waiting, awaited, **more):
    """A dependency between two records of either kind, not yet saved."""
    names = {"Workstream": "workstream", "Milestone": "milestone"}
    return Dependency(
        **{names[type(waiting).__name__]: waiting, f"on_{names[type(awaited).__name__]}": awaited}, **more
    )


def end(dependency, editor):
    dependency.ends = "2016-09"
    depend(dependency=dependency, by=editor)


def refused(editor, dependency):
    before = Dependency.objects.count()
    with pytest.raises(DependencyRefused) as error:
        depend(dependency=dependency, by=editor)
    assert Dependency.objects.count() == before
    return str(error.value)


def test_one_waits_for_the_other(editor):
    erp, vetting = w.make_workstream(name="ERP"), w.make_workstream(name="Vetting")

    made = depend(dependency=ends(vetting, erp, note="Its staff records."), by=editor)

    assert str(made) == "Vetting waits for ERP"
    assert made.reference == "DEP-1"
    assert made.history.get().history_user == editor


def test_ends_must_be_given_once(editor):
    erp = w.make_workstream(name="ERP")
    point = w.make_milestone(workstream=erp, name="Live")

    assert refused(editor, Dependency(on_workstream=erp)) == "Who waits: choose one workstream or one milestone."
    assert refused(editor, Dependency(workstream=erp, milestone=point, on_workstream=erp)).startswith("Who waits: ")
    assert refused(editor, Dependency(workstream=erp)) == "What it waits for: choose one workstream or one milestone."
    assert refused(editor, ends(erp, erp)) == "ERP cannot wait for itself."
    with pytest.raises(NotAllowed):
        depend(dependency=ends(erp, w.make_workstream()), by=p.make_user(Role.AUDITOR))


def test_the_same_twice_is_refused(editor):
    erp, vetting = w.make_workstream(name="ERP"), w.make_workstream(name="Vetting")
    made = depend(dependency=ends(vetting, erp), by=editor)

    assert refused(editor, ends(vetting, erp)) == "Vetting waits for ERP: this is recorded already."
    made.note = "Words added."
    depend(dependency=made, by=editor)
    end(made, editor)
    depend(dependency=ends(vetting, erp), by=editor)


def test_a_circle_is_refused_with_its_members(editor):
    erp, vetting, ict = (w.make_workstream(name=name) for name in ("ERP", "Vetting", "ICT"))
    first = depend(dependency=ends(erp, ict), by=editor)
    depend(dependency=ends(vetting, erp), by=editor)

    assert refused(editor, ends(ict, vetting)) == (
        "ICT cannot wait for Vetting, because each would wait for the other: ICT waits for Vetting waits for ERP waits "
        "for ICT. End one of these dependencies first."
    )
    end(first, editor)
    depend(dependency=ends(ict, vetting), by=editor)


def test_a_circle_through_a_milestone_of_the_workstream_is_one_too(editor):
    erp, vetting = w.make_workstream(name="ERP"), w.make_workstream(name="Vetting")
    live = w.make_milestone(workstream=erp, name="Live")
    depend(dependency=ends(erp, vetting), by=editor)

    assert refused(editor, ends(vetting, live)) == (
        "Vetting cannot wait for Live, because each would wait for the other: Vetting waits for Live of ERP waits for "
        "ERP waits for Vetting. End one of these dependencies first."
    )
    assert "cannot wait for" in refused(editor, ends(erp, live))
    assert "cannot wait for" in refused(editor, ends(live, erp))


def test_milestones_of_two_workstreams_may_take_turns(editor):
    erp, vetting = w.make_workstream(name="ERP"), w.make_workstream(name="Vetting")
    design, live = (w.make_milestone(workstream=erp, name=name) for name in ("Design", "Live"))
    pilot = w.make_milestone(workstream=vetting, name="Pilot")

    depend(dependency=ends(pilot, design), by=editor)
    depend(dependency=ends(live, pilot), by=editor)

    assert "Design of ERP waits for Live of ERP waits for Pilot of Vetting" in refused(editor, ends(design, live))


def test_one_that_ended_is_in_no_circle(editor):
    erp, vetting = w.make_workstream(name="ERP"), w.make_workstream(name="Vetting")
    depend(dependency=ends(vetting, erp), by=editor)

    depend(dependency=ends(erp, vetting, ends="2015"), by=editor)


def test_a_version_that_somebody_changed_is_refused(editor):
    made = depend(dependency=ends(w.make_workstream(), w.make_workstream()), by=editor)
    again = Dependency.objects.get()
    end(made, editor)

    assert not Dependency.objects.current(dt.date(2017, 1, 1)).exists()
    with pytest.raises(StaleRecord):
        depend(dependency=again, by=editor)
