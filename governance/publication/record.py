"""What of the register may be published: public rows under public parents, read whole and joined in memory.

Composing goes through `PublicRecord` alone and follows foreign keys by number (`one`, `group`), never through Django's
attributes: what is internal, sensitive or withdrawn is then not there to be named.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model

from governance.models import Board, BusinessCase, Decision, LocalDecision, Meeting, Report
from governance.publication.parts import Cited, Link
from governance.publication.withholding.masking import Masks
from programmes.choices import Marking
from programmes.fields import vague
from programmes.history import Record
from programmes.models import Agreement, Alliance, Body, Citation, Force, Programme, Source
from workstreams.models import StatusUpdate, Workstream

R = TypeVar("R", bound=Model)
T = TypeVar("T")

#: Where each record's own page is; `{}` is its reference.
ADDRESSES: dict[type[Record], str] = {
    Programme: "/programmes/{}/",
    Alliance: "/alliances/{}/",
    Force: "/forces/{}/",
    Workstream: "/workstreams/{}/",
    BusinessCase: "/cases/{}/",
    Decision: "/decisions/{}/",
    Meeting: "/meetings/{}/",
    Agreement: "/agreements/{}/",
    Source: "/sources/{}/",
    Report: "/papers/{}/",
}

#: How a citation names an event of its record.
EVENT = re.compile(r"event \d+")


class PublicRecord:
    """The public part of the register as it is now, without the records whose references are `withdrawn`."""

    def __init__(self, *, withdrawn: frozenset[str] = frozenset()) -> None:
        self.withdrawn = withdrawn
        #: What composing worked out once for all pages, by a name of its own.
        self.notes: dict[str, Any] = {}
        self.masks = Masks()
        self._rows: dict[type, dict[int, Any]] = {}
        self._groups: dict[tuple[type, str], dict[int, list[Any]]] = {}
        self._members: dict[tuple[type, str], dict[int, list[int]]] = {}

    def rows(self, model: type[R]) -> dict[int, R]:
        """The public rows of a record model by primary key, in the model's own order; its parents are public too."""
        if model not in self._rows:
            queryset: Any = model._default_manager.filter(marking=Marking.PUBLIC)
            if model is BusinessCase:
                queryset = queryset.with_stage()
            elif model is Agreement:
                queryset = queryset.with_state()
            elif model is Decision:
                queryset = queryset.filter(is_corrected=False)  # the one that corrects it is said in its place
            elif model is LocalDecision:
                queryset = queryset.with_outcome()
            found = (row for row in queryset if row.reference not in self.withdrawn)
            # Parents are looked at before what is withheld is emptied: that may be the key to one.
            public = [row for row in found if self._parents_are_public(row)]
            self._rows[model] = {row.pk: self.masks.row(row) for row in public}
        return self._rows[model]

    def told(self, row: Any, made: T) -> T:
        """What tells a record in a table, with what is withheld of it replaced by that word and its ground."""
        return self.masks.told(row, made)

    def _parents_are_public(self, row: Any) -> bool:
        for name in row.MARKED_THROUGH:
            field = row._meta.get_field(name)
            parent = getattr(row, field.attname)
            if parent is not None and parent not in self.rows(field.related_model):
                return False
        return True

    def one(self, model: type[R], pk: int | None) -> R | None:
        """A public row by primary key; None when there is none or it may not be named."""
        return self.rows(model).get(pk) if pk is not None else None

    def group(self, model: type[R], by: str, pk: int) -> list[R]:
        """The public rows whose column `by` (such as `workstream_id`) is `pk`, in the model's own order."""
        key = (model, by)
        if key not in self._groups:
            groups: dict[int, list[Any]] = defaultdict(list)
            for row in self.rows(model).values():
                groups[getattr(row, by)].append(row)
            self._groups[key] = groups
        return self._groups[key].get(pk, [])

    def events(self, model: type[R], by: str, pk: int) -> list[R]:
        """The append-only rows that hang on a public record (`by` names the column), in their own order."""
        key = (model, by)
        if key not in self._groups:
            groups: dict[int, list[Any]] = defaultdict(list)
            for row in model._default_manager.all():
                groups[getattr(row, by)].append(row)
            self._groups[key] = groups
        return self._groups[key].get(pk, [])

    def members(self, model: type[Model], field: str, pk: int, of: type[R]) -> list[R]:
        """The public rows that a many-to-many field names for one row."""
        key = (model, field)
        if key not in self._members:
            relation: Any = model._meta.get_field(field)
            groups: dict[int, list[int]] = defaultdict(list)
            pairs = relation.remote_field.through._default_manager.values_list(
                relation.m2m_column_name(), relation.m2m_reverse_name()
            )
            for owner, member in pairs:
                groups[owner].append(member)
            self._members[key] = groups
        owner = self.rows(model).get(pk) if issubclass(model, Record) else None  # type: ignore[type-var]
        if owner is not None and self.masks.hides_members(owner.reference, model, field):  # type: ignore[attr-defined]
            return []
        chosen = set(self._members[key].get(pk, []))
        return [row for key_, row in self.rows(of).items() if key_ in chosen]

    @cached_property
    def replaced_updates(self) -> frozenset[int]:
        """The status updates that a submitted correction has replaced, whatever the marking of the correction."""
        corrections = StatusUpdate.objects.filter(corrects__isnull=False, submitted_at__isnull=False)
        return frozenset(pk for pk in corrections.order_by().values_list("corrects", flat=True) if pk is not None)

    def link(self, row: Any, note: str = "") -> Link | None:
        """The name and address of a public row; None for None. An office is found on its force's page."""
        if row is None:
            return None
        url = ""
        if type(row) in ADDRESSES:
            url = ADDRESSES[type(row)].format(row.reference)
        elif isinstance(row, Body) and (force := self.one(Force, row.force_id)):
            url = f"{ADDRESSES[Force].format(force.reference)}#{row.reference}"
        label = name_of(row)
        if isinstance(row, Meeting):
            label = f"{self.rows(Board)[row.board_id].name}, {when(row, 'held')}"
        return Link(label=label, url=url, note=note)

    def links(self, rows: Iterable[Any]) -> tuple[Link, ...]:
        """The links of several public rows."""
        return tuple(link for row in rows if (link := self.link(row)))

    def to(self, model: type[Record], pk: int | None, note: str = "") -> Link | None:
        """The link to a row by primary key, when it may be named."""
        return self.link(self.one(model, pk), note)

    @cached_property
    def _citations(self) -> dict[str, list[Citation]]:
        grouped: dict[str, list[Citation]] = defaultdict(list)
        for citation in Citation.objects.select_related("paragraph"):
            if self.one(Source, citation.paragraph.source_id):
                grouped[citation.about_id].append(citation)
        return grouped

    def citations(self, row: Any) -> list[Citation]:
        """The citations of a record that rest on public sources, in the sources' order."""
        return self._citations.get(row.reference, [])

    def cited(
        self,
        row: Any,
        *,
        field: str | None = None,
        quotes: bool = True,
        events: Mapping[str, str] | None = None,
    ) -> tuple[Cited, ...]:
        """A record's citations as they are published; of one field only when `field` is given.

        `events` says each told event in words, by the name citations use for it (“event 3”); what rests on an event
        that is not told is not told either.
        """
        told = events or {}
        made = []
        for citation in self.citations(row):
            if field is not None and citation.field != field:
                continue
            if field is None and EVENT.fullmatch(citation.field) and citation.field not in told:
                continue
            source = self.rows(Source)[citation.paragraph.source_id]
            made.append(
                Cited(
                    title=source.title,
                    code=source.code,
                    url=ADDRESSES[Source].format(source.reference),
                    paragraph=citation.paragraph.label,
                    quote=citation.quote if quotes and not self.masks.hides_quote(row, citation.field) else "",
                    field=told.get(citation.field) or field_words(row, citation.field) if field is None else "",
                )
            )
        return tuple(dict.fromkeys(made))


