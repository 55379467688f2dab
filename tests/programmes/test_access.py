"""Who may do what: the whole table by hand, and who holds a role on a day."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from programmes.access import GRANTS, ROLE_WORDS, Capability, NotAllowed, check, grants_of, may, visible_markings
from programmes.choices import Marking, Role
from tests.factories.programmes import make_body, make_force, make_grant, make_user

pytestmark = pytest.mark.django_db

#                                        editor     viewer     contributor   administrator
#                                        |  publisher|  recorder|   auditor  |
TABLE = """
read the register                        x  x        x  x       x   x        -
read sensitive records                   x  x        -  -       -   x        -
read internal notes                      x  x        -  -       -   x        -
keep views of lists                      x  x        x  x       x   x        -
choose the view that a list opens with for everybody x - -  -     -   -        -
edit the record                          x  -        -  -       -   -        -
take a case through its stages           x  -        -  -       -   -        -
record an office’s decision from its notice x -      -  -       -   -        -
record the decision of your own office   -  -        -  x       -   -        -
update your own force’s milestones       -  -        -  -       x   -        -
validate a delivered benefit             x  x        -  -       -   -        -
compose an edition                       x  x        -  -       -   -        -
approve, publish, correct and withdraw editions - x  -  -       -   -        -
preview an edition                       x  x        -  -       -   x        -
work in the administration pages         x  x        -  -       -   -        x
manage users and their roles             -  -        -  -       -   -        x
"""
ROLES = ["editor", "publisher", "office_viewer", "office_recorder", "force_contributor", "auditor", "administrator"]
CELLS = [
    (role, line.rsplit(None, 7)[0].strip(), mark == "x")
    for line in TABLE.strip().splitlines()
    for role, mark in zip(ROLES, line.rsplit(None, 7)[1:], strict=True)
]


def test_the_table_names_every_role_and_capability():
    assert {(role, capability) for role, capability, _ in CELLS} == {
        (r.value, c.value) for r in Role for c in Capability
    }
    assert set(GRANTS) == set(ROLE_WORDS) == set(Role)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_column_says(role):
    user = make_user(role)

    assert {c.value for c in Capability if may(user, c)} == {c for r, c, yes in CELLS if r == role and yes}


@pytest.mark.parametrize("role", ROLES)
def test_check_refuses_the_rest_with_its_sentence(role):
    user = make_user(role)

    for _, capability, yes in (cell for cell in CELLS if cell[0] == role):
        if yes:
            check(user, Capability(capability))
            continue
        with pytest.raises(NotAllowed) as refusal:
            check(user, Capability(capability))
        assert str(refusal.value) == f"Your role does not let you {capability}."
        assert refusal.value.capability == capability


@pytest.mark.parametrize(
    "user",
    [
        lambda: AnonymousUser(),
        lambda: None,
        lambda: SimpleNamespace(name="no user at all"),
        lambda: make_user(),
        lambda: make_user(is_superuser=True, is_staff=True),
        lambda: make_user("editor", is_active=False),
    ],
    ids=["anonymous", "nobody", "stranger", "no grant", "superuser", "inactive editor"],
)
def test_without_a_grant_nothing_is_allowed(user):
    user = user()

    assert [c for c in Capability if may(user, c)] == []
    assert grants_of(user) == []
    assert visible_markings(user) == ()


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        ("2026-01-01", None, True),
        ("2026-11-22", "2026-11-22", True),
        ("2026-11-23", None, False),
        ("2026-01-01", "2026-11-21", False),
    ],
)
def test_a_grant_holds_between_its_dates_both_included(time_machine_day, starts, ends, holds):
    user = make_user()
    make_grant(user=user, starts=dt.date.fromisoformat(starts), ends=ends and dt.date.fromisoformat(ends))

    assert may(user, Capability.EDIT) is holds


@pytest.fixture
def time_machine_day():
    import time_machine

    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=False):
        yield


def test_grants_of_another_day_can_be_asked_and_a_new_grant_is_seen_when_forgotten():
    user = make_user()
    make_grant(user=user, role=Role.AUDITOR, starts=dt.date(2016, 1, 1), ends=dt.date(2016, 12, 31))
    assert [g.role for g in grants_of(user, dt.date(2016, 6, 1))] == ["auditor"]
    assert grants_of(user) == []

    make_grant(user=user, role=Role.EDITOR)

    assert grants_of(user) == []
    user.forget_grants()
    assert [g.role for g in grants_of(user)] == ["editor"]


def test_grants_are_read_once_for_each_user(django_assert_num_queries):
    user = make_user("editor")

    with django_assert_num_queries(1):
        assert may(user, Capability.READ)
        assert may(user, Capability.EDIT)
        assert not may(user, Capability.PUBLISH)


def test_a_recorder_records_for_its_own_office_alone():
    own, other = make_body(), make_body()
    user = make_user("office_recorder", body=own)

    assert may(user, Capability.RECORD_OWN_DECISION, own)
    assert not may(user, Capability.RECORD_OWN_DECISION, other)
    with pytest.raises(NotAllowed, match=r"^Your role does not let you record the decision of your own office\.$"):
        check(user, Capability.RECORD_OWN_DECISION, other)


def test_a_contributor_updates_its_own_force_alone():
    own, other = make_force(), make_force()
    user = make_user("force_contributor", force=own)

    assert may(user, Capability.UPDATE_OWN_FORCE, own)
    assert not may(user, Capability.UPDATE_OWN_FORCE, other)


def test_a_second_grant_adds_to_the_first():
    first, second = make_body(), make_body()
    user = make_user("office_recorder", body=first)
    make_grant(user=user, role=Role.OFFICE_RECORDER, body=second)
    make_grant(user=user, role=Role.EDITOR)

    assert may(user, Capability.RECORD_OWN_DECISION, first)
    assert may(user, Capability.RECORD_OWN_DECISION, second)
    assert may(user, Capability.EDIT)


@pytest.mark.parametrize(
    ("role", "markings"),
    [
        ("editor", (Marking.PUBLIC, Marking.INTERNAL, Marking.SENSITIVE)),
        ("publisher", (Marking.PUBLIC, Marking.INTERNAL, Marking.SENSITIVE)),
        ("auditor", (Marking.PUBLIC, Marking.INTERNAL, Marking.SENSITIVE)),
        ("office_viewer", (Marking.PUBLIC, Marking.INTERNAL)),
        ("office_recorder", (Marking.PUBLIC, Marking.INTERNAL)),
        ("force_contributor", (Marking.PUBLIC, Marking.INTERNAL)),
        ("administrator", ()),
    ],
)
def test_what_a_role_may_read(role, markings):
    assert visible_markings(make_user(role)) == markings
