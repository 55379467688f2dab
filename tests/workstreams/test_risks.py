"""What happens to a risk: each door, what it refuses, and what it keeps."""

import datetime as dt

import pytest

from programmes.access import NotAllowed
from programmes.choices import Role
from programmes.history import StaleRecord
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams import risks
from workstreams.models import Risk
from workstreams.risks import RiskRefused
from workstreams.scores import Score

pytestmark = pytest.mark.django_db

ON = dt.date(2016, 9, 21)
NONE = Score(None, None)
SAID = {"on": ON, "words": " As agreed. "}


@pytest.fixture
def editor():
    return p.make_user(Role.EDITOR)


def events(risk):
    return [(e.seq, e.kind, e.was, e.now) for e in risk.events.all()]


def refused(sentence, door, **asked):
    with pytest.raises(RiskRefused) as error:
        door(**asked)
    assert str(error.value) == sentence
    return error.value.fields


def test_raise_a_risk(editor):
    stream = w.make_workstream()
    risk = risks.raise_risk(
        risk=Risk(workstream=stream, kind="risk", title="Late", words="It may be late.", status="closed"), by=editor
    )

    assert Risk.objects.get().status == "open"
    assert risk.history.get().history_user == editor
    refused("This risk is recorded already.", risks.raise_risk, risk=risk, by=editor)


def test_score_before_and_after_is_kept_with_its_reason(editor):
    risk = w.make_risk()

    risks.rescore(risk=risk, by=editor, score=Score(4, 5), residual=Score(2, 5), **SAID)
    risks.rescore(risk=risk, by=editor, score=NONE, residual=NONE, on=ON, words="Scored by mistake.")

    assert events(risk) == [
        (1, "scored", "Not scored; after the response: Not scored",
         "20 of 25, extreme (likelihood 4, impact 5); after the response: 10 of 25, high (likelihood 2, impact 5)"),
        (2, "scored",
         "20 of 25, extreme (likelihood 4, impact 5); after the response: 10 of 25, high (likelihood 2, impact 5)",
         "Not scored; after the response: Not scored"),
    ]  # fmt: skip
    first = risk.events.first()
    assert (first.words, first.on, first.recorded_by) == ("As agreed.", ON, editor)
    assert risk.history.order_by("version").values_list("history_change_reason", flat=True)[1] == "As agreed."


def test_scores_that_cannot_be(editor):
    risk = w.make_risk()
    asked = {"door": risks.rescore, "risk": risk, "by": editor, **SAID}

    assert refused("Likelihood and impact: give both, or neither.", score=Score(3, None), residual=NONE, **asked) == (
        "likelihood",
    )
    assert refused(
        "Likelihood and impact after the response: give both, or neither.", score=NONE, residual=Score(None, 3), **asked
    ) == ("residual_likelihood",)
    refused("Likelihood and impact: choose from 1 to 5.", score=Score(6, 1), residual=NONE, **asked)
    refused("Likelihood and impact: choose from 1 to 5.", score=Score(0, 1), residual=NONE, **asked)
    refused(
        "The score after the response (16) is above the one before (15). Correct one of them.",
        score=Score(3, 5), residual=Score(4, 4), **asked,
    )  # fmt: skip
    refused(
        "The score is as it was. To say that it was looked at, record a review.", score=NONE, residual=NONE, **asked
    )
    risks.rescore(risk=risk, by=editor, score=NONE, residual=Score(1, 1), **SAID)
    assert not risk.events.exclude(seq=1).exists()


def test_review_sets_the_next_one(editor):
    risk = w.make_risk(review_on=dt.date(2016, 9, 1))

    risks.review(risk=risk, by=editor, next_on=dt.date(2016, 12, 1), **SAID)
    risks.review(risk=risk, by=editor, **SAID)

    assert events(risk) == [
        (1, "reviewed", "Next review 1 September 2016", "Next review 1 December 2016"),
        (2, "reviewed", "Next review 1 December 2016", "No review planned"),
    ]
    assert Risk.objects.get().review_on is None
    assert refused(
        "Next review: choose a day after this review.", risks.review, risk=risk, by=editor, next_on=ON, **SAID
    ) == ("next_on",)


def test_escalated_and_taken_back(editor):
    risk = w.make_risk()

    risks.escalate(risk=risk, by=editor, to=" Oversight Group ", to_board="BRD-1", **SAID)
    found = Risk.objects.with_escalation().get()
    assert (found.escalated_to, found.escalated_board, found.escalated_on) == ("Oversight Group", "BRD-1", ON)
    refused(
        "It is escalated to Oversight Group already.",
        risks.escalate,
        risk=risk,
        by=editor,
        to="Oversight Group",
        **SAID,
    )
    risks.escalate(risk=risk, by=editor, to="Summit", **SAID)
    risks.take_back(risk=risk, by=editor, **SAID)

    assert events(risk) == [
        (1, "escalated", "Not escalated", "Escalated to Oversight Group"),
        (2, "escalated", "Escalated to Oversight Group", "Escalated to Summit"),
        (3, "returned", "Escalated to Summit", "Not escalated"),
    ]
    assert not Risk.objects.with_escalation().get().escalated_to
    refused("It is not escalated, so there is nothing to take back.", risks.take_back, risk=risk, by=editor, **SAID)
    refused(
        "Escalated to: say which board or person it is put before.",
        risks.escalate,
        risk=risk,
        by=editor,
        to=" ",
        **SAID,
    )


def test_closed_and_opened_again(editor):
    risk = w.make_risk(review_on=dt.date(2016, 12, 1))
    refused("It is open already.", risks.reopen, risk=risk, by=editor, **SAID)

    risks.close(risk=risk, by=editor, **SAID)
    stored = Risk.objects.get()
    assert (stored.status, stored.review_on) == ("closed", None)
    for door, more in (
        (risks.close, {}), (risks.review, {}), (risks.escalate, {"to": "Summit"}),
        (risks.rescore, {"score": Score(1, 1), "residual": NONE}),
    ):  # fmt: skip
        refused("It is closed. Open it again first.", door, risk=risk, by=editor, **SAID, **more)
    risks.reopen(risk=risk, by=editor, **SAID)

    assert events(risk) == [(1, "closed", "Open", "Closed"), (2, "reopened", "Closed", "Open")]


DOORS = [
    (risks.rescore, {"score": Score(1, 1), "residual": NONE}), (risks.review, {}), (risks.escalate, {"to": "Summit"}),
    (risks.take_back, {}), (risks.close, {}), (risks.reopen, {}),
]  # fmt: skip


@pytest.mark.parametrize(("door", "more"), DOORS, ids=[door.__name__ for door, _ in DOORS])
def test_every_door_asks_who_when_and_why(editor, door, more):
    risk = w.make_risk()
    with pytest.raises(NotAllowed):
        door(risk=risk, by=p.make_user(Role.AUDITOR), **SAID, **more)
    assert refused(
        "Reason or outcome: say why, or with what result.", door, risk=risk, by=editor, on=ON, words=" ", **more
    ) == ("words",)
    assert refused(
        "Date: this lies in the future; record it once it has happened.",
        door, risk=risk, by=editor, on=dt.date(2999, 1, 1), words="Soon.", **more,
    ) == ("on",)  # fmt: skip
    assert not risk.events.exists()


def test_a_form_opened_before_a_change_is_refused(editor):
    risk = w.make_risk()
    risks.review(risk=risk, by=editor, version=1, **SAID)

    with pytest.raises(StaleRecord):
        risks.review(risk=risk, by=editor, version=1, **SAID)
    assert risk.events.count() == 1
