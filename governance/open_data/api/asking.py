"""What a request asks of a table, read from its parameters; each that is not understood is refused in a sentence."""

import base64
import binascii
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict

from governance.open_data.api.filters import filters_of
from governance.open_data.columns import Table

MOST, USUAL = 100, 50
_CURSOR = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})", re.ASCII)


class Refused(Exception):
    """A request that cannot be answered: its kind, as the page of the API lists them, and a sentence for its sender."""

    def __init__(self, kind: str, detail: str, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.parameter = kind, detail, parameter


@dataclass(frozen=True)
class Asked:
    """The part of a table that is asked for: filters in the order of the table’s own, how many rows, from which place on."""

    wanted: tuple[tuple[str, str], ...] = ()
    limit: int = USUAL
    edition: int | None = None
    after: int = -1

    def next_query(self, edition: int, after: int) -> list[tuple[str, str]]:
        """The parameters of the part that follows, which stays in the edition it began in."""
        return [*self.wanted, ("limit", str(self.limit)), ("cursor", cursor_of(edition, after))]


def cursor_of(edition: int, place: int) -> str:
    """Where in which edition the next part begins: after the row at this place."""
    return base64.urlsafe_b64encode(f"{edition}.{place}".encode()).decode().rstrip("=")


def asked_of(table: Table, query: QueryDict) -> Asked:
    """What is asked of a table. Raises Refused."""
    filters = filters_of(table)
    given = parameters(query, [*filters, "limit", "cursor", "edition"], table.name)
    wanted = []
    for name, one in filters.items():
        if name in given:
            if refusal := one.refusal(given[name]):
                raise Refused("wrong-value", refusal, name)
            wanted.append((name, given[name]))
    edition, after = _edition(given), -1
    if "cursor" in given:
        begun, after = _place(given["cursor"])
        if edition not in (None, begun):
            raise Refused(
                "wrong-value",
                f"“edition” says {edition}, but the cursor goes on in edition {begun}. Leave out “edition” beside a cursor.",
                "edition",
            )
        edition = begun
    return Asked(tuple(wanted), _limit(given), edition, after)


def asked_of_record(table: Table, query: QueryDict) -> int | None:
    """The number of the edition that is asked about a record; None for the current one. Raises Refused."""
    return _edition(parameters(query, ["edition"], f"a record of {table.name}"))


def parameters(query: QueryDict, known: Collection[str], what: str) -> dict[str, str]:
    """The parameters of a request, each known and given once. Raises Refused."""
    for name in query:
        if name not in known:
            knows = f"{what} knows: {', '.join(known)}" if known else f"{what} knows no parameters"
            raise Refused("unknown-parameter", f"There is no parameter “{name[:60]}” here; {knows}.", name[:60])
        if len(query.getlist(name)) > 1:
            raise Refused("wrong-value", f"“{name}” is given more than once. Give it once.", name)
    return {name: query.get(name, "") for name in query}


def _limit(given: dict[str, str]) -> int:
    text = given.get("limit", str(USUAL))
    if not re.fullmatch("[0-9]{1,9}", text, re.ASCII) or not 1 <= int(text) <= MOST:
        raise Refused("wrong-value", f"“limit” takes a whole number from 1 to {MOST}.", "limit")
    return int(text)


def _edition(given: dict[str, str]) -> int | None:
    text = given.get("edition")
    if text is None:
        return None
    if not re.fullmatch("[0-9]{1,9}", text, re.ASCII) or int(text) < 1:
        raise Refused("wrong-value", "“edition” takes the number of an edition, such as 1.", "edition")
    return int(text)


def _place(cursor: str) -> tuple[int, int]:
    """The edition and the place that a cursor stands for."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    found = _CURSOR.fullmatch(text)
    if not found:
        raise Refused(
            "wrong-value",
            "“cursor” is none that this API gave. Take it unchanged from “next”, or leave it out to begin again.",
            "cursor",
        )
    return int(found[1]), int(found[2])
