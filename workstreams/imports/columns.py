"""The columns that imports read and exports write: what each means, how it is shown, how a text becomes a value."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.dates import DateNotUnderstood, bounds, from_words
from programmes.editing import DATE_FORMS
from programmes.sheets.cells import plain
from programmes.sheets.writing import Heading
from workstreams.benefits import LARGEST, PENNY

YES_NO = "yes, or nothing"


class CellRefused(Exception):
    """The text of a cell cannot be read; the sentence says what may stand there."""


@dataclass(frozen=True)
class Column(Heading):
    """A column of a kind of import. `attr` names what it sets; `show` says how a record stands in it.

    `is_read` is false for columns that are for the reader’s eyes and are never taken over.
    """

    attr: str = ""
    show: Callable[[Any], str] | None = None
    read: Callable[[str], Any] | None = None
    is_read: bool = True
    #: Is shown, and what is typed there is passed over.
    is_for_eyes: bool = False
    #: Says which record a row is about: it is never changed.
    is_fixed: bool = False

    def shown(self, record: Any) -> str:
        """How a record stands in this column."""
        return plain(self.show(record)) if self.show else plain(getattr(record, self.attr))

    def value_of(self, value: Any) -> str:
        """How a value that was read stands in this column."""
        return f"{value:.2f}" if isinstance(value, Decimal) else "yes" if value is True else plain(value or "")


def text(head: str, attr: str, meaning: str, *, most: int = 0, needed: bool = False, width: int = 40) -> Column:
    """A column of text of at most `most` characters (nought: any)."""

    def read(given: str) -> str:
        if needed and not given:
            raise CellRefused("Fill this in; it is needed.")
        if most and len(given) > most:
            raise CellRefused(f"This has {len(given)} characters; at most {most} are kept. Shorten it.")
        return given

    allowed = f"Text of at most {most} characters." if most else "Text."
    return Column(head, meaning, allowed, width=width, attr=attr, read=read)


def date(head: str, attr: str, meaning: str) -> Column:
    """A column of a vague date, as EDTF or in words that mean one."""
    return Column(
        head,
        meaning,
        f"{DATE_FORMS}; or as the register writes it: 2016-04-21, 2016-04, 2016-23 (autumn).",
        width=16,
        attr=attr,
        read=read_date,
    )


def read_date(given: str) -> str:
    """The EDTF value of a text; raises CellRefused."""
    try:
        bounds(given)
        edtf = given
    except DateNotUnderstood:
        try:
            edtf = from_words(given)
        except DateNotUnderstood:
            raise CellRefused(f"“{given[:60]}” is no date the register can read. Write it as {DATE_FORMS}.") from None
    return edtf


def words(head: str, attr: str, meaning: str) -> Column:
    """The words beside a vague date, as its source says it."""
    return text(head, attr, meaning, most=200, width=24)


def pounds(head: str, attr: str, meaning: str) -> Column:
    """A column of pounds and pence; empty is not known, nought is none."""

    def show(record: Any) -> str:
        figure = getattr(record, attr)
        return "" if figure is None else f"{figure:.2f}"

    allowed = "Pounds and pence, such as 1234.50 or -20. Empty: not stated; 0: none."
    return Column(head, meaning, allowed, True, 16, attr=attr, show=show, read=read_pounds)


def read_pounds(given: str) -> Decimal | None:
    """The exact figure of a text; raises CellRefused."""
    if not given:
        return None
    try:
        figure = Decimal(given.replace("£", "").replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise CellRefused(f"“{given[:40]}” is no figure in pounds. Write it as 1234.50.") from None
    if not figure.is_finite() or abs(figure) >= LARGEST:
        raise CellRefused("Give a figure in pounds of at most 13 digits before the point.")
    if figure % PENNY:
        raise CellRefused("Give pounds and whole pence, such as 1234.50.")
    return figure.quantize(PENNY) + 0


def choice(head: str, attr: str, meaning: str, choices: list[tuple[str, str]]) -> Column:
    """A column of one of several words, given by the word or its label."""
    known = {value: value for value, _ in choices} | {label.casefold(): value for value, label in choices}

    def read(given: str) -> str:
        if given and given.casefold() not in known:
            raise CellRefused(f"“{given[:40]}” is none of {', '.join(value for value, _ in choices)}.")
        return known.get(given.casefold(), "")

    allowed = f"{', '.join(value for value, _ in choices)}, or nothing."
    return Column(head, meaning, allowed, width=12, attr=attr, read=read)


def tick(head: str, attr: str, meaning: str) -> Column:
    """A column that says yes or nothing."""

    def show(record: Any) -> str:
        return "yes" if getattr(record, attr) else ""

    return Column(head, meaning, YES_NO, width=12, attr=attr, show=show, read=read_yes)


def read_yes(given: str) -> bool:
    """Whether a text says yes; raises CellRefused for anything but yes, no and nothing."""
    if given.casefold() not in ("", "yes", "y", "no", "n"):
        raise CellRefused(f"“{given[:40]}” is neither yes nor no.")
    return given.casefold() in ("yes", "y")


def fixed(head: str, meaning: str, allowed: str, show: Callable[[Any], str], width: int = 14) -> Column:
    """A column that says which record a row is about."""
    return Column(head, meaning, allowed, width=width, show=show, is_fixed=True)


def unread(head: str, meaning: str, show: Callable[[Any], str], width: int = 30) -> Column:
    """A column for the eyes alone."""
    allowed = "For reading; what is typed here is not taken over."
    return Column(head, meaning, allowed, width=width, show=show, is_read=False, is_for_eyes=True)


def reason(head: str, meaning: str) -> Column:
    """The column of the reason for the changes of a row; an export leaves it empty."""
    allowed = "Text of at most 2,000 characters."
    return Column(head, meaning, allowed, width=40, attr="", show=lambda record: "", is_read=False)
