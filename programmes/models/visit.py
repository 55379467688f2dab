"""When a person was last at their home: no part of the record, only of how somebody reads it."""

from django.db import models

from programmes.models.user import User


class Visit(models.Model):
    """The visit a person is on, and when the one before it ended."""

    user = models.OneToOneField(User, models.PROTECT, related_name="visit")
    seen_at = models.DateTimeField("last seen at")
    before = models.DateTimeField("the visit before ended at", null=True, blank=True)

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"{self.user}: {self.seen_at:%Y-%m-%d %H:%M}"
