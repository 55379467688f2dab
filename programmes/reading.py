"""Who reads, what they may see, and on which day: handed to every report."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest

from programmes import as_at
from programmes.access import Capability, may, visible_markings
from programmes.as_at import AsAt
from programmes.navigation import reference_url

#: What stands in place of a record that the reader may not read.
WITHHELD = "Withheld: your role may not read it"


@dataclass(frozen=True)
class Reader:
    """The person who reads a page, the markings they may see, and the day the page speaks of."""

    user: Any
    markings: tuple[str, ...]
    reads_notes: bool = False
    day: AsAt = AsAt(None)

    @classmethod
    def of(cls, request: HttpRequest, *, knows_as_at: bool = False) -> Self:
        """The reader of a request; the day is read only for pages that know one."""
        return cls.for_user(request.user, as_at.read(request) if knows_as_at else AsAt(None))

    @classmethod
    def for_user(cls, user: Any, day: AsAt = AsAt(None)) -> Self:  # noqa: B008
        """A reader without a request."""
        return cls(user, visible_markings(user), may(user, Capability.READ_INTERNAL_NOTES), day)

    @property
    def sight(self) -> tuple[Any, ...]:
        """All that what this person may read rests on; equal for two who may read the same."""
        return (self.markings, self.reads_notes, self.day.day)

    @property
    def as_at(self) -> dt.date | None:
        """The day the page speaks of, None for today."""
        return self.day.day

    def sees(self, record: Any) -> bool:
        """Whether this person may read a record, the parents it is marked through included."""
        if record.marking not in self.markings:
            return False
        if not record.MARKED_THROUGH:
            return True
        parents = (getattr(record, name) for name in record.MARKED_THROUGH)
        return all(self.sees(parent) for parent in parents if parent is not None)

    def rows(self, queryset: Any) -> Any:
        """The rows of a queryset this person may read."""
        return queryset.visible_to(self.user)

    def url(self, record: Any) -> str:
        """The address of a record's page, the day kept."""
        return reference_url(record.reference, self.as_at)
