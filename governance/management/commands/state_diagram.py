"""`manage.py state_diagram`: writes docs/case-states.md from the transition table."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.stages import diagram

FILE = "docs/case-states.md"


def page() -> str:
    """The page as it should stand in docs/."""
    return (
        "# The states of a business case\n\n"
        "Made by `manage.py state_diagram` from the table in `governance/stages/table.py`; "
        "a test compares the two. Do not edit by hand.\n\n"
        "A case goes through the stages it needs (strategic outline case, outline business case, full business case); "
        "the diagram shows the states within a stage, and the way from the last stage on.\n\n"
        f"{diagram()}"
    )


class Command(BaseCommand):
    help = "Write docs/case-states.md, the states of a business case, from the transition table."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, FILE).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{FILE} written.")
