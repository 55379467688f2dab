"""The log of reviews: who kept opportunities for collaboration under review, and what came of it (s22B, s22C)."""

from django.db import models
from django.db.models import Q

from programmes.choices import BodyKind, OwnPosition
from programmes.fields import EdtfField
from programmes.history import AppendOnly, AppendOnlyQuerySet
from programmes.models.body import Body


class OpportunityReviewQuerySet(AppendOnlyQuerySet):
    def entries(self) -> "OpportunityReviewQuerySet":
        """The entries themselves, those struck out among them; a correction is shown with what it strikes out."""
        return self.filter(corrects=None)


class OpportunityReview(AppendOnly):
    """An office reviewed its opportunities to collaborate, on a day; never edited."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="reviews", verbose_name="office")
    on = EdtfField("on", blank=False)
    subject = models.TextField("what was reviewed")
    outcome = models.TextField("what came of it")
    own_position = models.CharField(
        "net position of its own force", max_length=7, choices=OwnPosition.choices, blank=True
    )
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    reason = models.TextField(blank=True)
    form_token = models.CharField(max_length=40, blank=True, editable=False)

    objects = OpportunityReviewQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["body", "-on_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "form_token"], condition=~Q(form_token=""), name="opportunity_review_once_per_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.subject}"[:200]

    @property
    def duty(self) -> str:
        """The section of the Police Act 1996 under which the office reviewed."""
        return "s22B" if self.body.kind == BodyKind.CHIEF_CONSTABLE else "s22C"
