"""Views of lists that people keep: no part of the record, only of how somebody reads it."""

from django.db import models
from django.db.models import Q

from programmes.models.user import User


class SavedView(models.Model):
    """What a list's address asked (filters, columns, sort), under a name; its owner's alone, or shared with its readers."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    page = models.CharField("list", max_length=80, help_text="The name of the list’s address.")
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    is_shared = models.BooleanField("shared with all who may read the list", default=False)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["page", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name


class ViewDefault(models.Model):
    """The view a list opens with: for one person, or (without a person) for everybody who has chosen none."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    page = models.CharField(max_length=80)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="defaults")

    class Meta:
        ordering = ["page", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="view_default_once"),
            models.UniqueConstraint(fields=["page"], condition=Q(user__isnull=True), name="team_view_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.view}"