def name_of(row: Any) -> str:
    """What a record is called on public pages, from its own columns alone."""
    for column in ("title", "short_name", "name", "words"):
        if value := getattr(row, column, ""):
            return str(value)
    return str(row.reference)


def field_words(row: Any, field: str) -> str:
    """The label of a field that a citation supports."""
    names = {f.name: str(f.verbose_name) for f in (*row._meta.concrete_fields, *row._meta.many_to_many)}
    return names.get(field, field)


def events_in_words(events: Iterable[Any], titles: Mapping[int, str]) -> dict[str, str]:
    """What citations call “event 3”, as its title (by its key) and its date: “Commissioned, by 21 September 2016”."""
    return {f"event {event.seq}": ", ".join(filter(None, (titles[event.pk], when(event, "on")))) for event in events}


def when(row: Any, field: str) -> str:
    """A vague date in words: as the source writes it, else in words of our own; "" when not known."""
    return str(vague(row, field))


def day_of(edtf: str) -> str:
    """A date that is known to the day, as ISO 8601; "" for any other."""
    return edtf if re.fullmatch(r"\d{4}-\d{2}-\d{2}", edtf) else ""


def span(row: Any, first: str = "starts", last: str = "ends") -> str:
    """Two vague dates in words: “from 2015”, “2011 to 31 March 2015”, “until 2012”, or nothing."""
    start, end = when(row, first), when(row, last)
    if start and end:
        return f"{start} to {end}"
    if start:
        return f"from {start}"
    return f"until {end}" if end else ""
