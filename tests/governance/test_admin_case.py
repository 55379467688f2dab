"""A case’s page on the desk: where it stands, what is needed, and the form of each next event."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from governance.case_desk import event_url
from governance.choices import CaseEventKind, LocalOutcome, Stage
from governance.models import BusinessCase, CaseEvent, Condition
from governance.stages import next_events
from programmes.choices import Role
from tests.factories.governance import make_business_case, make_case_event
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story


@pytest.fixture
def story(db):
    return Story("Kent", "Essex")


@pytest.fixture
def editor(story):
    client = Client()
    client.force_login(story.editor)
    return client


def page_of(client, case):
    return client.get(f"/admin/governance/businesscase/{case.pk}/change/").content.decode()


def form_of(client, case, kind, query=""):
    url = event_url(case, kind) + query
    return url, form_data(client.get(url), "event-form")


def send(client, case, kind, **data):
    url, form = form_of(client, case, kind)
    return client.post(url, {**form, **data}, follow=True)


def positions(story, **others):
    return {f"positions_{b.pk}": others.get(b.name.replace(" ", "_"), "in") for b in story.offices()}


# The page -------------------------------------------------------------------------------------------------------------


def test_page_says_where_it_stands_since_when_and_what_is_needed(story, editor):
    make_case_event(case=story.case, kind="commission", on="2016-23", on_words="autumn 2016")

    html = page_of(editor, story.case)

    assert "<strong>OBC: drafting</strong>, since autumn 2016" in html
    assert 'aria-current="step"><span class="stage-name">OBC' in html
    assert "A version of the OBC" in html
    assert "Commissioned (OBC)" in html


@pytest.mark.parametrize("state", ["drafting", "oversight", "on_agenda", "local_decisions", "live", "stopped"])
def test_each_next_event_is_a_button_or_a_sentence(story, editor, state):
    story.put(state)

    html = page_of(editor, story.case)

    events = next_events(story.case, by=story.editor)
    assert events
    for event in events:
        if event.is_possible:
            assert f'href="{event_url(story.case, event.kind)}"' in html
        else:
            assert f'href="{event_url(story.case, event.kind)}"' not in html
            assert event.why_not in html.replace("&#x27;", "'")


def test_event_not_possible_yet_opens_with_its_reason_and_no_form(story, editor):
    story.put("drafting")

    page = editor.get(event_url(story.case, "circulate"))

    assert page.status_code == 200
    assert "There is no OBC document version yet" in page.content.decode()
    assert '<form method="post" novalidate' not in page.content.decode()


def test_publisher_reads_the_page_and_may_not_open_a_form(story):
    story.put("drafting")
    client = Client()
    client.force_login(make_user(Role.PUBLISHER))

    html = page_of(client, story.case)

    assert "Your role does not let you take a case through its stages" in html
    assert client.get(event_url(story.case, "stop")).status_code == 403
    assert client.post(event_url(story.case, "stop"), {}).status_code == 403


def test_what_does_not_exist_is_not_found(story, editor):
    assert editor.get(event_url(story.case, "nonsense")).status_code == 404
    assert editor.get(event_url(story.case, "approve")).status_code == 404
    story.case.pk = 999_999
    assert editor.get(event_url(story.case, "note")).status_code == 404


def test_stage_and_state_are_never_typed(story, editor):
    story.put("drafting")
    url = f"/admin/governance/businesscase/{story.case.pk}/change/"
    data = form_data(editor.get(url), "businesscase_form")
    assert not {"stage", "state", "needs_soc"} & set(data)

    editor.post(url, {**data, "stage": "fbc", "state": "live", "needs_soc": "on"})

    assert story.place == ("obc", "drafting")
    story.case.refresh_from_db()
    assert story.case.needs_soc is False


def test_page_costs_the_same_queries_with_more_events(story, editor, django_assert_num_queries):
    story.put("local_decisions", Stage.FBC)
    url = f"/admin/governance/businesscase/{story.case.pk}/change/"
    editor.get(url)
    with django_assert_num_queries(60, exact=False) as before:
        editor.get(url)
    for _ in range(3):
        make_case_event(case=story.case, kind="note", stage="fbc", state="local_decisions", words="x")
        story.document(Stage.FBC)
    with django_assert_num_queries(len(before)):
        editor.get(url)


# Recording ------------------------------------------------------------------------------------------------------------


def test_case_goes_all_the_way_through_the_forms(story, editor):
    case = story.case
    send(editor, case, "commission", on="2016-01-04")
    obc = story.document(Stage.OBC)
    send(editor, case, "circulate", document=obc.pk, comment_deadline="2016-02-01", on="2016-01-05")
    send(editor, case, "refer", document=obc.pk, on="2016-02-02")
    send(editor, case, "recommend", words="To agree.", minute_reference="OG/1", on="2016-02-03")
    send(editor, case, "schedule", meeting=story.meeting.pk, on="2016-02-04")
    send(editor, case, "agree", words="Agreed.", minute_reference="S/1", on="2016-10-10", **positions(story))
    assert story.place == ("fbc", "drafting")
    fbc = story.document(Stage.FBC)
    send(editor, case, "refer", document=fbc.pk, on="2016-10-12")
    send(editor, case, "recommend", words="To agree.", minute_reference="OG/2", on="2016-10-13")
    send(editor, case, "schedule", meeting=story.meeting.pk, on="2016-10-14")
    send(editor, case, "agree", words="Agreed.", minute_reference="S/2", on="2016-10-15", **positions(story))
    assert story.place == ("fbc", "local_decisions")

    for local in case.local_decisions.all():
        url = f"/admin/governance/businesscase/{case.pk}/local/{local.pk}/"
        data = form_data(editor.get(url), "event-form")
        answer = editor.post(
            url, {**data, "outcome": "approved", "notice_reference": "DN 7", "on": "2016-11-01"}, follow=True
        )
        assert "Recorded:" in answer.content.decode()
    assert story.place == ("fbc", "approved")

    send(editor, case, "implement", agreement=story.agreement().pk, on="2016-12-01")
    kent = story.force("Kent")
    send(editor, case, "go_live", on="2017-01-04", **{f"force_dates_{kent.pk}": "January 2017"})
    done = send(editor, case, "review", benefits="As forecast.", lessons="Begin sooner.", on="2018-01-01")

    assert story.place == ("fbc", "reviewed")
    assert "Recorded: Reviewed. The case is now: Reviewed." in done.content.decode()
    assert case.events.get(kind="go_live").detail["force_dates"] == {kent.reference: "2017-01"}


def test_form_sent_twice_records_one_event_and_shows_the_same(story, editor):
    story.put("drafting")
    url, form = form_of(editor, story.case, "note")

    answers = [editor.post(url, {**form, "words": "Stated."}, follow=True) for _ in range(2)]

    assert CaseEvent.objects.filter(kind="note").count() == 1
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert all("Recorded: Noted." in a.content.decode() for a in answers)


def test_refusal_is_a_sentence_at_its_field_and_nothing_typed_is_lost(story, editor):
    story.put("drafting")
    document = story.document(Stage.OBC, strategic="")

    page = send(editor, story.case, "refer", document=document.pk, words="With our thanks.")

    html = page.content.decode()
    assert "is not complete for Oversight: strategic case (still empty: the case in brief). Put this right" in html
    assert "With our thanks." in html
    assert 'href="#id_waives"' in html
    assert story.place == ("obc", "drafting")


def test_missing_facts_are_named(story, editor):
    story.put("on_agenda")

    html = send(editor, story.case, "defer", on="2016-10-10").content.decode()

    for label in ("Reason", "Minute reference"):
        assert f"{label} – Fill this in; it is needed." in html


def test_date_may_be_given_in_words_and_back(story, editor):
    story.put("drafting")

    page = send(editor, story.case, "note", words="Stated.", on_words="autumn 2015")

    event = story.case.events.get(kind="note")
    assert (event.on, event.on_words) == ("2015-23", "autumn 2015")
    assert "its date lies before the last step" in page.content.decode()


def test_date_left_empty_is_today(story, editor):
    story.put("drafting")
    send(editor, story.case, "note", words="Stated.")

    assert story.case.events.get(kind="note").on == timezone.localdate().isoformat()


@pytest.mark.parametrize("on", ["2999-01-01", "soon", "2016-99", "\x00", "9" * 61])
def test_bad_date_is_a_sentence(story, editor, on):
    story.put("drafting")

    page = send(editor, story.case, "note", words="Stated.", on=on)

    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not story.case.events.filter(kind="note").exists()


def test_agreement_in_part_records_each_position(story, editor):
    story.put("on_agenda", Stage.FBC)

    send(
        editor, story.case, "agree_in_part", words="Agreed for Kent.", minute_reference="S/3", on="2016-10-10",
        **positions(story, Essex_PCC="out"),
    )  # fmt: skip

    event = story.case.events.get(kind="agree_in_part")
    assert {str(p.body): p.position for p in event.positions.all()} == {
        "Essex CC": "in", "Essex PCC": "out", "Kent CC": "in", "Kent PCC": "in",
    }  # fmt: skip
    assert [str(f) for f in story.case.participating_forces.all()] == ["Kent"]


def test_split_opens_children_and_divides_figures_explicitly(story, editor):
    story.put("drafting", Stage.FBC)
    data = {
        "reason": "Two parts.", "children_1_title": "Head post", "children_1_stages": ["fbc"],
        "children_2_title": "Structure", "children_2_stages": ["fbc"], "children_2_forces": [story.force("Kent").pk],
        "figures_1_label": "Saving", "figures_1_total": "100000.50", "figures_1_1": "40000",
    }  # fmt: skip

    refused = send(editor, story.case, "split", on="2016-07-26", **data)
    assert "Give the part of case 2; 0 when it takes nothing." in refused.content.decode()
    wrong = send(editor, story.case, "split", on="2016-07-26", **data, figures_1_2="1")
    assert "add up to £40,001, £59,999.50 less than the total of £100,000.50." in wrong.content.decode()
    send(editor, story.case, "split", on="2016-07-26", **data, figures_1_2="60000.50")

    assert story.place == ("fbc", "split")
    assert sorted(c.title for c in story.case.children.all()) == ["Head post", "Structure"]
    assert [str(f) for f in BusinessCase.objects.get(title="Structure").participating_forces.all()] == ["Kent"]


def test_split_form_gives_more_room_when_asked(story, editor):
    story.put("drafting")

    _, form = form_of(editor, story.case, "split", "?cases=5&figures=4")
    assert "children_5_title" in form
    assert "figures_4_5" in form
    for query in ("?cases=x&figures=-1", "?cases=99999999999&figures=x", "?cases=999"):
        assert editor.get(event_url(story.case, "split") + query).status_code == 200


def test_correction_strikes_the_event_out_with_words(story, editor):
    story.put("oversight")
    last = story.case.events.last()

    send(editor, story.case, "correct", corrects=last.pk, strikes="on", reason="Entered on the wrong case.")

    html = page_of(editor, story.case)
    assert story.place == ("obc", "drafting")
    assert re.search(r'class="event-title struck">Referred to Oversight', html)
    assert "Corrected: Entered on the wrong case." in html
    assert "since 1 January 2016" in html


def test_rescope_and_waiver(story, editor):
    story.put("on_agenda", Stage.FBC)
    send(editor, story.case, "agree", words="Agreed.", minute_reference="S/1", on="2016-10-10", **positions(story))
    send(editor, story.case, "rescope", reason="Essex is out.", participants=[story.force("Kent").pk], on="2016-11-01")
    assert sorted(str(d.body) for d in story.case.local_decisions.filter(is_required=True)) == ["Kent CC", "Kent PCC"]

    other = make_business_case(state="drafting", title="Other", needs_soc=False)
    send(editor, other, "waive", reason="The outline is the mandate.", on="2016-05-01")
    assert BusinessCase.objects.with_stage().get(pk=other.pk).stage == "fbc"


# Offices --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_offices(story, editor):
    story.put("on_agenda", Stage.FBC)
    send(editor, story.case, "agree", words="Agreed.", minute_reference="S/1", on="2016-10-10", **positions(story))
    return story


def local_url(story, office):
    return f"/admin/governance/businesscase/{story.case.pk}/local/{story.local(office).pk}/"


def test_page_lists_the_offices_with_how_many_approved(at_offices, editor):
    html = page_of(editor, at_offices.case)

    assert "Decisions of the offices: 0 of 4 approved" in html
    assert f'href="{local_url(at_offices, "Kent PCC")}"' in html


def test_refusal_of_a_local_decision_keeps_what_was_typed(at_offices, editor):
    url = local_url(at_offices, "Kent PCC")
    data = form_data(editor.get(url), "event-form")

    page = editor.post(url, {**data, "outcome": "rejected", "wording": "We refuse."})

    html = page.content.decode()
    assert "say why the office did not approve" in html
    assert "We refuse." in html
    assert at_offices.local("Kent PCC").outcome == LocalOutcome.AWAITING


def test_conditions_are_recorded_and_closed(at_offices, editor):
    url = local_url(at_offices, "Kent PCC")
    data = form_data(editor.get(url), "event-form")
    posted = {
        **data, "outcome": "approved_with_conditions", "notice_reference": "DN 1", "on": "2016-11-01",
        "conditions": "A review in a year.\n\nTerms agreed.\n",
    }  # fmt: skip
    editor.post(url, posted)
    editor.post(url, posted)
    assert [c.words for c in Condition.objects.all()] == ["A review in a year.", "Terms agreed."]

    condition = Condition.objects.first()
    close = f"/admin/governance/businesscase/{at_offices.case.pk}/condition/{condition.pk}/"
    assert close in page_of(editor, at_offices.case)
    refused = editor.post(close, {"closed_on": "2999-01-01", "closed_how": "Done."})
    assert "this lies in the future" in refused.content.decode()
    assert editor.post(close, {"closed_on": "2016-12-01", "closed_how": "Done."}).status_code == 302

    condition.refresh_from_db()
    assert condition.closed_how == "Done."
    assert "Closed on 1 December 2016: Done." in page_of(editor, at_offices.case)


def test_decision_of_another_case_is_not_found(at_offices, editor):
    other = make_business_case(state="drafting")
    local = at_offices.local("Kent PCC")

    assert editor.get(f"/admin/governance/businesscase/{other.pk}/local/{local.pk}/").status_code == 404


# Documents ------------------------------------------------------------------------------------------------------------


def test_document_is_added_with_its_next_number(story, editor):
    story.put("drafting")
    story.document(Stage.OBC)
    add = f"/admin/governance/casedocument/add/?case={story.case.pk}&stage=obc"

    data = form_data(editor.get(add), "casedocument_form")
    assert (data["stage"], data["number"]) == ("obc", "2")
    assert data["case"].startswith(story.case.reference)
    assert editor.post(add, {**data, "title": "OBC 2"}).status_code == 302
    assert story.case.documents.count() == 2


@pytest.mark.parametrize("query", ["case=x", "case=99999999999999999999", "case=1&stage=zzz", "stage=obc"])
def test_nonsense_in_the_address_is_no_error(editor, query):
    assert editor.get(f"/admin/governance/casedocument/add/?{query}").status_code == 200


def test_every_kind_of_event_has_words_for_the_past():
    from governance.case_events import _PAST

    assert set(_PAST) == set(CaseEventKind)
