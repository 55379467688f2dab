"""The life of an agreement: its states, who records and when."""

import datetime as dt

import pytest
import time_machine

from programmes.access import NotAllowed
from programmes.agreements import (
    TRANSITIONS,
    Details,
    correct,
    record,
)
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementState
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_party,
    make_user,
)
from tests.programmes.agreement_story import at, bodies, lawful, refusal, state_of

pytestmark = pytest.mark.django_db

DIRECTION = "The agreement goes on for six months."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def editor():
    return make_user("editor")


# States ------------------------------------------------------------------------------------------------------------

#                  none      review    signed    u-review  notice    expired
#                  |   draft |   out   |  in force|  varied |  supersd|  ended
GRID = """
drafted            x   -     -   -     -   -      -   -     -   -     -   -
legal_review       -   x     -   -     -   -      -   -     -   -     -   -
out_for_signature  -   x     x   -     -   -      -   -     -   -     -   -
party_signed       -   -     -   x     -   -      -   -     -   -     -   -
consulted          x   x     x   x     x   x      x   x     x   -     -   -
signed             x   -     -   x     -   -      -   -     -   -     -   -
in_force           -   -     -   -     x   -      x   x     x   -     -   -
under_review       -   -     -   -     -   x      -   -     -   -     -   -
reviewed           -   -     -   -     x   x      x   x     x   -     -   -
variation_started  -   -     -   -     -   x      x   -     -   -     -   -
party_joined       -   -     -   -     -   x      x   x     x   -     -   -
party_left         -   -     -   -     -   x      x   x     x   -     -   -
notice_given       -   -     -   -     -   x      x   x     x   -     -   -
superseded         -   -     -   -     -   x      x   x     x   -     -   -
expired            -   -     -   -     -   x      x   x     x   -     -   -
ended              -   -     -   -     -   x      x   x     x   -     -   -
directed           -   -     -   -     -   x      x   x     x   -     x   -
"""
STATES = ["", "draft", "legal_review", "out_for_signature", "signed", "in_force", "under_review", "variation"]
STATES += ["notice_given", "superseded", "expired", "ended"]
POSSIBLE = {line.split()[0]: dict(zip(STATES, line.split()[1:], strict=True)) for line in GRID.strip().splitlines()}
SETS = {
    "drafted": "draft",
    "legal_review": "legal_review",
    "out_for_signature": "out_for_signature",
    "party_signed": None,
    "consulted": None,
    "reviewed": None,
    "party_joined": None,
    "party_left": None,
    "signed": "signed",
    "in_force": "in_force",
    "under_review": "under_review",
    "variation_started": "variation",
    "notice_given": "notice_given",
    "superseded": "superseded",
    "expired": "expired",
    "ended": "ended",
    "directed": None,
}
LABELS = {
    "": "not yet drafted",
    "draft": "draft",
    "legal_review": "legal review",
    "out_for_signature": "out for signature",
    "signed": "signed",
    "in_force": "in force",
    "under_review": "under review",
    "variation": "variation in progress",
    "notice_given": "notice given",
    "superseded": "superseded",
    "expired": "expired",
    "ended": "ended",
}


def joining(agreement):
    """An office that joins, and the signed variation by which it does."""
    office = make_body(name="Norfolk PCC")
    variation = make_agreement(varies=agreement)
    make_party(agreement=variation, body=office)
    make_agreement_event(agreement=variation, kind="signed", sets_state="signed", on="2018")
    return office, Details(other=variation)


def test_the_grid_names_every_state_and_event():
    assert set(STATES) == {"", *AgreementState.values}
    assert set(POSSIBLE) == set(Kind.values) - {"corrected"} == {kind.value for kind in TRANSITIONS}


@pytest.mark.parametrize("state", STATES)
def test_in_a_state_the_events_of_its_column_are_possible_and_no_others(state, editor):
    for kind, columns in POSSIBLE.items():
        agreement = at(state)
        given = {"agreement": agreement, "kind": kind, "by": editor, "on": "2019-04-01", "words": DIRECTION}
        if kind in ("party_signed", "consulted", "party_left"):
            given["body"] = bodies(agreement)["Kent PCC"]
        if kind in ("party_left", "ended"):
            given["details"] = Details(basis="agreed")
        if kind == "party_joined":
            given["body"], given["details"] = joining(agreement)
        if kind == "signed":
            for body in bodies(agreement).values():
                make_agreement_event(agreement=agreement, kind="party_signed", body=body)
        if columns[state] == "x":
            event = record(**given)
            assert (event.kind, event.recorded_by, event.on) == (kind, editor, "2019-04-01")
            assert state_of(agreement) == (SETS[kind] or state or None)
        else:
            sentence = f"“{Kind(kind).label}” is not possible: the agreement is {LABELS[state]}."
            assert refusal(record, **given) == (sentence, ())


