"""Addresses of what offices are asked: the ratification grid, the chase list and its log, entries taken back."""

from django.urls import path

from governance.views import chasing, latency, ratification, recording, sharing

urlpatterns = [
    path("cases/<slug:reference>/shares", sharing.CaseSharesPage.as_view(), name="case-shares"),
    path("local-decisions/<str:reference>/correct", recording.TakeBack.as_view(), name="local-decision-correct"),
    path("ratification/", ratification.RatificationGrid.as_view(), name="ratification"),
    path("ratification.csv", ratification.RatificationGrid.as_view(), {"form": "csv"}, name="ratification-csv"),
    path("decision-latency/", latency.LatencyPage.as_view(), name="decision-latency"),
    path("decision-latency.csv", latency.LatencyPage.as_view(), {"form": "csv"}, name="decision-latency-csv"),
    path(
        "decision-latency-cases.csv",
        latency.LatencyPage.as_view(),
        {"form": "cases"},
        name="decision-latency-cases",
    ),
    path("chase-list/", chasing.ChaseList.as_view(), name="chase-list"),
    path("chase-list/<slug:reference>/", chasing.LogChase.as_view(), name="chase-office"),
    path("reminders/", chasing.ChaseLog.as_view(), name="chase-log"),
    path("reminders.csv", chasing.ChaseLog.as_view(), {"form": "csv"}, name="chase-log-csv"),
    path("reminders/<int:number>/take-back", chasing.TakeBackChase.as_view(), name="chase-correct"),
]
