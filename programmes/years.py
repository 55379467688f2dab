"""Financial years, 1 April to 31 March, written as 2016/17."""

import datetime as dt
import re

from django.core.exceptions import ValidationError

_YEAR = re.compile(r"(?P<first>(?:19|20)\d\d)/(?P<second>\d\d)", re.ASCII)


def is_financial_year(value: str) -> bool:
    """Whether a text is a financial year such as 2016/17."""
    found = _YEAR.fullmatch(value)
    return found is not None and int(found["second"]) == (int(found["first"]) + 1) % 100


def validate_financial_year(value: str) -> None:
    """Refuse what is no financial year, with the form it is written in."""
    if not is_financial_year(value):
        raise ValidationError("Write the financial year as 2016/17.", code="financial_year")


def days_of(year: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a financial year. Raises ValueError for what is none."""
    if not is_financial_year(year):
        raise ValueError(f"{year} is not a financial year.")
    first = int(year[:4])
    return dt.date(first, 4, 1), dt.date(first + 1, 3, 31)
