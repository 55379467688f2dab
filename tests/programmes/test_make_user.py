"""The command that makes the first people of a register in production."""

import pytest
from django.core.management import CommandError, call_command

from programmes.access import Capability, may
from programmes.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """What is typed at the two questions for the password."""
    answers: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: answers.pop(0))
    return answers


def test_administrator_is_made_and_may_manage_users_only(typed, capsys):
    typed += ["a long pass phrase 22"] * 2

    call_command("make_user", "jane", role="administrator", name="Jane Smith")

    user = User.objects.get(username="jane")
    assert user.check_password("a long pass phrase 22")
    assert (str(user), user.is_staff, user.is_superuser) == ("Jane Smith", True, False)
    assert may(user, Capability.MANAGE_USERS)
    assert not may(user, Capability.READ)
    assert capsys.readouterr().out == "jane may sign in as administrator.\n"


@pytest.mark.parametrize(
    ("passwords", "sentence"),
    [
        (["a long pass phrase 22", "another"], "The two passwords differ; nothing was made."),
        (["short"] * 2, "This password is too short. It must contain at least 8 characters."),
    ],
)
def test_a_bad_password_makes_nobody(typed, passwords, sentence):
    typed += passwords

    with pytest.raises(CommandError, match=sentence.split(".")[0]):
        call_command("make_user", "jane", role="editor")

    assert not User.objects.filter(username="jane").exists()


def test_a_name_that_is_taken_is_refused(typed):
    User.objects.create(username="jane")

    with pytest.raises(CommandError, match="There is an account named jane already"):
        call_command("make_user", "jane", role="editor")
