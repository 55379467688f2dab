"""Business areas, the collaboration matrix observed over time, and the 2011-15 work plan."""

from django.db import models

from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record
from programmes.models import Alliance, Programme
from programmes.visibility import RecordQuerySet
from workstreams.choices import AreaState, OutcomeKind, PlanApproach, ServiceType


class AreaGroup(Record):
    """A group heading of the matrix, as in S2 Appendix B; Local Policing has no areas."""

    PREFIX = "AGP"

    name = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class BusinessArea(Record):
    """An area of police business, such as Vetting."""

    PREFIX = "ARE"

    group = models.ForeignKey(AreaGroup, models.PROTECT, related_name="areas")
    name = models.CharField(max_length=120)
    synonyms = models.CharField(
        max_length=300,
        blank=True,
        help_text="Other names in the sources, separated by “;”.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["group__position", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="area_name_once_in_group")]

    def __str__(self) -> str:
        return self.name


class AreaMapping(Record):
    """From a date on, one business area is what another was called or part of."""

    PREFIX = "MAP"

    old = models.ForeignKey(BusinessArea, models.PROTECT, related_name="mapped_to")
    new = models.ForeignKey(BusinessArea, models.PROTECT, related_name="mapped_from")
    starts = EdtfField("from")
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["old", "starts_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "starts"], name="area_mapping_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")),
                name="area_not_mapped_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} is now {self.new}"


class AreaStatus(Record):
    """One observation of the matrix: an area in a partnership at a date, with the words as written."""

    PREFIX = "OBS"

    area = models.ForeignKey(BusinessArea, models.PROTECT, related_name="statuses")
    alliance = models.ForeignKey(
        Alliance,
        models.PROTECT,
        related_name="area_statuses+",
        verbose_name="partnership",
    )
    status = models.CharField(max_length=20, choices=AreaState.choices)
    as_at = EdtfField("as at", blank=False)
    words = models.CharField("words as written", max_length=300)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = [
            "area__group__position",
            "area__position",
            "alliance__position",
            "as_at_earliest",
            "pk",
        ]
        verbose_name = "matrix observation"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "alliance", "as_at"],
                name="one_observation_per_cell_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.alliance}: {self.words}"


class AreaComment(Record):
    """The comment a source makes on an area across partnerships."""

    PREFIX = "ACM"

    area = models.ForeignKey(BusinessArea, models.PROTECT, related_name="comments")
    as_at = EdtfField("as at", blank=False)
    words = models.CharField("words as written", max_length=400)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["area__group__position", "area__position", "as_at_earliest", "pk"]
        verbose_name = "comment on an area"
        verbose_name_plural = "comments on areas"
        constraints = [models.UniqueConstraint(fields=["area", "as_at"], name="one_comment_per_area_and_date")]

    def __str__(self) -> str:
        return f"{self.area}: {self.words}"


class PlanRow(Record):
    """A row of a work plan: an approach as the source titles it, with its footnote."""

    PREFIX = "PLA"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="plan_rows+")
    approach = models.CharField(max_length=24, choices=PlanApproach.choices)
    words = models.CharField("title as written", max_length=250)
    footnote = models.TextField(blank=True, help_text=PUBLIC_HELP)
    period = EdtfField("period")
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "position", "pk"]
        verbose_name = "work plan approach"
        verbose_name_plural = "work plan approaches"
        constraints = [models.UniqueConstraint(fields=["programme", "approach"], name="plan_approach_once")]

    def __str__(self) -> str:
        return self.words


class AreaPlan(Record):
    """An area of business under one approach of the plan; implementation dates are empty where the source's are."""

    PREFIX = "PLN"

    row = models.ForeignKey(PlanRow, models.PROTECT, related_name="entries")
    area = models.ForeignKey(BusinessArea, models.PROTECT, null=True, blank=True, related_name="plans")
    name = models.CharField("area as written", max_length=120)
    service_type = models.CharField(max_length=12, choices=ServiceType.choices)
    qualifier = models.CharField(max_length=20, blank=True, help_text="Such as K/E: Kent and Essex only.")
    implementation = EdtfField("implementation date")
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["row__position", "service_type", "position", "pk"]
        verbose_name = "work plan entry"
        verbose_name_plural = "work plan entries"
        constraints = [
            models.UniqueConstraint(fields=["row", "service_type", "name"], name="plan_entry_once_in_a_row"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name


class PlanOutcome(Record):
    """What a source says came of an entry of a work plan, in one alliance; the register judges from these rows."""

    PREFIX = "OUT"
    MARKED_THROUGH = ("entry",)

    entry = models.ForeignKey(AreaPlan, models.PROTECT, related_name="outcomes", verbose_name="work plan entry")
    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="plan_outcomes+", verbose_name="where")
    says = models.CharField(max_length=8, choices=OutcomeKind.choices)
    as_at = EdtfField(
        "as at",
        blank=False,
        help_text="In being: since when, or ../2013-07-18 for “by 18 July 2013”. Still to come: when that was said.",
    )
    words = models.CharField("words as written", max_length=400)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "as_at_latest", "pk"]
        verbose_name = "what came of the plan"
        verbose_name_plural = "what came of the plan"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "alliance", "says", "as_at"],
                name="plan_outcome_once",
                violation_error_message="What came of the plan: this is recorded already for this alliance and date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, {self.alliance}: {self.get_says_display().lower()}"
