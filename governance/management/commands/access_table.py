"""`manage.py access_table`: writes docs/access.md, the roles and what each may do, from the grants."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from programmes.access import GRANTS, ROLE_WORDS, Capability
from programmes.choices import Role

FILE = "docs/access.md"


def page() -> str:
    """The page as it should stand in docs/."""
    lines = [
        "# Who may do what",
        "",
        "Made by `manage.py access_table` from `programmes/access.py`; a test compares the two. Do not edit by hand.",
        "",
        "A grant binds a user to a role between two dates, for one office or force where the role is bound to one. "
        "What a user may do is what the grants of the day allow together; staff and superuser flags give nothing.",
        "",
        "| role | what it is for |",
        "|---|---|",
        *(f"| {role.label} | {ROLE_WORDS[role]} |" for role in Role),
        "",
        f"| may | {' | '.join(str(role.label) for role in Role)} |",
        f"|---|{'---|' * len(Role)}",
        *(
            f"| {capability.value} | {' | '.join('yes' if capability in GRANTS[role] else '–' for role in Role)} |"
            for capability in Capability
        ),
        "",
    ]
    return "\n".join(lines)


class Command(BaseCommand):
    help = "Write docs/access.md, the table of roles and what each may do."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, FILE).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{FILE} written.")
