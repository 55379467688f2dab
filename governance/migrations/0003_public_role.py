"""PostgreSQL: the role the public site reads with may select from the edition tables and nothing else."""

from typing import Any

from django.db import migrations

ROLE = "register_public"
TABLES = (
    "governance_edition",
    "governance_editionpage",
    "governance_editionevent",
    "governance_editionfile",
    "governance_publication",
)


def grant(apps: Any, schema_editor: Any) -> None:
    """Make the role unless it is there (its maker needs CREATEROLE), and let the register's login take it on."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
                CREATE ROLE {ROLE} NOLOGIN;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$
        """
    )
    schema_editor.execute(
        f"""
        DO $$ BEGIN
            IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
                EXECUTE 'GRANT {ROLE} TO ' || quote_ident(current_user);
            END IF;
        END $$
        """
    )
    schema_editor.execute(f"GRANT SELECT ON {', '.join(TABLES)} TO {ROLE}")
    schema_editor.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")


def revoke(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"REVOKE ALL ON {', '.join(TABLES)} FROM {ROLE}")


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_append_only")]

    operations = [migrations.RunPython(grant, revoke)]
