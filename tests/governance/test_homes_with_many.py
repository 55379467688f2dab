"""The desk and the register’s home with more of every kind than they show: the newest and longest waiting, in order."""

import re

import pytest

from programmes.choices import Marking, Role
from programmes.history import Record
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.marked import Tokens, World

pytestmark = pytest.mark.django_db

#: More than either home shows of any work, and than is read of the history of one kind.
MANY = 27


@pytest.fixture
def editor(client):
    """Many open cases, offices asked, meetings to come, and many changes by a person of every kind of record."""
    editor = p.make_user(Role.EDITOR, username="an.editor")
    p.make_grant(user=editor, role=Role.PUBLISHER)
    summit = g.make_board(name="Summit")
    for n in range(MANY):
        case = g.make_business_case("local_decisions", "fbc", title=f"Case {n:02}")
        asked = g.make_case_event(case=case, kind="note", stage="fbc", state="local_decisions", on=f"20{n:02}-01-01")
        g.make_local_decision(case=case, body=p.make_body(name=f"Office {n:02}"), opened_by=asked, due=f"20{n:02}")
        g.make_meeting(board=summit, held=f"2{100 + n}-01-01")
    world = World("many", Marking.INTERNAL, Tokens())
    records = [made for made in world.made.values() if isinstance(made, Record)]
    for n in range(MANY):
        for record in records if n % 9 == 0 else records[:1]:
            record._history_user, record._change_reason = editor, f"Change {n}"
            record.save()
    client.force_login(editor)
    return editor


def test_the_register_home_shows_the_first_of_each(client, editor):
    page = client.get("/register/")

    home = page.context["home"]
    work = {part.title: part for part in home.work}
    assert page.status_code == 200
    assert [item.title.partition(" ")[2] for item in work["Cases under way"].items][:3] == [
        "Case 00", "Case 01", "Case 02",
    ]  # fmt: skip
    assert [item.title for item in work["Offices still to decide"].items] == [f"Office {n:02}" for n in range(10)]
    assert work["Offices still to decide"].count == "27 decisions"
    assert [link.label for link in home.meetings] == [f"Summit, 1 January 2{100 + n}" for n in range(5)]
    assert home.changes[0].reason == "Change 26"
    assert len(home.changes) == 12


def test_the_desk_shows_the_first_of_each(client, editor):
    html = client.get("/admin/").content.decode()

    assert re.findall(r">(Office \d\d)</a>", html) == [f"Office {n:02}" for n in range(10)]
    lately = html[html.index("Lately changed") :]
    assert re.findall(r"Change (\d+)", lately) == ["18"] * 8
    assert re.findall(r"\b(Case \d\d)</a>", html)[:3] == ["Case 00", "Case 01", "Case 02"]
