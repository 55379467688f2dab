"""What a list may be asked of a field besides “is”: is not, before, after, recorded or not. The address is the state.

`stage=obc` is, `stage__not=obc` is not, `signed__before=2016-10-01` and `signed__after=2016` compare dates,
`signed__empty=1` is not recorded and `signed__empty=0` is recorded. “Is”, “is not” and “not recorded” share out all
rows: what is not recorded is not said to be something else. Vague dates count by their first and last possible day
(design section 5): before a day means surely before it, after means surely after it, “in 2016” surely within 2016; a
day that is itself vague begins with its first day and ends with its last.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters as filters
from django.core.exceptions import FieldDoesNotExist
from django.db import connections, models
from django.db.models import Q, QuerySet

from programmes.addresses import BadAddress
from programmes.dates import DateNotUnderstood, bounds, from_words, in_words

NOT, BEFORE, AFTER, EMPTY = "not", "before", "after", "empty"
RECORDED = {"1": "is not recorded", "0": "is recorded"}


@dataclass(frozen=True)
class Condition:
    """One condition of an address: its parameter, what it says in words, and what it does to the rows."""

    parameter: str
    value: str
    words: str
    apply: Callable[[QuerySet], QuerySet]


class OwnField:
    """A field of a list that its filter class names in one line: `signed = DateFilter("Signed")`."""

    operators: ClassVar[tuple[str, ...]]
    name = ""

    def __init__(self, label: str, path: str = "") -> None:
        self.label, self.path = label, path

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.path = name, self.path or name

    def read(self, filterset: Any, operator: str, value: str) -> Condition:
        """The condition that one parameter of the address makes. Raises BadAddress."""
        words, keep = self.understood(operator, value)
        return Condition(parameter(self.name, operator), value, words, keep)

    def understood(self, operator: str, value: str) -> tuple[str, Callable[[QuerySet], QuerySet]]:
        """What an operator and a value mean, in words and for the rows. Raises BadAddress."""
        if operator == EMPTY:
            said = recorded(self.label, value)
            return f"{self.label} {said}", lambda rows: split(rows, self.blank(rows), value)
        words, rule = self.rule(operator, value)
        return words, lambda rows: rows.filter(rule(rows))

    def blank(self, rows: QuerySet) -> Q:
        """The rows where nothing is recorded."""
        raise NotImplementedError

    def rule(self, operator: str, value: str) -> tuple[str, Callable[[QuerySet], Q]]:
        """What any operator but “empty” means. Raises BadAddress."""
        raise NotImplementedError


class DateFilter(OwnField):
    """A vague date by its first and last possible day; `plain` is a field (or annotation) that is one day."""

    operators = ("", NOT, BEFORE, AFTER, EMPTY)

    def __init__(self, label: str, path: str = "", *, plain: bool = False, annotated: str = "") -> None:
        super().__init__(label, path)
        self.plain, self.annotated = plain or bool(annotated), annotated

    def _ends(self, rows: QuerySet) -> tuple[str, str]:
        if self.annotated and self.annotated in rows.query.annotations:
            return self.annotated, self.annotated
        return (self.path, self.path) if self.plain else (f"{self.path}_earliest", f"{self.path}_latest")

    def blank(self, rows: QuerySet) -> Q:
        if self.plain:
            return Q(**{f"{self._ends(rows)[0]}__isnull": True})
        return Q(**{self.path: "", f"{self.path}_words": ""})

    def rule(self, operator: str, value: str) -> tuple[str, Callable[[QuerySet], Q]]:
        edtf, first, last = self._day(value)

        def within(rows: QuerySet) -> Q:
            earliest, latest = self._ends(rows)
            return Q(**{f"{earliest}__gte": first, f"{latest}__lte": last})

        rules: dict[str, Callable[[QuerySet], Q]] = {
            "": within,
            NOT: lambda rows: ~within(rows) & ~self.blank(rows),
            BEFORE: lambda rows: Q(**{f"{self._ends(rows)[1]}__lt": first}),
            AFTER: lambda rows: Q(**{f"{self._ends(rows)[0]}__gt": last}),
        }
        preposition = "on" if first == last else "in"
        said = {"": f": {preposition}", NOT: f" not {preposition}", BEFORE: " before", AFTER: " after"}[operator]
        return f"{self.label}{said} {in_words(edtf)}", rules[operator]

    def _day(self, value: str) -> tuple[str, Any, Any]:
        try:
            edtf = from_words(value)
            first, last = bounds(edtf)
        except DateNotUnderstood as error:
            raise BadAddress(f"{self.label}: {error}") from None
        if first is None or last is None:
            raise BadAddress(
                f"{self.label}: “{value}” has no first and last day. Give a day, a month, a year or both ends."
            )
        return edtf, first, last


class TextFilter(OwnField):
    """A text that any reader of the record may read: its words, in any order."""

    operators = ("", NOT, EMPTY)

    def blank(self, rows: QuerySet) -> Q:
        return Q(**{self.path: ""})

    def rule(self, operator: str, value: str) -> tuple[str, Callable[[QuerySet], Q]]:
        if operator == NOT:
            return f"{self.label} has not “{value}”", lambda rows: ~self._has(rows, value) & ~self.blank(rows)
        return f"{self.label} has “{value}”", lambda rows: self._has(rows, value)

    def _has(self, rows: QuerySet, value: str) -> Q:
        """All the words stand in the text, capitals aside. SQLite's LIKE knows A to Z alone; its REGEXP is Python's."""
        has = Q()
        for word in value.split():
            if connections[rows.db].vendor == "sqlite":
                has &= Q(**{f"{self.path}__iregex": re.escape(word)})
            else:
                has &= Q(**{f"{self.path}__icontains": word})
        return has


class ListedField:
    """A filter with a list of choices, words or records, and what it may be asked besides “is”."""

    def __init__(self, name: str, listed: filters.ChoiceFilter, filterset: Any) -> None:
        self.name, self.listed, self.filterset = name, listed, filterset
        self.label = str(listed.label)
        self.has_blank = bool(getattr(listed, "blank", "")) or not listed.method
        self.operators = (NOT, EMPTY) if self.has_blank else (NOT,)

    @property
    def choices(self) -> dict[str, str]:
        """Value and words of each choice."""
        choices = self.listed.extra["choices"]
        return {str(value): str(words) for value, words in (choices() if callable(choices) else choices)}

    def offers(self, value: str) -> bool:
        """Whether a value is there to choose, also a record that the address does not name."""
        offers = getattr(self.listed, "offers", None)
        return bool(offers(value)) if offers else value in self.choices

    def read(self, filterset: Any, operator: str, value: str) -> Condition:
        """The condition that one parameter of the address makes. Raises BadAddress."""
        if operator == EMPTY:
            words = f"{self.label} {recorded(self.label, value)}"
            return Condition(
                parameter(self.name, operator), value, words, lambda rows: split(rows, self.blank(rows), value)
            )
        if value not in self.choices:
            raise BadAddress(
                f"{self.label}: Select a valid choice. {value} is not one of the available choices for “is not”."
            )
        words = f"{self.label} is not {self.choices[value]}"
        return Condition(parameter(self.name, operator), value, words, lambda rows: self.others(rows, value))

    def others(self, rows: QuerySet, value: str) -> QuerySet:
        """The rows with something recorded that is not this."""
        if self.has_blank:
            rows = rows.exclude(self.blank(rows))
        if not self.listed.method and not to_many(rows.model, self.listed.field_name):
            return rows.filter(~Q(**{self.listed.field_name: value}))
        return rows.exclude(pk__in=self.listed.filter(rows, value).order_by().values("pk"))

    def blank(self, rows: QuerySet) -> Q:
        """The rows with nothing recorded that this reader may read."""
        if declared := getattr(self.listed, "blank", ""):
            return getattr(self.filterset, declared)(rows)
        path = self.listed.field_name.removesuffix("__reference")
        if path == self.listed.field_name:
            return Q(**{path: ""}) | Q(**{f"{path}__isnull": True})
        if to_many(rows.model, path):
            return ~Q(pk__in=named(rows.model, path, self.filterset.request.user))
        return Q(**{f"{path}__isnull": True})

    @property
    def may_be_blank(self) -> bool:
        """Whether the form offers “is not recorded”: not for a field that every record fills."""
        if getattr(self.listed, "blank", ""):
            return True
        return self.has_blank and _may_be_blank(self.filterset.queryset.model, self.listed.field_name)


def parameter(name: str, operator: str) -> str:
    """The parameter of a field and an operator: stage__not."""
    return f"{name}__{operator}" if operator else name


def recorded(label: str, value: str) -> str:
    """What a value of “empty” says. Raises BadAddress."""
    if value not in RECORDED:
        raise BadAddress(f"{label}: “{value}” is neither 1 (not recorded) nor 0 (recorded).")
    return RECORDED[value]


def split(rows: QuerySet, blank: Q, value: str) -> QuerySet:
    """The rows with nothing recorded (1) or with something (0)."""
    return rows.filter(blank) if value == "1" else rows.exclude(blank)


def steps_of(model: Any, path: str) -> list[Any]:
    """The relations on the way of a lookup, outermost first."""
    steps = []
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            break
        if not field.is_relation:
            break
        steps.append(field)
        model = field.related_model
    return steps


def to_many(model: type[models.Model], path: str) -> bool:
    """Whether a lookup may lead from one row to several."""
    return any(step.many_to_many or step.one_to_many for step in steps_of(model, path))


def named(model: Any, path: str, user: Any, code: str = "") -> QuerySet:
    """Keys of the rows that name a record (any, or the one of a reference) on a way that a person may read."""
    rule: dict[str, Any] = {f"{path}__reference": code} if code else {f"{path}__isnull": False}
    at = ""
    for step in steps_of(model, path):
        at = f"{at}__{step.name}" if at else step.name
        if hasattr(step.related_model._default_manager.all(), "visible_to"):
            rule[f"{at}__in"] = step.related_model._default_manager.visible_to(user).order_by()
    return model._base_manager.filter(**rule).order_by().values("pk")


def _may_be_blank(model: Any, path: str) -> bool:
    steps = steps_of(model, path)
    if steps:
        return len(steps) > 1 or steps[0].many_to_many or steps[0].one_to_many or steps[0].null
    try:
        return bool(model._meta.get_field(path).blank)
    except FieldDoesNotExist:
        return False
