"""A form sent after the sign-in ended, or with an old token: nothing is saved, and nothing typed is lost."""

import pytest
from django.test import Client

from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/admin/workstreams/risk/add/", "/register/editions/correct/", "/register/editions/compose/"],
)
def test_form_of_somebody_signed_out_shows_what_was_typed(address):
    form = {"note": "Long and <careful> words", "csrfmiddlewaretoken": "abc", "version": "12", "_save": "Save"}

    answer = Client().post(address, form)

    text = answer.content.decode()
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<h1>You are signed out</h1>" in text
    assert '<label for="typed-1">Note</label>' in text
    assert "Long and &lt;careful&gt; words</textarea>" in text
    assert text.count("<textarea") == 1
    assert f'href="/accounts/login/?next={address.replace("/", "%2F")}"' in text


def test_page_asked_for_by_a_stranger_leads_to_the_sign_in():
    assert Client().get("/register/cases/").headers["Location"] == "/accounts/login/?next=/register/cases/"
    assert Client().post("/register/editions/compose/", {"note": ""}).status_code == 302


def test_form_with_an_old_token_shows_what_was_typed_and_saves_nothing():
    client = Client(enforce_csrf_checks=True)
    client.force_login(p.make_user(Role.EDITOR))
    risk = w.make_risk(title="Before")

    answer = client.post(
        f"/admin/workstreams/risk/{risk.pk}/change/",
        {"title": "After", "password": "secret", "csrfmiddlewaretoken": "x"},
    )

    text = answer.content.decode()
    assert answer.status_code == 403
    assert "What you typed stands below" in text
    assert "After</textarea>" in text
    assert "secret" not in text
    risk.refresh_from_db()
    assert risk.title == "Before"


def test_sign_in_says_plainly_what_is_missing(client):
    text = client.post("/accounts/login/", {"username": "a\x00b", "password": ""}).content.decode()

    assert "Password – Fill this in; it is needed." in text
    assert "Username – There is a character in it that cannot be kept (a null character). Type it again." in text
