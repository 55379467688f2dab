"""Which database is migrated: the register's own, never the public reading connection."""

from typing import Any


class PublicIsReadOnly:
    """`public` reads published editions with `.using("public")`; nothing is made or written through it."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == "public" else None
