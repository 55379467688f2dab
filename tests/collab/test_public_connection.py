"""The `public` connection reads the edition tables and nothing else, on both databases."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connections

from governance.public_database import PUBLIC_TABLES

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


def read(sql: str) -> list:
    with connections["public"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize("table", PUBLIC_TABLES)
def test_edition_table_is_read(table):
    assert read(f"SELECT count(*) FROM {table}") == [(0,)]
    assert read(f"SELECT * FROM {table}") == []


def other_tables() -> list[str]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted((tables | {"django_migrations"}) - set(PUBLIC_TABLES))


def test_no_other_table_is_read():
    assert len(other_tables()) > 50
    for table in other_tables():
        for sql in (f"SELECT 1 FROM {table}", f"SELECT count(*) FROM {table}", f"SELECT (SELECT 1 FROM {table})"):
            with pytest.raises(DatabaseError):
                read(sql)


def test_edition_tables_are_the_models_tables():
    assert set(PUBLIC_TABLES) <= {model._meta.db_table for model in apps.get_app_config("governance").get_models()}


@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET id = 1", "INSERT INTO {} DEFAULT VALUES"])
@pytest.mark.parametrize("table", PUBLIC_TABLES)
def test_nothing_is_written(verb, table):
    with pytest.raises(DatabaseError):
        read(verb.format(table))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_table_info('programmes_user')",
        "PRAGMA table_info(programmes_user)",
        "ATTACH ':memory:' AS other",
        "CREATE TEMP TABLE other (id integer)",
    ],
)
def test_sqlite_is_not_asked_around_the_fence(sql):
    if connections["public"].vendor != "sqlite":
        pytest.skip("SQLite only")
    with pytest.raises(DatabaseError):
        read(sql)


def test_postgresql_reads_as_the_public_role():
    if connections["public"].vendor != "postgresql":
        pytest.skip("PostgreSQL only")
    assert read("SELECT current_user, current_setting('transaction_read_only')") == [("register_public", "on")]
