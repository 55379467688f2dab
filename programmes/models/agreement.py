"""Section 22A agreements, memoranda and other contracts, with their parties and events."""

from django.core.validators import MinValueValidator
from django.db import models

from programmes.choices import (
    AgreementEventKind,
    AgreementKind,
    AgreementState,
    EndBasis,
    PublicationMode,
    SignatureCapacity,
)
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import AppendOnly, Record
from programmes.models.alliance import Alliance
from programmes.models.body import Body, Force, Holder
from programmes.models.file import StoredFile
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
    relates_to = models.ManyToManyField(
        Body, blank=True, related_name="related_by_agreements+", verbose_name="offices its provisions relate to",
        help_text="Each of them must be party (s22A(3) to (5)). Empty: all its parties, as far as is known.",
    )  # fmt: skip
    scope = models.TextField(blank=True, help_text=f"In the source’s words. {PUBLIC_HELP}")
    functions = models.TextField(blank=True, help_text=PUBLIC_HELP)
    exclusions = models.TextField(blank=True, help_text=PUBLIC_HELP)
    signed = EdtfField("signed")
    starts = EdtfField("commences")
    ends = EdtfField("ends")
    review_cycle = models.CharField(max_length=120, blank=True, help_text="In the source’s words.")
    review_months = models.PositiveSmallIntegerField(
        "reviewed every … months", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="12 for a yearly review; starts the clock of the next review. Empty: none is known.",
    )  # fmt: skip
    notice_months = models.PositiveSmallIntegerField("notice, months", null=True, blank=True)
    exit_rule = models.TextField(
        "exit and cost rule", blank=True,
        help_text="The clause on leaving, word for word: who pays what. “Reasonable costs” has proved too vague. "
        f"{PUBLIC_HELP}",
    )  # fmt: skip
    exit_cost_cap = models.CharField("cap on the cost of leaving", max_length=200, blank=True)
    transition_plan = models.TextField(blank=True, help_text="How the work is handed back, or to whom, at the end.")
    accountability = models.TextField(
        "accountability arrangements",
        blank=True,
        help_text=f"Who holds the chief officers to account, and where (s23D). {PUBLIC_HELP}",
    )
    cost_basis = models.TextField(blank=True, help_text=PUBLIC_HELP)
    publication_mode = models.CharField(
        "publication (s23E)",
        max_length=10,
        choices=PublicationMode.choices,
        default=PublicationMode.NOT_YET,
    )
    publication_reason = models.TextField(
        "reason for a summary only",
        blank=True,
        help_text=f"Required for “summary only”: why the copy is withheld. {PUBLIC_HELP}",
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
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

    #: simple_history keeps the history of these too; set here, it goes for this model alone.
    _history_m2m_fields = [relates_to]

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
    scope = models.TextField(
        "different for it", blank=True, help_text="What the agreement provides differently for this party (s23C(3))."
    )
    published = EdtfField("published")
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
    position = models.PositiveSmallIntegerField(default=0)
    is_present = models.BooleanField("present", null=True, blank=True)
    clause = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "topic"], name="checklist_topic_once"),
            models.CheckConstraint(
                condition=models.Q(clause="") | models.Q(is_present=True),
                name="checklist_clause_of_what_is_present",
                violation_error_message="Clause: a topic with a clause is in the agreement; say so, or leave it empty.",
            ),
        ]

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
    words = models.TextField(blank=True, help_text=PUBLIC_HELP)
    reason = models.TextField(blank=True)
    holder = models.ForeignKey(Holder, models.PROTECT, null=True, blank=True, related_name="+")
    signatory = models.CharField("signed by", max_length=120, blank=True)
    capacity = models.CharField(max_length=10, choices=SignatureCapacity.choices, blank=True)
    authority = models.CharField("authority of the delegate", max_length=200, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    efficiency_or_effectiveness = models.TextField("efficiency or effectiveness test (s23, s23A)", blank=True)
    existing_agreements = models.TextField("existing agreements considered (s23HA)", blank=True)
    consistent_approach = models.TextField("desirability of a consistent approach (s23HA)", blank=True)
    opportunities = models.TextField("opportunities available (s23HA)", blank=True)
    effective = EdtfField("takes effect")
    basis = models.CharField("on the basis of", max_length=8, choices=EndBasis.choices, blank=True)
    other = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="by which agreement"
    )
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    form_token = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["agreement", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="agreement_event_seq_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=AgreementEventKind.CORRECTED)
                | (models.Q(corrects__isnull=False) & ~models.Q(reason="")),
                name="agreement_correction_names_what_and_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(capacity=SignatureCapacity.DELEGATED) | ~models.Q(authority=""),
                name="agreement_delegate_names_authority",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    kind__in=[
                        AgreementEventKind.PARTY_SIGNED,
                        AgreementEventKind.PARTY_JOINED,
                        AgreementEventKind.PARTY_LEFT,
                    ]
                )
                | models.Q(body__isnull=False),
                name="agreement_party_event_names_its_party",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=AgreementEventKind.PARTY_JOINED) | models.Q(other__isnull=False),
                name="agreement_joined_by_a_further_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"
