"""RecordQuerySet: what a reader may see, and what was so on a day, the same for lists, counts and exports."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from programmes.access import visible_markings
from programmes.choices import Marking


def parent_paths(model: type[models.Model]) -> list[str]:
    """The lookups that lead to every parent whose marking holds for a model’s rows, parents’ parents included."""
    paths = []
    for name in getattr(model, "MARKED_THROUGH", ()):
        parent: Any = model._meta.get_field(name).related_model
        paths += [name, *(f"{name}__{path}" for path in parent_paths(parent))]
    return paths


class RecordQuerySet(models.QuerySet):
    """The queryset of every record."""

    def update(self, **kwargs: Any) -> int:
        """Refused: an update past save() would leave no history, no version and no index row."""
        raise TypeError("Change records one by one with save(), which keeps who, when and why.")

    def visible_to(self, user: Any) -> Self:
        """The rows a user may read in the register: by marking, the parents' included."""
        markings = visible_markings(user)
        if not markings:
            return self.none()
        if set(markings) == set(Marking.values):
            return self.all()  # no condition to check on each of many rows for those who read everything
        rule = Q(marking__in=markings)
        for parent in parent_paths(self.model):
            rule &= Q(**{f"{parent}__marking__in": markings}) | Q(**{f"{parent}__isnull": True})
        return self.filter(rule)

    def in_force_on(self, day: dt.date | None) -> Self:
        """Rows whose `starts` is surely past and whose `ends` is not surely past on a day (unknown start counts)."""
        if day is None:
            return self
        started = Q(starts_latest__lte=day) | Q(starts="")
        return self.filter(started).exclude(ends_latest__lt=day)
