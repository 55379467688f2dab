"""Something sensitive under a page blocks the edition by name, until somebody has looked at it."""

import datetime as dt

import pytest
from django.utils import timezone

from governance import publication
from governance.models import EditionPage
from governance.publication import PublicationError
from governance.publication.sensitive import sensitive_below
from governance.publication.states import current_edition
from governance.publication.withholding import withhold
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, make_publisher

pytestmark = pytest.mark.django_db
PUBLIC, SENSITIVE = {"marking": Marking.PUBLIC}, {"marking": Marking.SENSITIVE}


@pytest.fixture
def programme():
    return p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)


@pytest.fixture
def case(programme):
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


def approve() -> None:
    edition = publication.compose(by=make_editor())
    publication.approve(edition=edition, by=make_publisher(), sha256=edition.sha256)


def refusal() -> str:
    with pytest.raises(PublicationError) as refused:
        approve()
    return str(refused.value)


def under() -> list[tuple[str, tuple[str, ...], bool]]:
    return [(item.code, item.where, item.is_named) for item in sensitive_below([])]


def publication_pages() -> list[str]:
    return [page.payload for page in EditionPage.objects.all()]


def leave_out(record) -> None:
    withhold(
        about=record.reference, part="", ground="commercial", reason="Bids are open.",
        review_on=timezone.localdate() + dt.timedelta(days=30), by=make_editor(),
    )  # fmt: skip


def test_a_sensitive_child_blocks_by_name_until_it_is_withheld_knowingly(case):
    document = g.make_case_document(case=case, title="Commercial annex", **SENSITIVE)
    said = refusal()
    assert f"Commercial annex, version 1 ({document.reference}) lies under {case.reference}" in said
    assert "Mark it otherwise, take it off the record, or say with ground and review date" in said
    leave_out(document)
    approve()


def test_a_sensitive_child_marked_internal_blocks_no_more(case):
    document = g.make_case_document(case=case, title="Commercial annex", **SENSITIVE)
    refusal()
    document.marking = Marking.INTERNAL
    document.save()
    approve()


def test_a_record_that_a_public_one_is_linked_with_blocks(programme):
    workstream = w.make_workstream(name="Covert work", programme=p.make_programme(), **SENSITIVE)
    case = g.make_business_case(title="Vetting", programme=programme, workstream=workstream, **PUBLIC)
    assert under() == [(workstream.reference, (case.reference,), False)]


def test_a_cited_source_blocks(case):
    source = p.make_source(title="A draft that leaked", **SENSITIVE)
    p.make_citation(about=case, paragraph=p.make_source_paragraph(source=source))
    assert under() == [(source.reference, (case.reference,), False)]


def test_a_file_is_no_part_of_a_page(case):
    p.make_stored_file(about=case, **SENSITIVE)
    assert under() == []


def test_a_force_of_a_public_case_blocks(case):
    force = p.make_force(name="Elsewhere", **SENSITIVE)
    case.participating_forces.add(force)
    assert under() == [(force.reference, (case.reference,), False)]


def test_a_board_named_by_an_event_blocks(case):
    board = g.make_board(name="Gold group", **SENSITIVE)
    g.make_case_event(case=case, board=board)
    assert under() == [(board.reference, (case.reference,), False)]


def test_what_lies_under_internal_records_alone_blocks_nothing(programme):
    case = g.make_business_case(title="Inside", programme=programme)
    g.make_case_document(case=case, title="Commercial annex", **SENSITIVE)
    w.make_workstream(name="Covert work", **SENSITIVE)
    assert under() == []
    approve()


@pytest.mark.parametrize("words", ["It follows Operation Nightjar closely.", "See {code} too."])
def test_a_name_in_the_words_of_a_page_blocks_even_when_withheld(case, words):
    hidden = g.make_business_case(title="Operation Nightjar", **SENSITIVE)
    leave_out(hidden)
    case.purpose = words.format(code=hidden.reference)
    case.save()
    assert f"Operation Nightjar ({hidden.reference}) is named on /cases/{case.reference}/" in refusal()
    case.purpose = "It follows another case."
    case.save()
    approve()


def test_a_return_in_hand_blocks_nothing_and_is_not_told(programme):
    """The index keeps an open return from offices as it keeps what is sensitive; it is unfinished, not sensitive."""
    stream = w.make_workstream(name="Custody", programme=programme, **PUBLIC)
    period = w.make_period(**PUBLIC)
    w.make_status_update(workstream=stream, period=period, public_text="Half a sentence of a draft", **PUBLIC)

    assert under() == []
    approve()
    assert "Half a sentence" not in "".join(publication_pages())


def test_part_of_a_word_is_no_name(case):
    hidden = g.make_business_case(title="Operation Nightjar", **SENSITIVE)
    case.purpose = f"Operation Nightjars and {hidden.reference}9."
    case.save()
    approve()


def test_what_became_sensitive_after_approval_is_not_published(case):
    document = g.make_case_document(case=case, title="Annex")
    edition = publication.compose(by=make_editor())
    publisher = make_publisher()
    publication.approve(edition=edition, by=publisher, sha256=edition.sha256)
    document.marking = Marking.SENSITIVE
    document.save()
    with pytest.raises(
        PublicationError, match=f"Annex, version 1 \\({document.reference}\\) lies under {case.reference}"
    ):
        publication.publish(edition=edition, by=publisher)
    assert current_edition() is None
