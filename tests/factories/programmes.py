"""Makers of users, forces, bodies, alliances, programmes, agreements, money and sources."""

import datetime as dt
import hashlib
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from programmes.choices import (
    AgreementEventKind,
    AgreementKind,
    AllianceKind,
    BodyKind,
    ContactKind,
    FigureStatus,
    FundingKind,
    QuantityKind,
    Role,
    ShareBasis,
    SourceKind,
    StatementKind,
)
from programmes.files import kept_at
from programmes.models import (
    Agreement,
    AgreementEvent,
    Alliance,
    Body,
    CalendarAddress,
    ChecklistItem,
    Citation,
    Contact,
    CostShare,
    CostShareSet,
    Force,
    Funding,
    Grant,
    Holder,
    LeadForce,
    LegalReference,
    MeasuredQuantity,
    Membership,
    NetRevenueExpenditure,
    OpportunityReview,
    Party,
    Programme,
    Reference,
    ReminderSent,
    SavedView,
    Source,
    SourceParagraph,
    Statement,
    StoredFile,
    User,
)

_number = count(1)
OFFICE_ROLES = (Role.OFFICE_VIEWER, Role.OFFICE_RECORDER)


def make_user(role: str | None = None, *, body: Body | None = None, force: Force | None = None, **fields: Any) -> User:
    """A user, with one grant when a role is given (its body or force made when the role needs one)."""
    fields.setdefault("username", f"user-{next(_number)}")
    user = User(**fields)
    user.set_unusable_password()
    user.save()
    if role:
        if role in OFFICE_ROLES and body is None:
            body = make_body()
        if role == Role.FORCE_CONTRIBUTOR and force is None:
            force = make_force()
        make_grant(user=user, role=role, body=body, force=force)
    return user


def make_grant(**fields: Any) -> Grant:
    fields.setdefault("starts", dt.date(2016, 1, 1))
    if "user" not in fields:
        fields["user"] = make_user()
    fields.setdefault("role", Role.EDITOR)
    return Grant.objects.create(**fields)


def make_force(**fields: Any) -> Force:
    fields.setdefault("name", f"Force {next(_number)}")
    return Force.objects.create(**fields)


def make_body(**fields: Any) -> Body:
    """A police and crime commissioner of a force of its own, unless told otherwise."""
    fields.setdefault("kind", BodyKind.PCC)
    if "force" not in fields and fields["kind"] != BodyKind.OTHER:
        fields["force"] = make_force()
    fields.setdefault("name", f"{fields.get('force') or 'Body'} {fields['kind']} {next(_number)}")
    return Body.objects.create(**fields)


def make_holder(**fields: Any) -> Holder:
    if "body" not in fields:
        fields["body"] = make_body()
    fields.setdefault("name", f"Holder {next(_number)}")
    return Holder.objects.create(**fields)


def make_contact(**fields: Any) -> Contact:
    fields.setdefault("kind", ContactKind.ROLE_MAILBOX)
    fields.setdefault("role", f"Office {next(_number)}")
    return Contact.objects.create(**fields)


def make_alliance(**fields: Any) -> Alliance:
    n = next(_number)
    fields.setdefault("name", f"Alliance number {n}")
    fields.setdefault("short_name", f"Alliance {n}")
    fields.setdefault("kind", AllianceKind.GROUPING)
    return Alliance.objects.create(**fields)


def make_membership(**fields: Any) -> Membership:
    if "alliance" not in fields:
        fields["alliance"] = make_alliance()
    if "force" not in fields:
        fields["force"] = make_force()
    return Membership.objects.create(**fields)


def make_programme(**fields: Any) -> Programme:
    n = next(_number)
    fields.setdefault("name", f"Programme number {n}")
    fields.setdefault("short_name", f"Programme {n}")
    if "alliance" not in fields:
        fields["alliance"] = make_alliance()
    fields.setdefault("purpose", "Working together.")
    return Programme.objects.create(**fields)


def make_statement(**fields: Any) -> Statement:
    if not fields.get("alliance") and "programme" not in fields:
        fields["programme"] = make_programme()
    fields.setdefault("kind", StatementKind.AIM)
    fields.setdefault("words", f"Aim {next(_number)}")
    return Statement.objects.create(**fields)


def make_agreement(**fields: Any) -> Agreement:
    fields.setdefault("kind", AgreementKind.S22A)
    fields.setdefault("title", f"Agreement {next(_number)}")
    return Agreement.objects.create(**fields)


def make_party(**fields: Any) -> Party:
    if "agreement" not in fields:
        fields["agreement"] = make_agreement()
    if "body" not in fields:
        fields["body"] = make_body()
    return Party.objects.create(**fields)


def make_lead_force(**fields: Any) -> LeadForce:
    if "agreement" not in fields:
        fields["agreement"] = make_agreement()
    if "force" not in fields:
        fields["force"] = make_force()
    return LeadForce.objects.create(**fields)


def make_checklist_item(**fields: Any) -> ChecklistItem:
    if "agreement" not in fields:
        fields["agreement"] = make_agreement()
    fields.setdefault("topic", f"Topic {next(_number)}")
    return ChecklistItem.objects.create(**fields)


