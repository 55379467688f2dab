"""Every paragraph of every source is cited by a record, or says why it is no data."""

import io

import pytest
from django.core.management import call_command

from programmes.models import Citation, SourceParagraph
from programmes.record import source_coverage

pytestmark = pytest.mark.django_db


def run(**options: object) -> tuple[int, str, str]:
    """Exit code, what was said, and what was said on standard error."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("source_coverage", stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue(), err.getvalue()


def test_the_five_sources_are_covered_whole(record_db: None) -> None:
    found = {s.code: (len(s.paragraphs), s.cited, s.without_data, s.missing) for s in source_coverage()}
    assert {code: found[code] for code in ("S0", "S1", "S2", "S3", "S4")} == {
        "S0": (33, 27, 6, []),
        "S1": (53, 48, 5, []),
        "S2": (143, 103, 40, []),
        "S3": (46, 32, 14, []),
        "S4": (59, 52, 7, []),
    }
    assert [code for code, (_, _, _, missing) in found.items() if missing] == []


def test_paragraphs_of_public_references_are_all_cited(record_db: None) -> None:
    references = [s for s in source_coverage() if s.code not in ("S0", "S1", "S2", "S3", "S4")]
    assert len(references) == 16
    assert [p.label for s in references for p in s.paragraphs if not p.records] == []


def test_the_command_lists_each_paragraph_and_ends_with_nought(record_db: None) -> None:
    code, said, wrong = run(source="S0")
    assert (code, wrong) == (0, "")
    assert "  Background: no data. Heading; the paragraphs under it hold the facts.\n" in said
    assert "  Background, 2 bullet 4: 1 record\n" in said
    assert said.endswith(
        "S0: 33 paragraphs, 27 cited, 6 without data, 0 neither\nEvery paragraph is cited, or says why it is no data.\n"
    )


def test_the_command_ends_with_one_and_names_what_is_neither(record_db: None) -> None:
    Citation.objects.filter(paragraph__source__code="S0", paragraph__label="Background, 2 bullet 4").delete()
    SourceParagraph.objects.filter(source__code="S3", label="10.1").update(no_data="")
    code, said, wrong = run(summary=True)
    assert code == 1
    assert "S0: 33 paragraphs, 26 cited, 6 without data, 1 neither\n" in said
    assert wrong == (
        "2 paragraphs are neither cited nor said to be no data:\n  S0, Background, 2 bullet 4\n  S3, 10.1\n"
    )
    assert "  Background, 2 bullet 4: NEITHER CITED NOR SAID WHY\n" in run(source="S0")[1]


def test_a_source_that_is_not_there_is_told() -> None:
    code, said, wrong = run(source="S9")
    assert (code, said) == (1, "")
    assert wrong == "The register holds no such source; load it with `manage.py load_record`.\n"


def test_two_queries_however_many_sources(record_db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        source_coverage()
