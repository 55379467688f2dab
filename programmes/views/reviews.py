"""The log of reviews of opportunities to collaborate."""

from django.db.models import QuerySet

from programmes.filters.records import ReviewFilter
from programmes.lists import RegisterList
from programmes.reports.reviews import TITLE, reviews_read_by
from programmes.tables.review import ReviewTable


class ReviewList(RegisterList):
    """Who kept opportunities under review, when, and what came of it."""

    title = TITLE
    lead = (
        "Chief officers (Police Act 1996 s22B) and policing bodies (s22C) keep opportunities to collaborate under "
        "review. What is best may be so although an office’s own force does not gain. Entries are never changed."
    )
    table_class, filter_class, csv_name = ReviewTable, ReviewFilter, "programmes:review-csv"
    empty = "No review is recorded."

    def get_queryset(self) -> QuerySet:
        return reviews_read_by(self.reader)
