"""What the page of an agreement says: who is party, for whom it is in force, what comes due, what it varies, the law."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from programmes import pages
from programmes.access import Capability, may
from programmes.agreements import (
    Finding,
    Standing,
    all_parties,
    chain_of,
    findings,
    in_force_in,
    signature_sheet,
    whole,
)
from programmes.choices import AgreementKind, AgreementState
from programmes.clocks import CLOCK_KINDS, clocks_of, in_order
from programmes.dates import in_words
from programmes.fields import vague
from programmes.models import Agreement
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import WITHHELD, Reader
from programmes.reports.drawing import drawn
from programmes.reports.happened import agreement_happenings
from programmes.reports.pages import cost_shares, listed
from programmes.tables.agreement import STATE_KINDS, ChecklistTable, LeadForceTable, PartyTable

#: How a finding of the law is marked, besides its words.
FINDING_KINDS = {Standing.MET: "good", Standing.BLOCKS: "bad", Standing.WARNS: "warn", Standing.NOTED: "outline"}


def agreement_page(agreement: Agreement, reader: Reader) -> PageParts:
    """An agreement: parties and signatures, lead forces, what happened to it, completeness, money."""
    day = reader.as_at
    state = agreement.state  # type: ignore[attr-defined]
    parties = [party for party in all_parties(whole(agreement)) if reader.sees(party)]
    leads = reader.rows(agreement.lead_forces).in_force_on(day).select_related("force")
    happened = agreement_happenings(agreement, reader)
    relatives = _relatives(agreement, reader)
    facts = (
        choice_of_state(state),
        pages.text("Signatures", _signatures(agreement, state)),
        pages.choice("Kind", agreement, "kind"),
        pages.date("Signed", agreement, "signed"),
        pages.date("Commences", agreement, "starts"),
        pages.date("Ends", agreement, "ends"),
        pages.record("Alliance", agreement.alliance, reader),
        pages.record("Programme", agreement.programme, reader),
        pages.text("Parties, words as written", agreement.parties_words),
        Fact("Kinds of provision (s22A(2))", links=tuple(_provisions(agreement))),
        pages.text("Functions", agreement.functions),
        pages.text("Exclusions", agreement.exclusions),
        pages.text("Accountability arrangements (s23D)", agreement.accountability),
        pages.text("Cost basis", agreement.cost_basis),
        pages.text("Review cycle", agreement.review_cycle),
        pages.text("Reviewed every", f"{agreement.review_months} months" if agreement.review_months else ""),
        pages.text("Notice", f"{agreement.notice_months} months" if agreement.notice_months else ""),
        pages.text("Exit and cost rule", agreement.exit_rule),
        pages.text("Cap on the cost of leaving", agreement.exit_cost_cap),
        pages.text("Transition plan", agreement.transition_plan),
        pages.choice("Publication (s23E)", agreement, "publication_mode"),
        pages.text("Reason for a summary only", agreement.publication_reason, empty="Not needed"),
        pages.yes_no("Regard had to the statutory guidance (s23F)", agreement.guidance_regard),
        pages.address("Document", agreement.document_url),
        pages.record("Varies", agreement.varies, reader, empty="No other agreement"),
        pages.record("Replaces", agreement.replaces, reader, empty="No other agreement"),
        pages.text("Note", agreement.note),
        *(pages.records(label, others, reader) for label, others in relatives.items() if others),
    )
    return PageParts(
        kind=agreement.get_kind_display(),
        lead=agreement.scope,
        facts=tuple(fact for fact in facts if fact.value or fact.links or fact.label not in _ONLY_WHEN_SAID),
        sections=(
            *_clocks(agreement, state, reader),
            table_section("Parties", PartyTable, parties, reader, anchor="parties"),
            in_force_section(agreement, state, reader),
            table_section("Lead forces", LeadForceTable, leads, reader, anchor="lead-forces"),
            Section(title="What happened", anchor="events", events=tuple(happened)),
            *_chain(agreement, relatives, reader),
            table_section("Completeness", ChecklistTable, reader.rows(agreement.checklist), reader, anchor="checklist"),
            cost_shares(agreement, reader),
        ),
        see_also=(
            listed("Decisions on it", "governance:decision-list", agreement=agreement.reference),
            *_law_link(agreement, reader),
        ),
    )


#: Facts of an agreement that are left out, rather than shown as not recorded, when nothing is said.
_ONLY_WHEN_SAID = {
    "Note", "Varies", "Replaces", "Reason for a summary only", "Exclusions", "Reviewed every",
    "Cap on the cost of leaving", "Transition plan", "Signatures",
}  # fmt: skip


def choice_of_state(state: str | None) -> Fact:
    """The state of an agreement as a tag."""
    return Fact("State", AgreementState(state).label, kind=STATE_KINDS.get(state, "")) if state else Fact("State")


def _provisions(agreement: Agreement) -> list[Link]:
    names = ("has_force_provision", "has_policing_body_provision", "has_body_and_force_provision")
    words = {True: "yes", False: "no", None: "not recorded"}
    fields = [field for field in Agreement._meta.concrete_fields if field.name in names]
    labels = [(str(field.verbose_name), getattr(agreement, field.name)) for field in fields]
    if all(value is None for _, value in labels):
        return []
    return [Link(f"{label[:1].upper()}{label[1:]}: {words[value]}") for label, value in labels]


def _signatures(agreement: Agreement, state: str | None) -> str:
    """How many of the parties have signed, while it is out for signature."""
    return str(signature_sheet(whole(agreement))) if state == AgreementState.OUT_FOR_SIGNATURE else ""


def _relatives(agreement: Agreement, reader: Reader) -> dict[str, list[Agreement]]:
    """The agreements that name this one: what they do to it, in words, and which they are; one query."""
    rows = Agreement.objects.filter(Q(varies=agreement) | Q(replaces=agreement) | Q(ended_by=agreement))
    found: dict[str, list[Agreement]] = {"Varied by": [], "Replaced by": [], "Ends": []}
    for other in reader.rows(rows).order_by("signed_earliest", "pk"):
        for label, name in (("Varied by", "varies_id"), ("Replaced by", "replaces_id"), ("Ends", "ended_by_id")):
            if getattr(other, name) == agreement.pk:
                found[label].append(other)
    return found


def _chain(agreement: Agreement, relatives: dict[str, list[Agreement]], reader: Reader) -> list[Section]:
    """The chain of variations, drawn and as a list; nothing for an agreement that stands alone."""
    if not (agreement.varies or agreement.replaces or relatives["Varied by"] or relatives["Replaced by"]):
        return []
    links = chain_of(agreement, reader.sees)
    if not links:
        return []
    rows = [
        {
            "agreement": link.agreement,
            "url": "" if link.is_here else reader.url(link.agreement),
            "how": f"{link.how} the one it hangs below" if link.how else "the first",
            "depth": link.depth,
            "signed": str(vague(link.agreement, "signed")),
            "state": _state_words(link.agreement.state),  # type: ignore[attr-defined]
            "is_here": link.is_here,
        }
        for link in links
    ]
    return [
        Section(
            "Chain of variations",
            "chain",
            template="programmes/_chain.html",
            extra={"rows": rows, "drawing": drawn(links)},
        )
    ]


def _state_words(state: str | None) -> str:
    return AgreementState(state).label if state else "State not recorded"


def in_force_section(agreement: Agreement, state: str | None, reader: Reader) -> Section:
    """For each party, whether the agreement is in force on the reader's day; any other day can be asked for."""
    day = reader.as_at or timezone.localdate()
    words = {True: ("Yes", "good"), False: ("No", "outline"), None: ("Not certain", "warn")}
    rows = [
        {
            "office": str(row.body) if reader.sees(row.body) else WITHHELD,
            "answer": words[row.is_bound],
            "words": row.words,
        }
        for row in in_force_in(whole(agreement), state, day)
    ]
    extra = {"rows": rows, "day": day, "day_words": in_words(day.isoformat())}
    return Section("In force for each party", "in-force", template="programmes/_in_force.html", extra=extra)


def _clocks(agreement: Agreement, state: str | None, reader: Reader) -> list[Section]:
    """What comes due on it today; nothing on another day, and nothing when nothing does."""
    if reader.as_at is not None:
        return []
    today = timezone.localdate()
    rows = [
        {"clock": clock, "near": clock.words(today), "kind": CLOCK_KINDS[clock.stage(today)]}
        for clock in in_order(clocks_of(whole(agreement), state))
    ]
    return [Section("What comes due", "clocks", template="programmes/_clocks.html", extra=rows)] if rows else []


def _law_link(agreement: Agreement, reader: Reader) -> list[Link]:
    if agreement.kind != AgreementKind.S22A or not may(reader.user, Capability.READ_INTERNAL_NOTES):
        return []
    return [Link("What the law asks of it", reverse("programmes:agreement-law", args=[agreement.reference]))]


def law_rows(found: list[Finding]) -> list[dict[str, Any]]:
    """Findings as rows of a table."""
    return [{"finding": f, "kind": FINDING_KINDS[f.standing]} for f in found]


def law_of(agreement: Agreement, reader: Reader) -> list[Finding]:
    """How an agreement stands to each rule of law on the reader's day."""
    return findings(whole(agreement), on=reader.as_at)
