"""Forces, the bodies that act for them, and who held each office when."""

import datetime as dt

from django.db import models
from django.db.models import Q

from programmes.choices import CORPORATIONS_SOLE, BodyKind, ContactKind, HolderCapacity
from programmes.fields import PUBLIC_HELP, EdtfField
from programmes.history import Record
from programmes.visibility import RecordQuerySet


class Force(Record):
    """A police force of the east of England (or an outside force that takes part)."""

    PREFIX = "FOR"

    name = models.CharField(
        max_length=80,
        unique=True,
        help_text="The short name the sources use, such as Kent.",
    )
    official_name = models.CharField(max_length=120, blank=True)
    ons_code = models.CharField("ONS code", max_length=9, blank=True, help_text="Police force area code.")
    data_police_slug = models.CharField("data.police.uk name", max_length=60, blank=True)
    force_site = models.CharField("force website", max_length=200, blank=True)
    commissioner_site = models.CharField("commissioner’s website", max_length=200, blank=True)
    in_seven_force = models.BooleanField("one of the seven forces", default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ons_code"],
                condition=~models.Q(ons_code=""),
                name="force_ons_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyQuerySet(RecordQuerySet):
    def corporations_sole(self) -> "BodyQuerySet":
        """The offices that are legal persons by themselves (PRSRA 2011 s1(2))."""
        return self.filter(kind__in=CORPORATIONS_SOLE)

    def offices(self) -> "BodyQuerySet":
        """The 14 offices: current corporations sole of the seven forces."""
        return self.corporations_sole().filter(force__in_seven_force=True, succeeded_by=None)

    def offices_on(self, day: dt.date) -> "BodyQuerySet":
        """The chief officers and policing bodies of the seven forces on a day, police authorities before 2012 included.

        An office is in being once it has surely begun, until it has surely ended or the one that took over from it has
        surely begun; where no source says when that was, it is the later one.
        """
        taken_over = Q(succeeded_by__isnull=False) & (
            Q(succeeded_by__starts="") | Q(succeeded_by__starts_latest__lte=day)
        )
        kinds = [*CORPORATIONS_SOLE, BodyKind.POLICE_AUTHORITY]
        return self.filter(kind__in=kinds, force__in_seven_force=True).in_force_on(day).exclude(taken_over)


class Body(Record):
    """A party that can act: a corporation sole, a police authority, a force as signatory, or an outside body."""

    PREFIX = "BOD"

    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    force = models.ForeignKey(Force, models.PROTECT, null=True, blank=True, related_name="bodies")
    name = models.CharField(
        max_length=160,
        unique=True,
        help_text="As used in lists, such as Cambridgeshire PCC.",
    )
    official_title = models.CharField(
        max_length=200,
        blank=True,
        help_text="The title used in agreements, where a source gives it.",
    )
    website = models.CharField(max_length=200, blank=True)
    starts = EdtfField("starts")
    ends = EdtfField("ends")
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="The body that took over this one’s functions, such as a PCC after a police authority.",
    )
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=BodyKind.OTHER) | models.Q(force__isnull=False),
                name="body_of_a_force_names_it",
                violation_error_message="Force: choose the force this body belongs to.",
            ),
            models.CheckConstraint(
                condition=~models.Q(succeeded_by=models.F("id")),
                name="body_does_not_succeed_itself",
            ),
            models.UniqueConstraint(
                fields=["force", "kind"],
                condition=models.Q(
                    succeeded_by=None,
                    kind__in=[*CORPORATIONS_SOLE, BodyKind.POLICE_FORCE],
                ),
                name="one_current_office_of_a_kind_per_force",
                violation_error_message="This force has a current office of this kind already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_corporation_sole(self) -> bool:
        return self.kind in CORPORATIONS_SOLE


class Holder(Record):
    """A person who held an office between two dates; the office acts, the holder is recorded beside it."""

    PREFIX = "HOL"

    body = models.ForeignKey(Body, models.PROTECT, related_name="holders")
    name = models.CharField(max_length=120, help_text="As the source names the person.")
    capacity = models.CharField(
        max_length=12,
        choices=HolderCapacity.choices,
        default=HolderCapacity.SUBSTANTIVE,
    )
    starts = EdtfField("from")
    ends = EdtfField("to")
    seen = EdtfField(
        "seen in office",
        help_text="A date on which a source shows the person in office.",
    )
    note = models.TextField(blank=True, help_text=PUBLIC_HELP)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["body", "starts_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name", "starts", "seen"], name="holder_once_per_term"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.body}"


class Contact(Record):
    """Where to ask: role mailboxes are public, named officers internal."""

    PREFIX = "CON"

    kind = models.CharField(max_length=15, choices=ContactKind.choices)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=160, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="contacts")
    programme = models.ForeignKey(
        "programmes.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~(models.Q(name="") & models.Q(role="") & models.Q(email="")),
                name="contact_says_something",
                violation_error_message="Name, role or e-mail: give at least one.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ContactKind.ROLE_MAILBOX) | ~models.Q(marking="public"),
                name="named_officers_are_not_public",
                violation_error_message="Marking: a named officer’s contact is internal, never public.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.role or self.email
