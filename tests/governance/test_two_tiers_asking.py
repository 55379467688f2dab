"""What the offices are asked, by when and who; re-scoping without one; the shares of those who stay; asking again."""

import datetime as dt
from decimal import Decimal as D

import pytest
import time_machine
from django.test import Client

from governance.case_file.freezing import freeze
from governance.decisions import record_local
from governance.models import CaseShares
from governance.sharing import SharesNotAllowed, set_shares, shares_of
from governance.stages import counts_as_approved
from programmes.access import NotAllowed
from programmes.models import Body
from tests.factories.programmes import make_body, make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2016, 6, 30, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    return Story("Essex", "Kent", "Norfolk").put("on_agenda", "fbc")


def agreed(story, **given):
    document = story.document("fbc", title="FBC")
    freeze(document, story.editor)
    return story.do("agree", "2016-04-01", **given)


def required(story):
    rows = story.case.local_decisions.filter(is_required=True).order_by("body__name").with_outcome()
    return {str(row.body): row for row in rows.select_related("body", "document")}


def decide(story, office, outcome, on="2016-05-01", **given):
    facts = {"by": story.editor, "notice_reference": "DN", "local_decision": story.local(office), "on": on}
    return record_local(outcome=outcome, **{**facts, **given})


# Asking --------------------------------------------------------------------------------------------------------------


def test_each_office_is_asked_the_same_of_the_exact_version_by_a_day(story):
    event = agreed(story, due="2016-05-31", asked="To approve the full business case.")

    rows = required(story)
    assert list(rows) == ["Essex CC", "Essex PCC", "Kent CC", "Kent PCC", "Norfolk CC", "Norfolk PCC"]
    assert event.document == story.case.documents.get()
    for row in rows.values():
        assert (row.asked, row.due, row.document) == (
            "To approve the full business case.",
            "2016-05-31",
            event.document,
        )
        assert row.document.content_hash == event.document.content_hash != ""
        assert (row.outcome, row.offer, row.waits_for) == ("awaiting", 1, "decision")


def test_without_words_of_its_own_the_decision_is_what_is_asked_and_no_day_is_made_up(story):
    agreed(story)

    assert {(row.asked, row.due) for row in required(story).values()} == {("Agreed.", "")}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"due": "soon"}, ("Decisions due by: “soon” is not a date", ("due",))),
        ({"due": "2016-03-31"}, ("Decisions due by: this lies before the day of this event.", ("due",))),
    ],
)
def test_a_due_date_is_a_date_not_before_the_agreement(story, given, answer):
    sentence, fields = story.refused("agree", "2016-04-01", **given)

    assert (sentence.startswith(answer[0]), fields) == (True, answer[1])


@pytest.mark.parametrize(("name", "label"), [("due", "Decisions due by"), ("asked", "What each office is asked")])
def test_before_the_last_stage_no_office_is_asked(name, label):
    story = Story().put("on_agenda", "obc")

    sentence = f"{label}: no office is asked yet; leave it empty until the last stage."
    assert story.refused("agree", "2016-06-01", **{name: "2016-12-31"}) == (sentence, (name,))


def test_leaving_an_office_out_needs_a_waiver_and_each_force_keeps_one(story):
    offices = tuple(body for body in story.offices() if body.name != "Kent CC")
    assert story.refused("agree", "2016-04-01", offices=offices) == (
        "Offices that decide: Kent CC would not be asked; say why under “Waiver”.", ("waives",),
    )  # fmt: skip
    none = tuple(body for body in story.offices() if body.force.name != "Kent")
    assert story.refused("agree", "2016-04-01", offices=none, waives="They said so.") == (
        "Offices that decide: none is chosen for Kent.", ("offices",),
    )  # fmt: skip

    agreed(story, offices=offices, waives="The chief constable has delegated it to the commissioner.")

    assert "Kent CC" not in required(story)
    assert len(required(story)) == 5


def test_an_office_of_another_force_may_be_asked_besides(story):
    outside = make_body(kind="pcc", name="Thames Valley PCC")

    agreed(story, offices=(*story.offices(), outside))

    assert "Thames Valley PCC" in required(story)
    story.do("rescope", "2016-05-02", participants=tuple(story.forces[:2]))
    assert list(required(story)) == ["Essex CC", "Essex PCC", "Kent CC", "Kent PCC", "Thames Valley PCC"]


