"""Two versions of a case compared in words: field by field, option by option, figure by figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance.case_file.figures import UNDIVIDED, total_of
from governance.case_file.moves import moved
from governance.case_file.parts import HEAD, ROW_FIELDS, FileParts, label_of, parts_of, words_of
from governance.choices import COSTS
from governance.models import CaseDocument
from programmes.amounts import pounds

ADDED, REMOVED, CHANGED, MOVED = "Added", "Left out", "Changed", "Moved"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what it is, how, before and after in words, and by how much where it is money."""

    label: str
    how: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True)
class Differing:
    """A part of the document with all that differs in it."""

    title: str
    rows: tuple[Difference, ...]


def compare(before: CaseDocument, after: CaseDocument) -> list[Differing]:
    """All that differs between two versions, in the order of the paper; the parts that are the same are left out."""
    old, new = parts_of(before), parts_of(after)
    head = ("stage", *HEAD)
    found = [Differing("The document", tuple(_fields(before, after, head)))]
    for case, names in CaseDocument.SECTIONS:
        found.append(Differing(label_of(CaseDocument, case), tuple(_fields(before, after, names))))
        if case == "economic":
            found.append(Differing("Options", tuple(_rows(old.options, new.options, lambda o: o.code))))
        if case == "financial":
            found.append(Differing("Costs and benefits", tuple(_lines(old, new))))
            found.append(Differing("Funding", tuple(_rows(old.funding, new.funding, _funding_key))))
    found += [
        Differing("Risks", tuple(_rows(old.risks, new.risks, lambda r: r.words))),
        Differing("Plan", tuple(_rows(old.steps, new.steps, lambda s: s.name))),
        Differing("Attachments", tuple(_attachments(old, new))),
    ]
    return [part for part in found if part.rows]


def _fields(before: Any, after: Any, names: Iterable[str]) -> list[Difference]:
    found = []
    for name in names:
        old, new = words_of(before, name), words_of(after, name)
        if old != new:
            by = _by(getattr(before, name), getattr(after, name)) if "£" in label_of(CaseDocument, name) else ""
            found.append(Difference(label_of(CaseDocument, name), _how(old, new), old, new, by))
    return found


def _how(old: Any, new: Any) -> str:
    return CHANGED if old and new else ADDED if new else REMOVED


def _by(old: Any, new: Any) -> str:
    if not isinstance(old, Decimal) or not isinstance(new, Decimal) or old == new:
        return ""
    return f"{pounds(abs(new - old))} {'more' if new > old else 'less'}"


def _rows(old: list[Any], new: list[Any], key: Callable[[Any], Any]) -> list[Difference]:
    """Rows matched by what names them: those added, left out, and those of which something changed."""
    before, after = {key(row): row for row in old}, {key(row): row for row in new}
    found = []
    for name in [*before, *(k for k in after if k not in before)]:
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            said = said_row(was or now) or str(was or now)
            found.append(Difference(str(was or now), _how(was, now), said if was else "", said if now else ""))
            continue
        for field in ROW_FIELDS[type(was)]:
            one, other = words_of(was, field), words_of(now, field)
            if one != other:
                label = f"{now}: {label_of(type(was), field).lower()}"
                by = _by(getattr(was, field), getattr(now, field)) if "£" in label_of(type(was), field) else ""
                found.append(Difference(label, _how(one, other), one, other, by))
    return found + _moved(before, after)


def _moved(before: dict[Any, Any], after: dict[Any, Any]) -> list[Difference]:
    """The rows that stand in another order, each with its place before and after."""
    old, new = list(before), list(after)
    return [
        Difference(str(after[key]), MOVED, _place(old.index(key), old), _place(new.index(key), new))
        for key in moved(old, new)
    ]


def _place(index: int, among: list[Any]) -> str:
    return f"Place {index + 1} of {len(among)}"


def said_row(row: Any) -> str:
    """A row of a document in one line: its fields that are filled in, “no” left unsaid."""
    said = []
    for name in ROW_FIELDS[type(row)]:
        words = words_of(row, name)
        if words and words != "No" and words != str(row):
            said.append(label_of(type(row), name) if words == "Yes" else f"{label_of(type(row), name)}: {words}")
    return "; ".join(said)


def _funding_key(row: Any) -> tuple[str, str, Any, str]:
    return row.source, row.name, row.force_id, row.financial_year


def _lines(old: FileParts, new: FileParts) -> list[Difference]:
    def key(line: Any) -> tuple[str, str]:
        return line.kind, line.name

    found = _rows(old.lines, new.lines, key)
    before, after = {key(line): line for line in old.lines}, {key(line): line for line in new.lines}
    for name in (k for k in before if k in after):
        found += _amounts(_cells(old, before[name]), _cells(new, after[name]), str(after[name]))
    for is_cost, words in ((True, "All costs"), (False, "All benefits")):
        was, now = _sum(old, is_cost), _sum(new, is_cost)
        if was != now:
            said = [pounds(v) if v is not None else "" for v in (was, now)]
            found.append(Difference(words, _how(*said), said[0], said[1], _by(was, now)))
    return found


def _cells(parts: FileParts, line: Any) -> dict[tuple[str, str], Decimal]:
    rows = parts.amounts_of(line)
    return {(row.financial_year, row.force.name if row.force else UNDIVIDED): row.amount for row in rows}


def _amounts(before: dict[Any, Decimal], after: dict[Any, Decimal], line: str) -> list[Difference]:
    found = []
    for cell in sorted({*before, *after}):
        was, now = before.get(cell), after.get(cell)
        if was != now:
            year, force = cell
            said = [pounds(v) if v is not None else "" for v in (was, now)]
            where = year if force == UNDIVIDED else f"{force}, {year}"
            how = CHANGED if was is not None and now is not None else ADDED if now is not None else REMOVED
            found.append(Difference(f"{line}: {where}", how, said[0], said[1], _by(was, now)))
    return found


def _sum(parts: FileParts, is_cost: bool) -> Decimal | None:
    known = [total_of(line, parts) for line in parts.lines if (line.kind in COSTS) == is_cost]
    return sum((v for v in known if v is not None), Decimal(0)) if known and None not in known else None


def _attachments(old: FileParts, new: FileParts) -> list[Difference]:
    before, after = {a.title: a.file for a in old.attachments}, {a.title: a.file for a in new.attachments}
    found = []
    for title in [*before, *(t for t in after if t not in before)]:
        was, now = before.get(title), after.get(title)
        if was is None or now is None or was.sha256 != now.sha256:
            found.append(Difference(f"“{title}”", _how(was, now), was.name if was else "", now.name if now else ""))
    titles = [{title: f"“{title}”" for title in files} for files in (before, after)]
    return found + _moved(*titles)
