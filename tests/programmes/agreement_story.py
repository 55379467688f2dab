"""An agreement of both corporations of two forces, to be put into any state, and what a test asks of it."""

import datetime as dt

import pytest

from programmes.agreements import AgreementNotAllowed, Details, in_force_on
from programmes.models import Agreement, Body, Force
from tests.factories.programmes import make_agreement, make_agreement_event, make_body, make_force, make_party

CLAUSES = {
    "accountability": "The commissioners, at their joint board, each quarter.",
    "notice_months": 12,
    "exit_rule": "The party that leaves pays its share of the fixed cost to the end of the financial year.",
}


def lawful(**fields):
    """A Section 22A agreement of both corporations of Kent and of Essex, in writing; each test's own forces."""
    fields = {"has_force_provision": True, "document_url": "https://example.org/agreement.pdf"} | CLAUSES | fields
    agreement = make_agreement(title="Procurement agreement", **fields)
    for name in ("Kent", "Essex"):
        force = Force.objects.filter(name=name).first() or make_force(name=name)
        for kind, office in (("chief_constable", f"{name} CC"), ("pcc", f"{name} PCC")):
            body = Body.objects.filter(name=office).first() or make_body(force=force, kind=kind, name=office)
            make_party(agreement=agreement, body=body)
    return agreement


def bodies(agreement):
    return {party.body.name: party.body for party in agreement.parties.all()}


def state_of(agreement, as_at=None):
    return Agreement.objects.with_state(as_at).get(pk=agreement.pk).state


def at(state):
    """A lawful agreement put straight into a state ("" for none)."""
    agreement = lawful()
    if state:
        make_agreement_event(agreement=agreement, kind="signed", sets_state=state, on="2016")
    return agreement


def refusal(call, **given):
    with pytest.raises(AgreementNotAllowed) as refused:
        call(**given)
    return str(refused.value), refused.value.fields


def asked(agreement, kind, editor, on, body=None, words="", reason="", **details):
    return {
        "agreement": agreement, "kind": kind, "by": editor, "on": on, "body": body, "words": words, "reason": reason,
        "details": Details(**details),
    }  # fmt: skip


def words_of(agreement, day):
    return {row.body.name: (row.is_bound, row.words) for row in in_force_on(agreement, dt.date.fromisoformat(day))}
