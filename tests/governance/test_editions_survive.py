"""A published edition stands by itself: it reads the same when every table of the work is gone."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from governance.models import BusinessCase
from governance.public.addresses import public_addresses
from governance.public_database import PUBLIC_TABLES
from programmes.choices import Marking
from tests.factories.leaks import content_of
from tests.factories.marked import Tokens, World
from tests.factories.telling import publish_record


@pytest.mark.django_db
def test_published_edition_survives_the_deletion_of_the_working_tables(client, capsys):
    case = World("public", Marking.PUBLIC, Tokens()).business_case
    publish_record()
    addresses = list(public_addresses())
    before = {address: content_of(client.get(address)) for address in addresses}
    assert case.title in before[f"/cases/{case.reference}/"].decode()
    assert len(before) > 100

    with transaction.atomic():
        connection.check_constraints()  # what waits for the end of the transaction would hold the tables
        with connection.cursor() as cursor:
            for table in working_tables():
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{all_that_leans_on_it()}")
        with pytest.raises(DatabaseError), transaction.atomic():
            BusinessCase.objects.count()
        after = {address: content_of(client.get(address)) for address in addresses}
        call_command("verify_editions")
        transaction.set_rollback(True)

    assert after == before
    assert BusinessCase.objects.filter(pk=case.pk).exists()


def working_tables() -> list[str]:
    """Every table of the three apps but those of the editions."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    ours = tuple(f"{app}_" for app in ("programmes", "workstreams", "governance"))
    found = [name for name in tables if name.startswith(ours) and name not in PUBLIC_TABLES]
    assert len(found) > len(list(apps.get_app_config("governance").get_models()))
    return found


def all_that_leans_on_it() -> str:
    """PostgreSQL drops a table that others point to only with their constraints."""
    return " CASCADE" if connection.vendor == "postgresql" else ""
