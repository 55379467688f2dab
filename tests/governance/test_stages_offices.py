"""Who decides a case: the offices in being on the day of the agreement in principle, not those of today."""

import pytest

from programmes.models import Body
from tests.factories.programmes import make_body
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """Essex and Kent; on 1 October 2017 the commissioner of Essex took over the fire service under a new title."""
    story = Story()
    pfcc = make_body(kind="pfcc", force=story.force("Essex"), name="Essex PFCC", starts="2017-10-01")
    pcc = Body.objects.get(name="Essex PCC")
    pcc.succeeded_by = pfcc
    pcc.save()
    return story


def everybody(*names):
    return dict.fromkeys(Body.objects.filter(name__in=names), "in")


OLD = ("Essex CC", "Essex PCC", "Kent CC", "Kent PCC")
NEW = ("Essex CC", "Essex PFCC", "Kent CC", "Kent PCC")


def asked(story):
    return [str(local.body) for local in story.case.local_decisions.filter(is_required=True).order_by("body__name")]


@pytest.mark.parametrize(
    ("on", "offices", "others"),
    [
        ("2016-10-10", OLD, "Essex PFCC"),
        ("2017-09-30", OLD, "Essex PFCC"),
        ("2017-10-01", NEW, "Essex PCC"),
        ("2017", NEW, "Essex PCC"),
        ("2018-10-10", NEW, "Essex PCC"),
    ],
)
def test_the_offices_of_the_day_of_the_agreement_decide(story, on, offices, others):
    story.put("on_agenda", "fbc")
    sentence, fields = story.refused("agree", on, positions=everybody(*offices, others))
    assert (sentence, fields) == (f"Positions: {others} takes no part in this case.", ("positions",))

    story.do("agree", on, positions=everybody(*offices))

    assert asked(story) == list(offices)


def test_a_rescope_later_asks_the_offices_of_the_agreement(story):
    story.put("on_agenda", "fbc")
    story.do("agree", "2016-10-10", positions=everybody(*OLD))

    story.do("rescope", "2018-01-01", participants=(story.force("Essex"),))

    assert asked(story) == ["Essex CC", "Essex PCC"]


def test_before_november_2012_the_police_authority_decides():
    story = Story("Kent")
    pcc = Body.objects.get(name="Kent PCC")
    pcc.starts, pcc.starts_words = "2012-11-22", "22 Nov 2012"
    pcc.save()
    make_body(kind="police_authority", force=story.force("Kent"), name="Kent Police Authority", succeeded_by=pcc)
    make_body(kind="police_force", force=story.force("Kent"), name="Kent Police")
    story.put("on_agenda", "fbc")

    story.do("agree", "2011-03-01", positions=everybody("Kent CC", "Kent Police Authority"))

    assert asked(story) == ["Kent CC", "Kent Police Authority"]


def test_the_form_asks_for_the_offices_of_the_meeting_and_then_of_the_date_given(story, client):
    client.force_login(story.editor)
    story.put("recommended", "fbc")
    story.do("schedule", "2016-09-01", waives="")
    url = f"/admin/governance/businesscase/{story.case.pk}/event/agree/"

    pfcc, pcc = (f"positions_{Body.objects.get(name=name).pk}" for name in ("Essex PFCC", "Essex PCC"))

    page = client.get(url)

    assert (pcc in form_data(page, "event-form"), pfcc in form_data(page, "event-form")) == (True, False)
    given = {**form_data(page, "event-form"), "words": "Agreed.", "minute_reference": "S/1", "on": "2018-10-10"}

    page = client.post(url, given)

    assert "Positions: Essex PFCC still to be recorded." in page.content.decode()
    again = form_data(page, "event-form")
    assert (pcc in again, pfcc in again) == (False, True)
    assert (again["words"], again["minute_reference"], again["on"]) == ("Agreed.", "S/1", "2018-10-10")
    assert client.post(url, {**again, pfcc: "in"}).status_code == 302
    assert asked(story) == list(NEW)
