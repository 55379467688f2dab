"""Addresses of what readers have of meetings: agenda and pack, minutes, calendars, the forward plan."""

from django.urls import path

from governance.views import meetings

urlpatterns = [
    path("meetings/<str:reference>/agenda", meetings.AgendaPage.as_view(), name="meeting-agenda"),
    path("meetings/<str:reference>/agenda.pdf", meetings.AgendaPdf.as_view(), name="meeting-agenda-pdf"),
    path("meetings/<str:reference>/pack", meetings.PackPage.as_view(), name="meeting-pack"),
    path("meetings/<str:reference>/pack.pdf", meetings.PackPdf.as_view(), name="meeting-pack-pdf"),
    path("meetings/<str:reference>/full-pack", meetings.FullPackPage.as_view(), name="meeting-full-pack"),
    path("meetings/<str:reference>/full-pack.pdf", meetings.FullPackPdf.as_view(), name="meeting-full-pack-pdf"),
    path("meetings/<str:reference>/minutes", meetings.MinutesPage.as_view(), name="meeting-minutes"),
    path("meetings/<str:reference>/minutes.pdf", meetings.MinutesPdf.as_view(), name="meeting-minutes-pdf"),
    path("boards/<str:reference>/calendar.ics", meetings.BoardCalendar.as_view(), name="board-calendar"),
    path("forward-plan/", meetings.ForwardPlanPage.as_view(), name="forward-plan"),
    path("forward-plan.csv", meetings.ForwardPlanPage.as_view(), {"form": "csv"}, name="forward-plan-csv"),
]
