"""What the pages of programmes, alliances, forces, agreements and the law say."""

from typing import Any

from django.urls import reverse

from programmes import pages
from programmes.models import Agreement, Alliance, LegalReference, Programme
from programmes.navigation import Link
from programmes.pages import PageParts, Section, table_section
from programmes.reading import Reader
from programmes.tables.agreement import (
    AgreementTable,
)
from programmes.tables.alliance import MembershipTable
from programmes.tables.body import ContactTable
from programmes.tables.programme import CostShareSetTable, FundingTable, ProgrammeTable


def listed(label: str, name: str, **query: str) -> Link:
    """A link to a list of another app, by the name of its page, filtered."""
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return Link(label, f"{reverse(name)}?{asked}")


def programme_page(programme: Programme, reader: Reader) -> PageParts:
    """A programme: purpose, what it says of itself, money, agreements, where its work is listed."""
    code = programme.reference
    return PageParts(
        kind="Programme",
        tabs=pages.overview_tabs(programme, "programme", reader),
        lead=programme.purpose,
        facts=(
            pages.text("Full name", programme.name),
            pages.record("Alliance", programme.alliance, reader),
            pages.text("Scope", programme.scope),
            pages.text("Exclusions", programme.exclusions),
            pages.date("Established", programme, "starts"),
            pages.date("Ends", programme, "ends"),
            pages.date("Funded until", programme, "funded_until"),
            pages.text("Senior responsible owner", programme.sro),
            pages.record("Lead chief constable", programme.lead_chief_constable, reader),
            pages.record("Constituted by", programme.constituted_by, reader),
        ),
        sections=tuple(
            section
            for section in (
                *statements(programme, reader),
                table_section("Money", FundingTable, reader.rows(programme.funding), reader, anchor="money"),
                cost_shares(programme, reader),
                table_section(
                    "Agreements",
                    AgreementTable,
                    reader.rows(programme.agreements).with_state().select_related("alliance"),
                    reader,
                    anchor="agreements",
                ),
                table_section("Contacts", ContactTable, reader.rows(programme.contacts), reader, anchor="contacts"),
            )
            if section
        ),
        see_also=(
            listed("Workstreams", "workstreams:workstream-list", programme=code),
            listed("Business cases", "governance:case-list", programme=code),
            listed("Decisions", "governance:decision-list", programme=code),
            listed("Savings figures", "workstreams:savings-figure-list", programme=code),
            listed("Risks", "workstreams:risk-list", programme=code),
        ),
    )


def statements(owner: Programme | Alliance, reader: Reader) -> list[Section]:
    """What a programme or alliance says of itself, word for word, one section for each kind of statement."""
    by_kind: dict[str, list[Any]] = {}
    for statement in reader.rows(owner.statements).order_by("position", "pk"):
        by_kind.setdefault(statement.get_kind_display(), []).append(statement)
    plurals = {"Vision": "Vision", "Scope": "Scope", "Approach": "Approach", "Governance": "Governance"}
    return [
        Section(
            title=plurals.get(kind) or {"Benefit described": "Benefits described"}.get(kind, f"{kind}s"),
            anchor=f"statements-{rows[0].kind}",
            template="programmes/_statements.html",
            extra=rows,
            codes={row.reference: str(row) for row in rows},
        )
        for kind, rows in by_kind.items()
    ]


def cost_shares(owner: Programme | Agreement, reader: Reader) -> Section:
    """How its cost is split between forces."""
    sets = reader.rows(owner.cost_share_sets).prefetch_related("shares__force")
    return table_section("How cost is shared", CostShareSetTable, sets, reader, anchor="shares")


def alliance_page(alliance: Alliance, reader: Reader) -> PageParts:
    """An alliance: its members on the day, what it says of itself, its programmes and agreements."""
    code, day = alliance.reference, reader.as_at
    members = reader.rows(alliance.memberships).in_force_on(day).select_related("force").order_by("force__name", "pk")
    agreements = agreements_known_on(reader.rows(alliance.agreements), day).with_state(day).select_related("alliance")
    return PageParts(
        kind="Alliance",
        tabs=pages.overview_tabs(alliance, "alliance", reader),
        lead=alliance.purpose,
        facts=(
            pages.text("Full name", alliance.name),
            pages.choice("Kind", alliance, "kind"),
            pages.date("From", alliance, "starts"),
            pages.date("To", alliance, "ends"),
            pages.text("Note", alliance.note),
        ),
        sections=(
            table_section("Members", MembershipTable, members, reader, anchor="members"),
            *statements(alliance, reader),
            table_section(
                "Programmes",
                ProgrammeTable,
                reader.rows(alliance.programmes).select_related("alliance"),
                reader,
                anchor="programmes",
                without=("alliance",),
            ),
            table_section("Agreements", AgreementTable, agreements, reader, anchor="agreements", without=("alliance",)),
        ),
        see_also=(
            listed("The matrix of this partnership", "workstreams:matrix", partnership=code),
            listed("Workstreams", "workstreams:workstream-list", alliance=code),
            listed("Business cases", "governance:case-list", alliance=code),
        ),
    )


def agreements_known_on(agreements: Any, day: Any) -> Any:
    """The agreements that were surely signed, or had surely commenced, by a day; undated ones stay."""
    if day is None:
        return agreements
    return agreements.exclude(signed_latest__gt=day).exclude(signed="", starts_latest__gt=day)


def web(site: str) -> str:
    """A site as an address a browser can open."""
    return f"https://{site}" if site and "://" not in site else site


def legal_reference_page(law: LegalReference, reader: Reader) -> PageParts:
    """A provision or guidance that sources name."""
    return PageParts(
        kind="Legal reference",
        lead=law.words,
        facts=(pages.text("Section", law.section), pages.address("Address", law.url)),
    )
