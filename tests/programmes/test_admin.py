"""The desk’s forms on real pages: search boxes, citations, agreements’ events, constraints as sentences."""

import pytest
from django.db import IntegrityError
from django.test import Client

from programmes.admin_site import address, register_page
from programmes.choices import Role
from programmes.models import Agreement, Body, Citation, Contact, Force, Grant, Membership, User
from programmes.reference_fields import ReferenceChoiceField
from tests.factories.programmes import (
    make_agreement,
    make_alliance,
    make_body,
    make_citation,
    make_force,
    make_grant,
    make_membership,
    make_party,
    make_source_paragraph,
    make_user,
)
from tests.form_reader import form_data


@pytest.fixture
def editor(db):
    client = Client()
    client.force_login(make_user(Role.EDITOR, username="anna"))
    return client


def change(client, record, **data):
    """Post a record’s page as shown, with some fields typed anew."""
    url = address(type(record), "change", record.pk)
    form = form_data(client.get(url), f"{record._meta.model_name}_form")
    return client.post(url, {**form, **data})


def add(client, model, **data):
    url = address(model, "add")
    return client.post(url, {**form_data(client.get(url), f"{model._meta.model_name}_form"), **data})


# Search boxes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{ref}", "{ref} Kent PCC", "Kent PCC", "kent pcc", " ként pcc "])
def test_search_box_takes_reference_title_or_words(editor, typed):
    body = make_body(name="Kent PCC")
    make_body(name="Essex PCC")

    answer = add(editor, Agreement, title="A", kind="mou")
    assert answer.status_code == 302
    agreement = Agreement.objects.get()
    answer = change(editor, agreement, **{"parties-0-body": typed.format(ref=body.reference)})

    assert answer.status_code == 302
    assert [p.body for p in agreement.parties.all()] == [body]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("PCC", "fits more than one body"),
        ("BOD-99999", "is no body of the register"),
        ("nobody at all", "is no body of the register"),
        ("9" * 400, "is no body of the register"),
    ],
)
def test_search_box_says_what_it_did_not_find(editor, typed, sentence):
    make_body(name="Kent PCC")
    make_body(name="Essex PCC")
    agreement = make_agreement()

    answer = change(editor, agreement, **{"parties-0-body": typed})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_suggestions_carry_the_reference_and_ask_for_the_right(editor):
    body = make_body(name="Kent PCC")
    url = "/admin/autocomplete/?app_label=programmes&model_name=party&field_name=body&term=kent"

    assert editor.get(url).json()["results"] == [{"id": str(body.pk), "text": f"{body.reference} Kent PCC"}]

    stranger = Client()
    stranger.force_login(make_user(Role.OFFICE_VIEWER))
    assert stranger.get(url).status_code == 403


@pytest.mark.django_db
def test_box_names_a_record_by_key_or_itself():
    body = make_body(name="Kent PCC")
    field = ReferenceChoiceField(Body.objects.all(), required=False)

    assert field.prepare_value(body.pk) == field.prepare_value(body) == f"{body.reference} Kent PCC"
    assert field.prepare_value(999_999) == 999_999
    assert field.prepare_value("Kent") == "Kent"
    assert field.to_python(body) == body
    assert field.has_changed(body, "nobody")
    assert not field.has_changed(body.pk, body.reference)
    assert not field.has_changed(None, "")


def test_children_rows_cost_no_query_each(editor, django_assert_num_queries):
    agreement = make_agreement()
    make_party(agreement=agreement)
    url = address(Agreement, "change", agreement.pk)
    editor.get(url)
    with django_assert_num_queries(60, exact=False) as at_one:
        editor.get(url)
    for _ in range(3):
        make_party(agreement=agreement)
    with django_assert_num_queries(len(at_one)):
        editor.get(url)


def test_new_child_takes_the_marking_of_its_parent(editor):
    alliance = make_alliance(marking="public")
    force = make_force()

    assert change(editor, alliance, **{"memberships-0-force": force.pk}).status_code == 302

    assert Membership.objects.get().marking == "public"


# Citations ------------------------------------------------------------------------------------------------------------


def cite(editor, record, **fields):
    return change(editor, record, **{f"citations-0-{name}": value for name, value in fields.items()})


