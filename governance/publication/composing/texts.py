"""The pages of plain text: glossary, method, status colours, accessibility, privacy, how to ask for information.

Their words are data, in `fixtures/site/`. A word of the glossary is there because a published document explains it, or
because this site uses it in a sense of its own; what is commonly said of the law and stands in no document at hand is
left out.
"""

from functools import cache
from typing import Any

import yaml
from django.conf import settings

from governance.publication.composing.short import contact_rows
from governance.publication.parts import Link, Statement
from governance.publication.record import ADDRESSES, PublicRecord
from governance.publication.status_rows import TermRow
from governance.publication.telling_pages import GlossaryPage, TextPage
from programmes.models import Contact, Force, Source
from workstreams.choices import RAG_MEANS

OURS = Link("How this site uses the word")


@cache
def read_words(name: str) -> Any:
    """The words of a page, or of several, as their file has them."""
    with (settings.BASE_DIR / "fixtures" / "site" / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.safe_load(file)


def glossary_page(record: PublicRecord) -> GlossaryPage:
    """The words of this site, each with where its meaning comes from; none whose source is not public."""
    by_code = {source.code: source for source in record.rows(Source).values()}

    def origin(term: dict[str, Any]) -> Link:
        if "law" in term:
            return Link(term["law_words"], term["law"])
        if source := by_code.get(term.get("code", "")):
            return Link(source.title, ADDRESSES[Source].format(source.reference))
        return OURS

    terms = [term for term in read_words("glossary") if "code" not in term or term["code"] in by_code]
    return GlossaryPage(
        path="/glossary/",
        title="Glossary",
        intro="Words that are used on this site, and where their meaning comes from.",
        terms=tuple(TermRow(term=term["word"], meaning=term["meaning"], source=origin(term)) for term in terms),
    )


def text_page(record: PublicRecord, page: dict[str, Any]) -> TextPage:
    """One page of plain text from its words in the file, with what it asks for of the record."""
    colours = [(rag.label, words) for rag, words in RAG_MEANS.items()] if page.get("colours") else []
    said = [(part["heading"], part["words"]) for part in page["text"]]
    links = [Link(link["label"], link["url"]) for link in page.get("links", [])]
    if page.get("forces"):
        links += record.links(record.rows(Force).values())
    return TextPage(
        path=page["path"],
        title=page["title"],
        intro=page["intro"],
        text=tuple(Statement(words=words, heading=heading) for heading, words in [*colours, *said]),
        contacts=contact_rows(record.rows(Contact).values()) if page.get("contacts") else (),
        links=tuple(links),
    )


def text_pages(record: PublicRecord) -> list[Any]:
    """Every page of plain text, the glossary among them."""
    return [glossary_page(record), *(text_page(record, page) for page in read_words("texts"))]
