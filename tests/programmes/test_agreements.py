"""The life of an agreement: its states, the law's rules, the signature sheet, corrections."""

import datetime as dt

import pytest
import time_machine

from programmes.access import NotAllowed
from programmes.agreements import (
    TRANSITIONS,
    AgreementNotAllowed,
    check_lawful,
    correct,
    missing_of_pairs,
    record,
    signature_sheet,
)
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementState, BodyKind
from programmes.models import Agreement, Body, Force
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_force,
    make_holder,
    make_party,
    make_user,
)

pytestmark = pytest.mark.django_db

DIRECTION = "The agreement goes on for six months."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def editor():
    return make_user("editor")


def lawful(**fields):
    """A Section 22A agreement of both corporations of Kent and of Essex, in writing; each test's own forces."""
    fields = {"has_force_provision": True, "document_url": "https://example.org/agreement.pdf"} | fields
    agreement = make_agreement(title="Procurement agreement", **fields)
    for name in ("Kent", "Essex"):
        force = Force.objects.filter(name=name).first() or make_force(name=name)
        for kind, office in (("chief_constable", f"{name} CC"), ("pcc", f"{name} PCC")):
            body = Body.objects.filter(name=office).first() or make_body(force=force, kind=kind, name=office)
            make_party(agreement=agreement, body=body)
    return agreement


def bodies(agreement):
    return {party.body.name: party.body for party in agreement.parties.all()}


def state_of(agreement, as_at=None):
    return Agreement.objects.with_state(as_at).get(pk=agreement.pk).state


def at(state):
    """A lawful agreement put straight into a state ("" for none)."""
    agreement = lawful()
    if state:
        make_agreement_event(agreement=agreement, kind="signed", sets_state=state, on="2016")
    return agreement


def refusal(call, **given):
    with pytest.raises(AgreementNotAllowed) as refused:
        call(**given)
    return str(refused.value), refused.value.fields


# States ------------------------------------------------------------------------------------------------------------

