"""Addresses of who and what: programmes, alliances, forces, bodies, agreements, sources, search, history."""

from django.urls import URLPattern, path

from programmes.views import (
    agreements,
    bodies,
    calculator,
    files,
    finding,
    money,
    programmes,
    reviews,
    saved,
    sources,
)


def list_paths(plural: str, name: str, view: type) -> list[URLPattern]:
    """The addresses of a list: the page and its CSV."""
    return [
        path(f"{plural}/", view.as_view(), name=f"{name}-list"),  # type: ignore[attr-defined]
        path(f"{plural}.csv", view.as_view(), {"form": "csv"}, name=f"{name}-csv"),  # type: ignore[attr-defined]
    ]


def page_path(plural: str, name: str, view: type) -> URLPattern:
    """The address of a record's page, by its reference."""
    return path(f"{plural}/<slug:reference>/", view.as_view(), name=f"{name}-detail")  # type: ignore[attr-defined]


urlpatterns = [
    path("r/<slug:reference>/", finding.ReferenceRedirect.as_view(), name="reference"),
    path("r/<slug:reference>/history/", finding.HistoryPage.as_view(), name="history"),
    path("files/<int:number>/", files.FileDownload.as_view(), name="file"),
    path("search", finding.SearchPage.as_view(), name="search"),
    path("views/", saved.SavedViews.as_view(), name="saved-view-list"),
    path("views/<int:number>/", saved.ChangeView.as_view(), name="saved-view-change"),
    *list_paths("programmes", "programme", programmes.ProgrammeList),
    page_path("programmes", "programme", programmes.ProgrammePage),
    *list_paths("alliances", "alliance", programmes.AllianceList),
    page_path("alliances", "alliance", programmes.AlliancePage),
    *list_paths("forces", "force", bodies.ForceList),
    page_path("forces", "force", bodies.ForcePage),
    *list_paths("bodies", "body", bodies.BodyList),
    *list_paths("contacts", "contact", bodies.ContactList),
    *list_paths("opportunity-reviews", "review", reviews.ReviewList),
    *list_paths("agreements", "agreement", agreements.AgreementList),
    page_path("agreements", "agreement", agreements.AgreementPage),
    path("agreements/<slug:reference>/law/", agreements.AgreementLaw.as_view(), name="agreement-law"),
    path("cost-shares/calculator/", calculator.CalculatorPage.as_view(), name="cost-share-calculator"),
    path(
        "cost-shares/calculator.csv",
        calculator.CalculatorPage.as_view(),
        {"form": "csv"},
        name="cost-share-calculator-csv",
    ),
    *list_paths("cost-shares", "cost-share-set", money.CostShareSetList),
    page_path("cost-shares", "cost-share-set", money.CostShareSetPage),
    path("cost-shares/<slug:reference>/schedule.csv", money.ScheduleCsv.as_view(), name="cost-share-schedule-csv"),
    path("cost-shares/<slug:reference>/schedule.pdf", money.SchedulePdf.as_view(), name="cost-share-schedule-pdf"),
    path("nre/", money.NrePage.as_view(), name="nre"),
    path("nre.csv", money.NrePage.as_view(), {"form": "csv"}, name="nre-csv"),
    *list_paths("measured-quantities", "quantity", money.QuantityList),
    *list_paths("legal-references", "legal-reference", agreements.LegalReferenceList),
    page_path("legal-references", "legal-reference", agreements.LegalReferencePage),
    *list_paths("sources", "source", sources.SourceList),
    page_path("sources", "source", sources.SourcePage),
]
