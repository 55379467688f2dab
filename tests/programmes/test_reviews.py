"""The log of reviews of opportunities: Police Act 1996 s22B and s22C, through the pages a person uses."""

import pytest
from django.urls import reverse

from programmes.access import NotAllowed
from programmes.choices import Role
from programmes.models import OpportunityReview
from programmes.reviews import ReviewNotAllowed, record_review, strike_out
from tests.factories.programmes import make_body, make_force, make_opportunity_review, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user(Role.EDITOR)


@pytest.fixture
def kent():
    return make_force(name="Kent")


@pytest.fixture
def chief(kent):
    return make_body(force=kent, kind="chief_constable", name="Kent CC", starts="2012-11-22")


@pytest.fixture
def commissioner(kent):
    return make_body(force=kent, kind="pcc", name="Kent PCC")


def entry_form(client, body, **given):
    url = reverse("admin:programmes_body_review", args=[body.pk])
    whole = {
        "on": "2016-10-10", "on_words": "", "subject": "Firearms training", "outcome": "To be looked at with Essex.",
        "own_position": "", "token": "a",
    }  # fmt: skip
    return client.post(url, whole | given)


def csv_of(client, address):
    return b"".join(client.get(address).streaming_content).decode("utf-8-sig")


def test_s22b_a_chief_officer_enters_a_review_of_its_opportunities(client, editor, chief):
    client.force_login(editor)

    response = entry_form(client, chief, own_position="gains")

    entry = OpportunityReview.objects.get()
    assert response.url == f"/register/bodies/{chief.reference}/#reviews"
    assert (entry.body, entry.on, entry.subject, entry.outcome, entry.own_position, entry.recorded_by, entry.duty) == (
        chief, "2016-10-10", "Firearms training", "To be looked at with Essex.", "gains", editor, "s22B",
    )  # fmt: skip


def test_s22c_a_policing_body_enters_a_review_of_its_opportunities(editor, commissioner):
    entry = record_review(body=commissioner, by=editor, on="2016", subject="Estates", outcome="None found.")

    assert entry.duty == "s22C"


@pytest.mark.parametrize("office", ["chief", "commissioner"])
def test_s22b_s22c_a_net_loss_of_its_own_force_is_no_bar(request, client, editor, office):
    client.force_login(editor)
    body = request.getfixturevalue(office)

    entry_form(client, body, own_position="loses", outcome="To go ahead.")

    page = client.get(f"/register/bodies/{body.reference}/").content.decode()
    assert "It loses; that is no bar" in page
    assert "To go ahead." in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"subject": ""}, "What was reviewed – Fill this in; it is needed."),
        ({"outcome": ""}, "What came of it – Fill this in; it is needed."),
        ({"on": "2099-01-01"}, "Date – This lies in the future; record an event once it has happened."),
        ({"on": "2011"}, "Date – Kent CC was not in being then; choose the office of that day."),
        ({"own_position": "x"}, "Net position of its own force – Select a valid choice. What was sent is not on the list."),
    ],
)  # fmt: skip
def test_s22b_an_entry_that_cannot_stand_is_refused_in_a_sentence(client, editor, chief, given, sentence):
    client.force_login(editor)

    page = entry_form(client, chief, **given).content.decode()

    assert sentence.lower() in page.lower()
    assert "Firearms training" in page or "subject" in given
    assert not OpportunityReview.objects.exists()


def test_s22b_s22c_the_duty_is_of_no_other_body(client, editor, kent):
    client.force_login(editor)
    force = make_body(force=kent, kind="police_force", name="Kent Police")

    page = entry_form(client, force).content.decode()

    assert "the duty is on chief officers (s22B) and policing bodies (s22C); Kent Police is neither." in page


@pytest.mark.parametrize("missing", ["subject", "outcome"])
def test_the_door_asks_for_both_texts(editor, chief, missing):
    given = {"subject": "Estates", "outcome": "None found."} | {missing: " "}

    with pytest.raises(ReviewNotAllowed) as refused:
        record_review(body=chief, by=editor, on="2016", **given)
    assert refused.value.fields == (missing,)


