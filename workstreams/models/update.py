"""Reporting periods and the status of each workstream, written once and used everywhere."""

from django.db import models
from django.db.models import Q

from programmes.fields import EdtfField, vague
from programmes.history import AppendOnlyError, Record
from programmes.models import User
from programmes.visibility import RecordQuerySet
from workstreams.choices import Rag
from workstreams.models.workstream import Workstream


class Period(Record):
    """A reporting period: opens, falls due, locks."""

    PREFIX = "PER"

    name = models.CharField(max_length=60, unique=True)
    opens_on = models.DateField()
    due_on = models.DateField()
    locked_on = models.DateField(null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("opens_on")),
                name="period_due_after_it_opens",
                violation_error_message="Due on: this is before the period opens.",
            ),
            models.CheckConstraint(
                condition=Q(locked_on__isnull=True) | Q(locked_on__gte=models.F("due_on")),
                name="period_locked_after_it_is_due",
                violation_error_message="Locked on: this is before returns are due.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StatusUpdate(Record):
    """What is said of a workstream at a date or for a period; frozen once submitted."""

    PREFIX = "UPD"
    MARKED_THROUGH = ("workstream",)
    INTERNAL_FIELDS = ("internal_note",)

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="updates")
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="updates")
    as_at = EdtfField("as at", blank=False)
    heading = models.CharField(max_length=160, blank=True, help_text="The name the source gives the work here.")
    public_text = models.TextField("status, in words that may be published")
    internal_note = models.TextField(blank=True, help_text="For the programme team; never published.")
    rag = models.CharField(
        "RAG",
        max_length=6,
        choices=Rag.choices,
        blank=True,
        help_text="Empty when not stated.",
    )
    rag_reason = models.TextField("reason when not green", blank=True)
    next_steps = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "-as_at_earliest", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "period"],
                name="one_update_per_workstream_and_period",
            ),
            models.CheckConstraint(
                condition=~Q(rag__in=[Rag.AMBER, Rag.RED]) | ~Q(rag_reason=""),
                name="update_off_green_has_a_reason",
                violation_error_message="Reason when not green: say why the status is amber or red.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True) | Q(submitted_at__isnull=False),
                name="update_submitted_by_goes_with_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading or self.workstream}, {vague(self, 'as_at').words or self.as_at}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding and type(self).objects.filter(pk=self.pk, submitted_at__isnull=False).exists():
            raise AppendOnlyError("A submitted update")
        super().save(*args, **kwargs)
