"""What the page of a force says."""

from typing import Any

from programmes import pages
from programmes.models import Force
from programmes.pages import PageParts, table_section
from programmes.reading import Reader
from programmes.reports.pages import listed, web
from programmes.reports.reviews import reviews_of_force
from programmes.tables.agreement import LedAgreementTable
from programmes.tables.alliance import ForceAllianceTable
from programmes.tables.body import BodyTable
from programmes.tables.programme import NreTable


def force_page(force: Force, reader: Reader) -> PageParts:
    """A force: its offices, the alliances it belongs to, where its work is listed."""
    bodies = reader.rows(force.bodies).select_related("force", "succeeded_by").order_by("kind", "starts_earliest", "pk")
    memberships = reader.rows(force.memberships).select_related("alliance").order_by("alliance__position", "pk")
    return PageParts(
        kind="Police force",
        tabs=pages.overview_tabs(force, "force", reader),
        lead=force.official_name,
        facts=(
            pages.text("ONS police force area code", force.ons_code),
            pages.address("Force website", web(force.force_site)),
            pages.address("Commissioner’s website", web(force.commissioner_site)),
            pages.text("Name at data.police.uk", force.data_police_slug),
            pages.yes_no("One of the seven forces", force.in_seven_force),
        ),
        sections=(
            table_section("Offices and bodies", BodyTable, bodies, reader, anchor="bodies", without=("force",)),
            table_section("Alliances", ForceAllianceTable, memberships, reader, anchor="alliances"),
            table_section("Agreements it leads", LedAgreementTable, _led(force, reader), reader, anchor="leads"),
            table_section(
                "Net revenue expenditure",
                NreTable,
                reader.rows(force.net_revenue_expenditure),
                reader,
                anchor="nre",
                empty="No source in the register gives it.",
            ),
            reviews_of_force(force, reader),
        ),
        see_also=(
            listed("Workstreams it takes part in", "workstreams:workstream-list", force=force.reference),
            listed("Its milestones", "workstreams:milestone-list", force=force.reference),
            listed("Business cases it takes part in", "governance:case-list", force=force.reference),
        ),
    )


def _led(force: Force, reader: Reader) -> list[Any]:
    rows = reader.rows(force.leads).select_related("agreement", "force")
    return [row for row in rows if reader.sees(row.agreement)]
