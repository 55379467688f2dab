"""A meeting whose date has gone by is not called planned; nothing says that it was held, and the pages say so."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from governance.meetings.rules import status_words
from tests.factories import governance as g
from tests.factories.programmes import make_user

pytestmark = pytest.mark.django_db

PASSED = "Date passed, not recorded as held"
TODAY = timezone.localdate()


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_user("editor"))
    return client


@pytest.mark.parametrize(
    ("held", "status", "words"),
    [
        ("2016-09-21", "planned", PASSED),
        ("2016-09-21", "held", "Held"),
        ("2016-09-21", "cancelled", "Cancelled"),
        ((TODAY - dt.timedelta(days=1)).isoformat(), "planned", PASSED),
        (TODAY.isoformat(), "planned", "Planned"),
        (f"{TODAY.year}", "planned", "Planned"),
        ("2016", "planned", PASSED),
        (f"{TODAY.year + 3}-01-10", "planned", "Planned"),
    ],
)
def test_words_follow_the_date_as_vague_as_it_is(held, status, words):
    assert status_words(g.make_meeting(held=held, status=status)) == words


def test_list_page_file_desk_and_home_say_it(editor):
    board = g.make_board(name="Advisers")
    passed = g.make_meeting(board=board, held="2016-09-21")
    g.make_meeting(board=board, held=f"{TODAY.year + 3}-01-10")

    for url in ("/register/meetings/", f"/register/meetings/{passed.reference}/", f"/register/boards/{board.reference}/",
                f"/register/meetings/{passed.reference}/agenda", "/admin/governance/meeting/", "/admin/"):  # fmt: skip
        assert PASSED in editor.get(url).content.decode(), url
    rows = b"".join(editor.get("/register/meetings.csv").streaming_content).decode()
    assert (rows.count(PASSED), rows.count("Planned")) == (1, 1)
    assert (
        "a document names the meeting and none says that it was held"
        in editor.get("/register/meetings/").content.decode()
    )
