"""What a withheld part names is named by no row, title or sentence that tells the record: a sweep over every kind of page.

The sweep of test_withholding.py looks for the texts of a record's own columns. This one looks for the names of other
records that its links show: the office of a decision, the case of a paper, the forces of a workstream.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from governance.publication.composing import compose_pages
from governance.publication.withholding.doors import lift
from governance.publication.withholding.names import page_type_of, parts_of_record
from programmes.history import Record
from tests.factories.marked import World
from tests.factories.telling import make_editor
from tests.governance.test_withholding import hold, pages_now, told_records, world  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


#: Where a row tells two records, and the name is of the other: a milestone has a force of its own.
OF_OTHERS = {"workstream.forces on /timeline/"}


def links_in(value: Any) -> Iterator[dict[str, str]]:
    """Each link in a part of a page."""
    if isinstance(value, dict):
        if "url" in value and "label" in value:
            yield value
        for inner in value.values():
            yield from links_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from links_in(inner)


def target(link: dict[str, str]) -> str:
    """The reference of the record that a link leads to: of its page, or of its place on a page."""
    page, _, place = link["url"].partition("#")
    return place or page.rstrip("/").rpartition("/")[2]


def related(thing: Any) -> set[str]:
    """The references of what a record names by its own columns: its case, its office, its programme."""
    ones = [getattr(thing, field.name) for field in thing._meta.concrete_fields if field.is_relation]
    many = [one for field in thing._meta.many_to_many for one in getattr(thing, field.name).all()]
    return {one.reference for one in (*ones, *many) if getattr(one, "reference", "")}


def rows_that_tell(value: Any, code: str) -> Iterator[dict[str, Any]]:
    """The innermost rows that link to a record: what stands in them is said of it."""
    if isinstance(value, dict):
        own = [v for v in value.values() if isinstance(v, dict) and f"/{code}/" in v.get("url", "")]
        if own:
            yield value
        for inner in value.values():
            yield from rows_that_tell(inner, code)
    elif isinstance(value, list):
        for inner in value:
            yield from rows_that_tell(inner, code)


def with_own_pages(made: World, pages: dict[str, dict]) -> Iterator[tuple[Record, Any, str]]:
    """Each record that has a page to itself, the kind of that page, and its path."""
    for thing in told_records(made):
        page = page_type_of(type(thing)._meta.model_name)
        if page is not None:
            yield thing, page, next(p for p, one in pages.items() if one["kind"] == page.KIND and thing.reference in p)


def test_no_row_and_no_title_names_what_a_withheld_part_of_its_record_links_to(world):  # noqa: F811
    editor = make_editor()
    before = pages_now()
    tried, left = 0, set()
    for thing, page, own in with_own_pages(world, before):
        linking = {
            part: {link["label"] for link in links_in(before[own].get(part)) if target(link) in related(thing)}
            for part in parts_of_record(type(thing))
        }
        linking = {part: labels for part, labels in linking.items() if labels}
        for part in linking:
            hold(thing.reference, part, by=editor)
        after = {path: json.loads(one.payload) for path, one in compose_pages().items()}
        for part, labels in linking.items():
            tried += 1
            for path, content in after.items():
                rows = rows_that_tell(list(content.values()), thing.reference)
                told = [json.dumps(row, ensure_ascii=False) for row in rows]
                told += [content["title"]] if path == own else []
                left |= {f"{page.KIND}.{part} on {path}" for label in labels if any(label in words for words in told)}
            lift(about=thing.reference, part=part, reason="Tried.", by=editor)
    assert sorted(left - OF_OTHERS) == []
    assert tried == 22


def test_no_row_says_the_words_of_a_withheld_date_or_choice_of_its_record(world):  # noqa: F811
    editor = make_editor()
    before = pages_now()
    tried, left = 0, set()
    for thing, page, own in with_own_pages(world, before):
        whole = json.dumps(before[own], ensure_ascii=False)
        for part in parts_of_record(type(thing)):
            words = before[own].get(part)
            if not isinstance(words, str) or len(words) < 4 or words in world.tokens.places or whole.count(words) != 1:
                continue
            tried += 1
            hold(thing.reference, part, by=editor)
            for path, one in compose_pages().items():
                for row in rows_that_tell(list(json.loads(one.payload).values()), thing.reference):
                    if words in json.dumps(row, ensure_ascii=False):
                        left.add(
                            f"{page.KIND}.{part} on {path}: {words} in {json.dumps(row, ensure_ascii=False)[:300]}"
                        )
            lift(about=thing.reference, part=part, reason="Tried.", by=editor)
    print("\n".join(sorted(left)), tried)
    assert sorted(left) == []
    assert tried == 26
