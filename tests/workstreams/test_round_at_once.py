"""Twenty people at once: one return, one draft, one correction."""

import pytest
import time_machine

from programmes.choices import Role
from tests.factories.programmes import make_user
from tests.governance.test_stages_concurrency import at_once
from tests.workstreams.round_story import GREEN, TODAY, Round
from workstreams.models import StatusUpdate
from workstreams.round import periods, returns
from workstreams.round.periods import PeriodRefused
from workstreams.round.returns import ReturnRefused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_twenty_who_submit_at_once_leave_one_return():
    cast = Round()
    editors = [make_user(Role.EDITOR) for _ in range(20)]

    def write(by):
        draft = returns.start(period=cast.november, workstream=cast.workstream, by=by)
        for name, value in GREEN.items():
            setattr(draft, name, value)
        return returns.submit(draft=returns.save(draft=draft, by=by), by=by)

    results = at_once(*[lambda by=by: write(by) for by in editors])

    done = [result for result in results if isinstance(result, StatusUpdate)]
    assert len(done) == 1
    assert StatusUpdate.objects.current().get() == done[0]
    assert StatusUpdate.objects.count() == 1


def test_of_twenty_with_the_same_draft_one_submits_it():
    cast = Round()
    draft = cast.draft(**GREEN)
    editors = [make_user(Role.EDITOR) for _ in range(20)]

    results = at_once(*[lambda by=by: returns.submit(draft=draft, by=by) for by in editors])

    done = [result for result in results if isinstance(result, StatusUpdate)]
    assert len(done) == 1
    assert {type(result) for result in results} == {StatusUpdate, ReturnRefused}
    assert StatusUpdate.objects.current().get().submitted_by == done[0].submitted_by


def test_corrections_begun_at_once_are_one_draft():
    cast = Round()
    row = cast.returned()

    results = at_once(*[lambda: returns.correct(update=row, by=cast.editor, reason="Wrong.")] * 8)

    assert {result.pk for result in results} == {StatusUpdate.objects.drafts().get().pk}


def test_a_return_that_comes_as_the_period_is_locked_is_in_or_refused():
    with time_machine.travel("2026-11-30 10:00", tick=False):
        cast = Round()
        draft = cast.draft(**GREEN)

        taken, locked = at_once(
            lambda: returns.submit(draft=draft, by=cast.editor),
            lambda: periods.lock(period=cast.november, by=cast.other),
        )

    assert locked.kind == "locked"
    assert isinstance(taken, StatusUpdate | PeriodRefused)
    assert StatusUpdate.objects.current().count() == isinstance(taken, StatusUpdate)
