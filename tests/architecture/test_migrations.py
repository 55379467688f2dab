"""Migrations: none missing, one line of them in each app, all of them run on the current database."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

APPS = ("programmes", "workstreams", "governance")


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"The models have changed; make migrations.\n{said.getvalue()}")


@pytest.mark.parametrize("app", APPS)
def test_migrations_follow_one_another_in_one_line(app):
    loader = MigrationLoader(None)
    mine = sorted(name for label, name in loader.disk_migrations if label == app)
    assert mine
    before = None
    for name in mine:
        parents = [parent for label, parent in loader.disk_migrations[app, name].dependencies if label == app]
        assert parents == ([before] if before else []), f"{app}.{name} does not follow {before}"
        before = name


@pytest.mark.django_db
def test_every_migration_has_run():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db(transaction=True)
def test_migrations_run_backwards_and_forwards_again():
    tables = set(connection.introspection.table_names())
    call_command("migrate", "programmes", "zero", verbosity=0)
    left = set(connection.introspection.table_names())
    assert [name for name in left if name.startswith(APPS)] == []
    call_command("migrate", verbosity=0)
    assert set(connection.introspection.table_names()) == tables
