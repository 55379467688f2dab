"""The status of each workstream, written once for a period and used everywhere; what a source said stands beside it."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from programmes.access import Capability, may
from programmes.choices import Marking
from programmes.fields import PUBLIC_HELP, EdtfField, vague
from programmes.history import AppendOnlyError, Record
from programmes.models import User
from programmes.visibility import RecordQuerySet
from workstreams.choices import Rag
from workstreams.models.period import Period
from workstreams.models.workstream import Workstream

FROZEN = "A submitted update"
_OFF_GREEN = Q(rag__in=[Rag.AMBER, Rag.RED])
_DRAFT = Q(period__isnull=False, submitted_at__isnull=True)


class StatusUpdateQuerySet(RecordQuerySet):
    """Updates: what sources said, and the returns of periods with their drafts and versions."""

    def told(self) -> Self:
        """What counts: said by a source at its date, or submitted for a period; drafts never."""
        return self.exclude(_DRAFT)

    def drafts(self) -> Self:
        """Returns that are being written."""
        return self.filter(_DRAFT)

    def standing(self) -> Self:
        """What counts and no submitted correction has replaced."""
        later = self.model._base_manager.filter(corrects=OuterRef("pk"), submitted_at__isnull=False)
        return self.told().filter(~Exists(later))

    def current(self) -> Self:
        """The newest submitted version of each return of a period."""
        return self.standing().filter(period__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """As for every record; drafts are seen by those who write returns and those who read internal notes."""
        rows = super().visible_to(user)
        return rows if may(user, Capability.READ_INTERNAL_NOTES) else rows.told()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused as soon as one of them is submitted."""
        if self.filter(submitted_at__isnull=False).exists():
            raise AppendOnlyError(FROZEN)
        return super().delete()


class StatusUpdate(Record):
    """What is said of a workstream at a date or for a period; frozen once submitted.

    A return of a period is a draft until it is submitted. A correction is a new version that names the one it corrects:
    the database lets each version be corrected once, and only by a version of the same workstream and period.
    """

    PREFIX = "UPD"
    MARKED_THROUGH = ("workstream",)
    INTERNAL_FIELDS = ("internal_note",)

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="updates")
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="updates")
    as_at = EdtfField("as at", blank=False)
    heading = models.CharField(max_length=160, blank=True, help_text="The name the source gives the work here.")
    public_text = models.TextField("status, in words that may be published", blank=True, help_text=PUBLIC_HELP)
    internal_note = models.TextField(blank=True, help_text="For the programme team; never published.")
    rag = models.CharField("RAG", max_length=6, choices=Rag.choices, blank=True, help_text="Empty when not stated.")
    rag_reason = models.TextField("reason when not green", blank=True)
    action = models.TextField("what is being done to be green again", blank=True)
    green_by = EdtfField("back to green by")
    next_steps = models.TextField(blank=True, help_text=PUBLIC_HELP)
    is_unchanged = models.BooleanField("no change since last time", default=False)
    unchanged_since = models.CharField(max_length=200, blank=True, editable=False)
    answers = models.JSONField("milestones, risks and benefits as answered", default=dict, blank=True, editable=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )
    correction_reason = models.TextField(blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "-as_at_earliest", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "period"],
                condition=Q(corrects__isnull=True),
                name="one_return_per_workstream_and_period",
                violation_error_message="Period: this workstream has its return for it already; correct that one.",
            ),
            models.CheckConstraint(
                condition=~_OFF_GREEN | ~Q(rag_reason="") | _DRAFT,
                name="update_off_green_has_a_reason",
                violation_error_message="Reason when not green: say why the status is amber or red.",
            ),
            models.CheckConstraint(
                condition=~_OFF_GREEN | Q(period__isnull=True) | Q(submitted_at__isnull=True)
                | (~Q(action="") & ~Q(green_by="")),
                name="return_off_green_has_action_and_date",
                violation_error_message="Off green: say what is being done, and by when it is green again.",
            ),
            models.CheckConstraint(
                condition=_DRAFT | (~Q(public_text="") & (Q(period__isnull=True) | ~Q(rag=""))),
                name="update_says_something",
                violation_error_message="Status: say how the work stands.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True) | Q(submitted_at__isnull=False),
                name="update_submitted_by_goes_with_when",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | (~Q(correction_reason="") & Q(period__isnull=False)),
                name="update_correction_has_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        said = str(self.period) if self.period_id else vague(self, "as_at").words or self.as_at
        return f"{self.heading or self.workstream}, {said}"

    @property
    def is_draft(self) -> bool:
        """A return that is being written."""
        return self.period_id is not None and self.submitted_at is None

    def effective_marking(self) -> str:
        """As for every record; a draft is found by the programme team and auditors alone."""
        return Marking.SENSITIVE if self.is_draft else super().effective_marking()

    def save(self, *args: object, **kwargs: object) -> None:
        """As for every record; refused once submitted."""
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused once submitted."""
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_when_frozen(self) -> None:
        if not self._state.adding and type(self).objects.filter(pk=self.pk, submitted_at__isnull=False).exists():
            raise AppendOnlyError(FROZEN)
