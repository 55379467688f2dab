"""The demonstration's users: one for each role, and none in a register in earnest."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from programmes.choices import Role
from programmes.demo import DEMO_USERS, NotADemonstration, make_demo_users
from programmes.models import Grant, User
from tests.factories.programmes import make_body, make_force

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offices() -> None:
    norfolk = make_force(reference="FOR-4", name="Norfolk")
    make_body(reference="BOD-9", name="Cambridgeshire PCC", force=make_force(name="Cambridgeshire"))
    make_body(reference="BOD-7", name="Chief Constable of Kent", force=norfolk)


def test_each_role_has_a_user_with_its_office_or_force() -> None:
    make_demo_users(on=dt.date(2026, 11, 1))
    found = Grant.objects.order_by("pk").values_list("user__username", "role", "body__reference", "force__reference")
    assert list(found) == [
        ("editor", "editor", None, None),
        ("publisher", "publisher", None, None),
        ("viewer-cambridgeshire-pcc", "office_viewer", "BOD-9", None),
        ("recorder-cambridgeshire-pcc", "office_recorder", "BOD-9", None),
        ("recorder-kent-cc", "office_recorder", "BOD-7", None),
        ("contributor-norfolk", "force_contributor", None, "FOR-4"),
        ("auditor", "auditor", None, None),
        ("administrator", "administrator", None, None),
    ]
    assert {d.does for d in DEMO_USERS} == set(Role)
    assert set(Grant.objects.values_list("starts", flat=True)) == {dt.date(2026, 11, 1)}


def test_passwords_shown_are_those_that_work_and_staff_are_those_of_the_admin(client) -> None:
    made = make_demo_users()
    assert [u.get_full_name() for u in made][:2] == ["Demo editor", "Demo publisher"]
    for demo in DEMO_USERS:
        assert client.login(username=demo.username, password=demo.password)
    staff = User.objects.filter(is_staff=True).values_list("username", flat=True)
    assert sorted(staff) == ["administrator", "editor", "publisher"]
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_user_that_is_there_is_left_alone() -> None:
    make_demo_users()
    editor = User.objects.get(username="editor")
    editor.set_password("something else")
    editor.save()
    User.objects.filter(username="auditor").update(username="someone")
    assert [u.username for u in make_demo_users()] == ["auditor"]
    editor.refresh_from_db()
    assert editor.check_password("something else")


def test_what_each_does_is_said_in_the_words_of_the_sign_in_page() -> None:
    words = {d.username: d.role for d in DEMO_USERS}
    assert words["auditor"] == "Reads everything, writes nothing"
    assert words["contributor-norfolk"] == "Reads the register and updates one force’s milestones (Norfolk)"


def test_a_register_in_earnest_has_none(settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemonstration):
        make_demo_users()
    with pytest.raises(CommandError, match="this register is not one"):
        call_command("demo_users")
    assert not User.objects.exists()


def test_the_command_counts() -> None:
    first, second = io.StringIO(), io.StringIO()
    call_command("demo_users", stdout=first)
    call_command("demo_users", stdout=second)
    assert first.getvalue() == "Demo users: 8 made, 0 there already\n"
    assert second.getvalue() == "Demo users: 0 made, 8 there already\n"
