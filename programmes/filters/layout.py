"""The filter form as the page shows it: each field with a small choice of operators beside it, dates and texts folded.

The form works without script: what it sends (`stage=obc` and `stage__how=not`) is read into the address of the list
(`stage__not=obc`) before anything else, so that the address alone is the state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from programmes.addresses import HOW, IS, WITHOUT_VALUE
from programmes.filters.operators import AFTER, BEFORE, EMPTY, NOT, DateFilter, TextFilter, parameter

MISSING, FILLED = "missing", "filled"
_LISTED = ((IS, "is"), (NOT, "is not"))
_WORDS = ((IS, "has"), (NOT, "has not"))
_BLANK = ((MISSING, "is not recorded"), (FILLED, "is recorded"))


@dataclass(frozen=True)
class Line:
    """One field: label, its id, the choice of operators (empty where it knows none) and the field itself."""

    label: str
    id: str
    how: SafeString
    control: SafeString


@dataclass(frozen=True)
class DateLine:
    """One date: the address's values for after, before and in, and the choice whether it is recorded."""

    name: str
    label: str
    after: str
    before: str
    within: str
    recorded: SafeString


@dataclass(frozen=True)
class Layout:
    """The lines of the form, those folded away, whether they are in use, and what the form carries along."""

    lines: tuple[Line, ...]
    texts: tuple[Line, ...]
    dates: tuple[DateLine, ...]
    is_more_open: bool
    carried: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, filterset: Any) -> Layout:
        """The layout of a filter for the address it was given."""
        shown: set[str] = set()
        lines = tuple(_listed_line(filterset, bound, shown) for bound in filterset.form.visible_fields())
        own = filterset.own_fields.values() if filterset.has_operators else ()
        texts = tuple(_text_line(filterset.data, field, shown) for field in own if isinstance(field, TextFilter))
        dates = tuple(_date_line(filterset.data, field, shown) for field in own if isinstance(field, DateFilter))
        asked = {condition.parameter: condition.value for condition in filterset.conditions}
        in_use = any(name.partition("__")[0] in filterset.own_fields for name in asked)
        carried = tuple((name, value) for name, value in asked.items() if name not in shown)
        return cls(lines, texts, dates, in_use, carried)


def _listed_line(filterset: Any, bound: Any, shown: set[str]) -> Line:
    name, field = bound.name, filterset.listed_fields.get(bound.name)
    if field is None:
        return Line(str(bound.label), bound.id_for_label, mark_safe(""), mark_safe(str(bound)))
    how, value = _asked(filterset.data, name, shown)
    offered = _LISTED + (_BLANK if field.may_be_blank or how in WITHOUT_VALUE else ())
    control = bound.field.widget.render(bound.html_name, value, {"id": bound.auto_id})
    return Line(str(bound.label), bound.id_for_label, _choice(f"{name}{HOW}", offered, how, str(bound.label)), control)


def _text_line(data: QueryDict, field: TextFilter, shown: set[str]) -> Line:
    how, value = _asked(data, field.name, shown)
    control = f'<input type="text" name="{field.name}" id="id_{field.name}" value="{escape(value)}">'
    choice = _choice(f"{field.name}{HOW}", _WORDS + _BLANK, how, field.label)
    return Line(field.label, f"id_{field.name}", choice, mark_safe(control))


def _date_line(data: QueryDict, field: DateFilter, shown: set[str]) -> DateLine:
    name = field.name
    within, after, before, empty = names = [parameter(name, operator) for operator in ("", AFTER, BEFORE, EMPTY)]
    shown.update(names)
    offered = (("", "or not"), ("1", "not recorded"), ("0", "recorded"))
    recorded = _choice(empty, offered, data.get(empty, ""), f"{field.label}, recorded")
    return DateLine(name, field.label, data.get(after, ""), data.get(before, ""), data.get(within, ""), recorded)


def _asked(data: QueryDict, name: str, shown: set[str]) -> tuple[str, str]:
    """How the address asks for a field, and for which value; of several conditions the first."""
    empty = data.get(parameter(name, EMPTY), "")
    for how, asked, value in (
        (IS, name, data.get(name, "")),
        (NOT, parameter(name, NOT), data.get(parameter(name, NOT), "")),
        (MISSING if empty == "1" else FILLED, parameter(name, EMPTY), empty),
    ):
        if value:
            shown.add(asked)
            return how, "" if how in WITHOUT_VALUE else value
    return IS, ""


@lru_cache(maxsize=2048)  # the few ways in which each field of each list may be asked
def _choice(name: str, offered: tuple[tuple[str, str], ...], chosen: str, label: str) -> SafeString:
    options = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{words}</option>' for value, words in offered
    )
    return mark_safe(f'<select class="how" name="{name}" aria-label="{escape(label)}: how">{options}</select>')
