"""The search for leaks finds what is planted; drafts change no public byte."""

import random

import pytest
from django.conf import settings
from django.db import DatabaseError, models, transaction

from governance import publication
from governance.choices import CaseEventKind
from governance.public.addresses import live_addresses, public_addresses
from governance.publication import doors
from governance.publication import record as public_record
from governance.publication.composing import deciding, short, work
from programmes.choices import Marking
from programmes.history import AppendOnlyError, Record
from tests.architecture.test_canary import PUBLISHED
from tests.factories.leaks import content_of, crawl, hidden_tokens
from tests.factories.marked import Tokens, World
from tests.factories.planted import PLANTS
from tests.factories.telling import make_editor, make_publisher, publish, publish_record

BATCHES = 500
#: So many addresses are read after each batch of edits; all of them at the end.
READ_EACH = 2


@pytest.fixture
def tokens():
    return Tokens()


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_every_planted_leak_is_found(client, tokens):
    internal = World("internal", Marking.INTERNAL, tokens)
    public = World("public", Marking.PUBLIC, tokens)
    publish_record()
    path = f"/agreements/{public.agreement.reference}/"
    publish(publication.withdraw(by=make_editor(), path=path, reason="Published too early."))
    secret = internal.business_case.title
    assert hidden_tokens("\n".join(crawl(client).values()), tokens) == set()

    missed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MIDDLEWARE", ["tests.factories.planted.Leak", *settings.MIDDLEWARE])
        for name in PLANTS:
            patch.setattr(settings, "PLANTED", (name, secret), raising=False)
            client.handler._middleware_chain = None
            feeds = ("/feeds/everything.atom", "/feeds/everything.ics")
            answers = crawl(client, only=("/", "/cases/", "/corrections/", "/editions/1/", path, *feeds))
            if not hidden_tokens("\n".join(answers.values()), tokens):
                missed.append(name)

    assert len(PLANTS) >= 20
    assert missed == []


#: Rules of composing, each broken: what is broken, where it stands, and what takes its place.
BROKEN = {
    "markings are not asked": (public_record.PublicRecord, "rows", lambda self, model: _all_rows(self, model)),
    "drafts are told": (
        work, "published_updates", lambda record, stream: record.group(short.StatusUpdate, "workstream_id", stream.pk)
    ),
    "inner reasons are told": (deciding, "TOLD_WITH_REASON", set(CaseEventKind)),
    "people are named": (doors, "office_words", lambda user: f"{user.get_full_name()} {user.get_username()}"),
    "internal notes are told": (
        deciding, "where_words", lambda record, event: str(record.one(deciding.BusinessCase, event.case_id).internal_note)
    ),
    "a name is taken from any column": (
        public_record, "name_of", lambda row: " ".join(str(getattr(row, f.attname)) for f in row._meta.concrete_fields)
    ),
}  # fmt: skip


def _all_rows(record, model):
    found = model._default_manager.all()
    for name in ("with_stage", "with_state", "with_outcome"):
        found = getattr(found, name)() if hasattr(found, name) else found
    return {row.pk: row for row in found}


@pytest.mark.django_db
@pytest.mark.parametrize("broken", BROKEN)
def test_every_broken_rule_of_composing_is_found(tokens, monkeypatch, broken):
    public = World("public", Marking.PUBLIC, tokens)
    World("internal", Marking.INTERNAL, tokens)
    editor = make_editor(
        username=tokens.new("people", "User", "username"), first_name=tokens.new("people", "User", "first_name")
    )
    hidden_words = [public.send_back_event.reason, public.draft_update.public_text]

    def said():
        edition = publication.compose(by=editor)
        events = edition.events.values_list("by", "note")
        return "\n".join([*edition.pages.values_list("payload", flat=True), edition.composed_by, *map(str, events)])

    def found(text):
        return (
            hidden_tokens(text, tokens)
            | (tokens.seen_in(text, "public") - PUBLISHED)
            | {words for words in hidden_words if words in text}
        )

    assert found(said()) == set()
    where, name, instead = BROKEN[broken]
    monkeypatch.setattr(where, name, instead)
    public.programme.purpose = "Changed, so that there is something to compose."
    public.programme.save()

    assert found(said()) != set()


@pytest.mark.django_db
def test_composing_stops_where_the_parent_of_a_row_is_not_public(tokens, monkeypatch):
    World("crossed", Marking.PUBLIC, tokens, parents=World("internal", Marking.INTERNAL, tokens))
    editor = make_editor()
    publication.compose(by=editor)
    monkeypatch.setattr(public_record.PublicRecord, "_parents_are_public", lambda self, row: True)

    with pytest.raises(KeyError):
        publication.compose(by=editor, kind="correction", note="Composed again.")


@pytest.mark.django_db
def test_edits_of_drafts_change_no_public_byte(client, tokens):
    """500 batches of edits of records, published and not, until an edition is published: every public byte stays."""
    worlds = [World("public", Marking.PUBLIC, tokens), World("internal", Marking.INTERNAL, tokens)]
    publish_record()
    every = [*public_addresses(), *live_addresses()]
    addresses = [address for address in every if not address.startswith("/editions/1/")]
    before = {address: content_of(client.get(address)) for address in addresses}
    records = [thing for world in worlds for thing in world.made.values() if isinstance(thing, Record)]
    chance = random.Random(2016)

    changed = 0
    for _ in range(BATCHES):
        for record in chance.sample(records, 2):
            changed += _edit(record, chance)
        for address in chance.sample(addresses, READ_EACH):
            assert content_of(client.get(address)) == before[address], address

    assert changed > 500
    assert {address: content_of(client.get(address)) for address in addresses} == before
    composed = publication.compose(by=make_editor())
    assert {address: content_of(client.get(address)) for address in addresses} == before
    publish(composed, by=make_publisher())
    assert {address: content_of(client.get(address)) for address in addresses} != before


def _edit(record, chance):
    """Change one text of a record, or its marking; whether the register took it."""
    texts = [
        field.name
        for field in record._meta.concrete_fields
        if isinstance(field, models.TextField) and not field.choices and field.editable
    ]
    if texts and chance.random() < 0.8:
        setattr(record, chance.choice(texts), f"Edited {chance.random()}")
    else:
        record.marking = chance.choice([Marking.PUBLIC, Marking.INTERNAL])  # sensitive ones would block the edition
    try:
        with transaction.atomic():
            record.save()
    except (AppendOnlyError, DatabaseError):  # what is recorded for good, such as the words of a decision
        record.refresh_from_db()
        return 0
    return 1
