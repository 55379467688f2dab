"""What the page of a local difference says."""

from django.urls import reverse
from django.utils import timezone

from governance.divergences import standing_words
from governance.models import Divergence
from programmes import pages
from programmes.access import Capability, may
from programmes.navigation import Link
from programmes.pages import Fact, PageParts
from programmes.reading import Reader


def divergence_page(divergence: Divergence, reader: Reader) -> PageParts:
    """A local difference: whose, from what, why, at what cost, when it is looked at again."""
    overdue = bool(divergence.review_on and not divergence.closed_on and divergence.review_on < timezone.localdate())
    standing = standing_words(divergence.closed_on, divergence.review_on, timezone.localdate())
    ended = (pages.text("How it ended", divergence.closed_how),) if divergence.closed_on else ()
    return PageParts(
        kind="Local difference",
        lead=divergence.difference,
        template="programmes/_actions.html",
        extra={"links": _doors(divergence, reader)},
        facts=(
            Fact("Standing", standing, kind="bad" if overdue else "done" if divergence.closed_on else "info"),
            *ended,
            *([pages.record("Force", divergence.force, reader)] if divergence.force else []),
            *([pages.record("Office", divergence.body, reader)] if divergence.body else []),
            pages.record("From the agreement", divergence.agreement, reader, empty="None"),
            pages.record("From the business case", divergence.case, reader, empty="None"),
            pages.record("From the workstream", divergence.workstream, reader, empty="None"),
            pages.text("Why", divergence.reason),
            pages.text("Owner", divergence.owner),
            pages.date("Since", divergence, "starts"),
            Fact("Cost", divergence.amount.in_words(), note=f"“{divergence.words}”" if divergence.words else ""),
            Fact("Review by", f"{divergence.review_on:%-d %B %Y}" if divergence.review_on else ""),
        ),
    )


def _doors(divergence: Divergence, reader: Reader) -> list[Link]:
    """What somebody who edits the record can do here."""
    if divergence.closed_on or not may(reader.user, Capability.EDIT):
        return []
    return [Link("Review or close", reverse("governance:divergence-review", args=[divergence.reference]))]
