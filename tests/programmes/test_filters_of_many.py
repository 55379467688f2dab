"""A list filtered by a kind of record of which there are too many to choose from: its reference is typed."""

import pytest
from django.test import Client

from programmes.choices import Marking, Role
from programmes.filters.widgets import MOST_CHOICES
from programmes.history import ReferenceSeries
from programmes.models import SavedView
from tests.factories.governance import make_business_case
from tests.factories.programmes import make_programme, make_user
from tests.factories.workstreams import make_workstream

pytestmark = pytest.mark.django_db
ADDRESS = "/register/cases/"


@pytest.fixture
def streams():
    """Two workstreams that office viewers may read and one that they may not, of 301 numbers given out."""
    streams = [make_workstream(name="Vetting"), make_workstream(name="Custody")]
    streams.append(make_workstream(name="Covert work", marking=Marking.SENSITIVE))
    for stream in streams:
        make_business_case(title=f"Case of {stream.name}", workstream=stream)
    series = ReferenceSeries.objects.get(prefix="WS")
    series.last = MOST_CHOICES + 1
    series.save()
    return streams


@pytest.fixture
def viewer(streams):
    client = Client()
    client.force_login(make_user(Role.AUDITOR))
    return client


def reader():
    client = Client()
    client.force_login(make_user(Role.OFFICE_VIEWER))
    return client


def page(client, query=""):
    response = client.get(f"{ADDRESS}{query}")
    return response.status_code, response.content.decode()


def test_reference_is_typed_and_other_kinds_are_still_chosen(viewer):
    make_programme(short_name="7F")

    status, html = page(viewer)

    assert status == 200
    assert '<input id="id_workstream" type="text" value="" placeholder="Such as WS-12" name="workstream">' in html
    assert ">Vetting</option>" not in html
    assert ">7F</option>" in html


def test_list_is_filtered_by_the_reference_and_says_its_title(viewer, streams):
    status, html = page(viewer, f"?workstream={streams[0].reference}")

    assert status == 200
    assert ("Case of Vetting" in html, "Case of Custody" in html) == (True, False)
    assert "Workstream: Vetting" in html
    assert f'value="{streams[0].reference}" placeholder="Such as WS-12"' in html


def test_list_without_it_names_it_too(viewer, streams):
    status, html = page(viewer, f"?workstream__not={streams[0].reference}")

    assert status == 200
    assert ("Case of Vetting" in html, "Case of Custody" in html) == (False, True)
    assert "Workstream is not Vetting" in html


@pytest.mark.parametrize("query", ["?workstream=WS-999", "?workstream=Vetting", "?workstream__not=WS-999"])
def test_what_is_no_such_record_is_refused_in_a_sentence(viewer, query):
    status, html = page(viewer, query)

    assert status == 400
    assert "Workstream: Select a valid choice." in html


def test_record_that_one_may_not_read_is_refused_like_a_missing_one(streams):
    status, html = page(reader(), f"?workstream={streams[2].reference}")

    assert status == 400
    assert "Covert work" not in html


def test_saved_view_that_names_one_is_offered(viewer, streams):
    user = make_user(Role.EDITOR)
    client = Client()
    client.force_login(user)
    SavedView.objects.create(
        name="Of custody", page="governance:case-list", query=f"workstream={streams[1].reference}", owner=user
    )
    SavedView.objects.create(name="Of nothing", page="governance:case-list", query="workstream=WS-999", owner=user)

    _, html = page(client)

    assert f'<a href="/register/cases/?workstream={streams[1].reference}">Of custody</a>' in html
    assert "no longer understood" in html
