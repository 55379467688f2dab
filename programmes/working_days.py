"""Working days in England: Monday to Friday, and no public holiday."""

import datetime as dt
from functools import lru_cache

import holidays

_SATURDAY = 5


@lru_cache(maxsize=64)
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year)


def holiday(day: dt.date) -> str:
    """The name of the public holiday in England on a day, “” where there is none."""
    return str(_holidays(day.year).get(day, ""))


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, and no public holiday in England."""
    return day.weekday() < _SATURDAY and not holiday(day)


def working_days_before(day: dt.date, number: int) -> dt.date:
    """The working day in England that lies `number` clear working days before a day.

    Cambridgeshire’s Panel sends its papers out six working days before it meets; the day itself is not counted.
    """
    return _step(day, number, -1)


@lru_cache(maxsize=4096)
def working_days_after(day: dt.date, number: int) -> dt.date:
    """The working day in England that lies `number` working days after a day, which is not counted itself."""
    return _step(day, number, 1)


def _step(day: dt.date, number: int, way: int) -> dt.date:
    while number:
        day += dt.timedelta(days=way)
        number -= is_working_day(day)
    return day


def working_days_between(first: dt.date, last: dt.date) -> int:
    """How many working days in England lie after a day, up to another and counting it; 0 when it is not later."""
    days = (last - first).days
    return sum(is_working_day(first + dt.timedelta(days=n)) for n in range(1, days + 1))
