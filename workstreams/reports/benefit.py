"""What the page of a benefit says: what is to be gained, its ledger by force and year, whether its totals tie."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from programmes import pages
from programmes.access import Capability, may
from programmes.amounts import pounds
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from programmes.reports.pages import listed
from workstreams.models import Benefit
from workstreams.reports.ledger import benefit_figures
from workstreams.tables.benefit import BenefitLineTable


def benefit_page(benefit: Benefit, reader: Reader) -> PageParts:
    """A benefit with its lines; those who may record or validate what was delivered find the way to it here."""
    lines = list(reader.rows(benefit.lines).select_related("force", "benefit__workstream"))
    figures = benefit_figures(benefit, lines, reader)
    return PageParts(
        kind="Benefit",
        lead=benefit.words,
        template="programmes/_actions.html",
        extra={"links": _actions(benefit, reader)},
        facts=(
            pages.record("Workstream", benefit.workstream, reader),
            Fact("Kind", benefit.get_kind_display() if benefit.kind else "", empty="No source states it"),
            pages.text("Baseline", benefit.baseline),
            pages.text("Owner", benefit.owner),
            *_stated(benefit),
        ),
        sections=(
            Section(
                title="By force and financial year",
                anchor="figures",
                template="workstreams/_benefit_figures.html" if figures.grids else "",
                extra=figures,
                empty="" if figures.grids else "No figure of it is recorded: no source states any.",
            ),
            table_section(
                "Lines of the ledger",
                BenefitLineTable,
                lines,
                reader,
                anchor="lines",
                without=("benefit", "workstream", "kind"),
                empty="The ledger holds no line of it.",
                links=tuple(_line_actions(lines, reader)),
            ),
        ),
        see_also=(
            listed("Its lines in the ledger", "workstreams:ledger-list", benefit=benefit.reference),
            Link("The whole ledger", reverse("workstreams:ledger-list")),
        ),
    )


def _stated(benefit: Benefit) -> tuple[Fact, ...]:
    """The totals that papers state, where they do."""
    fields = ("stated_soc", "stated_obc", "stated_fbc", "stated_delivered")
    return tuple(
        Fact(capfirst(str(benefit._meta.get_field(name).verbose_name).removesuffix(" (£)")), pounds(value))  # type: ignore[union-attr]
        for name in fields
        if (value := getattr(benefit, name)) is not None
    )


def _actions(benefit: Benefit, reader: Reader) -> list[Link]:
    """What somebody who edits the record can do here."""
    if not may(reader.user, Capability.EDIT):
        return []
    return [Link("Record what was delivered", reverse("workstreams:benefit-deliver", args=[benefit.reference]))]


def _line_actions(lines: list[Any], reader: Reader) -> list[Link]:
    """The lines this person can validate, or whose validation they can take back."""
    if not may(reader.user, Capability.VALIDATE_BENEFIT):
        return []
    return [
        Link(
            f"{'Take back the validation of' if line.validated_by else 'Validate'} {line.reference}, "
            f"{line.force} {line.financial_year}",
            reverse("workstreams:benefit-line-validate", args=[line.reference]),
        )
        for line in lines
        if line.delivered is not None and (line.validated_by or line.delivered_by_id != reader.user.pk)
    ]