def test_the_form_of_the_agreement_asks_for_it(story, client):
    client.force_login(story.editor)
    url = f"/admin/governance/businesscase/{story.case.pk}/event/agree/"
    kent = Body.objects.get(name="Kent CC")
    given = form_data(client.get(url), "event-form")
    given |= {"on": "2016-04-01", "words": "Agreed.", "minute_reference": "S/1", "due": "31 May 2016"}
    given |= {"asked": "To approve.", "offices_left_out": str(kent.pk)}

    refusal = client.post(url, given).content.decode()
    assert "Kent CC would not be asked; say why under “Waiver”." in refusal
    assert "To approve." in refusal
    assert client.post(url, {**given, "waives": "Delegated."}).status_code == 302

    assert list(required(story)) == ["Essex CC", "Essex PCC", "Kent PCC", "Norfolk CC", "Norfolk PCC"]
    assert required(story)["Kent PCC"].due == "2016-05-31"


# Re-scoping ----------------------------------------------------------------------------------------------------------


def approve_all(story, *offices, on="2016-05-01"):
    for office in offices:
        decide(story, office, "approved", on=on)


def shared(story, basis="headcount", **percentages):
    given = {story.force(name): D(value) for name, value in percentages.items()}
    return set_shares(case=story.case, basis=basis, percentages=given, by=story.editor, words="As the paper says.")


def percentages(story):
    return {
        str(s.force): None if s.percentage is None else str(s.percentage) for s in shares_of(story.case).shares.all()
    }


def test_a_refusal_blocks_until_the_case_is_rescoped_without_the_force(story):
    agreed(story)
    approve_all(story, "Essex CC", "Essex PCC", "Kent CC", "Kent PCC", "Norfolk CC")
    decide(story, "Norfolk PCC", "rejected", reason="Too dear.")
    assert story.place == ("fbc", "local_decisions")
    assert required(story)["Norfolk PCC"].waits_for == "team"
    assert "blocked by Norfolk PCC: re-scope it without them, or close it" in page_of(story)

    story.do("rescope", "2016-05-02", participants=(story.force("Essex"), story.force("Kent")))

    assert story.place == ("fbc", "approved")
    assert [f.name for f in story.case.participating_forces.all()] == ["Essex", "Kent"]


def page_of(story):
    client = Client()
    client.force_login(story.editor)
    return client.get(f"/register/cases/{story.case.reference}/").content.decode()


def test_the_case_may_be_closed_as_rejected_with_the_sunk_cost(story):
    agreed(story)
    decide(story, "Norfolk PCC", "rejected", reason="Too dear.")
    assert story.refused("reject", "2016-06-01", reason="Suffolk refused.", sunk_cost="") == (
        "Sunk cost: say what was spent, or “not known”.", ("sunk_cost",),
    )  # fmt: skip

    event = story.do("reject", "2016-06-01", reason="Norfolk refused.", sunk_cost="£348,884.90")

    assert (story.place, event.detail["sunk_cost"]) == (("fbc", "rejected"), "£348,884.90")


def test_a_rescope_works_the_shares_out_anew_and_asks_those_again_who_pay_another_share(story):
    shared(story, Essex="20", Kent="20", Norfolk="60")
    agreed(story)
    approve_all(story, "Essex CC", "Essex PCC", "Kent CC", "Kent PCC")
    decide(story, "Norfolk PCC", "rejected", reason="Too dear.")

    story.do("rescope", "2016-05-02", participants=(story.force("Essex"), story.force("Kent")))

    assert percentages(story) == {"Essex": "50.0000", "Kent": "50.0000"}
    rows = required(story)
    assert {(r.offer, r.outcome, r.is_earlier, r.waits_for) for r in rows.values()} == {
        (2, "approved", True, "decision")
    }
    assert story.place == ("fbc", "local_decisions")
    approve_all(story, "Essex CC", "Essex PCC", "Kent CC", "Kent PCC", on="2016-06-01")
    assert story.place == ("fbc", "approved")


def test_with_unknown_shares_all_stay_empty_and_all_who_pay_are_asked_again(story):
    shared(story, Essex="20")
    agreed(story)
    approve_all(story, "Essex CC", "Kent CC")

    story.do("rescope", "2016-05-02", participants=(story.force("Essex"), story.force("Kent")))

    assert percentages(story) == {"Essex": None, "Kent": None}
    assert {r.offer for r in required(story).values()} == {2}


def test_only_those_whose_share_is_another_are_asked_again(story):
    shared(story, Essex="0", Kent="40", Norfolk="60")
    agreed(story)
    approve_all(story, "Essex CC", "Kent CC")

    story.do("rescope", "2016-05-02", participants=(story.force("Essex"), story.force("Kent")))

    assert percentages(story) == {"Essex": "0.0000", "Kent": "100.0000"}
    assert {name: row.offer for name, row in required(story).items()} == {
        "Essex CC": 1, "Essex PCC": 1, "Kent CC": 2, "Kent PCC": 2,
    }  # fmt: skip