def test_citation_is_added_and_removed_on_the_records_page(editor):
    paragraph = make_source_paragraph(label="4.7", text="The Summit agreed.")
    force = make_force()

    answer = cite(editor, force, source=paragraph.source.pk, label="4.7", quote="Summit agreed", field="name")
    assert answer.status_code == 302
    citation = Citation.objects.get()
    assert (citation.about_id, citation.paragraph, citation.field) == (force.reference, paragraph, "name")

    assert cite(editor, force, DELETE="on").status_code == 302
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"label": "9.9", "quote": "Summit"}, "has no paragraph “9.9”"),
        ({"label": "4.7", "quote": "Summit refused"}, "do not stand in the paragraph"),
        ({"label": "4.7", "quote": ""}, "required"),
    ],
)
def test_citation_must_quote_its_paragraph(editor, fields, sentence):
    paragraph = make_source_paragraph(label="4.7", text="The Summit agreed.")

    answer = cite(editor, make_force(), source=paragraph.source.pk, **fields)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_same_citation_twice_is_a_sentence(editor):
    paragraph = make_source_paragraph(label="4.7", text="The Summit agreed.")
    force = make_force()
    make_citation(about=force, paragraph=paragraph, quote="Summit", field="")

    answer = change(
        editor, force, **{"citations-1-source": paragraph.source.pk, "citations-1-label": "4.7",
                          "citations-1-quote": "Summit"},
    )  # fmt: skip

    assert answer.status_code == 200
    assert "stands here twice" in answer.content.decode()


# Rules of the database as sentences -----------------------------------------------------------------------------------


def test_constraints_are_sentences(editor):
    make_force(name="Kent")

    assert "already exists" in add(editor, Force, name="Kent").content.decode()
    assert "choose the force this body belongs to" in add(editor, Body, kind="pcc", name="X").content.decode()
    officer = add(editor, Contact, kind="named_officer", name="A person", marking="public")
    assert "a named officer’s contact is internal" in officer.content.decode()
    assert not Contact.objects.exists()


def test_current_office_twice_is_a_sentence(editor):
    force = make_force(in_seven_force=True)
    make_body(kind="pcc", force=force, name="First PCC")

    answer = add(editor, Body, kind="pcc", force=force.pk, name="Second PCC")

    assert answer.status_code == 200
    assert "This force has a current office of this kind already." in answer.content.decode()


def test_same_child_typed_twice_at_once_is_a_sentence_and_keeps_what_was_typed(editor):
    member = make_membership(role="Lead", starts="2011")
    row = {
        "memberships-TOTAL_FORMS": "2", "memberships-1-force": member.force.pk, "memberships-1-starts": "2011",
        "memberships-1-role": "Again",
    }  # fmt: skip

    answer = change(editor, member.alliance, **row)

    assert answer.status_code == 200
    assert "Again" in answer.content.decode()
    assert Membership.objects.count() == 1


def test_rule_only_the_database_sees_comes_back_as_a_sentence(editor, monkeypatch):
    force = make_force(name="Kent")

    def save(self, *args, **kwargs):
        raise IntegrityError("UNIQUE constraint failed: programmes_force.ons_code")

    with monkeypatch.context() as patch:
        patch.setattr(Force, "save", save)
        answer = change(editor, force, official_name="The Force")

    assert answer.status_code == 200
    assert "Not saved" in answer.content.decode()
    assert "The Force" in answer.content.decode()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"parties-TOTAL_FORMS": "x"},
        {"parties-TOTAL_FORMS": "999999"},
        {"parties-INITIAL_FORMS": "50"},
        {"notice_months": "9" * 40},
        {"notice_months": "-1"},
        {"programme": "zzz"},
        {"programme": "9" * 40},
        {"title": "x" * 5000},
        {"starts": "2016-04-21/2015"},
        {"starts": "../.."},
        {"starts": "-0001"},
        {"starts": "20160-99"},
        {"marking": "top secret"},
        {"has_force_provision": "perhaps"},
        {"change_reason": "x" * 500},
    ],
    ids=lambda n: next(iter(n.items()))[0] + next(iter(n.items()))[1][:8],
)
def test_nothing_sent_is_a_crash(editor, nonsense):
    agreement = make_agreement()

    answer = change(editor, agreement, **nonsense)

    assert answer.status_code in (200, 302)
    agreement.refresh_from_db()
    assert agreement.title != "x" * 5000


