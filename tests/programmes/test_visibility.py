"""What a reader may see, and what was so on a day."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.models import Action, Condition
from programmes.models import Force, Membership
from programmes.visibility import parent_paths
from tests.factories.governance import (
    make_action,
    make_board,
    make_business_case,
    make_condition,
    make_decision,
    make_local_decision,
    make_meeting,
)
from tests.factories.programmes import make_force, make_membership, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("editor", {"public", "internal", "sensitive"}),
        ("auditor", {"public", "internal", "sensitive"}),
        ("office_viewer", {"public", "internal"}),
        ("force_contributor", {"public", "internal"}),
        ("administrator", set()),
        (None, set()),
    ],
)
def test_a_reader_sees_the_markings_of_the_role(role, seen):
    user = make_user(role) if role else AnonymousUser()
    forces = [make_force(marking=marking) for marking in ("public", "internal", "sensitive")]

    found = Force.objects.filter(pk__in=[f.pk for f in forces]).visible_to(user)

    assert {force.marking for force in found} == seen


@pytest.mark.parametrize(
    ("case", "local", "condition", "is_seen"),
    [
        ("internal", "internal", "internal", True),
        ("public", "public", "public", True),
        ("internal", "internal", "sensitive", False),
        ("internal", "sensitive", "public", False),
        ("sensitive", "public", "public", False),
    ],
)
def test_the_marking_of_every_parent_holds(case, local, condition, is_seen):
    parent = make_local_decision(case=make_business_case(marking=case), marking=local)
    make_condition(local_decision=parent, marking=condition)

    assert Condition.objects.visible_to(make_user("office_viewer")).exists() is is_seen
    assert Condition.objects.visible_to(make_user("editor")).exists()


def test_a_parent_that_there_is_not_hides_nothing():
    make_action(meeting=make_meeting(board=make_board()))
    make_action(decision=make_decision(case=make_business_case(marking="sensitive")))

    assert [a.decision for a in Action.objects.visible_to(make_user("office_viewer"))] == [None]


def test_the_ways_to_the_parents():
    assert parent_paths(Force) == []
    assert parent_paths(Condition) == ["local_decision", "local_decision__case"]


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("", "", "xxxx"),
        ("2013-12", "", "-xxx"),
        ("2013-12", "2016-05-11", "-xx-"),
        ("2013", "2016", "-xxx"),
        ("", "2016-05-10", "xx--"),
        ("../2013-07-17", "", "xxxx"),
        ("2017", "", "----"),
    ],
)
def test_what_was_in_force_on_a_day(starts, ends, days):
    make_membership(starts=starts, ends=ends)
    asked = ["2013-07-18", "2013-12-31", "2016-05-11", "2016-12-30"]

    found = [Membership.objects.in_force_on(dt.date.fromisoformat(day)).exists() for day in asked]

    assert "".join("x" if yes else "-" for yes in found) == days


def test_without_a_day_all_rows_are_there():
    make_membership(starts="2017", ends="2018")

    assert Membership.objects.in_force_on(None).count() == 1


def test_records_are_not_updated_past_their_history():
    force = make_force(name="Kent")

    with pytest.raises(TypeError, match="Change records one by one with save\\(\\), which keeps who, when and why."):
        Force.objects.filter(pk=force.pk).update(name="Sussex")

    force.refresh_from_db()
    assert force.name == "Kent"
