"""The role of PostgreSQL that the public site reads with: made, or put right, by `manage.py public_role` and by `migrate`."""

from collections.abc import Iterator
from typing import Any

from governance.public_database import PUBLIC_TABLES

ROLE = "register_public"

_MAKE = f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
            CREATE ROLE {ROLE} NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""
_LET_IN = f"""
    DO $$ BEGIN
        IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
            EXECUTE 'GRANT {ROLE} TO ' || quote_ident(current_user);
        END IF;
    END $$
"""
#: Whatever else the role was given on this database's tables and sequences, one statement each.
_EXTRA = """
    SELECT DISTINCT quote_ident(table_schema) || '.' || quote_ident(table_name), privilege_type
    FROM information_schema.role_table_grants
    WHERE grantee = %s AND NOT (table_schema = 'public' AND table_name = ANY(%s) AND privilege_type = 'SELECT')
    ORDER BY 1, 2
"""


def statements() -> Iterator[str]:
    """What makes the role and gives it what it needs; run again, they change nothing."""
    yield _MAKE
    yield _LET_IN
    yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
    yield f"GRANT SELECT ON {', '.join(PUBLIC_TABLES)} TO {ROLE}"


def put_right(connection: Any) -> list[str]:
    """Make the role, grant it the edition tables, take away everything else; what was taken away, in words."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
        cursor.execute(_EXTRA, [ROLE, list(PUBLIC_TABLES)])
        extra = cursor.fetchall()
        for table, privilege in extra:
            cursor.execute(f"REVOKE {privilege} ON {table} FROM {ROLE}")
    return [f"{privilege} on {table}" for table, privilege in extra]
