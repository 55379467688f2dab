"""The secret in a person's private calendar addresses: kept hashed, one in use at a time."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.models.user import User


class CalendarAddress(models.Model):
    """What a calendar programme shows in place of a password; it reads calendars and nothing else."""

    user = models.ForeignKey(User, models.PROTECT, related_name="calendar_addresses")
    selector = models.CharField(max_length=16, unique=True, help_text="The part that finds the row; no secret.")
    secret_hash = models.CharField(max_length=64, help_text="SHA-256 of the secret part.")
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user", "made_at", "pk"]
        verbose_name_plural = "calendar addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(stopped_at__isnull=True), name="one_calendar_address_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.selector}"
