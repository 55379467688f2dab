"""The signature sheet of an agreement, and corrections."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes import files
from programmes.agreements import (
    correct,
    findings,
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
from tests.programmes.agreement_story import asked, at, bodies, lawful, refusal, state_of

#: Of the words “Signed: Ann Example” and a line feed.
SHA256 = "2d88c29c32c36e3b56c4c1a887bd22e055cdb05fd1e818787e2650f40e3fc374"

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


# Who signs ---------------------------------------------------------------------------------------------------------


def test_the_holder_on_the_day_signs_and_the_paper_is_kept(editor):
    agreement = at("out_for_signature")
    office = bodies(agreement)["Kent PCC"]
    holder = make_holder(body=office, name="Ann Example", starts="2016-05-12", ends="2019-11-11")
    held = files.hold(SimpleUploadedFile("signed page.txt", b"Signed: Ann Example\n"))

    event = record(**asked(
        agreement, "party_signed", editor, "2016-06-01", office, signatory="ann example", evidence=held,
        efficiency_or_effectiveness="One team.", existing_agreements="AGR-4.", consistent_approach="Yes.",
        opportunities="Stores.",
    ))  # fmt: skip

    assert (event.holder, event.signatory, event.capacity) == (holder, "Ann Example", "holder")
    assert (event.evidence.name, event.evidence.sha256) == ("signed page.txt", SHA256)
    assert [line.event for line in signature_sheet(agreement).lines if line.body == office] == [event]


def test_an_acting_holder_signs_as_acting(editor):
    agreement = at("out_for_signature")
    office = bodies(agreement)["Kent PCC"]
    make_holder(body=office, name="Ray Example", starts="2019-11-27", capacity="acting")

    event = record(**asked(agreement, "party_signed", editor, "2019-12-01", office, capacity="holder"))
    assert (event.signatory, event.capacity) == ("Ray Example", "acting")


def test_somebody_else_signs_as_a_delegate_with_an_authority(editor):
    agreement = at("out_for_signature")
    office = bodies(agreement)["Kent PCC"]
    make_holder(body=office, name="Ann Example", starts="2016-05-12")
    given = {"signatory": "Jo Chief"}

    assert refusal(record, **asked(agreement, "party_signed", editor, "2016-06-01", office, **given)) == (
        "Signed by: Ann Example held the office on that day. Correct the name or the date, or choose “Delegate of the "
        "office”.", ("signatory",),
    )  # fmt: skip
    given["capacity"] = "delegated"
    assert refusal(record, **asked(agreement, "party_signed", editor, "2016-06-01", office, **given)) == (
        "Authority of the delegate: say what lets this person sign, such as the scheme of consent.", ("authority",),
    )  # fmt: skip
    assert refusal(record, **asked(agreement, "party_signed", editor, "2016-06-01", office, capacity="delegated")) == (
        "Signed by: give the name of the delegate.", ("signatory",),
    )  # fmt: skip
    given["authority"] = "Scheme of consent, 4.2"
    event = record(**asked(agreement, "party_signed", editor, "2016-06-01", office, **given))
    assert (event.signatory, event.capacity, event.authority) == ("Jo Chief", "delegated", "Scheme of consent, 4.2")


def test_s23_5_and_s23ha_a_signature_without_its_reasons_warns(editor):
    agreement = at("out_for_signature")
    office = bodies(agreement)["Kent PCC"]
    record(**asked(agreement, "party_signed", editor, "2016-06-01", office))

    found = {finding.rule: finding for finding in findings(agreement)}
    assert (found["L12"].standing, found["L12"].words) == ("Missing", "Signed without saying why: Kent PCC.")
    assert found["L13"].words == "Signed without the three considerations: Kent PCC."


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
