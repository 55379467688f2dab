"""`?as_at=2013-07-18`: what was true on that day; the banner, and the links that keep the day."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from programmes.addresses import BadAddress
from programmes.dates import in_words

PARAMETER = "as_at"


@dataclass(frozen=True)
class AsAt:
    """The day a page speaks of; `day` is None for today."""

    day: dt.date | None
    clear_url: str = ""

    @property
    def words(self) -> str:
        """The day in words, “18 July 2013”."""
        return words_of(self.day) if self.day else ""

    @property
    def query(self) -> str:
        """What to put after the path of another page to keep the day."""
        return f"?{PARAMETER}={self.day.isoformat()}" if self.day else ""

    def context(self) -> dict[str, object]:
        """What templates/includes/as_at.html asks for."""
        if self.day is None:
            return {}
        return {"as_at": self.day, "as_at_words": self.words, "as_at_clear_url": self.clear_url}


def words_of(day: dt.date) -> str:
    """A day in words, “18 July 2013”."""
    return in_words(day.isoformat())


def day_of(request: HttpRequest, name: str) -> dt.date | None:
    """The day an address gives by a name, None when it gives none. Raises BadAddress when it is no day."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadAddress(
            f"“{text}” is not a day. Write {name} as year, month and day, for example 2013-07-18."
        ) from None


def read(request: HttpRequest) -> AsAt:
    """The day an address asks for. Raises BadAddress when it is no day."""
    day = day_of(request, PARAMETER)
    if day is None:
        return AsAt(None)
    rest = request.GET.copy()
    del rest[PARAMETER]
    return AsAt(day, f"{request.path}?{rest.urlencode()}" if rest else request.path)
