"""What was sent to remind people: rows that are only ever added, so that nobody is reminded twice of the same thing."""

from django.db import models

from programmes.history import AppendOnly, AppendOnlyQuerySet
from programmes.models.user import User


class ReminderSent(AppendOnly):
    """One clock told to one person at one stage of it (soon, overdue) in one e-mail."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200, help_text="Kind of clock, record, party, day and stage.")
    address = models.EmailField()
    words = models.CharField(max_length=400)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name_plural = "reminders sent"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="reminded_once")]

    @property
    def code(self) -> str:
        """The reference of the record that it was about."""
        return self.key.split(":")[1] if self.key.count(":") >= 4 else ""

    @property
    def due(self) -> str:
        """The day on which it was due, as EDTF."""
        return self.key.rsplit(":", 2)[1] if self.code else ""

    def __str__(self) -> str:
        return f"{self.user}: {self.words}"
