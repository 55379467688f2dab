"""PostgreSQL: the role the public site reads with may select from the edition tables and nothing else."""

from typing import Any

from django.db import migrations

from governance.public_database import PUBLIC_TABLES
from governance.public_database.role import ROLE, statements


def grant(apps: Any, schema_editor: Any) -> None:
    """Make the role unless it is there (its maker needs CREATEROLE), and let the register's login take it on."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements():
            schema_editor.execute(statement)


def revoke(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"REVOKE ALL ON {', '.join(PUBLIC_TABLES)} FROM {ROLE}")


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_append_only")]

    operations = [migrations.RunPython(grant, revoke)]
