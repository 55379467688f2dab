"""A contributor moves the dates of its own force's milestones, with a reason, and of no other's."""

import pytest
from django.test import Client

from programmes.choices import Marking, Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.models import Milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def norfolk():
    return p.make_force(name="Norfolk")


@pytest.fixture
def contributor(norfolk):
    client = Client()
    client.force_login(p.make_user(Role.FORCE_CONTRIBUTOR, force=norfolk, username="contributor-norfolk"))
    return client


def typed(milestone, **fields):
    values = {"forecast": milestone.forecast, "actual": milestone.actual, "opened_version": milestone.version}
    return values | fields


def test_contributor_finds_the_way_from_the_milestone(norfolk, contributor):
    own, other = w.make_milestone(force=norfolk), w.make_milestone(force=p.make_force())

    assert "Change our dates" in contributor.get(f"/register/milestones/{own.reference}/").content.decode()
    assert "Change our dates" not in contributor.get(f"/register/milestones/{other.reference}/").content.decode()


def test_date_moves_with_its_reason_and_the_move_is_kept(norfolk, contributor):
    milestone = w.make_milestone(force=norfolk, name="Go-live", forecast="2017-01")
    address = f"/register/milestones/{milestone.reference}/dates"
    assert contributor.get(address).status_code == 200

    response = contributor.post(
        address, typed(milestone, forecast="2017-04", change_reason="The supplier is late."), follow=True
    )

    text = response.content.decode()
    assert response.redirect_chain == [(f"/register/milestones/{milestone.reference}/", 302)]
    assert "Saved: the dates of Go-live (Norfolk)." in text
    assert "The supplier is late." in text
    move = milestone.moves.get()
    assert (move.was, move.now, move.recorded_by.username) == ("2017-01", "2017-04", "contributor-norfolk")
    history = contributor.get(f"/register/r/{milestone.reference}/history/").context["changes"][0]
    assert (history.reason, history.by) == ("The supplier is late.", "contributor-norfolk")


def test_date_given_for_the_first_time_needs_no_reason(norfolk, contributor):
    milestone = w.make_milestone(force=norfolk, forecast="2017-04")

    contributor.post(
        f"/register/milestones/{milestone.reference}/dates",
        typed(milestone, actual="", actual_words="31 October 2019"),
    )

    milestone.refresh_from_db()
    assert (milestone.actual, milestone.actual_words) == ("2019-10-31", "31 October 2019")
    assert not milestone.moves.exists()


def test_move_without_a_reason_is_refused_and_nothing_typed_is_lost(norfolk, contributor):
    milestone = w.make_milestone(force=norfolk, forecast="2017-01")

    response = contributor.post(
        f"/register/milestones/{milestone.reference}/dates", typed(milestone, forecast="2017-04")
    )

    text = response.content.decode()
    assert "Say why the date moves (forecast)." in text
    assert 'value="2017-04"' in text
    assert Milestone.objects.get().forecast == "2017-01"


def test_second_of_two_saves_is_refused_with_both_versions(norfolk, contributor):
    milestone = w.make_milestone(force=norfolk, forecast="2017-01")
    opened = typed(milestone, forecast="2017-04", change_reason="The supplier is late.")
    milestone.forecast = "2017-03"
    milestone.save()

    text = contributor.post(f"/register/milestones/{milestone.reference}/dates", opened).content.decode()

    assert "Your version and the one stored now" in text
    assert "2017-04" in text
    assert "2017-03" in text
    assert Milestone.objects.get().forecast == "2017-03"


def test_date_that_is_none_is_refused(norfolk, contributor):
    milestone = w.make_milestone(force=norfolk)

    text = contributor.post(
        f"/register/milestones/{milestone.reference}/dates", typed(milestone, forecast="soon")
    ).content.decode()

    assert "“soon” is not a date the register can read." in text


def test_nobody_moves_the_dates_of_another_force_or_of_all(norfolk, contributor):
    others = [
        w.make_milestone(force=p.make_force(), forecast="2017"),
        w.make_milestone(force=None, forecast="2017"),
        w.make_milestone(force=norfolk, forecast="2017", marking=Marking.SENSITIVE),
    ]

    for milestone in others:
        response = contributor.post(
            f"/register/milestones/{milestone.reference}/dates",
            typed(milestone, forecast="2018", change_reason="Because."),
        )
        assert response.status_code == 404
        milestone.refresh_from_db()
        assert milestone.forecast == "2017"
