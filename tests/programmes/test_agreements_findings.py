"""Each rule of domain section 2, L1 to L22, by its paragraph: when it is met, when it blocks, when it warns."""

import datetime as dt

import pytest
import time_machine

from programmes.access import NotAllowed
from programmes.agreements import TOPICS, chain_of, findings, start_checklist
from programmes.models import Agreement
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_cost_share_set,
    make_force,
    make_party,
    make_user,
)
from tests.programmes.agreement_story import at, bodies, lawful

pytestmark = pytest.mark.django_db

MISSING, MET, NOTED, BLOCKS = "Missing", "Met", "Noted", "Missing: it cannot come into force"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


def found(agreement, rule):
    return {f.rule: (str(f.standing), f.words) for f in findings(agreement)}[rule]


def test_the_rules_are_those_of_the_domain_in_order():
    assert [f.rule for f in findings(lawful())] == [f"L{n}" for n in range(1, 23)]
    assert findings(make_agreement(kind="mou")) == []


def test_what_blocks_is_said_once_and_what_warns_beside_it():
    agreement = make_agreement()
    blocking = [f.rule for f in findings(agreement) if f.standing == BLOCKS]
    assert blocking == ["L1", "L2", "L7"]


def test_l3_s22a_3_is_noted_without_a_force_provision():
    assert found(lawful(has_force_provision=False), "L3") == (NOTED, "No force provision is recorded.")
    assert found(lawful(), "L3") == (MET, "")


def test_l4_and_l5_s22a_4_and_5_are_noted_without_their_provisions():
    agreement = lawful()
    assert found(agreement, "L4") == (NOTED, "No policing body provision is recorded.")
    assert found(agreement, "L5") == (NOTED, "No policing body and force provision is recorded.")
    assert found(lawful(has_body_and_force_provision=True), "L5") == (MET, "")


def test_l6_s22a_6_names_the_others():
    agreement = lawful()
    assert found(agreement, "L6") == (NOTED, "None is recorded.")
    make_party(agreement=agreement, body=make_body(kind="other", name="Essex Fire"))
    assert found(agreement, "L6") == (NOTED, "Party too: Essex Fire.")


def test_l8_s23c_3_names_who_has_terms_of_its_own():
    agreement = lawful()
    assert found(agreement, "L8") == (NOTED, "The same for all its parties, as far as is recorded.")
    party = agreement.parties.get(body__name="Kent CC")
    party.scope = "Without the range."
    party.save()
    assert found(agreement, "L8") == (NOTED, "Own start or scope: Kent CC.")


def test_l9_s23c_4_is_met_when_all_that_it_binds_vary_it():
    assert found(lawful(), "L9") == (NOTED, "It varies no other agreement.")
    assert found(lawful(varies=lawful()), "L9") == (MET, "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, (MET, "")),
        (
            {"notice_months": None},
            (MISSING, "Notice, months, and exit and cost rule: without both, a party leaves only when all agree."),
        ),
        (
            {"exit_rule": "It pays the Reasonable costs of the others."},
            (MISSING, "Exit and cost rule: “reasonable costs” does not say who pays what; say it exactly."),
        ),
    ],
)
def test_l10_s23c_5_a_clause_to_leave_by_is_exact(fields, said):
    assert found(lawful(**fields), "L10") == said


def test_l11_s23c_6_nobody_is_left_behind_when_both_of_a_pair_leave():
    agreement = at("in_force")
    assert found(agreement, "L11") == (NOTED, "No party has left.")
    for name in ("Kent CC", "Kent PCC"):
        party = agreement.parties.get(body__name=name)
        make_agreement_event(agreement=agreement, kind="party_left", body=party.body, on="2018")
        party.left = "2018"
        party.save()
    assert found(agreement, "L11") == (MET, "")


def test_l12_and_l13_s23_5_s23ha_are_met_when_each_signature_says_why():
    agreement = at("out_for_signature")
    assert found(agreement, "L12") == found(agreement, "L13") == (NOTED, "No signature is recorded here.")
    make_agreement_event(
        agreement=agreement, kind="party_signed", body=bodies(agreement)["Kent CC"], on="2016",
        efficiency_or_effectiveness="One store.", existing_agreements="None.", consistent_approach="Yes.",
        opportunities="One.",
    )  # fmt: skip
    assert found(agreement, "L12") == found(agreement, "L13") == (MET, "")


def test_l14_s22b_s22c_reviews_are_kept_for_each_body():
    agreement = at("in_force")
    assert found(agreement, "L14") == (MISSING, "No review of it is recorded.")
    make_agreement_event(agreement=agreement, kind="reviewed", on="2017")
    assert found(agreement, "L14") == (NOTED, "Reviewed for all its parties.")
    make_agreement_event(agreement=agreement, kind="reviewed", on="2018", body=bodies(agreement)["Kent CC"])
    assert found(agreement, "L14") == (NOTED, "Reviewed by Kent CC.")


def test_l15_s23d_is_noted_without_a_chief_officer():
    agreement = lawful(accountability="")
    agreement.parties.filter(body__kind="chief_constable").delete()
    assert found(agreement, "L15") == (NOTED, "No chief officer is party.")