def make_stored_file(content: bytes = b"Signed copy\n", **fields: Any) -> StoredFile:
    """A kept file with its content below MEDIA_ROOT."""
    about = fields.pop("about", None) or make_agreement()
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(kept_at(sha256)):
        default_storage.save(kept_at(sha256), ContentFile(content))
    fields.setdefault("name", "signed.txt")
    fields.setdefault("media_type", "text/plain")
    row = Reference.objects.get(code=about.reference)
    return StoredFile.objects.create(about=row, size=len(content), sha256=sha256, **fields)


def make_reminder_sent(**fields: Any) -> ReminderSent:
    if "user" not in fields:
        fields["user"] = make_user()
    fields.setdefault("key", f"key-{next(_number)}")
    fields.setdefault("address", "someone@example.org")
    fields.setdefault("words", "The agreement is due for review.")
    return ReminderSent.objects.create(**fields)


def make_opportunity_review(**fields: Any) -> OpportunityReview:
    """An entry put straight into the log of reviews of an office."""
    if "body" not in fields:
        fields["body"] = make_body()
    fields.setdefault("on", "2016-10-10")
    fields.setdefault("subject", "Firearms training")
    fields.setdefault("outcome", "To be looked at with Essex.")
    return OpportunityReview.objects.create(**fields)


def make_calendar_address(**fields: Any) -> CalendarAddress:
    if "user" not in fields:
        fields["user"] = make_user()
    fields.setdefault("selector", f"selector-{next(_number)}")
    fields.setdefault("secret_hash", "0" * 64)
    return CalendarAddress.objects.create(**fields)


def make_agreement_event(**fields: Any) -> AgreementEvent:
    """An event row put straight into the record, one number after the agreement's last."""
    if "agreement" not in fields:
        fields["agreement"] = make_agreement()
    fields.setdefault("seq", AgreementEvent.objects.filter(agreement=fields["agreement"]).count() + 1)
    fields.setdefault("kind", AgreementEventKind.SIGNED)
    return AgreementEvent.objects.create(**fields)


def make_funding(**fields: Any) -> Funding:
    if "programme" not in fields:
        fields["programme"] = make_programme()
    fields.setdefault("kind", FundingKind.BUDGET)
    fields.setdefault("title", f"Budget {next(_number)}")
    fields.setdefault("figure_status", FigureStatus.STATED)
    fields.setdefault("words", "a budget")
    return Funding.objects.create(**fields)


def make_net_revenue_expenditure(**fields: Any) -> NetRevenueExpenditure:
    if "force" not in fields:
        fields["force"] = make_force()
    fields.setdefault("financial_year", "2016/17")
    fields.setdefault("amount", "100.00")
    return NetRevenueExpenditure.objects.create(**fields)


def make_measured_quantity(**fields: Any) -> MeasuredQuantity:
    if "force" not in fields:
        fields["force"] = make_force()
    fields.setdefault("kind", QuantityKind.HEADCOUNT)
    fields.setdefault("what", "officers, FTE")
    fields.setdefault("financial_year", "2016/17")
    fields.setdefault("quantity", "10.00")
    return MeasuredQuantity.objects.create(**fields)


def make_cost_share_set(**fields: Any) -> CostShareSet:
    fields.setdefault("title", f"Shares {next(_number)}")
    if not fields.get("agreement") and "programme" not in fields:
        fields["programme"] = make_programme()
    fields.setdefault("basis", ShareBasis.NRE)
    return CostShareSet.objects.create(**fields)


def make_cost_share(**fields: Any) -> CostShare:
    if "share_set" not in fields:
        fields["share_set"] = make_cost_share_set()
    if "force" not in fields:
        fields["force"] = make_force()
    return CostShare.objects.create(**fields)


def make_source(**fields: Any) -> Source:
    n = next(_number)
    fields.setdefault("code", f"T{n}")
    fields.setdefault("title", f"Report {n}")
    fields.setdefault("kind", SourceKind.REPORT)
    return Source.objects.create(**fields)


def make_source_paragraph(**fields: Any) -> SourceParagraph:
    if "source" not in fields:
        fields["source"] = make_source()
    position = SourceParagraph.objects.filter(source=fields["source"]).count() + 1
    fields.setdefault("position", position)
    fields.setdefault("label", f"{position}")
    fields.setdefault("text", f"What paragraph {position} says.")
    return SourceParagraph.objects.create(**fields)


def make_citation(*, about: Any, **fields: Any) -> Citation:
    """A citation of a paragraph by a record (or by the Reference of one)."""
    if "paragraph" not in fields:
        fields["paragraph"] = make_source_paragraph()
    fields.setdefault("quote", fields["paragraph"].text)
    row = about if isinstance(about, Reference) else Reference.objects.get(code=about.reference)
    return Citation.objects.create(about=row, **fields)


def make_legal_reference(**fields: Any) -> LegalReference:
    fields.setdefault("title", f"Act {next(_number)}")
    return LegalReference.objects.create(**fields)


def make_saved_view(**fields: Any) -> SavedView:
    if "owner" not in fields:
        fields["owner"] = make_user(Role.OFFICE_VIEWER)
    fields.setdefault("page", "programmes:agreement-list")
    fields.setdefault("name", f"View {next(_number)}")
    return SavedView.objects.create(**fields)
