"""The second tier: what each outcome needs, who may record it, conditions, versions, vacancies."""

import datetime as dt

import pytest
import time_machine

from governance.decisions import DecisionNotAllowed, close_condition, record_local
from governance.models import Condition
from governance.stages import counts_as_approved
from programmes.access import NotAllowed
from programmes.models import Body
from tests.factories.programmes import make_grant, make_holder, make_user
from tests.governance.case_story import LEGAL_TEST, Story

pytestmark = pytest.mark.django_db

NOT_A_DATE = (
    "“soon” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn 2016 or "
    "1 April 2017 to 31 March 2020."
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    return Story().to_local_decisions()


def recorder(name: str):
    return make_user("office_recorder", body=Body.objects.get(name=name))


def decide(story: Story, office: str = "Kent PCC", outcome: str = "approved", **given):
    facts = {"by": story.editor, "on": "2016-05-01", "notice_reference": "DN/1"} | given
    return record_local(local_decision=story.local(office), outcome=outcome, **facts)


def refused(story: Story, *place: str, **given) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(DecisionNotAllowed) as refusal:
        decide(story, *place, **given)
    return str(refusal.value), refusal.value.fields


# Who ---------------------------------------------------------------------------------------------------------------


def test_an_offices_own_recorder_records_its_decision(story):
    user = recorder("Kent PCC")

    event = decide(story, by=user, notice_reference="", **LEGAL_TEST)

    assert (event.seq, event.outcome, event.recorded_by, event.from_notice) == (1, "approved", user, False)
    assert event.efficiency_or_effectiveness == "It costs less."


def test_the_programme_team_records_it_from_the_notice(story):
    event = decide(story, notice_url=" https://example.org/dn1 ", wording=" To approve. ", board_words="BCB")

    assert (event.from_notice, event.recorded_by, event.notice_url, event.wording, event.board_words) == (
        True, story.editor, "https://example.org/dn1", "To approve.", "BCB",
    )  # fmt: skip


def test_a_recorder_of_another_office_does_not(story):
    with pytest.raises(NotAllowed) as refusal:
        decide(story, by=recorder("Kent CC"), **LEGAL_TEST)

    assert str(refusal.value) == "Your role does not let you record an office’s decision from its notice."


def test_an_editor_who_records_for_one_office_too_records_others_from_the_notice(story):
    user = recorder("Kent CC")
    make_grant(user=user, role="editor")

    assert decide(story, by=user).from_notice is True
    assert decide(story, "Kent CC", by=user, **LEGAL_TEST).from_notice is False


@pytest.mark.parametrize(
    "role",
    ["publisher", "office_viewer", "force_contributor", "auditor", "administrator", "superuser", "inactive", "expired"],
)
def test_others_record_nothing(story, role):
    kent = Body.objects.get(name="Kent PCC")
    if role == "superuser":
        user = make_user(is_superuser=True)
    elif role == "inactive":
        user = make_user("office_recorder", body=kent, is_active=False)
    elif role == "expired":
        user = make_user()
        make_grant(user=user, role="office_recorder", body=kent, ends=dt.date(2016, 12, 31))
    else:
        user = make_user(role, body=kent if role == "office_viewer" else None)
    condition = Condition.objects.create(local_decision=story.local("Kent PCC"), words="Costs.")

    with pytest.raises(NotAllowed, match=r"^Your role does not let you record an office’s decision from its notice\.$"):
        decide(story, by=user)
    with pytest.raises(NotAllowed, match=r"^Your role does not let you record an office’s decision from its notice\.$"):
        close_condition(condition=condition, by=user, on=dt.date(2016, 6, 1), how="Done.")


# What each outcome needs -------------------------------------------------------------------------------------------

LAW = "Still needed for an approval (Police Act 1996 s23, s23A, s23HA): {}."


@pytest.mark.parametrize("outcome", ["approved", "approved_with_conditions"])
def test_an_office_that_approves_says_what_the_law_asks(story, outcome):
    conditions = ("Costs by June.",) if outcome == "approved_with_conditions" else ()
    given = {"by": recorder("Kent PCC"), "conditions": conditions}

    assert refused(story, "Kent PCC", outcome, **given) == (
        LAW.format(
            "Efficiency or effectiveness test, Existing agreements considered, "
            "Desirability of a consistent approach, Opportunities available"
        ),
        ("efficiency_or_effectiveness", "existing_agreements", "consistent_approach", "opportunities"),
    )
    assert refused(story, "Kent PCC", outcome, **given, **LEGAL_TEST | {"opportunities": " "}) == (
        LAW.format("Opportunities available"), ("opportunities",),
    )  # fmt: skip
    assert decide(story, "Kent PCC", outcome, **given, **LEGAL_TEST).outcome == outcome


@pytest.mark.parametrize("outcome", ["approved", "approved_with_conditions"])
def test_an_approval_recorded_by_the_team_names_its_notice(story, outcome):
    conditions = ("Costs by June.",) if outcome == "approved_with_conditions" else ()

    assert refused(story, "Kent PCC", outcome, notice_reference=" ", conditions=conditions) == (
        "Notice reference or address: name the notice or letter this is recorded from.", ("notice_reference",),
    )  # fmt: skip


@pytest.mark.parametrize("outcome", ["deferred", "rejected", "opted_out"])
def test_an_office_that_does_not_approve_says_why(story, outcome):
    assert refused(story, "Kent PCC", outcome) == ("Reason: say why the office did not approve.", ("reason",))
    assert refused(story, "Kent PCC", outcome, reason="No.", conditions=("If cheaper.",)) == (
        "Conditions: choose “Approved with conditions” to set them.", ("outcome",),
    )  # fmt: skip

    event = decide(story, "Kent PCC", outcome, reason=" No. ", by=recorder("Kent PCC"))

    assert (event.outcome, event.reason) == (outcome, "No.")
    assert story.place == ("fbc", "local_decisions")


def test_conditions_and_outcome_agree(story):
    assert refused(story, "Kent PCC", "approved_with_conditions", conditions=("", " ")) == (
        "Conditions: give at least one, or choose “Approved”.", ("conditions",),
    )  # fmt: skip
    assert refused(story, "Kent PCC", "approved", conditions=("Costs by June.",)) == (
        "Conditions: choose “Approved with conditions” to set them.", ("outcome",),
    )  # fmt: skip


@pytest.mark.parametrize("outcome", ["awaiting", "not_required"])
def test_waiting_is_no_decision(story, outcome):
    assert refused(story, "Kent PCC", outcome) == ("Outcome: choose what the office decided.", ("outcome",))


def test_an_exempt_part_names_its_ground(story):
    assert refused(story, exempt_part="The bids.") == (
        "Exempt ground: say why this part is withheld.",
        ("exempt_ground",),
    )
    assert refused(story, exempt_part="The bids.", exempt_ground="secrets of the trade") == (
        "Exempt ground: choose one of the list.", ("exempt_ground",),
    )  # fmt: skip
    event = decide(story, exempt_part="The bids.", exempt_ground="commercial")
    assert (event.exempt_part, event.exempt_ground) == ("The bids.", "commercial")


def test_an_unknown_text_is_the_callers_mistake(story):
    with pytest.raises(TypeError, match=r"^record_local\(\) takes no colour$"):
        decide(story, colour="red")


# When --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "Decided on: say when the office decided."),
        ("2016/..", "Decided on: say when the office decided."),
        ("../2016", "Decided on: say when the office decided."),
        ("2026-11-23", "Decided on: this lies in the future; record an event once it has happened."),
        ("soon", f"Decided on: {NOT_A_DATE}"),
    ],
)
def test_a_decision_has_a_day_that_has_come(story, on, sentence):
    assert refused(story, on=on) == (sentence, ("on",))


