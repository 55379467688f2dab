"""The doors of the round: who may, what is refused; no sequence of them leaves two newest returns or changes one."""

import contextlib

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.access import NotAllowed
from programmes.choices import Role
from programmes.history import AppendOnlyError, StaleRecord
from tests.factories.programmes import make_force, make_user
from tests.factories.workstreams import make_milestone, make_risk, make_status_update, make_workstream
from tests.workstreams.round_story import AMBER, GREEN, TODAY, Round
from workstreams.models import Milestone, Risk, StatusUpdate
from workstreams.round import chasing, periods, returns
from workstreams.round.periods import PeriodRefused
from workstreams.round.returns import NotComplete, ReturnRefused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_editors_pass_the_doors(cast, role):
    by = make_user(role)
    row, draft = cast.returned(), cast.draft(make_workstream())
    calls = [
        lambda: periods.open_period(name="X", opens_on=cast.november.opens_on, due_on=cast.november.due_on, by=by),
        lambda: periods.move_due_date(period=cast.november, due_on=cast.november.opens_on, by=by, reason="x"),
        lambda: periods.lock(period=cast.october, by=by),
        lambda: periods.reopen(period=cast.october, by=by, reason="x"),
        lambda: returns.start(period=cast.november, workstream=make_workstream(), by=by),
        lambda: returns.save(draft=draft, by=by),
        lambda: returns.submit(draft=draft, by=by),
        lambda: returns.submit_all(drafts=[draft], by=by),
        lambda: returns.correct(update=row, by=by, reason="x"),
        lambda: returns.check_new(period=cast.november, workstream=row.workstream, by=by),
        lambda: chasing.remind(
            period=cast.november, workstream=draft.workstream, by=by, on="2026-11-23", means="email", words="x"
        ),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_a_draft_is_started_once(cast):
    assert cast.draft().pk == cast.draft().pk


def test_a_second_return_is_refused(cast):
    cast.returned()

    for call in (returns.start, returns.check_new):
        with pytest.raises(
            ReturnRefused, match="^Vetting has its return for November 2026 already; correct that one.$"
        ):
            call(period=cast.november, workstream=cast.workstream, by=cast.editor)


def test_work_that_had_ended_is_not_asked(cast):
    over = make_workstream(name="Over", ends="2015")

    with pytest.raises(ReturnRefused, match="^Over was not under way in November 2026, so no return is asked of it.$"):
        returns.start(period=cast.november, workstream=over, by=cast.editor)


def test_a_period_that_has_not_opened_takes_no_return(cast):
    with time_machine.travel("2026-11-01 10:00", tick=False), pytest.raises(PeriodRefused) as refusal:
        returns.start(period=cast.november, workstream=cast.workstream, by=cast.editor)

    assert str(refusal.value) == "November 2026 opens on 2 November 2026 and takes no return before."


def test_somebody_elses_submitted_return_is_named(cast):
    draft = cast.draft(**GREEN)
    returns.submit(draft=draft, by=cast.editor)

    with pytest.raises(ReturnRefused, match="^Vetting: edith submitted its return on 23 November 2026 at 10:00.$"):
        returns.submit(draft=draft, by=cast.other)


def test_a_draft_read_before_another_saved_it_is_not_submitted(cast):
    draft = cast.draft(**GREEN)
    returns.save(draft=StatusUpdate.objects.get(pk=draft.pk), by=cast.other)

    with pytest.raises(StaleRecord):
        returns.submit(draft=draft, by=cast.editor)


def test_of_several_all_are_submitted_or_none(cast):
    whole, part = cast.draft(**GREEN), cast.draft(make_workstream(name="Fleet"), rag="red")

    with pytest.raises(NotComplete) as refusal:
        returns.submit_all(drafts=[whole, part], by=cast.editor)

    assert [p.field for p in refusal.value.of(part.workstream)] == ["public_text", "rag_reason", "action", "green_by"]
    assert refusal.value.of(whole.workstream) == ()
    assert StatusUpdate.objects.current().count() == 0


def test_an_answer_that_a_door_refuses_takes_everything_back(cast):
    first = make_milestone(workstream=cast.workstream, name="First", forecast="2027-01")
    other = make_milestone(name="Of other work", forecast="2027-01")
    draft = cast.draft(**GREEN)
    draft.answers = {
        "milestones": {
            first.reference: {"forecast": "2027-02", "forecast_words": "", "reason": "Late."},
            other.reference: {"forecast": "2027-02", "forecast_words": "", "reason": "Late."},
        },
        "risks": {"RSK-999": {"what": "review"}},
        "benefits": {"BLN-999": {"delivered": "1"}},
    }
    returns.save(draft=draft, by=cast.editor)

    with pytest.raises(ReturnRefused) as refusal:
        returns.submit(draft=draft, by=cast.editor)

    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{other.reference}: this is no milestone of the workstream any more.",
        "RSK-999: this is no risk or issue of the workstream any more.",
        "BLN-999: this is no benefit line of the workstream any more.",
    ]
    assert Milestone.objects.get(pk=first.pk).forecast == "2027-01"
    assert StatusUpdate.objects.get().submitted_at is None


def test_a_date_that_somebody_moved_meanwhile_needs_its_reason_again(cast):
    milestone = make_milestone(workstream=cast.workstream, name="Go live", force=make_force())
    draft = cast.draft(**GREEN)
    draft.answers = {"milestones": {milestone.reference: {"forecast": "2027-02", "forecast_words": "", "reason": ""}}}
    returns.save(draft=draft, by=cast.editor)
    milestone.forecast = "2027-01"
    milestone.save()

    with pytest.raises(ReturnRefused, match=f"^{milestone.reference}: Say why the date moves"):
        returns.submit(draft=draft, by=cast.editor)


