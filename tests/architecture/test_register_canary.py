"""A token in every text of every record: what a role may not read shows on none of its pages, exports or searches."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from governance.models import LocalDecision
from programmes.choices import Marking, Role
from programmes.history import Reference
from programmes.navigation import AS_AT_PREFIXES, PAGES, prefix_of, reference_url
from tests.architecture.test_urls import walk
from tests.factories import programmes as p
from tests.factories.marked import Tokens, World

pytestmark = pytest.mark.django_db

#: Rows without a marking of their own: they are as visible as their parents, which are public here.
EVENTS = {
    "AgreementEvent", "CaseEvent", "PeriodEvent", "CasePosition", "LocalDecisionEvent", "MilestoneMove", "RiskEvent",
    "SourceParagraph",
    "CaseOption", "CaseLine", "CaseFunding", "CaseRisk", "CaseStep", "CaseAttachment",
}  # fmt: skip
#: Texts that only the programme team and auditors read.
NOTES = {"Workstream.internal_note", "StatusUpdate.internal_note", "BusinessCase.internal_note"}


def addresses(with_history: bool) -> Iterator[str]:
    """Every list, export and page of the register, for every record there is."""
    for name, route, pattern in walk(get_resolver().url_patterns):
        if route.startswith("register/") and not pattern.pattern.regex.groups and "edition" not in name:
            yield reverse(name)
    for code in Reference.objects.values_list("code", flat=True):
        if prefix_of(code) in PAGES:
            yield reference_url(code)
        if prefix_of(code) in AS_AT_PREFIXES:
            yield f"{reference_url(code)}?as_at=2030-01-01"
        if with_history:
            yield reverse("programmes:history", args=[code])


def read_everything(client: Client, with_history: bool = True) -> str:
    """All the bytes a person is given, the words they themselves ask for aside."""
    seen = []
    for address in addresses(with_history):
        response = client.get(address)
        if response.status_code == 200:
            seen.append(_text(response))
    return "\n".join(seen)


def _text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace").replace("&amp;", "&")


@pytest.fixture
def worlds():
    tokens = Tokens()
    World("internal", Marking.INTERNAL, tokens, parents=World("public", Marking.PUBLIC, tokens))
    World("sensitive", Marking.SENSITIVE, tokens, parents=World("other public", Marking.PUBLIC, tokens))
    World("all sensitive", Marking.SENSITIVE, tokens)
    return tokens


@pytest.fixture
def hidden_below():
    """Public records below a sensitive parent, at one and at two steps."""
    tokens = Tokens()
    world = World("below", Marking.PUBLIC, tokens)
    for parent in (world.workstream, world.business_case, world.board):
        parent.marking = Marking.SENSITIVE
        parent.save()
    return tokens


def signed_in(role: str, **bound: Any) -> Client:
    client = Client()
    client.force_login(p.make_user(role, **bound))
    return client


def test_readers_see_nothing_sensitive_and_no_internal_note(worlds):
    text = read_everything(signed_in(Role.OFFICE_VIEWER))

    assert {place for place in worlds.seen_in(text, "sensitive") if place.partition(".")[0] not in EVENTS} == set()
    assert worlds.seen_in(text, "all sensitive") == set()
    assert (worlds.seen_in(text, "public") | worlds.seen_in(text, "internal")) & NOTES == set()
    assert "LocalDecisionEvent.exempt_part" not in worlds.seen_in(text, "public")


def test_the_team_reads_all_of_it(worlds):
    text = read_everything(signed_in(Role.EDITOR), with_history=False)

    for world in ("public", "internal", "all sensitive"):
        seen = worlds.seen_in(text, world)
        assert seen >= NOTES
        assert {"LocalDecisionEvent.exempt_part", "Citation.quote", "Holder.name", "Paper.url"} <= seen


def test_an_office_reads_the_exempt_part_of_its_own_decision(worlds):
    body = LocalDecision.objects.filter(marking=Marking.PUBLIC).first().body

    code = LocalDecision.objects.get(body=body).reference
    text = _text(signed_in(Role.OFFICE_RECORDER, body=body).get(reference_url(code)))

    assert "LocalDecisionEvent.exempt_part" in worlds.seen_in(text, "public")


def test_what_stands_below_a_sensitive_record_is_hidden_with_it(hidden_below):
    text = read_everything(signed_in(Role.OFFICE_VIEWER))

    hidden = {
        "Workstream", "StatusUpdate", "Milestone", "Benefit", "BenefitLine", "SavingsFigure", "Risk", "BusinessCase",
        "CaseDocument", "CaseEvent", "CasePosition", "LocalDecision", "LocalDecisionEvent", "Condition", "Board",
        "BoardMember", "Meeting", "AgendaItem", "Paper", "Recommendation", "Decision", "Action",
    }  # fmt: skip
    assert {place for place in hidden_below.seen_in(text, "below") if place.partition(".")[0] in hidden} == set()


def test_search_finds_nothing_below_a_sensitive_record(hidden_below):
    client = signed_in(Role.OFFICE_VIEWER)
    found = set()
    one_of_each_model = {model: token for token, (_, model, _) in hidden_below.places.items()}
    for token in one_of_each_model.values():
        response = client.get("/register/search", {"q": token})
        found |= {result.code.rpartition("-")[0] for result in response.context["results"]}

    assert found.isdisjoint({"WS", "MIL", "BEN", "BLN", "CASE", "CND", "BRD", "MTG", "PAP", "REC"})
    assert {"FOR", "PRG", "AGR", "HOL"} <= found
