"""A return that is due stands among what comes due: on the home pages, in the list of clocks, in reminders."""

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from programmes.choices import Role
from programmes.reading import Reader
from tests.factories.programmes import make_user
from tests.factories.workstreams import make_workstream
from tests.workstreams.round_story import GREEN, TODAY, Round
from workstreams.clocks import return_clocks
from workstreams.reports.round import owing_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


def test_each_open_period_with_returns_to_come_has_a_clock(cast):
    make_workstream(name="Fleet")
    make_workstream(name="Over", ends="2026-10")
    make_workstream(name="To come", starts="2027")
    cast.returned(**GREEN)

    found = {clock.title: (clock.asks, str(clock.due)) for clock in return_clocks(Reader.for_user(cast.editor))}

    assert found == {
        "Returns for November 2026": ("1 workstream has not returned", "2026-11-27"),
        "Returns for October 2026": ("3 workstreams have not returned", "2026-10-30"),
    }
    assert owing_in(cast.november).count() == 1
    assert owing_in(cast.october).count() == 3


def test_it_falls_silent_once_all_are_in_and_when_the_period_is_locked(cast):
    cast.returned(**GREEN)
    cast.client().post(f"/register/periods/{cast.october.reference}/lock", {"reason": ""})

    assert list(return_clocks(Reader.for_user(cast.editor))) == []


def test_it_stands_on_the_home_the_clocks_and_the_desk(cast):
    client = cast.client()

    for page in ("/register/", "/register/clocks/", "/admin/"):
        assert "Returns for November 2026" in client.get(page).content.decode(), page
    viewer = cast.client(make_user(Role.OFFICE_VIEWER))
    assert "Returns for November 2026" not in viewer.get("/register/").content.decode()


def test_an_editor_is_reminded_by_e_mail_once(cast):
    cast.editor.email = "edith@example.org"
    cast.editor.save()

    call_command("remind")
    call_command("remind")

    (sent,) = mail.outbox
    assert sent.to == ["edith@example.org"]
    assert "Due in 4 days (27 November 2026): Returns for November 2026" in sent.body
    assert "1 workstream has not returned." in sent.body
