"""Correcting, withdrawing, restoring, abandoning; the chain of editions, and what one changes against another."""

import datetime as dt

import pytest

from governance import publication
from governance.choices import EditionEventKind, EditionKind
from governance.models import Edition, EditionEvent, EditionPage
from governance.publication.canonical import freeze
from governance.publication.difference import What, difference
from governance.publication.doors import office_words
from governance.publication.errors import (
    CannotWithdraw,
    EditionClosed,
    NoSuchPage,
    NoteMissing,
    NothingPublished,
    NotWithdrawn,
)
from governance.publication.special_pages import ReportPage
from governance.publication.states import EditionState, current_edition, state_of
from programmes.choices import Marking, Role
from tests.factories.governance import make_business_case, make_decision
from tests.factories.programmes import make_alliance, make_grant, make_programme
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


# Correct, withdraw, restore, abandon ---------------------------------------------------------------------------------


def test_correction_carries_its_note(editor, publisher, case):
    with pytest.raises(NothingPublished, match="nothing to correct"):
        publication.correct(by=editor, note="Too early.")
    publish_record()
    change(case, title="Vetting of staff")

    edition = publish(publication.correct(by=editor, note=" The title was wrong. "), by=publisher)

    assert (edition.kind, edition.note) == (EditionKind.CORRECTION, "The title was wrong.")
    with pytest.raises(NoteMissing, match="Say in a sentence what the correction is"):
        publication.correct(by=editor, note="  ")


def test_withdrawn_page_is_a_tombstone_and_its_record_is_named_nowhere(editor, publisher, case):
    decision = make_decision(title="Agreed", case=case, marking=Marking.PUBLIC)
    publish_record()

    edition = publish(
        publication.withdraw(by=editor, path=path_of(case), reason="Not ours to tell.", at=AT), by=publisher
    )

    stone = edition.pages.get(path=path_of(case))
    assert stone.kind == "tombstone"
    assert '"reason":"Not ours to tell."' in stone.payload
    assert '"withdrawn_on":"22 November 2026"' in stone.payload
    assert "Vetting" not in "".join(edition.pages.values_list("payload", flat=True))
    assert not edition.pages.filter(path=f"/decisions/{decision.reference}/").exists()
    assert edition.kind == EditionKind.WITHDRAWAL


def test_withdrawn_page_stays_withdrawn_until_it_is_restored(editor, publisher, case):
    publish_record()
    publish(publication.withdraw(by=editor, path=path_of(case), reason="Not ours to tell."), by=publisher)
    change(case.programme, purpose="Another purpose")

    ordinary = publish(publication.compose(by=editor), by=publisher)
    assert ordinary.pages.get(path=path_of(case)).kind == "tombstone"
    restored = publish(publication.restore(by=editor, path=path_of(case), reason="It is ours."), by=publisher)

    assert restored.pages.get(path=path_of(case)).kind == "case"
    assert (restored.kind, restored.note) == (
        EditionKind.CORRECTION, f"The page {path_of(case)} is published again. It is ours.",
    )  # fmt: skip


def test_withdraw_refuses_what_cannot_be_withdrawn(editor, publisher, case):
    path = path_of(case)
    with pytest.raises(NothingPublished):
        publication.withdraw(by=editor, path=path, reason="Wrong.")
    publish_record()
    with pytest.raises(NoteMissing, match="withdrawal"):
        publication.withdraw(by=editor, path=path, reason=" ")
    with pytest.raises(NoSuchPage, match="There is no page “/cases/CASE-99/”"):
        publication.withdraw(by=editor, path="/cases/CASE-99/", reason="Wrong.")
    for listed in ("/", "/cases/"):
        with pytest.raises(CannotWithdraw, match="is a list or the front page"):
            publication.withdraw(by=editor, path=listed, reason="Wrong.")
    publish(publication.withdraw(by=editor, path=path, reason="Wrong."), by=publisher)
    with pytest.raises(EditionClosed, match="is withdrawn already"):
        publication.withdraw(by=editor, path=path, reason="Wrong.")


def test_restore_refuses_what_is_not_withdrawn(editor, case):
    publish_record()

    with pytest.raises(NotWithdrawn):
        publication.restore(by=editor, path=path_of(case), reason="Why not.")
    with pytest.raises(NoteMissing, match="restoration"):
        publication.restore(by=editor, path=path_of(case), reason="")


def test_abandoned_edition_is_given_up_for_good(editor, publisher, case):
    edition = publication.compose(by=editor)
    for _ in range(2):
        publication.abandon(edition=edition, by=editor, note="Composed too early.")

    assert state_of(edition, None) == EditionState.ABANDONED
    assert edition.events.get(kind=EditionEventKind.ABANDONED).note == "Composed too early."
    published = publish_record(by=editor)
    assert published.number == 2
    with pytest.raises(EditionClosed, match="Edition 2 is public now already"):
        publication.abandon(edition=published, by=editor)


def test_overtaken_edition_may_be_abandoned(editor, publisher, case):
    first = publication.compose(by=editor)
    publish(publication.compose(by=make_editor()), by=publisher)

    assert state_of(first, current_edition()) == EditionState.OVERTAKEN
    publication.abandon(edition=first, by=editor)


# First edition, people, chain ----------------------------------------------------------------------------------------


def test_first_edition_is_published_once(editor, publisher, case):
    edition = publication.publish_first_edition(editor=editor, publisher=publisher, at=AT)

    assert current_edition() == edition
    assert publication.publish_first_edition(editor=editor, publisher=publisher) == edition
    assert Edition.objects.count() == 1


