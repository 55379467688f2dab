"""How the cost of a case is split: which set of shares holds from which event on."""

from django.db import models
from django.db.models import Q

from governance.models.business_case import BusinessCase, CaseEvent
from programmes.history import AppendOnly, AppendOnlyQuerySet
from programmes.models import CostShareSet


class CaseSharesQuerySet(AppendOnlyQuerySet):
    def that_stand(self) -> "CaseSharesQuerySet":
        """Those that no event which was struck out has brought."""
        struck = CaseEvent.objects.filter(kind="correct", detail__strikes=True, corrects__isnull=False)
        return self.filter(Q(event=None) | ~Q(event__in=struck.values("corrects")))


class CaseShares(AppendOnly):
    """From now on the cost of a case is split as a set says; the last that stands holds."""

    case = models.ForeignKey(BusinessCase, models.PROTECT, related_name="shares")
    share_set = models.OneToOneField(CostShareSet, models.PROTECT, related_name="+")
    event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, blank=True, related_name="shares")

    objects = CaseSharesQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        verbose_name_plural = "shares of cases"

    def __str__(self) -> str:
        return f"{self.case}: {self.share_set}"