def test_the_team_may_ask_all_again_or_set_another_day(story):
    agreed(story, due="2016-05-31")
    approve_all(story, "Essex CC")
    two = (story.force("Essex"), story.force("Kent"))

    story.do("rescope", "2016-05-02", participants=two, due="2016-06-30")
    assert {(r.offer, r.due) for r in required(story).values()} == {(1, "2016-06-30")}
    assert counts_as_approved(required(story)["Essex CC"])

    story.do("rescope", "2016-05-03", participants=two[:1], asks_again=True)
    assert {r.offer for r in required(story).values()} == {2}
    assert not counts_as_approved(required(story)["Essex CC"])


def test_a_rescope_that_is_struck_out_leaves_all_as_it_was(story):
    shared(story, Essex="20", Kent="20", Norfolk="60")
    agreed(story, due="2016-05-31")
    approve_all(story, "Essex CC")
    event = story.do("rescope", "2016-05-02", participants=(story.force("Essex"),), due="2016-06-30")
    assert percentages(story) == {"Essex": "100.0000"}

    story.do("correct", "2016-05-03", corrects=event, reason="Not agreed.", strikes=True)

    assert percentages(story) == {"Essex": "20.0000", "Kent": "20.0000", "Norfolk": "60.0000"}
    assert {(r.offer, r.due) for r in required(story).values()} == {(1, "2016-05-31")}
    assert counts_as_approved(required(story)["Essex CC"])
    assert CaseShares.objects.count() == 2


def test_an_earlier_approval_is_shown_as_of_an_earlier_version_and_asked_again(story):
    agreed(story)
    approve_all(story, "Kent PCC")
    newer = story.document("fbc", title="FBC", strategic="Another case.")

    story.do("rescope", "2016-05-02", participants=tuple(story.forces), document=newer)

    local = required(story)["Kent PCC"]
    assert (local.is_earlier, local.waits_for, local.document) == (True, "decision", newer)
    client = Client()
    client.force_login(make_user("office_recorder", body=local.body))
    assert (
        "of an earlier version or offer; asked again"
        in client.get(f"/register/local-decisions/{local.reference}/").content.decode()
    )
    page = client.get(f"/register/local-decisions/{local.reference}/record").content.decode()
    assert "What differs from the version agreed in principle" in page
    assert "Said." in page
    assert "Another case." in page
    assert newer.content_hash[:12] in page


# Shares, said by the team --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"Essex": "50", "Kent": "60"}, "Percentages: they sum to 110, not 100."),
        ({"Essex": "50", "Kent": "30", "Norfolk": "10"}, "Percentages: they sum to 90, not 100."),
        ({"Essex": "-1"}, "Percentages: each is a figure from 0 to 100."),
    ],
)
def test_shares_that_cannot_be_are_refused(story, given, sentence):
    with pytest.raises(SharesNotAllowed) as refusal:
        shared(story, **given)

    assert str(refusal.value) == sentence


def test_a_force_that_takes_no_part_pays_nothing(story):
    from tests.factories.programmes import make_force

    with pytest.raises(SharesNotAllowed, match=r"^Percentages: Surrey takes no part in this case\.$"):
        set_shares(case=story.case, basis="fixed", percentages={make_force(name="Surrey"): D(1)}, by=story.editor)
    with pytest.raises(NotAllowed):
        set_shares(case=story.case, basis="fixed", percentages={}, by=make_user("publisher"))


def test_the_page_says_the_shares_and_takes_them(story, client):
    client.force_login(story.editor)
    url = f"/register/cases/{story.case.reference}/shares"
    assert "No source says how the cost of this case is split." in client.get(url).content.decode()
    boxes = {name: f"percentage_{story.force(name).pk}" for name in ("Essex", "Kent", "Norfolk")}
    given = {**form_data(client.get(url), "event-form"), "basis": "nre", "base_year": "2016/17"}

    wrong = client.post(url, {**given, boxes["Essex"]: "60", boxes["Kent"]: "60"}).content.decode()
    assert "Percentages: they sum to 120, not 100." in wrong
    assert 'value="60"' in wrong
    right = {**given, boxes["Essex"]: "60", boxes["Kent"]: "30", boxes["Norfolk"]: "10"}
    assert client.post(url, right).status_code == 302

    assert "Net revenue expenditure, 2016/17: Essex 60.0000 %, Kent 30.0000 %, Norfolk 10.0000 %" in page_of(story)
    assert "100.0000 %" in client.get(url).content.decode()
    reader = Client()
    reader.force_login(make_user("auditor"))
    assert "60.0000 %" in reader.get(url).content.decode()
    assert reader.post(url, right).status_code == 403
