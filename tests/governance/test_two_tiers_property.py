"""Whatever the offices and the team do in whatever order: approved means all have approved, sums agree, events tell all."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from governance.choices import Answer
from governance.decisions import DecisionNotAllowed, close_condition, correct_local, record_local
from governance.models import BusinessCase, Condition, LocalDecision, LocalDecisionEvent
from governance.reports.ratification import cases_asked, grid, in_order
from governance.sharing import set_shares, shares_of
from governance.stages import StageNotAllowed
from programmes.reading import Reader
from tests.governance.case_story import Story

FORCES = ("Essex", "Kent", "Norfolk")
OFFICES = [f"{force} {kind}" for force in FORCES for kind in ("CC", "PCC")]
OUTCOMES = ["approved", "approved_with_conditions", "approved_with_conditions", "rejected", "deferred", "opted_out"]
ANSWERS = [(office, outcome) for office in OFFICES for outcome in OUTCOMES]
TEAM = ["close a condition", "rescope", "rescope", "ask again", "new version", "take back", "strike"] + [
    "approve all"
] * 6
DAYS = st.dates(min_value=dt.date(2016, 4, 2), max_value=dt.date(2016, 9, 30))


def take(story: Story, step: str | tuple[str, str], on: str, draw) -> None:
    """One step; what the register refuses is left undone."""
    case = story.case = BusinessCase.objects.get(pk=story.case.pk)
    forces = tuple(case.participating_forces.all())
    if isinstance(step, tuple):
        office, outcome = step
        local = case.local_decisions.get(body__name=office)
        conditions = ("Costs.",) if outcome == "approved_with_conditions" else ()
        record_local(
            local_decision=local, outcome=outcome, by=story.editor, on=on, conditions=conditions, reason="Said.",
            notice_reference="DN",
        )  # fmt: skip
    elif step == "approve all":
        for local in case.local_decisions.filter(is_required=True).select_related("body"):
            take(story, (local.body.name, "approved"), on, draw)
    elif step == "close a condition":
        if condition := Condition.objects.filter(closed_on=None).order_by("pk").first():
            close_condition(condition=condition, by=story.editor, on=dt.date.fromisoformat(on), how="Done.")
    elif step == "take back":
        rows = LocalDecisionEvent.objects.that_stand().order_by("-pk")
        if last := rows.first():
            correct_local(event=last, by=story.editor, reason="A slip.")
    elif step == "rescope":
        story.do(
            "rescope", on, participants=draw(st.lists(st.sampled_from(forces), min_size=1, unique=True).map(tuple))
        )
    elif step == "ask again":
        story.do("rescope", on, participants=forces, document=story.document("fbc"), asks_again=True)
    elif step == "new version":
        story.do("rescope", on, participants=forces, document=story.document("fbc", strategic=f"As of {on}."))
    elif step == "strike":
        story.do("correct", on, corrects=case.events.steps().order_by("seq").last(), strikes=True)


def replay(local: LocalDecision) -> tuple[str, int, str] | None:
    """What an office said last, by reading its events one by one: outcome, offer, document."""
    said: list[LocalDecisionEvent] = []
    for row in local.events.order_by("seq"):
        if row.corrects_id is None:
            said.append(row)
        else:
            said = [one for one in said if one.pk != row.corrects_id]
    return (said[-1].outcome, said[-1].offer, said[-1].document_hash) if said else None


def counts(local: LocalDecision) -> bool:
    """Whether a decision counts as an approval, from its rows alone."""
    said = replay(local)
    if said is None or said[0] not in ("approved", "approved_with_conditions"):
        return False
    present = (local.offer, local.document.content_hash if local.document else "")
    still_open = [c for c in local.conditions.all() if c.closed_on is None and not hasattr(c.set_by, "corrected_by")]
    return said[1:] == present and not still_open


def check(story: Story) -> None:
    case = BusinessCase.objects.with_stage().get(pk=story.case.pk)
    required = list(case.local_decisions.filter(is_required=True).with_outcome().select_related("body", "document"))
    assert {row.body.force.name for row in required} == set(case.participating_forces.values_list("name", flat=True))
    for row in required:
        said = replay(row)
        assert (row.decided is not None) == (said is not None)
        assert (row.answer == "approved") == counts(row)
        assert said is None or row.outcome == said[0]
    still_open = [row for row in required if not counts(row)]
    if case.state == "approved":
        assert required
        assert still_open == []
    else:
        assert case.state == "local_decisions"
        struck = case.events.filter(kind="correct", detail__strikes=True, corrects__kind="approve")
        assert still_open or struck
    check_sums(story, required)
    shares = shares_of(case)
    assert {share.force_id for share in shares.shares.all()} == set(
        case.participating_forces.values_list("pk", flat=True)
    )
    assert sum(share.percentage for share in shares.shares.all()) == 100


def check_sums(story: Story, required: list) -> None:
    """The sums of the rows, those of the columns and the summary of the grid are the number of required decisions."""
    reader = Reader.for_user(story.editor)
    cases = in_order(cases_asked(reader))
    made = grid(list(cases), reader)
    for answer in Answer:
        in_rows = sum(row.counts.by_answer.get(answer, 0) for row in made.rows)
        in_columns = sum(column.by_answer.get(answer, 0) for column in made.sums)
        by_hand = sum(1 for row in required if row.answer == answer)
        assert in_rows == in_columns == made.summary.by_answer.get(answer, 0) == by_hand
    assert made.summary.of == len(required) == sum(len(cells) for row in made.rows for cells in row.cells)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), length=st.integers(5, 12))
def test_no_walk_approves_while_a_required_office_is_open_and_every_sum_agrees(data, length):
    with transaction.atomic():
        story = Story(*FORCES)
        set_shares(
            case=story.case, basis="headcount", by=story.editor,
            percentages=dict(zip(story.forces, (D("22.5"), D("37.5"), D("40")), strict=True)),
        )  # fmt: skip
        story.to_local_decisions()
        for _ in range(length):
            step = data.draw(st.sampled_from(TEAM * 3 + ANSWERS), "step")
            try:
                with transaction.atomic():
                    take(story, step, data.draw(DAYS, "on").isoformat(), data.draw)
            except (StageNotAllowed, DecisionNotAllowed):
                continue
            event(f"the walk is at {story.now.state}")
            if story.now.state not in ("approved", "local_decisions"):
                break
            check(story)
        transaction.set_rollback(True)
