"""What records rest on: source, paragraph, quotation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from programmes.fields import vague
from programmes.models import Citation
from programmes.navigation import reference_url
from programmes.reading import Reader


@dataclass(frozen=True)
class CitedWords:
    """One citation, as templates/includes/citations.html shows it."""

    code: str
    title: str
    url: str
    paragraph: str
    quote: str
    field: str = ""
    about: str = ""
    field_name: str = ""


def citations_of(codes: Mapping[str, str], reader: Reader, models: Mapping[str, Any] | None = None) -> list[CitedWords]:
    """The citations of some records, in the order of the sources, in one query.

    `codes` maps each reference to the words its record goes by ("" for the record the page is about); `models` maps
    a reference prefix to its model, for the words of the fields. Sources this person may not read are left out, and
    so are citations of internal notes unless they may read those. What rests on an event says which in words, in one
    query more for each kind of record; on the page of the record itself it stands with the event.
    """
    rows = list(
        Citation.objects.filter(Q(about__in=list(codes)), paragraph__source__marking__in=reader.markings)
        .select_related("paragraph__source")
        .order_by("paragraph__source__code", "paragraph__position", "pk")
    )
    events = _events_in_words((row for row in rows if codes[row.about_id]), models or {})
    found = []
    for row in rows:
        model = (models or {}).get(row.about_id.rpartition("-")[0])
        if row.field in getattr(model, "INTERNAL_FIELDS", ()) and not reader.reads_notes:
            continue
        source = row.paragraph.source
        told = events.get((row.about_id, row.field))
        words = [codes[row.about_id], told or field_words(model, row.field)]
        found.append(
            CitedWords(
                code=source.code,
                title=source.title,
                url=paragraph_url(source.reference, row.paragraph.position),
                paragraph=row.paragraph.label,
                quote=row.quote,
                field=": ".join(word for word in words if word),
                about=row.about_id,
                field_name=row.field,
            )
        )
    return found


def _events_in_words(rows: Iterable[Citation], models: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The events that citations of other records name, each as its kind and date: “Signed, June 2013”."""
    named: dict[Any, set[tuple[str, str]]] = {}
    for row in rows:
        model = models.get(row.about_id.rpartition("-")[0])
        if model is not None and row.field.startswith("event "):
            named.setdefault(model, set()).add((row.about_id, row.field))
    found = {}
    for model, pairs in named.items():
        relation = model._meta.get_field("events")
        parent = relation.field.name
        of = {f"{parent}__reference__in": {code for code, _ in pairs}}
        for event in relation.related_model.objects.filter(**of).select_related(parent):
            key = (getattr(event, parent).reference, f"event {event.seq}")
            found[key] = ", ".join(filter(None, (event.get_kind_display(), str(vague(event, "on")))))
    return found


def paragraph_url(source_code: str, position: int) -> str:
    """The address of one paragraph on its source's page."""
    return f"{reference_url(source_code)}#paragraph-{position}"


def field_words(model: Any, name: str) -> str:
    """A field's name in words; “event 3” stays as it is."""
    if not name or model is None:
        return name
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:  # a citation may speak of an event
        return name.replace("_", " ")
