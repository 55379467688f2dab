"""Decision notices that are missing: thousands perhaps, so the database finds, counts and orders them."""

from collections.abc import Callable, Hashable, Iterator
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, OuterRef, TextField, Value, When
from django.db.models.functions import Collate, Concat

from governance.choices import CaseState, LocalOutcome
from governance.clock_wanted import Wanted, due_after, have
from governance.models import LocalDecision, LocalDecisionEvent
from programmes import statements
from programmes.choices import BodyKind, ClockKind, Marking
from programmes.clocks import OWN_REMINDER, RULES, Clock, Successors
from programmes.history import fold
from programmes.holders import inherited
from programmes.reading import Reader

#: Outcomes that an office tells the public by a notice.
_TOLD = (LocalOutcome.APPROVED, LocalOutcome.APPROVED_WITH_CONDITIONS, LocalOutcome.REJECTED, LocalOutcome.OPTED_OUT)
#: What an office is called that may not be named.
_AN_OFFICE = "an office"
_ASKS = "Record the reference or address of its decision notice"
_NOTICE = ("reference", "case__title", "body_id", "body__name", "body__marking", "standing__on_latest")
_WHY = (
    f"{RULES[ClockKind.DECISION_NOTICE].days} working days after it decided: {OWN_REMINDER}, the Order of 2011 asks for a "
    "record of each decision of significant public interest"
)


def missing_notices(reader: Reader, wanted: Wanted) -> Any:
    """Decisions of commissioners whose notice is not recorded, until the case is live (Specified Information Order 2011).

    Paragraph 5(d) of its schedule asks for a record of each decision of significant public interest.
    """
    rows = reader.rows(LocalDecision.objects).filter(
        is_required=True, standing__outcome__in=_TOLD, standing__notice_reference="",
        body__kind__in=[BodyKind.PCC, BodyKind.PFCC], standing__on_latest__isnull=False,
        case__standing__state__in=[CaseState.LOCAL_DECISIONS, CaseState.APPROVED, CaseState.IMPLEMENTING],
    )  # fmt: skip
    told = LocalDecisionEvent.objects.filter(local_decision=OuterRef("pk"), seq=OuterRef("standing__last_seq"))
    rows = rows.filter(~Exists(told.exclude(notice_url="")))
    for offices in (*wanted.offices, *([wanted.mine[0]] if wanted.mine else [])):
        rows = rows.filter(inherited("body", offices))
    first, end = wanted.decided()
    if first is not None:
        rows = rows.filter(standing__on_latest__gte=first)
    return rows if end is None else rows.filter(standing__on_latest__lt=end)


_SAID = fold(f"{_ASKS} {_WHY}")


def looked_for(wanted: Wanted) -> tuple[str, ...]:
    """The wanted words that do not stand in every notice; the database does not know how to look for them."""
    return tuple(word for word in wanted.words if word not in _SAID)


class Notices:
    """The notices that are missing and wanted, in their order: by day that of the days on which was decided.

    `rows` gives the decisions, `rests_on` says all that they rest on.
    """

    def __init__(
        self, rests_on: Hashable, rows: Callable[[], Any], number: int, wanted: Wanted, successors: Successors
    ) -> None:
        self.rests_on, self.rows, self.number = rests_on, rows, number
        self.order, self.successors = wanted.order, successors
        self.words = looked_for(wanted)
        self._named = self._read(0, None) if self.words else []

    def __len__(self) -> int:
        return len(self._named) if self.words else self.number

    def clocks(self, first: int, last: int | None) -> Iterator[Clock]:
        """Some of them."""
        read = self._named[first:last] if self.words else self._read(first, last)
        due = cache(lambda decided: due_after(decided, ClockKind.DECISION_NOTICE))
        line = cache(lambda body: self.successors.line([body]))
        for code, title, body, _, _, decided in read:
            yield Clock(
                ClockKind.DECISION_NOTICE, code, title, _ASKS, due(decided), _WHY, bodies=line(body), since=decided
            )

    def _read(self, first: int, last: int | None) -> list[tuple[Any, ...]]:
        """Rows of _NOTICE with what each is about for the title, those alone in which the words stand."""

        def make() -> Any:
            return self._in_order(self.rows()).values_list(*_NOTICE)[first:last]

        found = []
        for code, title, body, name, marking, decided in statements.rows(
            ("notices", self.rests_on, self.order, first, last), make
        ):
            about = f"{_AN_OFFICE if marking == Marking.SENSITIVE else name} on {title}"
            if not self.words or have(self.words, fold(f"{code} {about}")):
                found.append((code, about, body, name, marking, decided))
        return found

    def _in_order(self, rows: Any) -> Any:
        by: tuple[Any, ...] = ("standing__on_latest", "reference")
        if self.order and self.order.by == "title":
            office = Case(When(body__marking=Marking.SENSITIVE, then=Value(_AN_OFFICE)), default="body__name")
            # As Python compares texts, whatever the language of the database.
            plain = "C" if connection.vendor == "postgresql" else "BINARY"
            about = Collate(Concat(office, Value(" on "), "case__title", output_field=TextField()), plain)
            by = (about, "reference")
        rows = rows.order_by(*by)
        return rows.reverse() if self.order and self.order.is_descending else rows