def test_the_sequence_of_a_whole_agreement(editor):
    agreement = lawful()
    steps = [("drafted", "2015-01"), ("legal_review", "2015-03"), ("out_for_signature", "2015-06")]
    for kind, on in steps:
        record(agreement=agreement, kind=kind, by=editor, on=on)
    for day, body in enumerate(bodies(agreement).values(), start=1):
        record(agreement=agreement, kind="party_signed", by=editor, on=f"2015-07-0{day}", body=body)
    for kind, on in [("signed", "2015-07-04"), ("in_force", "2015-08-01"), ("under_review", "2016"),
                     ("in_force", "2017"), ("notice_given", "2018-03-31"), ("ended", "2019-03-31")]:  # fmt: skip
        details = Details(basis="clause") if kind == "ended" else Details()
        record(agreement=agreement, kind=kind, by=editor, on=on, details=details)

    assert [e.seq for e in agreement.events.order_by("seq")] == list(range(1, 14))
    assert state_of(agreement) == "ended"
    assert state_of(agreement, dt.date(2014, 12, 31)) is None
    assert state_of(agreement, dt.date(2015, 1, 30)) is None  # “2015-01” counts from its last possible day
    assert state_of(agreement, dt.date(2015, 1, 31)) == "draft"
    assert state_of(agreement, dt.date(2015, 7, 2)) == "out_for_signature"
    assert state_of(agreement, dt.date(2016, 6, 30)) == "in_force"
    assert state_of(agreement, dt.date(2016, 12, 31)) == "under_review"


def test_what_was_said_is_kept(editor):
    event = record(
        agreement=lawful(), kind="drafted", by=editor, on="2015-23", on_words="the autumn", words=" First draft. ",
        reason=" Asked for. ",
    )  # fmt: skip

    event.refresh_from_db()
    assert (event.words, event.reason, event.on_words, event.on_latest) == (
        "First draft.", "Asked for.", "the autumn", dt.date(2015, 11, 30),
    )  # fmt: skip


# Who and when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role",
    ["publisher", "office_viewer", "office_recorder", "force_contributor", "auditor", "administrator", "superuser"],
)
def test_only_an_editor_records_or_corrects(role):
    user = make_user(is_superuser=True) if role == "superuser" else make_user(role)
    agreement = lawful()
    event = make_agreement_event(agreement=agreement)

    with pytest.raises(NotAllowed, match=r"^Your role does not let you edit the record\.$"):
        record(agreement=agreement, kind="drafted", by=user, on="2016")
    with pytest.raises(NotAllowed, match=r"^Your role does not let you edit the record\.$"):
        correct(event=event, by=user, on="2016", reason="Wrong.")


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "Date: say when it happened."),
        ("2016/..", "Date: say when it happened."),
        ("../2016", "Date: say when it happened."),
        ("2026-11-23", "Date: this lies in the future; record an event once it has happened."),
        ("2027", "Date: this lies in the future; record an event once it has happened."),
        (
            "soon",
            "Date: “soon” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn "
            "2016 or 1 April 2017 to 31 March 2020.",
        ),
    ],
)
def test_a_date_is_a_past_one(on, sentence, editor):
    agreement = lawful()
    event = make_agreement_event(agreement=agreement)

    assert refusal(record, agreement=lawful(), kind="drafted", by=editor, on=on) == (sentence, ("on",))
    assert refusal(correct, event=event, by=editor, on=on, reason="Wrong.") == (sentence, ("on",))


def test_today_is_not_the_future(editor):
    assert record(agreement=lawful(), kind="drafted", by=editor, on="2026-11-22").seq == 1
    assert record(agreement=lawful(), kind="drafted", by=editor, on="2026").seq == 1


def test_a_direction_says_what_was_directed(editor):
    given = {"agreement": at("in_force"), "kind": "directed", "by": editor, "on": "2019-10-08", "words": "  "}

    assert refusal(record, **given) == ("Words: say what the Secretary of State directed.", ("words",))


def test_a_correction_is_not_recorded_as_an_event(editor):
    given = {"agreement": at("in_force"), "kind": "corrected", "by": editor, "on": "2019"}

    assert refusal(record, **given) == ("Corrections go through correct().", ())


# Sent twice -----------------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_records_one_event(editor):
    agreement = lawful()
    sent = {"agreement": agreement, "kind": "drafted", "by": editor, "on": "2016-01-01", "token": "a1"}

    first, second = record(**sent), record(**sent)

    assert first == second
    assert [(event.kind, event.form_token) for event in agreement.events.all()] == [("drafted", "a1")]


def test_a_correction_sent_twice_is_recorded_once(editor):
    agreement = at("in_force")
    wrong = record(agreement=agreement, kind="notice_given", by=editor, on="2017")
    sent = {"event": wrong, "by": editor, "on": "2017-02", "reason": "No notice was given.", "token": "b2"}

    first, second = correct(**sent), correct(**sent)

    assert first == second
    assert [event.kind for event in agreement.events.all()] == ["signed", "notice_given", "corrected"]
    assert state_of(agreement) == "in_force"


def test_events_without_a_token_are_each_recorded(editor):
    agreement = at("in_force")

    for _ in range(2):
        record(agreement=agreement, kind="directed", by=editor, on="2017", words=DIRECTION, token="")

    assert [event.form_token for event in agreement.events.filter(kind="directed")] == [None, None]
