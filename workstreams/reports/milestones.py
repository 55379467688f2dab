"""What the page of a milestone says."""

from django.urls import reverse
from django.utils import timezone

from programmes import pages
from programmes.access import Capability, may
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, table_section
from programmes.reading import Reader
from workstreams.models import Milestone
from workstreams.reports.dependencies import dependency_section
from workstreams.reports.waits import of_milestone
from workstreams.tables.milestone import STANDING_KINDS, MoveTable


def milestone_page(milestone: Milestone, reader: Reader) -> PageParts:
    """A milestone: baseline, forecast, actual, and each time a date moved, why."""
    standing = milestone.standing_on(timezone.localdate())
    return PageParts(
        kind="Milestone",
        lead=milestone.words,
        template="programmes/_actions.html",
        extra={"links": _own_force_links(milestone, reader)},
        facts=(
            pages.record("Workstream", milestone.workstream, reader),
            pages.record("Force", milestone.force, reader, empty="All forces alike"),
            pages.date("Baseline", milestone, "baseline"),
            pages.date("Forecast", milestone, "forecast"),
            pages.date("Actual", milestone, "actual", empty="Not reached, as far as is recorded"),
            Fact("Standing", str(standing.label), kind=STANDING_KINDS[standing]),
            Fact("Slip, actual or forecast beside baseline", milestone.slipped.words),
        ),
        sections=(
            dependency_section(
                of_milestone(reader, milestone),
                reader,
                empty="Nothing is recorded to wait for it, nor it for anything.",
            ),
            table_section(
                "Moves of its dates",
                MoveTable,
                milestone.moves.select_related("recorded_by"),
                reader,
                anchor="moves",
                empty="No move of a date is recorded.",
            ),
        ),
    )


def _own_force_links(milestone: Milestone, reader: Reader) -> list[Link]:
    """What somebody who updates this force's milestones can do here."""
    if milestone.force is None or not may(reader.user, Capability.UPDATE_OWN_FORCE, milestone.force):
        return []
    return [Link("Change our dates", reverse("workstreams:milestone-dates", args=[milestone.reference]))]
