"""Agreements and the law they rest on."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.agreements import Standing
from programmes.as_at import PARAMETER as AS_AT
from programmes.choices import AgreementKind
from programmes.filters.records import AgreementFilter, LegalReferenceFilter
from programmes.lists import RegisterList
from programmes.models import Agreement, LegalReference
from programmes.navigation import Link
from programmes.records import RecordPage
from programmes.reports import agreements, pages
from programmes.tables.agreement import AgreementTable
from programmes.tables.source import LegalReferenceTable


class AgreementList(RegisterList):
    title = "Agreements"
    lead = "Section 22A agreements, memoranda of understanding and other agreements between the corporations."
    table_class, filter_class, csv_name = AgreementTable, AgreementFilter, "programmes:agreement-csv"
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        day = self.reader.as_at
        rows = pages.agreements_known_on(self.reader.rows(Agreement.objects), day)
        return rows.with_state(day).select_related("alliance")


class AgreementPage(RecordPage):
    list_title, list_name, report = "Agreements", "programmes:agreement-list", agreements.agreement_page
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(Agreement.objects).with_state(self.reader.as_at)
        return rows.select_related("alliance", "programme", "varies", "replaces", "ended_by")


class AgreementLaw(PageMixin, TemplateView):
    """What the law asks of one agreement, rule by rule, for those who can mend it and those who audit it."""

    capability = Capability.READ_INTERNAL_NOTES
    template_name = "programmes/agreement_law.html"
    knows_as_at = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [AS_AT])
        rows = self.reader.rows(Agreement.objects).select_related("varies")
        self.agreement = get_object_or_404(rows, reference=kwargs["reference"], kind=AgreementKind.S22A)
        self.title = f"What the law asks: {self.agreement}"
        found = agreements.law_of(self.agreement, self.reader)
        count = Counter(finding.standing for finding in found)
        context = self.get_context_data(
            agreement=self.agreement, rows=agreements.law_rows(found), blocking=count[Standing.BLOCKS],
            missing=count[Standing.WARNS], agreement_url=self.reader.url(self.agreement),
        )  # fmt: skip
        return self.render_to_response(context)

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Agreements", reverse("programmes:agreement-list") + self.reader.day.query),
            Link(str(self.agreement), self.reader.url(self.agreement)),
            Link("What the law asks"),
        ]


class LegalReferenceList(RegisterList):
    title = "Legal references"
    lead = "The statutes and guidance that the sources name."
    table_class, filter_class = LegalReferenceTable, LegalReferenceFilter
    csv_name = "programmes:legal-reference-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(LegalReference.objects)


class LegalReferencePage(RecordPage):
    list_title, list_name = "Legal references", "programmes:legal-reference-list"
    report = pages.legal_reference_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(LegalReference.objects)
