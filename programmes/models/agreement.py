"""Section 22A agreements, memoranda and other contracts, with their parties and events."""

from django.db import models

from programmes.choices import (
    AgreementEventKind,
    AgreementKind,
    AgreementState,
    PublicationMode,
)
from programmes.fields import EdtfField
from programmes.history import AppendOnly, AppendOnlyQuerySet, Record
from programmes.models.alliance import Alliance
from programmes.models.body import Body, Force
from programmes.models.programme import Programme
from programmes.visibility import RecordQuerySet


class AgreementQuerySet(RecordQuerySet):
    def with_state(self, as_at: object = None) -> "AgreementQuerySet":
        """Annotate `state` (AgreementState or None) from the last event that sets one, by the end of `as_at`.

        An event that was corrected never happened, on whatever day the correction was made.
        """
        events = AgreementEvent.objects.filter(agreement=models.OuterRef("pk"), corrected_by=None)
        events = events.exclude(sets_state="").exclude(kind=AgreementEventKind.CORRECTED)
        if as_at is not None:
            events = events.filter(on_latest__lte=as_at)
        return self.annotate(state=models.Subquery(events.order_by("-seq").values("sets_state")[:1]))


class Agreement(Record):
    """An agreement between bodies under s22A Police Act 1996, a memorandum, or another contract."""

    PREFIX = "AGR"

    kind = models.CharField(max_length=6, choices=AgreementKind.choices)
    title = models.CharField(max_length=250)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="agreements")
    alliance = models.ForeignKey(Alliance, models.PROTECT, null=True, blank=True, related_name="agreements")
    has_force_provision = models.BooleanField(
        "force provision", null=True, blank=True,
        help_text="How members of forces discharge functions (s22A(2)(a)). Unknown when no source says.",
    )  # fmt: skip
    has_policing_body_provision = models.BooleanField(
        "policing body provision",
        null=True,
        blank=True,
        help_text="Support by one policing body for another.",
    )
    has_body_and_force_provision = models.BooleanField(
        "policing body and force provision", null=True, blank=True,
        help_text="Support by a policing body for a force kept by another.",
    )  # fmt: skip
    scope = models.TextField(blank=True, help_text="In the source’s words.")
    functions = models.TextField(blank=True)
    exclusions = models.TextField(blank=True)
    signed = EdtfField("signed")
    starts = EdtfField("commences")
    ends = EdtfField("ends")
    review_cycle = models.CharField(max_length=120, blank=True)
    notice_months = models.PositiveSmallIntegerField("notice, months", null=True, blank=True)
    exit_rule = models.TextField("exit and cost rule", blank=True)
    accountability = models.TextField(
        "accountability arrangements",
        blank=True,
        help_text="Who holds the chief officers to account, and where (s23D).",
    )
    cost_basis = models.TextField(blank=True)
    publication_mode = models.CharField(
        "publication (s23E)",
        max_length=10,
        choices=PublicationMode.choices,
        default=PublicationMode.NOT_YET,
    )
    publication_reason = models.TextField(
        "reason for a summary only",
        blank=True,
        help_text="Required for “summary only”: why the copy is withheld.",
    )
    guidance_regard = models.BooleanField("regard had to the statutory guidance (s23F)", null=True, blank=True)
    document_url = models.CharField("document, address", max_length=500, blank=True)
    parties_words = models.CharField(
        "parties, words as written", max_length=300, blank=True,
        help_text="Where the source counts the parties rather than naming each, such as “all 14 corporations”.",
    )  # fmt: skip
    varies = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="varied_by")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    ended_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="ends_agreements")
    note = models.TextField(blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_latest", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(publication_mode=PublicationMode.SUMMARY) | ~models.Q(publication_reason=""),
                name="agreement_summary_only_has_a_reason",
                violation_error_message="Reason for a summary only: say why the copy is withheld (s23E).",
            ),
            models.CheckConstraint(
                condition=~models.Q(varies=models.F("id")),
                name="agreement_does_not_vary_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Party(Record):
    """A body that is party to an agreement: invited, decided, signed, commencing and leaving on its own dates."""

    PREFIX = "PTY"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="party_to")
    invited = EdtfField("invited")
    decided = EdtfField("decided")
    signed = EdtfField("signed")
    signatory = models.CharField("signed by", max_length=120, blank=True)
    signatory_capacity = models.CharField("in the capacity of", max_length=120, blank=True)
    commences = EdtfField("commences")
    left = EdtfField("left")
    publication_url = models.CharField("published at", max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "body", "pk"]
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["agreement", "body"], name="party_once_per_agreement")]

    def __str__(self) -> str:
        return f"{self.body}, party to {self.agreement}"


class LeadForce(Record):
    """The force that leads or hosts an agreement’s service, between two dates."""

    PREFIX = "LDF"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="lead_forces")
    force = models.ForeignKey(Force, models.PROTECT, related_name="leads")
    starts = EdtfField("from")
    ends = EdtfField("to")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "starts_earliest", "pk"]
        verbose_name = "lead force"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "force", "starts"],
                name="lead_force_once_from_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.force} leads {self.agreement}"


class ChecklistItem(Record):
    """One topic of the completeness checklist of an agreement (domain section 2)."""

    PREFIX = "CHK"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="checklist")
    topic = models.CharField(max_length=120)
    is_present = models.BooleanField("present", null=True, blank=True)
    clause = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "topic"], name="checklist_topic_once")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.agreement}"


class AgreementEvent(AppendOnly):
    """Something that happened to an agreement; the state is the last one set."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=20, choices=AgreementEventKind.choices)
    sets_state = models.CharField(max_length=20, choices=AgreementState.choices, blank=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    on = EdtfField("on")
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="agreement_event_seq_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=AgreementEventKind.CORRECTED)
                | (models.Q(corrects__isnull=False) & ~models.Q(reason="")),
                name="agreement_correction_names_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"
