"""Which columns a list shows and in which order: `columns=title,stage` in the address, and the page that chooses them.

The column that heads each row always stays: without it nobody would know what a row is.
"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst, get_text_list

from programmes.addresses import BadAddress
from programmes.tables.records import RecordTable

PARAMETER = "columns"
#: `choose=columns` shows the page on which they are chosen.
CHOOSE = "choose"
PLACE = "__place"


@dataclass(frozen=True)
class Choice:
    """One column of a list on the page that chooses them; place 0 is “not shown”."""

    name: str
    label: str
    place: int
    stays: bool


def columns_of(table_class: type[RecordTable]) -> dict[str, str]:
    """Every column of a list: its name in the address and its heading."""
    columns: Any = table_class.base_columns
    return {name: capfirst(str(column.verbose_name or name.replace("_", " "))) for name, column in columns.items()}


def chosen(table_class: type[RecordTable], text: str) -> list[str]:
    """The columns that an address names, in its order; all where it names none. Raises BadAddress."""
    known = list(columns_of(table_class))
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise BadAddress(f"This list has no column “{name}”. Its columns are {get_text_list(known, 'and')}.")
        if names.count(name) > 1:
            raise BadAddress(f"The column “{name}” stands twice in the address.")
    heads = table_class.row_header
    if names and heads and heads not in names:
        names.insert(0, heads)
    return names or known


def show(table: RecordTable, names: list[str]) -> None:
    """Let a table show these columns alone, in this order; it can still be sorted by the others."""
    table.sequence = names  # type: ignore[assignment]
    for name in list(table.columns.columns):
        if name not in names:
            table.columns.hide(name)


def choices(table_class: type[RecordTable], text: str) -> list[Choice]:
    """The columns of a list with the place each has now, those shown first."""
    labels, shown = columns_of(table_class), chosen(table_class, text)
    order = shown + [name for name in labels if name not in shown]
    return [
        Choice(name, labels[name], shown.index(name) + 1 if name in shown else 0, name == table_class.row_header)
        for name in order
    ]


def plain_query(table_class: type[RecordTable], params: QueryDict) -> QueryDict | None:
    """What the page that chooses columns sent, as the address says it; None when the address needs no rewriting."""
    if not any(name.endswith(PLACE) for name in params):
        return None
    places = []
    for number, (name, _) in enumerate(columns_of(table_class).items()):
        place = params.get(name + PLACE, "")
        if place.isascii() and place.isdigit() and int(place) > 0:
            places.append((int(place), number, name))
    names = [name for _, _, name in sorted(places)]
    plain = params.copy()
    for sent in params:
        if sent.endswith(PLACE) or sent in (CHOOSE, PARAMETER, "page"):
            del plain[sent]
    if names and names != list(columns_of(table_class)):
        plain[PARAMETER] = ",".join(names)
    return plain