def test_the_door_knows_the_positions_there_are(editor, chief):
    with pytest.raises(ReviewNotAllowed, match="choose one from the list"):
        record_review(body=chief, by=editor, on="2016", subject="Estates", outcome="None.", own_position="wins")


def test_an_office_that_had_ended_reviewed_nothing(editor, kent):
    ended = make_body(force=kent, kind="pcc", name="Old PCC", ends="2016-05-04")

    with pytest.raises(ReviewNotAllowed, match="was not in being then"):
        record_review(body=ended, by=editor, on="2017", subject="Estates", outcome="None.")


def test_a_form_sent_twice_makes_one_entry(client, editor, chief):
    client.force_login(editor)

    answers = [entry_form(client, chief).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert OpportunityReview.objects.count() == 1


def test_an_entry_struck_out_stays_with_its_reason(client, editor, chief):
    client.force_login(editor)
    entry = make_opportunity_review(body=chief)

    client.post(reverse("admin:programmes_body_review_correct", args=[chief.pk, entry.pk]),
                {"reason": "Of another office.", "token": "b"})  # fmt: skip

    page = client.get("/register/opportunity-reviews/").content.decode()
    assert "Of another office." in page
    assert "Firearms training" in page
    assert page.count("Firearms training") == 1
    with pytest.raises(ReviewNotAllowed, match="struck out already"):
        strike_out(entry=entry, by=editor, reason="Again.")


def test_striking_out_needs_a_reason(editor, chief):
    with pytest.raises(ReviewNotAllowed) as refused:
        strike_out(entry=make_opportunity_review(body=chief), by=editor, reason=" ")
    assert refused.value.fields == ("reason",)


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.AUDITOR, Role.OFFICE_RECORDER, Role.OFFICE_VIEWER])
def test_only_editors_enter_and_strike_out(role, chief):
    user = make_user(role, body=chief) if role.startswith("office") else make_user(role)
    with pytest.raises(NotAllowed):
        record_review(body=chief, by=user, on="2016", subject="Estates", outcome="None.")
    with pytest.raises(NotAllowed):
        strike_out(entry=make_opportunity_review(body=chief), by=user, reason="Wrong.")


def test_the_log_is_a_list_and_a_csv_by_force_and_stands_on_the_page_of_the_force(client, chief, kent):
    make_opportunity_review(body=chief, own_position="even")
    make_opportunity_review(subject="Dogs")
    client.force_login(make_user(Role.OFFICE_VIEWER, body=chief))

    rows = csv_of(client, f"/register/opportunity-reviews.csv?force={kent.reference}").splitlines()
    page = client.get(f"/register/forces/{kent.reference}/").content.decode()

    assert len(rows) == 2
    assert rows[0].startswith("On,")
    assert "Kent CC,s22B,Firearms training,To be looked at with Essex.,It neither gains nor loses," in rows[1]
    assert "Firearms training" in page
    assert "Dogs" not in page


def test_the_log_of_an_office_that_a_reader_may_not_see_is_not_shown(client):
    secret = make_body(kind="pcc", name="Secret PCC", marking="sensitive")
    make_opportunity_review(body=secret, subject="Hidden thing")
    client.force_login(make_user(Role.OFFICE_VIEWER))

    assert "Hidden thing" not in client.get("/register/opportunity-reviews/").content.decode()
    assert "Hidden thing" not in csv_of(client, "/register/opportunity-reviews.csv")
    assert "Hidden thing" not in client.get(f"/register/forces/{secret.force.reference}/").content.decode()


def test_the_page_of_an_office_shows_the_log_as_on_a_day(client, editor, commissioner):
    make_opportunity_review(body=commissioner, on="2018-03")
    client.force_login(editor)

    then = client.get(f"/register/bodies/{commissioner.reference}/?as_at=2017-01-01").content.decode()
    now = client.get(f"/register/bodies/{commissioner.reference}/").content.decode()

    assert "Firearms training" not in then
    assert "Firearms training" in now
    assert f"/admin/programmes/body/{commissioner.pk}/review/" in now