def test_a_decision_of_today_or_of_a_month_is_good(story):
    assert decide(story, on="2026-11-22").on == "2026-11-22"
    assert decide(story, on="2026-11", on_words="this month").on_words == "this month"


def test_a_vacant_office_decides_nothing_and_its_holder_is_kept():
    """Cambridgeshire had no commissioner between 11 and 27 November 2019."""
    story = Story("Cambridgeshire").to_local_decisions()
    office = Body.objects.get(name="Cambridgeshire PCC")
    make_holder(body=office, name="Jason Ablewhite", starts="2016-05-12", ends="2019-11-11")
    bisby = make_holder(body=office, name="Ray Bisby", starts="2019-11-27", capacity="acting")

    for day in ("2019-11-12", "2019-11-26"):
        assert refused(story, "Cambridgeshire PCC", on=day) == (
            f"Cambridgeshire PCC was vacant on {day[-2:]} November 2019; a vacant office cannot decide or sign. "
            "Check the date.",
            ("on",),
        )
    assert decide(story, "Cambridgeshire PCC", on="2019-11").holder is None  # by one or the other
    assert decide(story, "Cambridgeshire PCC", on="2019-11-27").holder == bisby


# Where the case stands ---------------------------------------------------------------------------------------------


def test_a_case_that_is_elsewhere_is_not_decided(story):
    story.do("stop")

    assert refused(story) == ("This case is not with the offices for decision: it is stopped.", ())


def test_an_office_that_is_no_longer_asked_does_not_decide(story):
    story.do("rescope")

    assert refused(story, "Essex PCC") == ("No decision of Essex PCC is required on this case any more.", ())


