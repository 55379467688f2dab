"""Publish the edition whose time has come; run by a timer each minute or so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.models import DuePublication
from governance.publication.timing import Outcome, moment, publish_due


class Command(BaseCommand):
    help = (
        "Publishes the approved edition whose time has come. The register is composed again and compared; what differs is "
        "refused, told here and on the edition’s page, and waits no longer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = publish_due()
        if outcome is None:
            self.stdout.write(self.waiting())
        elif outcome.refusal:
            raise CommandError(f"{outcome.edition}, due on {moment(outcome.due_at)}, was refused. {outcome.refusal}")
        else:
            self.stdout.write(f"{outcome.edition} is public{_late(outcome)}.")

    def waiting(self) -> str:
        """What waits, where nothing is due."""
        due = DuePublication.objects.select_related("edition").first()
        if due is None:
            return "No edition waits for its time."
        return f"Nothing is due: {due.edition} waits for {moment(due.due_at)}."


def _late(outcome: Outcome) -> str:
    minutes = outcome.minutes_late
    if minutes == 0:
        return ""
    late = "1 minute" if minutes == 1 else f"{minutes:,} minutes"
    return f", {late} after its time ({moment(outcome.due_at)})"
