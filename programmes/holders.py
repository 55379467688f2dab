"""Who held an office on a day: the office acts, its holder of that day is recorded beside it (design section 2.8)."""

import datetime as dt

from programmes.models import Body, Holder


class VacantOffice(Exception):
    """Nobody held the office on that day, so it could not decide or sign (Cambridgeshire, 11-27 November 2019)."""

    def __init__(self, body: Body, day: dt.date) -> None:
        super().__init__(
            f"{body} was vacant on {day.day} {day:%B %Y}; a vacant office cannot decide or sign. Check the date."
        )


def holder_on(body: Body, day: dt.date) -> Holder | None:
    """The holder of an office on a day, or None when the record does not say.

    Raises VacantOffice when one holder had surely left and the next had surely not begun.
    """
    terms = [h for h in body.holders.all() if h.starts or h.ends]
    for holder in terms:
        if holder.starts_earliest and holder.starts_earliest <= day and (
            holder.ends_latest is None or day <= holder.ends_latest
        ):  # fmt: skip
            return holder
    left = any(h.ends_latest and h.ends_latest < day for h in terms)
    to_come = any(h.starts_earliest and h.starts_earliest > day for h in terms)
    if left and to_come:
        raise VacantOffice(body, day)
    return None
