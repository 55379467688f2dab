"""Sums of money that the database makes, exact to the penny on both databases (SQLite keeps decimals as floats)."""

from decimal import Decimal

from django.db.models import BigIntegerField, F, Sum
from django.db.models.functions import Cast, Round


def pence(name: str) -> Sum:
    """The sum of a column of pounds, in whole pence; NULL when no row states one."""
    return Sum(Cast(Round(F(name) * 100), BigIntegerField()))


def in_pounds(total: int | Decimal) -> Decimal:
    """Pence as pounds."""
    return (Decimal(int(total)) / 100).quantize(Decimal("0.01"))
