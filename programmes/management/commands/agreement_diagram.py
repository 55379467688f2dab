"""`manage.py agreement_diagram`: writes docs/agreement-states.md from the table of an agreement’s events."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from programmes.agreements.door import TRANSITIONS
from programmes.choices import AgreementEventKind, AgreementState

FILE = "docs/agreement-states.md"


def page() -> str:
    """The page as it should stand in docs/."""
    return (
        "# The states of an agreement\n\n"
        "Made by `manage.py agreement_diagram` from the table in `programmes/agreements/door.py`; "
        "a test compares the two. Do not edit by hand.\n\n"
        "The diagram shows the events that set a state; the list has all of them, with those that leave it as it is.\n\n"
        f"{diagram()}"
    )


def diagram() -> str:
    """The table as a Mermaid state diagram and a list of every event."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for kind, (states, to) in TRANSITIONS.items():
        lines += [f"    {state or '[*]'} --> {to}: {kind.value}" for state in states if to]
    ends = [s for s in AgreementState if not any(s in states and to for states, to in TRANSITIONS.values())]
    lines += [f"    {state.value} --> [*]" for state in ends]
    lines += ["```", "", "A correction puts back the state before the event that it corrects.", ""]
    lines += ["| event | possible in | leads to |", "|---|---|---|"]
    for kind, (states, to) in TRANSITIONS.items():
        possible = ", ".join(_label(state) for state in states)
        lines.append(f"| {AgreementEventKind(kind).label} | {possible} | {_label(to) if to else 'the same state'} |")
    return "\n".join(lines) + "\n"


def _label(state: str) -> str:
    return AgreementState(state).label if state else "no event yet"


class Command(BaseCommand):
    help = "Write docs/agreement-states.md, the states of an agreement, from the table of its events."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, FILE).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{FILE} written.")
