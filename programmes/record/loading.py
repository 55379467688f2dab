"""Load the fixture files into an empty or earlier register: what is there already is left alone."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from programmes.fields import EdtfField
from programmes.history import Reference
from programmes.models import Citation, Source, SourceParagraph
from programmes.record.files import (
    EventKey,
    RecordFault,
    Row,
    key_fields,
    parent_field,
    read,
)

CHANGE_REASON = "Loaded from the sources"
#: Forms take words for dates; the files of the record hold the forms of ISO 8601-2 alone.
EDTF_ALONE = "In these files it stands as 2016-04-21, 2016-04, 2016, 2016-23 (autumn) or 2017-04-01/2020-03-31."

#: A record is found by its reference, a row without one by its parent and number.
Key = str | EventKey
Say = Callable[[str], object]


def load_record(*, folder: Path | None = None, say: Say = lambda line: None) -> Counter[str]:
    """Load what the fixture files hold and the register does not, in one transaction; count the new rows by model.

    A record whose reference exists is left as it is, with its events and citations, so that edits are never
    overwritten and nothing is doubled. Raises RecordFault, having changed nothing, with every problem found.
    """
    rows = read(folder)
    existing = set(Reference.objects.values_list("code", flat=True))
    problems = _double_references(rows)
    new = [row for row in rows if row.is_record and row.reference not in existing]
    fresh = {row.reference for row in new}
    new += [row for row in rows if not row.is_record and _root(row) in fresh]
    if problems:
        raise RecordFault(problems)
    if not new:
        return Counter()
    with transaction.atomic():
        return _Load(new, say).run()


def _double_references(rows: list[Row]) -> list[str]:
    first: dict[str, Row] = {}
    problems = []
    for row in rows:
        if row.reference and first.setdefault(row.reference, row) is not row:
            problems.append(f"{row.place}: this reference stands in {first[row.reference].file} already.")
    return problems


def _root(row: Row) -> str:
    """The reference of the record that a row without one belongs to."""
    value = row.values[parent_field(row.model).name]
    return value.parent if isinstance(value, EventKey) else str(value)


class _Load:
    """One run over the new rows: each after those it names, then the citations."""

    def __init__(self, rows: list[Row], say: Say) -> None:
        self.rows = sorted(rows, key=_place_in_order)
        self.say = say
        self.by_key: dict[Key, Row] = {key: row for row in rows if (key := _key(row)) is not None}
        self.made: dict[Key, models.Model] = {}
        self.paragraphs: dict[tuple[str, str], SourceParagraph] = {
            (p.source.code, p.label): p for p in SourceParagraph.objects.select_related("source")
        }
        self.problems: list[str] = []
        self.waiting: set[Row] = set()
        self.done: set[Row] = set()
        self.later: list[tuple[Row, models.ForeignKey, Any]] = []
        self.loaded: Counter[str] = Counter()
        self.left = Counter(row.model for row in rows)

    def run(self) -> Counter[str]:
        for row in self.rows:
            self.load(row)
        for row, key, value in self.later:
            self.complete(row, key, value)
        if not self.problems:
            self.cite()
        if self.problems:
            raise RecordFault(self.problems)
        return self.loaded

    def load(self, row: Row) -> None:
        """Load what the row names, then the row itself."""
        if row in self.done:
            return
        self.waiting.add(row)
        for field, value in key_fields(row):
            other = self.by_key.get(_key_of(value))
            if other is None or other in self.done:
                continue
            if other not in self.waiting:
                self.load(other)
            elif isinstance(field, models.ForeignKey) and field.null:
                self.later.append((row, field, value))
        self.waiting.discard(row)
        self.done.add(row)
        self.write(row)
        self.left[row.model] -= 1
        if not self.left[row.model]:
            plural = str(row.model._meta.verbose_name_plural)
            self.say(f"{plural[0].upper()}{plural[1:]}: {self.loaded[row.model._meta.label_lower]} loaded")

    def find(self, row: Row, field: Any, value: Any) -> models.Model | None:
        """The object a key names: made in this run, or there before."""
        key, model = _key_of(value), field.related_model
        if key in self.made:
            if isinstance(self.made[key], model):
                return self.made[key]
            self.problem(row, field.name, f"{value} is no {model._meta.verbose_name}.")
            return None
        if isinstance(key, EventKey):
            above = {f"{parent_field(model).name}__reference": key.parent, "seq": key.seq}
            found = model._base_manager.filter(**above).first()
        else:
            found = model._base_manager.filter(reference=key).first()
        if found is not None:
            self.made[key] = found
        elif key and key not in self.by_key:
            self.problem(row, field.name, f"there is no {model._meta.verbose_name} {value}.")
        return found

    def write(self, row: Row) -> None:
        before = len(self.problems)
        obj, lists = self.build(row)
        if len(self.problems) > before or self.rests_on_a_failure(row) or not self.is_clean(row, obj):
            return
        obj._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
        if lists:
            _save_with_lists(obj, lists)
        else:
            obj.save()
        if (key := _key(row)) is not None:
            self.made[key] = obj
        self.loaded[row.model._meta.label_lower] += 1
        if isinstance(obj, Source):
            self.write_paragraphs(row, obj)

    def build(self, row: Row) -> tuple[models.Model, dict[str, list[models.Model]]]:
        obj = row.model()
        if row.reference:
            obj.reference = row.reference  # type: ignore[attr-defined]
        lists: dict[str, list[models.Model]] = {}
        put_off = {field.name for other, field, _ in self.later if other is row}
        for name, value in row.values.items():
            field = row.model._meta.get_field(name)
            if name in put_off or value is None:
                continue
            if isinstance(field, models.ManyToManyField):
                lists[name] = [found for one in value if (found := self.find(row, field, one))]
            elif isinstance(field, models.ForeignKey):
                setattr(obj, name, self.find(row, field, value))
            elif isinstance(field, EdtfField):
                date = value if isinstance(value, dict) else {"edtf": value}
                setattr(obj, name, str(date.get("edtf", "")))
                setattr(obj, f"{name}_words", date.get("words", ""))
            else:
                setattr(obj, name, value)
        return obj, {name: found for name, found in lists.items() if found}

    def rests_on_a_failure(self, row: Row) -> bool:
        """Whether a row that this one names could not be loaded; its own problem is told already."""
        put_off = {(field.name, str(value)) for other, field, value in self.later if other is row}
        return any(
            _key_of(value) not in self.made
            for field, value in key_fields(row)
            if (field.name, str(value)) not in put_off
        )

    def is_clean(self, row: Row, obj: models.Model) -> bool:
        try:
            obj.full_clean()
        except ValidationError as error:
            for field, errors in error.error_dict.items():
                said = [message for one in errors for message in one.messages]
                said += [EDTF_ALONE] if any(one.code == "edtf" for one in errors) else []
                self.problem(row, "" if field == NON_FIELD_ERRORS else field, " ".join(said))
            return False
        return True

    def complete(self, row: Row, field: models.ForeignKey, value: Any) -> None:
        """Fill in a key that could not be filled before, because the two rows name each other."""
        obj, other = self.made.get(_key(row) or ""), self.find(row, field, value)
        if obj is None or other is None:
            return
        setattr(obj, field.name, other)
        if self.is_clean(row, obj):
            obj._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
            obj.save()

    def write_paragraphs(self, row: Row, source: Source) -> None:
        made = []
        for position, given in enumerate(row.paragraphs, start=1):
            made.append(SourceParagraph(source=source, position=position, **given))
            try:
                made[-1].clean_fields()
            except ValidationError as error:
                self.problem(row, f"paragraph {given.get('label', position)}", " ".join(error.messages))
        if not self.problems:
            for paragraph in SourceParagraph.objects.bulk_create(made):
                self.paragraphs[source.code, paragraph.label] = paragraph

    def cite(self) -> None:
        """Tie each new record to its paragraphs; every quotation must stand there, letter for letter."""
        made: list[Citation] = []
        for row in self.rows:
            about = row.reference or _root(row)
            event = "" if row.reference else _event_words(row)
            for given in row.cites:
                where = f"{given.get('source')}, {given.get('at')}"
                paragraph = self.paragraphs.get((str(given.get("source")), str(given.get("at"))))
                quote, field = str(given.get("quote", "")), str(given.get("field") or event)
                if paragraph is None:
                    self.problem(row, "cites", f"there is no paragraph {where}.")
                elif not quote or quote not in paragraph.text:
                    self.problem(row, "cites", f"these words do not stand in {where}: “{quote}”.")
                else:
                    made.append(Citation(paragraph=paragraph, about_id=about, field=field, quote=quote))
        once = {(c.paragraph_id, c.about_id, c.field, c.quote): c for c in made}
        if not self.problems:
            Citation.objects.bulk_create(once.values())
            self.loaded["programmes.citation"] = len(once)
            self.say(f"Citations: {len(once)} loaded")

    def problem(self, row: Row, field: str, sentence: str) -> None:
        self.problems.append(f"{row.place}{', ' + field if field else ''}: {sentence}")


def _key(row: Row) -> Key | None:
    if row.reference:
        return row.reference
    return EventKey(row.model, _root(row), int(row.values["seq"])) if "seq" in row.values else None


def _key_of(value: Any) -> Key:
    """What a key as written names: an event, or a reference."""
    return value if isinstance(value, EventKey) else str(value)


def _event_words(row: Row) -> str:
    """The field that a citation of an event names: `event 3` of its record."""
    if "seq" in row.values:
        return f"event {row.values['seq']}"
    value = row.values[parent_field(row.model).name]
    return f"event {value.seq}" if isinstance(value, EventKey) else ""


def _place_in_order(row: Row) -> tuple[int, int]:
    """Sources first, then what the lower apps hold, each app's models as they are written."""
    config = row.model._meta.app_config
    depth = ["programmes", "workstreams", "governance"].index(config.label)
    names = [model.__name__ for model in config.get_models()]
    return (-1, 0) if row.model is Source else (depth, names.index(row.model.__name__))


def _save_with_lists(obj: models.Model, lists: dict[str, list[models.Model]]) -> None:
    """Save a record with its lists so that its history begins with one row that holds them all."""
    obj.skip_history_when_saving = True  # type: ignore[attr-defined]
    obj.save()
    last = list(lists)[-1]
    for name, found in lists.items():
        if name == last:
            del obj.skip_history_when_saving  # type: ignore[attr-defined]
        getattr(obj, name).set(found)
    first = obj.history.get()  # type: ignore[attr-defined]
    first.history_type = "+"
    first.save()
