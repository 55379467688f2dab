"""A business case: one record through its stages, moved only by events that are never changed."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery

from governance.choices import CLOSED_STATES, CaseEventKind, CaseRelation, CaseState, Position, Stage
from governance.models.board import Board
from governance.models.case_span import CaseSpanQuerySet, SpanKind, held_on
from governance.models.five_cases import FiveCases
from governance.models.meeting import Meeting
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import AppendOnly, AppendOnlyError, AppendOnlyQuerySet, Record
from programmes.models import Alliance, Body, Force, Programme
from programmes.visibility import RecordQuerySet
from workstreams.models import Workstream


class BusinessCaseQuerySet(RecordQuerySet):
    def with_stage(self, as_at: dt.date | None = None) -> "BusinessCaseQuerySet":
        """Annotate `stage`, `state`, `state_on`, `state_on_words`, `state_since` and `last_seq` from the last event.

        With `as_at`, from the last step that had surely happened by then and is not struck out; a note or a
        correction that is entered later about an earlier day carries no state back to it.
        """
        if as_at is None:
            names = {
                "last_seq": "last_seq",
                "stage": "stage",
                "state": "state",
                "state_on": "on",
                "state_on_words": "on_words",
                "state_since": "on_latest",
            }
            return self.annotate(**{name: F(f"standing__{column}") for name, column in names.items()})
        happened = CaseEvent.objects.filter(case=OuterRef("pk"), on_latest__lte=as_at).order_by("-seq")
        return self.annotate(
            last_seq=Subquery(happened.values("seq")[:1]),
            stood=CaseSpan.on(as_at, SpanKind.STEP),
            stage=F("stood__stage"),
            state=F("stood__state"),
            state_on=F("stood__event__on"),
            state_on_words=F("stood__event__on_words"),
            state_since=F("stood__begins"),
        )

    def open(self) -> "BusinessCaseQuerySet":
        """Cases not closed, those not yet commissioned among them; call after with_stage()."""
        return self.filter(Q(state__isnull=True) | ~Q(state__in=CLOSED_STATES))


class BusinessCase(Record):
    """A proposal taken through SOC, OBC and FBC to local decisions, service and review."""

    PREFIX = "CASE"

    title = models.CharField(max_length=200)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="cases+")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="cases+")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="cases+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    relation = models.CharField(
        "how it comes from that case", max_length=11, choices=CaseRelation.choices, blank=True, editable=False
    )
    purpose = models.TextField(
        blank=True, help_text=f"What it is for; needed before the case is commissioned. {PUBLIC_HELP}"
    )
    success_measure = models.TextField(blank=True, help_text=PUBLIC_HELP)
    scope = models.TextField(blank=True, help_text=PUBLIC_HELP)
    sponsor = models.CharField(max_length=160, blank=True, help_text="The senior responsible owner or sponsor.")
    needs_soc = models.BooleanField("strategic outline case needed", default=False)
    needs_obc = models.BooleanField("outline business case needed", default=True)
    needs_fbc = models.BooleanField("full business case needed", default=True)
    participating_forces = models.ManyToManyField(Force, blank=True, related_name="cases+")
    duty_agreements = models.TextField(
        "existing agreements considered (s23HA)", blank=True,
        help_text="Which of the agreements already made between these bodies bear on it, and how.",
    )  # fmt: skip
    duty_consistency = models.TextField(
        "desirability of a consistent approach (s23HA)", blank=True,
        help_text="Where else this function is or could be done in the same way.",
    )  # fmt: skip
    duty_opportunities = models.TextField(
        "opportunities kept under review (s22B, s22C, s23HA)", blank=True,
        help_text="Which opportunities to collaborate were looked at, with whom, and which were left aside.",
    )  # fmt: skip
    duty_reasons = models.TextField(
        "why collaboration is best (s22B, s22C)", blank=True,
        help_text="In the interests of the efficiency or effectiveness of one or more of the forces; a force need not "
        "gain itself.",
    )  # fmt: skip
    internal_note = models.TextField(blank=True)

    INTERNAL_FIELDS = ("internal_note",)
    #: The note that shows the duty to collaborate was thought of, before a case is commissioned.
    DUTY_FIELDS = ("duty_agreements", "duty_consistency", "duty_opportunities", "duty_reasons")

    _history_m2m_fields = [participating_forces]

    objects = BusinessCaseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["title", "id"], name="case_in_order_of_title"),
            models.Index(fields=["marking"], name="case_counted_by_marking"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_soc=True) | Q(needs_obc=True) | Q(needs_fbc=True),
                name="case_needs_at_least_one_stage",
                violation_error_message="Stages: choose at least one.",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="case_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(relation="") | Q(parent__isnull=False), name="case_relation_has_a_parent"
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(alliance__isnull=False),
                name="case_belongs_to_programme_or_alliance",
                violation_error_message="Programme or alliance: say whose case it is.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def needed_stages(self) -> list[Stage]:
        """The stages this case goes through, in order."""
        flags = {
            Stage.SOC: self.needs_soc,
            Stage.OBC: self.needs_obc,
            Stage.FBC: self.needs_fbc,
        }
        return [stage for stage, needed in flags.items() if needed]


class CaseDocument(FiveCases, Record):
    """A version of a case for one stage: its five cases and their parts (case_file.py); frozen once circulated."""

    PREFIX = "DOC"
    MARKED_THROUGH = ("case",)

    case = models.ForeignKey(BusinessCase, models.PROTECT, related_name="documents")
    stage = models.CharField(max_length=3, choices=Stage.choices)
    number = models.PositiveSmallIntegerField("version", default=1)
    title = models.CharField(max_length=200)
    dated = EdtfField("dated")
    url = models.CharField("address", max_length=500, blank=True)
    summary = models.TextField(blank=True, help_text=f"What it says, in the source’s words. {PUBLIC_HELP}")
    recommends = models.TextField(blank=True, help_text=PUBLIC_HELP)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="became", editable=False,
        help_text="The version it began as a copy of.",
    )  # fmt: skip
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["case", "stage", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage", "number"],
                name="document_version_once_per_stage",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | ~Q(content_hash=""),
                name="frozen_document_has_its_hash",
            ),
            models.CheckConstraint(condition=~Q(based_on=F("id")), name="document_is_not_its_own_beginning"),
            models.CheckConstraint(
                condition=Q(bcr__isnull=True) | Q(bcr__gte=0),
                name="document_ratio_not_negative",
                violation_error_message="Benefit-cost ratio: it cannot be negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and type(self).objects.filter(pk=self.pk, frozen_at__isnull=False).exists():
            raise AppendOnlyError("A circulated document version")
        super().save(*args, **kwargs)


class CaseEventQuerySet(AppendOnlyQuerySet):
    def steps(self) -> "CaseEventQuerySet":
        """Events that stand and moved their case: not struck out, no correction, nothing that left it where it was.

        Of those only a note and a new submission count as such: re-scoping or another force’s go-live is a step.
        """
        # Named by case too: the few events of one case are found at once, whatever the planner thinks of `corrects`.
        strikes = CaseEvent.objects.filter(
            case=OuterRef("case"), corrects=OuterRef("pk"), kind=CaseEventKind.CORRECT, detail__strikes=True
        )
        before = CaseEvent.objects.filter(
            case=OuterRef("case"), seq=OuterRef("seq") - 1, stage=OuterRef("stage"), state=OuterRef("state")
        )
        return (
            self.exclude(kind=CaseEventKind.CORRECT)
            .exclude(Exists(strikes))
            .exclude(Q(kind__in=[CaseEventKind.NOTE, CaseEventKind.RESUBMIT]) & Q(Exists(before)))
        )

    def that_say_when(self, or_else: Q | None = None) -> "CaseEventQuerySet":
        """Events that say when a decision comes, by a target or by the meeting they put a case before; none struck.

        `or_else`: these events too.
        """
        strikes = CaseEvent.objects.filter(
            case=OuterRef("case"), corrects=OuterRef("pk"), kind=CaseEventKind.CORRECT, detail__strikes=True
        )
        says = ~Q(target="") | ~Q(target_words="") | Q(kind=CaseEventKind.SCHEDULE, meeting__isnull=False)
        rule = says & ~Exists(strikes)
        return self.filter(rule if or_else is None else rule | or_else)


class CaseEvent(AppendOnly):
    """Something that happened to a case; `stage` and `state` are those it left the case in."""

    case = models.ForeignKey(BusinessCase, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=14, choices=CaseEventKind.choices)
    stage = models.CharField(max_length=3, choices=Stage.choices)
    state = models.CharField(max_length=16, choices=CaseState.choices)
    on = EdtfField("on", blank=False)
    words = models.TextField(
        blank=True, help_text=f"Recommendation, decision or statement, word for word. {PUBLIC_HELP}"
    )
    reason = models.TextField(
        blank=True,
        help_text="The public reads this of a commission, deferral, return, rejection, split, new scope, go-live, stop, "
        "waiver or correction, where the record is public.",
    )
    minute_reference = models.CharField(max_length=120, blank=True)
    target = EdtfField("next target")
    conditions = models.TextField(blank=True, help_text=PUBLIC_HELP)
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="case_events")
    document = models.ForeignKey(CaseDocument, models.PROTECT, null=True, blank=True, related_name="events")
    waives = models.TextField("waived requirement, with reason", blank=True)
    detail = models.JSONField(
        default=dict,
        blank=True,
        help_text="Per-force dates, divided figures and sunk cost, as entered.",
    )
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        ordering = ["case", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="case_event_seq_once"),
            models.CheckConstraint(
                condition=~Q(kind=CaseEventKind.CORRECT) | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="case_correction_names_what_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=[
                        "send_back",
                        "defer",
                        "return",
                        "reject",
                        "rescope",
                        "stop",
                        "waive",
                        "supersede",
                        "resubmit",
                    ]
                )
                | ~Q(reason=""),
                name="case_event_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-seq"], name="case_event_last"),
            models.Index(
                fields=["-recorded_at", "-id"], condition=Q(recorded_by__isnull=False), name="case_event_lately"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


class CaseStanding(models.Model):
    """Where a case stands after its last event, for lists of many cases.

    The database writes it, by trigger, whenever an event is added (migration 0002), so it says what the events say;
    nothing else may write it. `on` is the date of the step that brought the case here.
    `dated_by` says when the next decision comes, unless a stage has ended or the case come back from a meeting since.
    """

    #: With whose rows these change (programmes/record_state.py).
    KEPT_FROM = CaseEvent

    case = models.OneToOneField(BusinessCase, models.PROTECT, primary_key=True, related_name="standing")
    last_seq = models.PositiveIntegerField()
    stage = models.CharField(max_length=3, choices=Stage.choices)
    state = models.CharField(max_length=16, choices=CaseState.choices, db_index=True)
    on = models.CharField(max_length=60)
    on_words = models.CharField(max_length=200, blank=True)
    on_latest = models.DateField(null=True, blank=True, db_index=True)
    dated_by = models.ForeignKey(
        CaseEvent, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The event that last said when a decision comes; none where that is spent.",
    )  # fmt: skip

    objects = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case}: {self.get_state_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise AppendOnlyError("Where a case stands")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("Where a case stands")


class CaseSpan(models.Model):
    """From which day until before which an event of a case had the last word, for lists of a past day.

    Of `kind` STEP where the case stood, from its steps (CaseEventQuerySet.steps); of DATE when a decision was to come
    (that_say_when), until said anew or spent. The database writes it, by trigger, with CaseStanding; nothing else may.
    """

    #: With whose rows these change (programmes/record_state.py).
    KEPT_FROM = CaseEvent

    case = models.ForeignKey(BusinessCase, models.PROTECT, related_name="spans", db_index=False)
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=SpanKind.choices)
    stage = models.CharField(max_length=3, choices=Stage.choices)
    state = models.CharField(max_length=16, choices=CaseState.choices)
    begins = models.DateField()
    ends = models.DateField(help_text="The first day on which it no longer holds; the last of all days for none.")

    objects = CaseSpanQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "kind", "begins", "ends"], name="case_span_of_case"),
            models.Index(fields=["kind", "state", "begins", "ends", "case"], name="case_span_of_state"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_state_display()}, {self.begins} to {self.ends}"

    @staticmethod
    def on(day: dt.date, kind: SpanKind) -> FilteredRelation:
        """The one span of each case on a day, joined to the cases."""
        return FilteredRelation("spans", condition=held_on(day, kind, "spans__"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise AppendOnlyError("Where a case stood")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("Where a case stood")


class CasePosition(AppendOnly):
    """Where one corporation stood when an event was decided."""

    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="positions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    position = models.CharField(max_length=9, choices=Position.choices)
    words = models.CharField(max_length=300, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["event", "body", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "body"], name="one_position_per_corporation")]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_position_display()}"