@pytest.mark.parametrize(
    "query",
    ["kind__exact=zzz", "state=zzz", "cited=zzz", "alliance__id__exact=9999999999999999999999", "p=zzz", "p=99999",
     "o=zz.-9", "signed_earliest__year=abc", "signed_earliest__year=99999", "nonsense=1", "q=%00%00", "e=1",
     "publication_mode__exact=%00"],
)  # fmt: skip
def test_no_address_of_a_list_is_a_crash(editor, query):
    make_agreement()

    assert editor.get(address(Agreement, "changelist") + f"?{query}").status_code in (200, 302, 400)


def test_record_that_is_not_there_sends_back_to_the_desk(editor):
    for pk in ("999999", "abc", "1" * 40):
        assert editor.get(f"/admin/programmes/agreement/{pk}/change/").status_code in (302, 404)


# Links, lists, agreements ---------------------------------------------------------------------------------------------


def test_page_links_to_the_register_and_the_history_in_words(editor):
    force = make_force()
    html = editor.get(address(Force, "change", force.pk)).content.decode()

    assert f'href="{register_page(force)}"' in html
    assert f"<h1>{force.reference} {force.name}</h1>" in html
    history = editor.get(address(Force, "history", force.pk))
    assert history["Location"] == register_page(force, "history")


def test_list_is_searched_by_any_text_accents_aside(editor):
    found = make_alliance(name="Réseau of the East", short_name="East")
    make_alliance(name="Another", short_name="Other")

    for term in ("reseau", "EAST rés", found.reference):
        page = editor.get(address(type(found), "changelist"), {"q": term})
        assert [a.pk for a in page.context["cl"].result_list] == [found.pk]


def test_gaps_are_listed(editor):
    cited, uncited = make_force(), make_force()
    make_citation(about=cited)

    def shown(value):
        page = editor.get(address(Force, "changelist"), {"cited": value})
        return [f.pk for f in page.context["cl"].result_list]

    assert (shown("yes"), shown("no")) == ([cited.pk], [uncited.pk])


def test_agreement_records_its_events_through_the_one_door(editor):
    agreement = make_agreement(title="The agreement", kind="mou")
    url = f"/admin/programmes/agreement/{agreement.pk}/event/drafted/"
    assert f'href="{url}"' in editor.get(address(Agreement, "change", agreement.pk)).content.decode()

    data = form_data(editor.get(url), "event-form")
    refused = editor.post(url, {**data, "on": "2999-01-01"})
    assert "There is a problem" in refused.content.decode()
    assert editor.post(url, {**data, "on_words": "June 2013"}).status_code == 302
    event = agreement.events.get()
    assert (event.kind, event.on, event.on_words) == ("drafted", "2013-06", "June 2013")

    url = f"/admin/programmes/agreement/{agreement.pk}/event/corrected/"
    data = form_data(editor.get(url), "event-form")
    refused = editor.post(url, {**data, "reason": "Wrong."})
    assert "Event to correct – Fill this in; it is needed." in refused.content.decode()
    refused = editor.post(url, {**data, "reason": "Wrong.", "corrects": event.pk})
    assert "Only the last step of an agreement can be corrected" in refused.content.decode()


def test_an_agreements_event_form_sent_twice_records_one_event(editor):
    agreement = make_agreement(title="The agreement", kind="mou")
    url = f"/admin/programmes/agreement/{agreement.pk}/event/drafted/"
    sent = {**form_data(editor.get(url), "event-form"), "on": "2013-06"}

    answers = [editor.post(url, sent, follow=True) for _ in range(2)]

    assert [event.kind for event in agreement.events.all()] == ["drafted"]
    assert ["Recorded: drafted." in answer.content.decode() for answer in answers] == [True, True]


# Accounts -------------------------------------------------------------------------------------------------------------


def test_administrator_gives_roles_with_the_rules_as_sentences(db):
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    user = make_user(username="new")
    row = {"grants-0-role": Role.OFFICE_VIEWER, "grants-0-starts": "2026-01-01"}

    refused = change(client, user, **row)
    assert "Office: give it for office viewers and recorders" in refused.content.decode()
    office = make_body(kind="pcc")
    assert change(client, user, **row, **{"grants-0-body": office.pk}).status_code == 302

    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.body) == (Role.OFFICE_VIEWER, office)
    html = client.get(address(User, "change", user.pk)).content.decode()
    assert "is_superuser" not in html
    assert "user_permissions" not in html


def test_list_of_users_names_their_roles(db):
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    make_grant(user=make_user(username="anna"), role=Role.AUDITOR)

    assert "Auditor" in client.get(address(User, "changelist")).content.decode()
