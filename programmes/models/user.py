"""People who sign in, and the roles they hold for an office or a force between two dates."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from programmes.choices import Role
from programmes.models.body import Body, Force


class User(AbstractUser):
    """An account. What it may do comes from its grants alone; staff and superuser flags give no rights."""

    history = HistoricalRecords(excluded_fields=["password", "last_login"], related_name="+")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django’s; that somebody signed in is no change of the account and leaves no row in its history."""
        if set(kwargs.get("update_fields") or ()) != {"last_login"}:
            super().save(*args, **kwargs)
            return
        self.skip_history_when_saving = True  # what django-simple-history looks for
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    def current_grants(self, on: dt.date) -> list["Grant"]:
        """The grants that hold on a day, read once for each user object."""
        if not hasattr(self, "_grants"):
            self._grants = list(self.grants.select_related("body", "force"))
        return [g for g in self._grants if g.starts <= on and (g.ends is None or on <= g.ends)]

    def hold(self, grants: list["Grant"]) -> None:
        """Keep grants that were read together with the user."""
        self._grants = grants

    def forget_grants(self) -> None:
        """Read the grants again at the next question."""
        self.__dict__.pop("_grants", None)


class Grant(models.Model):
    """A user holds a role, for a body or a force where the role is bound to one, between two dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="office",
    )
    force = models.ForeignKey(Force, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField("from")
    ends = models.DateField("to", null=True, blank=True)

    history = HistoricalRecords(related_name="+")

    class Meta:
        ordering = ["user", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("body", 0),
                Coalesce("force", 0),
                "starts",
                name="grant_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[Role.OFFICE_VIEWER, Role.OFFICE_RECORDER],
                    body__isnull=False,
                )
                | (~Q(role__in=[Role.OFFICE_VIEWER, Role.OFFICE_RECORDER]) & Q(body__isnull=True)),
                name="office_roles_name_their_office",
                violation_error_message="Office: give it for office viewers and recorders, and only for them.",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.FORCE_CONTRIBUTOR, force__isnull=False)
                | (~Q(role=Role.FORCE_CONTRIBUTOR) & Q(force__isnull=True)),
                name="contributors_name_their_force",
                violation_error_message="Force: give it for force contributors, and only for them.",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="grant_does_not_end_before_it_starts",
                violation_error_message="To: this is before the “from” date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
