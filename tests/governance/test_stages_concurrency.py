"""Two people at once: each event has its own number, and one of two that exclude each other is told why."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from governance.decisions import DecisionNotAllowed, record_local
from governance.models import CaseEvent
from governance.stages import StageNotAllowed, advance
from tests.factories.governance import make_case_event
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The result or the error of each call, all begun at the same moment on connections of their own."""
    barrier, results = Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        barrier.wait(30)
        try:
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def numbers(story: Story) -> list[int]:
    return sorted(story.case.events.values_list("seq", flat=True))


def test_two_notes_at_once_get_two_numbers():
    story = Story().put("drafting")

    results = at_once(*[lambda: story.do("note")] * 2)

    assert sorted(e.seq for e in results) == [2, 3]
    assert numbers(story) == [1, 2, 3]


def test_of_two_steps_that_exclude_each_other_one_is_told_why():
    story = Story().put("on_agenda")

    results = at_once(lambda: story.do("defer"), lambda: story.do("reject"))

    errors = [r for r in results if isinstance(r, Exception)]
    assert [type(error) for error in errors] == [StageNotAllowed]
    assert str(errors[0]) in (
        "“Record a deferral” is not possible: the case is rejected.",
        "“Record a rejection” is not possible: the case is deferred.",
    )
    assert numbers(story) == [1, 2, 3]


def test_one_form_sent_twice_at_once_leaves_one_row_and_one_event():
    story = Story().put("drafting")
    given = {"case": story.case, "kind": "note", "by": story.editor, "on": "2016", "words": "Said.", "token": "form-1"}

    first, second = at_once(*[lambda: advance(**given)] * 2)

    assert first == second
    assert numbers(story) == [1, 2]


def test_the_two_last_offices_at_once_approve_the_case_once():
    story = Story("Kent").to_local_decisions()

    results = at_once(lambda: story.approve("Kent CC"), lambda: story.approve("Kent PCC"))

    assert results == [None, None]
    assert list(story.case.events.filter(kind="approve").values_list("state", flat=True)) == ["approved"]
    assert numbers(story) == [1, 2, 3, 4, 5]


def test_two_decisions_of_one_office_at_once_get_two_numbers():
    story = Story().to_local_decisions()
    given = {"by": story.editor, "reason": "No.", "local_decision": story.local("Kent PCC")}

    results = at_once(
        lambda: record_local(outcome="deferred", on="2016-05-01", **given),
        lambda: record_local(outcome="rejected", on="2016-06-01", **given),
    )

    assert sorted(e.seq for e in results) == [1, 2]


def test_a_decision_that_comes_as_the_case_is_stopped_is_kept_before_or_refused_after():
    story = Story().to_local_decisions()

    approval, stop = at_once(lambda: story.approve("Kent CC"), lambda: story.do("stop"))

    assert stop.state == "stopped"
    if approval is not None:
        assert isinstance(approval, DecisionNotAllowed)
        assert str(approval) == "This case is not with the offices for decision: it is stopped."


def test_the_database_refuses_a_second_event_of_a_number():
    story = Story().put("drafting")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_case_event(case=story.case, seq=1, kind="note")

    assert CaseEvent.objects.filter(case=story.case).count() == 1
