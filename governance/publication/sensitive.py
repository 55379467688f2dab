"""What is marked sensitive and lies under a page: it blocks the edition, by name, until somebody has looked at it.

A sensitive record lies under a public one when a key leads from one to the other (a child, a record it is linked with,
a source it is cited from, an event that names it). It is in no edition anyway; but that it is left out
must be known to whoever approves: they mark it otherwise, take it away, or withhold the whole of it with ground and review.
Files that were handed in are no part of any page, whatever their marking.
Where the words of a page name it, by reference or by its whole name, only a change of the words or of the marking helps.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from governance.publication.canonical import FrozenPage
from governance.publication.errors import SensitiveBelow
from governance.publication.withholding.names import model_of
from governance.publication.withholding.standing import withheld_now
from programmes.choices import Marking
from programmes.history import AppendOnly, Record, Reference
from programmes.models import Citation
from workstreams.models import StatusUpdate

#: The shortest name that is looked for in the words of pages; a shorter one may be any word.
LEAST = 8


@dataclass(frozen=True)
class Below:
    """A sensitive record under public ones: which, where it lies, and whether the words of a page name it."""

    code: str
    title: str
    where: tuple[str, ...]
    is_named: bool

    @property
    def sentence(self) -> str:
        """What it is and where it lies."""
        verb = "is named on" if self.is_named else "lies under"
        more = f" and {len(self.where) - 3} more" if len(self.where) > 3 else ""
        return f"{self.title} ({self.code}) {verb} {', '.join(self.where[:3])}{more}"


def check_nothing_sensitive(pages: Iterable[FrozenPage]) -> None:
    """Raise SensitiveBelow, naming each, when something sensitive lies under what would be public."""
    if found := sensitive_below(pages):
        raise SensitiveBelow(found)


def sensitive_below(pages: Iterable[FrozenPage]) -> list[Below]:
    """What is sensitive and named on the pages given, or lies under a public record and is not said to be withheld."""
    rows = Reference.objects.filter(marking=Marking.SENSITIVE).exclude(code__in=_open_returns())
    sensitive = {row.code: row for row in rows.order_by("prefix", "number")}
    if not sensitive:
        return []
    named = _named_on(pages, sensitive)
    held = withheld_now(*sensitive)
    left_out = {code for code, parts in held.items() if "" in parts}
    under = _under_public({code: row for code, row in sensitive.items() if code not in left_out})
    found = []
    for code, row in sensitive.items():
        title = row.title.removeprefix(f"{code} ")
        if code in named:
            found.append(Below(code, title, tuple(named[code]), True))
        if code in under:
            found.append(Below(code, title, tuple(sorted(under[code])), False))
    return found


def _open_returns() -> models.QuerySet[StatusUpdate, str]:
    """Returns in hand: the index holds them as strictly as what is sensitive, but they are unfinished, not sensitive."""
    drafts = StatusUpdate.objects.filter(period__isnull=False, submitted_at__isnull=True)
    return drafts.exclude(marking=Marking.SENSITIVE).order_by().values_list("reference", flat=True)


def _named_on(pages: Iterable[FrozenPage], sensitive: dict[str, Reference]) -> dict[str, list[str]]:
    """The paths of the pages whose words hold the reference or the whole name of each."""
    names: dict[str, str] = {}
    for code, row in sensitive.items():
        names[code.casefold()] = code
        if len(row.title) >= LEAST:
            names.setdefault(row.title.casefold(), code)
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    wanted = re.compile(rf"(?<![\w-])(?:{words})(?!\w)")
    found: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        for code in {names[hit] for hit in wanted.findall(page.payload.casefold())}:
            found[code].append(page.path)
    return found


def _under_public(sensitive: dict[str, Reference]) -> dict[str, set[str]]:
    """The references of the public records that a key ties each sensitive one to."""
    by_model: dict[type[Record], list[str]] = defaultdict(list)
    for code, row in sensitive.items():
        by_model[model_of(row.kind)].append(code)
    ties = [tie for model, codes in by_model.items() for tie in _ties(model, codes)]
    public = set(
        Reference.objects.filter(code__in={other for _, other in ties}, marking=Marking.PUBLIC).values_list(
            "code", flat=True
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for code, other in ties:
        if other in public:
            found[code].add(other)
    return found


def _ties(model: type[Record], codes: list[str]) -> Iterator[tuple[str, str]]:
    """Each sensitive record of a model with the reference of a record that a key ties it to, in either direction."""
    rows = model._base_manager.filter(reference__in=codes)
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if isinstance(field, models.ForeignKey | models.ManyToManyField):
            yield from _pairs(rows, "reference", _code_of(field.related_model, field.name))
    for other in apps.get_models():
        for field in (*other._meta.concrete_fields, *other._meta.many_to_many):
            if field.is_relation and field.related_model is model:
                yield from _owners(other, field, codes)
    if issubclass(model, apps.get_model("programmes.Source")):
        yield from Citation.objects.filter(paragraph__source__reference__in=codes).values_list(
            "paragraph__source__reference", "about_id"
        )


def _owners(other: type[models.Model], field: Any, codes: list[str]) -> Iterator[tuple[str, str]]:
    """The records that point at sensitive ones: by a key of their own, or by an event that hangs on them."""
    pointing = other._base_manager.filter(**{f"{field.name}__reference__in": codes})
    if issubclass(other, Record):
        yield from _pairs(pointing, f"{field.name}__reference", "reference")
    elif issubclass(other, AppendOnly):
        for owner in other._meta.concrete_fields:
            if owner.name != field.name and isinstance(owner, models.ForeignKey):
                yield from _pairs(pointing, f"{field.name}__reference", _code_of(owner.related_model, owner.name))


def _code_of(model: Any, name: str) -> str:
    """The lookup of the reference that a key leads to; "" where it leads to no record."""
    return f"{name}__reference" if isinstance(model, type) and issubclass(model, Record) else ""


def _pairs(rows: Any, code: str, other: str) -> Iterator[tuple[str, str]]:
    if other:
        yield from rows.order_by().values_list(code, other).filter(**{f"{other}__isnull": False}).distinct()
