"""`manage.py local_decision_diagram`: writes docs/local-decision-states.md from the table of an office’s decision."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.local_table import diagram

FILE = "docs/local-decision-states.md"


def page() -> str:
    """The page as it should stand in docs/."""
    return (
        "# The states of one office’s decision\n\n"
        "Made by `manage.py local_decision_diagram` from the table in `governance/local_table.py`; "
        "a test compares the two. Do not edit by hand.\n\n"
        "While a case is with its offices each of them may decide, and change its mind. A case is approved once every "
        "required office has approved the present offer and document version and every condition is closed. "
        "What an office said stays in the record when it is asked again or left out.\n\n"
        f"{diagram()}"
    )


class Command(BaseCommand):
    help = "Write docs/local-decision-states.md, the states of one office’s decision, from its table."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, FILE).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{FILE} written.")
