"""What of a public record is withheld from the public: on which ground, until which review, and who said so when."""

from typing import Self

from django.db import models
from django.db.models import Max, Q

from governance.choices import ExemptGround, WithholdingStep
from programmes.history import AppendOnly, AppendOnlyQuerySet, Reference


class WithholdingQuerySet(AppendOnlyQuerySet):
    def standing(self) -> Self:
        """The last step of each part of each record, where that part is withheld still."""
        last = self.model._default_manager.order_by().values("about", "part").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=last).exclude(step=WithholdingStep.LIFTED)  # type: ignore[return-value]


class Withholding(AppendOnly):
    """One step: a part of a record is withheld, kept so after a review, or told again; never edited.

    `about` names the record. `part` is a field of the allow-list of its public page or row (governance/publication);
    empty for the whole row.
    """

    about = models.ForeignKey(Reference, models.PROTECT, related_name="withholdings", verbose_name="record")
    part = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=8, choices=WithholdingStep.choices)
    ground = models.CharField(max_length=12, choices=ExemptGround.choices, blank=True)
    reason = models.TextField(help_text="Internal: the public reads the ground alone.")
    review_on = models.DateField("review by", null=True, blank=True)

    objects = WithholdingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["about", "part", "pk"]
        indexes = [models.Index(fields=["about", "part"], name="withholding_of_part")]
        constraints = [
            models.CheckConstraint(
                condition=Q(step=WithholdingStep.LIFTED, ground="", review_on__isnull=True)
                | (~Q(step=WithholdingStep.LIFTED) & ~Q(ground="") & Q(review_on__isnull=False)),
                name="withholding_has_its_ground_and_review",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withholding_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.about_id}, {self.part or 'the whole'}: {self.get_step_display().lower()}"
