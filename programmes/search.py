"""One search over all kinds of record: every word (a phrase in quotation marks is one) must stand in the record."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from programmes.fields import EdtfField
from programmes.history import Record, Reference, fold
from programmes.navigation import reference_url

#: How much of a text is shown around the first word found.
_AROUND = 90
#: So many rows are read at once; when more are found, the database counts them.
MOST_READ = 1000
#: A phrase in quotation marks of any kind, or a word.
_TERM = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')


@dataclass(frozen=True)
class Found:
    """One record found: its kind in words, reference, title and text with the words marked, the text’s field, address."""

    kind: str
    code: str
    title: SafeString
    text: SafeString
    url: str
    field: str = ""


@dataclass(frozen=True)
class Hit:
    """A row of the index that was found."""

    code: str
    kind: str
    title: str


@dataclass(frozen=True)
class Hits:
    """What a search found: how many of each kind, most first, and the rows asked for."""

    counts: tuple[tuple[str, int], ...]
    rows: Any

    @property
    def total(self) -> int:
        """How many were found, of every kind."""
        return sum(number for _, number in self.counts)


def words_of(query: str) -> list[str]:
    """The words and phrases to look for, folded as the records' text is."""
    terms = (next(part for part in found if part) for found in _TERM.findall(query))
    return list(filter(None, (fold(term.strip('"“”')) for term in terms)))


def kinds() -> dict[str, str]:
    """Every kind of record that has references: model label to its words."""
    records = [m for m in apps.get_models() if issubclass(m, Record) and m.PREFIX]
    words = {m._meta.label_lower: str(m._meta.verbose_name) for m in records}
    return dict(sorted(((k, w[:1].upper() + w[1:]) for k, w in words.items()), key=lambda pair: pair[1]))


def visible_references(user: Any, markings: tuple[str, ...]) -> QuerySet[Reference]:
    """The index rows of the records a person may read, the parents they are marked through included.

    The index keeps a record's marking as it was when last saved; a parent that was marked later is asked itself.
    """
    rows = Reference.objects.filter(marking__in=markings)
    for model in apps.get_models():
        if issubclass(model, Record) and model.MARKED_THROUGH and "sensitive" not in markings:
            visible = model._default_manager.visible_to(user).values("reference")  # type: ignore[attr-defined]
            rows = rows.exclude(Q(kind=model._meta.label_lower) & ~Q(code__in=visible))
    return rows


