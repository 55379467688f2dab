"""The Panel’s loop (PRSRA 2011 s5, s28; S1 2.2, S3 8.1): each step in order and dated, overdue said in words."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from governance.panel import Given, PanelNotAllowed, PanelStep, is_closed, next_step, record_step, take_back
from programmes.access import NotAllowed
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.form_reader import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2013, 8, 1, 12, tzinfo=dt.UTC), tick=True):
        yield


def somebody(role):
    """A person who held a role in 2013."""
    user = p.make_user(is_staff=True)
    p.make_grant(
        user=user, role=role, starts=dt.date(2010, 1, 1), body=p.make_body() if role.startswith("office") else None
    )
    return user


@pytest.fixture
def user():
    return somebody("editor")


@pytest.fixture
def desk(user):
    client = Client()
    client.force_login(user)
    return client


def variation(**fields):
    panel = g.make_board(name="The Panel")
    meeting = g.make_meeting(board=panel, held="2013-07-18")
    return g.make_panel_item(title="Variation", panel=panel, meeting=meeting, matter="plan_variation", **fields)


def url(item, step):
    return f"/admin/governance/panelitem/{item.pk}/step/{step}/"


def post(desk, item, step, **given):
    """Fill in the form of a step as a person does."""
    return desk.post(url(item, step), {**form_data(desk.get(url(item, step)), "event-form"), **given})


def text(response):
    return response.content.decode()


# In a browser ----------------------------------------------------------------------------------------------------


def test_a_plan_variation_goes_through_its_loop_step_by_step(desk):
    item = variation()
    page = f"/admin/governance/panelitem/{item.pk}/change/"
    assert "Next: send the draft" in text(desk.get(page))
    assert "Send the Panel the draft: Overdue by 14 days (18 July 2013; its meeting: 18 July 2013)." in text(
        desk.get(page)
    )

    assert post(desk, item, "send", on="2013-07-08").status_code == 302
    assert "Next: record the Panel’s review" in text(desk.get(page))
    refused = text(post(desk, item, "review", on="2013-07-18"))
    assert "give the words of the Panel’s report or recommendation, or say that it made none." in refused
    assert post(desk, item, "review", on="2013-07-18", recommendation="Say what it costs.").status_code == 302
    assert "Overdue" not in text(desk.get(page))  # 20 working days after 18 July are 15 August
    assert post(desk, item, "regard", on="2013-07-22").status_code == 302
    assert "Response – give the words of the response." in text(post(desk, item, "respond", on="2013-07-25"))
    assert post(desk, item, "respond", on="2013-07-25", response="It costs nothing.").status_code == 302
    refused = text(post(desk, item, "publish", on="2013-07-26"))
    assert "Address – give the address where the response is published." in refused
    refused = text(post(desk, item, "publish", on="2013-07-26", response_url="the web"))
    assert "This is no address on the web; it begins with https://." in refused
    assert 'value="the web"' in refused
    done = post(desk, item, "publish", on="2013-07-26", response_url="https://example.org/response")
    assert done.status_code == 302

    item.refresh_from_db()
    assert (item.sent, item.reviewed, item.regard_had, item.responded, item.response_published) == (
        "2013-07-08", "2013-07-18", "2013-07-22", "2013-07-25", "2013-07-26",
    )  # fmt: skip
    assert (item.recommendation, item.response) == ("Say what it costs.", "It costs nothing.")
    assert "Closed: the response is published" in text(desk.get(page))
    register = text(desk.get(f"/register/panel-items/{item.reference}/"))
    assert "Closed: the response is published" in register
    assert 'Response published</span> <span class="stage-words">26 July 2013' in register


def test_each_step_says_who_recorded_it_in_the_history(desk, user):
    item = variation()
    post(desk, item, "send", on="2013-07-08")
    past = item.history.order_by("history_id").last()
    assert (past.history_user, past.history_change_reason, past.sent) == (user, "Send the draft", "2013-07-08")


def test_a_step_out_of_order_is_refused_with_the_one_that_is_next(desk):
    item = variation()
    page = text(desk.get(url(item, "publish")))
    assert "“Record its publication” is not possible now. Next: send the draft." in page
    assert '<form method="post" novalidate class="event-form"' not in page


def test_a_form_sent_twice_records_once_and_a_second_editor_is_told(desk):
    item = variation()
    sent = {**form_data(desk.get(url(item, "send")), "event-form"), "on": "2013-07-08"}
    assert [desk.post(url(item, "send"), sent).status_code for _ in range(2)] == [302, 302]
    assert item.history.count() == 2
    other = text(desk.post(url(item, "send"), {**sent, "on": "2013-07-09"}))
    assert "Somebody else changed this item after you opened the form." in other
    assert 'value="2013-07-09"' in other


def test_the_last_step_is_taken_back_with_a_reason(desk):
    item = variation(sent="2013-07-08")
    post(desk, item, "review", on="2013-07-18", recommendation="Say what it costs.")
    assert "Reason – say why the step was wrong." in text(post(desk, item, "back", reason=" "))
    assert post(desk, item, "back", reason="Of another item.").status_code == 302
    item.refresh_from_db()
    assert (item.sent, item.reviewed, item.recommendation) == ("2013-07-08", "", "")
    assert item.history.order_by("history_id").last().history_change_reason == (
        "Taken back: Record the Panel’s review. Of another item."
    )


@pytest.mark.parametrize("step", ["nothing", "send-more"])
def test_an_unknown_step_is_not_found(desk, step):
    assert desk.get(url(variation(), step)).status_code == 404


@pytest.mark.parametrize("role", ["publisher", "auditor", "office_recorder"])
def test_only_editors_record_steps(role):
    item, client = variation(), Client()
    client.force_login(somebody(role))
    assert client.get(url(item, "send")).status_code == 403
    with pytest.raises(NotAllowed):
        record_step(item=item, step=PanelStep.SEND, by=somebody(role), on="2013", version=item.version)
    with pytest.raises(NotAllowed):
        take_back(item=item, by=somebody(role), reason="No.", version=item.version)


# Rules -----------------------------------------------------------------------------------------------------------


def refused(item, step, user, on="2013-07-18", given=None):
    with pytest.raises(PanelNotAllowed) as error:
        record_step(item=item, step=step, by=user, on=on, given=given, version=item.version)
    return str(error.value), error.value.fields


def test_s5_6_no_recommendation_needs_no_response(user):
    item = variation(sent="2013-07-08")
    item = record_step(
        item=item, step=PanelStep.REVIEW, by=user, on="2013-07-18", given=Given(made_none=True), version=item.version
    )
    assert (next_step(item), is_closed(item)) == (None, True)
    assert refused(item, PanelStep.REGARD, user) == (
        "“Record the regard had” is not possible: nothing is waited for.", (),
    )  # fmt: skip


def test_a_recommendation_and_none_is_refused(user):
    item = variation(sent="2013-07-08")
    assert refused(item, PanelStep.REVIEW, user, given=Given(recommendation="Yes.", made_none=True))[1] == (
        "recommendation",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        g.make_panel_item(recommendation="Yes.", made_none=True)


def test_a_step_is_not_dated_before_the_one_it_follows(user):
    item = variation(sent="2013-07-08")
    sentence = "Date: this is before “Send the draft”, recorded for 8 July 2013."
    assert refused(item, PanelStep.REVIEW, user, on="2013-07-07", given=Given(made_none=True)) == (sentence, ("on",))
    assert refused(item, PanelStep.REVIEW, user, on="2013-08-02")[1] == ("on",)


def test_a_forthcoming_decision_is_done_when_notified_unless_the_panel_says_something(user):
    item = g.make_panel_item(matter="forthcoming")
    assert next_step(item) is PanelStep.NOTIFY
    item = record_step(item=item, step=PanelStep.NOTIFY, by=user, on="2013-07-01", version=item.version)
    assert (next_step(item), is_closed(item)) == (None, True)
    item = record_step(
        item=item,
        step=PanelStep.REVIEW,
        by=user,
        on="2013-07-18",
        given=Given(recommendation="Wait."),
        version=item.version,
    )
    assert (next_step(item), is_closed(item)) == (PanelStep.REGARD, False)


def test_a_report_and_an_item_of_no_kind_go_through_no_loop(user):
    for matter in ("report", ""):
        item = g.make_panel_item(matter=matter)
        assert (next_step(item), is_closed(item)) == (None, False)
        assert refused(item, PanelStep.SEND, user)[0] == "“Send the draft” is not possible: nothing is waited for."


def test_taking_back_needs_something_and_the_newest_version(user):
    item = variation()
    with pytest.raises(PanelNotAllowed, match=r"^No step is recorded yet\.$"):
        take_back(item=item, by=user, reason="No.", version=item.version)
    with pytest.raises(PanelNotAllowed, match="^Somebody else changed this item"):
        take_back(item=item, by=user, reason="No.", version=item.version - 1)
    item = record_step(item=item, step=PanelStep.SEND, by=user, on="2013-07-08", version=item.version)
    assert take_back(item=item, by=user, reason="No.", version=item.version).sent == ""


def test_the_database_wants_the_response_and_its_address_with_its_publication():
    with pytest.raises(IntegrityError), transaction.atomic():
        g.make_panel_item(response_published="2013-07-26", response="Yes.")
