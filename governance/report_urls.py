"""Addresses of the reports that the register writes."""

from django.urls import path

from governance.views import report_forms, reports
from programmes.urls import list_paths, page_path

urlpatterns = [
    path("reports/new", report_forms.NewReport.as_view(), name="report-new"),
    *list_paths("reports", "report", reports.ReportList),
    page_path("reports", "report", reports.ReportPage),
    path("reports/<slug:reference>/report.pdf", reports.ReportPdf.as_view(), name="report-pdf"),
    path("reports/<slug:reference>/report.docx", reports.ReportDocx.as_view(), name="report-docx"),
    path("reports/<slug:reference>/facts", report_forms.ChangeFacts.as_view(), name="report-facts"),
    path("reports/<slug:reference>/sections/<slug:section>", report_forms.EditSection.as_view(), name="report-section"),
    path("reports/<slug:reference>/figures/<slug:figure>", report_forms.SettleFigure.as_view(), name="report-figure"),
    path("reports/<slug:reference>/approve", report_forms.ApproveReport.as_view(), name="report-approve"),
    path("reports/<slug:reference>/version", report_forms.BeginVersion.as_view(), name="report-version"),
    path("reports/<slug:reference>/agenda", report_forms.PutOnAgenda.as_view(), name="report-agenda"),
]
