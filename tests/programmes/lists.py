"""Every list of the register, and one list as one person asks it."""

import csv
import io
from typing import Any

from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import get_resolver

from programmes.filters.operators import DateFilter
from programmes.reading import Reader
from tests.architecture.test_urls import walk
from tests.factories import programmes as p

LISTS = {
    name: pattern.callback.view_class
    for name, route, pattern in sorted(walk(get_resolver().url_patterns), key=lambda address: address[0])
    if route.startswith("register/") and not name.endswith(("-csv", "-xlsx")) and hasattr(pattern.callback, "view_class")
    and hasattr(pattern.callback.view_class, "table_class")
}  # fmt: skip


class Asked:
    """A list as one person asks it, without the page around it."""

    def __init__(self, name: str, role: str) -> None:
        self.view = LISTS[name]()
        self.request = RequestFactory().get("/")
        self.request.user = p.make_user(role)
        self.view.request, self.view.reader = self.request, Reader.for_user(self.request.user)

    def filter(self, query: str = "") -> Any:
        return self.view.filter_class(QueryDict(query), queryset=self.view.get_queryset(), request=self.request)

    def rows(self, query: str = "") -> list[int]:
        """The keys of the rows, none twice."""
        found = sorted(self.filter(query).qs.order_by().values_list("pk", flat=True))
        assert len(found) == len(set(found)), query
        return found

    def values(self, name: str) -> list[str]:
        """Some values to ask a field for."""
        field = self.filter().listed_fields.get(name)
        if field is not None:
            return list(field.choices)[:4]
        return ["2016", "21 April 2016"] if isinstance(self.own(name), DateFilter) else ["a"]

    def own(self, name: str) -> Any:
        return self.view.filter_class.own_fields.get(name)


def csv_rows(client: Client, address: str) -> list[list[str]]:
    """The rows of a CSV file, its head first."""
    response: Any = client.get(address)
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