#                  none      review    signed    u-review  notice    expired
#                  |   draft |   out   |  in force|  varied |  supersd|  ended
GRID = """
drafted            x   -     -   -     -   -      -   -     -   -     -   -
legal_review       -   x     -   -     -   -      -   -     -   -     -   -
out_for_signature  -   x     x   -     -   -      -   -     -   -     -   -
party_signed       -   -     -   x     -   -      -   -     -   -     -   -
signed             x   -     -   x     -   -      -   -     -   -     -   -
in_force           -   -     -   -     x   -      x   x     x   -     -   -
under_review       -   -     -   -     -   x      -   -     -   -     -   -
variation_started  -   -     -   -     -   x      x   -     -   -     -   -
notice_given       -   -     -   -     -   x      x   x     -   -     -   -
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


def test_the_grid_names_every_state_and_event():
    assert set(STATES) == {"", *AgreementState.values}
    assert set(POSSIBLE) == set(Kind.values) - {"corrected"} == {kind.value for kind in TRANSITIONS}


@pytest.mark.parametrize("state", STATES)
def test_in_a_state_the_events_of_its_column_are_possible_and_no_others(state, editor):
    for kind, columns in POSSIBLE.items():
        agreement = at(state)
        given = {"agreement": agreement, "kind": kind, "by": editor, "on": "2019-04-01", "words": DIRECTION}
        if kind == "party_signed":
            given["body"] = bodies(agreement)["Kent PCC"]
        if kind == "signed":
            for body in bodies(agreement).values():
                make_agreement_event(agreement=agreement, kind="party_signed", body=body)
        if columns[state] == "x":
            event = record(**given)
            assert (event.kind, event.recorded_by, event.on) == (kind, editor, "2019-04-01")
            assert state_of(agreement) == (SETS[kind] or state)
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
                     ("in_force", "2017"), ("notice_given", "2018"), ("ended", "2019-03-31")]:  # fmt: skip
        record(agreement=agreement, kind=kind, by=editor, on=on)

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
        ("2026-11-23", "Date: this lies in the future."),
        ("2027", "Date: this lies in the future."),
        (
            "soon",
            "Date: “soon” is not a date the register can read. Write it as 2016-04-21, 2016-04 (a month), 2016 (a "
            "year), 2016-23 (autumn; spring is 21, summer 22, winter 24) or 2017-04-01/2020-03-31 (from/to).",
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


# The signature sheet -----------------------------------------------------------------------------------------------


def test_the_sheet_counts_signatures_as_they_come(editor):
    agreement = at("out_for_signature")
    office = bodies(agreement)
    assert str(signature_sheet(agreement)) == "0 of 4 signed"

    event = record(agreement=agreement, kind="party_signed", by=editor, on="2016-05-01", body=office["Kent PCC"])

    assert str(signature_sheet(agreement)) == "1 of 4 signed"
    assert signature_sheet(agreement).signed == (office["Kent PCC"],)
    assert {b.name for b in signature_sheet(agreement).open} == {"Kent CC", "Essex CC", "Essex PCC"}
    correct(event=event, by=editor, on="2016-05-02", reason="Another page.")
    assert str(signature_sheet(agreement)) == "0 of 4 signed"


def test_the_sheet_counts_the_dates_kept_with_the_parties_and_not_who_left():
    agreement = at("out_for_signature")
    for name, field in (("Kent CC", "signed"), ("Essex CC", "left")):
        party = agreement.parties.get(body__name=name)
        setattr(party, field, "2016-05-01")
        party.save()

    assert str(signature_sheet(agreement)) == "1 of 3 signed"


def test_an_agreement_out_for_signature_is_signed_when_the_last_has_signed(editor):
    agreement = at("out_for_signature")
    *most, last = bodies(agreement).values()
    for body in most:
        record(agreement=agreement, kind="party_signed", by=editor, on="2016-05-01", body=body)
    signed = {"agreement": agreement, "kind": "signed", "by": editor, "on": "2016-05-02"}

    assert refusal(record, **signed) == (f"3 of 4 signed; still to sign: {last.name}.", ())
    record(agreement=agreement, kind="party_signed", by=editor, on="2016-05-02", body=last)
    assert record(**signed).sets_state == "signed"


def test_an_agreement_known_from_its_paper_begins_as_signed(editor):
    assert record(agreement=make_agreement(), kind="signed", by=editor, on="2016").sets_state == "signed"


def test_a_signature_is_a_partys_own_and_given_once(editor):
    agreement = at("out_for_signature")
    given = {"agreement": agreement, "kind": "party_signed", "by": editor, "on": "2016-05-01"}

    assert refusal(record, **given) == ("Party: choose a party of this agreement.", ("body",))
    assert refusal(record, **given, body=make_body()) == ("Party: choose a party of this agreement.", ("body",))
    given["body"] = bodies(agreement)["Kent PCC"]
    assert record(**given).body == given["body"]
    assert refusal(record, **given) == ("Party: Kent PCC has signed already.", ("body",))


def test_a_vacant_office_does_not_sign(editor):
    agreement = at("out_for_signature")
    office = bodies(agreement)["Kent PCC"]
    make_holder(body=office, starts="2016-05-12", ends="2019-11-11")
    make_holder(body=office, starts="2019-11-27")
    given = {"agreement": agreement, "kind": "party_signed", "by": editor, "body": office}

    assert refusal(record, **given, on="2019-11-20") == (
        "Kent PCC was vacant on 20 November 2019; a vacant office cannot decide or sign. Check the date.", ("on",),
    )  # fmt: skip
    assert record(**given, on="2019-11").kind == "party_signed"


# Corrections -------------------------------------------------------------------------------------------------------


def test_correcting_the_last_step_puts_the_agreement_back(editor):
    agreement = lawful()
    first = record(agreement=agreement, kind="drafted", by=editor, on="2016-01")
    second = record(agreement=agreement, kind="out_for_signature", by=editor, on="2016-02")

    event = correct(event=second, by=editor, on="2016-03", reason=" Not yet. ", words=" Still a draft. ")

    assert (event.seq, event.kind, event.sets_state, event.corrects, event.reason, event.words) == (
        3, "corrected", "draft", second, "Not yet.", "Still a draft.",
    )  # fmt: skip
    assert state_of(agreement) == "draft"
    third = record(agreement=agreement, kind="legal_review", by=editor, on="2016-04")
    correct(event=third, by=editor, on="2016-05", reason="Not that either.")
    assert state_of(agreement) == "draft"
    assert refusal(correct, event=first, by=editor, on="2016-06", reason="No.") == (
        "Only the last step of an agreement can be corrected, and not its first.", (),
    )  # fmt: skip


def test_a_correction_says_why(editor):
    assert refusal(correct, event=make_agreement_event(), by=editor, on="2016", reason=" ") == (
        "Reason: say why the event was wrong.", ("reason",),
    )  # fmt: skip


def test_an_earlier_step_is_not_corrected(editor):
    agreement = lawful()
    record(agreement=agreement, kind="drafted", by=editor, on="2016-01")
    second = record(agreement=agreement, kind="legal_review", by=editor, on="2016-02")
    record(agreement=agreement, kind="out_for_signature", by=editor, on="2016-03")

    assert refusal(correct, event=second, by=editor, on="2016-04", reason="No.") == (
        "Only the last step of an agreement can be corrected, and not its first.", (),
    )  # fmt: skip


def test_an_event_is_corrected_once_and_a_correction_never(editor):
    agreement = lawful()
    record(agreement=agreement, kind="drafted", by=editor, on="2016-01")
    second = record(agreement=agreement, kind="legal_review", by=editor, on="2016-02")
    correction = correct(event=second, by=editor, on="2016-03", reason="No.")

    assert refusal(correct, event=second, by=editor, on="2016-04", reason="No.") == (
        "This event has been corrected already.", (),
    )  # fmt: skip
    assert refusal(correct, event=correction, by=editor, on="2016-04", reason="No.") == (
        "A correction is not corrected; record the event again.", (),
    )  # fmt: skip


def test_correcting_a_signature_leaves_the_state(editor):
    agreement = at("out_for_signature")
    event = record(
        agreement=agreement, kind="party_signed", by=editor, on="2016-05-01", body=bodies(agreement)["Kent PCC"]
    )

    assert correct(event=event, by=editor, on="2016-05-02", reason="Not signed.").sets_state == ""
    assert state_of(agreement) == "out_for_signature"


def test_a_corrected_step_never_happened_on_any_day(editor):
    agreement = lawful()
    record(agreement=agreement, kind="drafted", by=editor, on="2016-01")
    second = record(agreement=agreement, kind="legal_review", by=editor, on="2016-02")
    correct(event=second, by=editor, on="2018-01", reason="Not then.")

    assert state_of(agreement, dt.date(2017, 1, 1)) == "draft"
    assert state_of(agreement) == "draft"
