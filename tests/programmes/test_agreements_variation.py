"""The further agreement that varies another (s23C(4)) begins with its parties, in one form."""

import pytest
from django.test import Client

from programmes.models import Agreement, Body
from tests.factories.programmes import make_agreement_event, make_body, make_user
from tests.form_reader import form_data
from tests.programmes.agreement_story import lawful

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_user("editor"))
    return client


@pytest.fixture(params=["in_force", "notice_given"])
def agreement(request):
    """In force; also while one party’s notice runs, which binds the others as before."""
    made = lawful()
    make_agreement_event(agreement=made, kind="in_force", sets_state=request.param, on="2020-01-01")
    return made


def page_of(agreement):
    return f"/admin/programmes/agreement/{agreement.pk}/variation/"


def offices(agreement):
    return sorted(party.body.name for party in agreement.parties.all())


def test_an_agreement_in_force_leads_to_the_form_and_the_form_to_the_draft(agreement, editor):
    desk = editor.get(f"/admin/programmes/agreement/{agreement.pk}/change/").content.decode()
    assert f'href="{page_of(agreement)}"' in desk

    response = editor.post(page_of(agreement), form_data(editor.get(page_of(agreement)), "event-form"), follow=True)

    made = Agreement.objects.exclude(pk=agreement.pk).get()
    assert (made.title, made.kind, made.varies) == (
        f"Variation of {agreement.reference}: {agreement.title}", agreement.kind, agreement,
    )  # fmt: skip
    assert (made.programme, made.alliance, made.marking) == (agreement.programme, agreement.alliance, agreement.marking)
    assert offices(made) == offices(agreement)
    assert f"Begun: {made.reference} with 4 parties." in response.content.decode()
    assert response.redirect_chain == [(f"/admin/programmes/agreement/{made.pk}/change/", 302)]
    history = editor.get(f"/register/r/{made.reference}/history/").content.decode()
    assert f"Drafted to vary {agreement.reference}" in history


def test_who_left_is_no_party_and_who_joins_by_it_is_chosen(agreement, editor):
    left, stranger = agreement.parties.first(), make_body(kind="pcc", name="Norfolk PCC")
    left.left = "2021-03-31"
    left.save()
    data = form_data(editor.get(page_of(agreement)), "event-form")
    assert str(left.body.pk) not in data["parties"]

    editor.post(page_of(agreement), {**data, "parties": [*data["parties"], stranger.pk]})

    assert offices(Agreement.objects.exclude(pk=agreement.pk).get()) == sorted(
        {*offices(agreement), "Norfolk PCC"} - {left.body.name}
    )


def test_no_party_a_stranger_and_a_title_that_is_there_are_refused_and_lose_nothing(agreement, editor):
    data = form_data(editor.get(page_of(agreement)), "event-form")

    assert "Fill this in; it is needed." in editor.post(page_of(agreement), {**data, "parties": []}).content.decode()
    html = editor.post(page_of(agreement), {**data, "parties": ["99999"], "title": "Kept title"}).content.decode()
    assert "Select a valid choice. What was sent is not on the list." in html
    assert "Kept title" in html
    html = editor.post(page_of(agreement), {**data, "title": agreement.title}).content.decode()
    assert f"{agreement.reference} has this title already; change it or open that one." in html
    assert Agreement.objects.count() == 1


def test_a_draft_is_not_varied_and_only_editors_begin_a_variation(editor):
    agreement = lawful()
    assert page_of(agreement) not in editor.get(f"/admin/programmes/agreement/{agreement.pk}/change/").content.decode()

    for role in ("publisher", "auditor", "office_viewer"):
        client = Client()
        client.force_login(
            make_user(role, is_staff=True, **({"body": Body.objects.first()} if "office" in role else {}))
        )
        assert client.get(page_of(agreement)).status_code == 403


def test_who_took_over_from_a_party_is_party_to_the_variation_and_who_leaves_later_still_is(agreement, editor):
    old = agreement.parties.get(body__name="Kent PCC").body
    old.succeeded_by = make_body(kind="pfcc", name="Kent PFCC", starts="2020-04-01", force=old.force)
    old.save()
    party = agreement.parties.get(body__name="Essex PCC")
    party.left = "2999-03-31"
    party.save()

    editor.post(page_of(agreement), form_data(editor.get(page_of(agreement)), "event-form"))

    assert offices(Agreement.objects.exclude(pk=agreement.pk).get()) == [
        "Essex CC",
        "Essex PCC",
        "Kent CC",
        "Kent PFCC",
    ]


def test_only_what_is_in_force_is_varied_and_only_a_section_22a_agreement_by_that_law(agreement, editor):
    assert "Police Act 1996 s23C(4)" in editor.get(page_of(agreement)).content.decode()
    agreement.kind = "mou"
    agreement.save()
    assert "s23C(4)" not in editor.get(page_of(agreement)).content.decode()

    assert editor.post(page_of(lawful()), {"title": "X", "kind": "s22a", "parties": []}).status_code == 404
