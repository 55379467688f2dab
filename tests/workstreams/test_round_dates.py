"""The days of a return: which day it describes when it comes late, and which words are kept beside a date."""

import pytest
import time_machine

from programmes.choices import Role
from tests.factories.programmes import make_force, make_user
from tests.form_reader import form_data
from tests.workstreams.round_story import AMBER, GREEN, TODAY, Round
from tests.workstreams.test_round_form import begin, send
from workstreams.models import Milestone, StatusUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


def test_a_late_return_describes_the_due_date_and_is_not_taken_for_the_newest_word(cast):
    client = cast.client()
    send(client, begin(cast, client), "status", rag="red", public_text="The newest word.")
    client.post(f"/register/periods/{cast.october.reference}/start", {"workstream": cast.workstream.reference})
    late = StatusUpdate.objects.get(period=cast.october)
    now = StatusUpdate.objects.get(period=cast.november)

    assert (late.as_at, now.as_at) == ("2026-10-30", "2026-11-23")
    assert 'value="2026-10-30"' in client.get(f"/register/returns/{late.reference}/status").content.decode()


def test_the_home_of_a_force_shows_the_newest_period_though_an_earlier_one_came_in_after_it(cast):
    norfolk = make_force(name="Norfolk")
    cast.workstream.participating_forces.add(norfolk)
    cast.returned(**{**AMBER, "public_text": "The newest word."})
    cast.returned(period=cast.october, **{**GREEN, "public_text": "It came late."})
    client = cast.client(make_user(Role.FORCE_CONTRIBUTOR, force=norfolk))

    page = client.get("/register/").content.decode()

    assert "As at 23 November 2026: The newest word." in page
    assert "It came late" not in page


@pytest.mark.parametrize(
    ("typed", "shown", "words"),
    [
        ("15/04/2027", "15 April 2027", ""),
        ("April 2027", "April 2027", ""),
        ("2027-04", "April 2027", ""),
        ("by April 2027", "by April 2027", "by April 2027"),
    ],
)
def test_words_are_kept_beside_a_date_only_where_they_say_more(cast, typed, shown, words):
    milestone = cast.filled()["milestone"]
    client = cast.client()
    draft = begin(cast, client)
    send(client, draft, "status", **GREEN)
    boxes = {f"{milestone.reference}__forecast": typed, f"{milestone.reference}__reason": "The supplier is late."}
    check = send(client, draft, "milestones", "check", **boxes).url
    page = client.get(check)

    client.post(check, form_data(page, ""))

    assert f"Forecast {shown} (because The supplier is late.)" in page.content.decode()
    assert Milestone.objects.get(pk=milestone.pk).forecast_words == words
