"""What the law asks of an agreement that is in force: s22A and s23C of the Police Act 1996."""

import datetime as dt

import pytest
import time_machine

from programmes.agreements import (
    check_lawful,
    missing_of_pairs,
    record,
)
from programmes.choices import BodyKind
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_force,
    make_party,
    make_user,
)
from tests.programmes.agreement_story import lawful, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def editor():
    return make_user("editor")


# The law -----------------------------------------------------------------------------------------------------------


def in_force(agreement, editor, on="2019-04-01"):
    make_agreement_event(agreement=agreement, kind="signed", sets_state="signed", on="2016")
    return {"call": record, "agreement": agreement, "kind": "in_force", "by": editor, "on": on}


def test_s22a_2_an_agreement_holds_at_least_one_kind_of_provision(editor):
    agreement = lawful(has_force_provision=None)

    assert refusal(**in_force(agreement, editor)) == (
        "Kinds of provision: choose at least one (s22A(2)).", ("has_force_provision",),
    )  # fmt: skip


def test_s22a_1_an_agreement_has_two_parties(editor):
    agreement = make_agreement(has_policing_body_provision=True, document_url="https://example.org")
    make_party(agreement=agreement)

    assert refusal(**in_force(agreement, editor)) == (
        "Parties: an agreement has at least two (s22A(1)).", ("parties",),
    )  # fmt: skip


TWO_POLICING_BODIES = (
    "Parties: two policing bodies are party, or one with a person who is neither policing body nor chief officer "
    "(s22A(1))."
)


@pytest.mark.parametrize(
    ("kinds", "is_lawful"),
    [
        (["pcc", "pcc"], True),
        (["pcc", "pfcc"], True),
        (["police_authority", "police_authority"], True),
        (["pcc", "other"], True),
        (["chief_constable", "pcc", "other"], True),
        (["chief_constable", "chief_constable"], False),
        (["chief_constable", "pcc"], False),
        (["chief_constable", "other"], False),
        (["other", "other"], False),
    ],
)
def test_s22a_1_two_policing_bodies_or_one_with_another_person(kinds, is_lawful, editor):
    agreement = make_agreement(has_policing_body_provision=True, document_url="https://example.org")
    for kind in kinds:
        make_party(agreement=agreement, body=make_body(kind=kind))

    if is_lawful:
        assert record(**{k: v for k, v in in_force(agreement, editor).items() if k != "call"}).sets_state == "in_force"
    else:
        assert refusal(**in_force(agreement, editor)) == (TWO_POLICING_BODIES, ("parties",))


@pytest.mark.parametrize(
    ("provision", "rule"),
    [("has_force_provision", "s22A(3)"), ("has_body_and_force_provision", "s22A(5)")],
)
@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        (["Kent CC"], "the chief constable of Kent"),
        (["Essex CC", "Kent CC"], "the chief constable of Essex, the chief constable of Kent"),
    ],
)
def test_s22a_3_and_5_both_corporations_of_a_force_are_party(provision, rule, gone, missing, editor):
    agreement = lawful(**{"has_force_provision": False, provision: True})
    agreement.parties.filter(body__name__in=gone).delete()

    assert refusal(**in_force(agreement, editor)) == (
        f"Parties: {missing} must be party too ({rule}).", ("parties",),
    )  # fmt: skip


def test_s22a_3_the_policing_body_keeping_a_force_is_party(editor):
    agreement = lawful()
    make_party(agreement=agreement, body=make_body(kind="chief_constable", force=make_force(name="Norfolk")))

    assert refusal(**in_force(agreement, editor)) == (
        "Parties: the policing body of Norfolk must be party too (s22A(3)).", ("parties",),
    )  # fmt: skip


def test_s22a_4_a_policing_body_provision_needs_no_chief_constable(editor):
    agreement = lawful(has_force_provision=False, has_policing_body_provision=True)
    agreement.parties.filter(body__kind="chief_constable").delete()

    check_lawful(agreement)


def test_s22a_6_others_may_be_party_too(editor):
    agreement = lawful()
    make_party(agreement=agreement, body=make_body(kind="other", name="Essex Fire"))

    check_lawful(agreement)


def test_s23c_2_an_agreement_is_in_writing(editor):
    agreement = lawful(document_url="  ")

    assert refusal(**in_force(agreement, editor)) == (
        "Document: an agreement is in writing (s23C(2)); give its address.", ("document_url",),
    )  # fmt: skip


def test_a_memorandum_is_not_bound_by_these(editor):
    assert check_lawful(make_agreement(kind="mou")) is None


def test_a_party_that_has_left_is_no_party_from_that_day(editor):
    agreement = lawful()
    chief = agreement.parties.get(body__name="Kent CC")
    chief.left = "2019-03-31"
    chief.save()

    check_lawful(agreement, on=dt.date(2019, 3, 31))
    sentence, _ = refusal(check_lawful, agreement=agreement, on=dt.date(2019, 4, 1))
    assert sentence == "Parties: the chief constable of Kent must be party too (s22A(3))."
    assert refusal(check_lawful, agreement=agreement)[0] == sentence
    assert refusal(**in_force(agreement, editor))[0] == sentence


def test_a_party_that_is_to_leave_is_party_until_then():
    agreement = lawful()
    chief = agreement.parties.get(body__name="Kent CC")
    chief.left = "2027-03-31"
    chief.save()

    check_lawful(agreement)


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        ([], []),
        ([BodyKind.CHIEF_CONSTABLE, BodyKind.PFCC], []),
        ([BodyKind.CHIEF_CONSTABLE, BodyKind.POLICE_AUTHORITY], []),
        ([BodyKind.CHIEF_CONSTABLE], ["the policing body of Kent"]),
        ([BodyKind.PCC], ["the chief constable of Kent"]),
        ([BodyKind.POLICE_FORCE], []),
    ],
)
def test_the_pair_rule_names_who_is_missing(kinds, missing):
    kent = make_force(name="Kent")

    assert missing_of_pairs([make_body(kind=kind, force=kent) for kind in kinds]) == missing
