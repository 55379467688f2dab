"""Agreements and the law they rest on."""

from django.db.models import QuerySet

from programmes.filters.records import AgreementFilter, LegalReferenceFilter
from programmes.lists import RegisterList
from programmes.models import Agreement, LegalReference
from programmes.records import RecordPage
from programmes.reports import pages
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
    list_title, list_name, report = "Agreements", "programmes:agreement-list", pages.agreement_page
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(Agreement.objects).with_state(self.reader.as_at)
        return rows.select_related("alliance", "programme", "varies", "replaces", "ended_by")


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