def test_a_date_that_somebody_set_to_the_same_meanwhile_is_left(cast):
    milestone = make_milestone(workstream=cast.workstream, name="Go live", forecast="2027-02")
    draft = cast.draft(**GREEN)
    draft.answers = {"milestones": {milestone.reference: {"forecast": "2027-02", "forecast_words": "", "reason": ""}}}
    returns.save(draft=draft, by=cast.editor)

    returns.submit(draft=draft, by=cast.editor)

    assert Milestone.objects.get().version == milestone.version


def test_a_review_says_so_in_the_history_of_the_risk(cast):
    risk = make_risk(workstream=cast.workstream)
    draft = cast.draft(**GREEN)
    draft.answers = {"risks": {risk.reference: {"what": "review", "review_on": "2027-01-31", "response": "Calls."}}}
    returns.save(draft=draft, by=cast.editor)

    returns.submit(draft=draft, by=cast.editor)

    kept = Risk.objects.get()
    assert (str(kept.review_on), kept.response, kept.status) == ("2027-01-31", "Calls.", "open")
    assert kept.history.first().history_change_reason == "Reviewed in the return for November 2026"


def test_what_a_source_said_is_not_corrected(cast):
    with pytest.raises(ReturnRefused, match="^What a source said stays as it was said"):
        returns.correct(update=make_status_update(), by=cast.editor, reason="x")


def test_a_correction_is_begun_once_and_needs_a_reason(cast):
    row = cast.returned()

    with pytest.raises(ReturnRefused, match="^Reason: say what was wrong.$"):
        returns.correct(update=row, by=cast.editor, reason=" ")
    first = returns.correct(update=row, by=cast.editor, reason="Wrong.")
    assert returns.correct(update=row, by=cast.other, reason="Wrong too.") == first


def test_a_correction_of_an_unchanged_return_stays_unchanged(cast):
    cast.returned(period=cast.october, **GREEN)
    row = cast.returned(is_unchanged=True)
    draft = returns.correct(update=row, by=cast.editor, reason="It was amber.")
    for name in ("rag", "rag_reason", "action", "green_by"):
        setattr(draft, name, AMBER[name])

    fixed = returns.submit(draft=returns.save(draft=draft, by=cast.editor), by=cast.editor)

    assert (fixed.rag, fixed.public_text, fixed.unchanged_since) == ("amber", "On course.", "October 2026")


def test_periods_refuse_in_sentences(cast):
    with pytest.raises(PeriodRefused, match="^Name: say what the period is called.$"):
        periods.open_period(name=" ", opens_on=cast.november.opens_on, due_on=cast.november.due_on, by=cast.editor)
    with pytest.raises(PeriodRefused, match="^This period is not locked.$"):
        periods.reopen(period=cast.november, by=cast.editor, reason="x")
    periods.lock(period=cast.october, by=cast.editor)
    with pytest.raises(PeriodRefused, match="^This period is locked already.$"):
        periods.lock(period=cast.october, by=cast.editor)
    with pytest.raises(PeriodRefused, match="^This period is locked. Reopen it first.$"):
        periods.move_due_date(period=cast.october, due_on=cast.november.opens_on, by=cast.editor, reason="x")
    with pytest.raises(PeriodRefused, match="^Reason: say why the period is reopened.$"):
        periods.reopen(period=cast.october, by=cast.editor, reason=" ")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["start", "save", "submit", "correct", "lock", "reopen", "forge"]),
        st.integers(0, 1),
        st.sampled_from(["", "green", "red"]),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_leaves_two_newest_returns_or_changes_a_submitted_one(steps):
    from django.db import transaction

    with time_machine.travel("2026-11-30 10:00", tick=False), transaction.atomic():
        cast = Round()
        works = [cast.workstream, make_workstream(name="Fleet")]
        frozen: dict[int, dict[str, object]] = {}
        for step, place, rag in steps:
            with contextlib.suppress(ReturnRefused, PeriodRefused, StaleRecord, AppendOnlyError):
                _do(cast, step, works[place], rag)
            for work in works:
                assert StatusUpdate.objects.current().filter(workstream=work, period=cast.november).count() <= 1
            rows = {row["id"]: row for row in StatusUpdate.objects.filter(submitted_at__isnull=False).values()}
            assert {pk: rows[pk] for pk in frozen} == frozen
            frozen = rows
        transaction.set_rollback(True)


def _do(cast, step, work, rag):
    rows = StatusUpdate.objects.filter(workstream=work, period=cast.november).order_by("pk")
    if step == "start":
        returns.start(period=cast.november, workstream=work, by=cast.editor)
    elif step == "lock":
        periods.lock(period=cast.november, by=cast.editor)
    elif step == "reopen":
        periods.reopen(period=cast.november, by=cast.editor, reason="x")
    elif step == "correct" and rows:
        returns.correct(update=rows[0] if rag else rows.last(), by=cast.editor, reason="Wrong.")
    elif step == "submit" and rows:
        returns.submit(draft=rows.last(), by=cast.editor)
    elif step == "save" and rows:
        draft = rows.last()
        for name, value in (AMBER | {"rag": rag}).items():
            setattr(draft, name, value)
        returns.save(draft=draft, by=cast.editor)
    elif step == "forge" and rows:
        row = rows[0]
        row.public_text = "Forged."
        row.save()
