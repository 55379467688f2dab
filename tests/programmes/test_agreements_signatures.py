"""The signature sheet of an agreement, and corrections."""

import datetime as dt

import pytest
import time_machine

from programmes.agreements import (
    correct,
    record,
    signature_sheet,
)
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_holder,
    make_user,
)
from tests.programmes.agreement_story import at, bodies, lawful, refusal, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def editor():
    return make_user("editor")


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
