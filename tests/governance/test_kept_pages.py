"""Pages of which parts are kept say after any change what they say with everything forgotten, to each reader."""

import datetime as dt
import random
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import pytest
import time_machine
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from governance import publication
from governance.case_file.saving import take_off
from governance.models import CaseOption
from governance.publication.errors import PublicationError
from programmes import clock_memory, record_state, statements
from programmes.choices import AgreementEventKind, AgreementState, Marking, Role
from programmes.fields import EdtfField
from programmes.history import AppendOnlyError, Record
from programmes.models import Citation
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.marked import Tokens, World
from tests.form_reader import form_data

pytestmark = pytest.mark.django_db
#: How many changes are tried; hundreds have been.
CHANGES = 9
DAYS = ["", "2016", "2016-05-01", "2025-21", "2026-11", "2026-12-24", "2027-03", "../2027-01"]
#: What is another on each page by right: the token of a form.
VARIES = re.compile(r'value="\w{64}"')
REFUSED = (AppendOnlyError, DatabaseError, ProtectedError, PublicationError, ValidationError, ValueError, IndexError)


class Register:
    """A small register, three readers of different sight, and the pages that each may read."""

    def __init__(self) -> None:
        tokens = Tokens()
        self.plain = World("plain", Marking.INTERNAL, tokens)
        self.hidden = World("hidden", Marking.SENSITIVE, tokens, parents=self.plain)
        self.records = [
            made for world in (self.plain, self.hidden) for made in world.made.values() if isinstance(made, Record)
        ]
        made = self.plain
        self.shown = [
            made.business_case, made.agreement, made.programme, made.alliance, made.force, made.body, made.workstream,
            made.milestone, made.meeting, made.board, made.local_decision, made.risk,
        ]  # fmt: skip
        Citation.objects.all().delete()  # their quotations stand in no paragraph, so no form would take them
        self.editor = p.make_user(Role.EDITOR, first_name="Ann", last_name="Lee")
        p.make_grant(user=self.editor, role=Role.PUBLISHER)
        office = p.make_user(Role.OFFICE_RECORDER, body=self.plain.body)
        work = p.make_user(Role.FORCE_CONTRIBUTOR, force=self.plain.force)
        self.clients = {}
        for user in (self.editor, office, work):
            self.clients[user] = Client()
        self.sign_in()

    def sign_in(self) -> None:
        for user, client in self.clients.items():
            client.force_login(user)

    def pages(self, user) -> list[str]:
        made = self.plain
        found = [
            "/register/",
            "/register/?since=2016-01-01",
            f"/register/bodies/{made.body.reference}/home",
            "/register/ratification/",
            "/register/decision-latency/",
            "/register/clocks/",
            "/register/forward-plan/",
            "/register/forward-plan/?as_at=2016-12-01",
            f"/register/programmes/{made.programme.reference}/overview",
            f"/register/alliances/{made.alliance.reference}/overview",
            f"/register/forces/{made.force.reference}/overview",
        ]
        if user == self.editor:
            as_office = f"/register/view-as/{made.body.reference}"
            found += [
                "/admin/",
                f"{as_office}/forward-plan/",
                f"{as_office}/programmes/{made.programme.reference}/overview",
            ]
        return found

    def read(self, user, pages: Iterable[str]) -> dict[str, str]:
        found = {}
        for page in pages:
            answer = self.clients[user].get(page)
            found[page] = f"{answer.status_code} {VARIES.sub('', answer.content.decode())}"
        return found


