"""The log of reviews of opportunities, on the pages of a force and of an office."""

from typing import Any

from programmes.access import Capability, may
from programmes.admin_site import review_url
from programmes.models import Body, Force, OpportunityReview
from programmes.navigation import Link
from programmes.pages import Section, table_section
from programmes.reading import Reader
from programmes.reports.pages import listed
from programmes.tables.review import ReviewTable

TITLE = "Reviews of opportunities to collaborate"
NONE = "No review is recorded. Police Act 1996 s22B and s22C: opportunities are kept under review."


def reviews_read_by(reader: Reader) -> Any:
    """The entries of the log a person may read, by the reader’s day."""
    rows: Any = OpportunityReview.objects.entries().filter(body__in=reader.rows(Body.objects))
    if reader.as_at:
        rows = rows.filter(on_latest__lte=reader.as_at)
    return rows.select_related("body", "recorded_by", "corrected_by")


def reviews_of_force(force: Force, reader: Reader) -> Section:
    """What the offices of a force reviewed, the newest first."""
    rows = reviews_read_by(reader).filter(body__force=force).order_by("-on_earliest", "-pk")
    return table_section(TITLE, ReviewTable, rows, reader, anchor="reviews", empty=NONE)


def reviews_of_office(body: Body, reader: Reader) -> Section:
    """What an office reviewed, the newest first; for editors with the way to enter another."""
    rows = reviews_read_by(reader).filter(body=body).order_by("-on_earliest", "-pk")
    links = [listed("The log of this office as a list and CSV", "programmes:review-list", office=body.reference)]
    if may(reader.user, Capability.EDIT):
        links.append(Link("Enter a review", review_url(body.pk)))
    return table_section(
        TITLE, ReviewTable, rows, reader, anchor="reviews", empty=NONE, without=("office",), links=tuple(links)
    )
