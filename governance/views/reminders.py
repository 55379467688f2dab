"""The log of reminders sent by `manage.py remind`: who was told what, when it is due, when it was sent."""

from typing import Any

from django.db.models import QuerySet

from governance.tables.reminder import ReminderTable
from governance.views.clocks import clock_links
from programmes.access import Capability
from programmes.choices import ClockKind
from programmes.filters.base import ChoiceFilter, RegisterFilter
from programmes.lists import RegisterList
from programmes.models import ReminderSent
from programmes.navigation import Link


class ReminderFilter(RegisterFilter):
    """Reminders by kind of clock and by words of what was said."""

    kind = ChoiceFilter(choices=ClockKind.choices, label="Kind", method="of_kind")

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The rows in which all the words stand: what was said, or who was told."""
        for word in value.split():
            queryset = queryset.filter(words__icontains=word) | queryset.filter(user__username__icontains=word)
        return queryset

    def of_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The rows of one kind of clock."""
        return queryset.filter(key__startswith=f"{value}:")


class ReminderList(RegisterList):
    """Every reminder sent by e-mail, the newest first."""

    capability = Capability.READ_INTERNAL_NOTES
    title = "Reminders sent"
    lead = (
        "What each person was told by e-mail: once as it came near and once when it was overdue. Rows are only added."
    )
    table_class, filter_class, csv_name = ReminderTable, ReminderFilter, "governance:reminder-csv"
    empty = "No reminder has been sent yet. The command “manage.py remind” sends them."

    def get_queryset(self) -> QuerySet[Any]:
        return ReminderSent.objects.select_related("user")

    def links(self) -> list[Link]:
        return clock_links(self.request, "reminder-list")
