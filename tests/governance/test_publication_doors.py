"""The doors of publishing: who may, in which state, and what each refuses with which sentence."""

import datetime as dt

import pytest

from governance import publication
from governance.choices import EditionEventKind, EditionKind
from governance.models import Edition, EditionEvent, EditionPage, Publication
from governance.publication.canonical import FrozenPage
from governance.publication.composing import compose_pages
from governance.publication.errors import (
    AuthorCannotApprove,
    EditionClosed,
    EditionDamaged,
    EditionOutOfDate,
    NotApproved,
    NothingChanged,
    NotTheEditionSeen,
    NotTheSuccessor,
)
from governance.publication.states import EditionState, current_edition, state_of
from programmes.access import NotAllowed
from programmes.choices import Marking, Role
from tests.factories.governance import make_business_case, make_decision
from tests.factories.programmes import make_alliance, make_grant, make_programme, make_user
from tests.factories.telling import make_editor, make_publisher, publish, publish_record

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def publisher():
    return make_publisher()


@pytest.fixture
def case():
    programme = make_programme(short_name="7F", marking=Marking.PUBLIC, alliance=make_alliance(marking=Marking.PUBLIC))
    return make_business_case(title="Vetting", programme=programme, marking=Marking.PUBLIC)


def change(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def path_of(case):
    return f"/cases/{case.reference}/"


# Compose -----------------------------------------------------------------------------------------------------------


def test_compose_freezes_what_is_public(editor, case):
    hidden = make_business_case(title="Hidden", programme=case.programme)

    edition = publication.compose(by=editor, at=AT)

    paths = set(edition.pages.values_list("path", flat=True))
    assert path_of(case) in paths
    assert path_of(hidden) not in paths
    assert "Hidden" not in "".join(edition.pages.values_list("payload", flat=True))
    assert (edition.number, edition.kind, edition.composed_at) == (1, EditionKind.ORDINARY, AT)
    assert (edition.composed_by_id_number, edition.composed_by) == (editor.pk, "Editor")
    assert [(e.kind, e.by) for e in edition.events.all()] == [(EditionEventKind.COMPOSED, "Editor")]
    assert state_of(edition, None) == EditionState.COMPOSED


def test_compose_needs_the_right(case):
    with pytest.raises(NotAllowed, match="Your role does not let you compose an edition"):
        publication.compose(by=make_user(Role.AUDITOR))


def test_compose_gives_the_same_pages_each_time(case):
    assert compose_pages() == compose_pages()


def test_compose_twice_by_one_person_gives_one_edition(editor, case):
    first = publication.compose(by=editor)

    assert publication.compose(by=editor) == first
    assert Edition.objects.count() == 1


def test_compose_by_another_person_or_with_another_note_gives_another_edition(editor, case):
    first = publication.compose(by=editor)
    second = publication.compose(by=make_editor())
    third = publication.compose(by=editor, note="With a note.")

    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_compose_after_an_abandoned_edition_or_a_change_makes_a_new_one(editor, case):
    first = publication.compose(by=editor)
    publication.abandon(edition=first, by=editor)
    second = publication.compose(by=editor)
    change(case, title="Vetting of staff")
    third = publication.compose(by=editor)

    assert [second.number, third.number] == [2, 3]


def test_compose_refuses_when_nothing_changed(editor, case):
    publish_record()

    with pytest.raises(NothingChanged, match="Nothing that may be public has changed since Edition 1"):
        publication.compose(by=editor)


# Approve -----------------------------------------------------------------------------------------------------------


def test_approve_is_never_by_the_composer(case):
    both = make_editor()
    make_grant(user=both, role=Role.PUBLISHER)
    both.forget_grants()
    edition = publication.compose(by=both)

    with pytest.raises(AuthorCannotApprove, match="You composed Edition 1"):
        publication.approve(edition=edition, by=both, sha256=edition.sha256)


def test_approve_needs_the_right(editor, case):
    edition = publication.compose(by=editor)

    with pytest.raises(NotAllowed):
        publication.approve(edition=edition, by=make_editor(), sha256=edition.sha256)


def test_approve_is_of_exactly_the_edition_seen(editor, publisher, case):
    edition = publication.compose(by=editor)

    with pytest.raises(NotTheEditionSeen, match="The fingerprint given is not that of Edition 1"):
        publication.approve(edition=edition, by=publisher, sha256="0" * 64)


def test_approve_twice_does_no_harm_and_once_is_enough(editor, publisher, case):
    edition = publication.compose(by=editor)
    for _ in range(2):
        publication.approve(edition=edition, by=publisher, sha256=edition.sha256)

    assert EditionEvent.objects.filter(kind=EditionEventKind.APPROVED).count() == 1
    assert state_of(edition, None) == EditionState.APPROVED
    with pytest.raises(EditionClosed, match="Edition 1 is approved already"):
        publication.approve(edition=edition, by=make_publisher(), sha256=edition.sha256)


def test_approve_refuses_an_abandoned_edition(editor, publisher, case):
    edition = publication.compose(by=editor)
    publication.abandon(edition=edition, by=editor)

    with pytest.raises(EditionClosed, match="Edition 1 is abandoned already"):
        publication.approve(edition=edition, by=publisher, sha256=edition.sha256)


def test_approve_refuses_a_damaged_edition(editor, publisher, case):
    edition = publication.compose(by=editor)
    EditionPage.objects.create(edition=edition, path="/x/", kind="about", title="X", payload="{}", sha256="0")

    with pytest.raises(EditionDamaged, match="page /x/: the content does not agree"):
        publication.approve(edition=edition, by=publisher, sha256=edition.sha256)


# Publish -----------------------------------------------------------------------------------------------------------


def test_publish_moves_the_one_pointer(editor, publisher, case):
    first = publish(publication.compose(by=editor), by=publisher)
    assert current_edition() == first
    change(case, title="Vetting of staff")
    second = publish(publication.compose(by=editor), by=publisher)

    assert Publication.objects.get().edition == second
    assert second.previous_hash == first.sha256
    assert state_of(first, second) == EditionState.PAST
    assert state_of(second, second) == EditionState.CURRENT


def test_publish_twice_does_no_harm(editor, publisher, case):
    edition = publish(publication.compose(by=editor), by=publisher)

    assert publication.publish(edition=edition, by=publisher) == edition
    assert EditionEvent.objects.filter(kind=EditionEventKind.PUBLISHED).count() == 1


def test_publish_needs_an_approval_and_the_right(editor, publisher, case):
    edition = publication.compose(by=editor)

    with pytest.raises(NotApproved, match="Edition 1 has not been approved yet"):
        publication.publish(edition=edition, by=publisher)
    with pytest.raises(NotAllowed):
        publication.publish(edition=edition, by=editor)


def test_publish_refuses_an_edition_published_earlier(editor, publisher, case):
    first = publish(publication.compose(by=editor), by=publisher)
    change(case, title="Vetting of staff")
    publish(publication.compose(by=editor), by=publisher)

    with pytest.raises(EditionClosed, match="Edition 1 is published earlier already"):
        publication.publish(edition=first, by=publisher)


def test_publish_refuses_an_edition_that_another_overtook(editor, publisher, case):
    first, second = publication.compose(by=editor), publication.compose(by=make_editor())
    publication.approve(edition=first, by=publisher, sha256=first.sha256)
    publish(second, by=publisher)

    with pytest.raises(NotTheSuccessor, match="Edition 1 does not follow Edition 2"):
        publication.publish(edition=first, by=publisher)


def approved(editor, publisher):
    edition = publication.compose(by=editor)
    publication.approve(edition=edition, by=publisher, sha256=edition.sha256)
    return edition


def test_publish_names_a_record_that_was_marked_since(editor, publisher, case):
    edition = approved(editor, publisher)
    change(case, marking=Marking.SENSITIVE)

    with pytest.raises(EditionOutOfDate, match=f"“Vetting” \\({case.reference}\\) is now marked sensitive"):
        publication.publish(edition=edition, by=publisher)
    assert current_edition() is None


def test_publish_names_a_page_whose_parent_was_marked_since(editor, publisher, case):
    decision = make_decision(title="Go on", case=case, marking=Marking.PUBLIC)
    edition = approved(editor, publisher)
    change(case, marking=Marking.INTERNAL)

    with pytest.raises(EditionOutOfDate) as error:
        publication.publish(edition=edition, by=publisher)
    assert f"“Go on” (/decisions/{decision.reference}/) is no longer public" in error.value.items


def test_publish_names_a_page_that_changed_or_came(editor, publisher, case):
    edition = approved(editor, publisher)
    change(case, purpose="Another purpose")
    new = make_business_case(title="New", programme=case.programme, marking=Marking.PUBLIC)

    with pytest.raises(EditionOutOfDate) as error:
        publication.publish(edition=edition, by=publisher)
    assert f"“Vetting” ({path_of(case)}) has changed: Purpose" in error.value.items
    assert f"“New” ({path_of(new)}) is new" in error.value.items


def test_publish_refuses_pages_made_by_another_version(editor, publisher, case, monkeypatch):
    edition = approved(editor, publisher)
    real = compose_pages()
    about = real["/about/"]
    other = {**real, "/about/": FrozenPage(about.path, about.kind, about.title, about.payload, "0" * 64)}
    monkeypatch.setattr("governance.publication.doors.compose_pages", lambda stones: other)

    with pytest.raises(EditionOutOfDate, match="this version of the register makes its pages differently"):
        publication.publish(edition=edition, by=publisher)


def test_out_of_date_sentence_names_five_and_counts_the_rest():
    assert str(EditionOutOfDate("Edition 1", list("abcdefg"))).count(";") == 5
    assert "and 2 more" in str(EditionOutOfDate("Edition 1", list("abcdefg")))
