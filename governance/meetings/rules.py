"""When boards meet and when papers are due: the rules a board sets, as words and as dates."""

import datetime as dt

from dateutil import rrule
from django.db.models import QuerySet
from django.utils import timezone

from governance.choices import CadenceWeek, MeetingStatus, Month, Weekday
from governance.models import Board, Meeting
from programmes.fields import vague
from programmes.working_days import holiday as holiday
from programmes.working_days import working_days_before


def papers_due(meeting: Meeting) -> dt.date | None:
    """The last day for papers: the meeting’s own, else by the board’s rule; None where neither says, or the day is vague."""
    if meeting.papers_due:
        return meeting.papers_due
    held = vague(meeting, "held")
    if meeting.board.paper_days is None or held.earliest is None or held.earliest != held.latest:
        return None
    return working_days_before(held.earliest, meeting.board.paper_days)


#: What is said of a planned meeting once its date has gone by: the register knows no more.
PASSED = "Date passed, not recorded as held"


def has_passed(meeting: Meeting) -> bool:
    """Whether a meeting is still only planned though every day its date may mean has gone by."""
    latest = vague(meeting, "held").latest
    return meeting.status == MeetingStatus.PLANNED and latest is not None and latest < timezone.localdate()


def status_words(meeting: Meeting) -> str:
    """How a meeting stands, in words: “Planned” is said of dates to come alone."""
    return PASSED if has_passed(meeting) else MeetingStatus(meeting.status).label


def rule_words(board: Board) -> str:
    """The board’s rule in words: “the second Wednesday of every 3rd month, counted from January”; “” without one."""
    if board.rule_months is None or board.rule_month is None or board.rule_week is None or board.rule_weekday is None:
        return ""
    often = {1: "every month", 2: "every other month", 3: "every third month", 4: "every fourth month"}
    every = often.get(board.rule_months, f"every {board.rule_months} months")
    day = f"the {CadenceWeek(board.rule_week).label.lower()} {Weekday(board.rule_weekday).label} of {every}"
    return day if board.rule_months == 1 else f"{day}, counted from {Month(board.rule_month).label}"


def deadline_words(board: Board) -> str:
    """How long before a meeting papers are due, in words; “” without a rule."""
    if board.paper_days is None:
        return ""
    return f"{board.paper_days} working day{'' if board.paper_days == 1 else 's'} in England before the meeting"


def may_agree_minutes(meeting: Meeting) -> QuerySet[Meeting]:
    """The meetings at which the minutes of one can have been agreed: of its board, later as far as is known, not to come."""
    rows = Meeting.objects.filter(board=meeting.board_id).exclude(pk=meeting.pk)
    rows = rows.exclude(status=MeetingStatus.CANCELLED).exclude(held_earliest__gt=timezone.localdate())
    if first := vague(meeting, "held").earliest:
        rows = rows.exclude(held_latest__lte=first)
    return rows.select_related("board").order_by("held_earliest", "pk")


def days_by_rule(*, first: dt.date, last: dt.date, months: int, month: int, week: int, weekday: int) -> list[dt.date]:
    """The days from `first` to `last` that a rule names: the `week`th `weekday` of every `months`th month from `month`.

    `week` is 1 to 4, or -1 for the last; `weekday` counts from Monday as 0.
    """
    named = [m for m in range(1, 13) if (m - month) % months == 0]
    begin = dt.datetime.combine(first, dt.time())
    found = rrule.rrule(
        rrule.MONTHLY, dtstart=begin, until=dt.datetime.combine(last, dt.time()), bymonth=named,
        byweekday=rrule.weekday(weekday)(week),
    )  # fmt: skip
    return [day.date() for day in found]


def quarters(first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The quarters of the year, January to March and so on, that begin from `first` to `last`."""
    found = []
    for year in range(first.year, last.year + 1):
        for month in (1, 4, 7, 10):
            begin = dt.date(year, month, 1)
            end = dt.date(year + month // 10, (month + 3 - 1) % 12 + 1, 1) - dt.timedelta(days=1)
            if first <= begin <= last:
                found.append((begin, end))
    return found
