"""Versions of a case’s document: one whole, two compared."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from governance.case_file.comparing import compare
from governance.models import CaseDocument
from governance.reports.documents import document_page, version_words
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.navigation import Link, reference_url
from programmes.records import RecordPage


class DocumentPage(RecordPage):
    list_title, list_name, report = "Business cases", "governance:case-list", document_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(CaseDocument.objects).select_related("case", "lead_force", "based_on__case")

    def crumbs(self) -> list[Link]:
        case = self.record.case
        first, second, last = super().crumbs()
        return [first, second, Link(str(case), reference_url(case.reference)), last]


class CompareDocuments(PageMixin, TemplateView):
    """What differs between two versions of the same case, in words."""

    capability = Capability.READ
    template_name = "governance/case_compare.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; without `with` the version is compared with the one before it."""
        check_parameters(request, ["with"])
        rows = self.reader.rows(CaseDocument.objects).select_related("case", "lead_force")
        self.document = rows.filter(reference=kwargs["reference"]).first()
        if self.document is None:
            raise Http404("The register has no such document, or your role may not read it.")
        versions = sorted(rows.filter(case=self.document.case_id), key=_in_order)
        self.others = [version for version in versions if version != self.document]
        self.other = self._chosen(request.GET.get("with", ""))
        self.title = f"{self.document.case}: versions compared"
        return self.render_to_response(self.get_context_data())

    def _chosen(self, code: str) -> CaseDocument | None:
        if code:
            found = next((version for version in self.others if version.reference == code), None)
            if found is None:
                raise BadAddress(f"“{code}” is no other version of this case. Choose one of its versions.")
            return found
        before = [version for version in self.others if _in_order(version) < _in_order(self.document)]
        return next((v for v in before if v.pk == self.document.based_on_id), before[-1] if before else None)

    def crumbs(self) -> list[Link]:
        case, document = self.document.case, self.document
        return [
            Link("Register", "/register/"),
            Link("Business cases", reverse("governance:case-list")),
            Link(str(case), reference_url(case.reference)),
            Link(str(document), reference_url(document.reference)),
            Link("Compared"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        old, new = self.other, self.document
        if old is not None and _in_order(old) > _in_order(new):
            old, new = new, old
        return super().get_context_data(
            document=self.document, old=old, new=new, old_words=version_words(old) if old else "",
            new_words=version_words(new), old_url=reference_url(old.reference) if old else "",
            new_url=reference_url(new.reference), parts=compare(old, new) if old else [],
            others=[(v.reference, version_words(v), v == self.other) for v in self.others], **kwargs,
        )  # fmt: skip


def _in_order(document: CaseDocument) -> tuple[int, int]:
    return ["soc", "obc", "fbc"].index(document.stage), document.number
