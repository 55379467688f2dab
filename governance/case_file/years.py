"""Financial years as the case writes them, 2016/17, in a row without gaps."""

from collections.abc import Iterable


def year_after(year: str, steps: int = 1) -> str:
    """The financial year some years later: 2017/18 after 2016/17."""
    first = int(year[:4]) + steps
    return f"{first}/{(first + 1) % 100:02d}"


def years_from(first: str, count: int) -> list[str]:
    """Financial years in a row, beginning with the first."""
    return [year_after(first, n) for n in range(count)]


def gaps(years: Iterable[str]) -> list[str]:
    """The financial years missing between the first and the last of some."""
    known = set(years)
    if not known:
        return []
    first, last = min(known), max(known)
    return [year for year in years_from(first, int(last[:4]) - int(first[:4]) + 1) if year not in known]


def span(years: Iterable[str]) -> list[str]:
    """Every financial year from the first to the last of some."""
    known = set(years)
    return years_from(min(known), int(max(known)[:4]) - int(min(known)[:4]) + 1) if known else []
