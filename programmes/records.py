"""The one base of a record's page: words first, facts, what belongs to it, what it rests on, its history."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.as_at import PARAMETER as AS_AT
from programmes.history import Record
from programmes.navigation import Link, history_url
from programmes.pages import PageParts
from programmes.public_standing import public_standing
from programmes.reading import Reader
from programmes.reports.citations import citations_of


def models_by_prefix() -> dict[str, type[Record]]:
    """Every kind of record by the prefix of its reference."""
    return {m.PREFIX: m for m in apps.get_models() if issubclass(m, Record) and m.PREFIX}


class RecordPage(PageMixin, TemplateView):
    """The page of one record, found by its reference among those this person may read; a foreign one is a 404.

    `report` makes the parts of the page; `list_name` is the name of the list the trail leads through.
    """

    capability = Capability.READ
    template_name = "programmes/record.html"
    report: ClassVar[Callable[[Any, Reader], PageParts]]
    list_title = ""
    list_name = ""
    record: Any
    parts: PageParts

    def get_queryset(self) -> QuerySet:
        """The records this person may read, with what the page shows of others."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [AS_AT] if self.knows_as_at else [])
        self.record = self.get_queryset().filter(reference=kwargs["reference"]).first()
        if self.record is None:
            raise Http404("The register has no such record, or your role may not read it.")
        self.title = str(self.record)
        self.parts = type(self).report(self.record, self.reader)
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link(self.list_title, reverse(self.list_name) + self.reader.day.query * self.knows_as_at),
            Link(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = {self.record.reference: ""}
        for section in self.parts.sections:
            codes.update(section.codes)
        cited = citations_of(codes, self.reader, models_by_prefix())
        own = [c for c in cited if c.about == self.record.reference and not c.field_name.startswith("event ")]
        return super().get_context_data(
            record=self.record,
            parts=self.parts,
            citations=own,
            part_citations=[c for c in cited if c.about != self.record.reference],
            history_url=history_url(self.record.reference),
            **public_standing(self.record, self.reader.user),
            **kwargs,
        )
