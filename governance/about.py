"""What a page is about: one programme, alliance or force, as the address names it on every list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from governance.models import BusinessCase
from programmes.addresses import BadAddress
from programmes.as_at import PARAMETER as AS_AT
from programmes.models import Agreement, Alliance, Force, Programme
from programmes.reading import Reader

#: The name in the address of each kind of record that a page can be about.
KINDS: dict[str, Any] = {"programme": Programme, "alliance": Alliance, "force": Force}


@dataclass(frozen=True)
class About:
    """A programme, alliance or force, for one request: which rows of a list are its own, and where they are listed."""

    name: str
    record: Any
    request: HttpRequest
    reader: Reader

    @property
    def noun(self) -> str:
        """What it is, in words."""
        return self.name

    @property
    def code(self) -> str:
        """Its reference."""
        return self.record.reference

    def rows(self, filter_class: Any, queryset: Any) -> Any:
        """Those rows of a list that its own filter finds by this record: the page counts what the list shows."""
        asked = filter_class(QueryDict(), queryset=queryset, request=self.request)
        return asked.filters[self.name].filter(queryset, self.code)

    def url(self, page: str, asked: Mapping[str, str] = {}, *, on_day: bool = False, **also: str) -> str:
        """A list of its rows, narrowed further; `on_day` keeps the day that the page speaks of."""
        query = {self.name: self.code, **asked, **also}
        if on_day and self.reader.as_at:
            query[AS_AT] = self.reader.as_at.isoformat()
        return f"{reverse(page)}?{urlencode(query)}"


def about_in(request: HttpRequest, reader: Reader) -> About | None:
    """What the address names by programme, alliance or force; None when it names none. Raises BadAddress."""
    found = [(name, code) for name in KINDS if (code := request.GET.get(name, "").strip())]
    if not found:
        return None
    if len(found) > 1:
        raise BadAddress("The address names more than one programme, alliance or force. Name one of them.")
    name, code = found[0]
    record = reader.rows(KINDS[name].objects).filter(reference=code).first()
    if record is None:
        raise BadAddress(f"“{code}” is no {name} that you may read. Give a reference such as {KINDS[name].PREFIX}-1.")
    return About(name, record, request, reader)


def cases_about(name: str, code: str) -> Any:
    """Keys of the cases of a programme or alliance, or of those a force takes part in."""
    path = "participating_forces" if name == "force" else name
    return BusinessCase.objects.filter(**{f"{path}__reference": code}).order_by().values("pk")


def agreements_about(name: str, code: str, reader: Reader) -> Any:
    """The agreements of a programme or alliance, or those to which an office of a force is party."""
    path = "parties__body__force" if name == "force" else name
    own = Agreement.objects.filter(Q(**{f"{path}__reference": code})).order_by().values("pk")
    return reader.rows(Agreement.objects).filter(pk__in=own)
