"""A page with the eyes of the public, the Panel or an office: read only, never wider, known to nobody."""

import pytest
from django.urls import reverse

from programmes.choices import BodyKind, Marking
from programmes.models import User, Visit
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def office():
    return p.make_body(name="Kent Commissioner", kind=BodyKind.PCC, **PUBLIC)


@pytest.fixture
def case():
    programme = p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)
    return g.make_business_case(title="Vetting", purpose="One vetting unit.", programme=programme, **PUBLIC)


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def text(response) -> str:
    return response.content.decode()


def as_office(office, path: str) -> str:
    return reverse("governance:view-as-page", args=[office.reference, path])


def test_an_office_sees_the_page_with_its_own_markings_and_the_banner(client, case, office, editor):
    hidden = g.make_case_document(case=case, title="Sealed bids", marking=Marking.SENSITIVE)
    inside = g.make_business_case(title="Inside only", programme=case.programme)
    secret = g.make_business_case(title="Secret case", marking=Marking.SENSITIVE)
    own = text(client.get(f"/register/cases/{case.reference}/"))
    assert hidden.title in own

    seen = client.get(as_office(office, f"cases/{case.reference}/"))

    body = text(seen)
    assert f"You see this as <strong>{office}</strong>" in body
    assert f'<a href="/register/cases/{case.reference}/">Leave this view</a>' in body
    assert (hidden.title in body, "Published in edition" in body, "What the public reads" in body) == (False,) * 3
    assert seen.headers["Cache-Control"] == "no-store"
    listed = text(client.get(as_office(office, "cases/")))
    assert (inside.title in listed, secret.title in listed) == (True, False)
    assert f'href="{as_office(office, f"cases/{case.reference}/")}"' in listed
    assert client.get(as_office(office, f"cases/{secret.reference}/")).status_code == 404
    assert client.get(f"/register/cases/{secret.reference}/").status_code == 200


def test_nothing_is_written_nor_kept(client, case, office, editor):
    page = as_office(office, f"cases/{case.reference}/")
    client.get(page)
    assert client.post(page, {"title": "x"}).status_code == 405
    assert client.delete(page).status_code == 405
    assert list(User.objects.values_list("pk", flat=True)) == [editor.pk]
    assert "You see this as" not in text(client.get(f"/register/cases/{case.reference}/"))


def test_the_home_of_an_office_is_seen_without_a_visit_of_it(client, case, office, editor):
    response = client.get(reverse("governance:view-as", args=[office.reference]))

    assert response.status_code == 200
    assert not Visit.objects.exists()


def test_pages_of_publishing_and_unknown_ones_are_not_there(client, case, office, editor):
    for path in ("editions/", "view-as/x/", "public/CASE-1/", "nowhere/"):
        assert client.get(as_office(office, path)).status_code == 404, path
    board = p.make_body(name="A trust", kind=BodyKind.OTHER) if hasattr(BodyKind, "OTHER") else None
    assert board is None or client.get(as_office(board, "cases/")).status_code == 404
    assert client.get(f"/register/view-as/BOD-999/cases/{case.reference}/").status_code == 404


@pytest.mark.parametrize("role", ["auditor", "office_viewer", "force_contributor", "administrator"])
def test_others_may_not_look_with_anothers_eyes(client, case, office, role):
    client.force_login(p.make_user(role, body=office if role == "office_viewer" else None))
    assert client.get(as_office(office, f"cases/{case.reference}/")).status_code == 403
    assert client.get(f"/register/view-as/public/cases/{case.reference}/").status_code == 403


@pytest.mark.parametrize(("who", "words"), [("public", "the public"), ("panel", "a Police and Crime Panel member")])
def test_the_public_and_the_panel_read_what_an_edition_would_tell(client, case, editor, who, words):
    publish_record()
    case.purpose = "Two vetting units."
    case.save()
    body = text(client.get(f"/register/view-as/{who}/cases/{case.reference}/"))
    assert f"You see this as <strong>{words}</strong>." in body
    assert "Two vetting units." in body
    assert f'href="/register/view-as/{who}/cases/"' in body
    assert "One vetting unit." in text(client.get(f"/cases/{case.reference}/"))
    assert client.get(f"/register/view-as/{who}/cases/CASE-999/").status_code == 404


def test_the_way_there_stands_on_what_is_public_of_a_record(client, case, office, editor):
    body = text(client.get(reverse("governance:record-public", args=[case.reference])))
    assert f'href="{as_office(office, f"cases/{case.reference}/")}"' in body
    assert f'href="/register/view-as/panel/cases/{case.reference}/"' in body
