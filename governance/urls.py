"""Addresses of deciding, and the register's home; all under /register/."""

from django.urls import include, path

from governance.views import cases, deciding, divergences, documents, home, net_position, overviews, quality, recording
from programmes.urls import list_paths, page_path

urlpatterns = [
    path("", home.HomePage.as_view(), name="home"),
    path("everything/", home.ContentsPage.as_view(), name="contents"),
    path("cases/board", cases.CaseBoard.as_view(), name="case-board"),
    *list_paths("cases", "case", cases.CaseList),
    page_path("cases", "case", cases.CasePage),
    page_path("documents", "case-document", documents.DocumentPage),
    path("documents/<slug:reference>/compare", documents.CompareDocuments.as_view(), name="case-document-compare"),
    path(
        "local-decisions/<str:reference>/record",
        recording.RecordDecision.as_view(),
        name="local-decision-record",
    ),
    path("", include("governance.office_urls")),
    path("conditions/<str:reference>/close", recording.CloseCondition.as_view(), name="condition-close"),
    *list_paths("local-decisions", "local-decision", cases.LocalDecisionList),
    page_path("local-decisions", "local-decision", cases.LocalDecisionPage),
    page_path("bodies", "body", deciding.BodyPage),
    path("bodies/<slug:reference>/home", home.OfficeHome.as_view(), name="office-home"),
    *list_paths("differences", "divergence", divergences.DivergenceList),
    page_path("differences", "divergence", divergences.DivergencePage),
    path("differences/<slug:reference>/review", divergences.ReviewDivergence.as_view(), name="divergence-review"),
    *list_paths("boards", "board", deciding.BoardList),
    page_path("boards", "board", deciding.BoardPage),
    *list_paths("meetings", "meeting", deciding.MeetingList),
    page_path("meetings", "meeting", deciding.MeetingPage),
    *list_paths("decisions", "decision", deciding.DecisionList),
    page_path("decisions", "decision", deciding.DecisionPage),
    *list_paths("papers", "paper", deciding.PaperList),
    page_path("papers", "paper", deciding.PaperPage),
    *list_paths("recommendations", "recommendation", deciding.RecommendationList),
    page_path("recommendations", "recommendation", deciding.RecommendationPage),
    *list_paths("panel-items", "panel-item", deciding.PanelItemList),
    page_path("panel-items", "panel-item", deciding.PanelItemPage),
    path("data-quality/", quality.DataQuality.as_view(), name="data-quality"),
    path("data-quality.csv", quality.DataQuality.as_view(), {"form": "csv"}, name="data-quality-csv"),
    *(
        path(
            f"{plural}/<slug:reference>/overview{ending}",
            view.as_view(),
            {"form": "csv"} if ending else None,
            name=f"{name}-overview{'-csv' if ending else ''}",
        )
        for plural, name, view in (
            ("programmes", "programme", overviews.ProgrammeOverview),
            ("alliances", "alliance", overviews.AllianceOverview),
            ("forces", "force", overviews.ForceOverview),
        )
        for ending in ("", ".csv")
    ),
    path("net-position/", net_position.NetPositionPage.as_view(), name="net-position"),
    path("net-position.csv", net_position.NetPositionPage.as_view(), {"form": "csv"}, name="net-position-csv"),
    path("net-position/<slug:reference>/", net_position.NetPositionForce.as_view(), name="net-position-force"),
    path("", include("governance.report_urls")),
    path("", include("governance.meeting_urls")),
    path("", include("governance.clock_urls")),
    path("", include("governance.edition_urls")),
]