@contextmanager
def another_process() -> Iterator[None]:
    """As in a process that has kept nothing yet; what this one keeps is as it was afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((record_state, "_remembered"), (record_state, "_parts"), (statements, "_kept")):
            patch.setattr(module, name, {})
        patch.setattr(clock_memory, "_kept", None)
        yield


def some(chance: random.Random, field: models.Field) -> object:
    """Something that a field may hold."""
    if isinstance(field, models.ForeignKey):
        given = list(field.related_model._base_manager.order_by("pk"))
        return chance.choice([*given, None] if field.null else given)
    if field.choices:
        return chance.choice([value for value, _ in field.flatchoices])
    match field:
        case EdtfField():
            return chance.choice(DAYS)
        case models.DateField():
            return chance.choice([dt.date(2016, 5, 1), dt.date(2026, 12, 3), dt.date(2027, 2, 1)])
        case models.BooleanField():
            return chance.random() < 0.5
        case models.IntegerField() | models.DecimalField():
            return chance.randint(1, 5)
    return f"Changed {chance.randint(1, 999)}"


def changed_record(register: Register, chance: random.Random) -> str:
    """Any field of any record, its marking too, as forms and doors save it."""
    was = chance.choice(chance.choice([register.shown, register.records]))
    record = type(was)._base_manager.get(pk=was.pk)
    fields = [field for field in record._meta.concrete_fields if field.editable and not field.primary_key]
    field = chance.choice(fields)
    setattr(record, field.name, some(chance, field))
    record._history_user = register.editor
    record.save()
    return f"{record._meta.label}.{field.name}"


def named(register: Register, chance: random.Random) -> str:
    """The name of a record that most pages tell."""
    was = chance.choice([one for one in register.shown if hasattr(one, "title") or hasattr(one, "name")])
    record, name = type(was)._base_manager.get(pk=was.pk), "title" if hasattr(was, "title") else "name"
    setattr(record, name, f"Named {chance.randint(1, 999)}")
    record.save()
    return f"{record._meta.label} named"


def changed_on_the_desk(register: Register, chance: random.Random) -> str:
    """A text of a record, on its page in the administration pages."""
    records = chance.choice([register.shown, register.records])
    record = chance.choice([one for one in records if admin.site.is_registered(type(one))])
    url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    page = register.clients[register.editor].get(url)
    data = form_data(page, f"{record._meta.model_name}_form")
    name = chance.choice([name for name in ("title", "name", "purpose", "words", "text", "marking") if name in data])
    data[name] = chance.choice(Marking.values) if name == "marking" else f"Desk {chance.randint(1, 999)}"
    answer = register.clients[register.editor].post(url, {**data, "change_reason": "Tried"}, follow=True)
    return f"{record._meta.label}.{name} on the desk, {'saved' if answer.redirect_chain else 'refused'}"


def others(register: Register, chance: random.Random) -> str:
    """A list of other records of a record."""
    record = chance.choice([one for one in register.records if one._meta.many_to_many])
    field = chance.choice(record._meta.many_to_many)
    some = list(field.related_model._base_manager.order_by("pk"))
    getattr(record, field.name).set(chance.sample(some, chance.randint(0, len(some))))
    return f"others {record._meta.label}.{field.name}"


def event(register: Register, chance: random.Random) -> str:
    made, on = register.plain, chance.choice(DAYS[1:])
    kind = chance.choice(["schedule", "agree", "defer", "note", "approve"])
    state = chance.choice(["drafting", "oversight", "on_agenda", "local_decisions", "live"])
    asked = chance.choice(["approved", "rejected", "deferred", "approved_with_conditions"])
    adds = {
        "case": lambda: g.make_case_event(
            case=made.business_case, kind=kind, state=state, on=on, target=chance.choice(DAYS)
        ),
        "local": lambda: g.make_local_decision_event(local_decision=made.local_decision, outcome=asked, on=on),
        "agreement": lambda: p.make_agreement_event(
            agreement=made.agreement, kind=chance.choice(AgreementEventKind.values),
            sets_state=chance.choice(AgreementState.values), on=on, body=chance.choice([None, made.body]), effective=on,
        ),
        "chase": lambda: g.make_chase(local_decision=made.local_decision),
        "move": lambda: w.make_milestone_move(milestone=made.milestone, now=on),
        "period": lambda: w.make_period_event(period=made.period),
        "risk": lambda: w.make_risk_event(risk=made.risk),
        "review": lambda: p.make_opportunity_review(body=made.body),
    }  # fmt: skip
    what = chance.choice(list(adds))
    adds[what]()
    return f"event {what}"


def added(register: Register, chance: random.Random) -> str:
    made = register.plain
    adds = [
        lambda: g.make_business_case("local_decisions", "fbc", title="Another", programme=made.programme),
        lambda: g.make_local_decision(body=made.body),
        lambda: w.make_milestone(workstream=made.workstream, force=made.force, forecast="2026-12"),
        lambda: p.make_party(agreement=made.agreement, body=p.make_body(force=made.force)),
        lambda: g.make_meeting(board=made.board, held="2027-01-10"),
        lambda: w.make_risk(workstream=made.workstream),
    ]
    place = chance.randrange(len(adds))
    adds[place]()
    return f"added {place}"


def deleted(register: Register, chance: random.Random) -> str:
    record = chance.choice(register.records)
    type(record)._base_manager.get(pk=record.pk).delete()
    register.records.remove(record)
    register.shown = [one for one in register.shown if one in register.records]
    return f"deleted {record._meta.label}"


def cited(register: Register, chance: random.Random) -> str:
    if chance.random() < 0.5 and Citation.objects.exists():
        Citation.objects.order_by("-pk" if chance.random() < 0.5 else "pk").first().delete()
        return "citation taken away"
    p.make_citation(about=chance.choice(register.records), paragraph=register.plain.source_paragraph)
    return "cited"


def account(register: Register, chance: random.Random) -> str:
    user = chance.choice(list(register.clients))
    user.refresh_from_db()
    user.last_name = f"Named {chance.randint(1, 999)}"
    user.save()
    return "account renamed"


def role(register: Register, chance: random.Random) -> str:
    user = chance.choice(list(register.clients)[1:])
    held = list(user.grants.all())
    if held and chance.random() < 0.5:
        held[0].delete()
        return "role taken away"
    role = chance.choice([Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR, Role.AUDITOR])
    body = register.plain.body if role in p.OFFICE_ROLES else None
    p.make_grant(
        user=user, role=role, body=body, force=register.plain.force if role == Role.FORCE_CONTRIBUTOR else None
    )
    return f"role {role}"


def edition(register: Register, chance: random.Random) -> str:
    made = publication.compose(by=register.editor)
    if chance.random() < 0.5:
        publication.abandon(edition=made, by=register.editor)
    return "edition"


def document_row(register: Register, chance: random.Random) -> str:
    row = CaseOption.objects.order_by("pk").first()
    if row is None or chance.random() < 0.5:
        made = {f.name: some(chance, f) for f in CaseOption._meta.concrete_fields if f.name == "name"}
        CaseOption.objects.create(document=register.plain.case_document, **made)
        return "row added"
    take_off(row=row, by=register.editor, title="Options")
    return "row taken off"


CHANGES_OF = [
    named, named, named, named, changed_record, changed_record, changed_record, changed_on_the_desk, changed_on_the_desk,
    others, event, event, event, added, deleted, cited, account, role, edition, document_row,
]  # fmt: skip


@pytest.mark.parametrize("seed", [4])
def test_what_is_kept_is_what_is_worked_out_anew(seed):
    chance, day = random.Random(seed), dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    with time_machine.travel(day) as clock:
        register = Register()
        for user in register.clients:
            register.read(user, register.pages(user))
        done = []
        while len(done) < CHANGES:
            with suppress(*REFUSED), transaction.atomic():
                done.append(chance.choice(CHANGES_OF)(register, chance))
            if len(done) % 6 == 5:
                clock.shift(dt.timedelta(days=1))
                register.sign_in()
            pages = chance.sample(register.pages(register.editor), 4)
            for user in chance.sample(list(register.clients), 3):  # the last is shown nothing that was kept for others
                kept = register.read(user, [page for page in pages if page in register.pages(user)])
            with another_process():
                anew = register.read(user, kept)
            assert {page for page in kept if kept[page] != anew[page]} == set(), (done, str(user))