def test_what_is_kept_of_a_person_is_the_role(case):
    both = make_editor(first_name="Ann", last_name="Other")
    make_grant(user=both, role=Role.PUBLISHER)
    both.forget_grants()

    assert office_words(both) == "Editor, Publisher"


def test_chain_of_editions_is_verified(editor, publisher, case):
    assert publication.verify() == []
    publish_record()
    change(case, title="Vetting of staff")
    publication.abandon(edition=publication.compose(by=editor), by=editor)
    publish(publication.compose(by=editor), by=publisher)

    assert publication.verify() == []


def test_chain_tells_a_page_put_in_and_one_changed(editor, case):
    edition = publish_record()
    page = edition.pages.get(path="/about/")
    frozen = freeze_about(title="Another title")
    EditionPage.objects.create(
        edition=edition, path="/more/", kind=page.kind, title="More", payload=frozen.payload, sha256=frozen.sha256
    )  # fmt: skip

    problems = publication.verify()

    assert problems == [
        "Edition 1, page /more/: the content does not agree with the page’s fingerprint.",
        "Edition 1: its pages do not agree with the edition’s fingerprint.",
    ]


def freeze_about(title):
    from governance.publication.special_pages import AboutPage

    return freeze(AboutPage(path="/about/", title=title))


def test_chain_tells_an_edition_that_follows_no_other(editor, publisher, case):
    first, second = publication.compose(by=editor), publication.compose(by=make_editor())
    publish(first, by=publisher)
    EditionEvent.objects.create(
        edition=second, kind=EditionEventKind.PUBLISHED, at=AT, by_id_number=1, by="Publisher"
    )  # fmt: skip

    assert publication.verify() == ["Edition 2: it does not follow the edition published before it."]


# Difference ----------------------------------------------------------------------------------------------------------


def pages_of(edition):
    from governance.publication.chain import stored_pages

    return stored_pages(edition)


def test_difference_tells_each_field_in_words(editor, publisher, case):
    first = publish_record()
    other = make_programme(short_name="BCH", alliance=case.programme.alliance, marking=Marking.PUBLIC)
    change(case, purpose="To vet once", programme=other)
    second = publish(publication.compose(by=editor), by=publisher)

    changes = {change.path: change for change in difference(pages_of(first), pages_of(second))}

    lines = [(line.field, line.before, line.after) for line in changes[path_of(case)].lines]
    assert lines == [("Purpose", "", "To vet once"), ("Programme", "7F", "BCH")]
    assert changes[f"/programmes/{other.reference}/"].what == What.ADDED
    gone = changes[f"/programmes/{case.programme.reference}/"]
    assert gone.what == What.ADDED or gone.lines


def test_difference_pairs_the_paragraphs_of_a_text_only_where_as_many_stand_there():
    def lines(before, after):
        old, new = (
            freeze(
                ReportPage(
                    path="/papers/RPT-1/", title="Paper", reference="RPT-1", kind_of_report="", as_at="", version="1",
                    fingerprint="", document="", words=words,
                )
            )
            for words in (before, after)
        )  # fmt: skip
        (change,) = difference({old.path: old}, {new.path: new})
        return [(line.before, line.after) for line in change.lines]

    assert lines(("One.", "Two."), ("One.", "Three.")) == [("Two.", "Three.")]
    assert lines(("One.", "Two."), ("Three.",)) == [("One.", ""), ("Two.", ""), ("", "Three.")]


def test_difference_tells_added_removed_withdrawn_and_restored(editor, publisher, case):
    first = publish_record()
    second = publish(publication.withdraw(by=editor, path=path_of(case), reason="Wrong."), by=publisher)

    def what(before, after):
        return {c.path: c.what for c in difference(pages_of(before), pages_of(after))}[path_of(case)]

    assert what(first, second) == What.WITHDRAWN
    assert what(second, first) == What.RESTORED
    assert what(None, first) == What.ADDED
    assert what(first, None) == What.REMOVED


def test_edition_tells_what_it_changed_without_naming_what_is_gone(editor, publisher, case):
    kept = make_business_case(title="Kept", programme=case.programme, marking=Marking.PUBLIC)
    first = publish_record()
    change(case, marking=Marking.INTERNAL)
    change(kept, title="Kept and renamed")

    second = publish(publication.compose(by=editor), by=publisher)

    assert "This is the first edition" in first.pages.get(path="/changes/").payload
    told = second.pages.get(path="/changes/").payload
    assert "2 pages changed" in told
    assert "1 page removed" in told
    assert case.reference in told
    assert "Vetting" not in told
    assert "Kept and renamed" in second.pages.get(path="/").payload


def test_edition_whose_lists_alone_changed_says_so(editor, publisher, case):
    from tests.factories.governance import make_board

    publish_record()
    make_board(name="Summit", marking=Marking.PUBLIC)

    edition = publish(publication.compose(by=editor), by=publisher)

    assert "No page of a record changed in this edition." in edition.pages.get(path="/changes/").payload


def test_a_new_decision_is_told_in_the_feed_with_its_condition(client, case):
    publish_record()
    make_decision(
        title="Fuel", wording="The Summit decided to buy fuel together.", case=case, decided="2026-11-20",
        conditions="Kent joins once its contract has ended.", marking=Marking.PUBLIC,
    )  # fmt: skip
    publish_record()

    feed = client.get("/feeds/everything.atom").content.decode()

    assert (
        "&lt;li&gt;The decision, word for word: The Summit decided to buy fuel together.&lt;/li&gt;"
        "&lt;li&gt;Conditions: Kent joins once its contract has ended.&lt;/li&gt;" in feed
    )