def test_the_last_required_approval_approves_the_case_and_no_earlier(story):
    for office in ("Kent PCC", "Kent CC", "Essex PCC"):
        decide(story, office)
        assert story.place == ("fbc", "local_decisions")

    decide(story, "Essex CC", on="2016-06-02", on_words="in June", by=recorder("Essex CC"), **LEGAL_TEST)

    event = story.case.events.last()
    assert (event.kind, event.state, event.on, event.on_words) == ("approve", "approved", "2016-06-02", "in June")


@pytest.mark.parametrize("outcome", ["rejected", "deferred", "opted_out"])
def test_one_that_does_not_approve_keeps_the_case_from_approval_until_it_does(story, outcome):
    decide(story, "Kent PCC", outcome, reason="No.")
    for office in ("Kent CC", "Essex PCC", "Essex CC"):
        decide(story, office)
    assert story.place == ("fbc", "local_decisions")

    event = decide(story, "Kent PCC", on="2017-01-01")

    assert event.seq == 2
    assert story.place == ("fbc", "approved")


def test_an_approval_withdrawn_before_the_last_counts_no_more(story):
    decide(story, "Kent PCC")
    decide(story, "Kent PCC", "rejected", reason="Thought again.")

    for office in ("Kent CC", "Essex PCC", "Essex CC"):
        decide(story, office)

    assert story.place == ("fbc", "local_decisions")


def test_an_approval_is_of_the_version_asked_and_not_of_a_later_one(story):
    document = story.case.documents.get()
    event = decide(story)
    assert event.document_hash == document.content_hash
    assert counts_as_approved(story.local("Kent PCC"))

    story.do("rescope", participants=tuple(story.forces), document=story.document("fbc"))

    assert not counts_as_approved(story.local("Kent PCC"))
    decide(story)
    assert counts_as_approved(story.local("Kent PCC"))


def test_where_there_is_no_document_the_approval_is_of_the_words_asked():
    story = Story("Kent").put("on_agenda", "fbc")
    story.do("agree")

    event = decide(story)
    decide(story, "Kent CC")

    assert event.document_hash == ""
    assert story.place == ("fbc", "approved")


def test_a_form_sent_twice_leaves_one_row(story):
    first = decide(story, token="form-1")
    second = decide(story, token="form-1")

    assert first == second
    assert story.local("Kent PCC").events.count() == 1


# Conditions --------------------------------------------------------------------------------------------------------


@pytest.fixture
def conditional():
    """Kent has approved, one corporation of the two on two conditions."""
    story = Story("Kent").to_local_decisions()
    decide(story, "Kent CC")
    decide(story, "Kent PCC", "approved_with_conditions", conditions=(" Costs by June. ", "", "Staff consulted."))
    return story


def test_conditions_are_kept_and_hold_the_approval_open(conditional):
    found = conditional.local("Kent PCC").conditions.all()

    assert [(c.words, c.closed_on) for c in found] == [("Costs by June.", None), ("Staff consulted.", None)]
    assert {c.history.get().history_user for c in found} == {conditional.editor}
    assert conditional.local("Kent PCC").open_conditions == 2
    assert conditional.place == ("fbc", "local_decisions")


def test_the_last_condition_closed_approves_the_case_on_that_day(conditional):
    first, second = conditional.local("Kent PCC").conditions.all()

    closed = close_condition(condition=second, by=recorder("Kent PCC"), on=dt.date(2016, 8, 1), how=" They were. ")
    assert (closed.closed_on, closed.closed_how) == (dt.date(2016, 8, 1), "They were.")
    assert conditional.place == ("fbc", "local_decisions")
    close_condition(condition=first, by=conditional.editor, on=dt.date(2016, 7, 1), how="Costs came.")

    event = conditional.case.events.last()
    assert (event.kind, event.on, conditional.place) == ("approve", "2016-08-01", ("fbc", "approved"))
    change = first.history.first()
    assert (change.history_user, change.history_change_reason) == (conditional.editor, "Costs came.")


def test_closing_a_condition_has_its_day_and_words(conditional):
    condition = conditional.local("Kent PCC").conditions.first()

    def refusal(on=dt.date(2016, 7, 1), how="Done."):
        with pytest.raises(DecisionNotAllowed) as refused_:
            close_condition(condition=condition, by=conditional.editor, on=on, how=how)
        return str(refused_.value), refused_.value.fields

    assert refusal(on=dt.date(2026, 11, 23)) == ("Closed on: this lies in the future.", ("closed_on",))
    assert refusal(how=" ") == ("Closed how: say what closed the condition.", ("closed_how",))
    close_condition(condition=condition, by=conditional.editor, on=dt.date(2026, 11, 22), how="Done.")
    assert refusal() == ("This condition is closed already.", ())
