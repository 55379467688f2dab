"""Clocks that stand for a force or an office alone: its milestones, its returns, the review of its differences."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.test import Client

from programmes.choices import BodyKind, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.round.periods import open_period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00", tick=False):
        yield


def clocks_of(user) -> list[tuple[str, str]]:
    """What comes due for a person, as the list gives it to take away: title and day."""
    client = Client()
    client.force_login(user)
    answer = client.get("/register/clocks.csv?whose=mine")
    assert answer.status_code == 200
    _, *rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return [(title, due) for due, _, title, *_ in rows]


def test_a_force_contributor_is_told_of_the_milestones_of_the_force_that_are_not_reached():
    norfolk, kent = p.make_force(name="Norfolk"), p.make_force(name="Kent")
    stream = w.make_workstream(name="Finance")
    milestones = {
        "Go live": (norfolk, "2026-12", ""),
        "Design": (norfolk, "2026-10-30", ""),
        "Pilot": (norfolk, "2026", "2026-06"),
        "Training": (kent, "2026-12", ""),
        "Later": (norfolk, "", ""),
    }
    for name, (force, forecast, actual) in milestones.items():
        w.make_milestone(workstream=stream, name=name, force=force, forecast=forecast, actual=actual)

    assert clocks_of(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk)) == [
        ("Finance: Design (Norfolk)", "2026-10-30"),
        ("Finance: Go live (Norfolk)", "2026-12-31"),
    ]
    assert clocks_of(p.make_user(Role.EDITOR)) == []


def test_a_force_contributor_is_told_of_the_returns_of_work_the_force_takes_part_in():
    editor, norfolk, kent = p.make_user(Role.EDITOR), p.make_force(name="Norfolk"), p.make_force(name="Kent")
    open_period(name="November 2026", opens_on=dt.date(2026, 11, 2), due_on=dt.date(2026, 11, 27), by=editor)
    for name, force in (("Finance", norfolk), ("Fleet", kent), ("Vetting", kent)):
        w.make_workstream(name=name).participating_forces.add(force)

    assert clocks_of(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk)) == [
        ("Returns of Norfolk for November 2026", "2026-11-27")
    ]
    assert clocks_of(p.make_user(Role.FORCE_CONTRIBUTOR, force=p.make_force(name="Essex"))) == []
    assert clocks_of(editor) == [("Returns for November 2026", "2026-11-27")]


def test_an_office_is_told_when_its_own_local_difference_is_to_be_reviewed():
    body, other = p.make_body(name="Norfolk PCC"), p.make_body(name="Kent PCC")
    g.make_divergence(title="Own shifts", body=body, review_on=dt.date(2026, 12, 1))
    g.make_divergence(title="Own vans", body=other, review_on=dt.date(2026, 11, 1))
    g.make_divergence(title="Ended", body=body, review_on=dt.date(2026, 11, 1), closed_on=dt.date(2026, 10, 1))
    g.make_divergence(title="No review", body=body)

    assert clocks_of(p.make_user(Role.OFFICE_VIEWER, body=body)) == [("Own shifts", "2026-12-01")]
    assert clocks_of(p.make_user(Role.AUDITOR)) == [("Own vans", "2026-11-01"), ("Own shifts", "2026-12-01")]


def test_both_offices_of_a_force_are_told_of_the_difference_of_the_force():
    force = p.make_force(name="Norfolk")
    offices = [p.make_body(name=kind, kind=kind, force=force) for kind in (BodyKind.PCC, BodyKind.CHIEF_CONSTABLE)]
    g.make_divergence(title="Own custody", force=force, review_on=dt.date(2026, 12, 1))

    told = [clocks_of(p.make_user(Role.OFFICE_VIEWER, body=body)) for body in (*offices, p.make_body(name="Kent PCC"))]

    assert told == [[("Own custody", "2026-12-01")], [("Own custody", "2026-12-01")], []]
