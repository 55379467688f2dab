"""Public pages read the edition tables and nothing else, on the true public connection; no person, no cookie, no write."""

import dataclasses

import pytest
from django.db import DatabaseError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from governance.models import Edition, EditionPage
from governance.public_database import PUBLIC_TABLES
from governance.publication import deciding_pages, pages, parts, rows, special_pages, status_rows, telling_pages
from programmes.choices import Marking, Role
from programmes.history import Record
from programmes.models import Programme, User
from tests.factories.marked import Tokens, World
from tests.factories.programmes import make_user
from tests.factories.telling import publish_record

real = pytest.mark.django_db(transaction=True, databases=["default", "public"])


@pytest.fixture
def edition():
    World("public", Marking.PUBLIC, Tokens())
    return publish_record()


def addresses() -> list[str]:
    paths = list(EditionPage.objects.values_list("path", flat=True))
    return [*paths, "/editions/", "/corrections/", "/editions/1/", "/editions/1/cases/", "/missing/", "/editions/9/"]


@real
def test_each_page_is_one_query_of_the_public_connection(client, edition):
    for path in addresses():
        with CaptureQueriesContext(connections["public"]) as public, CaptureQueriesContext(connection) as staff:
            response = client.get(path)

        assert response.status_code in {200, 404}
        assert len(public) == 1, path
        assert len(staff) == 0, path


@real
def test_page_touches_no_person_and_sets_no_cookie(client, edition):
    client.force_login(make_user(Role.EDITOR))
    for path in addresses():
        with CaptureQueriesContext(connection) as staff:
            response = client.get(path)

        assert len(staff) == 0, path
        assert not response.cookies, path
        assert "Cookie" not in response.headers.get("Vary", ""), path
        assert response.headers["Cache-Control"] == "public, max-age=60", path


@real
def test_only_get_and_head_are_answered(client, edition):
    for method in ("post", "put", "patch", "delete", "options"):
        for path in ("/", "/cases/", "/editions/", "/corrections/", "/editions/1/"):
            assert getattr(client, method)(path).status_code == 405, (method, path)
    assert client.head("/").status_code == 200


@real
def test_live_tables_cannot_be_read_through_the_public_connection():
    models = [Programme, User, *Record.__subclasses__()]
    for model in models:
        if model._meta.abstract:
            continue
        with pytest.raises(DatabaseError):
            list(model._base_manager.using("public")[:1])


@real
def test_edition_tables_are_read_through_the_public_connection(edition):
    assert Edition.objects.using("public").get() == edition
    assert EditionPage.objects.using("public").count() == edition.pages.count()


def each_pattern(resolver):
    """The patterns of a resolver and of those it includes."""
    for pattern in resolver.url_patterns:
        yield from each_pattern(pattern) if hasattr(pattern, "url_patterns") else [pattern]


def test_every_public_address_says_that_it_is_public():
    found = {
        pattern.name: pattern.callback
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) == "public"
        for pattern in each_pattern(resolver)
    }

    # fmt: off
    assert set(found) == {
        "front", "page", "edition-front", "edition-page", "edition-list", "edition-list-before", "correction-list",
        "correction-list-before", "edition-fingerprints", "robots", "site-map", "site-map-part", "data-dictionary", "data-all",
        "edition-data-all", "data-csv", "data-csv-metadata.json", "data-json", "data-xlsx", "edition-data-csv",
        "edition-data-csv-metadata.json", "edition-data-json", "edition-data-xlsx", "feed-atom", "feed-calendar",
        "paper-pdf", "paper-docx", "api", "api-tables", "api-rows", "api-record", "api-nothing", "api-description",
    }
    # fmt: on
    assert all(view.public is True and view.login_required is False for view in found.values())


def test_edition_tables_hold_no_key_into_the_working_tables():
    for model in (Edition, EditionPage):
        assert model._meta.db_table in PUBLIC_TABLES
        relations = [field for field in model._meta.concrete_fields if field.is_relation]
        assert {field.related_model._meta.db_table for field in relations} <= set(PUBLIC_TABLES)


def test_pages_declare_a_label_and_a_shape_for_each_field():
    for module in (pages, special_pages, deciding_pages, telling_pages):
        for page in vars(module).values():
            if isinstance(page, type) and issubclass(page, pages.Page):
                assert page.__dataclass_params__.frozen, page
                for field in dataclasses.fields(page):
                    assert field.metadata["label"]
                    assert field.metadata["shape"] in parts.Shape


def test_no_page_has_a_field_for_what_is_never_public():
    never = {"internal_note", "note_internal", "marking", "owner", "signatory", "sponsor", "sro", "recorded_by", "user"}
    for module in (pages, special_pages, deciding_pages, telling_pages, rows, status_rows):
        for page in vars(module).values():
            if dataclasses.is_dataclass(page):
                assert not never & {field.name for field in dataclasses.fields(page)}, page
