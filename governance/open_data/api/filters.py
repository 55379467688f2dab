"""By what the rows of a table can be narrowed: one parameter for each column that names a record or holds a code."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from governance.open_data.columns import Column, Table, Type
from governance.publication.composing.entries import years_between
from programmes.dates import bounds

#: The dates that `year` looks at, for each table that knows it.
YEARS: dict[str, tuple[str, ...]] = {
    "milestones": ("baseline", "forecast", "actual"),
    "matrix": ("as_at",),
    "cases": ("since",),
    "case-events": ("on",),
    "decisions": ("decided",),
    "local-decisions": ("decided",),
    "agreements": ("signed",),
    "savings-claims": ("said",),
    "meetings": ("held",),
    "sources": ("dated",),
}
#: Columns of text by which rows can be narrowed: names that many rows share.
NAMES = ("area", "group", "code")

REFERENCE = r"[A-Z]+-[0-9]{1,9}"
_PATTERNS = {
    Type.REFERENCE: (REFERENCE, "a reference in capitals, such as FOR-1"),
    Type.REFERENCES: (REFERENCE, "a reference in capitals, such as FOR-1"),
    Type.YEAR: (r"[0-9]{4}/[0-9]{2}", "a financial year, such as 2016/17"),
    Type.EDTF: (r"[0-9]{4}", "a year in four digits, such as 2016"),
}


@dataclass(frozen=True)
class Filter:
    """One parameter: what it means, which values it takes, and under which of them a row is found."""

    name: str
    meaning: str
    keys: Callable[[dict[str, str]], Iterable[str]]
    pattern: str = ""
    what: str = ""
    values: tuple[str, ...] = ()

    def refusal(self, value: str) -> str:
        """Why a value cannot be asked for, in a sentence that says which can; "" when it can."""
        if self.values and value not in self.values:
            return f"“{self.name}” takes one of: {', '.join(self.values)}."
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            return f"“{self.name}” takes {self.what}."
        return "" if value else f"“{self.name}” is empty. Give a value, or leave the parameter out."


@cache
def filters_of(table: Table) -> dict[str, Filter]:
    """The parameters that narrow a table, by name."""
    found = [_year(YEARS[table.name])] if table.name in YEARS else []
    found += [made for column in table.columns if (made := _filter(column))]
    return {one.name: one for one in found}


def _filter(column: Column) -> Filter | None:
    name, kind = column.name, column.type
    if kind == Type.CODE:
        return Filter(name, column.meaning, _cell(name), values=tuple(code for code, _ in column.values))
    if kind == Type.FLAG:
        return Filter(name, column.meaning, _cell(name), values=("true", "false"))
    if kind == Type.REFERENCES:
        pattern, what = _PATTERNS[kind]
        singular = name.removesuffix("s")
        return Filter(singular, f"One of: {column.meaning}", lambda row: row.get(name, "").split(), pattern, what)
    if kind in (Type.REFERENCE, Type.YEAR) and name != "reference":
        return Filter(name, column.meaning, _cell(name), *_PATTERNS[kind])
    if kind == Type.TEXT and name in NAMES:
        return Filter(name, column.meaning, _cell(name))
    return None


def _cell(name: str) -> Callable[[dict[str, str]], Iterable[str]]:
    return lambda row: filter(None, (row.get(name, ""),))


def _year(names: tuple[str, ...]) -> Filter:
    def keys(row: dict[str, Any]) -> Iterable[str]:
        return {year for name in names for year in years_between(*bounds(row.get(name, "")))}

    words = " or ".join(f"“{name}”" for name in names)
    return Filter("year", f"The year that {words} falls in or may fall in", keys, *_PATTERNS[Type.EDTF])