def test_l16_s23e_asks_how_and_where_it_is_published():
    agreement = lawful()
    assert found(agreement, "L16") == (MISSING, "Publication: say whether a copy or a summary is published (s23E).")
    agreement.publication_mode, agreement.document_url = "full_copy", ""
    assert found(agreement, "L16") == (MISSING, "Document: a full copy is published; give its address.")
    agreement.publication_mode, agreement.publication_reason = "summary", "Tactics."
    for party in agreement.parties.exclude(body__name="Kent CC"):
        party.published = "2016-05"
        party.save()
    assert found(agreement, "L16") == (MISSING, "Where it is published is not recorded for: Kent CC.")
    party = agreement.parties.get(body__name="Kent CC")
    party.publication_url = "https://example.org"
    party.save()
    assert found(agreement, "L16") == (MET, "")


def test_l17_s23b_and_l18_s23f():
    agreement = lawful()
    assert found(agreement, "L17") == (MISSING, "Cost basis: how the cost is shared is not recorded (s23B).")
    assert found(agreement, "L18") == (MISSING, "Regard had to the statutory guidance: not confirmed (s23F).")
    agreement.cost_basis, agreement.guidance_regard = "Net revenue expenditure.", True
    assert found(agreement, "L17") == found(agreement, "L18") == (MET, "")


def test_l19_s23g_directions_are_told():
    agreement = at("in_force")
    assert found(agreement, "L19") == (NOTED, "No direction is recorded.")
    make_agreement_event(agreement=agreement, kind="directed", on="2019-10-08", words="On for six months.")
    assert found(agreement, "L19") == (NOTED, "On for six months.")


def test_l20_protocol_16_the_policing_body_pays():
    agreement = lawful()
    assert found(agreement, "L20") == (NOTED, "No shares are recorded.")
    office = bodies(agreement)
    shares = make_cost_share_set(agreement=agreement, programme=None)
    share = shares.shares.create(force=office["Kent PCC"].force, payer=office["Kent PCC"], reference="SHR-900")
    assert found(agreement, "L20") == (MET, "")
    share.payer = office["Kent CC"]
    share.save()
    assert found(agreement, "L20") == (
        MISSING, "Payer: Kent CC has no fund of its own; choose Kent PCC (Policing Protocol, 16).",
    )  # fmt: skip


def test_l21_prsra_s28_6_what_is_not_public_no_panel_reads():
    assert found(lawful(marking="public"), "L21") == (MET, "")
    assert found(lawful(marking="internal"), "L21") == (
        MISSING, "Marking: it is not public, so no published page tells the Panel of it.",
    )  # fmt: skip


def test_l22_a_chief_officer_who_is_not_party_is_consulted():
    agreement = lawful(has_force_provision=False, has_policing_body_provision=True)
    assert found(agreement, "L22") == (NOTED, "Each chief officer concerned is party.")
    chief = bodies(agreement)["Kent CC"]
    agreement.parties.get(body=chief).delete()
    assert found(agreement, "L22") == (
        MISSING, "Not party, and not recorded as consulted: the chief constable of Kent.",
    )  # fmt: skip
    make_agreement_event(agreement=agreement, kind="consulted", body=chief, on="2016", words="Content.")
    assert found(agreement, "L22") == (MET, "")


# The chain -------------------------------------------------------------------------------------------------------


def chain(agreement, sees=lambda one: True):
    agreement = Agreement.objects.with_state().get(pk=agreement.pk)
    return [(link.agreement.title, link.depth, link.how, link.is_here) for link in chain_of(agreement, sees)]


def test_the_chain_of_variations_is_told_from_its_first_to_its_last():
    first = make_agreement(title="First", signed="2010")
    second = make_agreement(title="Second", signed="2014", varies=first)
    third = make_agreement(title="Third", signed="2012", varies=first)
    fourth = make_agreement(title="Fourth", signed="2016", replaces=second)
    whole = [
        ("First", 0, "", False), ("Third", 1, "varies", False), ("Second", 1, "varies", False),
        ("Fourth", 2, "replaces", True),
    ]  # fmt: skip

    assert chain(fourth) == whole
    assert [title for title, *_ in chain(first)] == ["First", "Third", "Second", "Fourth"]
    assert chain(fourth, lambda one: one != first) == [("Second", 0, "", False), ("Fourth", 1, "replaces", True)]
    assert [title for title, *_ in chain(second, lambda one: one != third)] == ["First", "Second", "Fourth"]
    assert chain(make_agreement()) == []
    assert chain(third, lambda one: one == third) == []


def test_a_chain_that_bites_its_tail_is_told_once():
    first, second = make_agreement(title="First"), make_agreement(title="Second")
    first.varies, second.varies = second, first
    first.save()
    second.save()
    assert sorted(title for title, *_ in chain(first)) == ["First", "Second"]


# The checklist ---------------------------------------------------------------------------------------------------


def test_the_checklist_has_thirty_topics_and_is_started_by_an_editor_once():
    agreement, editor = lawful(), make_user("editor")
    agreement.checklist.create(topic="Insurance", is_present=True, clause="17", reference="CHK-900")

    assert len(TOPICS) == len(set(TOPICS)) == 30
    assert start_checklist(agreement=agreement, by=editor) == 29
    assert start_checklist(agreement=agreement, by=editor) == 0
    assert agreement.checklist.filter(is_present=None).count() == 29
    assert agreement.checklist.get(topic="Insurance").clause == "17"
    assert agreement.checklist.get(topic="Equality").history.get().history_user == editor
    with pytest.raises(NotAllowed):
        start_checklist(agreement=agreement, by=make_user("auditor"))


def test_findings_read_of_parties_of_another_force_do_not_pair():
    agreement = lawful()
    make_party(agreement=agreement, body=make_body(kind="chief_constable", force=make_force(name="Norfolk")))
    assert found(agreement, "L3") == (BLOCKS, "Parties: the policing body of Norfolk must be party too (s22A(3)).")
