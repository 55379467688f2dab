"""Who held an office on a day: the office acts, its holder of that day is recorded beside it (design section 2.8)."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from programmes.dates import VagueDate
from programmes.fields import vague
from programmes.models import Body, Holder


class VacantOffice(Exception):
    """Nobody held the office on that day, so it could not decide or sign (Cambridgeshire, 11-27 November 2019)."""

    def __init__(self, body: Body, day: dt.date) -> None:
        super().__init__(
            f"{body} was vacant on {day.day} {day:%B %Y}; a vacant office cannot decide or sign. Check the date."
        )


def holder_on(body: Body, day: dt.date) -> Holder | None:
    """The holder of an office on a day, or None when the record does not say.

    Of several terms that cover the day the one that began last holds, so a term whose end no source gives ends when
    the next surely began; None when the dates are too vague to choose. Raises VacantOffice when one holder had
    surely left and the next had surely not begun.
    """
    terms = [(holder, vague(holder, "starts"), vague(holder, "ends")) for holder in body.holders.all()]
    possible = [(holder, starts) for holder, starts, ends in terms if _may_cover(starts, ends, day)]
    begun = [starts.latest for _, starts in possible if starts.latest and starts.latest <= day]
    if begun:
        possible = [(holder, starts) for holder, starts in possible if starts.latest and starts.latest >= max(begun)]
    if possible:
        return possible[0][0] if len(possible) == 1 else None
    left = any(ends.latest and ends.latest < day for _, _, ends in terms)
    to_come = any(starts.earliest and starts.earliest > day for _, starts, _ in terms)
    if left and to_come:
        raise VacantOffice(body, day)
    return None


def holder_between(body: Body, first: dt.date, last: dt.date) -> Holder | None:
    """The holder of an office on a day known only to lie between two, or None when the record does not say.

    Raises VacantOffice when the office was vacant on both.
    """
    found: list[Holder | None] = []
    for day in (first, last):
        try:
            found.append(holder_on(body, day))
        except VacantOffice:
            if day == last and not found:
                raise
    return found[0] if len(found) == 2 and found[0] == found[1] else None


#: How many bodies in a row may have taken over: police authority, PCC, PFCC, and what follows 2028.
_LINE = 4


def line_of(body: Body) -> list[Body]:
    """A body and those that took over from it, in order."""
    line = [body]
    while line[-1].succeeded_by is not None and len(line) < _LINE:
        line.append(line[-1].succeeded_by)
    return line


def office_on(body: Body, day: dt.date) -> Body:
    """The body that has the functions of `body` on a day: itself, or the last that had surely taken over by then."""
    begun = [
        successor for successor in line_of(body)[1:] if (starts := vague(successor, "starts").latest) and starts <= day
    ]
    return begun[-1] if begun else body


def inherited(path: str, bodies: Iterable[int]) -> Q:
    """The rows whose body, at the lookup `path`, is one of `bodies` (ids) or one that these took over from."""
    wanted = list(bodies)
    rule = Q()
    for step in range(_LINE):
        rule |= Q(**{f"{path}{'__succeeded_by' * step}__in": wanted})
    return rule


def _may_cover(starts: VagueDate, ends: VagueDate, day: dt.date) -> bool:
    """Whether a term may have run on a day; one without a start is too little known."""
    return starts.earliest is not None and starts.earliest <= day and (ends.latest is None or day <= ends.latest)
