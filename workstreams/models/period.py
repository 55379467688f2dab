"""Reporting periods: set up with their dates, locked and reopened by events, and the log of who was reminded in them."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from programmes.choices import ReminderMeans
from programmes.fields import EdtfField
from programmes.history import AppendOnly, AppendOnlyQuerySet, Record
from programmes.visibility import RecordQuerySet
from workstreams.choices import PeriodEventKind
from workstreams.models.workstream import Workstream


class PeriodQuerySet(RecordQuerySet):
    """Periods, with what their events come to."""

    def with_lock(self) -> Self:
        """Annotates `last_lock`: the last locking or reopening, "" where there was none."""
        kinds = [PeriodEventKind.LOCKED, PeriodEventKind.REOPENED]
        last = PeriodEvent.objects.filter(period=OuterRef("pk"), kind__in=kinds).order_by("-seq").values("kind")[:1]
        return self.annotate(last_lock=Coalesce(Subquery(last), Value(""), output_field=models.CharField()))

    def taking_returns(self, today: object) -> Self:
        """The periods that have opened and are not locked, the newest first."""
        rows = self.with_lock().filter(opens_on__lte=today).exclude(last_lock=PeriodEventKind.LOCKED)
        return rows.order_by("-opens_on", "-pk")


class Period(Record):
    """A reporting period: it opens on a day, its returns fall due on another, and an editor locks it."""

    PREFIX = "PER"

    name = models.CharField(max_length=60, unique=True, help_text="Such as “November 2026” or “Quarter 3, 2026/27”.")
    opens_on = models.DateField(help_text="From this day returns can be written.")
    due_on = models.DateField(help_text="The last day on which a return is in time.")

    objects = PeriodQuerySet.as_manager()

    #: Only on rows read with `PeriodQuerySet.with_lock()`.
    last_lock: str

    class Meta:
        ordering = ["-opens_on", "-pk"]
        verbose_name = "reporting period"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("opens_on")),
                name="period_due_after_it_opens",
                violation_error_message="Due on: this is before the period opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PeriodEvent(AppendOnly):
    """A period was locked, reopened or given another due date, and why; its numbers count up within the period."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=PeriodEventKind.choices)
    on = models.DateField()
    reason = models.TextField(blank=True)
    was = models.DateField("due date before", null=True, blank=True)
    now = models.DateField("due date since", null=True, blank=True)

    class Meta:
        ordering = ["period", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["period", "seq"], name="period_event_seq_once"),
            models.CheckConstraint(
                condition=Q(kind=PeriodEventKind.LOCKED) | ~Q(reason=""),
                name="period_event_reopening_and_moving_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_kind_display()}"


class ReturnChaseQuerySet(AppendOnlyQuerySet):
    def that_stand(self) -> "ReturnChaseQuerySet":
        """Reminders that were sent: neither corrections nor what a correction has struck out."""
        return self.filter(corrects=None, corrected_by=None)


class ReturnChase(AppendOnly):
    """Somebody was reminded of the return of one workstream for a period; never edited."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="chases")
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="return_chases")
    on = EdtfField("on", blank=False)
    means = models.CharField(max_length=9, choices=ReminderMeans.choices)
    to = models.CharField("to whom", max_length=200, blank=True)
    words = models.TextField("what was said")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    form_token = models.CharField(max_length=40, blank=True, editable=False)

    objects = ReturnChaseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["period", "workstream", "pk"]
        verbose_name = "reminder of a return"
        verbose_name_plural = "reminders of returns"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "workstream", "form_token"],
                condition=~Q(form_token=""),
                name="return_chase_once_per_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstream}, {self.period}: {self.get_means_display()}"
