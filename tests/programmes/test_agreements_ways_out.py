"""Who joins, leaves and ends an agreement, and for whom it is in force: s23C(3) to (6), s23G; domain L8 to L11, L19."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes import files
from programmes.agreements import Details, correct, ends_on, findings, parties_on, record
from programmes.fields import vague
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_force,
    make_party,
    make_user,
)
from tests.programmes.agreement_story import asked, at, bodies, lawful, refusal, state_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def editor():
    return make_user("editor")


# Before it is made -----------------------------------------------------------------------------------------------


def test_s23d_accountability_is_arranged_before_it_goes_out_to_be_signed(editor):
    agreement = lawful(accountability=" ")
    record(agreement=agreement, kind="drafted", by=editor, on="2015")

    assert refusal(record, agreement=agreement, kind="out_for_signature", by=editor, on="2016") == (
        "Accountability arrangements: say who holds the chief officers to account, and where (s23D).",
        ("accountability",),
    )


def test_s23d_one_known_from_its_paper_comes_into_force_with_a_warning(editor):
    agreement = lawful(accountability="")
    record(agreement=agreement, kind="signed", by=editor, on="2016")

    assert record(agreement=agreement, kind="in_force", by=editor, on="2016").sets_state == "in_force"
    found = {finding.rule: finding for finding in findings(agreement)}
    assert (found["L15"].standing, found["L15"].field) == ("Missing", "accountability")


def test_s22a_3_a_missing_half_of_a_pair_is_named_before_it_goes_out(editor):
    agreement = lawful(document_url="")
    agreement.parties.get(body__name="Kent CC").delete()
    record(agreement=agreement, kind="drafted", by=editor, on="2015")

    assert refusal(record, agreement=agreement, kind="out_for_signature", by=editor, on="2016") == (
        "Parties: the chief constable of Kent must be party too (s22A(3)).", ("parties",),
    )  # fmt: skip


def test_s22a_4_each_policing_body_a_provision_relates_to_is_party(editor):
    agreement = lawful(has_force_provision=False, has_policing_body_provision=True)
    agreement.relates_to.add(make_body(name="Norfolk PCC"), make_body(name="Norfolk CC", kind="chief_constable"))
    record(agreement=agreement, kind="signed", by=editor, on="2016")

    assert refusal(record, agreement=agreement, kind="in_force", by=editor, on="2016") == (
        "Parties: Norfolk PCC must be party too, since its provisions relate to it (s22A(4)).", ("parties",),
    )  # fmt: skip


def test_s23c_2_a_file_kept_with_a_step_is_writing(editor):
    agreement = lawful(document_url="")
    held = files.hold(SimpleUploadedFile("agreement.txt", b"The parties agree.\n"))
    event = record(**asked(agreement, "signed", editor, "2016", evidence=held))

    assert event.evidence.name == "agreement.txt"
    assert event.evidence.about_id == agreement.reference
    assert record(agreement=agreement, kind="in_force", by=editor, on="2016").sets_state == "in_force"


def test_s23c_4_no_memorandum_varies_a_section_22a_agreement(editor):
    agreement = lawful()
    memorandum = make_agreement(kind="mou", varies=agreement)
    record(agreement=memorandum, kind="signed", by=editor, on="2016")

    assert refusal(record, agreement=memorandum, kind="in_force", by=editor, on="2016") == (
        f"Kind: {agreement.reference} is a Section 22A agreement, and only another one can vary it (s23C(4)).", ("kind",),
    )  # fmt: skip


def test_s23c_4_a_variation_has_the_same_signing_rules(editor):
    variation = at("out_for_signature")
    variation.varies = lawful()
    variation.save()

    assert refusal(record, agreement=variation, kind="signed", by=editor, on="2016")[0].startswith("0 of 4 signed;")


def test_s23c_4_a_party_of_the_varied_agreement_that_is_not_party_to_the_variation_warns():
    varied = lawful()
    variation = lawful(varies=varied)
    variation.parties.get(body__name="Kent CC").delete()

    found = {finding.rule: finding for finding in findings(variation)}
    assert found["L9"].words == f"Party to {varied.reference}, which this varies, and not to this: Kent CC."
    assert found["L9"].standing == "Missing"


# Joining and leaving ---------------------------------------------------------------------------------------------


def test_s23c_4_a_party_joins_by_a_further_agreement_it_has_signed(editor):
    agreement = at("in_force")
    office = make_body(name="Norfolk PCC")
    variation = make_agreement(varies=agreement)
    given = asked(agreement, "party_joined", editor, "2016-11-01", office)
    rule = "By which agreement: a party joins by a further agreement that varies this one (s23C(4)); choose it."

    assert refusal(record, **given) == (rule, ("other",))
    given["details"] = Details(other=make_agreement())
    assert refusal(record, **given) == (rule, ("other",))
    given["details"] = Details(other=variation)
    assert refusal(record, **given) == (
        f"By which agreement: Norfolk PCC is not party to {variation.reference}.",
        ("other",),
    )
    make_party(agreement=variation, body=office)
    assert refusal(record, **given) == (f"By which agreement: {variation.reference} is not signed yet.", ("other",))
    make_agreement_event(agreement=variation, kind="signed", sets_state="signed", on="2016-10")
    event = record(**given)

    party = agreement.parties.get(body=office)
    assert (party.commences, party.left, party.marking) == ("2016-11-01", "", agreement.marking)
    assert words_of(agreement, "2016-10-31")["Norfolk PCC"] == (False, "Not yet: commences 1 November 2016")
    assert words_of(agreement, "2017-01-01")["Norfolk PCC"] == (True, "In force since 1 November 2016")
    assert refusal(record, **given) == ("Party: Norfolk PCC is party already.", ("body",))
    correct(event=event, by=editor, on="2016-12-01", reason="Not signed after all.")
    assert office not in [row.body for row in parties_on(agreement, dt.date(2016, 12, 2))]


def test_a_party_that_joins_is_named(editor):
    assert refusal(record, **asked(at("in_force"), "party_joined", editor, "2016")) == (
        "Party: choose the office that joined.", ("body",),
    )  # fmt: skip


def test_s23c_5_the_law_gives_no_one_sided_way_out(editor):
    agreement = at("in_force")
    office = bodies(agreement)["Kent PCC"]

    for basis in ("", "term"):
        assert refusal(record, **asked(agreement, "party_left", editor, "2018", office, basis=basis)) == (
            "On the basis of: choose agreement between the parties, or notice under a clause; the law knows no other way "
            "out (s23C(5)).", ("basis",),
        )  # fmt: skip
    assert refusal(record, **asked(agreement, "party_left", editor, "2018", office, basis="agreed")) == (
        "Words: say how all the parties agreed, or give the agreement or paper that shows it (s23C(5)).", ("words",),
    )  # fmt: skip


def test_s23c_5_notice_needs_a_clause(editor):
    agreement = at("in_force")
    agreement.exit_rule = ""
    agreement.save()
    sentence = (
        "Notice, months, and exit and cost rule: the agreement records no clause to leave by, and without one it is left "
        "only by agreement of all (s23C(5)). Record the clause first."
    )

    assert refusal(record, **asked(agreement, "notice_given", editor, "2018-10-01")) == (sentence, ("kind",))
    office = bodies(agreement)["Kent PCC"]
    assert refusal(record, **asked(agreement, "party_left", editor, "2018", office, basis="clause")) == (
        sentence, ("basis",),
    )  # fmt: skip


def test_s23c_5_a_party_leaves_when_its_own_notice_has_run_out(editor):
    agreement = at("in_force")
    kent, essex = bodies(agreement)["Kent PCC"], bodies(agreement)["Essex PCC"]

    assert refusal(record, **asked(agreement, "party_left", editor, "2019", kent, basis="clause")) == (
        "On the basis of: Kent PCC gave no notice that is recorded here; record the notice first.", ("basis",),
    )  # fmt: skip
    notice = record(**asked(agreement, "notice_given", editor, "2018-10-08", kent))
    assert (notice.effective, notice.sets_state) == ("2019-10-08", "notice_given")
    assert refusal(record, **asked(agreement, "party_left", editor, "2019-10-07", kent, basis="clause")) == (
        "Date: the notice runs until 8 October 2019; nobody has left by it before.", ("on",),
    )  # fmt: skip
    assert refusal(record, **asked(agreement, "party_left", editor, "2019-10-08", essex, basis="clause"))[1] == (
        "basis",
    )

    event = record(**asked(agreement, "party_left", editor, "2019-10-08", kent, basis="clause"))

    assert agreement.parties.get(body=kent).left == "2019-10-08"
    assert words_of(agreement, "2019-10-09")["Kent PCC"] == (False, "Left on 8 October 2019")
    assert words_of(agreement, "2019-10-09")["Essex PCC"][0] is True
    assert refusal(record, **asked(agreement, "party_left", editor, "2019-10-09", kent, basis="clause")) == (
        "Party: Kent PCC has left already.", ("body",),
    )  # fmt: skip
    found = {finding.rule: finding for finding in findings(agreement)}
    assert found["L11"].words == "Kent PCC left; Kent CC cannot be party without it (s22A(3)) and leaves too (s23C(6))."
    correct(event=event, by=editor, on="2019-10-20", reason="It stayed.")
    assert agreement.parties.get(body=kent).left == ""


def test_a_notice_takes_effect_on_another_day_only_with_a_reason(editor):
    agreement = at("in_force")
    given = asked(agreement, "notice_given", editor, "2018-10-08", effective="2020-04-01")

    assert refusal(record, **given) == (
        "Reason: 12 months from the notice is 8 October 2019; say why it takes effect on another day.", ("reason",),
    )  # fmt: skip
    assert record(**{**given, "reason": "All agreed to the end of the year."}).effective == "2020-04-01"
    assert refusal(record, **asked(agreement, "notice_given", editor, "2018", effective="soon"))[1] == ("effective",)


def test_a_memorandum_is_left_and_ended_without_a_basis(editor):
    agreement = make_agreement(kind="mou")
    party = make_party(agreement=agreement)
    make_agreement_event(agreement=agreement, kind="signed", sets_state="in_force", on="2013")

    record(**asked(agreement, "notice_given", editor, "2014"))
    record(**asked(agreement, "party_left", editor, "2014", party.body))
    assert record(**asked(agreement, "ended", editor, "2015")).sets_state == "ended"


def test_s23c_5_an_agreement_ends_when_all_agree_or_a_notice_has_run_out(editor):
    agreement = at("in_force")

    assert refusal(record, **asked(agreement, "ended", editor, "2019", basis="clause")) == (
        "On the basis of: no notice was given that is recorded here; record the notice first.", ("basis",),
    )  # fmt: skip
    assert refusal(record, **asked(agreement, "ended", editor, "2019"))[1] == ("basis",)
    event = record(
        **asked(agreement, "ended", editor, "2019", words="All four signed the deed of ending.", basis="agreed")
    )
    assert (event.basis, state_of(agreement)) == ("agreed", "ended")
    assert words_of(agreement, "2020-01-01")["Kent PCC"] == (False, "Not in force: ended")


# The Secretary of State, terms -----------------------------------------------------------------------------------


def test_s23g_a_direction_moves_the_end_and_nothing_ends_before_it(editor):
    """West Mercia and Warwickshire: notice of twelve months in October 2018, directed on for six months in October 2019."""
    agreement = at("in_force")
    agreement.ends = "2019-10-09"
    agreement.save()
    record(**asked(agreement, "notice_given", editor, "2018-10-09"))
    record(
        **asked(agreement, "directed", editor, "2019-10-08", words="It goes on for six months.", effective="2020-04-08")
    )

    assert vague(agreement, "ends").edtf == "2019-10-09"
    assert str(ends_on(agreement)) == "8 April 2020"
    assert str(ends_on(agreement, dt.date(2019, 10, 1))) == "9 October 2019"
    sentence = "Date: the Secretary of State directed that it goes on until 8 April 2020 (s23G)."
    for kind in ("ended", "expired"):
        given = asked(agreement, kind, editor, "2019-10-09", basis="clause")
        assert refusal(record, **given) == (sentence, ("on",))
    assert record(**asked(agreement, "ended", editor, "2020-04-08", basis="clause")).sets_state == "ended"


def test_an_agreement_expires_when_its_term_is_over(editor):
    agreement = at("in_force")
    agreement.ends = "2020-03-31"
    agreement.save()

    assert refusal(record, agreement=agreement, kind="expired", by=editor, on="2020-03-30") == (
        "Date: its term runs until 31 March 2020.", ("on",),
    )  # fmt: skip
    assert record(agreement=agreement, kind="expired", by=editor, on="2020-03-31").sets_state == "expired"


@pytest.mark.parametrize(
    ("fields", "day", "answer"),
    [
        ({"commences": "2019-04-01"}, "2018-04-01", (False, "Not yet: commences 1 April 2019")),
        ({"commences": "2019-04-01"}, "2019-04-01", (True, "In force since 1 April 2019")),
        ({"commences": "2019"}, "2019-06-01", (None, "Commences 2019: whether by this day is not certain")),
        ({"left": "2019"}, "2019-06-01", (None, "Left 2019: whether before this day is not certain")),
        ({"left": "2019/.."}, "2020-06-01", (False, "Left (from 2019)")),
        (
            {"left": "2020"},
            "2018-01-01",
            (True, "In force since 1 April 2017 by its events; the day it commenced is not recorded"),
        ),
        ({}, "2016-01-01", (None, "The record does not say")),
        ({}, "2018-01-01", (True, "In force since 1 April 2017 by its events; the day it commenced is not recorded")),
    ],
)
def test_s23c_3_each_party_has_its_own_start_and_end(fields, day, answer):
    """7F firearms training: in force from April 2018 for five forces, from 1 April 2019 for Kent and Essex."""
    agreement = lawful()
    make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2017-04-01")
    party = agreement.parties.get(body__name="Kent CC")
    for name, value in fields.items():
        setattr(party, name, value)
    party.save()

    assert words_of(agreement, day)["Kent CC"] == answer


def test_a_signed_agreement_and_a_term_that_ran_out_are_not_certain():
    agreement = lawful(ends="2018-03-31")
    make_agreement_event(agreement=agreement, kind="signed", sets_state="signed", on="2016")
    assert words_of(agreement, "2017-01-01")["Kent CC"] == (
        None, "Signed; the record does not say that it came into force",
    )  # fmt: skip
    make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2017-02-01")
    assert words_of(agreement, "2018-04-01")["Kent CC"] == (
        None, "Its term ran out 31 March 2018; no event says that it ended or goes on",
    )  # fmt: skip


# Consulted and reviewed ------------------------------------------------------------------------------------------


def test_a_consultation_and_a_review_name_who_and_what_came_of_it(editor):
    agreement = at("in_force")
    chief = make_body(kind="chief_constable", name="Norfolk CC", force=make_force(name="Norfolk"))

    assert refusal(record, **asked(agreement, "consulted", editor, "2016", words="Content.")) == (
        "Party: choose the office that was consulted.", ("body",),
    )  # fmt: skip
    assert refusal(record, **asked(agreement, "consulted", editor, "2016", chief)) == (
        "Words: say what came of the consultation.", ("words",),
    )  # fmt: skip
    assert record(**asked(agreement, "consulted", editor, "2016", chief, words="Content.")).body == chief
    assert refusal(record, **asked(agreement, "reviewed", editor, "2016", chief, words="Goes on.")) == (
        "Party: choose a party of this agreement.", ("body",),
    )  # fmt: skip
    assert refusal(record, **asked(agreement, "reviewed", editor, "2016")) == (
        "Words: say what came of the review.", ("words",),
    )  # fmt: skip
    assert record(**asked(agreement, "reviewed", editor, "2017", words="Goes on.")).sets_state == ""


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        ("2019-05-01", "In force; the day it commenced is not recorded"),
        ("2017-04-01", "In force since 1 April 2017 by its events; the day it commenced is not recorded"),
        ("2017", "In force; the day it commenced is not recorded"),
    ],
)
def test_an_agreement_is_in_force_for_who_joined_later_since_no_day_before(signed, words):
    agreement = lawful()
    make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2017-04-01")
    party = agreement.parties.get(body__name="Kent CC")
    party.signed = signed
    party.save()

    told = words_of(agreement, "2020-01-01")

    assert told["Kent CC"] == (True, words)
    assert told["Essex CC"][1] == "In force since 1 April 2017 by its events; the day it commenced is not recorded"
