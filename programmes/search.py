"""One search over all kinds of record: every word must stand in the record's own text."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from programmes.history import Record, Reference, fold
from programmes.navigation import reference_url

#: How much of a text is shown around the first word found.
_AROUND = 90


@dataclass(frozen=True)
class Found:
    """One record found: its kind in words, reference, title and text with the words marked, address."""

    kind: str
    code: str
    title: SafeString
    text: SafeString
    url: str


def words_of(query: str) -> list[str]:
    """The words to look for, folded as the records' text is."""
    return fold(query).split()


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


def search(query: str, user: Any, markings: tuple[str, ...], kind: str = "") -> QuerySet[Reference]:
    """The index rows that hold all the words of a query; none for an empty query."""
    words = words_of(query)
    if not words:
        return Reference.objects.none()
    rows = visible_references(user, markings)
    for word in words:
        rows = rows.filter(text__contains=word)
    return (rows.filter(kind=kind) if kind else rows).order_by("prefix", "number")


def counts_by_kind(rows: QuerySet[Reference]) -> list[tuple[str, int]]:
    """How many rows of each kind were found, most first."""
    counted = rows.order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n")
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def shown(row: Reference, words: list[str], as_at: Any = None) -> Found:
    """An index row as the page shows it; the text only when the title alone does not show the words."""
    title = marked(row.title, words)
    text = ""
    if not all(word in fold(row.title) for word in words):
        at = min((row.text.find(word) for word in words if word in row.text), default=0)
        start = max(0, at - _AROUND)
        cut = row.text[start : at + 2 * _AROUND]
        text = f"{'…' if start else ''}{cut}{'…' if at + 2 * _AROUND < len(row.text) else ''}"
    return Found(
        kind=kinds().get(row.kind, row.kind),
        code=row.code,
        title=title,
        text=marked(text, words),
        url=reference_url(row.code, as_at),
    )


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
