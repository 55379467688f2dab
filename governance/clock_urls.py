"""Addresses of what comes due, under /register/."""

from django.urls import path

from governance.views import clocks
from programmes.urls import list_paths

urlpatterns = [
    *list_paths("clocks", "clock", clocks.ClockList),
    path("clocks.ics", clocks.ClockCalendar.as_view(), name="clock-calendar"),
]
