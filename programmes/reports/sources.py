"""A source: every paragraph, word for word, with the records that cite it or why it is no data."""

from dataclasses import dataclass

from django.db.models import Prefetch

from programmes import pages
from programmes.models import Citation, Source
from programmes.navigation import Link, reference_url
from programmes.pages import Fact, PageParts, Section
from programmes.reading import Reader
from programmes.search import visible_references


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as the page shows it; the heading only where it changes."""

    anchor: str
    label: str
    heading: str
    text: str
    no_data: str
    cited_by: tuple[Link, ...]


def source_page(source: Source, reader: Reader) -> PageParts:
    """A source with its paragraphs; records the reader may not see are left out of those that cite it."""
    paragraphs = paragraphs_of(source, reader)
    cited = sum(1 for paragraph in paragraphs if paragraph.cited_by)
    silent = sum(1 for paragraph in paragraphs if paragraph.no_data)
    words = f"{len(paragraphs)} in all; {cited} cited; {silent} that state nothing for the register"
    sections = (
        (Section(title="Paragraphs", anchor="paragraphs", template="programmes/_paragraphs.html", extra=paragraphs),)
        if paragraphs
        else ()
    )
    return PageParts(
        kind=source.get_kind_display(),
        facts=(
            pages.text("Code", source.code),
            pages.text("Publisher", source.publisher),
            pages.date("Dated", source, "dated"),
            pages.address("Address", source.url),
            pages.text("Note", source.note),
            Fact("Paragraphs", words if paragraphs else "", empty="The register does not hold its text"),
        ),
        sections=sections,
    )


def paragraphs_of(source: Source, reader: Reader) -> list[Paragraph]:
    """The paragraphs in order, in three queries however many there are."""
    seen = visible_references(reader.user, reader.markings).only("code", "title")
    rows = source.paragraphs.order_by("position").prefetch_related(
        Prefetch(
            "citations", Citation.objects.filter(about__in=seen).select_related("about").order_by("about_id", "pk")
        )
    )
    found, heading = [], ""
    for row in rows:
        links = {
            c.about_id: Link(f"{c.about_id} {c.about.title}", reference_url(c.about_id)) for c in row.citations.all()
        }
        found.append(
            Paragraph(
                anchor=f"paragraph-{row.position}",
                label=row.label,
                heading=row.heading if row.heading != heading else "",
                text=row.text,
                no_data=row.no_data,
                cited_by=tuple(links.values()),
            )
        )
        heading = row.heading
    return found
