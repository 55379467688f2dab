"""Addresses of what comes due, under /register/."""

from django.urls import path, re_path

from governance.views import calendars, clocks, reminders
from programmes.urls import list_paths

urlpatterns = [
    *list_paths("clocks", "clock", clocks.ClockList),
    path("clocks.ics", clocks.ClockCalendar.as_view(), name="clock-calendar"),
    *list_paths("reminders/sent", "reminder", reminders.ReminderList),
    path("calendar-addresses/", calendars.CalendarAddresses.as_view(), name="calendar-addresses"),
    re_path(
        r"^calendars/(?P<token>[A-Za-z0-9_-]{1,80})/(?P<which>mine|all)\.ics$",
        calendars.PrivateClocks.as_view(),
        name="private-clocks",
    ),
    re_path(
        r"^calendars/(?P<token>[A-Za-z0-9_-]{1,80})/boards/(?P<reference>BRD-\d{1,9})\.ics$",
        calendars.PrivateBoard.as_view(),
        name="private-board",
    ),
]
