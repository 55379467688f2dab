"""The log of who was reminded of an open decision: when, how, by whom, in which words."""

from django.db import models
from django.db.models import Q

from governance.models.local_decision import LocalDecision
from programmes.choices import ReminderMeans
from programmes.fields import EdtfField
from programmes.history import AppendOnly, AppendOnlyQuerySet


class ChaseQuerySet(AppendOnlyQuerySet):
    def that_stand(self) -> "ChaseQuerySet":
        """Reminders that were sent: neither corrections nor what a correction has struck out."""
        return self.filter(corrects=None, corrected_by=None)


class Chase(AppendOnly):
    """An office was reminded of one decision that is asked of it; never edited.

    One message about several decisions is a row for each, with the same token.
    """

    local_decision = models.ForeignKey(LocalDecision, models.PROTECT, related_name="chases")
    on = EdtfField("on", blank=False)
    means = models.CharField(max_length=9, choices=ReminderMeans.choices)
    to = models.CharField("to whom", max_length=200, blank=True)
    words = models.TextField("what was said")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    form_token = models.CharField(max_length=40, blank=True, editable=False)

    objects = ChaseQuerySet.as_manager()

    class Meta:
        ordering = ["local_decision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["local_decision", "form_token"], condition=~Q(form_token=""), name="chase_once_per_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_decision}: {self.get_means_display()}"
