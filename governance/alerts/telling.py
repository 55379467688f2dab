"""The news of a published edition for readers of alerts: those of the feeds, as far as they stand today.

They come from the rows of editions alone, through `public`, and say no more than public pages say at that moment: what was
withdrawn since is left out, and so are words that a later edition changed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.alerts.topics import EVERYTHING
from governance.choices import EditionKind
from governance.feeds import entries, reading
from governance.models import Edition
from governance.models.edition import EditionQuerySet
from governance.public.connection import DATABASE
from governance.public.reading import day_words

#: An edition is told of so many days after it was published at the latest: news that is older is none.
DAYS_TOLD = 14

Row = dict[str, Any]


@dataclass(frozen=True)
class News:
    """One published edition with its news."""

    edition_id: int
    told: entries.Told

    @property
    def number(self) -> int:
        return self.told.issue.number

    @property
    def published_at(self) -> dt.datetime:
        return self.told.issue.at

    @property
    def day(self) -> str:
        """The day of publication in words."""
        return day_words(self.published_at)

    @property
    def kind(self) -> EditionKind:
        return EditionKind(self.told.issue.kind)

    @property
    def topics(self) -> frozenset[str]:
        """Whom the news concern. Who asked for everything is told of any change, each correction and the first edition."""
        if not self.told.rows and self.kind == EditionKind.ORDINARY and not self.told.is_first:
            return frozenset()
        return frozenset(code for row in self.told.rows for code in row.get("concerns", [])) | {EVERYTHING}

    def for_topics(self, codes: Iterable[str]) -> tuple[Row, ...]:
        """What is told to somebody who asked for these."""
        chosen = frozenset(codes)
        return tuple(row for row in self.told.rows if EVERYTHING in chosen or chosen & set(row.get("concerns", [])))


def news(at: dt.datetime) -> list[News]:
    """The editions published within the last days, the first first."""
    since = at - dt.timedelta(days=DAYS_TOLD)
    told = [one for one in entries.standing(reading.issues()) if one.issue.at >= since]
    numbers = [one.issue.number for one in told]
    keys = dict(EditionQuerySet(Edition, using=DATABASE).filter(number__in=numbers).values_list("number", "pk"))
    return [News(keys[one.issue.number], one) for one in reversed(told)]
