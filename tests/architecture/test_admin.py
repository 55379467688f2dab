"""The desk holds for every kind of record: who may, nothing deleted, nothing derived typed, the same queries."""

import inspect
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes import record_state
from programmes.admin_site import GROUPS, address
from programmes.choices import Role
from programmes.history import Record
from programmes.models import Grant, User
from tests.factories import governance, programmes, workstreams

MODELS = sorted(admin.site._registry, key=lambda m: m._meta.label)
RECORDS = [m for m in MODELS if issubclass(m, Record)]
DERIVED = ("reference", "version", "state", "stage_state", "content_hash", "frozen_at", "seq")

MAKERS = {
    inspect.signature(maker, eval_str=True).return_annotation: maker
    for module in (programmes, workstreams, governance)
    for name, maker in inspect.getmembers(module, inspect.isfunction)
    if name.startswith("make_") and maker.__module__ == module.__name__
}


def by_name(model):
    return model._meta.label


def signed_in(role):
    client = Client()
    client.force_login(programmes.make_user(role))
    return client


def role_for(model):
    return Role.ADMINISTRATOR if model in (User, Grant) else Role.EDITOR


@pytest.fixture
def editor(db):
    return signed_in(Role.EDITOR)


def test_every_kind_stands_under_a_heading_of_the_home():
    assert {a.group for a in admin.site._registry.values()} == set(GROUPS)


#: What a list may cost: session, user, roles, number of rows, rows, what its filters offer, and two for its dates.
MOST_QUERIES = 8


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_list_costs_the_same_queries_at_one_and_three_rows(db, model, django_assert_num_queries):
    client = signed_in(role_for(model))
    MAKERS[model]()
    client.get(address(model, "changelist"))
    with django_assert_num_queries(50, exact=False) as at_one:
        assert client.get(address(model, "changelist")).status_code == 200
    for _ in range(2):
        MAKERS[model]()
    with django_assert_num_queries(len(at_one)):
        answer = client.get(address(model, "changelist"))
    assert answer.status_code == 200
    assert answer.context["cl"].result_count >= 3
    assert len(at_one) <= MOST_QUERIES


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_list_costs_no_more_with_a_filter_chosen_and_words_searched(db, model):
    client = signed_in(role_for(model))
    for _ in range(2):
        MAKERS[model]()
    changelist = client.get(address(model, "changelist")).context["cl"]
    links = [list(spec.choices(changelist))[-1]["query_string"] for spec in changelist.filter_specs]

    for link in [*links, "?q=a", "?o=-1"]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(model, "changelist") + link).status_code == 200
        assert len(queries) <= MOST_QUERIES, link


@pytest.mark.parametrize("model", [m for m in MODELS if m._meta.label != "governance.Edition"], ids=by_name)
def test_page_of_a_record_costs_at_most_seventeen_queries(db, model):
    client = signed_in(role_for(model))
    page = address(model, "change", MAKERS[model]().pk)
    client.get(page)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200

    assert len(queries) <= 17


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_pages_open_search_and_carry_nothing_inline(db, model):
    client = signed_in(role_for(model))
    made = MAKERS[model]()
    pages = [
        address(model, "changelist"),
        address(model, "changelist") + "?q=K%C3%A9nt+a",
    ]
    if model._meta.label != "governance.Edition":
        pages.append(address(model, "change", made.pk))
    if admin.site._registry[model].has_add_permission(answering(client)):
        pages.append(address(model, "add"))

    for page in pages:
        answer = client.get(page)
        html = answer.content.decode()
        assert answer.status_code == 200, page
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", html), page


def answering(client):
    """A request as the client's user would make it."""
    return client.get(reverse("admin:index")).wsgi_request


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_nothing_is_deleted(db, model):
    client = signed_in(role_for(model))
    made = MAKERS[model]()
    before = model._base_manager.count()

    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[made.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    client.post(
        address(model, "changelist"), {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"}
    )

    assert model._base_manager.count() == before


@pytest.mark.parametrize("model", RECORDS, ids=by_name)
def test_no_derived_field_is_typed(db, model, editor):
    kind = admin.site._registry[model]
    request = answering(editor)
    made = MAKERS[model]()
    for obj in (None, made):
        fields = set(kind.get_form(request, obj, change=obj is not None).base_fields)
        days = {name for name in fields if name.endswith(("_earliest", "_latest"))}
        assert not days
        assert not fields & set(DERIVED)


@pytest.mark.parametrize("model", RECORDS, ids=by_name)
def test_publisher_reads_and_cannot_change(db, model):
    made = MAKERS[model]()
    client = signed_in(Role.PUBLISHER)

    page = client.get(address(model, "change", made.pk))

    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert client.post(address(model, "change", made.pk), {"marking": "public"}).status_code == 403
    assert client.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_administrator_sees_accounts_only(db, model):
    client = signed_in(Role.ADMINISTRATOR)

    status = client.get(address(model, "changelist")).status_code

    assert status == (200 if model in (User, Grant) else 403)


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR, Role.AUDITOR, None])
def test_other_roles_stay_out(db, role):
    client = signed_in(role)

    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/programmes/force/").status_code == 403
    assert client.get("/admin/login/").status_code == 403


def test_superuser_and_staff_flags_give_nothing(db):
    client = Client()
    client.force_login(programmes.make_user(is_superuser=True, is_staff=True))

    assert client.get("/admin/").status_code == 403


def test_stranger_is_sent_to_the_sign_in_page(client, db):
    answer = client.get("/admin/programmes/force/")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/admin/programmes/force/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=/admin/"


def test_home_costs_the_same_queries_with_more_to_show(editor, django_assert_num_queries):
    programmes.make_citation(about=programmes.make_force())
    governance.make_business_case(state="drafting")
    governance.make_edition()
    editor.get("/admin/")
    record_state.forget()
    with django_assert_num_queries(60, exact=False) as at_one:
        editor.get("/admin/")
    for _ in range(3):
        governance.make_business_case(state="drafting")
        governance.make_local_decision()
        governance.make_edition()
    record_state.forget()
    with django_assert_num_queries(len(at_one)):
        page = editor.get("/admin/")
    assert "Cases under way (7)" in page.content.decode()