def search(
    query: str, user: Any, markings: tuple[str, ...], *, reads_notes: bool = False, kind: str = ""
) -> QuerySet[Reference]:
    """The index rows that hold all the words of a query, best first; none for an empty query.

    The exact reference comes first, then titles that are the query, then titles that hold all words. Internal notes
    are searched for those who may read them.
    """
    words = words_of(query)
    if not words:
        return Reference.objects.none()
    rows = visible_references(user, markings)
    noted = _noted(words) if reads_notes else {}
    for word in words:
        rule = Q(text__contains=word)
        rows = rows.filter(rule | Q(code__in=noted[word]) if noted.get(word) else rule)
    if kind:
        rows = rows.filter(kind=kind)
    in_title = Q()
    for word in words:
        in_title &= Q(title__icontains=word)
    rank = Case(
        When(code=query.strip().upper(), then=Value(0)),
        When(title__iexact=query.strip().strip('"“”'), then=Value(1)),
        When(in_title, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "prefix", "number")


def hits(rows: QuerySet[Reference], query: str, kind: str = "") -> Hits:
    """The counts of a search and its rows of one kind (or of all), best first.

    What is found is read once, in no order, and counted and sorted here; only when it is very much does the database
    count it, and sort it for each page.
    """
    read = list(rows.order_by().values_list("prefix", "number", "code", "kind", "title")[: MOST_READ + 1])
    if len(read) > MOST_READ:
        of_kind = rows.filter(kind=kind) if kind else rows
        return Hits(tuple(counts_by_kind(rows)), _Pages(of_kind))
    words = words_of(query)
    read.sort(key=lambda row: (_rank(row[2], row[4], query, words), row[0], row[1]))
    found = [Hit(*row[2:]) for row in read]
    counts = Counter(hit.kind for hit in found)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Hits(tuple(ordered), [hit for hit in found if not kind or hit.kind == kind])


def _rank(code: str, title: str, query: str, words: list[str]) -> int:
    """As the database ranks: 0 the reference, 1 the title, 2 a title that holds all words, 3 the rest."""
    if code == query.strip().upper():
        return 0
    folded = fold(title)
    if folded == fold(query.strip().strip('"“”')):
        return 1
    return 2 if all(word in folded for word in words) else 3


class _Pages:
    """Rows read from the database a page at a time."""

    def __init__(self, rows: QuerySet[Reference]) -> None:
        self.rows = rows

    def __getitem__(self, part: slice) -> list[Hit]:
        return [Hit(*values) for values in self.rows.values_list("code", "kind", "title")[part]]


def counts_by_kind(rows: QuerySet[Reference]) -> list[tuple[str, int]]:
    """How many rows of each kind were found, most first."""
    counted = rows.order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n")
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def shown(found: Iterable[Hit], words: list[str], *, reads_notes: bool = False) -> list[Found]:
    """The rows of a page as it shows them, each with the field in which the words stand; one question a kind."""
    page, names = list(found), kinds()
    texts: dict[str, list[tuple[str, str]]] = {}
    by_kind = sorted((hit for hit in page if not _all_in(hit.title, words)), key=lambda hit: hit.kind)
    for kind, group in groupby(by_kind, key=lambda hit: hit.kind):
        model: Any = apps.get_model(kind)
        fields = text_fields(model, reads_notes)
        codes = [hit.code for hit in group]
        rows = model._base_manager.filter(reference__in=codes).order_by()
        for code, *values in rows.values_list("reference", *(field.attname for field in fields)):
            labels = (capfirst(str(field.verbose_name)) for field in fields)
            texts[code] = [(label, str(value)) for label, value in zip(labels, values, strict=True) if value]
    return [_found(hit, names, texts.get(hit.code, []), words) for hit in page]


def text_fields(model: Any, reads_notes: bool = False) -> list[models.Field]:
    """The fields of a kind whose words are searched, as written by people."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, EdtfField)
        and not field.choices
        and field.name not in ("reference", "marking", "form_token")
        and (reads_notes or field.name not in model.INTERNAL_FIELDS)
    ]


@cache
def noted_kinds() -> tuple[type[Record], ...]:
    """The kinds of record with texts that only the programme team and auditors read."""
    return tuple(m for m in apps.get_models() if issubclass(m, Record) and m.PREFIX and m.INTERNAL_FIELDS)


def _noted(words: list[str]) -> dict[str, list[str]]:
    """For each word the references of the records in whose internal notes it stands; one question for all kinds."""
    questions = []
    for model in noted_kinds():
        for name in model.INTERNAL_FIELDS:
            held = Q()
            for word in words:
                held |= Q(**{f"{name}__icontains": word})
            records: Any = model._base_manager
            note = Cast(name, models.TextField())
            questions.append(records.filter(held).order_by().values_list("reference", note))
    found: dict[str, list[str]] = {}
    for code, text in questions[0].union(*questions[1:], all=True):
        folded = fold(text)
        for word in words:
            if word in folded:
                found.setdefault(word, []).append(code)
    return found


def _all_in(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _found(hit: Hit, names: dict[str, str], texts: list[tuple[str, str]], words: list[str]) -> Found:
    """A row with its best text: the one that holds most of the words that its title lacks."""
    label, cut = "", ""
    lacking = [word for word in words if word not in fold(hit.title)]
    scored = [(sum(word in fold(text) for word in lacking), label, text) for label, text in texts]
    best = max(scored, key=lambda part: part[0], default=(0, "", ""))
    if best[0]:
        label, cut = best[1], _cut(best[2], words)
    return Found(
        kind=names.get(hit.kind, hit.kind),
        code=hit.code,
        title=marked(hit.title, words),
        text=marked(cut, words),
        url=reference_url(hit.code),
        field=label,
    )


def _cut(text: str, words: list[str]) -> str:
    """A text around the first of the words in it, as written, single spaces."""
    text = " ".join(text.split())
    folded = fold(text)
    at = min((folded.find(word) for word in words if word in folded), default=0)
    start = max(0, at - _AROUND)
    if start:
        start = text.rfind(" ", 0, start) + 1 or start
    end = at + 2 * _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def marked(text: str, words: list[str]) -> SafeString:
    """Text as safe HTML with the words marked wherever they stand, accents and capitals aside."""
    folded, origin = "", []
    for position, character in enumerate(text):
        part = fold(character) or " " * bool(character.isspace())
        folded += part
        origin += [position] * len(part)
    is_marked = [False] * len(text)
    for word in filter(None, words):
        at = folded.find(word)
        while at >= 0:
            for position in origin[at : at + len(word)]:
                is_marked[position] = True
            at = folded.find(word, at + 1)
    html, open_mark = [], False
    for character, inside in zip(text, is_marked, strict=True):
        if inside != open_mark:
            html.append("<mark>" if inside else "</mark>")
            open_mark = inside
        html.append(escape(character))
    return mark_safe("".join(html) + ("</mark>" if open_mark else ""))
